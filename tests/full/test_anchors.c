/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A root certificate that an administrator added with p11-kit's own program is told from those of the system. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../real/server.h"
#include "../support/command.h"
#include "../support/space.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"
#define ADDED "/usr/local/share/ca-certificates"
#define MODULES "/usr/share/p11-kit/modules"

static char *read_text(const struct server *server, const char *name)
{
	char *path = server_path(server, name);
	struct buffer text = { 0 };

	cr_assert_eq(file_read(path, 1 << 20, &text), 0, "%s", path);
	free(path);
	return buffer_take(&text);
}

/* What "trust anchor" writes for the root: its store is a folder of the test. The caller frees it. */
static char *add_with_p11_kit(const struct server *server)
{
	char *module = memory_format("module: p11-kit-trust.so\ntrust-policy: yes\n"
				     "x-init-reserved: paths='%s/store'\n",
		server->folder);
	char *add = memory_format("cd %s && mkdir store && trust anchor --store ca.pem; "
				  "cp store/*.p11-kit added",
		server->folder);
	char *argv[] = { "sh", "-c", add, NULL };
	struct command command;
	char *text;

	space_folder(MODULES, "p11-kit-trust.module", module);
	command_run(argv, 20000, &command);
	cr_assert_eq(command.status, 0, "%s%s", command.out, command.err);
	command_free(&command);
	text = read_text(server, "added");
	cr_expect(strstr(text, "[p11-kit-object-v1]"), "%s", text);
	free(add);
	free(module);
	return text;
}

static void start_site(struct server *server)
{
	struct forge forge;
	const char *why;
	char *block;

	server_prepare(server, 0);
	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, "root ca cn=Office_Root days=-100..100", &why), "%s", why);
	cr_assert(forge_cert(&forge, "leaf issuer=root dns=site.test", &why), "%s", why);
	server_pem(server, "ca.pem", &forge, "root");
	server_pem(server, "chain.pem", &forge, "leaf");
	server_key(server, "key.pem", &forge, "leaf");
	forge_close(&forge);
	block = memory_format(" server { listen 127.0.0.1:%d ssl; ssl_certificate chain.pem; "
			      "ssl_certificate_key key.pem; return 204; }\n",
		server->port);
	cr_assert_eq(server_start_nginx(server, block, 0), 0, "no server");
	free(block);
}

static void expect_named(const struct server *server)
{
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "site.test", NULL };
	struct command command;
	json_t *report;

	command_run(argv, 40000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert(report, "%s%s", command.out, command.err);
	cr_expect_eq(json_array_size(json_object_get(report, "causes")), 0, "%s", command.out);
	cr_expect(strstr(command.out, "\"trust.local-anchor\""), "%s", command.out);
	cr_expect(strstr(command.out, "Office Root"), "%s", command.out);
	json_decref(report);
	command_free(&command);
	free(place);
}

Test(full_anchors, one_that_p11_kit_added_is_named, .timeout = 120)
{
	struct server server;
	char *added, *root;

	space_enter();
	start_site(&server);
	added = add_with_p11_kit(&server);
	root = read_text(&server, "ca.pem");
	space_file(BUNDLE, root);
	space_folder(ADDED, "root.p11-kit", added);
	expect_named(&server);
	server_stop(&server);
	free(root);
	free(added);
}
