/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What check finds at each practice server, and how it ends. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "cli/tool.h"
#include "i18n/i18n.h"

/* ---- Each fault is named ---- */

static void is_found(const char *fault, const char *cause, const char *option)
{
	struct school school = school_open(fault);
	const char *timeout = !strcmp(fault, "silent") ? "--timeout=2" : "--timeout=20";
	struct tool tool = SCHOOL_CHECK(&school, "--format", "json", timeout, option);
	json_t *json = tool_json(&tool);

	cr_expect_str_eq(tool_cause(json), cause, "%s: %s", fault, tool.out);
	cr_expect_eq(tool.status, cause[0] ? 1 : 0, "%s: %d", fault, tool.status);
	cr_expect_str_empty(tool.err, "%s", tool.err);
	json_decref(json);
	tool_free(&tool);
	school_close(&school);
}

#define FOUND(name, fault, cause, option)       \
	Test(cli_check, name)                   \
	{                                       \
		is_found(fault, cause, option); \
	}

FOUND(a_healthy_server_has_no_cause, "healthy", "", NULL)
FOUND(an_expired_certificate_is_named, "expired", "certificate-expired", NULL)
FOUND(a_certificate_of_the_future_is_named, "not-yet-valid", "certificate-not-yet-valid", NULL)
FOUND(a_wrong_name_is_named, "wrong-name", "hostname-mismatch", NULL)
FOUND(a_self_signed_certificate_is_named, "self-signed", "certificate-self-signed", NULL)
FOUND(an_unknown_issuer_is_named, "untrusted-issuer", "certificate-untrusted-issuer", NULL)
FOUND(a_missing_intermediate_is_named, "incomplete-chain", "chain-incomplete", NULL)
FOUND(plain_http_is_named, "plain-http", "plaintext-on-tls-port", NULL)
FOUND(silence_is_named, "silent", "handshake-timeout", NULL)
FOUND(a_server_that_hangs_up_is_named, "closes-at-once", "closed-during-handshake", NULL)
FOUND(a_server_that_needs_a_name_is_named, "sni-required", "sni-required", "--no-sni")
FOUND(a_server_that_gets_its_name_is_healthy, "sni-required", "", NULL)
FOUND(old_protocols_are_named, "old-protocol-only", "protocol-too-old", NULL)

/* ---- JSON ---- */

static void has_members(const json_t *object, const char *expected)
{
	struct buffer names = { 0 };
	const char *name;
	json_t *value;
	char *taken;

	json_object_foreach((json_t *)object, name, value)
		buffer_add_format(&names, "%s%s", names.length ? " " : "", name);
	taken = buffer_take(&names);
	cr_expect_str_eq(taken, expected, "%s", taken);
	free(taken);
}

Test(cli_check, json_has_the_documented_members)
{
	struct school school = school_open("expired");
	struct tool tool = SCHOOL_CHECK(&school, "--format", "json");
	json_t *json = tool_json(&tool);
	json_t *causes = json_object_get(json, "causes");
	json_t *handshake = json_object_get(json, "handshake");
	double last = 1;

	has_members(json, "schema target verdict causes settle checks handshake clients accepts");
	has_members(handshake, "stage address protocol cipher group alpn ms");
	cr_expect_str_eq(json_string_value(json_object_get(handshake, "address")), "127.0.0.1");
	for (size_t i = 0; i < json_array_size(causes); i++) {
		json_t *cause = json_array_get(causes, i);
		double confidence = json_number_value(json_object_get(cause, "confidence"));

		has_members(cause, "id severity confidence who because against fixes");
		cr_expect_gt(json_array_size(json_object_get(cause, "because")), 0);
		cr_expect_gt(json_array_size(json_object_get(cause, "fixes")), 0);
		cr_expect(confidence > 0 && confidence <= 1);
		if (i == 0)
			last = confidence;
		cr_expect_leq(confidence, last, "the first is not the surest");
	}
	json_decref(json);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_check, json_is_never_translated)
{
	struct school school = school_open("plain-http");
	struct tool english = SCHOOL_CHECK(&school, "--format", "json", "--lang", "en");
	struct tool japanese = SCHOOL_CHECK(&school, "--format", "json", "--lang", "ja");
	json_t *one = tool_json(&english);
	json_t *other = tool_json(&japanese);

	/* What was measured twice may differ. */
	json_object_del(json_object_get(one, "handshake"), "ms");
	json_object_del(json_object_get(other, "handshake"), "ms");
	cr_expect(json_equal(json_object_get(one, "causes"), json_object_get(other, "causes")));
	cr_expect(
		json_equal(json_object_get(one, "handshake"), json_object_get(other, "handshake")));
	for (const char *byte = japanese.out; *byte; byte++)
		cr_assert(!((unsigned char)*byte & 0x80), "%s", byte);
	json_decref(one);
	json_decref(other);
	tool_free(&english);
	tool_free(&japanese);
	school_close(&school);
}

Test(cli_check, the_text_report_is_in_the_language_asked_for)
{
	struct school school = school_open("expired");

	for (size_t i = 0; language_at(i); i++) {
		struct tool tool = SCHOOL_CHECK(&school, "--lang", language_code(language_at(i)));

		cr_expect(
			strstr(tool.out, tr(language_at(i), "Technical details")), "%s", tool.out);
		cr_expect_eq(tool.status, 1);
		tool_free(&tool);
	}
	school_close(&school);
}

/* ---- Exit status ---- */

/* A port of this computer where nobody listens. */
static char *closed_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&address, size), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	close(fd);
	return memory_format("127.0.0.1:%d", ntohs(address.sin_port));
}

Test(cli_check, a_refused_connection_is_a_failure)
{
	char *target = closed_port();
	struct tool tool = TOOL("check", "--format", "json", target);
	json_t *json = tool_json(&tool);

	cr_expect_eq(tool.status, 1);
	cr_expect_str_eq(tool_cause(json), "connection-refused");
	json_decref(json);
	tool_free(&tool);
	free(target);
}

Test(cli_check, what_could_not_be_judged_is_neither_good_nor_bad)
{
	struct school school = school_open("plain-http");
	struct tool tool = SCHOOL_CHECK(&school, "--only", "certificate");

	cr_expect_eq(tool.status, 2, "%d %s", tool.status, tool.out);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_check, several_targets_are_all_reported_and_a_failure_wins)
{
	struct school school = school_open("healthy");
	char *closed = closed_port();
	struct tool tool = TOOL(
		"check", "--format", "json", "--ca-file", school.ca_file, school.address, closed);
	json_t *json = tool_json(&tool);

	cr_assert(json_is_array(json), "%s", tool.out);
	cr_assert_eq(json_array_size(json), 2);
	cr_expect_str_eq(tool_cause(json_array_get(json, 0)), "");
	cr_expect_str_eq(tool_cause(json_array_get(json, 1)), "connection-refused");
	cr_expect_eq(tool.status, 1);
	json_decref(json);
	tool_free(&tool);
	free(closed);
	school_close(&school);
}

/* Judged by the certificate alone, plain HTTP is neither good nor bad; a failure still wins. */
Test(cli_check, what_could_not_be_checked_outweighs_what_is_fine)
{
	static const char *const faults[] = { "healthy", "plain-http", "expired" };
	char targets[3][64];
	char *why = NULL;
	struct practice *practice = practice_start(faults, 3, 0, &why);
	struct tool unknown, failed;

	cr_assert(practice, "%s", why);
	for (size_t i = 0; i < 3; i++)
		snprintf(
			targets[i], sizeof(targets[i]), "127.0.0.1:%d", practice_port(practice, i));
	unknown = TOOL("check", "--only", "certificate", targets[0], targets[1], targets[0]);
	failed = TOOL("check", "--only", "certificate", targets[1], targets[2], targets[0]);
	cr_expect_eq(unknown.status, 2, "%d %s", unknown.status, unknown.out);
	cr_expect_eq(failed.status, 1, "%d %s", failed.status, failed.out);
	tool_free(&unknown);
	tool_free(&failed);
	practice_stop(practice);
}

Test(cli_check, jsonl_gives_each_target_a_line)
{
	struct school school = school_open("healthy");
	struct tool tool = TOOL("check", "--format", "jsonl", "--ca-file", school.ca_file,
		school.address, school.address);
	char *rest = tool.out;
	int lines = 0;

	cr_expect_eq(tool.status, 0, "%d %s", tool.status, tool.err);
	for (char *line; (line = strsep(&rest, "\n")) && line[0]; lines++) {
		json_t *json = json_loads(line, 0, NULL);

		cr_expect(json, "%s", line);
		json_decref(json);
	}
	cr_expect_eq(lines, 2);
	tool_free(&tool);
	school_close(&school);
}

/* ---- Options that change what is seen ---- */

Test(cli_check, without_the_practice_ca_its_certificate_is_not_trusted)
{
	struct school school = school_open("healthy");
	struct tool tool = TOOL("check", "--format", "json", school.address);
	json_t *json = tool_json(&tool);

	cr_expect_eq(tool.status, 1);
	cr_expect_str_neq(tool_cause(json), "");
	json_decref(json);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_check, servername_is_the_name_that_is_judged)
{
	struct school school = school_open("wrong-name");
	struct tool tool = SCHOOL_CHECK(
		&school, "--format", "json", "--servername", "another-site.test");

	cr_expect_eq(tool.status, 0, "%s", tool.out);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_check, a_proxy_of_the_environment_is_not_used_with_connect_to)
{
	struct school school = school_open("healthy");
	const char *arguments[] = { "check", school.target, "--connect-to", school.address,
		"--ca-file", school.ca_file, NULL };
	const char *variables[] = { "https_proxy=http://127.0.0.1:1", NULL };
	struct tool tool = tool_start(
		&(struct tool_wish){ .arguments = arguments, .variables = variables });

	tool_finish(&tool);
	cr_expect_eq(tool.status, 0, "%s", tool.out);
	tool_free(&tool);
	school_close(&school);
}

/* A web server that is no proxy stands in for one: it answers, but not with a way through. */
Test(cli_check, a_proxy_that_is_asked_for_is_used)
{
	struct school school = school_open("plain-http");
	struct tool tool = TOOL(
		"check", "--format", "json", "--proxy", school.address, "www.example.com");
	json_t *json = tool_json(&tool);

	cr_expect_str_eq(tool_cause(json), "proxy-interference", "%s", tool.out);
	json_decref(json);
	tool_free(&tool);
	school_close(&school);
}

/* ---- Interrupted ---- */

static int listen_somewhere(char *target, size_t room)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&address, size), 0);
	cr_assert_eq(listen(fd, 8), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	snprintf(target, room, "127.0.0.1:%d", ntohs(address.sin_port));
	return fd;
}

#ifdef __SANITIZE_ADDRESS__
#define INTERRUPT_US 15000000
#else
#define INTERRUPT_US 1500000
#endif

Test(cli_check, an_interrupt_ends_it_at_once_and_keeps_what_was_seen)
{
	char target[64];
	int listener = listen_somewhere(target, sizeof(target));
	const char *arguments[] = { "check", "--format", "json", target, NULL };
	struct tool tool = tool_start(&(struct tool_wish){ .arguments = arguments });
	int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	char hello[16];
	int64_t begun_us;
	json_t *json;

	cr_assert_geq(connection, 0);
	cr_assert_gt(recv(connection, hello, sizeof(hello), 0), 0); /* now it waits for an answer */
	begun_us = timing_monotonic_us();
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	/* 200 ms are promised; a busy computer gets some more, and a search for leaks at the end takes long. */
	cr_expect_lt(timing_monotonic_us() - begun_us, INTERRUPT_US);
	cr_expect_eq(tool.status, 130, "%d", tool.status);
	json = tool_json(&tool);
	cr_expect_str_eq(
		json_string_value(json_object_get(json_object_get(json, "target"), "host")),
		"127.0.0.1");
	json_decref(json);
	tool_free(&tool);
	close(connection);
	close(listener);
}

Test(cli_check, an_interrupt_keeps_the_targets_that_were_finished)
{
	struct school school = school_open("healthy");
	char silent[64];
	int listener = listen_somewhere(silent, sizeof(silent));
	const char *arguments[] = { "check", "--format", "json", "--ca-file", school.ca_file,
		school.address, silent, school.address, NULL };
	struct tool tool = tool_start(&(struct tool_wish){ .arguments = arguments });
	int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	json_t *json;

	cr_assert_geq(connection, 0);
	kill(tool.pid, SIGTERM);
	tool_finish(&tool);
	cr_expect_eq(tool.status, 130, "%d", tool.status);
	json = tool_json(&tool);
	cr_expect_eq(json_array_size(json), 2, "%s", tool.out);
	cr_expect_str_eq(
		json_string_value(json_object_get(json_array_get(json, 0), "verdict")), "pass");
	json_decref(json);
	tool_free(&tool);
	close(connection);
	close(listener);
	school_close(&school);
}
