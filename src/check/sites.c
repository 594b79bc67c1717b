/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only this site, or all of them? What reference sites do under the same conditions. None of it is a fault by
 * itself: it tells where to look.
 */
#include "check/judge.h"
#include "check/site.h"

static const struct finding_kind kinds[] = {
	{ .id = "sites.work", .verdict = VERDICT_PASS, .facts = "sites", .here = true },
	{ .id = "sites.some-fail", .verdict = VERDICT_NOTE, .facts = "sites,others", .here = true },
	{ .id = "sites.unreachable", .verdict = VERDICT_NOTE, .facts = "sites", .here = true },
	{ .id = "sites.no-handshake", .verdict = VERDICT_NOTE, .facts = "sites", .here = true },
	{ .id = "sites.distrusted", .verdict = VERDICT_NOTE, .facts = "sites", .here = true },
	{ 0 },
};

#define BIT(state) (1u << (state))
#define FAILING (BIT(SITE_UNREACHED) | BIT(SITE_BROKEN) | BIT(SITE_DISTRUSTED))

static void add_names(
	const struct evidence *evidence, struct facts *facts, const char *name, unsigned states)
{
	char *names[SITES_MOST];

	facts_list(facts, name, names, site_names(evidence, states, names));
}

static void add(
	const struct evidence *evidence, struct findings *findings, const char *id, unsigned states)
{
	add_names(evidence, findings_add(findings, id), "sites", states);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct site_counts counts = site_count(evidence);
	struct facts *facts;

	if (!judge_needs_consent(evidence, findings, PART_SITES))
		return;
	if (!counts.asked) {
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_SOURCE);
	} else if (counts.of[SITE_FINE] == counts.asked) {
		add(evidence, findings, "sites.work", BIT(SITE_FINE));
	} else if (counts.of[SITE_FINE]) {
		facts = findings_add(findings, "sites.some-fail");
		add_names(evidence, facts, "sites", FAILING);
		add_names(evidence, facts, "others", BIT(SITE_FINE));
	} else if (!counts.reached) {
		add(evidence, findings, "sites.unreachable", FAILING);
	} else if (counts.of[SITE_DISTRUSTED]) {
		add(evidence, findings, "sites.distrusted", BIT(SITE_DISTRUSTED));
	} else {
		add(evidence, findings, "sites.no-handshake", BIT(SITE_BROKEN));
	}
}

const struct check check_sites = {
	.id = "sites",
	.step = 3,
	.also = PART_BIT(PART_SITES),
	.kinds = kinds,
	.judge = judge,
};
