/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which signature scheme is this? Facts only.
 */
#ifndef EVIDENCE_SCHEMES_H
#define EVIDENCE_SCHEMES_H

#include <stddef.h>

enum scheme_key {
	SCHEME_RSA,
	SCHEME_RSA_PSS, /* RSA keys that sign nothing but PSS */
	SCHEME_DSA,
	SCHEME_ECDSA,
	SCHEME_EDDSA,
	SCHEME_MLDSA,
	SCHEME_SM2,
	SCHEME_GOST,
	SCHEME_OTHER,
	SCHEME_KEY_COUNT
};

enum scheme_hash {
	HASH_MD5,
	HASH_SHA1,
	HASH_SHA224,
	HASH_SHA256,
	HASH_SHA384,
	HASH_SHA512,
	HASH_OWN, /* belongs to the scheme */
	HASH_COUNT
};

#define SCHEME_RECOMMENDED 1u /* "Y" in IANA's column Recommended */
#define SCHEME_TLS13 2u /* may sign a handshake of TLS 1.3 (the rest, at most certificates) */

struct scheme {
	unsigned number;
	const char *name; /* as IANA writes it; TLS 1.2's older pairs in the same manner */
	enum scheme_key key;
	enum scheme_hash hash;
	unsigned flags; /* SCHEME_* */
};

/* All, by number. */
const struct scheme *schemes_all(size_t *ret_count);

/* NULL when unknown, and for GREASE. */
const struct scheme *scheme_find(unsigned number);

/* By name; case doesn't matter. */
const struct scheme *scheme_find_name(const char *text, size_t length);

#endif
