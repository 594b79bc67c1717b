/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many timestamps of Certificate Transparency logs came beside the certificate? RFC 6962 section 3.3: with the
 * handshake (in TLS 1.3, beside the certificate itself), or in the stapled OCSP answer. Bytes in, a number out; no byte is believed.
 */
#ifndef TLS_SCT_H
#define TLS_SCT_H

#include <stddef.h>

#define SCT_EXTENSION 18 /* signed_certificate_timestamp */

/* Timestamps of different logs in a SignedCertificateTimestampList; 0 also when it isn't one. */
int sct_count_list(const void *bytes, size_t length);

/* The DER of a certificate, within the bytes that were read. */
struct sct_leaf {
	const unsigned char *der;
	size_t length;
};

/*
 * Beside the first certificate of a TLS 1.3 Certificate message without its header (RFC 8446 section 4.4.2).
 * -1 when it can't be read; else the certificate is in RET_LEAF.
 */
int sct_count_certificate(const void *bytes, size_t length, struct sct_leaf *ret_leaf);

/* In the singleExtensions of a DER OCSP response (OID 1.3.6.1.4.1.11129.2.4.5). */
int sct_count_ocsp(const void *bytes, size_t length);

#endif
