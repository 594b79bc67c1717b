/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor check: looks at addresses, one or many, and prints a report. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/handout.h"
#include "cli/host_lines.h"
#include "cli/journal.h"
#include "cli/output.h"
#include "cli/own.h"
#include "cli/results.h"
#include "cli/saved.h"
#include "cli/signals.h"
#include "cli/targets.h"
#include "report/report.h"
#include "session/fleet.h"

#define JOBS_USUAL 32 /* with a list */

/* What one run of check needs. */
struct run {
	const struct invocation *invocation;
	const struct report_format *format;
	struct report_options options;
	struct guide_own *own; /* for people alone: NULL for a program or without private details */
	struct budget *budget;
	struct sessions opened; /* with --open: instead of looking */
	struct handout handout;
	struct settings *wanted; /* one for each word */
	size_t wanted_count, wanted_next;
	struct host_lines lines; /* and then these */
	size_t place; /* of the target that comes next */
	bool over; /* none comes any more */
	size_t bad; /* lines that were none, targets that couldn't be begun */
	struct settings waiting; /* the next target, when it couldn't be begun yet */
	bool waits;
	struct journal *journal;
	struct results *results;
	struct fleet *fleet;
	int status; /* why it can't go on */
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

static int refuse_file(const struct run *run, const char *pattern, const char *file, int error)
{
	return refuse(say(run->invocation->language, pattern,
		(struct fill[]){
			{ "file", file },
			{ "why", i18n_error(run->invocation->language, error) },
			{ NULL, NULL },
		}));
}

static int open_journal(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	const char *path = invocation->journal;
	int error = 0;

	if (path)
		run->journal = journal_open(path, &error);
	if (error == EEXIST)
		return refuse(say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} is no journal of tlsdoctor. It was left as it is."),
			"file", path));
	if (error == EBUSY)
		return refuse(say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The journal {file} is in use by another tlsdoctor."), "file", path));
	return error ? refuse_file(run,
			       /* xgettext:no-c-format,perl-brace-format */
			       N_("The file {file} can't be written: {why}"), path, error)
		     : 0;
}

/* The next target into RET. false: there is none left. */
static bool next_target(struct run *run, struct settings *ret)
{
	char *wrong;

	if (run->waits) {
		run->waits = false;
		*ret = run->waiting;
		return true;
	}
	if (run->wanted_next < run->wanted_count) {
		*ret = (struct settings){ 0 };
		settings_copy(ret, &run->wanted[run->wanted_next++]);
		return true;
	}
	while (host_lines_next(&run->lines, run->invocation, ret, &wrong)) {
		if (!wrong)
			return true;
		host_lines_refuse(&run->lines, run->invocation, wrong);
		run->bad++;
	}
	return false;
}

/* ---- Looking ---- */

static size_t jobs(const struct run *run)
{
	if (run->invocation->jobs)
		return run->invocation->jobs;
	return run->invocation->hosts ? JOBS_USUAL : 1;
}

/* A sign of life for people; nothing for scripts. */
static void announce(const struct run *run, const struct settings *settings)
{
	char *name, *line;

	if (!isatty(STDERR_FILENO) || run->invocation->hosts)
		return;
	name = target_name(&settings->target);
	line = say_one(run->invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Checking {host}..."), "host", name);
	fprintf(stderr, "%s\n", line);
	free(line);
	free(name);
}

static void stop(struct run *run, int status)
{
	if (!run->status)
		run->status = status;
	if (run->fleet)
		fleet_stop(run->fleet);
}

/* SESSION has ended, or was finished before. */
static void finish(struct run *run, size_t place, struct session *session, bool kept)
{
	int error = 0, status;

	if (run->journal && !kept && session->state == SESSION_DONE)
		error = journal_add(run->journal, session);
	if (run->invocation->offer)
		session_add_hello(session, run->invocation->offer);
	/* Half a look at one of a list would only be looked at again. */
	if (session->state == SESSION_STOPPED && run->invocation->hosts) {
		session_free(session);
		status = results_skip(run->results, place);
	} else {
		status = results_add(run->results, place, session);
	}
	if (error)
		status = refuse_file(run,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be written: {why}"), run->invocation->journal,
			error);
	if (status)
		stop(run, status);
}

/* No thread or no descriptor can be had. */
static void could_not_begin(struct run *run, size_t place, int error)
{
	refuse(say_one(run->invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The check can't be started: {why}"), "why",
		i18n_error(run->invocation->language, error)));
	run->bad++;
	results_skip(run->results, place);
}

/* Begins with SETTINGS, unless the journal has it. false: not now. */
static bool begin(struct run *run, const struct settings *settings)
{
	struct session *kept = run->journal ? journal_take(run->journal, settings, run->budget)
					    : NULL;
	int error;

	if (kept) {
		finish(run, run->place++, kept, true);
		return true;
	}
	error = fleet_add(run->fleet, settings, run->place);
	if (error && fleet_running(run->fleet))
		return false;
	if (error)
		could_not_begin(run, run->place, error);
	else
		announce(run, settings);
	run->place++;
	return true;
}

/* Begins as many as may be under way. */
static void begin_more(struct run *run)
{
	struct settings settings;

	while (!run->over && !run->status && fleet_has_room(run->fleet) &&
		!results_is_ahead(run->results, run->place)) {
		if (!next_target(run, &settings)) {
			run->over = true;
			return;
		}
		if (!begin(run, &settings)) {
			run->waiting = settings;
			run->waits = true;
			return;
		}
		settings_free(&settings);
	}
}

static void take_ended(struct run *run)
{
	struct session *session;
	size_t place;

	while ((session = fleet_next(run->fleet, &place)))
		finish(run, place, session, false);
}

static void wait_for_news(struct run *run, int signals)
{
	struct pollfd fds[] = {
		{ .fd = fleet_fd(run->fleet), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};

	if (poll(fds, 2, -1) < 0 && errno != EINTR)
		stop(run, EXIT_COULD_NOT);
	if (!signals_came(signals))
		return;
	run->interrupted = true;
	run->over = true;
	fleet_stop(run->fleet);
}

static int look_at_all(struct run *run)
{
	int error, signals;

	environment_more_files();
	run->fleet = fleet_new(jobs(run), run->budget, &error);
	if (!run->fleet) {
		could_not_begin(run, 0, error);
		return 0;
	}
	signals = signals_catch();
	for (begin_more(run); fleet_running(run->fleet); begin_more(run)) {
		wait_for_news(run, signals);
		take_ended(run);
	}
	signals_release(signals);
	return run->status;
}

/* ---- Reporting ---- */

static int save(const struct run *run)
{
	size_t count;
	struct session *const *shown = results_shown(run->results, &count);
	char *text;
	int status;

	if (!run->invocation->save)
		return 0;
	text = saved_text(shown, count);
	status = output_file(run->invocation, run->invocation->save, text);
	free(text);
	return status;
}

/* The chain as it should be sent, where the server's own isn't like that. */
static int save_chain(const struct run *run, const struct sessions *sessions)
{
	const struct invocation *invocation = run->invocation;
	const char *pem = sessions->count ? sessions->items[0]->evidence.trust.repaired : NULL;

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

/* As the line that report/nagios.c writes of them. */
static enum watch_state plugin_state(const struct run *run)
{
	const size_t *verdicts = results_verdicts(run->results);

	if (verdicts[VERDICT_FAIL])
		return WATCH_CRITICAL;
	if (verdicts[VERDICT_WARN])
		return WATCH_WARNING;
	return verdicts[VERDICT_UNKNOWN] || run->bad || !verdicts[VERDICT_PASS]
		       ? WATCH_STATE_UNKNOWN
		       : WATCH_OK;
}

/* With several targets a failure outweighs "could not check", and that outweighs "fine". */
static int verdict_status(const struct run *run)
{
	const size_t *verdicts = results_verdicts(run->results);

	if (invocation_is_plugin(run->invocation))
		return (int)plugin_state(run);
	if (verdicts[VERDICT_FAIL])
		return EXIT_FOUND;
	return verdicts[VERDICT_UNKNOWN] || run->bad ? EXIT_COULD_NOT : EXIT_FINE;
}

/* Sessions that were saved, as if they had just been looked at. */
static int open_saved(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	char *why = saved_read(invocation->language, invocation->open, run->budget, &run->opened);

	if (why)
		return refuse(saved_refusal(invocation->language, invocation->open, why));
	for (size_t i = 0; i < run->opened.count; i++) {
		finish(run, i, run->opened.items[i], true);
		run->opened.items[i] = NULL;
	}
	return run->status;
}

static int prepare(struct run *run)
{
	char *wrong = handout_begin(run->invocation, run->budget, &run->handout);
	int status = wrong ? refuse(wrong) : run->invocation->open ? 0 : settle_all(run);

	if (!status && run->invocation->hosts)
		status = host_lines_open(run->invocation, &run->lines);
	return status ? status : open_journal(run);
}

static int look_and_report(struct run *run)
{
	int status = prepare(run);
	int saved, written, closed;

	if (!status)
		status = run->invocation->open ? open_saved(run) : look_at_all(run);
	if (status)
		return invocation_failure(run->invocation, status);
	closed = results_close(run->results, run->bad);
	saved = save(run);
	written = save_chain(run, results_sessions(run->results));
	if (closed || saved || written)
		return invocation_failure(run->invocation, closed  ? closed
							   : saved ? saved
								   : written);
	return run->interrupted ? EXIT_INTERRUPTED : verdict_status(run);
}

/* The same language twice would help nobody. */
static const struct language *second_language(const struct invocation *invocation)
{
	return invocation->report_language != invocation->language ? invocation->report_language
								   : NULL;
}

static char *wrong_words(const struct invocation *invocation)
{
	const char *text = NULL;

	if (invocation->open && (invocation->word_count || invocation->hosts))
		text = N_("With --open no address is needed: the session has its own.");
	else if (invocation->repaired_chain && (invocation->word_count > 1 || invocation->hosts))
		text = N_("With --repaired-chain only one address can be checked.");
	else if (!invocation->open && !invocation->word_count && !invocation->hosts)
		text = N_("Which address? For example: tlsdoctor check www.example.com");
	return text ? memory_text(tr(invocation->language, text)) : NULL;
}

static int free_run(struct run *run, int status)
{
	int error = journal_close(run->journal);

	fleet_free(run->fleet);
	handout_end(&run->handout);
	results_free(run->results);
	sessions_free(&run->opened);
	host_lines_close(&run->lines);
	if (run->waits)
		settings_free(&run->waiting);
	for (size_t i = 0; i < run->wanted_count; i++)
		settings_free(&run->wanted[i]);
	free(run->wanted);
	guide_own_free(run->own);
	budget_free(run->budget);
	return error && !status ? refuse_file(run,
					  /* xgettext:no-c-format,perl-brace-format */
					  N_("The file {file} can't be written: {why}"),
					  run->invocation->journal, error)
				: status;
}

/* The advice of the person's organization stays out of what programs read, and of what is given to strangers. */
static void read_own(struct run *run)
{
	static const char *const formats[] = { "text", "html", "markdown" };
	char *trouble = NULL;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!run->invocation->redact && !strcmp(run->format->id, formats[i]))
			run->own = own_read(run->invocation, &trouble);
	run->options.own = run->own;
	free(trouble); /* said on standard error */
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

	if (wrong)
		return refuse(wrong);
	run.budget = budget_new();
	read_own(&run);
	run.results = results_new(invocation, run.format, &run.options, &run.handout,
		invocation->hosts || invocation->word_count > 1);
	return free_run(&run, look_and_report(&run));
}

const struct command command_check = {
	.name = "check",
	.bit = FOR_CHECK,
	.synopsis = N_("[OPTIONS] ADDRESS..."),
	.purpose = N_("Run the checks and print a report."),
	.run = run_check,
};
