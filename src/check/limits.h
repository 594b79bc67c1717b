/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the rules of this computer forbid its programs? Rules as they stand in files, read as the library
 * reads them; each "no" remembers the rule that says it.
 */
#ifndef CHECK_LIMITS_H
#define CHECK_LIMITS_H

#include "evidence/evidence.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

enum { LIMIT_VERSION_FIRST = 0x0300, LIMIT_VERSIONS = 5 }; /* SSL 3.0 ... TLS 1.3 */

struct limits {
	const struct seen_rule *versions[LIMIT_VERSIONS]; /* who forbids it; NULL: allowed */
	const struct seen_rule **suites; /* the same for each of suites_all() */
	const struct seen_rule **groups; /* for each of groups_all() */
	const struct seen_rule *keys[SCHEME_KEY_COUNT]; /* certificates with such keys */
	int rsa_least, ec_least; /* bits; 0: any */
	const struct seen_rule *size_rule; /* who says so */
	const struct seen_rule *sha1; /* signatures with SHA-1 */
	const struct seen_rule *lax; /* a rule that allows what is off for good reason, or NULL */
};

/*
 * What the rules for OF say; of those in the file PATH alone, unless it is NULL. RET is freed with
 * limits_free().
 */
void limits_read(
	const struct seen_policy *policy, enum rules_of of, const char *path, struct limits *ret);
void limits_free(struct limits *limits);

/* Who forbids VERSION (0x0300 ... 0x0304), or NULL. */
const struct seen_rule *limits_version(const struct limits *limits, int version);
const struct seen_rule *limits_suite(const struct limits *limits, const struct suite *suite);

/* ---- For limits_*.c ---- */
struct limits_rules {
	const struct seen_rule *items;
	size_t count;
	enum rules_of of;
	const char *path; /* or NULL */
};

/* The next rule after *INDEX (begins at 0), or NULL. */
const struct seen_rule *limits_next(const struct limits_rules *rules, size_t *index);

void limits_openssl(const struct limits_rules *rules, struct limits *limits);
void limits_gnutls(const struct limits_rules *rules, struct limits *limits);
void limits_java(const struct limits_rules *rules, struct limits *limits);

/*
 * Which of suites_all() the cipher string TEXT of OpenSSL 3 allows (ciphers(1)), up to TLS 1.2, into
 * ALLOWED (one for each), without regard to the security level, which goes to RET_LEVEL (-1: not set).
 * false: it names a list that only a patched OpenSSL knows.
 */
bool openssl_ciphers(const char *text, bool *allowed, int *ret_level);

#endif
