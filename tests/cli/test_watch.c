/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch, and what monitoring programs get. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/tool.h"
#include "i18n/i18n.h"
#include "support/openmetrics.h"

static struct tool watch(const struct school *school, const char *const *more)
{
	const char *all[TOOL_ARGUMENTS_MOST + 1] = { "watch", school->target, "--connect-to",
		school->address, "--ca-file", school->ca_file };
	size_t count = 6;

	for (; *more; more++)
		all[count++] = *more;
	return tool_start(&(struct tool_wish){ .arguments = all });
}

#define WATCH(school, ...) watch(school, (const char *const[]){ __VA_ARGS__, NULL })

static struct tool watch_once(const struct school *school, const char *const *more)
{
	struct tool tool = watch(school, more);

	tool_finish(&tool);
	return tool;
}

#define WATCH_ONCE(school, ...) \
	watch_once(school, (const char *const[]){ "--once", __VA_ARGS__, NULL })

/* ---- One round ---- */

Test(cli_watch, once_says_how_it_went_in_each_language)
{
	struct school school = school_open("expired");

	for (size_t i = 0; language_at(i); i++) {
		struct tool tool = WATCH_ONCE(&school, "--lang", language_code(language_at(i)));

		cr_expect_eq(tool.status, 0, "%d", tool.status);
		cr_expect(strstr(tool.out, school.target), "%s", tool.out);
		cr_expect(strstr(tool.out, tr_ctx(language_at(i), "badge", "PROBLEM")), "%s",
			tool.out);
		cr_expect_str_empty(tool.err, "%s", tool.err);
		tool_free(&tool);
	}
	school_close(&school);
}

Test(cli_watch, json_has_its_members)
{
	struct school school = school_open("healthy");
	struct tool tool = WATCH_ONCE(&school, "--format", "json");
	json_t *json = tool_json(&tool);
	static const char *const members[] = { "schema", "target", "round", "at", "state", "limit",
		"verdict", "cause", "protocol", "ms", "certificate", "looks", "times", "changes" };

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		cr_expect(json_object_get(json, members[i]), "%s", members[i]);
	cr_expect_eq(json_object_size(json), sizeof(members) / sizeof(members[0]));
	cr_expect_str_eq(json_string_value(json_object_get(json, "state")), "OK");
	cr_expect_eq(
		json_integer_value(json_object_get(json_object_get(json, "looks"), "good")), 1);
	json_decref(json);
	tool_free(&tool);
	school_close(&school);
}

static void is_plugin(const struct tool *tool, int status, const char *start)
{
	char *wrong = plugin_line_wrong(tool->out);

	cr_expect_null(wrong, "%s: %s", wrong, tool->out);
	cr_expect_eq(tool->status, status, "%d: %s", tool->status, tool->out);
	cr_expect(!strncmp(tool->out, start, strlen(start)), "%s", tool->out);
	free(wrong);
}

Test(cli_watch, a_plugin_ends_by_its_state)
{
	struct school good = school_open("healthy"), bad = school_open("expired");
	struct tool tools[] = {
		WATCH_ONCE(&good, "--format", "nagios"),
		WATCH_ONCE(&good, "--format", "nagios", "--warn", "days=99999"),
		WATCH_ONCE(&good, "--format", "nagios", "--crit", "success=@90:100"),
		WATCH_ONCE(&bad, "--format", "nagios"),
		SCHOOL_CHECK(&good, "--quick", "--format", "nagios"),
		SCHOOL_CHECK(&bad, "--quick", "--format", "nagios"),
		SCHOOL_CHECK(&bad, "--only", "clock", "--offline", "--format", "nagios"),
	};
	static const struct {
		int status;
		const char *start;
	} expected[] = { { 0, "TLS OK - " }, { 1, "TLS WARNING - " }, { 2, "TLS CRITICAL - " },
		{ 2, "TLS CRITICAL - " }, { 0, "TLS OK - " }, { 2, "TLS CRITICAL - " },
		{ -1, "TLS " } };

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		int status = expected[i].status < 0 ? tools[i].status : expected[i].status;

		is_plugin(&tools[i], status, expected[i].start);
		tool_free(&tools[i]);
	}
	school_close(&good);
	school_close(&bad);
}

Test(cli_watch, wrong_use_of_a_plugin_is_unknown)
{
	struct tool tools[] = {
		TOOL("check", "--format", "nagios"),
		TOOL("check", "--format=nagios", "--nonsense", "x"),
		TOOL("watch", "--format", "nagios", "a..b"),
		TOOL("check", "--format", "nagios", "--hosts", "/nonexistent/list"),
	};

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		is_plugin(&tools[i], 3, "TLS UNKNOWN - ");
		tool_free(&tools[i]);
	}
}

Test(cli_watch, openmetrics_of_check_and_of_watch_are_valid)
{
	struct school school = school_open("expired");
	struct tool tools[] = {
		WATCH_ONCE(&school, "--format", "openmetrics"),
		SCHOOL_CHECK(&school, "--quick", "--format", "openmetrics"),
	};

	for (size_t i = 0; i < 2; i++) {
		char *wrong = openmetrics_wrong(tools[i].out);

		cr_expect_null(wrong, "%s\n%s", wrong, tools[i].out);
		cr_expect(
			strstr(tools[i].out, "cause=\"certificate-expired\""), "%s", tools[i].out);
		free(wrong);
		tool_free(&tools[i]);
	}
	school_close(&school);
}

/* ---- Again and again ---- */

/* The server comes back with another certificate on the same port. */
Test(cli_watch, a_replaced_certificate_is_seen_in_the_next_round, .timeout = 120)
{
	static const char *const faults[] = { "healthy" };
	struct school school = school_open("healthy");
	int port = practice_port(school.practice, 0);
	struct tool tool = WATCH(&school, "--interval", "5", "--format", "jsonl");
	char *why = NULL;

	tool_await(&tool, "\"round\":1");
	practice_stop(school.practice);
	school.practice = practice_start(faults, 1, port, &why);
	cr_assert(school.practice, "%s", why);
	tool_await(&tool, "certificate-replaced");
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	cr_expect_eq(tool.status, 130, "%d", tool.status);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_watch, a_file_holds_the_newest_round)
{
	struct school school = school_open("healthy");
	char *path = memory_format("%s/page", school.folder);
	struct tool tool = WATCH_ONCE(&school, "--format", "openmetrics", "--output", path);
	struct buffer file;
	char *wrong;

	cr_expect_eq(tool.status, 0);
	cr_expect_str_empty(tool.out);
	cr_assert_eq(file_read(path, 1u << 20, &file), 0);
	wrong = openmetrics_wrong(file.bytes);
	cr_expect_null(wrong, "%s", wrong);
	free(wrong);
	buffer_free(&file);
	tool_free(&tool);
	free(path);
	school_close(&school);
}

/* ---- The port ---- */

static char *fetch(int port)
{
	static const char request[] = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = TOOL_PATIENCE_MS / 1000 };
	struct buffer text = { 0 };
	char chunk[4096];
	ssize_t got;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	cr_assert_eq(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
	while ((got = recv(fd, chunk, sizeof(chunk), 0)) > 0)
		buffer_add(&text, chunk, (size_t)got);
	close(fd);
	return buffer_take(&text);
}

Test(cli_watch, the_numbers_are_served_as_openmetrics)
{
	struct school school = school_open("healthy");
	struct tool tool = WATCH(&school, "--listen", "0");
	char *reply, *body, *wrong;
	int port = 0;

	tool_await_error(&tool, "/metrics");
	tool_await(&tool, "practice.test");
	cr_assert_eq(sscanf(strstr(tool.err, "127.0.0.1:"), "127.0.0.1:%d/", &port), 1);
	/* The page is set just after the line was written. */
	for (reply = fetch(port); strstr(reply, "Content-Length: 0\r"); reply = fetch(port))
		free(reply);
	cr_expect(strstr(reply, "Content-Type: application/openmetrics-text; version=1.0.0"), "%s",
		reply);
	body = strstr(reply, "\r\n\r\n");
	cr_assert(body);
	wrong = openmetrics_wrong(body + 4);
	cr_expect_null(wrong, "%s\n%s", wrong, body);
	free(wrong);
	free(reply);
	kill(tool.pid, SIGTERM);
	tool_finish(&tool);
	cr_expect_eq(tool.status, 130, "%d", tool.status);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_watch, a_port_that_cannot_be_had_is_work_that_cannot_be_done)
{
	struct school school = school_open("healthy");
	struct tool tool = WATCH_ONCE(&school, "--listen", school.address);

	cr_expect_eq(tool.status, 2, "%d", tool.status);
	cr_expect(strstr(tool.err, school.address), "%s", tool.err);
	tool_free(&tool);
	school_close(&school);
}
