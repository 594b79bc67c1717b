/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does OpenSSL make of a list in a configuration? Cipher strings ("HIGH:!aNULL"), groups
 * ("X25519:prime256v1"), protocols ("TLSv1.2 TLSv1.3"). The suites are those that OpenSSL 3 is usually built with:
 * no RC4, no single or triple DES, nothing for export.
 *
 * Source: https://docs.openssl.org/3.0/man1/openssl-ciphers/ 2026-11.
 */
#ifndef WEBSERVER_OPENSSL_NAMES_H
#define WEBSERVER_OPENSSL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/suites.h"

#define OPENSSL_SUITES_MOST 400

struct openssl_suites {
	const struct suite
		*items[OPENSSL_SUITES_MOST]; /* of TLS 1.2 and before, in no order that counts */
	size_t count;
	int security_level; /* of @SECLEVEL=n, or -1 */
	bool only_weak; /* words that today's OpenSSL has no suite for: RC4, DES, EXPORT ... */
};

/* What TEXT, a cipher string, leaves. */
void openssl_suites(const char *text, struct openssl_suites *ret);
bool openssl_suites_have(const struct openssl_suites *suites, const struct suite *suite);

/* "ECDHE-RSA-AES128-GCM-SHA256" for a configuration. The caller frees it. */
char *openssl_suite_name(const struct suite *suite);

/* The groups that TEXT names, at most ROOM; "auto" and an empty list give 0. RET_UNKNOWN (may be NULL): one of
 * them is none that we know. */
size_t openssl_groups(const char *text, unsigned *ret, size_t room, bool *ret_unknown);

/* 0x0300 ... 0x0304 for "SSLv3" ... "TLSv1.3"; 0 for none of them. */
int openssl_protocol(const char *word);
/* The reverse; NULL for none. */
const char *openssl_protocol_name(int version);

#endif
