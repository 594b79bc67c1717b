/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is tlsdoctor used? --help and --version, aware of how wide the letters of each language are.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/invocation.h"

/* All commands, and the options that go with the invocation's command. The caller frees it. */
char *help_text(const struct invocation *invocation, int columns);

char *version_text(const struct invocation *invocation);

#endif
