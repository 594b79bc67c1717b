/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/alerts.h"

bool alert_is_about_certificate(int alert)
{
	return (alert >= ALERT_BAD_CERTIFICATE && alert <= ALERT_CERTIFICATE_UNKNOWN) ||
	       alert == ALERT_UNKNOWN_CA || alert == ALERT_CERTIFICATE_REQUIRED;
}

bool alert_came(const struct seen_handshake *handshake, int alert)
{
	return handshake->outcome == HS_ALERT && handshake->alert == alert;
}

bool alert_refused_client(const struct seen_handshake *handshake)
{
	if (alert_came(handshake, ALERT_CERTIFICATE_REQUIRED))
		return true;
	if (!handshake->client_cert_asked)
		return false;
	if (handshake->outcome == HS_ALERT)
		return alert_is_about_certificate(handshake->alert) ||
		       handshake->alert == ALERT_HANDSHAKE_FAILURE ||
		       handshake->alert == ALERT_ACCESS_DENIED ||
		       handshake->alert == ALERT_DECRYPT_ERROR ||
		       handshake->alert == ALERT_INTERNAL_ERROR;
	return handshake->outcome == HS_CLOSED || handshake->outcome == HS_RESET;
}

bool alert_is_no_common(const struct seen_handshake *handshake)
{
	return alert_came(handshake, ALERT_HANDSHAKE_FAILURE) ||
	       alert_came(handshake, ALERT_INSUFFICIENT_SECURITY);
}
