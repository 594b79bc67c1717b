/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What should be done soon, so that it doesn't come back?
 */
#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

static const struct finding_kind kinds[] = {
	{ .id = "upkeep.renewal", .verdict = VERDICT_NOTE, .facts = "days,not_after" },
	{ .id = "upkeep.nothing", .verdict = VERDICT_PASS, .facts = "" },
	{ 0 },
};

/* ACME clients renew when a third of the lifetime is left. */
static bool renewal_is_due(const struct seen_cert *leaf, int64_t at)
{
	return leaf->not_before != -1 && leaf->not_after != -1 &&
	       leaf->not_after - at < (leaf->not_after - leaf->not_before) / 3;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	struct right_time time = times_right(evidence);
	int64_t at = time.now + time.offset_s;
	struct facts *facts;

	if (!leaf || leaf->malformed) {
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
	} else if (times_dates_right(leaf, &time) == DATES_GOOD && renewal_is_due(leaf, at)) {
		facts = findings_add(findings, "upkeep.renewal");
		facts_number(facts, "days", FACT_NUMBER, (leaf->not_after - at) / DAY_S);
		facts_number(facts, "not_after", FACT_TIME, leaf->not_after);
	} else {
		findings_add(findings, "upkeep.nothing");
	}
}

const struct check check_upkeep = {
	.id = "upkeep",
	.step = 12,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_CLOCK) | PART_BIT(PART_HTTP) | PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
