/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which certificates stand in this file in PEM, by their names, without parsing each of them? A system's list has
 * some 150, which takes GnuTLS 10 ms and 5 MiB, and a run needs one of them.
 */
#ifndef TLS_PILE_H
#define TLS_PILE_H

#include <gnutls/x509.h>
#include "tls/der.h"

/* One certificate; all but the last point into its DER. */
struct piled {
	struct der_bytes der; /* of the pile */
	struct der_bytes subject, issuer; /* raw names (RFC 5280 section 4.1.2) */
	int64_t not_after; /* seconds since 1970 */
};

struct pile {
	struct piled *items;
	size_t count;
};

/* Adds the certificates of LENGTH bytes of PEM (RFC 7468), passing over what stands between them and what isn't
 * shaped like a certificate. How many were added. */
size_t pile_read(struct pile *pile, const void *pem, size_t length);

/* Adds a copy of one certificate in DER. false when it isn't shaped like one. */
bool pile_add(struct pile *pile, const void *der, size_t length);

/* Whether CERT is one of them, byte for byte. */
bool pile_has(const struct pile *pile, gnutls_x509_crt_t cert);

/* The parsed certificate; the caller frees it. NULL when GnuTLS can't read it. */
gnutls_x509_crt_t pile_parse(const struct piled *piled);

void pile_free(struct pile *pile);

#endif
