/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which authorities did somebody add to a browser's own certificate store? cert9.db of NSS is an SQLite database of
 * PKCS #11 objects (NSS: lib/softoken/sdb.c names its tables and columns).
 */
#ifndef PROBE_CERT9_H
#define PROBE_CERT9_H

#include <stdbool.h>
#include <stddef.h>

enum { CERT9_MOST = 200 }; /* certificates visited */

/*
 * Calls VISIT with the DER of each certificate in the database BYTES that is trusted to vouch for websites: what
 * the browser brings along isn't in there. false when that can't be read: not such a database, damaged, of an
 * unknown form, or so made that reading takes too long. BYTES may be anything; nothing is opened or written, they
 * are read where they are.
 */
bool cert9_authorities(const char *bytes, size_t length,
	void (*visit)(void *context, const void *der, size_t der_length), void *context);

#endif
