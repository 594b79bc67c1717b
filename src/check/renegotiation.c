/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the server have of the repairs of TLS 1.2 and older: secure renegotiation (RFC 5746), the extended
 * master secret (RFC 7627), encrypt-then-MAC (RFC 7366), the stop of needless fallbacks (RFC 7507), no
 * compression? TLS 1.3 needs none of them, so what is missing harms only where that isn't spoken. And can a
 * session be taken up again?
 */
#include <string.h>
#include "check/judge.h"
#include "check/offers.h"

static const struct finding_kind kinds[] = {
	{ .id = "renegotiation.secure", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "renegotiation.not-needed", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "renegotiation.no-info", .verdict = VERDICT_FAIL, .facts = "" },
	{ .id = "renegotiation.no-info-too", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.no-master-secret", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "renegotiation.no-master-secret-too", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.master-secret-demanded", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.encrypt-then-mac", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "renegotiation.no-encrypt-then-mac", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.fallback-stopped", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "renegotiation.fallback-not-stopped", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.compression", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.resumed", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "renegotiation.not-resumed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "renegotiation.resumption-fails", .verdict = VERDICT_FAIL, .facts = "host" },
	{ 0 },
};

/* What one place of the evidence says of the same two repairs, 1, 0 or -1. */
struct repairs {
	int renegotiation, master_secret;
};

/* The newest version below TLS 1.3 that the server was asked about. */
static const struct seen_offer *newest_old(const struct evidence *evidence)
{
	for (int version = OFFERS_TLS_1_2; version >= OFFERS_TLS_1_0; version--)
		if (offers_spoken(evidence, version))
			return offers_at(evidence, version);
	return NULL;
}

static bool is_old(const struct seen_handshake *handshake)
{
	return handshake->outcome == HS_DONE && handshake->version > 0 &&
	       handshake->version <= OFFERS_TLS_1_2;
}

/* The judged handshake itself, when it is of such a version; else what the matrix saw. */
static struct repairs repairs_of(const struct evidence *evidence)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_offer *offer = newest_old(evidence);

	if (is_old(handshake))
		return (struct repairs){ handshake->secure_renegotiation,
			handshake->extended_master_secret };
	if (offer)
		return (struct repairs){ offer->secure_renegotiation, offer->master_secret };
	return (struct repairs){ -1, -1 };
}

/* Our own library gave up for want of RFC 5746. */
static bool gave_up(const struct seen_handshake *handshake)
{
	return handshake->outcome == HS_LOCAL && handshake->error &&
	       (!strcmp(handshake->error, "GNUTLS_E_SAFE_RENEGOTIATION_FAILED") ||
		       !strcmp(handshake->error, "GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED"));
}

static bool has_1_3(const struct evidence *evidence)
{
	return evidence->handshake.version == OFFERS_TLS_1_3 ||
	       offers_spoken(evidence, OFFERS_TLS_1_3);
}

static void judge_info(
	const struct evidence *evidence, struct findings *findings, struct repairs repairs)
{
	if (gave_up(&evidence->handshake) || (repairs.renegotiation == 0 && !has_1_3(evidence)))
		findings_add(findings, "renegotiation.no-info");
	else if (repairs.renegotiation == 0)
		findings_add(findings, "renegotiation.no-info-too");
	else if (repairs.renegotiation == 1)
		findings_add(findings, "renegotiation.secure");
	else if (evidence->handshake.version == OFFERS_TLS_1_3)
		findings_add(findings, "renegotiation.not-needed");
}

/* A server that refuses a hello without it and takes the same hello with it. */
static bool demands_master_secret(const struct evidence *evidence)
{
	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return false;
	for (size_t i = 0; i < evidence->matrix.oddity_count; i++) {
		const struct seen_oddity *oddity = &evidence->matrix.oddities[i];

		if (oddity->label && !strcmp(oddity->label, "no-ems"))
			return oddity->odd.outcome == HS_ALERT && oddity->usual.outcome == HS_DONE;
	}
	return false;
}

/*
 * Systems that follow FIPS 140-3 refuse TLS 1.2 without it, as RHEL does since 9.2 in FIPS mode
 * (access.redhat.com/solutions/7018256). Older versions are refused anyway.
 */
static void judge_master_secret(
	const struct evidence *evidence, struct findings *findings, struct repairs repairs)
{
	bool today = evidence->handshake.version == OFFERS_TLS_1_2 ||
		     offers_spoken(evidence, OFFERS_TLS_1_2);

	if (repairs.master_secret == 0 && has_1_3(evidence))
		findings_add(findings, "renegotiation.no-master-secret-too");
	else if (repairs.master_secret == 0 && today)
		findings_add(findings, "renegotiation.no-master-secret");
	if (demands_master_secret(evidence))
		findings_add(findings, "renegotiation.master-secret-demanded");
}

/* It changes suites with CBC alone: where the server chose none of them, nothing is known and nothing lost. */
static void judge_encrypt_then_mac(const struct seen_matrix *matrix, struct findings *findings)
{
	int known = -1;

	for (size_t i = 0; i < matrix->offer_count; i++)
		if (matrix->offers[i].encrypt_then_mac > known)
			known = matrix->offers[i].encrypt_then_mac;
	if (known >= 0)
		findings_add(findings, known ? "renegotiation.encrypt-then-mac"
					     : "renegotiation.no-encrypt-then-mac");
}

static void judge_matrix(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_matrix *matrix = &evidence->matrix;

	if (matrix->fallback == 1)
		findings_add(findings, "renegotiation.fallback-stopped");
	else if (matrix->fallback == 0)
		findings_add(findings, "renegotiation.fallback-not-stopped");
	for (size_t i = 0; i < matrix->offer_count; i++)
		if (matrix->offers[i].compression == 1) {
			findings_add(findings, "renegotiation.compression");
			break;
		}
	judge_encrypt_then_mac(matrix, findings);
	if (!matrix->complete)
		judge_cannot(findings, VERDICT_UNKNOWN, OFFERS_UNCLEAR);
}

/* Without it each connection begins anew, which costs time alone; a server that cuts off whoever tries fails for
 * all browsers from the second connection on (RFC 8446 section 2.2, RFC 5077 section 3.1). */
static void judge_resumption(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_resumption *resumption = &evidence->resumption;

	/* Where connections are limited, it was perhaps one too many. */
	if (evidence->parts[PART_RESUMPTION].state != PART_SEEN ||
		(resumption->outcome != HS_DONE && resumption->given == 1 &&
			(evidence->parts[PART_MATRIX].state != PART_SEEN ||
				evidence->matrix.refused > 0 || !evidence->matrix.complete)))
		return;
	switch (resumption->outcome) {
	case HS_DONE:
		findings_add(findings, resumption->resumed == 1 ? "renegotiation.resumed"
								: "renegotiation.not-resumed");
		break;
	case HS_ALERT:
	case HS_CLOSED:
	case HS_RESET:
	case HS_SILENT:
	case HS_STALLED:
		judge_text(findings_add(findings, "renegotiation.resumption-fails"), "host",
			evidence->settings.target.host);
		break;
	default:
		if (resumption->given == 0)
			findings_add(findings, "renegotiation.not-resumed");
	}
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct repairs repairs = repairs_of(evidence);
	bool seen = evidence->parts[PART_MATRIX].state == PART_SEEN;

	judge_info(evidence, findings, repairs);
	judge_master_secret(evidence, findings, repairs);
	judge_resumption(evidence, findings);
	if (seen)
		judge_matrix(evidence, findings);
	else if (evidence->handshake.outcome != HS_DONE)
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
}

const struct check check_renegotiation = {
	.id = "renegotiation",
	.step = 6,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_MATRIX) | PART_BIT(PART_RESUMPTION),
	.kinds = kinds,
	.judge = judge,
};
