/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate Transparency: do the timestamps in the certificate suffice for the browsers? */
#include "check/certificate.h"

#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

/* Chrome's CT policy (github.com/GoogleChrome/CertificateTransparency, ct_policy.md); Firefox and Apple
 * count alike: two timestamps up to 180 days, three above. Nobody asks for them before this day. */
#define ASKED_FOR_SINCE ((int64_t)1525046400) /* 2018-04-30 */
#define SHORT_DAYS 180

static int needed(const struct seen_cert *leaf)
{
	return leaf->not_after - leaf->not_before <= SHORT_DAYS * DAY_S + 1 ? 2 : 3;
}

/*
 * Only of certificates that say they come from a public CA, below an anchor that came with the system. Two
 * other ways to deliver timestamps (with the handshake, in a stapled OCSP answer) can't be seen here: a
 * warning, no failure, and none where an answer is stapled.
 */
void certificate_judge_logs(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	const struct seen_trust *trust = &evidence->trust;
	struct facts *facts;

	if (!leaf->public_policy || leaf->sct_count < 0 || evidence->handshake.staple ||
		leaf->not_before < ASKED_FOR_SINCE || leaf->not_after == -1 ||
		leaf->sct_count >= needed(leaf))
		return;
	if (evidence->parts[PART_TRUST].state != PART_SEEN || trust->outcome != TRUST_OK ||
		trust->anchor_extra || trust->anchor_place)
		return;
	facts = findings_add(findings, "certificate.not-logged");
	judge_text(facts, "subject", chain_called(leaf));
	facts_number(facts, "count", FACT_NUMBER, leaf->sct_count);
	facts_number(facts, "needed", FACT_NUMBER, needed(leaf));
}
