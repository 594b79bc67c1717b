/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What time is it really, and are these certificates valid then? This computer's clock is doubted only
 * with evidence; where it is proven wrong, certificates are judged at the right time as well.
 */
#ifndef CHECK_TIMES_H
#define CHECK_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "evidence/evidence.h"

#define DAY_S ((int64_t)86400)

#define SIGNS_MOST 16

/* What one source says of this computer's clock. */
struct clock_sign {
	const char *source; /* owned by the evidence */
	int64_t offset_s; /* to add to our clock */
	int64_t unsure_s; /* how much of that is noise */
	bool target; /* the target's own Date */
};

/* Every source that says what time it is: the Date of the target and of reference sites, time servers.
 * Returns how many there are. */
size_t times_signs(const struct evidence *evidence, struct clock_sign ret[SIGNS_MOST]);

/*
 * What most of them say: an interval's midpoint where the most intervals meet (Marzullo 1984; RFC 5905 section
 * 11.2.1 chooses in the same way), which must be two at least and more than half of all: so one that lies
 * can't raise an alarm, and can't hide one from three.
 */
struct clock_agreement {
	size_t agreeing; /* 0: no such majority */
	bool agrees[SIGNS_MOST];
	int64_t offset_s;
	int64_t unsure_s;
};
struct clock_agreement times_agreement(const struct clock_sign *signs, size_t count);

struct right_time {
	int64_t now; /* by this computer's clock */
	bool wrong; /* that is proven to be wrong, and it explains what is seen */
	int64_t offset_s; /* to add to `now`; 0 unless `wrong` */
	int64_t unsure_s;
	bool at_least; /* only the build date is known: the right time may be any later one */
	bool off; /* proven to be wrong, whether or not it explains anything */
	int64_t off_s; /* by how much; 0 unless `off` */
};
struct right_time times_right(const struct evidence *evidence);

/* Whether AT is before the day this program was built, a day's slack allowed: nobody can be there. */
bool times_before_build(const struct evidence *evidence, int64_t at);

/* A server's Date further away than this, beside its own uncertainty, differs. */
#define CLOCK_TOLERANCE_S 300

enum dates { DATES_GOOD, DATES_EXPIRED, DATES_TOO_EARLY };
enum dates times_dates(const struct seen_cert *cert, int64_t at);

/* The same at the right time; a date that can't be judged by a clock known to be too slow is good. */
enum dates times_dates_right(const struct seen_cert *cert, const struct right_time *time);

#endif
