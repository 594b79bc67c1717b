/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate Transparency: do the timestamps in the certificate suffice for the browsers? */
#include "check/certificate.h"

#include <string.h>
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

/* Those that came beside the certificate: two of different logs suffice, whatever its lifetime. */
enum { NEEDED_BESIDE = 2 };

static bool came_with(const struct seen_handshake *handshake)
{
	return handshake->scts_sent >= NEEDED_BESIDE || handshake->scts_stapled >= NEEDED_BESIDE;
}

/* Handshakes without TLS 1.3 see more: those that brought the same certificate speak for it. */
static bool came_beside(const struct evidence *evidence)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);

	if (came_with(&evidence->handshake))
		return true;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_handshake *trial = &evidence->versions.items[i].handshake;

		if (came_with(trial) && trial->chain_count && leaf->sha256 &&
			trial->chain[0].sha256 && !strcmp(trial->chain[0].sha256, leaf->sha256))
			return true;
	}
	return false;
}

/*
 * Only of certificates that say they come from a public CA, below an anchor that came with the system. Where
 * nobody looked for timestamps beside the certificate (an older record), a stapled answer may hold them.
 */
void certificate_judge_logs(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_cert *leaf = chain_leaf(handshake);
	const struct seen_trust *trust = &evidence->trust;
	struct facts *facts;

	if (!leaf->public_policy || leaf->sct_count < 0 || came_beside(evidence) ||
		(handshake->staple && handshake->scts_stapled < 0) ||
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
