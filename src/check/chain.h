/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the certificates that were sent count? The leaf and those that a client would walk; what lies
 * beside that path harms nobody.
 */
#ifndef CHECK_CHAIN_H
#define CHECK_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"

/*
 * Writes the indexes of the certificates that count, leaf first: the path to the anchor when there is
 * one, else every sent certificate that signed (by name and signature) one that counts, else the leaf
 * alone. Returns how many; 0 without a chain.
 */
size_t chain_counting(const struct evidence *evidence, size_t ret[CHAIN_MOST]);

/* What people call a certificate: its common name, else its first DNS name, else its subject. Or NULL. */
const char *chain_called(const struct seen_cert *cert);

/* Whether CERT bears marks that only public CAs put there (CA/Browser Forum baseline requirements). */
bool chain_is_public(const struct seen_cert *cert);

/* The leaf, or NULL without a chain. */
const struct seen_cert *chain_leaf(const struct seen_handshake *handshake);

#endif
