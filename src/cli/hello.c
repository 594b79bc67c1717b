/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor hello: waits until a browser or another program connects, and shows what it offers. */
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
#include "cli/output.h"
#include "cli/signals.h"
#include "cli/targets.h"
#include "report/hello.h"
#include "session/doorman.h"

#define WAIT_MS 600000 /* for somebody to come, where --timeout doesn't say otherwise */
#define MORE_MS 700 /* after the first hello: browsers try again in other ways */

struct run {
	const struct invocation *invocation;
	struct door door;
	struct doorman *doorman;
	struct budget *budget;
	struct session *session; /* of the server to compare with, or NULL */
	struct seen_hellos hellos; /* the first to come is the first */
	struct deadline until;
	bool told_http;
	bool interrupted;
};

/* ---- What is said meanwhile, on standard error: standard output is for the result ---- */

static void tell(const struct run *run, const char *text)
{
	fprintf(stderr, "%s\n", tr(run->invocation->language, text));
}

static void tell_where(const struct run *run)
{
	int port = doorman_port(run->doorman);
	char *text = door_text(&run->door, run->invocation->language, port);

	fprintf(stderr, "%s\n", text);
	free(text);
	tell(run, N_("Waiting... Ctrl+C ends it."));
}

static void tell_strangers(struct run *run)
{
	struct doorman_strangers strangers = doorman_strangers(run->doorman);

	if (!strangers.http || run->told_http)
		return;
	run->told_http = true;
	tell(run, N_("Somebody came without encryption. The address must begin with https://"));
}

/* ---- Waiting ---- */

/* Keeps the first one first: what comes after it are other tries of the same client, or others. */
static void add_hello(struct run *run, struct seen_hello *hello)
{
	for (size_t i = 0; i < run->hellos.count; i++)
		if (seen_hello_same(&run->hellos.items[i], hello)) {
			run->hellos.items[i].times++;
			seen_hello_free(hello);
			return;
		}
	if (run->hellos.count == HELLOS_MOST) {
		seen_hello_free(hello);
		return;
	}
	if (!run->hellos.count)
		run->until = deadline_in_ms(MORE_MS);
	run->hellos.items = memory_resize(
		run->hellos.items, run->hellos.count + 1, sizeof(*run->hellos.items));
	run->hellos.items[run->hellos.count++] = *hello;
}

static void take_hellos(struct run *run)
{
	struct seen_hello hello;

	while (doorman_next(run->doorman, &hello))
		add_hello(run, &hello);
	tell_strangers(run);
}

static void turn(struct run *run, int signals)
{
	struct pollfd fds[] = {
		{ .fd = doorman_fd(run->doorman), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = run->session ? session_fd(run->session) : -1, .events = POLLIN },
	};

	if (poll(fds, 3, deadline_left_ms(run->until)) < 0 && errno != EINTR) {
		run->interrupted = true;
		return;
	}
	if (fds[1].revents && signals_came(signals))
		run->interrupted = true;
	if (fds[0].revents)
		take_hellos(run);
	if (run->session)
		session_absorb(run->session);
}

static void wait_for_hello(struct run *run, int signals)
{
	while (!run->interrupted && !deadline_over(run->until))
		turn(run, signals);
	/* The server may answer more slowly than people type; its own limits hold. */
	if (!run->interrupted && run->hellos.count && run->session) {
		session_wait(run->session, signals);
		run->interrupted = signals_came(signals);
	}
}

/* ---- The server ---- */

/* Begins to look at the word of the command line. 0, or an exit status. */
static int start_session(struct run *run)
{
	const struct invocation *invocation = run->invocation;
	struct settings settings;
	char *wrong;
	int error;

	if (!invocation->word_count)
		return 0;
	wrong = target_settle(invocation, invocation->words[0], &settings);
	if (wrong)
		return refuse(wrong);
	/* Only all that the server accepts can be compared; and nobody else need be asked for that. */
	if (settings.depth == DEPTH_NORMAL)
		settings.depth = DEPTH_DEEP;
	settings.offline = true;
	run->budget = budget_new();
	run->session = session_new(&settings, run->budget);
	settings_free(&settings);
	error = session_start(run->session);
	if (!error)
		return 0;
	refuse(say_one(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The check can't be started: {why}"), "why", strerror(error)));
	return EXIT_COULD_NOT;
}

/* ---- The command ---- */

static int print(const struct run *run)
{
	const struct invocation *invocation = run->invocation;
	bool to_screen = !invocation->output;
	const struct report_options options = {
		.language = invocation->language,
		.color = to_screen && environment_color(invocation, STDOUT_FILENO),
		.ascii = environment_ascii(invocation, STDOUT_FILENO),
		.columns = to_screen ? environment_columns(STDOUT_FILENO) : 0,
	};
	char *text = report_hellos(format_id(invocation), &run->hellos, run->session, &options);
	int status = output_file(invocation, invocation->output ? invocation->output : "-", text);

	free(text);
	return status;
}

static int serve(struct run *run)
{
	int signals = signals_catch();

	run->until = deadline_in_ms(run->invocation->timeout_given
					    ? run->invocation->settings.total_timeout_ms
					    : WAIT_MS);
	tell_where(run);
	wait_for_hello(run, signals);
	signals_release(signals);
	if (run->hellos.count)
		return run->interrupted ? (print(run), EXIT_INTERRUPTED) : print(run);
	if (run->interrupted)
		return EXIT_INTERRUPTED;
	tell(run, N_("Nobody connected in this time."));
	return EXIT_COULD_NOT;
}

static int say_no_port(const struct run *run, int error)
{
	char *where = door_address(&run->door);

	refuse(say(run->invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("It is not possible to wait for connections at {address}: {why}"),
		(struct fill[]){
			{ "address", where },
			{ "why", strerror(error) },
			{ NULL, NULL },
		}));
	free(where);
	return EXIT_COULD_NOT;
}

static int open_and_serve(struct run *run)
{
	int status = start_session(run);
	int error;

	if (status)
		return status;
	run->doorman = door_open(&run->door, run->invocation->language, &error);
	return run->doorman ? serve(run) : say_no_port(run, error);
}

static char *wrong_words(const struct invocation *invocation)
{
	if (invocation->word_count > 1)
		return memory_text(tr(invocation->language,
			N_("Only one address can be compared with what a client offers.")));
	return format_refusal(invocation);
}

static int run_hello(struct invocation *invocation)
{
	struct run run = { .invocation = invocation };
	char *wrong = wrong_words(invocation);
	int status;

	if (wrong)
		return refuse(wrong);
	run.door = (struct door){
		.address = invocation->listen_address,
		.port = invocation->listen_port,
	};
	status = open_and_serve(&run);
	doorman_free(run.doorman);
	session_free(run.session);
	budget_free(run.budget);
	for (size_t i = 0; i < run.hellos.count; i++)
		seen_hello_free(&run.hellos.items[i]);
	free(run.hellos.items);
	return status;
}

const struct command command_hello = {
	.name = "hello",
	.bit = FOR_HELLO,
	.synopsis = N_("[OPTIONS] [ADDRESS]"),
	.purpose = N_(
		"Show what a browser or another program offers, and whether it fits a server."),
	.run = run_hello,
};
