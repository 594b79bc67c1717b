/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do the reports of many targets reach the person, although they end in any order? In the order in which they were
 * asked for, each as soon as its turn has come; JSON lines as soon as they are there. A format that needs all of them
 * gets them at the end.
 */
#ifndef CLI_RESULTS_H
#define CLI_RESULTS_H

#include "cli/handout.h"
#include "cli/invocation.h"
#include "cli/saved.h"

struct results;

/* How far targets may be ahead of the first that isn't finished: what waits for its turn takes memory. */
#define RESULTS_AHEAD 1024

/* For one report of one target alone, or (MANY) for any number of them. Each session is shown as HANDOUT (begun by
 * then) has it, which is to be ended before the results are freed. */
struct results *results_new(const struct invocation *invocation, const struct report_format *format,
	const struct report_options *options, struct handout *handout, bool many);

/* Whether target PLACE (0, 1, ...) is too far ahead to begin now. */
bool results_is_ahead(const struct results *results, size_t place);

/* Target PLACE has ended; SESSION is taken over. 0, or an exit status when nobody takes the report any more. */
int results_add(struct results *results, size_t place, struct session *session);

/* Target PLACE has no report: it couldn't be looked at. */
int results_skip(struct results *results, size_t place);

/* The end: prints what is left. 0, or an exit status. */
int results_close(struct results *results);

/* The verdicts so far. */
const size_t *results_verdicts(const struct results *results); /* VERDICT_COUNT numbers */

/* All sessions, where they were kept: for formats that need them, and for the repaired chain. */
const struct sessions *results_sessions(const struct results *results);

/* The same as they may be shown: for --save. */
struct session *const *results_shown(const struct results *results, size_t *ret_count);

void results_free(struct results *results);

#endif
