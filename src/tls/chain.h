/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a certificate say of itself? GnuTLS parses, everything that leaves is cleaned.
 */
#ifndef TLS_CHAIN_H
#define TLS_CHAIN_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include "evidence/evidence.h"

/* Reads one DER certificate into RET (initialised here). Never fails: what can't be parsed is marked
 * malformed. */
void chain_read(const gnutls_datum_t *der, struct seen_cert *ret);

/* The subject of a DER certificate as RFC 4514 writes it, cleaned, or NULL. The caller frees it. */
char *chain_subject(const void *der, size_t length);

enum signing {
	SIGNING_GOOD,
	SIGNING_FORGED, /* the signature doesn't verify under ISSUER's key */
	SIGNING_NOT_A_CA, /* ISSUER isn't allowed to sign */
	SIGNING_OTHERS, /* CHILD itself names another issuer, or another key of it (RFC 5280 section 4.2.1.1) */
};

/* Whether ISSUER's key signed CHILD; dates, weak algorithms and purposes don't count here. */
enum signing chain_signing(gnutls_x509_crt_t child, gnutls_x509_crt_t issuer);

#define SHA256_BYTES 32

/* The SHA-256 of CERT's DER as small hex digits; "" when there is none. */
void chain_print(gnutls_x509_crt_t cert, char ret[2 * SHA256_BYTES + 1]);
void chain_print_der(const void *der, size_t length, char ret[2 * SHA256_BYTES + 1]);

/* Base64 text of bytes. The caller frees it. */
char *chain_base64(const void *bytes, size_t length);

/* The DER behind such a text; false when it isn't base64. Free with gnutls_free(). */
bool chain_from_base64(const char *text, gnutls_datum_t *ret);

/* The value of ATTRIBUTE (an OID such as GNUTLS_OID_X520_COMMON_NAME) in a name, cleaned, or NULL. */
char *chain_name_part(gnutls_x509_crt_t cert, bool issuer, const char *oid);

#endif
