/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor logs, as a script or a person calls it. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "tool.h"

#define UPSTREAM(time, reason)                                                                    \
	"2026/11/22 " time " [error] 1#1: *1 SSL_do_handshake() failed (SSL: error:0A00042E:SSL " \
	"routines::" reason ") while SSL handshaking to upstream, client: 192.0.2.1, server: a, " \
	"request: \"GET / HTTP/1.1\", upstream: \"https://10.0.0.1:8443/\", host: \"a\"\n"
#define PLAIN                                                                                    \
	"2026/11/22 06:44:00 [info] 1#1: *2 client sent plain HTTP request to HTTPS port while " \
	"reading "                                                                               \
	"client request headers, client: 203.0.113.9, server: a\n"
#define OTHER "2026/11/22 06:44:01 [notice] 1#1: start worker process 5\n"

static char *folder;

static void open_folder(void)
{
	folder = tool_folder();
	setenv("TZ", "UTC", 1);
}

static void close_folder(void)
{
	tool_remove_folder(folder);
}

TestSuite(cli_logs, .init = open_folder, .fini = close_folder, .timeout = 90);

static char *put(const char *name, const char *text)
{
	char *path = memory_format("%s/%s", folder, name);

	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	return path;
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

Test(cli_logs, findings_have_file_line_and_id_and_noise_is_told_apart)
{
	char *path = put(
		"error.log", OTHER UPSTREAM("06:43:06", "tlsv1 alert protocol version") PLAIN);
	struct tool tool = TOOL("logs", "--format", "json", path);
	json_t *report = tool_json(&tool);
	json_t *first = json_array_get(json_object_get(report, "findings"), 0);
	json_t *second = json_array_get(json_object_get(report, "findings"), 1);
	json_t *group = json_array_get(json_object_get(report, "groups"), 0);

	cr_expect_eq(tool.status, 1);
	cr_expect_str_eq(text_of(first, "file"), path);
	cr_expect_eq(json_integer_value(json_object_get(first, "line")), 2);
	cr_expect_str_eq(text_of(first, "id"), "protocol-mismatch");
	cr_expect_str_eq(text_of(second, "id"), "client-sent-plaintext");
	cr_expect(json_is_true(json_object_get(second, "noise")));
	cr_expect_str_eq(text_of(group, "upstream"), "10.0.0.1:8443");
	cr_expect_str_eq(text_of(group, "first"), "2026-11-22T06:43:06Z");
	json_decref(report);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, a_log_without_trouble_exits_0_and_says_so)
{
	char *path = put("error.log", OTHER);
	struct tool tool = TOOL("logs", "--lang", "en", path);

	cr_expect_eq(tool.status, 0);
	cr_expect_not_null(strstr(tool.out, "No line tells of a TLS handshake"));
	tool_free(&tool);
	free(path);
}

Test(cli_logs, a_compressed_log_is_read_like_any_other)
{
	char *path = memory_format("%s/error.log.2.gz", folder);
	gzFile file = gzopen(path, "wb");
	struct tool tool;
	json_t *report;

	gzputs(file, OTHER UPSTREAM("06:43:06", "wrong version number"));
	gzclose(file);
	tool = TOOL("logs", "--format", "json", path);
	report = tool_json(&tool);
	cr_expect_str_eq(text_of(json_array_get(json_object_get(report, "findings"), 0), "id"),
		"plaintext-on-tls-port");
	json_decref(report);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, a_compressed_log_that_is_cut_off_keeps_what_was_read_and_is_named)
{
	char *path = memory_format("%s/error.log.3.gz", folder);
	gzFile file = gzopen(path, "wb");
	struct buffer bytes;
	struct tool tool;

	for (int i = 0; i < 3000; i++)
		gzputs(file, UPSTREAM("06:43:06", "wrong version number"));
	gzclose(file);
	cr_assert_eq(file_read(path, 1 << 20, &bytes), 0);
	cr_assert_eq(file_write(path, bytes.bytes, bytes.length / 2), 0);
	buffer_free(&bytes);
	tool = TOOL("logs", "--format", "json", path);
	cr_expect_eq(tool.status, 1);
	cr_expect_not_null(strstr(tool.err, "error.log.3.gz"), "%s", tool.err);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, standard_input_is_a_log_too)
{
	struct tool tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "logs", "--format", "jsonl", "-", NULL },
		.input = UPSTREAM("06:43:06", "tlsv1 unrecognized name"),
	});

	tool_finish(&tool);
	cr_expect_eq(tool.status, 1);
	cr_expect_not_null(strstr(tool.out, "\"sni-required\""));
	tool_free(&tool);
}

Test(cli_logs, times_limit_what_counts)
{
	char *path = put("error.log", UPSTREAM("06:43:06", "wrong version number")
					      UPSTREAM("08:43:06", "wrong version number"));
	struct tool tool = TOOL("logs", "--format", "json", "--since", "2026-11-22T08:00:00Z",
		"--until", "2026-11-22 09:00", path);
	json_t *report = tool_json(&tool);

	cr_expect_eq(json_integer_value(json_object_get(report, "failures")), 1);
	cr_expect_eq(json_integer_value(json_object_get(
			     json_array_get(json_object_get(report, "findings"), 0), "line")),
		2);
	json_decref(report);
	tool_free(&tool);
	tool = TOOL("logs", "--since", "yesterday", path);
	cr_expect_eq(tool.status, 64);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, a_file_that_is_not_there_is_named_and_the_others_are_read)
{
	char *path = put("error.log", PLAIN);
	struct tool tool = TOOL("logs", "/nonexistent/error.log", path);

	cr_expect_eq(tool.status, 1);
	cr_expect_not_null(strstr(tool.err, "/nonexistent/error.log"));
	tool_free(&tool);
	tool = TOOL("logs", "/nonexistent/error.log");
	cr_expect_eq(tool.status, 2);
	tool_free(&tool);
	tool = TOOL("logs");
	cr_expect_eq(tool.status, 64);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, what_a_log_holds_can_not_write_on_the_terminal)
{
	char *path = put("error.log",
		"2026/11/22 06:43:06 [info] 1#1: \x1b]0;owned\x07\x1b[31m "
		"SSL_do_handshake() failed, client: \x1b[2J, upstream: \"\x1b[2J\"\n");
	struct tool tool = TOOL("logs", "--color", "never", path);

	cr_expect_eq(tool.status, 1);
	cr_expect_null(strchr(tool.out, '\x1b'));
	cr_expect_null(strchr(tool.out, '\x07'));
	tool_free(&tool);
	free(path);
}

Test(cli_logs, following_tells_each_new_failure_and_ends_with_the_report)
{
	char *path = put("error.log", PLAIN);
	struct tool tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "logs", "--follow", "--lang", "en", path,
			NULL },
	});
	FILE *log = fopen(path, "a");

	cr_assert_not_null(log);
	tool_await(&tool, "Waiting for new lines");
	fputs(UPSTREAM("06:45:00", "tlsv1 alert protocol version"), log);
	fclose(log);
	tool_await(&tool, "10.0.0.1:8443");
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	cr_expect_not_null(strstr(tool.out, "Failed TLS handshakes: 2."), "%s", tool.out);
	tool_free(&tool);
	free(path);
}

Test(cli_logs, ten_thousand_lines_take_well_under_a_second)
{
	char *path = memory_format("%s/error.log", folder);
	FILE *log = fopen(path, "w");
	int64_t began_us;
	struct tool tool;

	for (int i = 0; i < 10000; i++)
		fputs(i % 2 ? UPSTREAM("06:43:06", "wrong version number") : PLAIN, log);
	fclose(log);
	began_us = timing_monotonic_us();
	tool = TOOL("logs", path);
	cr_expect_lt(timing_monotonic_us() - began_us, 1000000);
	cr_expect_eq(tool.status, 1);
	tool_free(&tool);
	free(path);
}
