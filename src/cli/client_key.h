/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can the client certificate that was given be shown to a server? --cert and --key, together.
 */
#ifndef CLI_CLIENT_KEY_H
#define CLI_CLIENT_KEY_H

#include "cli/invocation.h"

/* NULL when there is none, or when file and key belong together; else a sentence that says what is wrong (the
 * caller frees it). Reads the files; nothing of the key is kept. */
char *client_key_refusal(const struct invocation *invocation);

#endif
