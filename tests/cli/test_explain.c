/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: what goes in, what comes out, and with which status. */
#include <criterion/criterion.h>
#include <string.h>
#include "cli/tool.h"

static struct tool explain_input(const char *input)
{
	static const char *const arguments[] = { "explain", "--format", "json", NULL };
	struct tool tool = tool_start(
		&(struct tool_wish){ .arguments = arguments, .input = input });

	tool_finish(&tool);
	return tool;
}

Test(cli_explain, words_of_the_command_line_are_one_text)
{
	struct tool tool = TOOL("explain", "--lang", "en", "SSL", "certificate",
		"problem:", "certificate", "has", "expired");

	cr_expect_eq(tool.status, 1);
	cr_expect_not_null(strstr(tool.out, "expired"), "%s", tool.out);
	cr_expect_not_null(strstr(tool.out, "tlsdoctor check"), "%s", tool.out);
	tool_free(&tool);
}

Test(cli_explain, a_negative_code_is_no_option)
{
	struct tool tool = TOOL("explain", "--format", "json", "-9814");
	json_t *json = tool_json(&tool);

	cr_expect_eq(tool.status, 1);
	cr_expect_str_eq(tool_cause(json), "certificate-expired");
	json_decref(json);
	tool_free(&tool);
}

Test(cli_explain, standard_input_is_read_and_the_host_found)
{
	struct tool tool = explain_input(
		"fatal: unable to access 'https://git.example.com:8443/a.git/': SSL certificate "
		"problem: self signed certificate\n");
	json_t *json = tool_json(&tool), *found = json_object_get(json, "found");
	const json_t *first = json_array_get(json_object_get(json, "causes"), 0);

	cr_expect_eq(tool.status, 1);
	cr_expect_str_eq(tool_cause(json), "certificate-self-signed");
	cr_expect(json_is_real(json_object_get(first, "confidence")));
	cr_expect_str_eq(json_string_value(json_object_get(first, "producer")), "OpenSSL");
	cr_expect_str_eq(json_string_value(json_object_get(found, "host")), "git.example.com");
	cr_expect_eq(json_integer_value(json_object_get(found, "port")), 8443);
	cr_expect(json_is_null(json_object_get(found, "alert")));
	json_decref(json);
	tool_free(&tool);
}

Test(cli_explain, what_is_no_error_gives_no_cause_and_status_0)
{
	struct tool tool = explain_input("My course certificate has expired last week.\n");
	json_t *json = tool_json(&tool);

	cr_expect_eq(tool.status, 0);
	cr_expect_eq(json_array_size(json_object_get(json, "causes")), 0);
	json_decref(json);
	tool_free(&tool);
	tool = TOOL("explain", "--lang", "en", "hello", "world");
	cr_expect_eq(tool.status, 0);
	cr_expect_not_null(strstr(tool.out, "I don't recognize a TLS error here."));
	tool_free(&tool);
}

Test(cli_explain, hostile_input_reaches_no_terminal)
{
	struct tool tool = TOOL("explain", "\033]0;owned\007ERR_CERT_DATE_INVALID \xe2\x80\xae x");

	cr_expect_eq(tool.status, 1);
	cr_expect_null(strchr(tool.out, '\033'));
	cr_expect_null(strstr(tool.out, "\xe2\x80\xae"));
	tool_free(&tool);
}

Test(cli_explain, an_option_of_another_command_is_refused)
{
	struct tool tool = TOOL("explain", "--deep", "ERR_CERT_DATE_INVALID");

	cr_expect_eq(tool.status, 64);
	cr_expect_str_empty(tool.out);
	tool_free(&tool);
}

Test(cli_explain, every_language_has_its_words)
{
	static const char *const languages[] = { "en", "ja", "tl", "nl" };

	for (size_t i = 0; i < 4; i++) {
		struct tool tool = TOOL(
			"explain", "--lang", languages[i], "SSL_ERROR_RX_RECORD_TOO_LONG");

		cr_expect_eq(tool.status, 1);
		cr_expect(i == 0 || !strstr(tool.out, "What"), "%s", tool.out);
		tool_free(&tool);
	}
}
