/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor watch: looks again and again, and says how often it went well, how long it took and what changed. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "cli/command.h"
#include "cli/door.h"
#include "cli/environment.h"
#include "cli/host_lines.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "cli/targets.h"
#include "net/notice.h"
#include "report/monitor.h"
#include "report/watch.h"
#include "session/fleet.h"

#define INTERVAL_USUAL_S 60
#define JOBS_USUAL 8
#define MEDIA_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"

/* ANSI X3.64: the upper left corner; to the end of the line; to the end of the screen. */
#define HOME "\033[H"
#define CLEAR_LINE "\033[K"
#define CLEAR_REST "\033[J"

struct item {
	struct settings settings;
	struct session *session; /* what `watched` speaks of */
	size_t changes; /* that the last look brought */
};

struct run {
	const struct invocation *invocation;
	struct report_options options;
	struct item *items;
	struct watched **watched; /* one for each item */
	size_t count;
	size_t bad; /* lines that were no target */
	struct budget *budget;
	struct notice *notice;
	struct fleet *fleet; /* of the round under way */
	size_t round;
	int64_t began_s;
	bool screen; /* a page that stays, on a terminal */
	int signals;
	int status; /* why it can't go on */
	bool interrupted;
};

/* ---- Targets ---- */

static void add_item(struct run *run, struct settings *settings)
{
	settings->depth = DEPTH_QUICK; /* one connection a look */
	run->items = memory_resize(run->items, run->count + 1, sizeof(*run->items));
	run->watched = memory_resize(run->watched, run->count + 1, sizeof(*run->watched));
	run->items[run->count] = (struct item){ .settings = *settings };
	run->watched[run->count++] = watched_new(settings);
}

static int add_words(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	int status = 0;

	for (size_t i = 0; i < invocation->word_count; i++) {
		struct settings settings;
		char *wrong = target_settle(invocation, invocation->words[i], &settings);

		if (wrong)
			status = refuse(wrong);
		else
			add_item(run, &settings);
	}
	return status;
}

static int add_list(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	struct host_lines lines;
	struct settings settings;
	char *wrong;

	if (!invocation->hosts)
		return 0;
	if (host_lines_open(invocation, &lines))
		return EXIT_USAGE;
	while (host_lines_next(&lines, invocation, &settings, &wrong)) {
		run->bad += wrong != NULL;
		if (wrong)
			host_lines_refuse(&lines, invocation, wrong);
		else
			add_item(run, &settings);
	}
	host_lines_close(&lines);
	return 0;
}

/* ---- A round ---- */

static void take_ended(struct run *run)
{
	struct session *session;
	size_t place;

	while ((session = fleet_next(run->fleet, &place))) {
		struct item *item = &run->items[place];

		if (session->state == SESSION_STOPPED) {
			session_free(session);
			continue;
		}
		item->changes = watched_add(run->watched[place], session);
		session_free(item->session);
		item->session = session;
	}
}

static void say_cannot(struct run *run, const char *pattern, int error)
{
	refuse(say_one(run->invocation->language, pattern, "why",
		i18n_error(run->invocation->language, error)));
	run->status = EXIT_COULD_NOT;
}

/* Waits until DEADLINE or for FD (or -1) to become readable, or for a signal, which ends it all. */
static void wait_until(struct run *run, struct deadline deadline, int fd)
{
	struct pollfd fds[] = {
		{ .fd = run->signals, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};

	if (poll(fds, 2, deadline_left_ms(deadline)) < 0 && errno != EINTR)
		run->status = EXIT_COULD_NOT;
	if (signals_came(run->signals)) {
		run->interrupted = true;
		if (run->fleet)
			fleet_stop(run->fleet);
	}
}

/* Begins with items from *NEXT on, as many as may be under way. */
static void begin_more(struct run *run, size_t *next)
{
	while (*next < run->count && fleet_has_room(run->fleet) && !run->interrupted &&
		!run->status) {
		int error = fleet_add(run->fleet, &run->items[*next].settings, *next);

		if (error && fleet_running(run->fleet))
			return;
		if (error)
			say_cannot(run,
				/* xgettext:no-c-format,perl-brace-format */
				N_("The check can't be started: {why}"), error);
		else
			++*next;
	}
}

/* The anchors are read anew in each round: they may change while we watch. */
static void look_at_all(struct run *run)
{
	size_t jobs = run->invocation->jobs ? run->invocation->jobs : JOBS_USUAL;
	size_t next = 0;
	int error;

	run->round++;
	run->began_s = timing_wall_s();
	for (size_t i = 0; i < run->count; i++)
		run->items[i].changes = 0;
	run->fleet = fleet_new(jobs, run->budget, &error);
	if (!run->fleet) {
		say_cannot(run,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The check can't be started: {why}"), error);
		return;
	}
	for (begin_more(run, &next); fleet_running(run->fleet); begin_more(run, &next)) {
		wait_until(run, (struct deadline){ INT64_MAX }, fleet_fd(run->fleet));
		take_ended(run);
	}
	fleet_free(run->fleet);
	run->fleet = NULL;
}

/* ---- Showing ---- */

static const struct watched *const *items_of(const struct run *run)
{
	return (const struct watched *const *)run->watched;
}

static struct watch_round round_of(const struct run *run)
{
	return (struct watch_round){
		.items = items_of(run),
		.count = run->count,
		.limits = &run->invocation->limits,
		.number = run->round,
		.at_s = run->began_s,
		.interval_s = run->invocation->once ? 0 : run->invocation->interval_s,
	};
}

/* The page over the one before: each line is cleared behind its end, so that nothing flickers. */
static char *screen_text(const char *page)
{
	struct buffer text = { 0 };

	buffer_add_text(&text, HOME);
	for (; *page; page++) {
		if (*page == '\n')
			buffer_add_text(&text, CLEAR_LINE);
		buffer_add_char(&text, *page);
	}
	buffer_add_text(&text, CLEAR_REST);
	return buffer_take(&text);
}

static char *text_screen(const struct run *run)
{
	struct watch_round round = round_of(run);
	struct report_options options = run->options;
	char *page, *text;

	round.rows = environment_rows(STDOUT_FILENO);
	options.columns = environment_columns(STDOUT_FILENO);
	page = watch_page(&round, &options);
	text = screen_text(page);
	free(page);
	return text;
}

static char *text_lines(const struct run *run)
{
	struct watch_round round = round_of(run);
	struct buffer text = { 0 };

	for (size_t i = 0; i < run->count; i++) {
		char *line;

		if (!run->watched[i]->session)
			continue;
		line = watch_line(&round, run->watched[i], run->items[i].changes, &run->options);
		buffer_add_text(&text, line);
		free(line);
	}
	return buffer_take(&text);
}

static char *text_text(const struct run *run)
{
	struct watch_round round = round_of(run);

	if (run->screen)
		return text_screen(run);
	return run->invocation->output ? watch_page(&round, &run->options) : text_lines(run);
}

static char *json_text(const struct run *run)
{
	struct watch_round round = round_of(run);

	return watch_json(&round, false);
}

static char *jsonl_text(const struct run *run)
{
	struct watch_round round = round_of(run);

	return watch_json(&round, true);
}

static char *nagios_text(const struct run *run)
{
	return monitor_nagios(items_of(run), run->count, &run->invocation->limits, run->bad,
		run->invocation->language);
}

static char *openmetrics_text(const struct run *run)
{
	return monitor_openmetrics(items_of(run), run->count, true);
}

static const struct {
	const char *format;
	char *(*text)(const struct run *run);
} forms[] = {
	{ "text", text_text },
	{ "json", json_text },
	{ "jsonl", jsonl_text },
	{ "nagios", nagios_text },
	{ "openmetrics", openmetrics_text },
};

#define FORM_COUNT (sizeof(forms) / sizeof(forms[0]))

/* The number of the row, or FORM_COUNT. */
static size_t form_of(const struct invocation *invocation)
{
	size_t i = 0;

	while (i < FORM_COUNT && strcmp(forms[i].format, format_id(invocation)) != 0)
		i++;
	return i;
}

static void show(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	char *text = forms[form_of(invocation)].text(run);
	int status = output_file(invocation, invocation->output ? invocation->output : "-", text);
	char *page;

	free(text);
	if (status)
		run->status = status;
	if (!run->notice)
		return;
	page = openmetrics_text(run);
	notice_set(run->notice, page);
	free(page);
}

/* ---- The port ---- */

static int open_port(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	static const char *const loopback[] = { "127.0.0.1", "::1" };
	const char *address = invocation->listen_address;
	const struct listener_wish wish = {
		.addresses = address ? &address : loopback,
		.address_count = address ? 1 : 2,
		.port = invocation->listen_port,
	};
	struct door door = { .address = address, .port = invocation->listen_port };
	int error;

	if (!invocation->listen_given)
		return 0;
	run->notice = notice_start(&wish, MEDIA_TYPE, &error);
	if (!run->notice)
		return invocation_failure(
			invocation, door_refuse(&door, invocation->language, error));
	door_tell_page(&door, invocation->language, notice_port(run->notice), "/metrics");
	return 0;
}

/* ---- The command ---- */

static void watch(struct run *run)
{
	const struct invocation *invocation = run->invocation;

	for (;;) {
		struct deadline next = deadline_in_ms((int64_t)invocation->interval_s * 1000);

		look_at_all(run);
		if (run->status || run->interrupted)
			return;
		show(run);
		while (!run->status && !run->interrupted && !invocation->once &&
			!deadline_over(next))
			wait_until(run, next, -1);
		if (run->status || run->interrupted || invocation->once)
			return;
	}
}

static int status_of(const struct run *run)
{
	const struct invocation *invocation = run->invocation;

	if (run->status)
		return invocation_failure(invocation, run->status);
	if (run->interrupted)
		return EXIT_INTERRUPTED;
	if (invocation->once && invocation_is_plugin(invocation))
		return (int)monitor_state(items_of(run), run->count, &invocation->limits, run->bad);
	return EXIT_FINE;
}

static int start(struct run *run)
{
	int status = add_words(run);

	if (!status)
		status = add_list(run);
	if (!status && !run->count)
		status = refuse(memory_text(tr(run->invocation->language,
			N_("Which address? For example: tlsdoctor watch www.example.com"))));
	return status ? status : open_port(run);
}

static int run_all(struct run *run)
{
	int status;

	environment_more_files();
	run->signals = signals_catch();
	status = start(run);
	if (!status) {
		if (run->screen)
			output_text(run->invocation, HOME CLEAR_REST);
		watch(run);
		status = status_of(run);
	}
	signals_release(run->signals);
	return status;
}

static void free_run(struct run *run)
{
	notice_free(run->notice);
	for (size_t i = 0; i < run->count; i++) {
		watched_free(run->watched[i]);
		session_free(run->items[i].session);
		settings_free(&run->items[i].settings);
	}
	free(run->watched);
	free(run->items);
	budget_free(run->budget);
}

static int run_watch(struct invocation *invocation)
{
	bool to_screen = !invocation->output;
	struct run run = {
		.invocation = invocation,
		.options = {
			.language = invocation->language,
			.color = to_screen && environment_color(invocation, STDOUT_FILENO),
			.ascii = environment_ascii(invocation, STDOUT_FILENO),
		},
	};
	int status;

	if (!invocation->interval_s)
		invocation->interval_s = INTERVAL_USUAL_S;
	if (form_of(invocation) == FORM_COUNT)
		return refuse(say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The format {format} is not possible with the command {command}."),
			(struct fill[]){
				{ "format", format_id(invocation) },
				{ "command", "watch" },
				{ NULL, NULL },
			}));
	run.screen = to_screen && !invocation->once && !invocation->plain &&
		     !strcmp(format_id(invocation), "text") && environment_can_move(STDOUT_FILENO);
	run.budget = budget_new();
	status = run_all(&run);
	free_run(&run);
	return status;
}

const struct command command_watch = {
	.name = "watch",
	.bit = FOR_WATCH,
	.synopsis = N_("[OPTIONS] ADDRESS..."),
	.purpose = N_("Look again and again: how often it goes well, how long it takes, what "
		      "changes."),
	.run = run_watch,
};
