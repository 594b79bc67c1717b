/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check with many targets: lists, order, journals, interrupts. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/host_lines.h"
#include "cli/tool.h"
#include "support/peer.h"

static const struct line silent[] = { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } };

static void write_file(const char *path, const char *text)
{
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
}

/* FOLDER/NAME of SCHOOL; the caller frees it. */
static char *path_in(const struct school *school, const char *name)
{
	return memory_format("%s/%s", school->folder, name);
}

/* A line for the server of SCHOOL as PORT of its name: names stay apart, the server is the same. */
static void add_line(struct buffer *list, const struct school *school, int port)
{
	buffer_add_format(list, "%s:%d --connect-to %s\n", PRACTICE_HOST, port, school->address);
}

static struct tool check_list(
	const struct school *school, const char *list, const char *const *more)
{
	const char *all[TOOL_ARGUMENTS_MOST + 1] = { "check", "--quick", "--rate", "0", "--ca-file",
		school->ca_file, "--hosts", "-" };
	size_t count = 8;
	struct tool tool;

	for (; *more; more++)
		all[count++] = *more;
	tool = tool_start(&(struct tool_wish){ .arguments = all, .input = list });
	tool_finish(&tool);
	return tool;
}

#define CHECK_LIST(school, list, ...) \
	check_list(school, list, (const char *const[]){ __VA_ARGS__, NULL })

static int port_of(const json_t *report)
{
	return (int)json_integer_value(json_object_get(json_object_get(report, "target"), "port"));
}

/* ---- Lists ---- */

Test(cli_hosts, words_and_quotes_are_split_and_comments_left_out)
{
	char line[] = "  a \t--x 'b c' \"d'e\" f#g # h 'i";
	static const char *const expected[] = { "a", "--x", "b c", "d'e", "f#g" };
	char *words[HOST_WORDS_MOST];
	char open_quote[] = "a 'b";
	char comment[] = " # only";
	char many[] = "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a";

	cr_assert_eq(host_line_split(line, words), 5);
	for (size_t i = 0; i < 5; i++)
		cr_expect_str_eq(words[i], expected[i]);
	cr_expect_eq(host_line_split(open_quote, words), -1);
	cr_expect_eq(host_line_split(comment, words), 0);
	cr_expect_eq(host_line_split(many, words), -1);
}

Test(cli_hosts, a_bad_line_is_named_with_its_number_and_the_rest_goes_on)
{
	struct school school = school_open("healthy");
	struct buffer list = { 0 };
	struct tool tool;
	json_t *json;

	buffer_add_text(&list, "\xef\xbb\xbf# a list\r\n\n");
	add_line(&list, &school, 1001);
	buffer_add_text(&list, "a..b\nc d\ne --output f\ng --jobs 2\nh --nonsense\n'i\n");
	add_line(&list, &school, 1002);
	tool = CHECK_LIST(&school, list.bytes, "--format", "json");
	json = tool_json(&tool);
	cr_expect_eq(tool.status, 2, "%d", tool.status);
	cr_expect_eq(json_array_size(json), 2);
	for (int line = 4; line <= 9; line++) {
		char *named = memory_format("-, line %d: ", line);

		cr_expect(strstr(tool.err, named), "%s: %s", named, tool.err);
		free(named);
	}
	cr_expect(!strstr(tool.err, "line 10"), "%s", tool.err);
	json_decref(json);
	tool_free(&tool);
	buffer_free(&list);
	school_close(&school);
}

Test(cli_hosts, an_option_of_a_line_is_for_that_line_alone)
{
	struct school school = school_open("wrong-name");
	char *list = memory_format("%s --connect-to %s --servername another-site.test\n"
				   "%s --connect-to %s\n",
		school.target, school.address, school.target, school.address);
	struct tool tool = CHECK_LIST(&school, list, "--format", "json");
	json_t *json = tool_json(&tool);

	cr_expect_str_eq(tool_cause(json_array_get(json, 0)), "");
	cr_expect_str_eq(tool_cause(json_array_get(json, 1)), "hostname-mismatch");
	cr_expect_eq(tool.status, 1);
	json_decref(json);
	tool_free(&tool);
	free(list);
	school_close(&school);
}

Test(cli_hosts, reports_stand_in_the_order_of_the_list)
{
	struct school school = school_open("healthy");
	struct buffer list = { 0 };
	struct peer peer;
	struct tool tool;
	json_t *json;

	/* The first one takes longest: it says nothing until its time is up. */
	peer_start(&peer, silent, 2);
	buffer_add_format(&list, "127.0.0.1:%d --timeout 2\n", peer.port);
	for (int port = 1001; port <= 1040; port++)
		add_line(&list, &school, port);
	tool = CHECK_LIST(&school, list.bytes, "--format", "json", "--jobs", "8");
	json = tool_json(&tool);
	cr_assert_eq(json_array_size(json), 41);
	cr_expect_eq(port_of(json_array_get(json, 0)), peer.port);
	for (size_t i = 1; i <= 40; i++)
		cr_expect_eq(port_of(json_array_get(json, i)), 1000 + (int)i);
	cr_expect_eq(tool.status, 1);
	json_decref(json);
	tool_free(&tool);
	buffer_free(&list);
	peer_end(&peer);
	school_close(&school);
}

Test(cli_hosts, lines_of_json_come_as_they_are_finished)
{
	struct school school = school_open("healthy");
	struct buffer list = { 0 };
	struct peer peer;
	struct tool tool;
	json_t *first;

	peer_start(&peer, silent, 2);
	buffer_add_format(&list, "127.0.0.1:%d --timeout 3\n", peer.port);
	add_line(&list, &school, 1001);
	tool = CHECK_LIST(&school, list.bytes, "--format", "jsonl");
	first = json_loads(tool.out, JSON_DISABLE_EOF_CHECK, NULL);
	cr_expect_eq(port_of(first), 1001, "%s", tool.out);
	json_decref(first);
	tool_free(&tool);
	buffer_free(&list);
	peer_end(&peer);
	school_close(&school);
}

Test(cli_hosts, an_empty_list_is_an_empty_report)
{
	struct school school = school_open("healthy");
	struct tool json = CHECK_LIST(&school, "# none\n", "--format", "json");
	struct tool lines = CHECK_LIST(&school, "", "--format", "jsonl");

	cr_expect_str_eq(json.out, "[]\n");
	cr_expect_str_empty(lines.out);
	cr_expect_eq(json.status, 0);
	tool_free(&json);
	tool_free(&lines);
	school_close(&school);
}

/* ---- Journals ---- */

static size_t lines_of(const char *path)
{
	struct buffer file;
	size_t lines = 0;

	cr_assert_eq(file_read(path, 1u << 24, &file), 0);
	for (size_t i = 0; i < file.length; i++)
		lines += file.bytes[i] == '\n';
	buffer_free(&file);
	return lines;
}

Test(cli_hosts, a_journal_answers_for_what_is_finished)
{
	struct school school = school_open("healthy");
	char *journal = path_in(&school, "journal");
	struct buffer list = { 0 };
	struct tool tool;
	struct stat status;
	json_t *json;

	add_line(&list, &school, 1001);
	add_line(&list, &school, 1002);
	tool = CHECK_LIST(&school, list.bytes, "--format", "json", "--resume", journal);
	cr_expect_eq(tool.status, 0, "%s", tool.err);
	tool_free(&tool);
	cr_expect_eq(lines_of(journal), 3);
	cr_assert_eq(stat(journal, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600);
	/* The server is gone; only the third is looked at. */
	practice_stop(school.practice);
	add_line(&list, &school, 1003);
	tool = CHECK_LIST(&school, list.bytes, "--format", "json", "--resume", journal);
	json = tool_json(&tool);
	cr_assert_eq(json_array_size(json), 3);
	cr_expect_str_eq(tool_cause(json_array_get(json, 0)), "");
	cr_expect_str_eq(tool_cause(json_array_get(json, 1)), "");
	cr_expect_str_eq(tool_cause(json_array_get(json, 2)), "connection-refused");
	cr_expect_eq(lines_of(journal), 4);
	json_decref(json);
	tool_free(&tool);
	buffer_free(&list);
	free(journal);
	free(school.ca_file);
	tool_remove_folder(school.folder);
}

Test(cli_hosts, a_torn_line_is_looked_at_again_and_the_next_stands_on_its_own)
{
	struct school school = school_open("healthy");
	char *journal = path_in(&school, "journal");
	struct buffer list = { 0 };
	struct tool tool;
	struct stat status;

	add_line(&list, &school, 1001);
	add_line(&list, &school, 1002);
	tool = CHECK_LIST(&school, list.bytes, "--resume", journal);
	tool_free(&tool);
	cr_assert_eq(stat(journal, &status), 0);
	cr_assert_eq(truncate(journal, status.st_size - 40), 0);
	cr_assert_eq(lines_of(journal), 2);
	for (int i = 0; i < 2; i++) {
		tool = CHECK_LIST(&school, list.bytes, "--format", "json", "--resume", journal);
		cr_expect_eq(tool.status, 0, "%s", tool.err);
		json_t *json = tool_json(&tool);

		cr_expect_eq(json_array_size(json), 2);
		json_decref(json);
		tool_free(&tool);
		cr_expect_eq(lines_of(journal), 3);
	}
	buffer_free(&list);
	free(journal);
	school_close(&school);
}

Test(cli_hosts, rubbish_in_a_journal_is_passed_over)
{
	struct school school = school_open("healthy");
	char *journal = path_in(&school, "journal");
	struct buffer list = { 0 };
	struct tool tool;

	add_line(&list, &school, 1001);
	write_file(journal, "{\"tlsdoctor-journal\":1}\nnonsense\n{\"evidence\":{\"settings\":7}}\n"
			    "{}\n[]\n\n{\"evidence\":");
	tool = CHECK_LIST(&school, list.bytes, "--format", "json", "--resume", journal);
	cr_expect_eq(tool.status, 0, "%s", tool.err);
	tool_free(&tool);
	cr_expect_eq(lines_of(journal), 7);
	buffer_free(&list);
	free(journal);
	school_close(&school);
}

Test(cli_hosts, a_file_that_is_no_journal_is_left_alone)
{
	struct school school = school_open("healthy");
	char *file = path_in(&school, "list");
	struct tool tool;
	struct buffer after;

	write_file(file, "www.example.com\n");
	tool = CHECK_LIST(&school, "", "--resume", file);
	cr_expect_eq(tool.status, 64);
	cr_expect(strstr(tool.err, file), "%s", tool.err);
	tool_free(&tool);
	cr_assert_eq(file_read(file, 1000, &after), 0);
	cr_expect_str_eq(after.bytes, "www.example.com\n");
	buffer_free(&after);
	free(file);
	school_close(&school);
}

Test(cli_hosts, other_options_make_another_check)
{
	struct school school = school_open("healthy");
	char *journal = path_in(&school, "journal");
	struct buffer list = { 0 };
	struct tool tool;

	add_line(&list, &school, 1001);
	tool = CHECK_LIST(&school, list.bytes, "--resume", journal);
	tool_free(&tool);
	tool = CHECK_LIST(&school, list.bytes, "--resume", journal, "--only", "certificate");
	tool_free(&tool);
	cr_expect_eq(lines_of(journal), 3);
	buffer_free(&list);
	free(journal);
	school_close(&school);
}

/* ---- Ends ---- */

/* The second never answers; once the first is in the journal, Ctrl+C comes. */
Test(cli_hosts, an_interrupt_keeps_what_is_finished)
{
	struct school school = school_open("healthy");
	char *journal = path_in(&school, "journal");
	char *list = path_in(&school, "list");
	struct buffer text = { 0 };
	const char *arguments[] = { "check", "--quick", "--ca-file", school.ca_file, "--hosts",
		list, "--resume", journal, "--format", "jsonl", NULL };
	struct peer peer;
	struct tool tool;
	json_t *json;

	peer_start(&peer, silent, 4);
	buffer_add_format(&text, "127.0.0.1:%d\n", peer.port);
	add_line(&text, &school, 1001);
	write_file(list, text.bytes);
	tool = tool_start(&(struct tool_wish){ .arguments = arguments });
	tool_await(&tool, "1001");
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	cr_expect_eq(tool.status, 130, "%d", tool.status);
	cr_expect_eq(lines_of(journal), 2);
	json = tool_json(&tool); /* one line alone: the other was not finished */
	cr_expect_eq(port_of(json), 1001);
	json_decref(json);
	tool_free(&tool);
	peer_end(&peer);
	buffer_free(&text);
	free(list);
	free(journal);
	school_close(&school);
}

Test(cli_hosts, a_reader_that_has_gone_ends_it_with_141)
{
	struct school school = school_open("healthy");
	struct buffer list = { 0 };
	const char *arguments[] = { "check", "--quick", "--rate", "0", "--jobs", "4", "--hosts",
		"-", NULL };
	struct tool tool;

	for (int port = 1001; port < 1100; port++)
		add_line(&list, &school, port);
	tool = tool_start(&(struct tool_wish){
		.arguments = arguments, .input = list.bytes, .output = TOOL_STDOUT_GONE });
	tool_finish(&tool);
	cr_expect_eq(tool.status, 141, "%d", tool.status);
	tool_free(&tool);
	buffer_free(&list);
	school_close(&school);
}

Test(cli_hosts, a_list_that_cannot_be_read_is_wrong_use)
{
	struct tool tool = TOOL("check", "--hosts", "/nonexistent/list");

	cr_expect_eq(tool.status, 64);
	cr_expect(strstr(tool.err, "/nonexistent/list"), "%s", tool.err);
	tool_free(&tool);
}
