/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is this number called in the registries? Facts of IANA's TLS parameters.
 */
#ifndef EVIDENCE_NAMES_H
#define EVIDENCE_NAMES_H

#include <stdbool.h>

/* "TLS 1.3" for 0x0304, "SSL 3.0" for 0x0300; NULL when unknown. */
const char *names_version(int version);

/* "handshake_failure" for 40 (RFC 8446 section 6, RFC 5246, RFC 6066); NULL when unknown. */
const char *names_alert(int alert);

/* "server_name" for 0 (IANA "TLS ExtensionType Values"); NULL when unknown, and for GREASE. */
const char *names_extension(int type);

/* "TLS_AES_128_GCM_SHA256", "x25519", "ed25519" (see suites.h, groups.h, schemes.h); NULL when unknown. */
const char *names_suite(unsigned number);
const char *names_group(unsigned number);
const char *names_scheme(unsigned number);

/*
 * Whether NUMBER, of a suite, group, scheme, extension or version, means nothing: one of the sixteen that
 * clients strew in to keep servers tolerant (RFC 8701 section 2).
 */
bool names_grease(unsigned number);

/* "ServerHello" for 2 (RFC 8446 section 4); NULL when unknown. */
const char *names_message(int type);

#endif
