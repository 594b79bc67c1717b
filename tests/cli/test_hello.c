/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command hello: real programs connect, and what they offer is shown; others do no harm. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "cli/tool.h"
#include "support/command.h"

/* ---- The program, and who visits it ---- */

struct waiting {
	struct tool tool;
	int port;
};

/* Begins to wait, and reads from what it says where. */
static struct waiting start_waiting(const char *const *arguments, const char *const *variables)
{
	struct waiting waiting = { 0 };
	const char *url;

	waiting.tool = tool_start(&(struct tool_wish){
		.arguments = arguments,
		.variables = variables,
	});
	tool_await_error(&waiting.tool, "Ctrl+C");
	url = strstr(waiting.tool.err, "https://localhost:");
	if (url)
		waiting.port = atoi(url + strlen("https://localhost:"));
	return waiting;
}

#define START(...) start_waiting((const char *const[]){ "hello", __VA_ARGS__, NULL }, NULL)

/* Runs ARGUMENTS, in which "PORT" stands for the port. */
static void visit(const struct waiting *waiting, const char *const *arguments)
{
	char *filled[16] = { NULL };
	struct command command;

	for (size_t i = 0; arguments[i]; i++) {
		const char *at = strstr(arguments[i], "PORT");

		filled[i] = at ? memory_format("%.*s%d%s", (int)(at - arguments[i]), arguments[i],
					 waiting->port, at + 4)
			       : memory_text(arguments[i]);
	}
	command_run(filled, 20000, &command);
	cr_expect_neq(command.status, 127, "%s is missing", arguments[0]);
	cr_expect_neq(command.status, -1, "%s hangs", arguments[0]);
	command_free(&command);
	for (size_t i = 0; filled[i]; i++)
		free(filled[i]);
}

#define VISIT(waiting, ...) visit(waiting, (const char *const[]){ __VA_ARGS__, NULL })

/* The "hello" of the JSON that it printed. */
static json_t *end_json(struct waiting *waiting)
{
	json_t *json;

	tool_finish(&waiting->tool);
	cr_expect_eq(waiting->tool.status, 0, "%d %s", waiting->tool.status, waiting->tool.err);
	json = tool_json(&waiting->tool);
	tool_free(&waiting->tool);
	return json;
}

static const json_t *list(const json_t *json, const char *name)
{
	return json_object_get(json_object_get(json_object_get(json, "hello"), "names"), name);
}

static bool has(const json_t *array, const char *text)
{
	size_t index;
	json_t *item;

	json_array_foreach(array, index, item)
	{
		if (!strcmp(json_string_value(item), text))
			return true;
	}
	return false;
}

static const char *text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json_object_get(json, "hello"), name));

	return text ? text : "";
}

/* ---- Real programs ---- */

Test(cli_hello, curl_is_shown_with_what_it_offers, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");
	json_t *json;

	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	json = end_json(&waiting);
	cr_expect_str_eq(text_of(json, "sni"), "localhost");
	cr_expect_str_eq(text_of(json, "source"), "captured");
	cr_expect(has(list(json, "versions"), "TLS 1.3"));
	cr_expect(has(list(json, "suites"), "TLS_AES_128_GCM_SHA256"));
	cr_expect(!strncmp(text_of(json, "ja4"), "t13d", 4), "%s", text_of(json, "ja4"));
	cr_expect_eq(strlen(text_of(json, "ja3")), 32);
	cr_expect(json_is_null(json_object_get(json, "common")));
	json_decref(json);
}

Test(cli_hello, openssl_with_old_settings_is_shown_so, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");
	json_t *json;

	VISIT(&waiting, "openssl", "s_client", "-connect", "127.0.0.1:PORT", "-tls1_2", "-cipher",
		"AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256", "-groups", "P-256:X25519", "-sigalgs",
		"RSA+SHA256", "-noservername");
	json = end_json(&waiting);
	cr_expect(json_is_null(json_object_get(json_object_get(json, "hello"), "sni")));
	cr_expect_eq(json_array_size(list(json, "versions")), 0);
	cr_expect_str_eq(json_string_value(json_array_get(list(json, "suites"), 0)),
		"TLS_RSA_WITH_AES_128_CBC_SHA");
	cr_expect_str_eq(json_string_value(json_array_get(list(json, "suites"), 1)),
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	cr_expect_eq(json_array_size(list(json, "groups")), 2);
	cr_expect_str_eq(json_string_value(json_array_get(list(json, "groups"), 0)), "secp256r1");
	cr_expect_eq(json_array_size(list(json, "schemes")), 1);
	cr_expect(!strncmp(text_of(json, "ja4"), "t12i", 4), "%s", text_of(json, "ja4"));
	json_decref(json);
}

Test(cli_hello, openssl_of_tls_1_3_alone_and_its_protocols, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");
	json_t *json;

	VISIT(&waiting, "openssl", "s_client", "-connect", "localhost:PORT", "-tls1_3", "-alpn",
		"h2,http/1.1", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256");
	json = end_json(&waiting);
	cr_expect_eq(json_array_size(list(json, "versions")), 1);
	cr_expect_str_eq(json_string_value(json_array_get(list(json, "suites"), 0)),
		"TLS_CHACHA20_POLY1305_SHA256");
	cr_expect_gt(json_array_size(list(json, "shares")), 0);
	cr_expect(strstr(text_of(json, "ja4"), "h2_"), "%s", text_of(json, "ja4"));
	json_decref(json);
}

Test(cli_hello, gnutls_python_and_wget_are_shown, .timeout = 90)
{
	static const char *const visits[][6] = {
		{ "gnutls-cli", "--insecure", "-p", "PORT", "localhost", NULL },
		{ "python3", "-c",
			"import ssl, socket\n"
			"c = ssl.create_default_context()\n"
			"try: c.wrap_socket(socket.create_connection(('127.0.0.1', PORT)),\n"
			"                   server_hostname='python.example')\n"
			"except OSError: pass",
			NULL },
		{ "wget", "-q", "-t1", "-O/dev/null", "https://localhost:PORT/", NULL },
	};
	static const char *const names[] = { "localhost", "python.example", "localhost" };

	for (size_t i = 0; i < 3; i++) {
		struct waiting waiting = START("--format", "json");
		json_t *json;

		visit(&waiting, visits[i]);
		json = end_json(&waiting);
		cr_expect_str_eq(text_of(json, "sni"), names[i], "%s", visits[i][0]);
		cr_expect(has(list(json, "suites"), "TLS_AES_256_GCM_SHA384"), "%s", visits[i][0]);
		cr_expect(has(list(json, "groups"), "x25519"), "%s", visits[i][0]);
		json_decref(json);
	}
}

Test(cli_hello, the_result_for_people_is_in_their_language, .timeout = 60)
{
	struct waiting waiting = START("--lang", "nl");

	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	tool_finish(&waiting.tool);
	cr_expect_eq(waiting.tool.status, 0);
	cr_expect(strstr(waiting.tool.out, "TLS_AES_128_GCM_SHA256"), "%s", waiting.tool.out);
	cr_expect(strstr(waiting.tool.out, "Sleuteluitwisselingsgroepen"), "%s", waiting.tool.out);
	cr_expect(strstr(waiting.tool.out, "JA4"), "%s", waiting.tool.out);
	tool_free(&waiting.tool);
}

/* ---- The server beside it ---- */

static json_t *compared_with_school(const char *fault, const char *const *client)
{
	struct school school = school_open(fault);
	struct waiting waiting = START(
		"--format", "json", "--connect-to", school.address, "--rate", "0", school.target);
	json_t *json;

	visit(&waiting, client);
	json = end_json(&waiting);
	school_close(&school);
	return json;
}

static const char *common(const json_t *json, const char *kind, const char *name)
{
	const json_t *table = json_object_get(json_object_get(json, "common"), kind);
	const char *text = json_string_value(
		kind[0] ? json_object_get(table, name)
			: json_object_get(json_object_get(json, "common"), name));

	return text ? text : "";
}

Test(cli_hello, a_client_that_fits_the_server_is_told_what_they_use, .timeout = 90)
{
	static const char *const client[] = { "curl", "-sk", "https://localhost:PORT/", NULL };
	json_t *json = compared_with_school("healthy", client);

	cr_expect_str_eq(common(json, "", "outcome"), "fit");
	cr_expect_str_eq(common(json, "versions", "chosen"), "TLS 1.3");
	cr_expect(!strncmp(common(json, "suites", "chosen"), "TLS_", 4));
	json_decref(json);
}

Test(cli_hello, a_client_that_is_too_old_for_the_server_is_told_so, .timeout = 90)
{
	static const char *const client[] = { "openssl", "s_client", "-connect", "localhost:PORT",
		"-tls1_1", "-cipher", "ALL@SECLEVEL=0", NULL };
	json_t *json = compared_with_school("healthy", client);

	cr_expect_str_eq(common(json, "", "outcome"), "no-version");
	json_decref(json);
}

/* ---- Those who come otherwise ---- */

Test(cli_hello, who_comes_without_tls_is_sent_to_https, .timeout = 60)
{
	struct waiting waiting = START("--lang", "nl");
	char *url = memory_format("http://localhost:%d/", waiting.port);
	struct command command;

	command_run((char *[]){ "curl", "-s", "-w", "%{http_code}", url, NULL }, 20000, &command);
	cr_expect_eq(command.status, 0);
	cr_expect(strstr(command.out, "400"), "%s", command.out);
	cr_expect(strstr(command.out, "https://localhost:"), "%s", command.out);
	cr_expect(strstr(command.out, "lang=\"nl\""), "%s", command.out);
	command_free(&command);
	tool_await_error(&waiting.tool, "https://\n");
	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	tool_finish(&waiting.tool);
	cr_expect_eq(waiting.tool.status, 0);
	tool_free(&waiting.tool);
	free(url);
}

static int come(int port)
{
	struct sockaddr_in place = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(connect(fd, (struct sockaddr *)&place, sizeof(place)), 0);
	return fd;
}

Test(cli_hello, ten_thousand_who_mean_harm_change_nothing, .timeout = 120)
{
	static const char garbage[] = "\x16\x03\x01\xff\xff\x01\x00\xff\xff\x03\x03";
	struct waiting waiting = START("--format", "json");
	int kept[100];
	json_t *json;

	for (int i = 0; i < 10000; i++) {
		int fd = come(waiting.port);

		if (i % 2)
			cr_assert_geq(send(fd, garbage, sizeof(garbage), MSG_NOSIGNAL), 0);
		if (i < 100)
			kept[i] = fd;
		else
			close(fd);
	}
	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	json = end_json(&waiting);
	cr_expect_str_eq(text_of(json, "sni"), "localhost");
	json_decref(json);
	for (int i = 0; i < 100; i++)
		close(kept[i]);
}

Test(cli_hello, a_hello_without_end_is_not_waited_for, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");
	char much[16384 + 5];
	int fd = come(waiting.port);
	json_t *json;

	memset(much, 0, sizeof(much));
	memcpy(much, "\x16\x03\x01\x40\x00\x01\x01\xff\xff", 9);
	/* Its message says that it is 131,071 bytes long; more than 196,608 are never read. */
	for (int i = 0; i < 64; i++)
		if (send(fd, much, sizeof(much), MSG_NOSIGNAL) < 0)
			break;
	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	json = end_json(&waiting);
	json_decref(json);
	close(fd);
}

/* ---- How it ends ---- */

Test(cli_hello, nobody_coming_is_no_result, .timeout = 60)
{
	struct tool tool = TOOL("hello", "--timeout", "1");

	cr_expect_eq(tool.status, 2);
	cr_expect_str_eq(tool.out, "");
	cr_expect(strstr(tool.err, "Nobody connected"), "%s", tool.err);
	tool_free(&tool);
}

Test(cli_hello, control_c_ends_it, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");

	kill(waiting.tool.pid, SIGINT);
	tool_finish(&waiting.tool);
	cr_expect_eq(waiting.tool.status, 130);
	cr_expect_str_eq(waiting.tool.out, "");
	tool_free(&waiting.tool);
}

Test(cli_hello, a_port_that_is_taken_is_told, .timeout = 60)
{
	struct waiting waiting = START("--format", "json");
	char *port = memory_format("%d", waiting.port);
	struct tool second = TOOL("hello", "--listen", port);

	cr_expect_eq(second.status, 2);
	cr_expect(strstr(second.err, port), "%s", second.err);
	tool_free(&second);
	kill(waiting.tool.pid, SIGINT);
	tool_finish(&waiting.tool);
	tool_free(&waiting.tool);
	free(port);
}

Test(cli_hello, an_address_for_others_is_warned_of, .timeout = 60)
{
	struct tool tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "hello", "--listen", "0.0.0.0", NULL } });

	tool_await_error(&tool, "Ctrl+C");
	cr_expect(strstr(tool.err, "everybody"), "%s", tool.err);
	cr_expect_not(strstr(tool.err, "localhost"), "%s", tool.err);
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	tool_free(&tool);
}

Test(cli_hello, over_ssh_the_way_back_is_told, .timeout = 60)
{
	static const char *const variables[] = { "SSH_CONNECTION=192.0.2.9 50000 192.0.2.7 22",
		NULL };
	struct waiting waiting = start_waiting((const char *const[]){ "hello", NULL }, variables);
	char *way = memory_format("ssh -L %d:127.0.0.1:%d ", waiting.port, waiting.port);
	char *other = memory_format("--listen 192.0.2.7:%d", waiting.port);

	cr_expect(strstr(waiting.tool.err, way), "%s", waiting.tool.err);
	cr_expect(strstr(waiting.tool.err, "@192.0.2.7\n"), "%s", waiting.tool.err);
	cr_expect(strstr(waiting.tool.err, other), "%s", waiting.tool.err);
	kill(waiting.tool.pid, SIGINT);
	tool_finish(&waiting.tool);
	tool_free(&waiting.tool);
	free(way);
	free(other);
}

Test(cli_hello, what_cant_be_is_refused)
{
	static const char *const wrong[][4] = {
		{ "hello", "a.example", "b.example", NULL },
		{ "hello", "--listen", "www.example.com:1", NULL },
		{ "hello", "--listen", "127.0.0.1:70000", NULL },
		{ "hello", "--listen", "", NULL },
		{ "check", "--listen", "8443", NULL },
		{ "hello", "exa mple", NULL },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct tool tool = tool_run(wrong[i]);

		cr_expect_eq(tool.status, 64, "%zu: %d %s", i, tool.status, tool.err);
		tool_free(&tool);
	}
}

/* ---- check --offer ---- */

Test(cli_offer, a_list_is_compared_with_the_server, .timeout = 60)
{
	struct school school = school_open("healthy");
	struct tool tool = SCHOOL_CHECK(&school, "--deep", "--rate", "0", "--format", "json",
		"--offer", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");
	json_t *json = tool_json(&tool);

	cr_expect_eq(tool.status, 0, "%s", tool.err);
	cr_expect_str_eq(common(json, "", "outcome"), "fit");
	json_decref(json);
	tool_free(&tool);
	tool = SCHOOL_CHECK(&school, "--offer", "self");
	cr_expect(strstr(tool.out, "What tlsdoctor itself offers"), "%s", tool.out);
	cr_expect(strstr(tool.out, "fit together"), "%s", tool.out);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_offer, what_hello_printed_can_be_compared_later, .timeout = 60)
{
	struct school school = school_open("healthy");
	struct waiting waiting = START("--format", "json");
	char *path = memory_format("%s/hello.json", school.folder);
	struct tool tool;
	json_t *json;

	VISIT(&waiting, "curl", "-sk", "https://localhost:PORT/");
	tool_finish(&waiting.tool);
	cr_assert_eq(file_write(path, waiting.tool.out, strlen(waiting.tool.out)), 0);
	tool_free(&waiting.tool);
	tool = SCHOOL_CHECK(&school, "--format", "json", "--offer", path);
	cr_expect_eq(tool.status, 0, "%s", tool.err);
	json = tool_json(&tool);
	cr_expect_str_eq(common(json, "versions", "chosen"), "TLS 1.3");
	json_decref(json);
	tool_free(&tool);
	free(path);
	school_close(&school);
}

Test(cli_offer, standard_input_is_read)
{
	struct school school = school_open("healthy");
	struct tool tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "check", school.target, "--connect-to",
			school.address, "--ca-file", school.ca_file, "--offer", "-", NULL },
		.input = "TLS_AES_128_GCM_SHA256 and some words\n",
	});

	tool_finish(&tool);
	cr_expect_eq(tool.status, 0, "%s", tool.err);
	cr_expect(strstr(tool.err, "and, some and words"), "%s", tool.err);
	cr_expect(strstr(tool.out, "The list that was given"), "%s", tool.out);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_offer, rules_and_nonsense_are_refused_with_a_way_out)
{
	struct tool rule = TOOL("check", "--offer", "HIGH:!aNULL", "localhost:1");
	struct tool nothing = TOOL("check", "--offer", "nothing-like-that", "localhost:1");
	struct tool json = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "check", "--offer", "-", "localhost:1", NULL },
		.input = "{\"hello\": {\"suites\": [\"one\"]}}",
	});

	tool_finish(&json);
	cr_expect_eq(rule.status, 64);
	cr_expect(strstr(rule.err, "HIGH") && strstr(rule.err, "openssl ciphers"), "%s", rule.err);
	cr_expect_eq(nothing.status, 64);
	cr_expect_eq(json.status, 64);
	cr_expect(strstr(json.err, "suites[0]"), "%s", json.err);
	tool_free(&rule);
	tool_free(&nothing);
	tool_free(&json);
}
