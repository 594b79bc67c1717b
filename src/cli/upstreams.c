/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor upstreams: reads an nginx configuration and tries what it says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/output.h"
#include "report/upstreams.h"

/* A sign of life for people; nothing for scripts. */
static void announce(void *context, const char *place)
{
	const struct invocation *invocation = context;
	char *line;

	if (!isatty(STDERR_FILENO))
		return;
	line = say_one(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Checking {host}..."), "host", place);
	fprintf(stderr, "%s\n", line);
	free(line);
}

static char *render(const struct invocation *invocation, const struct upstreams *upstreams)
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
		return report_upstreams_text(upstreams, &options);
	return report_upstreams_json(upstreams, !strcmp(format, "jsonl"));
}

static int report(const struct invocation *invocation, const struct upstreams *upstreams)
{
	char *text;
	int status;

	if (upstreams->file_errno) {
		refuse(say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be read: {why}"),
			(struct fill[]){
				{ "file", upstreams->file },
				{ "why", strerror(upstreams->file_errno) },
				{ NULL, NULL },
			}));
		return EXIT_COULD_NOT;
	}
	text = render(invocation, upstreams);
	status = output_file(invocation, invocation->output ? invocation->output : "-", text);
	free(text);
	if (status)
		return status;
	return upstreams_found(upstreams) ? EXIT_FOUND : EXIT_FINE;
}

static int run_upstreams(struct invocation *invocation)
{
	struct nginx_version version = { 0 };
	struct upstreams upstreams;
	struct budget *budget;
	char *wrong = format_refusal(invocation);
	int status;

	if (wrong)
		return refuse(wrong);
	if (invocation->word_count != 1)
		return refuse(memory_text(tr(invocation->language,
			N_("Which configuration? For example: tlsdoctor upstreams "
			   "/etc/nginx/nginx.conf"))));
	if (invocation->nginx_version)
		nginx_version_read(invocation->nginx_version, &version);
	else
		upstreams_ask_version(&version);
	budget = budget_new();
	budget_set_gentle(budget, invocation->settings.gentle);
	budget_set_rate(budget, invocation->settings.rate);
	upstreams_run(invocation->words[0], &version, !invocation->nginx_version,
		&invocation->settings, budget, NULL, announce, invocation, &upstreams);
	status = report(invocation, &upstreams);
	upstreams_free(&upstreams);
	budget_free(budget);
	return status;
}

const struct command command_upstreams = {
	.name = "upstreams",
	.bit = FOR_UPSTREAMS,
	.synopsis = N_("[OPTIONS] FILE"),
	.purpose = N_("Read an nginx configuration and try each upstream as nginx would."),
	.run = run_upstreams,
};
