/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor check: looks at one address after the other and prints a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/handout.h"
#include "cli/output.h"
#include "cli/saved.h"
#include "cli/signals.h"
#include "cli/targets.h"
#include "report/report.h"

/* What one run of check needs. */
struct run {
	const struct invocation *invocation;
	const struct report_format *format;
	struct report_options options;
	struct budget *budget;
	struct sessions sessions; /* finished, and the one that was stopped */
	struct handout handout;
	struct session **shown; /* as many: what of them is handed out */
	size_t shown_count;
	struct settings *wanted; /* one for each word */
	size_t wanted_count;
	bool interrupted;
};

/* ---- Targets ---- */

/* All words, before anything is looked at. 0, or EXIT_USAGE. */
static int settle_all(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	int status = 0;

	run->wanted = memory_new(invocation->word_count, sizeof(*run->wanted));
	for (size_t i = 0; i < invocation->word_count; i++) {
		char *wrong = target_settle(
			invocation, invocation->words[i], &run->wanted[run->wanted_count]);

		if (wrong)
			status = refuse(wrong);
		else
			run->wanted_count++;
	}
	return status;
}

/* ---- Handing out ---- */

static struct session *add_shown(struct run *run, struct session *session)
{
	struct session *shown = handout_session(&run->handout, session);

	run->shown = memory_resize(run->shown, run->shown_count + 1, sizeof(*run->shown));
	run->shown[run->shown_count++] = shown;
	return shown;
}

/* ---- Looking ---- */

/* A sign of life for people; nothing for scripts. */
static void announce(const struct run *run, const struct session *session)
{
	char *name, *line;

	if (!isatty(STDERR_FILENO))
		return;
	name = target_name(&session->evidence.settings.target);
	line = say_one(run->invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Checking {host}..."), "host", name);
	fprintf(stderr, "%s\n", line);
	free(line);
	free(name);
}

static int print_line(struct run *run, const struct session *session)
{
	char *text = run->format->render(&session, 1, &run->options);
	int status = output_text(run->invocation, text);

	free(text);
	return status;
}

static bool prints_each(const struct run *run)
{
	return !strcmp(run->format->id, "jsonl") && !run->invocation->output;
}

/* 0, or an exit status. */
static int look_at(struct run *run, const struct settings *settings, int signals)
{
	struct session *session = session_new(settings, run->budget);
	int error;

	if (run->invocation->offer)
		session_add_hello(session, run->invocation->offer);
	error = session_start(session);
	sessions_add(&run->sessions, session);
	if (error) {
		refuse(say_one(run->invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The check can't be started: {why}"), "why",
			i18n_error(run->invocation->language, error)));
		return EXIT_COULD_NOT;
	}
	announce(run, session);
	session_wait(session, signals);
	run->interrupted = signals_came(signals);
	session = add_shown(run, session);
	return prints_each(run) ? print_line(run, session) : 0;
}

static int look_at_all(struct run *run)
{
	int signals = signals_catch();
	int status = 0;

	for (size_t i = 0; i < run->wanted_count && !status && !run->interrupted; i++)
		status = look_at(run, &run->wanted[i], signals);
	signals_release(signals);
	return status;
}

/* ---- Reporting ---- */

static int save(const struct run *run)
{
	char *text;
	int status;

	if (!run->invocation->save)
		return 0;
	text = saved_text(run->shown, run->shown_count);
	status = output_file(run->invocation, run->invocation->save, text);
	free(text);
	return status;
}

/* The chain as it should be sent, where the server's own isn't like that. */
static int save_chain(const struct run *run)
{
	const struct invocation *invocation = run->invocation;
	const char *pem = run->sessions.count ? run->sessions.items[0]->evidence.trust.repaired
					      : NULL;

	if (!invocation->repaired_chain)
		return 0;
	if (pem)
		return output_file(invocation, invocation->repaired_chain, pem);
	fprintf(stderr, "tlsdoctor: %s\n",
		tr(invocation->language,
			N_("No chain was written: the server's chain lacks nothing that was "
			   "found.")));
	return 0;
}

static int report(const struct run *run)
{
	const struct invocation *invocation = run->invocation;
	char *text;
	int status;

	if (prints_each(run) && run->wanted_count)
		return 0;
	text = run->format->render(
		(const struct session *const *)run->shown, run->shown_count, &run->options);
	status = output_file(invocation, invocation->output ? invocation->output : "-", text);
	free(text);
	return status;
}

/* With several targets a failure outweighs "could not check", and that outweighs "fine". */
static int verdict_status(const struct sessions *sessions)
{
	int status = EXIT_FINE;

	for (size_t i = 0; i < sessions->count; i++) {
		enum verdict verdict = sessions->items[i]->verdict;

		if (verdict == VERDICT_FAIL)
			return EXIT_FOUND;
		if (verdict == VERDICT_UNKNOWN)
			status = EXIT_COULD_NOT;
	}
	return status;
}

static int open_saved(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	char *why = saved_read(invocation->language, invocation->open, run->budget, &run->sessions);

	for (size_t i = 0; i < run->sessions.count; i++) {
		if (invocation->offer)
			session_add_hello(run->sessions.items[i], invocation->offer);
		add_shown(run, run->sessions.items[i]);
	}
	return why ? refuse(saved_refusal(invocation->language, invocation->open, why)) : 0;
}

static int look_and_report(struct run *run)
{
	char *wrong = handout_begin(run->invocation, run->budget, &run->handout);
	int status = wrong		     ? refuse(wrong)
		     : run->invocation->open ? open_saved(run)
					     : settle_all(run);
	int saved, written;

	if (!status && !run->invocation->open)
		status = look_at_all(run);
	if (status)
		return status;
	saved = save(run);
	written = save_chain(run);
	status = report(run);
	if (status || saved || written)
		return status ? status : saved ? saved : written;
	return run->interrupted ? EXIT_INTERRUPTED : verdict_status(&run->sessions);
}

static char *wrong_words(const struct invocation *invocation)
{
	const char *text = NULL;

	if (invocation->open && invocation->word_count)
		text = N_("With --open no address is needed: the session has its own.");
	else if (invocation->repaired_chain && invocation->word_count > 1)
		text = N_("With --repaired-chain only one address can be checked.");
	else if (!invocation->open && !invocation->word_count)
		text = N_("Which address? For example: tlsdoctor check www.example.com");
	return text ? memory_text(tr(invocation->language, text)) : NULL;
}

/* The same language twice would help nobody. */
static const struct language *second_language(const struct invocation *invocation)
{
	return invocation->report_language != invocation->language ? invocation->report_language
								   : NULL;
}

static int run_check(struct invocation *invocation)
{
	bool to_screen = !invocation->output;
	char *wrong = wrong_words(invocation);
	struct run run = {
		.invocation = invocation,
		.format = invocation->format ? invocation->format : report_format("text"),
		.options = {
			.language = invocation->language,
			.second = second_language(invocation),
			.color = to_screen && environment_color(invocation, STDOUT_FILENO),
			.ascii = environment_ascii(invocation, STDOUT_FILENO),
			.columns = to_screen ? environment_columns(STDOUT_FILENO) : 0,
		},
	};
	int status;

	if (wrong)
		return refuse(wrong);
	run.budget = budget_new();
	status = look_and_report(&run);
	free(run.shown);
	handout_end(&run.handout);
	sessions_free(&run.sessions);
	for (size_t i = 0; i < run.wanted_count; i++)
		settings_free(&run.wanted[i]);
	free(run.wanted);
	budget_free(run.budget);
	return status;
}

const struct command command_check = {
	.name = "check",
	.bit = FOR_CHECK,
	.synopsis = N_("[OPTIONS] ADDRESS..."),
	.purpose = N_("Run the checks and print a report."),
	.run = run_check,
};
