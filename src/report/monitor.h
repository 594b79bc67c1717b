/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do programs that watch many things learn how targets are doing? Of what was watched, in the forms that they read.
 * The formats nagios and openmetrics of check are the same, for one look each.
 */
#ifndef REPORT_MONITOR_H
#define REPORT_MONITOR_H

#include "i18n/i18n.h"
#include "session/watch_limits.h"

/*
 * One line, as plugins print it (Monitoring Plugins Development Guidelines): state, what is wrong, and behind a "|" the
 * numbers. UNCHECKED targets could not be looked at. LIMITS may be NULL. The caller frees it.
 */
char *monitor_nagios(const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked, const struct language *language);

/* The state that this line begins with. */
enum watch_state monitor_state(const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked);

/*
 * The text format of OpenMetrics 1.0, "# EOF" included. WATCHED: with what only many looks can tell. Of targets with the
 * same name and address, the first stands for all. The caller frees it.
 */
char *monitor_openmetrics(const struct watched *const *items, size_t count, bool watched);

/* What is said of the last look at WATCHED: why it is in its state, or that all is well. The caller frees it. */
char *monitor_sentence(const struct watched *watched, const struct watch_limits *limits,
	const struct language *language);

/* ---- for the formats of check ---- */

/* SESSIONS as if each had been watched for one look; to be freed with monitor_free(). */
struct watched **monitor_of(const struct session *const *sessions, size_t count);
void monitor_free(struct watched **items, size_t count);

#endif
