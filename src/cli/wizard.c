/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor without a command: the wizard, on the full screen or line by line. */
#include "cli/wizard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/configuration.h"
#include "cli/door.h"
#include "cli/environment.h"
#include "cli/handout.h"
#include "cli/lesson.h"
#include "cli/output.h"
#include "cli/own.h"
#include "cli/saved.h"
#include "cli/targets.h"
#include "report/report.h"
#include "ui/ui.h"

#define REPORT_COLUMNS 78 /* fits a terminal of 80 with a margin */

struct wizard {
	struct guide_own *own;
	char *trouble; /* with the organization's files, or NULL */
	const struct invocation *invocation;
	struct budget *budget;
	struct practice **practices; /* they serve until the wizard ends */
	size_t practice_count;
};

/* ---- What the wizard may ask ---- */

static int start_practice(void *context, const char *fault, struct settings *ret)
{
	struct wizard *wizard = context;
	char *why = NULL;
	struct practice *practice = practice_start(&fault, 1, 0, &why);

	free(why);
	if (!practice)
		return -1;
	wizard->practices = memory_resize(
		wizard->practices, wizard->practice_count + 1, sizeof(*wizard->practices));
	wizard->practices[wizard->practice_count++] = practice;
	return lesson_settings(practice, 0, fault, ret);
}

static char *render(void *context, const struct session *session, const struct language *language,
	const struct ui_report *report)
{
	const struct wizard *wizard = context;
	struct redactor *redactor = report->redact ? handout_redactor() : NULL;
	struct session *copy = redactor ? redactor_session(redactor, session) : NULL;
	const struct session *shown = copy ? copy : session;
	struct report_options options = {
		.language = language,
		.second = report->second,
		.own = report->redact ? NULL : wizard->own,
		.with_evidence = true, /* in JSON, to be opened again */
		.ascii = environment_ascii(wizard->invocation, STDOUT_FILENO),
		.columns = REPORT_COLUMNS,
	};

	char *text = report_format(report->format)->render(&shown, 1, &options);

	session_free(copy);
	redactor_free(redactor);
	return text;
}

static int save(void *context, const char *path, const char *text)
{
	(void)context;
	return output_save(path, text);
}

/* The first session of a file that may hold several. */
static struct session *open_saved(
	void *context, const struct language *language, const char *path, char **ret_why)
{
	const struct wizard *wizard = context;
	struct sessions sessions;
	struct session *first;

	*ret_why = saved_read(language, path, wizard->budget, &sessions);
	if (*ret_why)
		return NULL;
	first = sessions.items[0];
	sessions.items[0] = NULL;
	sessions_free(&sessions);
	return first;
}

static int remember(void *context, const char *key, const char *value)
{
	(void)context;
	return configuration_remember(key, value);
}

static struct door door_of(const struct wizard *wizard)
{
	return (struct door){
		.address = wizard->invocation->listen_address,
		.port = wizard->invocation->listen_port,
	};
}

static struct doorman *wait_for_browser(
	void *context, const struct language *language, int *ret_errno)
{
	const struct door door = door_of(context);

	return door_open(&door, language, ret_errno);
}

static char *wait_text(void *context, const struct language *language, int port)
{
	const struct door door = door_of(context);

	return door_text(&door, language, port);
}

static void settle(void *context, struct settings *settings)
{
	const struct wizard *wizard = context;

	target_add_proxy(wizard->invocation, settings);
}

/* ---- Running it ---- */

/* Settings for the word, or for every address that will be typed. NULL, or what is wrong. */
static char *first_settings(const struct invocation *invocation, struct settings *ret)
{
	if (invocation->word_count > 1)
		return memory_text(
			tr(invocation->language, N_("The wizard takes one address. For several: "
						    "tlsdoctor check ADDRESS...")));
	if (invocation->open && invocation->word_count)
		return memory_text(tr(invocation->language,
			N_("With --open no address is needed: the session has its own.")));
	if (invocation->word_count)
		return target_settle(invocation, invocation->words[0], ret);
	*ret = (struct settings){ 0 };
	settings_copy(ret, &invocation->settings);
	return NULL;
}

static int run_ui(struct wizard *wizard, const struct settings *settings, struct session *opened,
	bool practice_first)
{
	const struct invocation *invocation = wizard->invocation;
	bool screen = !invocation->plain && ui_screen_possible();
	const struct ui_hooks hooks = {
		.context = wizard,
		.practice_at = practice_fault_at,
		.practice = start_practice,
		.report = render,
		.save = save,
		.open = open_saved,
		.remember = remember,
		.wait = wait_for_browser,
		.wait_text = wait_text,
		.settle = settle,
	};
	const struct ui_options options = {
		.language = invocation->language_decided ? invocation->language : NULL,
		.settings = *settings,
		.opened = opened,
		.offer = invocation->offer,
		.practice_first = practice_first,
		.plain = !screen,
		.ascii = invocation->ascii,
		.redact = invocation->redact,
		.second = invocation->report_language,
		.color = environment_color(invocation, STDOUT_FILENO),
		.budget = wizard->budget,
		.hooks = &hooks,
		.own = wizard->own,
		.trouble = wizard->trouble,
	};

	return screen ? ui_screen(&options) : ui_lines(&options);
}

static int run_with(struct wizard *wizard, const struct settings *settings, bool practice_first)
{
	const struct invocation *invocation = wizard->invocation;
	struct session *opened = NULL;
	char *why = NULL;

	if (invocation->open) {
		opened = open_saved(wizard, invocation->language, invocation->open, &why);
		if (!opened)
			return refuse(saved_refusal(invocation->language, invocation->open, why));
		if (invocation->offer)
			session_add_hello(opened, invocation->offer);
	}
	return run_ui(wizard, settings, opened, practice_first);
}

static int run(struct invocation *invocation, bool practice_first)
{
	struct wizard wizard = { .invocation = invocation };
	struct settings settings;
	char *wrong = first_settings(invocation, &settings);
	int status;

	if (wrong)
		return refuse(wrong);
	wizard.budget = budget_new();
	wizard.own = own_read(invocation, &wizard.trouble);
	status = run_with(&wizard, &settings, practice_first);
	guide_own_free(wizard.own);
	free(wizard.trouble);
	for (size_t i = 0; i < wizard.practice_count; i++)
		practice_stop(wizard.practices[i]);
	free(wizard.practices);
	budget_free(wizard.budget);
	settings_free(&settings);
	return status;
}

int wizard_practice(struct invocation *invocation)
{
	return run(invocation, true);
}

static int run_wizard(struct invocation *invocation)
{
	return run(invocation, false);
}

const struct command command_wizard = {
	.name = "",
	.bit = FOR_WIZARD,
	.synopsis = N_("[OPTIONS] [ADDRESS]"),
	.purpose = N_("Find out step by step, with questions and answers."),
	.run = run_wizard,
};
