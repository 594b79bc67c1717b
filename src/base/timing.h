/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long have we got, and has somebody asked us to stop?
 */
#ifndef BASE_TIMING_H
#define BASE_TIMING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A point on the monotonic clock, in microseconds. INT64_MAX: never. */
struct deadline {
	int64_t at_us;
};

int64_t timing_monotonic_us(void);

/* Seconds since 1970 by this computer's clock, which may be wrong. */
int64_t timing_wall_s(void);

struct deadline deadline_in_ms(int64_t ms);
struct deadline deadline_sooner(struct deadline a, struct deadline b);
bool deadline_over(struct deadline deadline);

/* For poll(): 0 when over, -1 for never, else milliseconds rounded up. */
int deadline_left_ms(struct deadline deadline);

/* Asked from one thread (or a signal handler), seen by another. */
struct cancel {
	atomic_int asked;
	int fd; /* an eventfd, readable once asked; -1 when it could not be made */
};

void cancel_open(struct cancel *cancel);
void cancel_ask(struct cancel *cancel);
bool cancel_asked(const struct cancel *cancel);
void cancel_close(struct cancel *cancel);

/* ISO 8601 in UTC, "2026-03-03T12:00:00Z"; ROOM at least 24. */
void timing_iso(int64_t utc_s, char *out, unsigned room);

/* The reverse. false when TEXT isn't of that form. */
bool timing_from_iso(const char *text, int64_t *ret_utc_s);

/* An HTTP Date (RFC 9110 section 5.6.7, IMF-fixdate only). */
bool timing_from_http_date(const char *text, int64_t *ret_utc_s);

/* Splits UTC seconds into a civil date (proleptic Gregorian, any int64 year that fits int). */
struct civil {
	int year, month, day, hour, minute, second; /* month and day from 1 */
};
struct civil timing_civil(int64_t utc_s);

#endif
