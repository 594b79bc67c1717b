/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long may a public CA's certificate live? The limit that stood on the day of issue counts. */
#include "check/certificate.h"

#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

/* CA/Browser Forum baseline requirements section 6.3.2: ballots 193 (825 days), SC31 (398 days) and SC-081v3
 * (the last three). Apple and Chrome refuse what lives longer. */
static const struct {
	int64_t from; /* issued on this day or later */
	int days;
} limits[] = {
	{ 1519862400, 825 }, /* 2018-03-01 */
	{ 1598918400, 398 }, /* 2020-09-01 */
	{ 1773532800, 200 }, /* 2026-03-15 */
	{ 1805068800, 100 }, /* 2027-03-15 */
	{ 1868227200, 47 }, /* 2029-03-15 */
};

static int allowed_days(int64_t issued)
{
	int days = 0;

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (issued >= limits[i].from)
			days = limits[i].days;
	return days;
}

void certificate_judge_lifetime(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	int allowed = allowed_days(leaf->not_before);
	int64_t lifetime = leaf->not_after - leaf->not_before;
	struct facts *facts;

	if (!chain_is_public(leaf) || leaf->not_before == -1 || leaf->not_after == -1 || !allowed ||
		lifetime <= allowed * DAY_S)
		return;
	facts = findings_add(findings, "certificate.lifetime-too-long");
	judge_text(facts, "subject", chain_called(leaf));
	facts_number(facts, "days", FACT_NUMBER, (lifetime + DAY_S - 1) / DAY_S);
	facts_number(facts, "allowed_days", FACT_NUMBER, allowed);
}
