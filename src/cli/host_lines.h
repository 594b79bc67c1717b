/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which targets stand in this list? One a line, as on the command line, with options of its own behind it:
 *
 *   # a comment
 *   www.example.com:8443 --connect-to 192.0.2.7   # another one
 *
 * Words are separated by blanks; one with blanks in it stands between "double" or 'single' quotes.
 */
#ifndef CLI_HOST_LINES_H
#define CLI_HOST_LINES_H

#include "cli/invocation.h"

struct host_lines {
	char *text; /* owned */
	char *at; /* what wasn't read yet */
	size_t number; /* of the line that was read last; the first is 1 */
};

/* Reads PATH ("-" is standard input). 0, or an errno; then RET is empty. */
int host_lines_open(const char *path, struct host_lines *ret);
void host_lines_close(struct host_lines *lines);

/*
 * The next target into RET (the caller frees it), as INVOCATION and the line's own options say. false: there is none
 * left. A line that can't be one gives true with RET_WRONG, a sentence (the caller frees it); then RET is untouched.
 */
bool host_lines_next(struct host_lines *lines, const struct invocation *invocation,
	struct settings *ret, char **ret_wrong);

/* ---- for tests and the fuzzer ---- */

#define HOST_WORDS_MOST 32

/* Splits LINE in place into at most HOST_WORDS_MOST WORDS. Their number; -1: a quote isn't closed, or too many. */
int host_line_split(char *line, char **words);

#endif
