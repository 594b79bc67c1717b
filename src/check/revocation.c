/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did the issuer call the certificate back? "Good" is said only of an answer that is signed by the right
 * one and of today. No address to ask at is normal (public CAs stopped naming one in 2025) and alarms
 * nobody; an answer that can't be had is neither good nor bad.
 */
#include <string.h>
#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

static const struct finding_kind kinds[] = {
	{ .id = "revocation.good", .verdict = VERDICT_PASS, .facts = "subject,source,this_update" },
	{ .id = "revocation.revoked", .verdict = VERDICT_WARN, .facts = "subject,source,revoked" },
	{ .id = "revocation.issuer-revoked",
		.verdict = VERDICT_WARN,
		.facts = "subject,source,revoked" },
	{ .id = "revocation.staple-revoked", .verdict = VERDICT_FAIL, .facts = "subject,revoked" },
	{ .id = "revocation.not-known", .verdict = VERDICT_WARN, .facts = "subject,source" },
	{ .id = "revocation.unreachable", .verdict = VERDICT_WARN, .facts = "source,url" },
	{ .id = "revocation.bad-answer", .verdict = VERDICT_WARN, .facts = "source,url" },
	{ .id = "revocation.not-offered", .verdict = VERDICT_NOTE, .facts = "subject" },
	{ .id = "revocation.not-checked", .verdict = VERDICT_UNKNOWN, .facts = "subject" },
	{ .id = "revocation.not-asked", .verdict = VERDICT_SKIPPED, .facts = "url" },
	{ .id = "revocation.staple-good", .verdict = VERDICT_PASS, .facts = "subject,this_update" },
	{ .id = "revocation.staple-stale", .verdict = VERDICT_WARN, .facts = "next_update" },
	{ .id = "revocation.staple-bad", .verdict = VERDICT_WARN, .facts = "subject" },
	{ .id = "revocation.must-staple-missing", .verdict = VERDICT_WARN, .facts = "subject" },
	{ 0 },
};

struct judging {
	const struct evidence *evidence;
	const struct seen_cert *leaf;
	struct right_time time;
	struct findings *findings;
};

static struct facts *add(struct judging *judging, const char *id)
{
	struct facts *facts = findings_add(judging->findings, id);

	judge_text(facts, "subject", chain_called(judging->leaf));
	return facts;
}

/* ---- How old is an answer? ---- */

static bool is_stale(const struct judging *judging, const struct seen_status *status)
{
	int64_t now = judging->time.now + judging->time.offset_s;

	return !judging->time.at_least && status->next_update != -1 &&
	       now > status->next_update + CLOCK_TOLERANCE_S;
}

static bool is_too_early(const struct judging *judging, const struct seen_status *status)
{
	int64_t now = judging->time.now + judging->time.offset_s;

	return !judging->time.at_least && status->this_update != -1 &&
	       now < status->this_update - CLOCK_TOLERANCE_S;
}

/* ---- Findings ---- */

static void add_good(struct judging *judging, const char *source, const struct seen_status *status)
{
	struct facts *facts = add(judging, "revocation.good");

	facts_text(facts, "source", source);
	facts_number(facts, "this_update", FACT_TIME, status->this_update);
}

static void add_revoked(
	struct judging *judging, const char *source, const struct seen_status *status)
{
	struct facts *facts = add(judging, "revocation.revoked");

	facts_text(facts, "source", source);
	facts_number(facts, "revoked", FACT_TIME,
		status->revoked_s != -1 ? status->revoked_s : status->this_update);
}

static void add_about_source(struct judging *judging, const char *id, const char *source,
	const struct seen_status *status)
{
	struct facts *facts = findings_add(judging->findings, id);

	facts_text(facts, "source", source);
	judge_text(facts, "url", status->url);
}

static void not_checked(struct judging *judging, const char *why)
{
	bool chosen = why && (!strcmp(why, WHY_OFFLINE) || !strcmp(why, WHY_QUICK) ||
				     !strcmp(why, WHY_CANCELLED) || !strcmp(why, WHY_NOT_NEEDED));

	judge_cannot(judging->findings, chosen ? VERDICT_SKIPPED : VERDICT_UNKNOWN,
		why ? why : WHY_LOCAL);
	if (!chosen)
		add(judging, "revocation.not-checked");
	else if (!strcmp(why, WHY_OFFLINE))
		judge_text(findings_add(judging->findings, "revocation.not-asked"), "url",
			judging->leaf->ocsp_url ? judging->leaf->ocsp_url : judging->leaf->crl_url);
}

/* ---- The stapled answer ---- */

/* What the server itself says of its certificate, browsers believe: nobody need be asked. */
static void add_staple_revoked(struct judging *judging)
{
	const struct seen_status *staple = &judging->evidence->revocation.staple;

	facts_number(add(judging, "revocation.staple-revoked"), "revoked", FACT_TIME,
		staple->revoked_s != -1 ? staple->revoked_s : staple->this_update);
}

/* Whether it settles the question. */
static bool judge_staple(struct judging *judging)
{
	const struct seen_status *staple = &judging->evidence->revocation.staple;

	if (staple->outcome == REVOCATION_NOT_ASKED)
		return false;
	if (staple->outcome == REVOCATION_REVOKED && staple->signature_good == 1) {
		add_staple_revoked(judging);
		return true;
	}
	if (staple->outcome == REVOCATION_NOT_KNOWN && staple->signature_good != 0) {
		facts_text(add(judging, "revocation.not-known"), "source", "OCSP stapling");
		return true;
	}
	if (staple->outcome != REVOCATION_NOT_REVOKED || staple->signature_good == 0 ||
		is_too_early(judging, staple)) {
		add(judging, "revocation.staple-bad");
		return false;
	}
	if (is_stale(judging, staple)) {
		facts_number(findings_add(judging->findings, "revocation.staple-stale"),
			"next_update", FACT_TIME, staple->next_update);
		return false;
	}
	if (staple->signature_good != 1)
		return false; /* nobody to check it with: the chain is incomplete */
	facts_number(add(judging, "revocation.staple-good"), "this_update", FACT_TIME,
		staple->this_update);
	return true;
}

/* RFC 7633: the certificate itself forbids to accept it without a stapled answer. */
static void judge_must_staple(struct judging *judging)
{
	if (judging->leaf->must_staple && !judging->evidence->handshake.staple)
		add(judging, "revocation.must-staple-missing");
}

/* ---- The answer that was asked for ---- */

static void judge_signed(
	struct judging *judging, const char *source, const struct seen_status *status)
{
	if (status->signature_good < 0)
		not_checked(judging, WHY_NO_SOURCE);
	else if (!status->signature_good)
		add_about_source(judging, "revocation.bad-answer", source, status);
	else if (status->outcome == REVOCATION_REVOKED)
		add_revoked(judging, source, status);
	else if (is_stale(judging, status) || is_too_early(judging, status))
		add_about_source(judging, "revocation.bad-answer", source, status);
	else if (status->outcome == REVOCATION_NOT_KNOWN)
		facts_text(add(judging, "revocation.not-known"), "source", source);
	else
		add_good(judging, source, status);
}

static void judge_asked(
	struct judging *judging, const char *source, const struct seen_status *status, bool settled)
{
	switch (status->outcome) {
	case REVOCATION_NOT_ASKED:
		if (!settled)
			not_checked(judging, status->why);
		break;
	case REVOCATION_NO_ANSWER:
		add_about_source(judging, "revocation.unreachable", source, status);
		break;
	case REVOCATION_NOT_REVOKED:
	case REVOCATION_REVOKED:
	case REVOCATION_NOT_KNOWN:
		judge_signed(judging, source, status);
		break;
	default:
		add_about_source(judging, "revocation.bad-answer", source, status);
	}
}

/* Those above: only bad news is worth a word, their issuers answer for few. */
static void judge_above(struct judging *judging)
{
	const struct seen_revocation *seen = &judging->evidence->revocation;

	for (size_t i = 0; i < seen->above_count; i++) {
		const struct seen_status *status = &seen->above[i].status;
		struct facts *facts;

		if (status->outcome != REVOCATION_REVOKED || status->signature_good != 1)
			continue;
		facts = findings_add(judging->findings, "revocation.issuer-revoked");
		judge_text(facts, "subject", seen->above[i].subject);
		judge_text(facts, "source", status->url);
		facts_number(facts, "revoked", FACT_TIME,
			status->revoked_s != -1 ? status->revoked_s : status->this_update);
		return;
	}
}

/* Nobody vouches for a certificate that is out of date: responders forget it. */
static bool is_out_of_date(struct judging *judging)
{
	const struct seen_revocation *seen = &judging->evidence->revocation;

	return times_dates_right(judging->leaf, &judging->time) != DATES_GOOD &&
	       seen->staple.outcome != REVOCATION_REVOKED &&
	       seen->ocsp.outcome != REVOCATION_REVOKED && seen->crl.outcome != REVOCATION_REVOKED;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	struct judging judging = { evidence, leaf, times_right(evidence), findings };
	bool settled;

	if (!leaf || leaf->malformed) {
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_CHAIN);
		return;
	}
	if (is_out_of_date(&judging)) {
		judge_cannot(findings, VERDICT_SKIPPED, WHY_NOT_NEEDED);
		return;
	}
	settled = judge_staple(&judging);
	judge_must_staple(&judging);
	judge_above(&judging);
	if (leaf->ocsp_url)
		judge_asked(&judging, "OCSP", &evidence->revocation.ocsp, settled);
	else if (leaf->crl_url)
		judge_asked(&judging, "CRL", &evidence->revocation.crl, settled);
	else if (!settled)
		add(&judging, "revocation.not-offered");
}

const struct check check_revocation = {
	.id = "revocation",
	.step = 5,
	.parts = PART_BIT(PART_REVOCATION),
	.also = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_CLOCK) | PART_BIT(PART_HTTP) |
		PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
