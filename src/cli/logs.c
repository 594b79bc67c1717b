/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor logs: finds the handshakes that failed in the logs of servers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "report/logs.h"

static char *render(const struct invocation *invocation, const struct logs *logs)
{
	bool to_screen = !invocation->output;
	const char *format = format_id(invocation);
	struct report_options options = {
		.language = invocation->language,
		.color = to_screen && environment_color(invocation, STDOUT_FILENO),
		.ascii = environment_ascii(invocation, STDOUT_FILENO),
		.columns = to_screen ? environment_columns(STDOUT_FILENO) : 0,
	};

	if (!strcmp(format, "text"))
		return report_logs_text(logs, &options);
	return report_logs_json(logs, !strcmp(format, "jsonl"));
}

static bool is_text(const struct invocation *invocation)
{
	return !strcmp(format_id(invocation), "text");
}

/* Each failure as it comes; the report follows when the person ends it. */
static void tell(void *context, const struct log_line *line, const char *text, size_t length)
{
	const struct invocation *invocation = context;
	char *said;

	(void)text;
	(void)length;
	if (!is_text(invocation))
		return;
	said = report_logs_line(line, invocation->language);
	output_text(invocation, said);
	free(said);
}

static void say_waiting(void *context)
{
	const struct invocation *invocation = context;
	char *line;

	if (!is_text(invocation))
		return;
	line = memory_format(
		"%s\n", tr(invocation->language,
				N_("Waiting for new lines. Ctrl+C ends it and shows the report.")));
	output_text(invocation, line);
	free(line);
}

static void say_problems(const struct invocation *invocation, const struct logs *logs)
{
	for (size_t i = 0; i < logs->problem_count; i++)
		refuse(say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be read: {why}"),
			(struct fill[]){
				{ "file", logs->problems[i].file },
				{ "why", strerror(logs->problems[i].sys_errno) },
				{ NULL, NULL },
			}));
}

static int report(const struct invocation *invocation, const struct logs *logs)
{
	char *text;
	int status;

	say_problems(invocation, logs);
	text = render(invocation, logs);
	status = output_file(invocation, invocation->output ? invocation->output : "-", text);
	free(text);
	if (status)
		return status;
	if (logs->book.failures)
		return EXIT_FOUND;
	return logs->problem_count ? EXIT_COULD_NOT : EXIT_FINE;
}

static int run_logs(struct invocation *invocation)
{
	struct logs_wish wish = {
		.files = (const char *const *)invocation->words,
		.file_count = invocation->word_count,
		.access_file = invocation->access_log,
		.since_s = invocation->since_s ? invocation->since_s : INT64_MIN,
		.until_s = invocation->until_s ? invocation->until_s : INT64_MAX,
		.follow = invocation->follow,
		.stop_fd = -1,
		.waiting = say_waiting,
		.told = tell,
		.context = invocation,
	};
	char *wrong = format_refusal(invocation);
	struct logs logs;
	int status;

	if (wrong)
		return refuse(wrong);
	if (!invocation->word_count)
		return refuse(memory_text(tr(invocation->language,
			N_("Which log? For example: tlsdoctor logs /var/log/nginx/error.log"))));
	if (invocation->follow)
		wish.stop_fd = signals_catch();
	logs_run(&wish, &logs);
	if (invocation->follow) {
		signals_came(wish.stop_fd); /* that is how following ends: no reason to die of it */
		signals_release(wish.stop_fd);
	}
	status = report(invocation, &logs);
	logs_free(&logs);
	return status;
}

const struct command command_logs = {
	.name = "logs",
	.bit = FOR_LOGS,
	.synopsis = N_("[OPTIONS] FILE..."),
	.purpose = N_("Find the failed TLS handshakes in the logs of web and mail servers."),
	.run = run_logs,
};
