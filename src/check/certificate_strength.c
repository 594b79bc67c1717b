/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/certificate.h"

#include "base/text.h"
#include "check/chain.h"
#include "check/judge.h"

enum { RSA_LEAST_BITS = 2048, CURVE_LEAST_BITS = 224 };

/* 112 bits of security (NIST SP 800-57 part 1, table 2): OpenSSL's level 2 and the browsers ask for it. */
static bool is_weak_key(const struct seen_cert *cert)
{
	if (!cert->key_type || cert->key_bits <= 0)
		return false;
	if (text_starts(cert->key_type, "RSA") || text_starts(cert->key_type, "DSA"))
		return cert->key_bits < RSA_LEAST_BITS;
	if (text_starts(cert->key_type, "EC"))
		return cert->key_bits < CURVE_LEAST_BITS;
	return false;
}

static void add_weak_key(struct findings *findings, const struct seen_cert *cert)
{
	struct facts *facts = findings_add(findings, "certificate.weak-key");

	judge_text(facts, "key", cert->key_type);
	facts_number(facts, "bits", FACT_CODE, cert->key_bits);
}

static void add_weak_signature(struct findings *findings, const struct seen_cert *cert)
{
	struct facts *facts = findings_add(findings, "certificate.weak-signature");

	judge_text(facts, "signature", cert->signature);
	judge_text(facts, "subject", chain_called(cert));
}

/*
 * The three curves that browsers accept in a certificate (CA/Browser Forum baseline requirements section
 * 6.1.5; BoringSSL and NSS know no others).
 */
static bool is_rare_curve(const struct seen_cert *cert)
{
	static const char *const usual[] = { "SECP256R1", "SECP384R1", "SECP521R1" };

	if (!cert->key_curve)
		return false;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (text_same(cert->key_curve, usual[i]))
			return false;
	return true;
}

static void judge_key(struct findings *findings, const struct seen_cert *cert)
{
	struct facts *facts;

	if (is_weak_key(cert)) {
		if (!findings_find(findings, "certificate.weak-key"))
			add_weak_key(findings, cert);
	} else if (is_rare_curve(cert) && !findings_find(findings, "certificate.weak-curve")) {
		facts = findings_add(findings, "certificate.weak-curve");
		facts_text(facts, "curve", cert->key_curve);
		judge_text(facts, "subject", chain_called(cert));
	}
}

/* Nobody checks the signature of a self-signed certificate: it proves nothing. */
void certificate_judge_strength(const struct evidence *evidence, struct findings *findings)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	for (size_t i = 0; i < count; i++) {
		const struct seen_cert *cert = &evidence->handshake.chain[counting[i]];

		judge_key(findings, cert);
		if (cert->signature_weak && !cert->self_signed &&
			!findings_find(findings, "certificate.weak-signature"))
			add_weak_signature(findings, cert);
	}
}
