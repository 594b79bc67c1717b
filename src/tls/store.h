/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom does this computer trust? The system's roots and those that were added, where they are and how old
 * the list is.
 */
#ifndef TLS_STORE_H
#define TLS_STORE_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include "evidence/evidence.h"
#include "tls/pile.h"

#define STORE_EXPIRED_MOST 8

/* The anchors of one run. */
struct trust_store {
	struct pile extra, system;
	int system_count; /* -1: could not be read */
	unsigned long has; /* a bit for each well-known root (tls/roots.h) among all of them */
	int expired; /* how many ended before this computer's today ... */
	char *expired_names[STORE_EXPIRED_MOST]; /* ... and what the first of them are called */
};

/*
 * Loads the system's anchors and the extra ones of SETTINGS (ca_file, ca_pem). Never NULL. Takes 2 ms: call
 * it beside the network's waiting. What is loaded never changes: several threads may read it.
 */
struct trust_store *trust_store_load(const struct settings *settings);
void trust_store_free(struct trust_store *store);

/* Whether FILE holds at least one PEM certificate: 0; an errno when it can't be read; EINVAL when there
 * is none in it. */
int trust_file_check(const char *file);

/* An anchor that signed CERT, or is CERT itself; the caller frees it. NULL when there is none. */
gnutls_x509_crt_t store_anchor_of(const struct trust_store *store, gnutls_x509_crt_t cert);

/* Whether one of the anchors belongs to ORGANIZATION (O=, in any case of letters). */
bool store_has_organization(const struct trust_store *store, const char *organization);

/* Whether CERT is one of the extra anchors. */
bool store_is_extra(const struct trust_store *store, gnutls_x509_crt_t cert);

/* Through which door somebody let ANCHOR in: "--ca-file" or a folder. NULL: it came with the system, or
 * that can't be told. The caller frees it. */
char *store_place(
	const struct trust_store *store, const struct settings *settings, gnutls_x509_crt_t anchor);

/* Counts, place, age and what is lacking, into RET. */
void store_record(const struct trust_store *store, struct seen_trust *ret);

#endif
