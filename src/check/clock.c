/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this computer's clock right? Called wrong only when that is proven and explains what is seen; how
 * times_right() decides.
 */
#include <stdlib.h>
#include "check/judge.h"
#include "check/times.h"

#define QUARTER_S 900
#define QUARTER_SLACK_S 90 /* for a clock that was set by hand */

static const struct finding_kind kinds[] = {
	{ .id = "clock.right", .verdict = VERDICT_PASS, .facts = "sources,offset", .here = true },
	{ .id = "clock.slow", .verdict = VERDICT_FAIL, .facts = "offset,sources", .here = true },
	{ .id = "clock.fast", .verdict = VERDICT_FAIL, .facts = "offset,sources", .here = true },
	{ .id = "clock.quarter-hours", .verdict = VERDICT_FAIL, .facts = "offset", .here = true },
	{ .id = "clock.before-build",
		.verdict = VERDICT_FAIL,
		.facts = "build_date,now",
		.here = true },
	{ .id = "clock.slow-harmless",
		.verdict = VERDICT_NOTE,
		.facts = "offset,sources",
		.here = true },
	{ .id = "clock.fast-harmless",
		.verdict = VERDICT_NOTE,
		.facts = "offset,sources",
		.here = true },
	{ .id = "clock.differs", .verdict = VERDICT_NOTE, .facts = "offset,source", .here = true },
	{ .id = "clock.server-wrong", .verdict = VERDICT_NOTE, .facts = "offset,source" },
	{ .id = "clock.network-time-off", .verdict = VERDICT_NOTE, .facts = "", .here = true },
	{ .id = "clock.unsynchronised", .verdict = VERDICT_NOTE, .facts = "", .here = true },
	{ .id = "clock.no-agreement",
		.verdict = VERDICT_UNKNOWN,
		.facts = "sources",
		.here = true },
	{ .id = "clock.not-compared", .verdict = VERDICT_UNKNOWN, .facts = "", .here = true },
	{ 0 },
};

/* What every source says, and what most of them do. */
struct words {
	struct clock_sign signs[SIGNS_MOST];
	size_t count;
	struct clock_agreement agreement;
};

static void hear(const struct evidence *evidence, struct words *ret)
{
	ret->count = times_signs(evidence, ret->signs);
	ret->agreement = times_agreement(ret->signs, ret->count);
}

/* The offset is how far apart the clocks are, never negative: the finding's id says which way. */
static void add_offset(struct facts *facts, int64_t offset_s)
{
	facts_number(facts, "offset", FACT_SPAN, llabs(offset_s));
}

/* Whom the clock was compared with: those who agree, or all. */
static void add_sources(struct facts *facts, const struct words *words)
{
	char *names[SIGNS_MOST];
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++)
		if (!words->agreement.agreeing || words->agreement.agrees[i])
			names[count++] = (char *)words->signs[i].source;
	facts_list(facts, "sources", names, count);
}

static void add_compared(
	struct findings *findings, const char *id, const struct words *words, int64_t offset_s)
{
	struct facts *facts = findings_add(findings, id);

	add_offset(facts, offset_s);
	add_sources(facts, words);
}

static void judge_before_build(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts = findings_add(findings, "clock.before-build");

	facts_number(facts, "build_date", FACT_TIME, evidence->clock.build_s);
	facts_number(facts, "now", FACT_TIME, evidence->now_s);
}

/* Whether clocks show a time that is so many quarters of an hour ahead of UTC anywhere: tzdata 2025b. */
static bool is_a_zone(int64_t quarters)
{
	static const int broken[] = { -38, -14, -10, 14, 18, 22, 23, 26, 35, 38, 42, 51, 55 };

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		if (broken[i] == quarters)
			return true;
	return quarters % 4 == 0 && quarters >= -11 * 4 && quarters <= 14 * 4;
}

/* The multiple of a quarter of an hour that is nearest to SECONDS. */
static int64_t in_quarters(int64_t seconds)
{
	return (seconds + (seconds < 0 ? -QUARTER_S : QUARTER_S) / 2) / QUARTER_S;
}

/*
 * Off by whole quarters of an hour, as time zones are: whoever lives by the wrong zone and sets the hands
 * right has just such a clock. Then the hands tell where the person lives, which must be a place on earth.
 */
static void judge_quarters(
	const struct evidence *evidence, struct findings *findings, const struct right_time *time)
{
	int64_t quarters = in_quarters(time->offset_s);
	int64_t slack = QUARTER_SLACK_S + (time->unsure_s < 60 ? time->unsure_s : 60);
	int64_t zone_s = evidence->parts[PART_CLOCK].state == PART_SEEN
				 ? evidence->clock.utc_offset_min * 60
				 : 0;

	if (quarters == 0 || llabs(time->offset_s - quarters * QUARTER_S) > slack ||
		!is_a_zone(in_quarters(zone_s) - quarters))
		return;
	add_offset(findings_add(findings, "clock.quarter-hours"), time->offset_s);
}

static void judge_wrong(const struct evidence *evidence, struct findings *findings,
	const struct words *words, const struct right_time *time)
{
	if (time->at_least)
		return;
	add_compared(
		findings, time->offset_s > 0 ? "clock.slow" : "clock.fast", words, time->offset_s);
	judge_quarters(evidence, findings, time);
}

/* The target's own clock, where others know better. */
static void judge_target(struct findings *findings, const struct words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct clock_sign *sign = &words->signs[i];
		struct facts *facts;

		if (!sign->target || words->agreement.agrees[i])
			continue;
		facts = findings_add(findings, "clock.server-wrong");
		add_offset(facts, sign->offset_s - words->agreement.offset_s);
		judge_text(facts, "source", sign->source);
	}
}

static void judge_agreed(
	struct findings *findings, const struct words *words, const struct right_time *time)
{
	if (time->off && !time->wrong)
		add_compared(findings,
			time->off_s > 0 ? "clock.slow-harmless" : "clock.fast-harmless", words,
			time->off_s);
	else if (!time->wrong)
		add_compared(findings, "clock.right", words, words->agreement.offset_s);
	judge_target(findings, words);
}

static void judge_one(
	struct findings *findings, const struct words *words, const struct right_time *time)
{
	const struct clock_sign *sign = &words->signs[0];
	struct facts *facts;

	if (time->wrong && !time->at_least)
		return;
	if (llabs(sign->offset_s) > CLOCK_TOLERANCE_S + sign->unsure_s) {
		facts = findings_add(findings, "clock.differs");
		add_offset(facts, sign->offset_s);
		judge_text(facts, "source", sign->source);
	} else if (!time->wrong) {
		add_compared(findings, "clock.right", words, sign->offset_s);
	}
}

static void judge_none(struct findings *findings, const struct words *words)
{
	if (words->count)
		add_sources(findings_add(findings, "clock.no-agreement"), words);
	else
		findings_add(findings, "clock.not-compared");
	judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_SOURCE);
}

/* Could be on and isn't, and nothing that timedated doesn't know keeps the clock right instead. */
static bool network_time_is_off(const struct evidence *evidence)
{
	return evidence->parts[PART_TIMEKEEPER].state == PART_SEEN &&
	       evidence->timekeeper.can_ntp == 1 && evidence->timekeeper.ntp == 0 &&
	       !(evidence->parts[PART_CLOCK].state == PART_SEEN &&
		       evidence->clock.kernel_synced == 1);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct right_time time = times_right(evidence);
	struct words words;

	hear(evidence, &words);
	if (times_before_build(evidence, evidence->now_s))
		judge_before_build(evidence, findings);
	if (time.wrong)
		judge_wrong(evidence, findings, &words, &time);
	if (words.agreement.agreeing)
		judge_agreed(findings, &words, &time);
	else if (words.count == 1)
		judge_one(findings, &words, &time);
	else if (!time.wrong)
		judge_none(findings, &words);
	if (network_time_is_off(evidence))
		findings_add(findings, "clock.network-time-off");
	else if (evidence->parts[PART_CLOCK].state == PART_SEEN &&
		 evidence->clock.kernel_synced == 0)
		findings_add(findings, "clock.unsynchronised");
}

const struct check check_clock = {
	.id = "clock",
	.step = 1,
	.also = PART_BIT(PART_CLOCK) | PART_BIT(PART_HTTP) | PART_BIT(PART_HANDSHAKE) |
		PART_BIT(PART_TRUST) | PART_BIT(PART_REVOCATION) | PART_BIT(PART_TIMES) |
		PART_BIT(PART_SITES) | PART_BIT(PART_TIMEKEEPER),
	.kinds = kinds,
	.judge = judge,
};
