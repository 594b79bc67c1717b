/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command practice: what it shows, what it serves, what it leaves behind. */
#include <criterion/criterion.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "cli/environment.h"
#include "cli/tool.h"
#include "i18n/cells.h"
#include "i18n/i18n.h"

Test(cli_practice, without_a_terminal_it_shows_one_healthy_and_two_broken_servers)
{
	struct tool tool = TOOL("practice");
	int reports = 0;

	for (const char *at = tool.out; (at = strstr(at, "TLS report for")); at++)
		reports++;
	cr_expect_eq(tool.status, 0, "%d %s", tool.status, tool.err);
	cr_expect_eq(reports, 3, "%s", tool.out);
	cr_expect(strstr(tool.out, "has expired"), "%s", tool.out);
	cr_expect(strstr(tool.out, "plain HTTP"), "%s", tool.out);
	tool_free(&tool);
}

Test(cli_practice, the_list_has_a_line_for_each_fault)
{
	struct tool tool = TOOL("practice", "--list");

	cr_expect_eq(tool.status, 0);
	for (size_t i = 0; practice_fault_at(i); i++) {
		char *line = memory_format("%s%s: ", i ? "\n" : "", practice_fault_at(i));

		cr_expect(strstr(tool.out, line), "%s in %s", line, tool.out);
		free(line);
	}
	tool_free(&tool);
}

/* The value after OPTION in a command line that TEXT holds. */
static char *value_after(const char *text, const char *option)
{
	const char *at = strstr(text, option);

	cr_assert(at, "no %s in %s", option, text);
	at += strlen(option);
	return memory_text_n(at, strcspn(at, " \n"));
}

static struct tool start_serving(const char *const *arguments)
{
	struct tool tool = tool_start(&(struct tool_wish){ .arguments = arguments });

	tool_await(&tool, "curl");
	tool_await(&tool, "/\n\n");
	return tool;
}

/* Only what is copied may be longer than a line. */
Test(cli_practice, what_it_says_fits_into_eighty_cells)
{
	for (size_t i = 0; language_at(i); i++) {
		struct tool server = start_serving((const char *const[]){
			"practice", "expired", "--lang", language_code(language_at(i)), NULL });
		char *rest = server.out;

		environment_set_ctype();
		for (char *line; (line = strsep(&rest, "\n"));)
			cr_expect(strstr(line, "127.0.0.1") || cells_wide(line, SIZE_MAX) <= 80,
				"%s", line);
		kill(server.pid, SIGTERM);
		tool_finish(&server);
		tool_free(&server);
	}
}

Test(cli_practice, the_command_line_that_it_shows_works)
{
	struct tool server = start_serving((const char *const[]){ "practice", "expired", NULL });
	char *target = value_after(server.out, "tlsdoctor check ");
	char *address = value_after(server.out, "--connect-to ");
	char *ca_file = value_after(server.out, "--ca-file ");
	struct tool tool = TOOL(
		"check", "--format", "json", target, "--connect-to", address, "--ca-file", ca_file);
	json_t *json = tool_json(&tool);

	cr_expect_str_eq(tool_cause(json), "certificate-expired", "%s", tool.out);
	json_decref(json);
	tool_free(&tool);
	kill(server.pid, SIGTERM);
	tool_finish(&server);
	tool_free(&server);
	free(target);
	free(address);
	free(ca_file);
}

static void ends_well_by(int number)
{
	struct tool server = start_serving(
		(const char *const[]){ "practice", "healthy", "silent", NULL });
	char *ca_file = value_after(server.out, "--ca-file ");
	struct stat status;

	cr_assert_eq(stat(ca_file, &status), 0, "%s", ca_file);
	cr_expect_eq(status.st_mode & 0777, 0600);
	kill(server.pid, number);
	tool_finish(&server);
	cr_expect_eq(server.status, 0, "%d", server.status);
	cr_expect_neq(stat(ca_file, &status), 0, "%s is still there", ca_file);
	*strrchr(ca_file, '/') = '\0';
	cr_expect_neq(stat(ca_file, &status), 0, "%s is still there", ca_file);
	free(ca_file);
	tool_free(&server);
}

Test(cli_practice, it_ends_well_and_leaves_nothing_behind)
{
	ends_well_by(SIGINT);
	ends_well_by(SIGTERM);
}

Test(cli_practice, a_fault_that_hides_says_how_to_see_it)
{
	struct tool server = start_serving(
		(const char *const[]){ "practice", "sni-required", NULL });

	cr_expect(strstr(server.out, " --no-sni\n"), "%s", server.out);
	kill(server.pid, SIGINT);
	tool_finish(&server);
	tool_free(&server);
}

/* ---- The wizard, line by line ---- */

Test(cli_practice, the_wizard_can_be_left_at_once)
{
	const char *arguments[] = { "--plain", "--lang", "en", NULL };
	struct tool tool = tool_start(
		&(struct tool_wish){ .arguments = arguments, .input = "0\n" });

	tool_finish(&tool);
	cr_expect_eq(tool.status, 0, "%d %s", tool.status, tool.err);
	cr_expect(tool.out_length > 0);
	tool_free(&tool);
}

Test(cli_practice, the_wizard_practises_line_by_line)
{
	const char *arguments[] = { "practice", "--plain", "--lang", "en", NULL };
	struct tool tool = tool_start(
		&(struct tool_wish){ .arguments = arguments, .input = "2\n" });

	tool_finish(&tool);
	cr_expect(strstr(tool.out, "has expired"), "%s", tool.out);
	tool_free(&tool);
}

/* ---- With a terminal ---- */

static bool holds(const struct buffer *seen, const char *text)
{
	return seen->length && memmem(seen->bytes, seen->length, text, strlen(text));
}

/* Reads from FD into SEEN until TEXT is in it; false at the end or after TOOL_PATIENCE_MS. */
static bool await(int fd, struct buffer *seen, const char *text)
{
	struct deadline until = deadline_in_ms(TOOL_PATIENCE_MS);

	while (!holds(seen, text)) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		char bytes[1024];
		ssize_t got;

		if (poll(&ready, 1, deadline_left_ms(until)) <= 0)
			return false;
		got = read(fd, bytes, sizeof(bytes));
		if (got <= 0)
			return false;
		buffer_add(seen, bytes, (size_t)got);
	}
	return true;
}

Test(cli_practice, with_a_terminal_it_lets_one_choose)
{
	struct buffer seen = { 0 };
	int terminal, status;
	pid_t pid = forkpty(&terminal, NULL, NULL, NULL);

	cr_assert_geq(pid, 0);
	if (pid == 0) {
		setenv("TERM", "dumb", 1);
		setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
		execl(tool_program(), "tlsdoctor", "practice", "--lang", "en", (char *)NULL);
		_exit(127);
	}
	cr_expect(await(terminal, &seen, "Your choice:"));
	cr_expect(holds(&seen, "Which fault do you want to see?"));
	cr_assert_eq(write(terminal, "0\n", 2), 2);
	cr_expect_not(await(terminal, &seen, "never said")); /* reads to the end */
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%d", status);
	buffer_free(&seen);
	close(terminal);
}
