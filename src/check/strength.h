/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How strong is this suite, group, signature scheme or key, by today's rules, and why no stronger?
 *
 * insecure: somebody can break it today. weak: a rule of the field says not to use it any more (RFC 9325,
 * RFC 8996, RFC 9155, RFC 8422). secure: nothing is known against it. recommended: and IANA's registry marks it so.
 */
#ifndef CHECK_STRENGTH_H
#define CHECK_STRENGTH_H

#include "evidence/groups.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

enum strength {
	STRENGTH_INSECURE,
	STRENGTH_WEAK,
	STRENGTH_SECURE,
	STRENGTH_RECOMMENDED,
	STRENGTH_COUNT
};

/* What speaks against it, the worst first: the strength is that of the worst that holds. */
enum strength_reason {
	REASON_NULL,
	REASON_ANONYMOUS,
	REASON_EXPORT,
	REASON_SSL2,
	REASON_RC4,
	REASON_RC2,
	REASON_DES,
	REASON_SHORT_KEY,
	REASON_MD5,
	REASON_TINY_GROUP,
	REASON_TRIPLE_DES,
	REASON_SMALL_BLOCK,
	REASON_SMALL_GROUP,
	REASON_EXPLICIT_CURVE,
	REASON_SMALL_KEY,
	REASON_STATIC_RSA,
	REASON_STATIC_DH,
	REASON_NO_FORWARD_SECRECY,
	REASON_DSA,
	REASON_SHA1,
	REASON_CBC_MODE,
	REASON_FINITE_FIELD,
	REASON_SHORT_TAG,
	REASON_OLD_CURVE,
	REASON_DRAFT,
	REASON_SHA224,
	REASON_PKCS1,
	REASON_COUNT
};

struct grade {
	enum strength strength;
	unsigned reasons; /* a bit for each: 1u << enum strength_reason */
};

struct grade strength_of_suite(const struct suite *suite);
struct grade strength_of_group(const struct group *group);

/* As what signs a handshake, not a certificate. */
struct grade strength_of_scheme(const struct scheme *scheme);

/* A DH prime that the server made up itself: bits of the prime. */
struct grade strength_of_dh(int bits);

/* A public key of KEY's kind in a certificate: bits of the modulus, prime or field. */
struct grade strength_of_key(enum scheme_key key, int bits);

/* "recommended", "secure", "weak", "insecure": a stable id. */
const char *strength_name(enum strength strength);

/* "no-forward-secrecy": a stable id, see docs and strength.c for the source of each. */
const char *strength_reason_name(enum strength_reason reason);

/* The worst of the reasons of GRADE, or REASON_COUNT when there are none. */
enum strength_reason strength_worst(struct grade grade);

#endif
