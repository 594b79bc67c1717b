/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did a failed handshake say? Signs that several judges read.
 */
#ifndef CHECK_ALERTS_H
#define CHECK_ALERTS_H

#include <stdbool.h>
#include "evidence/evidence.h"

/* RFC 8446 section 6, RFC 6066, RFC 7301. */
enum alert {
	ALERT_BAD_RECORD_MAC = 20,
	ALERT_HANDSHAKE_FAILURE = 40,
	ALERT_BAD_CERTIFICATE = 42,
	ALERT_UNSUPPORTED_CERTIFICATE = 43,
	ALERT_CERTIFICATE_REVOKED = 44,
	ALERT_CERTIFICATE_EXPIRED = 45,
	ALERT_CERTIFICATE_UNKNOWN = 46,
	ALERT_ILLEGAL_PARAMETER = 47,
	ALERT_UNKNOWN_CA = 48,
	ALERT_ACCESS_DENIED = 49,
	ALERT_DECRYPT_ERROR = 51,
	ALERT_PROTOCOL_VERSION = 70,
	ALERT_INSUFFICIENT_SECURITY = 71,
	ALERT_INTERNAL_ERROR = 80,
	ALERT_UNRECOGNIZED_NAME = 112,
	ALERT_CERTIFICATE_REQUIRED = 116,
	ALERT_NO_APPLICATION_PROTOCOL = 120,
};

/* An alert about the certificate of the side that receives it. */
bool alert_is_about_certificate(int alert);

/*
 * Whether the server asked for a client certificate and broke off after that: with an alert about it, with
 * handshake_failure (what TLS 1.2 servers say when none comes), access_denied or internal_error (what servers say that
 * don't know better), by closing or resetting.
 */
bool alert_refused_client(const struct seen_handshake *handshake);

/* Whether the server refused with ALERT. */
bool alert_came(const struct seen_handshake *handshake, int alert);

/* Whether the server refused because nothing that was offered suits it. */
bool alert_is_no_common(const struct seen_handshake *handshake);

#endif
