/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did the issuer call the leaf back? Reads the stapled answer, asks the responder or fetches the list that
 * the leaf names. What the answers are worth, at which time, is for the check.
 */
#ifndef TLS_REVOCATION_H
#define TLS_REVOCATION_H

#include <stddef.h>
#include "evidence/evidence.h"
#include "net/http.h"

/*
 * Fills RET (initialised by evidence_init; old content is not freed). The network is asked only when no
 * stapled answer settles it and SETTINGS say neither offline nor quick: OCSP by POST (RFC 6960 appendix A,
 * at most 64 KiB), or, where the leaf names no responder, its CRL (at most 10 MiB). Then the same, CRL first, for
 * at most 4 certificates of the path above the leaf.
 */
void revocation_look(const struct http_env *env, const struct settings *settings,
	const struct seen_handshake *handshake, const struct seen_trust *trust,
	struct seen_revocation *ret);

/* Reads an OCSP response about the certificate LEAF (base64 of its DER), signed by ISSUER (the same, or
 * NULL), into RET. */
void revocation_read_ocsp(const void *bytes, size_t length, const char *leaf, const char *issuer,
	struct seen_status *ret);

/* The same for a CRL. */
void revocation_read_crl(const void *bytes, size_t length, const char *leaf, const char *issuer,
	struct seen_status *ret);

#endif
