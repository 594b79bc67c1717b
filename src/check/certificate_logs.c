/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate Transparency: do the timestamps in the certificate suffice for the browsers? */
#include "check/certificate.h"

#include <string.h>
#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

/*
 * Chrome's CT policy (googlechrome.github.io/CertificateTransparency/ct_policy.html); Firefox and Apple
 * (support.apple.com/103214) count alike: two timestamps of different logs up to 180 days, three above. Nobody asks
 * for them before this day.
 */
#define ASKED_FOR_SINCE ((int64_t)1525046400) /* 2018-04-30 */
#define SHORT_DAYS 180

static int needed(const struct seen_cert *leaf)
{
	return leaf->not_after - leaf->not_before <= SHORT_DAYS * DAY_S + 1 ? 2 : 3;
}

/* Those that came beside the certificate: two of different logs suffice, whatever its lifetime. */
enum { NEEDED_BESIDE = 2 };

static bool same_leaf(const struct seen_handshake *a, const struct seen_cert *leaf)
{
	return a->chain_count && leaf->sha256 && a->chain[0].sha256 &&
	       !strcmp(a->chain[0].sha256, leaf->sha256);
}

/*
 * How many came beside the certificate: of the handshakes that brought it, the one with the most. -1: nobody
 * asked for them, or the answer couldn't be read.
 */
static int count_beside(const struct evidence *evidence)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_cert *leaf = chain_leaf(handshake);
	int most = handshake->scts_sent;

	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_handshake *trial = &evidence->versions.items[i].handshake;

		if (trial->scts_sent > most && same_leaf(trial, leaf))
			most = trial->scts_sent;
	}
	return most;
}

/* Only certificates that say they come from a public CA, below an anchor that came with the system. */
static bool needs_logs(const struct evidence *evidence, const struct seen_cert *leaf)
{
	const struct seen_trust *trust = &evidence->trust;

	return leaf->public_policy && leaf->sct_count >= 0 && leaf->not_before >= ASKED_FOR_SINCE &&
	       leaf->not_after != -1 && leaf->sct_log_count < needed(leaf) &&
	       evidence->parts[PART_TRUST].state == PART_SEEN && trust->outcome == TRUST_OK &&
	       !trust->anchor_extra && !trust->anchor_place;
}

/* Where nobody could look beside the certificate, or into a stapled answer, they may be there. */
void certificate_judge_logs(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_cert *leaf = chain_leaf(handshake);
	int beside = count_beside(evidence);
	bool unseen = beside < 0 || (handshake->staple && handshake->scts_stapled < 0);
	struct facts *facts;

	if (!needs_logs(evidence, leaf) || beside >= NEEDED_BESIDE ||
		handshake->scts_stapled >= NEEDED_BESIDE)
		return;
	facts = findings_add(
		findings, unseen ? "certificate.logs-unseen" : "certificate.not-logged");
	judge_text(facts, "subject", chain_called(leaf));
	facts_number(facts, "count", FACT_NUMBER, leaf->sct_log_count);
	facts_number(facts, "needed", FACT_NUMBER, needed(leaf));
}
