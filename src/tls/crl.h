/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does this revocation list name that serial number? A list of 10 MiB holds some 300,000 entries, which a
 * parser that builds a tree would need hundreds of MiB for: this one walks over the bytes (RFC 5280
 * section 5.1) and keeps nothing.
 */
#ifndef TLS_CRL_H
#define TLS_CRL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "tls/der.h"

/* Points into the bytes that were read. */
struct crl {
	struct der_bytes signed_part; /* the TBSCertList, as it was signed */
	struct der_bytes issuer; /* Name */
	struct der_bytes entries; /* of revokedCertificates; empty when there are none */
	struct der_bytes signature;
	char algorithm[64]; /* OID of the signature: "1.2.840.10045.4.3.2" */
	int64_t this_update, next_update; /* -1: not given */
	bool indirect; /* may speak of other issuers' certificates */
};

/* Reads LENGTH bytes of DER. false when they aren't a CRL. */
bool crl_read(const void *bytes, size_t length, struct crl *ret);

/* Whether the entries name SERIAL; then RET_WHEN is the day, or -1. false also at an entry that is broken:
 * RET_BROKEN tells. */
bool crl_names(const struct crl *crl, const void *serial, size_t length, int64_t *ret_when,
	bool *ret_broken);

#endif
