/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By which short word do others know this client? Two published fingerprints of a ClientHello.
 *
 * JA3: MD5 of "version,suites,extensions,groups,point formats" in decimal, in the order sent. Browsers that
 * shuffle their extensions have another one each time. https://github.com/salesforce/ja3, read 2026-11.
 * JA4: what can be counted, then SHA-256 of the sorted suites and of the sorted extensions with the signature
 * schemes, 12 digits each. https://github.com/FoxIO-LLC/ja4 technical_details/JA4.md, read 2026-11.
 * GREASE (RFC 8701) is left out of both.
 */
#ifndef TLS_FINGERPRINT_H
#define TLS_FINGERPRINT_H

#include "tls/hello.h"

/*
 * What the fingerprint is made from: JA3's five lists; JA4's long form, JA4_r. The caller frees it. Neither
 * is defined for SSL 2's form: NULL.
 */
char *fingerprint_ja3_text(const struct hello *hello);
char *fingerprint_ja4_text(const struct hello *hello);

/* The fingerprints: 32 hex digits; 36 characters. The caller frees them. NULL as above, and where MD5 is
 * forbidden on this computer (FIPS 140). */
char *fingerprint_ja3(const struct hello *hello);
char *fingerprint_ja4(const struct hello *hello);

#endif
