/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>
#include "base/memory.h"
#include "cli/command.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/output.h"

static void choose_language(struct invocation *invocation, const struct language *language)
{
	if (!language)
		return;
	invocation->language = language;
	invocation->language_decided = true;
}

static int print(const struct invocation *invocation, char *text)
{
	int status = output_text(invocation, text);

	free(text);
	return status;
}

static int run(struct invocation *invocation, int argc, char **argv)
{
	const struct language *asked = options_language(argc, argv);
	char *wrong;

	choose_language(invocation, language_from_environment());
	/* The configuration is read in the language asked for, if any, and may name one if not. */
	choose_language(invocation, asked);
	configuration_read(invocation);
	choose_language(invocation, asked);
	wrong = options_read(argc, argv, invocation);
	if (wrong)
		return refuse(wrong);
	if (invocation->help)
		return print(invocation, help_text(invocation, environment_columns(STDOUT_FILENO)));
	if (invocation->version)
		return print(invocation, version_text(invocation));
	return invocation->command->run(invocation);
}

/* A plugin that could not do its work says so in its own way: whoever called it may read nothing else. */
static int plugin_refuse(const struct invocation *invocation)
{
	char *line = memory_format("TLS UNKNOWN - %s\n",
		tr(invocation->language,
			N_("tlsdoctor was called in a wrong way, or a file can't be read or "
			   "written.")));
	int status = output_text(invocation, line);

	free(line);
	return status ? status : EXIT_PLUGIN_UNKNOWN;
}

int main(int argc, char **argv)
{
	bool plugin = options_for_plugin(argc, argv);
	struct invocation invocation;
	int status;

	output_prepare();
	environment_set_ctype();
	invocation_init(&invocation);
	invocation.settings.root = environment_root();
	status = run(&invocation, argc, argv);
	if (plugin && status == EXIT_USAGE)
		status = plugin_refuse(&invocation);
	invocation_free(&invocation);
	return status;
}
