/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set once for all, in files and in the environment. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/targets.h"
#include "cli/values.h"
#include "cli/tool.h"

static struct invocation configured(const char *text)
{
	struct invocation invocation;

	invocation_init(&invocation);
	configuration_apply(&invocation, "config", text);
	return invocation;
}

Test(cli_settings, keys_set_what_the_options_set)
{
	struct invocation invocation = configured("# mine\n"
						  "\n"
						  "language = nl\r\n"
						  "  ascii=yes\n"
						  "color = never\n"
						  "timeout = 5\n"
						  "offline = on\n"
						  "gentle = no\n");

	cr_expect_str_eq(language_code(invocation.language), "nl");
	cr_expect(invocation.language_decided);
	cr_expect(invocation.ascii);
	cr_expect_eq(invocation.color, COLOR_NEVER);
	cr_expect_eq(invocation.settings.total_timeout_ms, 5000);
	cr_expect(invocation.settings.offline);
	cr_expect_not(invocation.settings.gentle);
	invocation_free(&invocation);
}

Test(cli_settings, consent_and_whom_to_ask_are_set_in_files)
{
	struct invocation invocation = configured("reference = always\n"
						  "reference-sites = a.example, b.example:8443\n"
						  "time-servers = ntp.example, [2001:db8::1]:1123\n"
						  "portal-probes = http://p.example/x ok then\n");

	cr_expect_eq(invocation.settings.reference, REFERENCE_ALWAYS);
	cr_expect_str_eq(invocation.settings.reference_sites, "a.example, b.example:8443");
	cr_expect_str_eq(invocation.settings.time_servers, "ntp.example, [2001:db8::1]:1123");
	cr_expect_str_eq(invocation.settings.portal_probes, "http://p.example/x ok then");
	invocation_free(&invocation);
}

Test(cli_settings, whom_nobody_can_ask_is_refused)
{
	static const char *const wrong[] = { "reference-sites = https://a.example/x\n",
		"time-servers = ,\n", "time-servers = a.example:\n",
		"portal-probes = https://a.example/ ok\n", "portal-probes = http://a.example/\n",
		"reference = perhaps\n" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct invocation invocation = configured(wrong[i]);

		cr_expect_eq(invocation.settings.reference, REFERENCE_ASK, "%s", wrong[i]);
		cr_expect_null(invocation.settings.reference_sites, "%s", wrong[i]);
		cr_expect_null(invocation.settings.time_servers, "%s", wrong[i]);
		cr_expect_null(invocation.settings.portal_probes, "%s", wrong[i]);
		invocation_free(&invocation);
	}
}

Test(cli_settings, a_lasting_yes_is_written_beside_what_else_is_set)
{
	char *folder = tool_folder();
	char *inner = memory_format("%s/tlsdoctor", folder);
	char *path = memory_format("%s/config", inner);
	struct buffer text = { 0 };

	setenv("XDG_CONFIG_HOME", folder, 1);
	cr_assert_eq(configuration_remember("reference", "always"), 0);
	cr_assert_eq(file_read(path, 4096, &text), 0);
	cr_expect_str_eq(text.bytes, "reference = always\n");
	buffer_free(&text);
	cr_assert_eq(file_write(path, "# mine\n reference=never\ncolor = auto", 37), 0);
	cr_assert_eq(configuration_remember("reference", "always"), 0);
	cr_assert_eq(file_read(path, 4096, &text), 0);
	cr_expect_str_eq(text.bytes, "# mine\ncolor = auto\nreference = always\n");
	buffer_free(&text);
	free(path);
	tool_remove_folder(inner);
	tool_remove_folder(folder);
}

static struct tool with_config(const char *text, const char *const *arguments)
{
	char *folder = tool_folder();
	char *inner = memory_format("%s/tlsdoctor", folder);
	char *path = memory_format("%s/config", inner);
	char *variable = memory_format("XDG_CONFIG_HOME=%s", folder);
	const char *variables[] = { variable, NULL };
	struct tool tool;

	cr_assert_eq(mkdir(inner, 0700), 0);
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	tool = tool_start(&(struct tool_wish){ .arguments = arguments, .variables = variables });
	tool_finish(&tool);
	free(variable);
	free(path);
	tool_remove_folder(inner);
	tool_remove_folder(folder);
	return tool;
}

Test(cli_settings, an_unknown_key_is_reported_with_file_and_line_and_passed_over)
{
	struct tool tool = with_config("color = never\nbogus = 1\nno equals sign\nascii = maybe\n",
		(const char *const[]){ "--version", NULL });

	cr_expect_eq(tool.status, 0);
	cr_expect(strstr(tool.err, "/tlsdoctor/config:2: "), "%s", tool.err);
	cr_expect(strstr(tool.err, "bogus"), "%s", tool.err);
	cr_expect(strstr(tool.err, "/tlsdoctor/config:3: "), "%s", tool.err);
	cr_expect(strstr(tool.err, "/tlsdoctor/config:4: "), "%s", tool.err);
	tool_free(&tool);
}

Test(cli_settings, the_language_of_an_option_beats_that_of_the_file)
{
	static const char text[] = "language = nl\n";
	struct tool file = with_config(text, (const char *const[]){ "practice", "--list", NULL });
	struct tool option = with_config(
		text, (const char *const[]){ "practice", "--list", "--lang", "en", NULL });
	struct tool english = TOOL("practice", "--list");

	cr_expect_str_eq(option.out, english.out);
	if (tr_known(language_by_name("nl"), "The certificate has expired"))
		cr_expect_str_neq(file.out, english.out);
	tool_free(&file);
	tool_free(&option);
	tool_free(&english);
}

Test(cli_settings, the_environment_chooses_a_language_that_is_not_installed)
{
	static const char *const variables[] = { "LANGUAGE=nl", NULL };
	static const char *const arguments[] = { "practice", "--list", NULL };
	struct tool dutch = tool_start(
		&(struct tool_wish){ .arguments = arguments, .variables = variables });
	struct tool option = TOOL("practice", "--list", "--lang", "nl");

	tool_finish(&dutch);
	cr_expect_str_eq(dutch.out, option.out);
	tool_free(&dutch);
	tool_free(&option);
}

/* ---- The proxy in use ---- */

static char *proxy_for(const char *word)
{
	struct invocation invocation;
	struct settings settings;
	char *wrong, *proxy;

	invocation_init(&invocation);
	wrong = target_settle(&invocation, word, &settings);
	cr_assert_null(wrong, "%s", wrong);
	proxy = memory_text(settings.proxy);
	settings_free(&settings);
	invocation_free(&invocation);
	return proxy;
}

static void goes_by(const char *word, const char *expected)
{
	char *proxy = proxy_for(word);

	if (expected)
		cr_expect(proxy && strstr(proxy, expected), "%s: %s", word, proxy ? proxy : "none");
	else
		cr_expect_null(proxy, "%s: %s", word, proxy);
	free(proxy);
}

Test(cli_settings, web_addresses_go_by_the_proxy_of_the_environment)
{
	setenv("https_proxy", "http://proxy.example:3128", 1);
	setenv("no_proxy", "inside.example", 1);
	goes_by("www.example.com", "proxy.example:3128");
	goes_by("www.inside.example", NULL);
	goes_by("localhost:8443", NULL);
	goes_by("127.0.0.1:8443", NULL);
	goes_by("[::1]:8443", NULL);
	goes_by("smtp://mail.example.com", NULL);
}

/* ---- STARTTLS ---- */

static void is_port(const char *protocol, const char *word, int port)
{
	struct invocation invocation;
	struct settings settings;
	char *wrong;

	invocation_init(&invocation);
	cr_assert_null(set_starttls(&invocation, "--starttls", protocol));
	wrong = target_settle(&invocation, word, &settings);
	cr_assert_null(wrong, "%s", wrong);
	cr_expect_eq(settings.target.port, port, "%s %s: %d", protocol, word, settings.target.port);
	if (!strcmp(protocol, "none"))
		cr_expect_eq(settings.target.starttls, STARTTLS_NONE);
	else
		cr_expect_str_eq(starttls_name(settings.target.starttls), protocol);
	settings_free(&settings);
	invocation_free(&invocation);
}

Test(cli_settings, starttls_chooses_the_port_unless_one_is_given)
{
	is_port("smtp", "mail.example.com", 25);
	is_port("smtp", "mail.example.com:2525", 2525);
	is_port("imap", "mail.example.com", 143);
	is_port("none", "mail.example.com:25", 25);
}
