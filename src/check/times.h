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

struct right_time {
	int64_t now; /* by this computer's clock */
	bool wrong; /* and that is proven to be wrong */
	int64_t offset_s; /* to add to `now`; 0 unless `wrong` */
	bool at_least; /* only the build date is known: the right time may be any later one */
};
struct right_time times_right(const struct evidence *evidence);

/*
 * How far the target's Date is from this computer's clock: RET_OFFSET_S to add to ours, and how much of
 * it is noise. false when there is no Date.
 */
bool times_server_offset(
	const struct evidence *evidence, int64_t *ret_offset_s, int64_t *ret_unsure_s);

/* Whether AT is before the day this program was built, a day's slack allowed: nobody can be there. */
bool times_before_build(const struct evidence *evidence, int64_t at);

/* A server's Date further away than this, beside its own uncertainty, differs. */
#define CLOCK_TOLERANCE_S 300

enum dates { DATES_GOOD, DATES_EXPIRED, DATES_TOO_EARLY };
enum dates times_dates(const struct seen_cert *cert, int64_t at);

/* The same at the right time; a date that can't be judged by a clock known to be too slow is good. */
enum dates times_dates_right(const struct seen_cert *cert, const struct right_time *time);

#endif
