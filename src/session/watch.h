/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How has this target been doing? Looks go in one after the other; out come success rate, handshake times, days until
 * the certificate ends, and what changed. Nothing here connects to anything.
 */
#ifndef SESSION_WATCH_H
#define SESSION_WATCH_H

#include <stddef.h>
#include <stdint.h>
#include "session/session.h"

/* How one look ended. What could not be checked is neither good nor failed. */
enum watch_result { WATCH_GOOD, WATCH_FAILED, WATCH_UNKNOWN, WATCH_RESULT_COUNT };
const char *watch_result_name(enum watch_result result); /* "good", "failed", "unknown" */

enum watch_change_kind {
	WATCH_CERTIFICATE, /* another one (SHA-256) */
	WATCH_ISSUER,
	WATCH_PROTOCOL,
	WATCH_CAUSE, /* the first cause is another one, or there was none, or there is none any more */
	WATCH_CHANGE_COUNT
};
const char *watch_change_name(enum watch_change_kind kind); /* "certificate-replaced", ... */

struct watch_change {
	enum watch_change_kind kind;
	int64_t at_s;
	char *from, *to; /* fingerprints, names, versions, cause ids; NULL: none */
};

#define WATCH_CHANGES_KEPT 16
#define WATCH_TIMES_KEPT 1024 /* the statistics are of so many good looks at most */

struct watched {
	char *name; /* "www.example.com:8443" */
	char *via; /* where --connect-to leads, "192.0.2.7:443", or NULL */
	const struct session *session; /* of the last look, borrowed; NULL: none has ended yet */
	size_t looks[WATCH_RESULT_COUNT];
	int64_t *times_ms; /* a ring, once it has its full size */
	size_t time_room;
	size_t time_count; /* of all that were ever added */
	int64_t time_sum_ms; /* likewise */
	struct watch_change changes[WATCH_CHANGES_KEPT]; /* the oldest first */
	size_t change_count;
	size_t changed[WATCH_CHANGE_COUNT]; /* how often since the beginning */
	char *seen
		[WATCH_CHANGE_COUNT]; /* what the next look is compared with; NULL: nothing was seen */
	bool judged; /* seen[WATCH_CAUSE] counts, also when it is NULL */
};

struct watched *watched_new(const struct settings *settings);
void watched_free(struct watched *watched);

/* Adds a look that has ended; SESSION must stay until the next is added. How many changes it brought: the last ones of
 * `changes`. */
size_t watched_add(struct watched *watched, const struct session *session);

/* Of the last look. */
enum watch_result watched_result(const struct watched *watched);

/* The part of the looks that were good among those that could be judged, 0 to 100; -1: none could. */
double watched_success(const struct watched *watched);

/* Whole days until the certificate of the last look ends, negative when it has. false: no certificate was seen. */
bool watched_days(const struct watched *watched, int64_t *ret_days);

/* Of the last handshake in milliseconds, from its first byte to its end; -1: it didn't get there. */
int64_t watched_time_ms(const struct watched *watched);

/* Of the good handshakes kept, in milliseconds; all -1 when there is none. The middle and the 95th of 100 are values
 * that occurred (nearest rank). */
struct watch_times {
	int64_t min_ms, median_ms, p95_ms, max_ms;
};
struct watch_times watched_times(const struct watched *watched);

#endif
