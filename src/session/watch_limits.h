/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From where on is it a warning, from where on critical? Limits as plugins of monitoring programs take them
 * (Monitoring Plugins Development Guidelines, "Threshold and Ranges").
 */
#ifndef SESSION_WATCH_LIMITS_H
#define SESSION_WATCH_LIMITS_H

#include "session/watch.h"

enum watch_measure {
	WATCH_DAYS, /* until the certificate ends */
	WATCH_SUCCESS, /* percent */
	WATCH_TIME, /* of the last handshake, ms */
	WATCH_MEASURE_COUNT
};
const char *watch_measure_name(enum watch_measure measure); /* "days", "success", "time" */

/* What is right; or, INSIDE, what is wrong. */
struct watch_range {
	bool set;
	bool inside;
	double low, high; /* -INFINITY, INFINITY: no end */
};

struct watch_limits {
	struct watch_range warn[WATCH_MEASURE_COUNT];
	struct watch_range critical[WATCH_MEASURE_COUNT];
};

/*
 * Reads "days=21,success=99,time=500" into the ranges at RET (an array for all measures). A number alone is the least
 * number of days, the least success, the most time; without a name it is days. A range is START:END, START may be "~"
 * (no end), END may be left out, "@" before it turns it round. false: it isn't like that; RET may have changed.
 */
bool watch_limits_read(const char *text, struct watch_range ret[WATCH_MEASURE_COUNT]);

/* "21:", "@10:20", "~:500"; "" when it isn't set. The caller frees it. */
char *watch_range_text(const struct watch_range *range);

enum watch_state {
	WATCH_OK,
	WATCH_WARNING,
	WATCH_CRITICAL,
	WATCH_STATE_UNKNOWN,
	WATCH_STATE_COUNT
};
const char *watch_state_name(enum watch_state state); /* "OK", "WARNING", "CRITICAL", "UNKNOWN" */

/* The graver: critical, warning, unknown, ok. */
enum watch_state watch_state_worse(enum watch_state a, enum watch_state b);

/* By the verdict of the last look, and LIMITS (or NULL). RET_MEASURE (or NULL): whose limit made it so, or
 * WATCH_MEASURE_COUNT when it was the verdict. */
enum watch_state watched_state(const struct watched *watched, const struct watch_limits *limits,
	enum watch_measure *ret_measure);

/* MEASURE of WATCHED. false: not known. */
bool watched_measure(const struct watched *watched, enum watch_measure measure, double *ret_value);

#endif
