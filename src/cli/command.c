/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <string.h>

static const struct command *const commands[] = {
	&command_wizard,
	&command_check,
	&command_explain,
	&command_hello,
	&command_logs,
	&command_practice,
	&command_upstreams,
	&command_watch,
};

const struct command *command_at(size_t index)
{
	return index < sizeof(commands) / sizeof(commands[0]) ? commands[index] : NULL;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; command_at(i); i++) {
		if (!strcmp(command_at(i)->name, name))
			return command_at(i);
	}
	return NULL;
}
