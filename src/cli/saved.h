/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a session come back? What --save wrote: a JSON report with its evidence, or an array of them.
 */
#ifndef CLI_SAVED_H
#define CLI_SAVED_H

#include "cli/invocation.h"
#include "session/session.h"

struct sessions {
	struct session **items;
	size_t count;
};

/* Appends SESSION, which is taken over. */
void sessions_add(struct sessions *sessions, struct session *session);
void sessions_free(struct sessions *sessions);

/*
 * Reads all sessions of PATH, judged afresh, into RET. NULL, or the reason why not in LANGUAGE (the
 * caller frees it); then RET is empty.
 */
char *saved_read(const struct language *language, const char *path, struct budget *budget,
	struct sessions *ret);

/* The sentence for a person; frees WHY. The caller frees it. */
char *saved_refusal(const struct language *language, const char *path, char *why);

/* COUNT sessions in the form that saved_read() reads. The caller frees it. */
char *saved_text(struct session *const *sessions, size_t count);

#endif
