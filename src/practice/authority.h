/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where do the practice certificates come from? A certificate authority made in memory, anew each time;
 * no key ever touches a disk. Functions return a GnuTLS code: 0, or what could not be done.
 */
#ifndef PRACTICE_AUTHORITY_H
#define PRACTICE_AUTHORITY_H

#include <gnutls/gnutls.h>
#include "practice/fault.h"

struct authority;

/* The CA alone; what else RECIPEs call for is made when first needed. The caller frees it. */
int authority_new(struct authority **ret);
void authority_free(struct authority *authority);

/* The CA's certificate as PEM; lives as long as AUTHORITY. */
const char *authority_pem(const struct authority *authority);

/* The intermediate as DER, made when it isn't yet there; the caller frees ret->data by gnutls_free. */
int authority_intermediate(struct authority *authority, gnutls_datum_t *ret);

/*
 * Makes a certificate by RECIPE and puts it with its key and chain into CREDENTIALS. ISSUER_URL says
 * where the intermediate can be fetched (RFC 5280 section 4.2.2.1), or is NULL.
 */
int authority_issue(struct authority *authority, const struct recipe *recipe,
	const char *issuer_url, gnutls_certificate_credentials_t credentials);

#endif
