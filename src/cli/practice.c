/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor practice: built-in misbehaving servers, to learn, to demonstrate and to try tools on. */
#include "practice/practice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/lesson.h"
#include "cli/output.h"
#include "cli/saved.h"
#include "cli/signals.h"
#include "cli/wizard.h"
#include "guide/guide.h"
#include "report/paper.h"
#include "report/report.h"

#define FAULTS_MOST 64
#define INDENT 4

/* ---- The CA for others to trust ---- */

/* A folder of our own with the practice CA in it. 0, or an errno; then both are NULL. */
static int make_ca_file(const char *pem, char **ret_folder, char **ret_file)
{
	const char *temporary = getenv("TMPDIR");
	int error;

	*ret_folder = memory_format("%s/tlsdoctor-practice-XXXXXX",
		temporary && temporary[0] == '/' ? temporary : "/tmp");
	*ret_file = NULL;
	error = mkdtemp(*ret_folder) ? 0 : errno;
	if (!error) {
		*ret_file = memory_format("%s/ca.pem", *ret_folder);
		error = file_write(*ret_file, pem, strlen(pem));
		if (error)
			rmdir(*ret_folder);
	}
	if (error) {
		free(*ret_folder);
		free(*ret_file);
		*ret_folder = *ret_file = NULL;
	}
	return error;
}

static void remove_ca_file(char *folder, char *file)
{
	if (file)
		unlink(file);
	if (folder)
		rmdir(folder);
	free(file);
	free(folder);
}

/* ---- What is said ---- */

static char *fault_line(const struct language *language, const char *fault)
{
	const char *title = guide_fault_title(language, fault);

	return memory_format("%s: %s", fault, title ? title : "");
}

/* One server: what it shows, where it is, what to type. */
static void add_lesson(struct paper *paper, const struct language *language,
	const struct practice *practice, size_t index, const char *fault, const char *ca_file)
{
	char *line = fault_line(language, fault);
	char *about = guide_fault_text(language, fault);
	char *address = memory_format("127.0.0.1:%d", practice_port(practice, index));
	char *command = lesson_command(practice, index, fault, ca_file);
	char *curl = lesson_curl(practice, index, fault, ca_file);

	paper_text(paper, 0, INK_STRONG, line);
	if (about)
		paper_text(paper, INDENT, INK_PLAIN, about);
	paper_verbatim(paper, INDENT, address);
	paper_verbatim(paper, INDENT, command);
	paper_verbatim(paper, INDENT, curl);
	paper_gap(paper);
	free(curl);
	free(command);
	free(address);
	free(about);
	free(line);
}

/* What stands on the screen while the servers run. */
static char *lessons(const struct invocation *invocation, const struct practice *practice,
	const char *const *faults, size_t count, const char *ca_file)
{
	struct paper paper = {
		.columns = environment_columns(STDOUT_FILENO),
		.color = environment_color(invocation, STDOUT_FILENO),
		.ascii = environment_ascii(invocation, STDOUT_FILENO),
	};

	paper_text(&paper, 0, INK_PLAIN,
		tr(invocation->language, N_("The practice servers are running. Try these commands "
					    "in another terminal. "
					    "Ctrl+C ends the servers.")));
	paper_gap(&paper);
	for (size_t i = 0; i < count; i++)
		add_lesson(&paper, invocation->language, practice, i, faults[i], ca_file);
	return buffer_take(&paper.buffer);
}

static int list_faults(const struct invocation *invocation)
{
	struct buffer text = { 0 };
	char *taken;
	int status;

	for (size_t i = 0; practice_fault_at(i); i++) {
		char *line = fault_line(invocation->language, practice_fault_at(i));

		buffer_add_format(&text, "%s\n", line);
		free(line);
	}
	taken = buffer_take(&text);
	status = output_text(invocation, taken);
	free(taken);
	return status;
}

/* ---- Starting ---- */

static bool is_fault(const char *word)
{
	for (size_t i = 0; practice_fault_at(i); i++) {
		if (!strcmp(practice_fault_at(i), word))
			return true;
	}
	return false;
}

static char *say_no_fault(const struct language *language, const char *word)
{
	const char *ids[FAULTS_MOST];
	size_t count = 0;
	char *list, *sentence;

	while (count < FAULTS_MOST && practice_fault_at(count)) {
		ids[count] = practice_fault_at(count);
		count++;
	}
	list = i18n_list(language, ids, count);
	sentence = say(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("There is no practice server \"{word}\". There are: {list}."),
		(struct fill[]){
			{ "word", word },
			{ "list", list },
			{ NULL, NULL },
		});
	free(list);
	return sentence;
}

/* NULL when they can't be started; that has been said. */
static struct practice *start(
	const struct invocation *invocation, const char *const *faults, size_t count)
{
	char *why = NULL;
	struct practice *practice = practice_start(faults, count, 0, &why);

	if (!practice)
		refuse(say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The practice servers can't be started: {why}"), "why", why));
	free(why);
	return practice;
}

/* ---- Serving ---- */

static int serve(const struct invocation *invocation, const struct practice *practice,
	const char *const *faults, size_t count, int signals)
{
	char *folder, *file, *text;
	int error = make_ca_file(practice_ca_pem(practice), &folder, &file);
	int status;

	if (error) {
		refuse(say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The certificate of the practice CA can't be kept in a file: {why}"),
			"why", i18n_error(invocation->language, error)));
		return EXIT_COULD_NOT;
	}
	text = lessons(invocation, practice, faults, count, file);
	status = output_text(invocation, text);
	free(text);
	if (!status)
		signals_wait(signals);
	remove_ca_file(folder, file);
	return status;
}

static int serve_faults(
	const struct invocation *invocation, const char *const *faults, size_t count)
{
	struct practice *practice;
	int signals, status;

	for (size_t i = 0; i < count; i++) {
		if (!is_fault(faults[i]))
			return refuse(say_no_fault(invocation->language, faults[i]));
	}
	signals = signals_catch();
	practice = start(invocation, faults, count);
	status = practice ? serve(invocation, practice, faults, count, signals) : EXIT_COULD_NOT;
	practice_stop(practice);
	signals_release(signals);
	return status;
}

/* ---- Showing, without a terminal ---- */

static int look_at(const struct practice *practice, size_t index, const char *fault,
	struct budget *budget, int signals, struct sessions *sessions)
{
	struct settings settings;
	struct session *session;

	if (lesson_settings(practice, index, fault, &settings) < 0)
		return EXIT_COULD_NOT;
	session = session_new(&settings, budget);
	settings_free(&settings);
	sessions_add(sessions, session);
	if (session_start(session))
		return EXIT_COULD_NOT;
	session_wait(session, signals);
	return signals_came(signals) ? EXIT_INTERRUPTED : 0;
}

static int print_reports(const struct invocation *invocation, const struct sessions *sessions)
{
	struct report_options options = {
		.language = invocation->language,
		.color = environment_color(invocation, STDOUT_FILENO),
		.ascii = environment_ascii(invocation, STDOUT_FILENO),
		.columns = environment_columns(STDOUT_FILENO),
	};
	char *text = report_format("text")->render(
		(const struct session *const *)sessions->items, sessions->count, &options);
	int status = output_text(invocation, text);

	free(text);
	return status;
}

static int show(const struct invocation *invocation)
{
	static const char *const faults[] = { "healthy", "expired", "plain-http" };
	size_t count = sizeof(faults) / sizeof(faults[0]);
	int signals = signals_catch();
	struct practice *practice = start(invocation, faults, count);
	struct budget *budget = budget_new();
	struct sessions sessions = { 0 };
	int status = practice ? 0 : EXIT_COULD_NOT;
	int printed;

	for (size_t i = 0; i < count && !status; i++)
		status = look_at(practice, i, faults[i], budget, signals, &sessions);
	signals_release(signals);
	printed = sessions.count ? print_reports(invocation, &sessions) : 0;
	sessions_free(&sessions);
	budget_free(budget);
	practice_stop(practice);
	return printed ? printed : status;
}

/* ---- The command ---- */

static int run_practice(struct invocation *invocation)
{
	if (invocation->list)
		return list_faults(invocation);
	if (invocation->word_count)
		return serve_faults(
			invocation, (const char *const *)invocation->words, invocation->word_count);
	if (invocation->plain || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
		return wizard_practice(invocation);
	return show(invocation);
}

const struct command command_practice = {
	.name = "practice",
	.bit = FOR_PRACTICE,
	.synopsis = N_("[OPTIONS] [FAULT...]"),
	.purpose = N_("Start built-in misbehaving servers on this computer, to learn and to try."),
	.run = run_practice,
};
