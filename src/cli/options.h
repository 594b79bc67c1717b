/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which options are there? A table that is the one home of each option's name, argument, help and use;
 * the command line, the configuration and --help all read it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/invocation.h"
#include "cli/values.h"

struct option_row {
	const char *name; /* "lang"; NULL ends the table */
	char letter; /* "-4", or 0 */
	const char *key; /* its name in the configuration when that may have it, or NULL */
	const char *argument; /* msgid or literal ("FILE"), or NULL when it takes none */
	unsigned commands; /* command_bits of those it goes with */
	bool in_list; /* it may stand behind an address in a list of hosts */
	value_setter *set;
	const char *help; /* msgid */
};

const struct option_row *option_at(size_t index); /* NULL after the last */

/* The row whose configuration key is KEY, or NULL. */
const struct option_row *option_by_key(const char *key);

/* The language that --lang asks for somewhere in ARGV, so that what is wrong can be said in it. */
const struct language *options_language(int argc, char **argv);

/*
 * Reads ARGV into INVOCATION, the command included. NULL, or a sentence (the caller frees it) that says
 * what is wrong.
 */
char *options_read(int argc, char **argv, struct invocation *invocation);

/*
 * Reads WORDS, one line of a list of hosts, into INVOCATION: those of the options that may stand there. Its words are
 * then what is left; free(invocation->words) afterwards. NULL, or what is wrong, as above.
 */
char *options_read_line(char **words, int count, struct invocation *invocation);

#endif
