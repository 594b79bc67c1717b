/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/certificate.h"

#include "base/text.h"
#include "check/chain.h"
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "certificate.in-date", .verdict = VERDICT_PASS, .facts = "subject,not_after,days" },
	{ .id = "certificate.expired", .verdict = VERDICT_FAIL, .facts = "subject,not_after,days" },
	{ .id = "certificate.issuer-expired",
		.verdict = VERDICT_FAIL,
		.facts = "subject,not_after,days" },
	{ .id = "certificate.not-yet-valid",
		.verdict = VERDICT_FAIL,
		.facts = "subject,not_before,days" },
	{ .id = "certificate.issuer-not-yet-valid",
		.verdict = VERDICT_FAIL,
		.facts = "subject,not_before,days" },
	{ .id = "certificate.expires-soon",
		.verdict = VERDICT_WARN,
		.facts = "subject,not_after,days" },
	{ .id = "certificate.valid-at-right-time",
		.verdict = VERDICT_NOTE,
		.facts = "subject,not_after" },
	{ .id = "certificate.name-matches", .verdict = VERDICT_PASS, .facts = "host" },
	{ .id = "certificate.name-mismatch", .verdict = VERDICT_FAIL, .facts = "host,names" },
	{ .id = "certificate.name-www", .verdict = VERDICT_FAIL, .facts = "host,other" },
	{ .id = "certificate.name-too-deep", .verdict = VERDICT_FAIL, .facts = "host,wildcard" },
	{ .id = "certificate.name-wildcard",
		.verdict = VERDICT_FAIL,
		.facts = "host,wildcard,kind" },
	{ .id = "certificate.name-dot", .verdict = VERDICT_FAIL, .facts = "host,other" },
	{ .id = "certificate.no-san", .verdict = VERDICT_FAIL, .facts = "host,subject" },
	{ .id = "certificate.weak-key", .verdict = VERDICT_FAIL, .facts = "key,bits" },
	{ .id = "certificate.weak-signature",
		.verdict = VERDICT_FAIL,
		.facts = "signature,subject" },
	{ .id = "certificate.wrong-purpose", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "certificate.weak-curve", .verdict = VERDICT_FAIL, .facts = "curve,subject" },
	{ .id = "certificate.ca-as-leaf", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "certificate.old-version", .verdict = VERDICT_FAIL, .facts = "subject,version" },
	{ .id = "certificate.bad-serial", .verdict = VERDICT_FAIL, .facts = "subject,serial" },
	{ .id = "certificate.zero-serial", .verdict = VERDICT_NOTE, .facts = "subject" },
	{ .id = "certificate.lifetime-too-long",
		.verdict = VERDICT_WARN,
		.facts = "subject,days,allowed_days" },
	{ .id = "certificate.not-logged",
		.verdict = VERDICT_WARN,
		.facts = "subject,count,needed" },
	{ .id = "certificate.logs-unseen",
		.verdict = VERDICT_NOTE,
		.facts = "subject,count,needed" },
	{ .id = "certificate.name-typo", .verdict = VERDICT_FAIL, .facts = "host,other" },
	{ .id = "certificate.default", .verdict = VERDICT_NOTE, .facts = "subject,product" },
	{ .id = "certificate.issuer-purpose", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "certificate.critical-extension",
		.verdict = VERDICT_FAIL,
		.facts = "subject,extension" },
	{ .id = "certificate.dates-reversed", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "certificate.malformed", .verdict = VERDICT_FAIL, .facts = "" },
	{ 0 },
};

/* One that can't be read spoils the chain for every client; GnuTLS may not even hand it over. */
static bool is_malformed(const struct seen_handshake *handshake)
{
	for (size_t i = 0; i < handshake->chain_count; i++)
		if (handshake->chain[i].malformed)
			return true;
	return handshake->outcome == HS_LOCAL && handshake->error &&
	       text_starts(handshake->error, "GNUTLS_E_ASN1_");
}

static void judge_no_chain(const struct evidence *evidence, struct findings *findings)
{
	enum stage broken = judge_broken_stage(evidence);

	if (evidence->handshake.outcome == HS_CANCELLED)
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_CANCELLED);
	else if (broken != STAGE_DONE)
		judge_cannot(findings, VERDICT_NOT_REACHED, stage_name(broken));
	else
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_CHAIN);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (is_malformed(&evidence->handshake)) {
		findings_add(findings, "certificate.malformed");
		return;
	}
	if (!chain_leaf(&evidence->handshake)) {
		judge_no_chain(evidence, findings);
		return;
	}
	certificate_judge_dates(evidence, findings);
	certificate_judge_names(evidence, findings);
	certificate_judge_strength(evidence, findings);
	certificate_judge_form(evidence, findings);
	certificate_judge_lifetime(evidence, findings);
	certificate_judge_logs(evidence, findings);
	certificate_judge_purpose(evidence, findings);
}

const struct check check_certificate = {
	.id = "certificate",
	.step = 5,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_CLOCK) | PART_BIT(PART_TRUST) | PART_BIT(PART_VERSIONS) |
		PART_BIT(PART_HTTP),
	.kinds = kinds,
	.judge = judge,
};
