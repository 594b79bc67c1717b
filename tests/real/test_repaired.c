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
#include "broken_site.h"

static int is_there(const struct broken_site *scene, const char *file)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	struct stat status;
	int there = !stat(path, &status);

	if (there)
		cr_expect_eq(status.st_mode & 0777, 0600);
	free(path);
	return there;
}

#define VERIFY "openssl verify -CAfile ca.pem -untrusted whole.pem whole.pem"

static void expect_whole(struct broken_site *scene)
{
	cr_assert(is_there(scene, "whole.pem"));
	cr_expect_eq(broken_site_run(scene, VERIFY), 0);
	cr_expect_eq(broken_site_run(scene, "test $(grep -c BEGIN whole.pem) = 3"), 0,
		"leaf, inter, upper");
	server_end(&scene->site);
	broken_site_serve(scene, "whole.pem");
	cr_expect_eq(broken_site_run(scene, BROKEN_SITE_CURL), 0);
	cr_expect_eq(broken_site_run(scene, BROKEN_SITE_OPENSSL), 0);
	cr_expect_eq(broken_site_repair(scene, "again.pem", NULL), 0, "nothing is left to repair");
	cr_expect(!is_there(scene, "again.pem"));
}

/* HAProxy takes the chain and the key in one file. */
static void serve_by_haproxy(struct broken_site *scene)
{
	char *text = memory_format("defaults\n mode http\n timeout connect 5s\n timeout client 9s\n"
				   " timeout server 5s\nfrontend site\n"
				   " bind 127.0.0.1:%d ssl crt both.pem\n"
				   " http-request return status 200 content-type text/plain "
				   "string fine\n",
		scene->site.port);
	char *argv[] = { "haproxy", "-db", "-f", "haproxy.cfg", NULL };

	server_file(&scene->site, "haproxy.cfg", text);
	cr_expect_eq(broken_site_run(scene, "cat whole.pem key.pem >both.pem"), 0);
	cr_assert_eq(server_start(&scene->site, argv, 0), 0, "haproxy could not be started");
	free(text);
}

Test(repaired, haproxy_takes_it_too, .timeout = 60)
{
	struct broken_site scene;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", NULL), 1);
	server_end(&scene.site);
	serve_by_haproxy(&scene);
	cr_expect_eq(broken_site_run(&scene, BROKEN_SITE_CURL), 0);
	cr_expect_eq(broken_site_run(&scene, BROKEN_SITE_OPENSSL), 0);
	broken_site_close(&scene);
}

Test(repaired, a_chain_without_its_intermediates_is_made_whole, .timeout = 60)
{
	struct broken_site scene;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_run(&scene, BROKEN_SITE_CURL " 2>/dev/null || exit 60"), 60,
		"broken before");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", NULL), 1);
	expect_whole(&scene);
	broken_site_close(&scene);
}

Test(repaired, a_chain_in_the_wrong_order_is_put_in_order, .timeout = 60)
{
	struct broken_site scene;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf upper inter");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", NULL), 0);
	expect_whole(&scene);
	broken_site_close(&scene);
}

/* The third fix, its first item, a file name; then out. */
Test(repaired, the_wizard_saves_the_same_file, .timeout = 60)
{
	char *program = realpath(command_tlsdoctor(), NULL);
	struct broken_site scene;
	char *line;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", "--save=session.json"), 1);
	line = memory_format("printf '3\n1\nsaved.pem\n0\n' | %s --lang en --plain --open "
			     "%s/session.json && cmp saved.pem whole.pem",
		program, "$OLDPWD");
	cr_expect_eq(broken_site_run(&scene, line), 0);
	unlink("session.json");
	free(line);
	free(program);
	broken_site_close(&scene);
}

Test(repaired, nothing_is_fetched_and_written_offline, .timeout = 60)
{
	struct broken_site scene;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", "--offline"), 1);
	cr_expect(!is_there(&scene, "whole.pem"));
	broken_site_close(&scene);
}
