/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a finished session is handed out? Compared with an earlier one (--compare), without private details
 * (--redact), where that was asked for.
 */
#ifndef CLI_HANDOUT_H
#define CLI_HANDOUT_H

#include "cli/invocation.h"
#include "cli/saved.h"
#include "session/redact.h"

struct handout {
	struct redactor *redactor; /* NULL: everything may be shown */
	bool compare;
	struct sessions earlier; /* those not yet compared with */
	struct sessions
		copies; /* without private details; they lean on the sessions they were made of */
};

/* Reads what INVOCATION names into RET (zeroed). NULL, or a sentence that says why it can't (the caller
 * frees it). To be ended in either case. */
char *handout_begin(
	const struct invocation *invocation, struct budget *budget, struct handout *ret);

/* SESSION, finished, as it may be shown: itself or a copy that lives until the end. */
struct session *handout_session(struct handout *handout, struct session *session);

/* SHOWN, which handout_session() gave, isn't needed any more: before its session is freed. */
void handout_drop(struct handout *handout, struct session *shown);

/* Frees the copies: before the sessions. */
void handout_end(struct handout *handout);

/* A redactor that knows this computer and whoever runs this. */
struct redactor *handout_redactor(void);

#endif
