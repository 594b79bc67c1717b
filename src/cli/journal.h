/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was already finished when a long run was interrupted? A file that grows by one line for each target: the
 * session as --save keeps it. A line that was cut off is dropped, the rest counts. A target is found again by all that
 * was asked for: other options make another check.
 */
#ifndef CLI_JOURNAL_H
#define CLI_JOURNAL_H

#include "session/session.h"

struct journal;

/*
 * Opens PATH, or makes it (readable by its owner alone). NULL with *RET_ERRNO: EEXIST when the file is something else,
 * EBUSY when another run writes to it.
 */
struct journal *journal_open(const char *path, int *ret_errno);

/* How many finished targets it held when it was opened. */
size_t journal_count(const struct journal *journal);

/* The session that was kept for SETTINGS, judged afresh (the caller frees it), or NULL. Each is given once. */
struct session *journal_take(
	struct journal *journal, const struct settings *settings, struct budget *budget);

/* Keeps SESSION, which is finished. 0, or an errno. */
int journal_add(struct journal *journal, const struct session *session);

/* Waits until all is on the disk. 0, or an errno. NULL gives 0. */
int journal_close(struct journal *journal);

#endif
