/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do both sides agree on ciphers that today's clients accept?
 */
#include <string.h>
#include "check/alerts.h"
#include "check/judge.h"
#include "check/sni.h"

static const struct finding_kind kinds[] = {
	{ .id = "ciphers.chosen", .verdict = VERDICT_PASS, .facts = "cipher,group" },
	{ .id = "ciphers.weak-dh", .verdict = VERDICT_FAIL, .facts = "bits" },
	{ .id = "ciphers.weak-chosen", .verdict = VERDICT_FAIL, .facts = "cipher" },
	{ .id = "ciphers.no-renegotiation-info", .verdict = VERDICT_FAIL, .facts = "" },
	{ .id = "ciphers.none-in-common", .verdict = VERDICT_FAIL, .facts = "" },
	{ 0 },
};

enum { DH_LEAST_BITS = 2048, TLS_1_2 = 0x0303 };

/* RFC 7465 (RC4), RFC 8996 and NIST SP 800-131A (DES, 3DES), and those that don't encrypt or authenticate. */
static bool is_weak(const char *cipher)
{
	static const char *const marks[] = { "_RC4_", "_3DES_", "_DES_", "_DES40_", "_RC2_",
		"_NULL_", "_EXPORT_", "_anon_", "_IDEA_" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strstr(cipher, marks[i]))
			return true;
	return false;
}

/* TLS 1.2 and older without RFC 5746: OpenSSL 3 gives up ("unsafe legacy renegotiation disabled"). */
static bool lacks_renegotiation_info(const struct seen_handshake *handshake)
{
	if (handshake->outcome == HS_LOCAL && handshake->error)
		return !strcmp(handshake->error, "GNUTLS_E_SAFE_RENEGOTIATION_FAILED") ||
		       !strcmp(handshake->error, "GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED");
	return handshake->outcome == HS_DONE && handshake->version > 0 &&
	       handshake->version <= TLS_1_2 && handshake->secure_renegotiation == 0;
}

static void judge_chosen(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	bool weak = is_weak(handshake->cipher);
	struct facts *facts = findings_add(
		findings, weak ? "ciphers.weak-chosen" : "ciphers.chosen");

	judge_text(facts, "cipher", handshake->cipher);
	if (!weak)
		judge_text(facts, "group", handshake->group);
}

/*
 * handshake_failure says that nothing was in common, but of what? It is the ciphers when no version
 * brings a handshake and some version is known to the server (refused, but not for being that version).
 */
static bool has_none_in_common(const struct evidence *evidence)
{
	bool known = false;

	if (evidence->parts[PART_VERSIONS].state != PART_SEEN ||
		!alert_is_no_common(&evidence->handshake) ||
		alert_refused_client(&evidence->handshake) || sni_refused(evidence))
		return false;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_handshake *trial = &evidence->versions.items[i].handshake;

		if (trial->outcome == HS_DONE)
			return false;
		known = known || alert_is_no_common(trial);
	}
	return known;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;

	if (handshake->dh_bits > 0 && handshake->dh_bits < DH_LEAST_BITS)
		facts_number(findings_add(findings, "ciphers.weak-dh"), "bits", FACT_CODE,
			handshake->dh_bits);
	if (lacks_renegotiation_info(handshake))
		findings_add(findings, "ciphers.no-renegotiation-info");
	if (has_none_in_common(evidence))
		findings_add(findings, "ciphers.none-in-common");
	else if (handshake->cipher)
		judge_chosen(evidence, findings);
	else if (handshake->outcome != HS_DONE)
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
}

const struct check check_ciphers = {
	.id = "ciphers",
	.step = 7,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_VERSIONS) | PART_BIT(PART_SNI),
	.kinds = kinds,
	.judge = judge,
};
