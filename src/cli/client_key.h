/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can the certificates that were given be used? --cert and --key, together; and the words when a file of
 * certificates can't be read.
 */
#ifndef CLI_CLIENT_KEY_H
#define CLI_CLIENT_KEY_H

#include "cli/invocation.h"

/* NULL when there is none, or when file and key belong together; else a sentence that says what is wrong (the
 * caller frees it). Reads the files; nothing of the key is kept. */
char *client_key_refusal(const struct invocation *invocation);

/* Why FILE, where certificates are wanted, is refused: ERROR is EINVAL when it holds none, else an errno. The caller
 * frees it. */
char *certificates_refusal(const struct invocation *invocation, const char *file, int error);

#endif
