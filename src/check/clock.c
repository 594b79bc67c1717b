/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this computer's clock right? Called wrong only when that is proven; how times_right() decides.
 */
#include <stdlib.h>
#include "check/judge.h"
#include "check/times.h"

static const struct finding_kind kinds[] = {
	{ .id = "clock.right", .verdict = VERDICT_PASS, .facts = "source,offset", .here = true },
	{ .id = "clock.slow", .verdict = VERDICT_FAIL, .facts = "offset,source", .here = true },
	{ .id = "clock.fast", .verdict = VERDICT_FAIL, .facts = "offset,source", .here = true },
	{ .id = "clock.before-build",
		.verdict = VERDICT_FAIL,
		.facts = "build_date,now",
		.here = true },
	{ .id = "clock.differs", .verdict = VERDICT_NOTE, .facts = "offset,source", .here = true },
	{ .id = "clock.unsynchronised", .verdict = VERDICT_NOTE, .facts = "", .here = true },
	{ .id = "clock.not-compared", .verdict = VERDICT_UNKNOWN, .facts = "", .here = true },
	{ 0 },
};

/* The offset is how far apart the clocks are, never negative: the finding's id says which way. */
static void add_offset(const struct evidence *evidence, struct findings *findings, const char *id,
	int64_t offset_s)
{
	struct facts *facts = findings_add(findings, id);

	facts_number(facts, "offset", FACT_SPAN, llabs(offset_s));
	judge_text(facts, "source", evidence->settings.target.shown);
}

static void judge_before_build(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts = findings_add(findings, "clock.before-build");

	facts_number(facts, "build_date", FACT_TIME, evidence->clock.build_s);
	facts_number(facts, "now", FACT_TIME, evidence->now_s);
}

static void judge_offset(
	const struct evidence *evidence, struct findings *findings, const struct right_time *time)
{
	int64_t offset = 0;
	int64_t unsure = 0;

	if (time->wrong && !time->at_least) {
		add_offset(evidence, findings, time->offset_s > 0 ? "clock.slow" : "clock.fast",
			time->offset_s);
		return;
	}
	if (!times_server_offset(evidence, &offset, &unsure)) {
		if (!time->wrong) {
			findings_add(findings, "clock.not-compared");
			judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_SOURCE);
		}
		return;
	}
	if (llabs(offset) > CLOCK_TOLERANCE_S + unsure)
		add_offset(evidence, findings, "clock.differs", offset);
	else if (!time->wrong)
		add_offset(evidence, findings, "clock.right", offset);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct right_time time = times_right(evidence);

	if (times_before_build(evidence, evidence->now_s))
		judge_before_build(evidence, findings);
	judge_offset(evidence, findings, &time);
	if (evidence->parts[PART_CLOCK].state == PART_SEEN && evidence->clock.kernel_synced == 0)
		findings_add(findings, "clock.unsynchronised");
}

const struct check check_clock = {
	.id = "clock",
	.step = 1,
	.also = PART_BIT(PART_CLOCK) | PART_BIT(PART_HTTP) | PART_BIT(PART_HANDSHAKE) |
		PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
