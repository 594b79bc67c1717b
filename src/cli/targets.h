/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where is one to look? A word of the command line, and what the invocation says of all of them.
 */
#ifndef CLI_TARGETS_H
#define CLI_TARGETS_H

#include "cli/invocation.h"

/*
 * Settings for WORD into RET (the caller frees them). NULL, or a sentence (the caller frees it) that says
 * why WORD is no address; then RET is untouched.
 */
char *target_settle(const struct invocation *invocation, const char *word, struct settings *ret);

/* What follows from the target of SETTINGS once it is known: the proxy in use. */
void target_add_proxy(const struct invocation *invocation, struct settings *settings);

#endif
