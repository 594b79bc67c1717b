/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where do the organisation's own stanzas come from? /etc/tlsdoctor/guide.d, then the person's own guide.d.
 */
#ifndef CLI_OWN_H
#define CLI_OWN_H

#include "cli/invocation.h"
#include "guide/own.h"

/* Reads all files of both folders in the order of their names; names that begin with a dot or end in "~" are left out.
 * What can't be used is said on standard error, with file and line, and left out; *RET_TROUBLE is the first such
 * sentence, or NULL. The caller frees both. */
struct guide_own *own_read(const struct invocation *invocation, char **ret_trouble);

#endif
