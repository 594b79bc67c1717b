/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wizard on sessions made by hand, for the screen tests and for looking at it:
 *   demo [--lang CODE] [--ascii] [--mono] [--plain] [--slow-reads] [CASE | ADDRESS | practice]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "session/doorman.h"
#include "ui/fake_session.h"
#include "ui/ui.h"

static const char *practice_at(size_t index)
{
	static const char *const faults[] = { "healthy", "expired", "not-yet-valid", "wrong-name",
		"self-signed", "untrusted-issuer", "incomplete-chain", "plain-http", "silent",
		"closes-at-once", "sni-required", "old-protocol-only" };

	return index < sizeof(faults) / sizeof(faults[0]) ? faults[index] : NULL;
}

/* No server: a port of this computer that refuses. */
static int practice(void *context, const char *fault, struct settings *ret)
{
	(void)context;
	if (strcmp(fault, "silent") == 0)
		return -1;
	settings_init(ret);
	return target_parse("127.0.0.1:1", &ret->target) == TARGET_OK ? 0 : -1;
}

static char *render(void *context, const struct session *session, const struct language *language,
	const struct ui_report *report)
{
	(void)context;
	if (strcmp(report->format, "json") == 0)
		return memory_format("{\"host\":\"%s\"}\n", session->evidence.settings.target.host);
	return memory_format("Report (%s%s%s, %s)\n\n  host: %s\n  verdict: %s\n",
		language_code(language), report->second ? "+" : "",
		report->second ? language_code(report->second) : "", report->format,
		report->redact ? "[host 1]" : session->evidence.settings.target.host,
		verdict_name(session->verdict));
}

static int save(void *context, const char *path, const char *text)
{
	(void)context;
	if (getenv("DEMO_SAVES_NOTHING"))
		return EACCES;
	return file_write(path, text, strlen(text));
}

static struct session *open_saved(
	void *context, const struct language *language, const char *path, char **ret_why)
{
	struct session *session = fake_session(path, context);

	if (!session)
		*ret_why = memory_text(i18n_error(language, ENOENT));
	return session;
}

static struct doorman *wait_for_browser(
	void *context, const struct language *language, int *ret_errno)
{
	static const char *const addresses[] = { "127.0.0.1" };
	const struct doorman_wish wish = {
		.addresses = addresses, .address_count = 1, .page = "<p>https</p>"
	};

	(void)context;
	(void)language;
	if (getenv("DEMO_WAITS_FOR_NOBODY")) {
		*ret_errno = EADDRINUSE;
		return NULL;
	}
	return doorman_start(&wish, ret_errno);
}

static char *wait_text(void *context, const struct language *language, int port)
{
	(void)context;
	(void)language;
	return memory_format("Open:\n  https://localhost:%d/\nThat is all.", port);
}

static bool option(struct ui_options *options, int *at, char **argv)
{
	const char *word = argv[*at];

	if (strcmp(word, "--lang") == 0 && argv[*at + 1])
		options->language = language_by_name(argv[++*at]);
	else if (strcmp(word, "--report-lang") == 0 && argv[*at + 1])
		options->second = language_by_name(argv[++*at]);
	else if (strcmp(word, "--ascii") == 0)
		options->ascii = true;
	else if (strcmp(word, "--mono") == 0)
		options->color = false;
	else if (strcmp(word, "--plain") == 0)
		options->plain = true;
	else
		return false;
	return true;
}

static int subject(struct ui_options *options, const char *word)
{
	if (strcmp(word, "practice") == 0) {
		options->practice_first = true;
		return 0;
	}
	options->opened = fake_session(word, options->budget);
	if (options->opened)
		return 0;
	return target_parse(word, &options->settings.target) == TARGET_OK ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct ui_hooks hooks = { .practice_at = practice_at,
		.practice = practice,
		.report = render,
		.save = save,
		.open = open_saved,
		.wait = wait_for_browser,
		.wait_text = wait_text };
	const char *no_color = getenv("NO_COLOR");
	struct ui_options options = { .color = !no_color || !*no_color, .hooks = &hooks };
	int status;

	options.language = language_from_environment();
	options.budget = budget_new();
	hooks.context = options.budget;
	settings_init(&options.settings);
	for (int i = 1; i < argc; i++)
		if (!option(&options, &i, argv) && subject(&options, argv[i]) != 0)
			return 64;
	if (!options.plain && !ui_screen_possible()) {
		fputs("line mode\n", stderr);
		options.plain = true;
	}
	status = options.plain ? ui_lines(&options) : ui_screen(&options);
	settings_free(&options.settings);
	budget_free(options.budget);
	return status;
}
