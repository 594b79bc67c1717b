/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every wrong use ends with 64, one plain sentence on standard error, and nothing on standard output. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/tool.h"
#include "i18n/cells.h"

#define LABEL_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *what;
	const char *arguments[8];
	const char *said; /* part of the sentence */
} wrong_uses[] = {
	{ "no address", { "check" }, "Which address?" },
	{ "an empty address", { "check", "" }, "" },
	{ "blanks", { "check", "   " }, "" },
	{ "a URL without a host", { "check", "https:///x" }, "https:///x" },
	{ "an empty label", { "check", "a..b" }, "a..b" },
	{ "a label too long", { "check", LABEL_64 ".example" }, "" },
	{ "port 0", { "check", "host.example:0" }, "" },
	{ "port 70000", { "check", "host.example:70000" }, "" },
	{ "a port of letters", { "check", "host.example:http" }, "" },
	{ "a scheme without TLS", { "check", "gopher://host.example" }, "gopher" },
	{ "an IPv4 address out of range", { "check", "1.2.3.400" }, "1.2.3.400" },
	{ "half an IPv6 address", { "check", "[::1" }, "" },
	{ "a sentence", { "check", "my bank does not work" }, "" },
	{ "terminal escapes", { "check", "\033]0;owned\007\033[31mred" }, "" },
	{ "bytes that aren't UTF-8", { "check", "caf\xe9.example" }, "" },
	{ "one bad address of two", { "check", "localhost", "a..b" }, "a..b" },
	{ "an unknown option", { "check", "--bogus", "x" }, "--bogus" },
	{ "an option misspelt", { "check", "--servrname", "a", "x" }, "--servername" },
	{ "a key without its certificate", { "check", "--key", "a.key", "x" }, "--cert" },
	{ "a certificate that isn't there", { "check", "--cert", "no-such.pem", "x" },
		"no-such.pem" },
	{ "an option that there isn't", { "check", "--dance", "nl", "x" }, "--dance" },
	{ "a second language that there isn't", { "check", "--report-lang", "xx", "x" },
		"--report-lang" },
	{ "an unknown letter", { "check", "-x", "host" }, "-x" },
	{ "an option without its value", { "check", "--lang" }, "--lang" },
	{ "a value for an option without", { "check", "--offline=yes", "x" }, "--offline" },
	{ "an unknown language", { "--lang", "xx", "check", "x" }, "xx" },
	{ "a format that there isn't", { "check", "--format", "yaml", "x" }, "jsonl" },
	{ "a time in words", { "check", "--timeout", "soon", "x" }, "soon" },
	{ "no time", { "check", "--timeout", "0", "x" }, "--timeout" },
	{ "negative time", { "check", "--timeout=-1", "x" }, "-1" },
	{ "too much time", { "check", "--timeout", "1e9", "x" }, "1e9" },
	{ "half a connection a second", { "check", "--rate", "1.5", "x" }, "1.5" },
	{ "a bad place to connect to", { "check", "--connect-to", "a:99999", "x" },
		"--connect-to" },
	{ "a URL to connect to", { "check", "--connect-to", "http://a/", "x" }, "--connect-to" },
	{ "an address as server name", { "check", "--servername", "192.0.2.1", "x" }, "192.0.2.1" },
	{ "a sentence as server name", { "check", "--servername", "a b", "x" }, "--servername" },
	{ "STARTTLS of no protocol", { "check", "--starttls", "gopher", "x" }, "smtp" },
	{ "a CA file that isn't there", { "check", "--ca-file", "/nonexistent/ca", "x" },
		"/nonexistent/ca" },
	{ "a CA file that is a folder", { "check", "--ca-file", "/", "x" }, "/" },
	{ "a CA file without certificates", { "check", "--ca-file", "/dev/null", "x" },
		"/dev/null" },
	{ "a proxy of an unknown kind", { "check", "--proxy", "socks6://a:1080", "x" }, "socks6" },
	{ "an unknown check", { "check", "--only", "clock,luck", "x" }, "luck" },
	{ "an unknown check to skip", { "check", "--skip", "luck", "x" }, "luck" },
	{ "an unknown device", { "check", "--device", "phone", "x" }, "this" },
	{ "an unknown color", { "check", "--color", "sometimes", "x" }, "always" },
	{ "watching nothing", { "watch" }, "www.example.com" },
	{ "watching too often", { "watch", "--interval", "1", "x" }, "--interval" },
	{ "a limit for what isn't measured", { "watch", "--warn", "weeks=3", "x" }, "days=" },
	{ "a limit of no number", { "watch", "--crit", "days=soon", "x" }, "soon" },
	{ "watching everything", { "watch", "--deep", "x" }, "--deep" },
	{ "no job at a time", { "check", "--jobs", "0", "x" }, "--jobs" },
	{ "half a job", { "check", "--jobs", "1.5", "x" }, "1.5" },
	{ "a journal in a folder that isn't there", { "check", "--resume", "/nonexistent/j", "x" },
		"/nonexistent/j" },
	{ "a saved session and a list", { "check", "--open", "/dev/null", "--hosts", "x" },
		"--open" },
	{ "a chain of many", { "check", "--repaired-chain", "x", "--hosts", "y" },
		"--repaired-chain" },
	{ "an unknown fault", { "practice", "haunted" }, "haunted" },
	{ "an option of check for practice", { "practice", "--no-sni" }, "--no-sni" },
	{ "an option of check for the wizard", { "--format", "json", "x" }, "--format" },
	{ "two addresses for the wizard", { "one.example", "two.example" }, "check" },
	{ "a bad address for the wizard", { "a..b" }, "a..b" },
	{ "a saved session that isn't there", { "check", "--open", "/nonexistent/s" },
		"/nonexistent/s" },
	{ "no saved session", { "check", "--open", "/dev/null" }, "/dev/null" },
	{ "a saved session and an address", { "check", "--open", "/dev/null", "x" }, "--open" },
};

static void is_one_clean_line(const char *what, const char *text)
{
	size_t length = strlen(text);
	char *clean = text_clean(text, length, TEXT_LINES, 0);

	cr_expect(length && text[length - 1] == '\n', "%s: \"%s\"", what, text);
	cr_expect(length && strchr(text, '\n') == text + length - 1, "%s: \"%s\"", what, text);
	cr_expect(!strncmp(clean, text, length - 1), "%s: \"%s\"", what, text);
	free(clean);
}

Test(cli_usage, each_wrong_use_is_refused_in_a_sentence)
{
	for (size_t i = 0; i < sizeof(wrong_uses) / sizeof(wrong_uses[0]); i++) {
		const char *what = wrong_uses[i].what;
		struct tool tool = tool_run(wrong_uses[i].arguments);

		cr_expect_eq(tool.status, 64, "%s: %d", what, tool.status);
		cr_expect_str_empty(tool.out, "%s: %s", what, tool.out);
		cr_expect(text_starts(tool.err, "tlsdoctor: "), "%s: %s", what, tool.err);
		cr_expect(strstr(tool.err, wrong_uses[i].said), "%s: %s", what, tool.err);
		is_one_clean_line(what, tool.err);
		tool_free(&tool);
	}
}

Test(cli_usage, each_bad_address_of_several_is_named)
{
	struct tool tool = TOOL("check", "a..b", "localhost", "1.2.3.400");

	cr_expect_eq(tool.status, 64);
	cr_expect(strstr(tool.err, "a..b"), "%s", tool.err);
	cr_expect(strstr(tool.err, "1.2.3.400"), "%s", tool.err);
	tool_free(&tool);
}

Test(cli_usage, wrong_use_is_told_in_the_language_asked_for)
{
	struct tool english = TOOL("check", "--bogus");
	struct tool late = TOOL("check", "--bogus", "--lang", "nl");
	struct tool early = TOOL("--lang", "nl", "check", "--bogus");

	cr_expect_eq(late.status, 64);
	cr_expect_str_eq(late.err, early.err);
	if (tr_known(language_by_name("nl"),
		    "There is no option {option}. \"tlsdoctor --help\" lists all."))
		cr_expect_str_neq(english.err, late.err);
	tool_free(&english);
	tool_free(&late);
	tool_free(&early);
}

Test(cli_usage, help_and_version_are_no_errors)
{
	struct tool help = TOOL("--help");
	struct tool of_check = TOOL("check", "-h");
	struct tool version = TOOL("--version");

	cr_expect_eq(help.status, 0);
	cr_expect_eq(of_check.status, 0);
	cr_expect_eq(version.status, 0);
	cr_expect(strstr(help.out, "--connect-to"), "%s", help.out);
	cr_expect(strstr(help.out, "tlsdoctor practice"), "%s", help.out);
	cr_expect(strstr(of_check.out, "--output"), "%s", of_check.out);
	cr_expect(!strstr(of_check.out, "--list"), "%s", of_check.out);
	cr_expect(text_starts(version.out, "tlsdoctor "), "%s", version.out);
	cr_expect_str_empty(help.err);
	tool_free(&help);
	tool_free(&of_check);
	tool_free(&version);
}

Test(cli_usage, help_fits_into_eighty_cells_in_every_language)
{
	struct invocation invocation;

	environment_set_ctype();
	invocation_init(&invocation);
	invocation.command = command_find("");
	for (size_t i = 0; language_at(i); i++) {
		char *text, *rest;

		invocation.language = language_at(i);
		rest = text = help_text(&invocation, 80);
		for (char *line; (line = strsep(&rest, "\n"));)
			cr_expect_leq(cells_wide(line, SIZE_MAX), 80, "%s", line);
		free(text);
	}
	invocation_free(&invocation);
}

Test(cli_usage, each_option_and_key_has_one_row)
{
	for (size_t i = 0; option_at(i); i++) {
		cr_expect(option_at(i)->help && option_at(i)->set && option_at(i)->commands, "%s",
			option_at(i)->name);
		for (size_t j = 0; j < i; j++) {
			cr_expect_str_neq(option_at(i)->name, option_at(j)->name);
			cr_expect(!option_at(i)->letter ||
					  option_at(i)->letter != option_at(j)->letter,
				"%s", option_at(i)->name);
		}
	}
}
