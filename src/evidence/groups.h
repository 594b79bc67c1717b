/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which group do two sides agree on a key, and how big is a share of it? Facts only.
 */
#ifndef EVIDENCE_GROUPS_H
#define EVIDENCE_GROUPS_H

#include <stddef.h>

enum group_kind {
	GROUP_EC, /* an elliptic curve */
	GROUP_FF, /* a finite field, RFC 7919 */
	GROUP_KEM, /* ML-KEM alone */
	GROUP_HYBRID, /* ML-KEM and a curve */
	GROUP_EXPLICIT, /* whatever curve is described: RFC 4492, forbidden by RFC 8422 */
	GROUP_KIND_COUNT
};

#define GROUP_RECOMMENDED 1u /* "Y" in IANA's column Recommended */
#define GROUP_TLS13 2u /* may be used with TLS 1.3 */
#define GROUP_DRAFT 4u /* of a draft that was replaced */

struct group {
	unsigned number;
	const char *name; /* as IANA writes it */
	const char *other; /* what else people call it, or NULL */
	enum group_kind kind;
	int bits; /* of the field or prime; of an ML-KEM, the number in its name */
	size_t client_share,
		server_share; /* bytes of key_exchange in key_share; 0: none of a fixed size */
	unsigned flags; /* GROUP_* */
};

/* All, by number. */
const struct group *groups_all(size_t *ret_count);

/* NULL when unknown, and for GREASE. */
const struct group *group_find(unsigned number);

/* By IANA's name or the other one ("prime256v1", "X25519" and "SECP256R1" too); case doesn't matter. */
const struct group *group_find_name(const char *text, size_t length);

/* The same for the whole of NAME; NULL for NULL. */
const struct group *group_named(const char *name);

#endif
