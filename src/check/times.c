/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/times.h"

#include <stdlib.h>
#include "check/chain.h"
#include "check/check.h"

/* ---- What sources say ---- */

/* A Date is a whole second, stamped between our request and its answer; a cache tells how long it kept it,
 * to the minute at best. */
static void add_date(struct clock_sign *signs, size_t *count, const char *source,
	const struct seen_http *http, bool target)
{
	bool cached = http->age_s > 0;

	if (http->date_s < 0 || http->local_s < 0 || *count == SIGNS_MOST)
		return;
	signs[(*count)++] = (struct clock_sign){
		.source = source ? source : "?",
		.offset_s = http->date_s + (cached ? http->age_s : 0) - http->local_s,
		.unsure_s = 1 + (http->rtt_ms > 0 ? http->rtt_ms / 1000 : 0) + (cached ? 60 : 0),
		.target = target,
	};
}

/* Half a second more or less is a whole one. */
static int64_t rounded_s(int64_t ms)
{
	return (ms + (ms < 0 ? -500 : 500)) / 1000;
}

static void add_server(struct clock_sign *signs, size_t *count, const struct seen_time *server)
{
	if (server->outcome != TIME_ANSWERED || *count == SIGNS_MOST)
		return;
	signs[(*count)++] = (struct clock_sign){
		.source = server->source ? server->source : "?",
		.offset_s = rounded_s(server->offset_ms),
		.unsure_s = 1 + (server->unsure_ms > 0 ? server->unsure_ms / 1000 : 0),
	};
}

size_t times_signs(const struct evidence *evidence, struct clock_sign ret[SIGNS_MOST])
{
	const struct seen_times *times = &evidence->times;
	const struct seen_sites *sites = &evidence->sites;
	size_t count = 0;

	if (evidence->parts[PART_HTTP].state == PART_SEEN)
		add_date(ret, &count, evidence->settings.target.shown, &evidence->http, true);
	for (size_t i = 0; evidence->parts[PART_TIMES].state == PART_SEEN && i < times->count; i++)
		add_server(ret, &count, &times->items[i]);
	for (size_t i = 0; evidence->parts[PART_SITES].state == PART_SEEN && i < sites->count; i++)
		add_date(ret, &count, sites->items[i].host, &sites->items[i].http, false);
	return count;
}

/* Whether A and B can both be right. */
static bool meet(const struct clock_sign *a, const struct clock_sign *b)
{
	return llabs(a->offset_s - b->offset_s) <= CLOCK_TOLERANCE_S + a->unsure_s + b->unsure_s;
}

static size_t count_meeting(
	const struct clock_sign *signs, size_t count, const struct clock_sign *with)
{
	size_t meeting = 0;

	for (size_t i = 0; i < count; i++)
		meeting += meet(&signs[i], with);
	return meeting;
}

struct clock_agreement times_agreement(const struct clock_sign *signs, size_t count)
{
	struct clock_agreement agreement = { 0 };
	const struct clock_sign *centre = NULL;
	size_t most = 1;

	/* The surest of those that most others meet stands for all. */
	for (size_t i = 0; i < count; i++) {
		size_t meeting = count_meeting(signs, count, &signs[i]);

		if (meeting < most ||
			(meeting == most && (!centre || signs[i].unsure_s >= centre->unsure_s)))
			continue;
		most = meeting;
		centre = &signs[i];
	}
	if (!centre || most < 2 || 2 * most <= count)
		return agreement;
	for (size_t i = 0; i < count; i++)
		agreement.agrees[i] = meet(&signs[i], centre);
	agreement.agreeing = most;
	agreement.offset_s = centre->offset_s;
	agreement.unsure_s = centre->unsure_s;
	return agreement;
}

/* ---- Certificates ---- */

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

/* ---- The right time ---- */

/* When the stapled answer, signed by the authority, was made: nobody can be before that. -1: not known. */
static int64_t stapled_s(const struct evidence *evidence)
{
	const struct seen_status *staple = &evidence->revocation.staple;

	if (evidence->parts[PART_REVOCATION].state != PART_SEEN || staple->signature_good != 1)
		return -1;
	return staple->this_update;
}

static bool before_staple(const struct evidence *evidence, int64_t at)
{
	return stapled_s(evidence) != -1 && at < stapled_s(evidence) - CLOCK_TOLERANCE_S;
}

/* Whether a reference site's certificate is out of date by our clock, and right by one OFFSET_S ahead of it. */
static bool spoils_a_site(const struct evidence *evidence, int64_t offset_s)
{
	const struct seen_sites *sites = &evidence->sites;
	int64_t now = evidence->now_s;

	for (size_t i = 0; evidence->parts[PART_SITES].state == PART_SEEN && i < sites->count;
		i++) {
		const struct seen_cert *leaf = chain_leaf(&sites->items[i].handshake);

		if (leaf && times_dates(leaf, now) != DATES_GOOD &&
			times_dates(leaf, now + offset_s) == DATES_GOOD)
			return true;
	}
	return false;
}

/* Whether a clock that is off by OFFSET_S spoils what is right at the right time. */
static bool explains(const struct evidence *evidence, int64_t offset_s)
{
	int64_t now = evidence->now_s;

	if (!all_dates_good(evidence, now) && all_dates_good(evidence, now + offset_s))
		return true;
	if (spoils_a_site(evidence, offset_s))
		return true;
	return before_staple(evidence, now) && !before_staple(evidence, now + offset_s);
}

static bool is_beyond(int64_t offset_s, int64_t unsure_s)
{
	return llabs(offset_s) > CLOCK_TOLERANCE_S + unsure_s;
}

/* Whoever signs its own certificate is no witness of the time: its word and its dates are one. */
static bool is_own_witness(const struct evidence *evidence)
{
	return evidence->parts[PART_TRUST].state == PART_SEEN &&
	       evidence->trust.outcome == TRUST_SELF_SIGNED;
}

/*
 * One word alone isn't enough, that clock may be wrong: the certificate must be out of date by ours and right
 * by the other (Firefox decides in the same way: toolkit/content/aboutNetError.mjs), or the authority's
 * stapled answer must speak against ours as well.
 */
static bool one_word_is_enough(const struct evidence *evidence, const struct clock_sign *sign)
{
	int64_t now = evidence->now_s;

	return explains(evidence, sign->offset_s) && !(sign->target && is_own_witness(evidence)) &&
	       !before_staple(evidence, now + sign->offset_s);
}

/* How far our clock is off, where that is proven. */
static bool prove_offset(
	const struct evidence *evidence, int64_t *ret_offset_s, int64_t *ret_unsure_s)
{
	struct clock_sign signs[SIGNS_MOST];
	size_t count = times_signs(evidence, signs);
	struct clock_agreement agreement = times_agreement(signs, count);
	bool proven = agreement.agreeing > 0;

	if (!proven && count == 1 && one_word_is_enough(evidence, &signs[0])) {
		agreement.offset_s = signs[0].offset_s;
		agreement.unsure_s = signs[0].unsure_s;
		proven = true;
	}
	*ret_offset_s = agreement.offset_s;
	*ret_unsure_s = agreement.unsure_s;
	return proven && is_beyond(agreement.offset_s, agreement.unsure_s) &&
	       !times_before_build(evidence, evidence->now_s + agreement.offset_s);
}

/* The only word there is, where the build date has proven our clock wrong already. */
static bool take_only_word(
	const struct evidence *evidence, int64_t *ret_offset_s, int64_t *ret_unsure_s)
{
	struct clock_sign signs[SIGNS_MOST];

	if (times_signs(evidence, signs) != 1 || !is_beyond(signs[0].offset_s, signs[0].unsure_s) ||
		times_before_build(evidence, evidence->now_s + signs[0].offset_s))
		return false;
	*ret_offset_s = signs[0].offset_s;
	*ret_unsure_s = signs[0].unsure_s;
	return true;
}

/* A clock that is before the day this program was built is wrong for certain. */
struct right_time times_right(const struct evidence *evidence)
{
	struct right_time time = { .now = evidence->now_s };
	bool early = times_before_build(evidence, time.now);

	time.off = prove_offset(evidence, &time.off_s, &time.unsure_s) ||
		   (early && take_only_word(evidence, &time.off_s, &time.unsure_s));
	if (!time.off)
		time.off_s = 0;
	if (early) {
		time.wrong = true;
		time.at_least = !time.off;
		time.offset_s = time.off ? time.off_s : evidence->clock.build_s - time.now;
	} else if (time.off && explains(evidence, time.off_s)) {
		time.wrong = true;
		time.offset_s = time.off_s;
	}
	return time;
}

bool check_clock_correction(const struct evidence *evidence, int64_t *ret_seconds)
{
	struct right_time time = times_right(evidence);

	*ret_seconds = time.offset_s;
	return time.wrong;
}

/* Two that agree, or the only one there is. */
static bool is_told_right(const struct evidence *evidence)
{
	struct clock_sign signs[SIGNS_MOST];
	size_t count = times_signs(evidence, signs);
	struct clock_agreement agreement = times_agreement(signs, count);

	if (agreement.agreeing)
		return !is_beyond(agreement.offset_s, agreement.unsure_s);
	return count == 1 && !is_beyond(signs[0].offset_s, signs[0].unsure_s);
}

bool check_clock_doubted(const struct evidence *evidence)
{
	size_t counting[CHAIN_MOST];

	return chain_counting(evidence, counting) > 0 &&
	       !all_dates_good(evidence, evidence->now_s) && !is_told_right(evidence);
}
