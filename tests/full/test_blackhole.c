/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A network that loses large packets and does not say so: two real network spaces, of which the nearer takes only
 * small ones. The cause is named where the answer gets lost; where all packets fit, nothing is found.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support/command.h"
#include "base/file.h"
#include "base/memory.h"

TestSuite(blackhole, .timeout = 240);

/* One silence to its end, a short one, and the key of the server, which takes a while to make. */
#define LIMIT_MS 40000

static void expect_cause(const char *mtu, const char *depth, const char *cause)
{
	char *folder = memory_text("/tmp/tlsdoctor-hole-XXXXXX"), *at = getcwd(NULL, 0);
	char *program = realpath(command_tlsdoctor(), NULL);
	char *script = memory_format("%s/tests/full/servers/blackhole.sh", getenv("srcdir"));
	char *full = realpath(script, NULL);
	char *argv[] = { full, (char *)mtu, program, "check", "192.0.2.1", "--ca-file", "ca.pem",
		"--format", "json", "--offline", (char *)depth, NULL };
	char *remove[] = { "rm", "-r", folder, NULL };
	struct command command;
	char *wanted = cause ? memory_format("\"causes\": [\n    {\n      \"id\": \"%s\"", cause)
			     : memory_text("\"causes\": []");

	cr_assert(full && program && mkdtemp(folder) && chdir(folder) == 0);
	command_run(argv, 120000, &command);
	cr_assert_eq(chdir(at), 0);
	cr_expect_eq(command.status, cause ? 1 : 0, "%s: status %d: %s", mtu, command.status,
		command.err);
	cr_expect_lt(command.ms, LIMIT_MS, "%s: %d ms", mtu, command.ms);
	cr_expect(strstr(command.out, wanted), "%s: %s not in %s", mtu, wanted, command.out);
	command_free(&command);
	command_run(remove, 5000, &command);
	command_free(&command);
	free(wanted);
	free(full);
	free(script);
	free(program);
	free(at);
	free(folder);
}

Test(blackhole, is_named_where_the_answer_gets_lost)
{
	expect_cause("1000", "--offline", "path-mtu");
}

Test(blackhole, is_named_by_a_deep_look)
{
	expect_cause("1000", "--deep", "path-mtu");
}

Test(blackhole, is_not_named_where_everything_fits)
{
	expect_cause("1500", "--offline", NULL);
}
