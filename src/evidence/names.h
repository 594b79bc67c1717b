/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is this number called in the registries? Facts of IANA's TLS parameters.
 */
#ifndef EVIDENCE_NAMES_H
#define EVIDENCE_NAMES_H

/* "TLS 1.3" for 0x0304, "SSL 3.0" for 0x0300; NULL when unknown. */
const char *names_version(int version);

/* "handshake_failure" for 40 (RFC 8446 section 6, RFC 5246, RFC 6066); NULL when unknown. */
const char *names_alert(int alert);

/* "ServerHello" for 2 (RFC 8446 section 4); NULL when unknown. */
const char *names_message(int type);

#endif
