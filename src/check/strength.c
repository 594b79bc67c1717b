/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/strength.h"

#include <stdbool.h>

#define BIT(reason) (1u << (reason))

_Static_assert(REASON_COUNT <= sizeof(unsigned) * 8, "a grade has a bit for each reason");

static const struct {
	const char *id;
	enum strength at_most;
} reasons[REASON_COUNT] = {
	[REASON_NULL] = { "null", STRENGTH_INSECURE }, /* RFC 9325 section 4.1 */
	[REASON_ANONYMOUS] = { "anonymous", STRENGTH_INSECURE }, /* RFC 5246 section A.5 */
	[REASON_EXPORT] = { "export", STRENGTH_INSECURE }, /* RFC 9325 section 4.1; FREAK, Logjam */
	[REASON_SSL2] = { "ssl2", STRENGTH_INSECURE }, /* RFC 6176; DROWN */
	[REASON_RC4] = { "rc4", STRENGTH_INSECURE }, /* RFC 7465 */
	[REASON_RC2] = { "rc2", STRENGTH_INSECURE }, /* only SSL 2 and export suites have it */
	[REASON_DES] = { "des", STRENGTH_INSECURE }, /* RFC 5469: 56 bits */
	[REASON_SHORT_KEY] = { "short-key",
		STRENGTH_INSECURE }, /* RFC 9325 section 4.1: below 112 */
	[REASON_MD5] = { "md5", STRENGTH_INSECURE }, /* RFC 6151, RFC 9155 */
	[REASON_TINY_GROUP] = { "tiny-group", STRENGTH_INSECURE }, /* Logjam: below 1024 bits */
	[REASON_TRIPLE_DES] = { "3des",
		STRENGTH_WEAK }, /* RFC 9325 section 4.1: below 128; Sweet32 */
	[REASON_SMALL_BLOCK] = { "small-block", STRENGTH_WEAK }, /* Sweet32: blocks of 64 bits */
	[REASON_SMALL_GROUP] = { "small-group", STRENGTH_WEAK }, /* RFC 9325 section 4.5 */
	[REASON_EXPLICIT_CURVE] = { "explicit-curve", STRENGTH_WEAK }, /* RFC 8422 section 5.1.1 */
	[REASON_SMALL_KEY] = { "small-key",
		STRENGTH_WEAK }, /* RFC 9325 section 4.5: RSA below 2048 */
	[REASON_STATIC_RSA] = { "static-rsa", STRENGTH_WEAK }, /* RFC 9325 section 4.1; ROBOT */
	[REASON_STATIC_DH] = { "static-dh", STRENGTH_WEAK }, /* RFC 9325 section 4.1; Raccoon */
	[REASON_NO_FORWARD_SECRECY] = { "no-forward-secrecy", STRENGTH_WEAK }, /* RFC 9325, 4.1 */
	[REASON_DSA] = { "dsa", STRENGTH_WEAK }, /* gone from RFC 8446 section 4.2.3; FIPS 186-5 */
	[REASON_SHA1] = { "sha1", STRENGTH_WEAK }, /* RFC 9155 */
	[REASON_CBC_MODE] = { "cbc-mode", STRENGTH_WEAK }, /* RFC 7457 section 2; Lucky Thirteen */
	[REASON_FINITE_FIELD] = { "finite-field",
		STRENGTH_SECURE }, /* none left in RFC 9325 section 4.2 */
	[REASON_SHORT_TAG] = { "short-tag", STRENGTH_SECURE }, /* RFC 6655 section 4: CCM_8 */
	[REASON_OLD_CURVE] = { "old-curve", STRENGTH_SECURE }, /* RFC 8422 section 5.1.1 */
	[REASON_DRAFT] = { "draft", STRENGTH_SECURE }, /* replaced by its standard */
	[REASON_SHA224] = { "sha224", STRENGTH_SECURE }, /* RFC 8446 section 4.2.3: reserved */
	[REASON_PKCS1] = { "pkcs1",
		STRENGTH_SECURE }, /* RFC 8446 section 4.2.3: certificates only */
};

static const unsigned by_exchange[EXCHANGE_COUNT] = {
	[EXCHANGE_RSA] = BIT(REASON_STATIC_RSA),
	[EXCHANGE_DHE] = BIT(REASON_FINITE_FIELD),
	[EXCHANGE_DH] = BIT(REASON_STATIC_DH),
	[EXCHANGE_ECDH] = BIT(REASON_STATIC_DH),
	[EXCHANGE_DHE_PSK] = BIT(REASON_FINITE_FIELD),
	[EXCHANGE_RSA_PSK] = BIT(REASON_STATIC_RSA),
	[EXCHANGE_CECPQ1] = BIT(REASON_DRAFT),
};

static const unsigned by_auth[AUTH_COUNT] = {
	[AUTH_ANON] = BIT(REASON_ANONYMOUS),
	[AUTH_DSS] = BIT(REASON_DSA),
};

static const unsigned by_cipher[CIPHER_COUNT] = {
	[CIPHER_NULL] = BIT(REASON_NULL),
	[CIPHER_RC4] = BIT(REASON_RC4),
	[CIPHER_RC2] = BIT(REASON_RC2) | BIT(REASON_SMALL_BLOCK),
	[CIPHER_DES] = BIT(REASON_DES) | BIT(REASON_SMALL_BLOCK),
	[CIPHER_DES3] = BIT(REASON_TRIPLE_DES) | BIT(REASON_SMALL_BLOCK),
	[CIPHER_IDEA] = BIT(REASON_SMALL_BLOCK),
	[CIPHER_SKIPJACK] = BIT(REASON_SMALL_BLOCK),
	[CIPHER_GOST28147] = BIT(REASON_SMALL_BLOCK),
	/* Magma's blocks have 64 bits too, but its suites change the key in time: RFC 9189, RFC 9367. */
};

static const unsigned by_mode[MODE_COUNT] = {
	[MODE_CBC] = BIT(REASON_CBC_MODE),
	[MODE_CCM_8] = BIT(REASON_SHORT_TAG),
};

static struct grade grade_of(unsigned held, bool recommended)
{
	struct grade grade = {
		.strength = recommended ? STRENGTH_RECOMMENDED : STRENGTH_SECURE,
		.reasons = held,
	};

	for (int i = 0; i < REASON_COUNT; i++)
		if ((held & BIT(i)) && reasons[i].at_most < grade.strength)
			grade.strength = reasons[i].at_most;
	return grade;
}

struct grade strength_of_suite(const struct suite *suite)
{
	unsigned held = 0;

	if (suite->flags & SUITE_SIGNAL)
		return grade_of(0, false);
	held |= by_exchange[suite->exchange] | by_auth[suite->auth];
	held |= by_cipher[suite->cipher] | by_mode[suite->mode];
	if (!suite_forward_secret(suite))
		held |= BIT(REASON_NO_FORWARD_SECRECY);
	if (suite->flags & SUITE_EXPORT)
		held |= BIT(REASON_EXPORT);
	if (suite->last_version == 0x0002)
		held |= BIT(REASON_SSL2);
	if (suite->mac == MAC_MD5)
		held |= BIT(REASON_MD5);
	if (suite->cipher != CIPHER_NULL && suite->bits < 112)
		held |= BIT(REASON_SHORT_KEY);
	return grade_of(held, suite->flags & SUITE_RECOMMENDED);
}

/* Curves that RFC 8422 section 5.1.1 withdrew: all of RFC 4492's but three, and none that came later. */
static bool is_old_curve(const struct group *group)
{
	return group->kind == GROUP_EC && group->number < 23;
}

struct grade strength_of_group(const struct group *group)
{
	unsigned held = 0;

	if (group->kind == GROUP_FF)
		held |= strength_of_dh(group->bits).reasons;
	if (group->kind == GROUP_EC && group->bits < 224)
		held |= BIT(REASON_SMALL_GROUP);
	if (group->kind == GROUP_EXPLICIT)
		held |= BIT(REASON_EXPLICIT_CURVE);
	if (is_old_curve(group))
		held |= BIT(REASON_OLD_CURVE);
	if (group->flags & GROUP_DRAFT)
		held |= BIT(REASON_DRAFT);
	return grade_of(held, group->flags & GROUP_RECOMMENDED);
}

struct grade strength_of_scheme(const struct scheme *scheme)
{
	static const unsigned by_hash[HASH_COUNT] = {
		[HASH_MD5] = BIT(REASON_MD5),
		[HASH_SHA1] = BIT(REASON_SHA1),
		[HASH_SHA224] = BIT(REASON_SHA224),
	};
	unsigned held = by_hash[scheme->hash];

	if (scheme->key == SCHEME_DSA)
		held |= BIT(REASON_DSA);
	if (scheme->key == SCHEME_RSA && !(scheme->flags & SCHEME_TLS13))
		held |= BIT(REASON_PKCS1);
	return grade_of(held, scheme->flags & SCHEME_RECOMMENDED);
}

struct grade strength_of_dh(int bits)
{
	unsigned held = BIT(REASON_FINITE_FIELD);

	if (bits < 1024)
		held |= BIT(REASON_TINY_GROUP);
	else if (bits < 2048)
		held |= BIT(REASON_SMALL_GROUP);
	return grade_of(held, false);
}

/* RFC 9325 section 4.5; NIST SP 800-57 part 1, table 2: 112 bits of security. */
struct grade strength_of_key(enum scheme_key key, int bits)
{
	bool factors = key == SCHEME_RSA || key == SCHEME_RSA_PSS || key == SCHEME_DSA;
	unsigned held = key == SCHEME_DSA ? BIT(REASON_DSA) : 0;

	if (factors && bits < 1024)
		held |= BIT(REASON_SHORT_KEY);
	else if (factors ? bits < 2048 : key != SCHEME_MLDSA && bits < 224)
		held |= BIT(REASON_SMALL_KEY);
	return grade_of(held, true);
}

const char *strength_name(enum strength strength)
{
	static const char *const names[STRENGTH_COUNT] = {
		[STRENGTH_INSECURE] = "insecure",
		[STRENGTH_WEAK] = "weak",
		[STRENGTH_SECURE] = "secure",
		[STRENGTH_RECOMMENDED] = "recommended",
	};

	return names[strength];
}

const char *strength_reason_name(enum strength_reason reason)
{
	return reasons[reason].id;
}

enum strength_reason strength_worst(struct grade grade)
{
	for (int i = 0; i < REASON_COUNT; i++)
		if (grade.reasons & BIT(i))
			return (enum strength_reason)i;
	return REASON_COUNT;
}
