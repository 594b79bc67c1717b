/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What today's rules say of the suites, groups, schemes and keys that everybody knows. */
#include <criterion/criterion.h>
#include <string.h>
#include "check/strength.h"

struct row {
	const char *name;
	enum strength strength;
	const char *why; /* the worst reason, or NULL */
};

static const struct row suites[] = {
	{ "TLS_AES_128_GCM_SHA256", STRENGTH_RECOMMENDED, NULL },
	{ "TLS_CHACHA20_POLY1305_SHA256", STRENGTH_RECOMMENDED, NULL },
	{ "TLS_AES_128_CCM_8_SHA256", STRENGTH_SECURE, "short-tag" },
	{ "TLS_SHA256_SHA256", STRENGTH_INSECURE, "null" },
	{ "ECDHE-RSA-AES128-GCM-SHA256", STRENGTH_RECOMMENDED, NULL },
	{ "ECDHE-ECDSA-CHACHA20-POLY1305", STRENGTH_RECOMMENDED, NULL },
	{ "ECDHE-ARIA128-GCM-SHA256", STRENGTH_SECURE, NULL },
	{ "DHE-RSA-AES256-GCM-SHA384", STRENGTH_SECURE, "finite-field" },
	{ "ECDHE-RSA-AES128-SHA", STRENGTH_WEAK, "cbc-mode" },
	{ "AES128-GCM-SHA256", STRENGTH_WEAK, "static-rsa" },
	{ "AES128-SHA", STRENGTH_WEAK, "static-rsa" },
	{ "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256", STRENGTH_WEAK, "static-dh" },
	{ "TLS_PSK_WITH_AES_128_GCM_SHA256", STRENGTH_WEAK, "no-forward-secrecy" },
	{ "DHE-DSS-AES128-SHA", STRENGTH_WEAK, "dsa" },
	{ "DES-CBC3-SHA", STRENGTH_WEAK, "3des" },
	{ "IDEA-CBC-SHA", STRENGTH_WEAK, "small-block" },
	{ "RC4-SHA", STRENGTH_INSECURE, "rc4" },
	{ "DES-CBC-SHA", STRENGTH_INSECURE, "des" },
	{ "EXP-RC4-MD5", STRENGTH_INSECURE, "export" },
	{ "NULL-SHA256", STRENGTH_INSECURE, "null" },
	{ "ADH-AES128-GCM-SHA256", STRENGTH_INSECURE, "anonymous" },
	{ "SSL2_DES_192_EDE3_CBC_WITH_MD5", STRENGTH_INSECURE, "ssl2" },
	{ "SSL_FORTEZZA_KEA_WITH_FORTEZZA_CBC_SHA", STRENGTH_INSECURE, "short-key" },
};

static const struct row groups[] = {
	{ "x25519", STRENGTH_RECOMMENDED, NULL },
	{ "X25519MLKEM768", STRENGTH_RECOMMENDED, NULL },
	{ "secp521r1", STRENGTH_SECURE, NULL },
	{ "ffdhe2048", STRENGTH_SECURE, "finite-field" },
	{ "brainpoolP256r1", STRENGTH_SECURE, NULL },
	{ "secp256k1", STRENGTH_SECURE, "old-curve" },
	{ "secp192r1", STRENGTH_WEAK, "small-group" },
	{ "sect163k1", STRENGTH_WEAK, "small-group" },
	{ "arbitrary_explicit_prime_curves", STRENGTH_WEAK, "explicit-curve" },
	{ "X25519Kyber768Draft00", STRENGTH_SECURE, "draft" },
};

static const struct row schemes[] = {
	{ "ed25519", STRENGTH_RECOMMENDED, NULL },
	{ "rsa_pss_rsae_sha256", STRENGTH_RECOMMENDED, NULL },
	{ "rsa_pkcs1_sha256", STRENGTH_SECURE, "pkcs1" },
	{ "mldsa65", STRENGTH_SECURE, NULL },
	{ "ecdsa_sha224", STRENGTH_SECURE, "sha224" },
	{ "ecdsa_sha1", STRENGTH_WEAK, "sha1" },
	{ "dsa_sha256", STRENGTH_WEAK, "dsa" },
	{ "rsa_pkcs1_md5", STRENGTH_INSECURE, "md5" },
};

static void expect(const struct row *row, struct grade grade)
{
	enum strength_reason worst = strength_worst(grade);

	cr_expect_eq(grade.strength, row->strength, "%s is %s", row->name,
		strength_name(grade.strength));
	cr_expect_eq(worst == REASON_COUNT, row->why == NULL, "%s", row->name);
	if (row->why && worst != REASON_COUNT)
		cr_expect_str_eq(strength_reason_name(worst), row->why, "%s: %s", row->name,
			strength_reason_name(worst));
}

Test(check_strength, suites_are_as_strong_as_the_rules_say)
{
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		const struct suite *suite = suite_find_name(suites[i].name, strlen(suites[i].name));

		cr_assert_not_null(suite, "%s", suites[i].name);
		expect(&suites[i], strength_of_suite(suite));
	}
}

Test(check_strength, groups_are_as_strong_as_the_rules_say)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		const struct group *group = group_find_name(groups[i].name, strlen(groups[i].name));

		cr_assert_not_null(group, "%s", groups[i].name);
		expect(&groups[i], strength_of_group(group));
	}
}

Test(check_strength, schemes_are_as_strong_as_the_rules_say)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		const struct scheme *scheme = scheme_find_name(
			schemes[i].name, strlen(schemes[i].name));

		cr_assert_not_null(scheme, "%s", schemes[i].name);
		expect(&schemes[i], strength_of_scheme(scheme));
	}
}

Test(check_strength, a_static_rsa_suite_names_everything_against_it)
{
	struct grade grade = strength_of_suite(suite_find(0x002f));

	cr_expect_eq(grade.reasons,
		1u << REASON_STATIC_RSA | 1u << REASON_NO_FORWARD_SECRECY | 1u << REASON_CBC_MODE);
}

Test(check_strength, small_primes_are_weak_and_tiny_ones_insecure)
{
	cr_expect_eq(strength_of_dh(512).strength, STRENGTH_INSECURE);
	cr_expect_eq(strength_of_dh(1023).strength, STRENGTH_INSECURE);
	cr_expect_eq(strength_of_dh(1024).strength, STRENGTH_WEAK);
	cr_expect_eq(strength_of_dh(2047).strength, STRENGTH_WEAK);
	cr_expect_eq(strength_of_dh(2048).strength, STRENGTH_SECURE);
}

Test(check_strength, keys_are_judged_by_their_kind)
{
	cr_expect_eq(strength_of_key(SCHEME_RSA, 512).strength, STRENGTH_INSECURE);
	cr_expect_eq(strength_of_key(SCHEME_RSA, 1024).strength, STRENGTH_WEAK);
	cr_expect_eq(strength_of_key(SCHEME_RSA, 2048).strength, STRENGTH_RECOMMENDED);
	cr_expect_eq(strength_of_key(SCHEME_DSA, 2048).strength, STRENGTH_WEAK);
	cr_expect_eq(strength_of_key(SCHEME_ECDSA, 192).strength, STRENGTH_WEAK);
	cr_expect_eq(strength_of_key(SCHEME_ECDSA, 256).strength, STRENGTH_RECOMMENDED);
	cr_expect_eq(strength_of_key(SCHEME_EDDSA, 255).strength, STRENGTH_RECOMMENDED);
}

Test(check_strength, what_is_recommended_protects_and_keeps_secret)
{
	size_t count;
	const struct suite *all = suites_all(&count);

	for (size_t i = 0; i < count; i++) {
		if (strength_of_suite(&all[i]).strength != STRENGTH_RECOMMENDED)
			continue;
		cr_expect(suite_aead(&all[i]), "%s", all[i].name);
		cr_expect(suite_forward_secret(&all[i]), "%s", all[i].name);
		cr_expect_geq(all[i].bits, 128, "%s", all[i].name);
	}
}

Test(check_strength, every_reason_has_an_id_of_its_own)
{
	for (int a = 0; a < REASON_COUNT; a++) {
		cr_assert_not_null(strength_reason_name((enum strength_reason)a));
		for (int b = 0; b < a; b++)
			cr_expect_str_neq(strength_reason_name((enum strength_reason)a),
				strength_reason_name((enum strength_reason)b));
	}
}
