/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the list of trusted roots on this computer the one that others have? One that lacks well-known roots is
 * old, or was made short on purpose: worth a word, and no fault by itself.
 */
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "store.present", .verdict = VERDICT_PASS, .facts = "count,place", .here = true },
	{ .id = "store.changed", .verdict = VERDICT_NOTE, .facts = "date", .here = true },
	{ .id = "store.lacks-roots", .verdict = VERDICT_NOTE, .facts = "roots", .here = true },
	{ .id = "store.expired-roots", .verdict = VERDICT_NOTE, .facts = "roots", .here = true },
	{ 0 },
};

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_trust *trust = &evidence->trust;
	struct facts *facts;

	if (trust->system_anchors <= 0)
		return; /* the check "trust" says so where it matters */
	facts = findings_add(findings, "store.present");
	facts_number(facts, "count", FACT_NUMBER, trust->system_anchors);
	judge_text(facts, "place", trust->store_path);
	if (trust->store_s != -1)
		facts_number(
			findings_add(findings, "store.changed"), "date", FACT_TIME, trust->store_s);
	if (trust->lacking_count)
		facts_list(findings_add(findings, "store.lacks-roots"), "roots", trust->lacking,
			trust->lacking_count);
	if (trust->expired_count)
		facts_list(findings_add(findings, "store.expired-roots"), "roots", trust->expired,
			trust->expired_count);
}

const struct check check_store = {
	.id = "store",
	.step = 9,
	.parts = PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
