/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which commands are there? One file a command, one row each.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/invocation.h"

enum command_bit {
	FOR_WIZARD = 1,
	FOR_CHECK = 2,
	FOR_PRACTICE = 4,
	FOR_HELLO = 8,
	FOR_UPSTREAMS = 16,
	FOR_LOGS = 32,
	FOR_EXPLAIN = 64,
	FOR_WATCH = 128,
	FOR_ALL = FOR_WIZARD | FOR_CHECK | FOR_PRACTICE | FOR_HELLO | FOR_UPSTREAMS | FOR_LOGS |
		  FOR_EXPLAIN | FOR_WATCH,
};

struct command {
	const char *name; /* the first word; "" for none: the wizard */
	enum command_bit bit; /* options name the commands they go with by these */
	const char *synopsis; /* msgid: what follows the name */
	const char *purpose; /* msgid */
	int (*run)(struct invocation *invocation); /* returns the exit status */
};

extern const struct command command_wizard;
extern const struct command command_check;
extern const struct command command_explain;
extern const struct command command_hello;
extern const struct command command_logs;
extern const struct command command_practice;
extern const struct command command_upstreams;
extern const struct command command_watch;

const struct command *command_at(size_t index); /* NULL after the last */
const struct command *command_find(const char *name);

#endif
