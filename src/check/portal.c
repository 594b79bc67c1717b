/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the network want a sign-in first? It then answers in the place of pages whose answers are known. A third of
 * what such probes alone report is false (Acer et al., CCS 2017), so a second sign is needed.
 */
#include "check/judge.h"
#include "check/site.h"
#include "check/trouble.h"

#define STATUS_SIGN_IN 511 /* RFC 6585 section 6 */

static const struct finding_kind kinds[] = {
	{ .id = "portal.none", .verdict = VERDICT_PASS, .facts = "", .here = true },
	{ .id = "portal.found", .verdict = VERDICT_FAIL, .facts = "portal,pages", .here = true },
	{ .id = "portal.pages-changed", .verdict = VERDICT_NOTE, .facts = "pages", .here = true },
	{ .id = "portal.some-changed", .verdict = VERDICT_NOTE, .facts = "pages", .here = true },
	{ .id = "portal.no-answer", .verdict = VERDICT_UNKNOWN, .facts = "", .here = true },
	{ 0 },
};

#define PAGES_MOST 16

struct count {
	size_t expected, changed;
	char *pages[PAGES_MOST]; /* those that were changed, borrowed */
	const char *portal; /* where they lead; or NULL */
	bool asks_for_sign_in;
};

/* The same wrong answer twice. */
static bool is_changed(const struct seen_portal_probe *probe)
{
	return probe->first == probe->second &&
	       (probe->first == PORTAL_REDIRECTED || probe->first == PORTAL_ANOTHER);
}

static struct count count_probes(const struct seen_portal *portal)
{
	struct count count = { 0 };

	for (size_t i = 0; i < portal->count; i++) {
		const struct seen_portal_probe *probe = &portal->items[i];

		count.expected += probe->first == PORTAL_EXPECTED ||
				  probe->second == PORTAL_EXPECTED;
		if (!is_changed(probe) || !probe->url || count.changed == PAGES_MOST)
			continue;
		count.pages[count.changed++] = probe->url;
		if (!count.portal)
			count.portal = probe->host;
		count.asks_for_sign_in |= probe->status == STATUS_SIGN_IN;
	}
	return count;
}

/* What else a network shows that lets nobody out. */
static bool has_second_sign(const struct evidence *evidence, const struct count *count)
{
	struct site_counts sites = site_count(evidence);

	return count->asks_for_sign_in || trouble_seen(evidence) ||
	       (sites.asked && !sites.of[SITE_FINE]);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct count count = count_probes(&evidence->portal);
	struct facts *facts;

	if (!judge_needs_consent(evidence, findings, PART_PORTAL))
		return;
	if (!count.changed && count.expected) {
		findings_add(findings, "portal.none");
		return;
	}
	if (!count.changed) {
		findings_add(findings, "portal.no-answer");
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_SOURCE);
		return;
	}
	if (!count.expected && has_second_sign(evidence, &count)) {
		facts = findings_add(findings, "portal.found");
		judge_text(facts, "portal", count.portal);
	} else {
		facts = findings_add(
			findings, count.expected ? "portal.some-changed" : "portal.pages-changed");
	}
	facts_list(facts, "pages", count.pages, count.changed);
}

const struct check check_portal = {
	.id = "portal",
	.step = 2,
	.also = PART_BIT(PART_PORTAL) | PART_BIT(PART_CONNECT) | PART_BIT(PART_HANDSHAKE) |
		PART_BIT(PART_TRUST) | PART_BIT(PART_SITES),
	.kinds = kinds,
	.judge = judge,
};
