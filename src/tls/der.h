/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we walk over DER (X.690) without ever leaving the bytes, and without building a tree of it? For long lists,
 * of which one entry is wanted.
 */
#ifndef TLS_DER_H
#define TLS_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BITS = 0x03,
	DER_OCTETS = 0x04,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_NUMBERED = 0xa0, /* [0]: the version of a certificate, the extensions of a CRL */
};

/* Borrowed. */
struct der_bytes {
	const uint8_t *at;
	size_t length;
};

struct der_value {
	int tag;
	struct der_bytes inside; /* without tag and length */
	struct der_bytes whole;
};

/* Takes one value off the front of REST. false, and REST stays as it is, when there is no whole one. Lengths of more
 * than four bytes don't fit what we read. */
bool der_take(struct der_bytes *rest, struct der_value *ret);

/* The same for a value with this TAG only. */
bool der_take_tag(struct der_bytes *rest, int tag, struct der_value *ret);

/* "YYMMDDHHMMSSZ" or "YYYYMMDDHHMMSSZ" (RFC 5280 section 4.1.2.5) in RET, as seconds since 1970.
 * A time that makes no sense is passed over. */
bool der_take_time(struct der_bytes *rest, int64_t *ret);

bool der_same(struct der_bytes a, struct der_bytes b);

#endif
