/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is what was watched shown: on a screen that stays, as lines that follow each other, or as JSON? For monitoring
 * programs see report/monitor.h.
 */
#ifndef REPORT_WATCH_H
#define REPORT_WATCH_H

#include "report/report.h"
#include "session/watch_limits.h"

struct watch_round {
	const struct watched *const *items;
	size_t count;
	const struct watch_limits *limits;
	size_t number; /* 1 for the first */
	int64_t at_s; /* when it began */
	int interval_s; /* 0: no other follows */
	int rows; /* of the screen: what doesn't fit is left out, what is well first; 0: all */
};

/* Everything at once: each target, then the last changes. Callers free. */
char *watch_page(const struct watch_round *round, const struct report_options *options);

/* What one look came to, in one line with the last CHANGES of its changes. */
char *watch_line(const struct watch_round *round, const struct watched *watched, size_t changes,
	const struct report_options *options);

/* An object for one target, an array for several; or (ON_LINES) a line for each. */
char *watch_json(const struct watch_round *round, bool on_lines);

#endif
