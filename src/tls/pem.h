/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which certificates stand in this file, and does that key belong to one of them? What a server's own files hold.
 */
#ifndef TLS_PEM_H
#define TLS_PEM_H

#include "evidence/evidence.h"

/*
 * Reads the certificates of FILE (PEM, at most 1 MiB and CHAIN_MOST of them) into RET, an array that the caller
 * frees item by item with seen_cert_free(). 0; an errno when FILE can't be read; EINVAL when no certificate is
 * in it.
 */
int pem_certificates(const char *file, struct seen_cert **ret, size_t *ret_count);

enum pem_key {
	PEM_KEY_FITS,
	PEM_KEY_DIFFERS, /* it is the key of none of them */
	PEM_KEY_UNREAD, /* the file can't be read, or needs a password */
};

/* Whose key FILE holds: RET_INDEX is that of the certificate among CERTS. Nothing of the key is kept. */
enum pem_key pem_key_of(
	const char *file, const struct seen_cert *certs, size_t count, size_t *ret_index);

/* CERT as PEM text. The caller frees it; NULL when its DER wasn't kept. */
char *pem_text(const struct seen_cert *cert);

#endif
