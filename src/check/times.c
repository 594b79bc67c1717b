/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/times.h"

#include "check/chain.h"
#include "check/check.h"

bool times_server_offset(
	const struct evidence *evidence, int64_t *ret_offset_s, int64_t *ret_unsure_s)
{
	const struct seen_http *http = &evidence->http;

	if (evidence->parts[PART_HTTP].state != PART_SEEN || http->date_s < 0 || http->local_s < 0)
		return false;
	*ret_offset_s = http->date_s - http->local_s;
	*ret_unsure_s = 1 + (http->rtt_ms > 0 ? http->rtt_ms / 1000 : 0);
	return true;
}

enum dates times_dates(const struct seen_cert *cert, int64_t at)
{
	if (cert->not_after != -1 && at > cert->not_after)
		return DATES_EXPIRED;
	if (cert->not_before != -1 && at < cert->not_before)
		return DATES_TOO_EARLY;
	return DATES_GOOD;
}

enum dates times_dates_right(const struct seen_cert *cert, const struct right_time *time)
{
	enum dates dates = times_dates(cert, time->now + time->offset_s);

	return dates == DATES_TOO_EARLY && time->at_least ? DATES_GOOD : dates;
}

static bool all_dates_good(const struct evidence *evidence, int64_t at)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	for (size_t i = 0; i < count; i++)
		if (times_dates(&evidence->handshake.chain[counting[i]], at) != DATES_GOOD)
			return false;
	return count > 0;
}

bool times_before_build(const struct evidence *evidence, int64_t at)
{
	const struct seen_clock *clock = &evidence->clock;

	return evidence->parts[PART_CLOCK].state == PART_SEEN && clock->build_s > 0 &&
	       at < clock->build_s - DAY_S;
}

/*
 * A clock that is before the day this program was built is wrong for certain. Otherwise one server's word
 * isn't enough, its own clock may be wrong: its certificate must be out of date by our clock and right by
 * its clock (Firefox decides in the same way: toolkit/content/aboutNetError.mjs).
 */
struct right_time times_right(const struct evidence *evidence)
{
	struct right_time time = { .now = evidence->now_s };
	int64_t offset = 0;
	int64_t unsure = 0;
	bool differs = times_server_offset(evidence, &offset, &unsure) &&
		       (offset > CLOCK_TOLERANCE_S + unsure ||
			       -offset > CLOCK_TOLERANCE_S + unsure) &&
		       !times_before_build(evidence, time.now + offset);

	if (times_before_build(evidence, time.now)) {
		time.wrong = true;
		time.at_least = !differs;
		time.offset_s = differs ? offset : evidence->clock.build_s - time.now;
	} else if (differs && !all_dates_good(evidence, time.now) &&
		   all_dates_good(evidence, time.now + offset)) {
		time.wrong = true;
		time.offset_s = offset;
	}
	return time;
}

bool check_clock_correction(const struct evidence *evidence, int64_t *ret_seconds)
{
	struct right_time time = times_right(evidence);

	*ret_seconds = time.offset_s;
	return time.wrong;
}
