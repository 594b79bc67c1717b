/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the error message mean that the person pasted? Most of it is a note: what was measured decides,
 * and the message weighs the causes (diagnosis/weigh.c). What no measurement shows is a warning, and proves
 * its cause alone.
 */
#include <string.h>
#include "check/judge.h"

/* One for each meaning of src/diagnosis/rules/all.meaning. */
static const struct finding_kind kinds[] = {
	{ .id = "paste.expired", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.not-yet-valid", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.dates", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.clock", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.self-signed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.self-signed-in-chain", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.issuer-unknown", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.issuer-not-found", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.chain-incomplete", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.chain-order", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.verify-failed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.distrusted", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.trust-store", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.interception", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.pin", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.cert-refused-by-client", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.name", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.no-san", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.revoked", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.revocation-unknown", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.staple", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.must-staple", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.weak-signature", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.weak-key", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.purpose", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.constraint", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.not-a-ca", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.malformed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.bad-signature", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.not-logged", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.lifetime", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.version", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.old-version", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.version-or-cipher", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.cipher", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.handshake-failure", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.group", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.signature-scheme", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.weak-dh", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.policy", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.fallback", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.legacy-renegotiation", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.ems", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.alpn", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.resumption", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.large-hello", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.sni", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.sni-missing", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.client-cert-required", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.client-cert-rejected", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.unknown-ca-alert", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.client-files", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.client-config", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.not-tls", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.sent-tls", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.sent-plaintext", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.garbage", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.tampered", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.decrypt-error", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.closed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.eof", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.no-page", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.handshake-timeout", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.timeout", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.refused", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.unreachable", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.no-such-name", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.dns-trouble", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.proxy", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.portal", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.quic", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.ech", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.starttls-needed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.starttls-not-offered", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.internal-error", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.server-no-certificate", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.key-mismatch", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.cdn-handshake", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.cdn-certificate", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.unavailable", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.gateway", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.upstream", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "paste.profile", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "paste.unclear", .verdict = VERDICT_NOTE, .facts = "" },
	{ 0 },
};

/* The kind of MEANING, or NULL: a saved session may come from a later version. */
static const struct finding_kind *kind_of(const char *meaning)
{
	for (const struct finding_kind *kind = kinds; kind->id; kind++)
		if (!strcmp(kind->id + strlen("paste."), meaning))
			return kind;
	return NULL;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_paste *paste = &evidence->paste;

	for (size_t i = 0; i < paste->meaning_count; i++) {
		const struct finding_kind *kind = paste->meanings[i] ? kind_of(paste->meanings[i])
								     : NULL;

		/* Only the most telling one is trusted to prove something. */
		if (kind && (!i || kind->verdict == VERDICT_NOTE) &&
			!findings_find(findings, kind->id))
			findings_add(findings, kind->id);
	}
}

const struct check check_paste = {
	.id = "paste",
	.step = 3,
	.parts = PART_BIT(PART_PASTE),
	.kinds = kinds,
	.judge = judge,
};
