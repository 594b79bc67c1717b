/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the environment say? The proxy in use, the terminal's width, whether colors are welcome.
 */
#ifndef CLI_ENVIRONMENT_H
#define CLI_ENVIRONMENT_H

#include "cli/invocation.h"

/* Cells are counted as ncurses does it: needs a UTF-8 LC_CTYPE, whatever the locale is called. */
void environment_set_ctype(void);

/*
 * The proxy that the environment names for TARGET (the caller frees it), or NULL: none is named, or TARGET
 * is no web address, or it is this computer.
 */
char *environment_proxy(const struct target *target);

/* The folder that is looked at in the place of / for this computer's own settings: TLSDOCTOR_ROOT, or NULL.
 * The caller frees it. */
char *environment_root(void);

/* As many open files as the system allows: each target that is looked at needs several. */
void environment_more_files(void);

/* Columns for text on FD; 80 when it is no terminal. */
int environment_columns(int fd);

/* Whether text on FD is colored, by the invocation's wish, NO_COLOR and TERM. */
bool environment_color(const struct invocation *invocation, int fd);

/* Whether marks on FD are ASCII: asked for, or the Linux console, whose fonts lack them. */
bool environment_ascii(const struct invocation *invocation, int fd);

#endif
