/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain that is written for the owner: OpenSSL verifies it, and curl succeeds with a server that sends
 * it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/file.h"
#include "base/memory.h"
#include "server.h"

struct scene {
	struct server site;
	struct server spare; /* its port is the plain one, where issuers are fetched */
	struct forge forge;
};

static void make_cert(struct scene *scene, const char *line)
{
	char *filled = memory_format(line, scene->spare.port);
	const char *why;

	cr_assert(forge_cert(&scene->forge, filled, &why), "%s: %s", filled, why);
	free(filled);
}

static void write_der(const struct scene *scene, const char *file, const char *name)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	gnutls_datum_t der;

	gnutls_x509_crt_export2(forge_find(&scene->forge, name)->cert, GNUTLS_X509_FMT_DER, &der);
	cr_assert_eq(file_write(path, der.data, der.size), 0);
	gnutls_free(der.data);
	free(path);
}

static void open_scene(struct scene *scene)
{
	server_prepare(&scene->site, 0);
	server_prepare(&scene->spare, 0);
	forge_open(&scene->forge, (int64_t)time(NULL));
	make_cert(scene, "root ca days=-1000..1000");
	make_cert(scene, "upper ca issuer=root days=-500..500");
	make_cert(scene, "inter ca issuer=upper days=-500..500 aia=http://127.0.0.1:%d/upper.der");
	make_cert(scene, "leaf issuer=inter dns=site.test aia=http://127.0.0.1:%d/inter.der");
	server_pem(&scene->site, "ca.pem", &scene->forge, "root");
	write_der(scene, "inter.der", "inter");
	write_der(scene, "upper.der", "upper");
	server_key(&scene->site, "key.pem", &scene->forge, "leaf");
}

static void close_scene(struct scene *scene)
{
	server_stop(&scene->spare);
	server_stop(&scene->site);
	forge_close(&scene->forge);
}

/* nginx with the chain of FILE. */
static void serve(struct scene *scene, const char *file)
{
	char *blocks = memory_format(" server { listen 127.0.0.1:%d ssl; ssl_certificate %s;\n"
				     " ssl_certificate_key key.pem; root .; index ca.pem; }\n"
				     " server { listen 127.0.0.1:%d; root .; }\n",
		scene->site.port, file, scene->spare.port);

	cr_assert_eq(server_start_nginx(&scene->site, blocks, 0), 0, "nginx could not be started");
	free(blocks);
}

static int run(const struct scene *scene, const char *format)
{
	char *line = memory_format(format, scene->site.port);
	char *whole = memory_format("cd %s && %s", scene->site.folder, line);
	char *argv[] = { "sh", "-c", whole, NULL };
	struct command command;
	int status;

	command_run(argv, 30000, &command);
	status = command.status;
	if (status)
		fprintf(stderr, "%s: %d %s%s\n", line, status, command.out, command.err);
	command_free(&command);
	free(whole);
	free(line);
	return status;
}

/* The program writes FILE into the site's folder. Its exit status. */
static int repair(const struct scene *scene, const char *file, const char *option)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	char *place = memory_format("127.0.0.1:%d", scene->site.port);
	char *target = memory_format("site.test:%d", scene->site.port);
	char *ca = memory_format("%s/ca.pem", scene->site.folder);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--connect-to", place, "--ca-file",
		ca, "--repaired-chain", path, target, (char *)option, NULL };
	struct command command;
	int status;

	command_run(argv, 40000, &command);
	status = command.status;
	command_free(&command);
	free(ca);
	free(target);
	free(place);
	free(path);
	return status;
}

static int is_there(const struct scene *scene, const char *file)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	struct stat status;
	int there = !stat(path, &status);

	if (there)
		cr_expect_eq(status.st_mode & 0777, 0600);
	free(path);
	return there;
}

#define CURL "curl -s -o page --cacert ca.pem --connect-to ::127.0.0.1: https://site.test:%d/"
#define VERIFY "openssl verify -CAfile ca.pem -untrusted whole.pem whole.pem"

static void expect_whole(struct scene *scene)
{
	cr_assert(is_there(scene, "whole.pem"));
	cr_expect_eq(run(scene, VERIFY), 0);
	cr_expect_eq(run(scene, "test $(grep -c BEGIN whole.pem) = 3"), 0, "leaf, inter, upper");
	server_end(&scene->site);
	serve(scene, "whole.pem");
	cr_expect_eq(run(scene, CURL), 0);
	cr_expect_eq(repair(scene, "again.pem", NULL), 0, "nothing is left to repair");
	cr_expect(!is_there(scene, "again.pem"));
}

Test(repaired, a_chain_without_its_intermediates_is_made_whole, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	serve(&scene, "sent.pem");
	cr_expect_eq(run(&scene, CURL " 2>/dev/null || exit 60"), 60, "broken before");
	cr_expect_eq(repair(&scene, "whole.pem", NULL), 1);
	expect_whole(&scene);
	close_scene(&scene);
}

Test(repaired, a_chain_in_the_wrong_order_is_put_in_order, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf upper inter");
	serve(&scene, "sent.pem");
	cr_expect_eq(repair(&scene, "whole.pem", NULL), 0);
	expect_whole(&scene);
	close_scene(&scene);
}

/* The third fix, its first item, a file name; then out. */
Test(repaired, the_wizard_saves_the_same_file, .timeout = 60)
{
	char *program = realpath(command_tlsdoctor(), NULL);
	struct scene scene;
	char *line;

	open_scene(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	serve(&scene, "sent.pem");
	cr_expect_eq(repair(&scene, "whole.pem", "--save=session.json"), 1);
	line = memory_format("printf '3\n1\nsaved.pem\n0\n' | %s --lang en --plain --open "
			     "%s/session.json && cmp saved.pem whole.pem",
		program, "$OLDPWD");
	cr_expect_eq(run(&scene, line), 0);
	unlink("session.json");
	free(line);
	free(program);
	close_scene(&scene);
}

Test(repaired, nothing_is_fetched_and_written_offline, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	serve(&scene, "sent.pem");
	cr_expect_eq(repair(&scene, "whole.pem", "--offline"), 1);
	cr_expect(!is_there(&scene, "whole.pem"));
	close_scene(&scene);
}
