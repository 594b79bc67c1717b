/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does what we made reach the person? Standard output or a file, whole, with an exit status when it
 * does not.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/invocation.h"

/*
 * Takes the places of standard input, output and error where they are closed, so that no file or socket
 * gets their numbers; writing to such an output then fails. Ignores SIGPIPE.
 */
void output_prepare(void);

/* TEXT to standard output. 0, or an exit status; a sentence was said unless the reader has gone. */
int output_text(const struct invocation *invocation, const char *text);

/* TEXT to PATH ("-" is standard output), readable by its owner alone. 0, or an exit status. */
int output_file(const struct invocation *invocation, const char *path, const char *text);

/* The same without a word: 0, or an errno. A device or a pipe is written to as it is, not replaced. */
int output_save(const char *path, const char *text);

#endif
