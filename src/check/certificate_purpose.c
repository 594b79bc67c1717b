/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/certificate.h"

#include <string.h>
#include "check/chain.h"
#include "check/judge.h"

/* GnuTLS's values of the bits of RFC 5280 section 4.2.1.3. */
enum { KEY_AGREEMENT = 8, KEY_ENCIPHERMENT = 32, DIGITAL_SIGNATURE = 128 };

/* What this handshake used the key for: static RSA decrypts with it, everything else signs. */
static int needed_usage(const struct seen_handshake *handshake)
{
	if (!handshake->group)
		return DIGITAL_SIGNATURE | KEY_ENCIPHERMENT | KEY_AGREEMENT;
	return strcmp(handshake->group, "RSA") ? DIGITAL_SIGNATURE : KEY_ENCIPHERMENT;
}

/* An authority's purposes are a limit on those of what it issues (CA/Browser Forum, section 7.1.2). */
static void judge_issuers(const struct evidence *evidence, struct findings *findings)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	for (size_t i = 1; i < count; i++) {
		const struct seen_cert *cert = &evidence->handshake.chain[counting[i]];

		if (cert->server_auth != 0 || cert->self_signed)
			continue;
		judge_text(findings_add(findings, "certificate.issuer-purpose"), "subject",
			chain_called(cert));
		return;
	}
}

void certificate_judge_purpose(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_cert *leaf = chain_leaf(handshake);
	bool usage_wrong = leaf->key_usage >= 0 && !(leaf->key_usage & needed_usage(handshake));

	/* Firefox: MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY. One's own is judged as such. */
	if (leaf->is_ca == 1 && !leaf->self_signed)
		judge_text(findings_add(findings, "certificate.ca-as-leaf"), "subject",
			chain_called(leaf));
	if (leaf->server_auth == 0 || usage_wrong)
		judge_text(findings_add(findings, "certificate.wrong-purpose"), "subject",
			chain_called(leaf));
	judge_issuers(evidence, findings);
}
