/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has this person, or whoever runs this computer, set once for all? "key = value" files.
 */
#ifndef CLI_CONFIGURATION_H
#define CLI_CONFIGURATION_H

#include "cli/invocation.h"

/*
 * Reads /etc/tlsdoctor/config (by configure's sysconfdir), then $XDG_CONFIG_HOME/tlsdoctor/config, where
 * they exist, into INVOCATION. What is wrong in them is said on standard error with file and line, and
 * passed over.
 */
void configuration_read(struct invocation *invocation);

/* The same for one file of any content; for tests too. */
void configuration_apply(struct invocation *invocation, const char *file, const char *text);

/* Where the person's own files are, or NULL; the caller frees it. */
char *configuration_folder(void);

/* Sets KEY to VALUE in the person's own file, whose other lines stay as they are. 0, or an errno. */
int configuration_remember(const char *key, const char *value);

#endif
