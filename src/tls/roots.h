/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this one of the roots that everybody has today? A list of certificate authorities that lacks them is old or
 * was trimmed; sites below them work everywhere else.
 */
#ifndef TLS_ROOTS_H
#define TLS_ROOTS_H

#include <stddef.h>

struct root {
	const char *name; /* common name */
	const char *organization;
	const char *sha256; /* of the certificate, in small hex digits */
};

const struct root *root_at(size_t index); /* NULL after the last; at most ROOTS_MOST */
#define ROOTS_MOST 32

/* By its fingerprint, or by both names (any may be NULL). NULL when it isn't one of them. */
const struct root *root_by_print(const char *sha256);
const struct root *root_by_name(const char *name, const char *organization);

#endif
