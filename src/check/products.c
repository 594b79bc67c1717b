/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/products.h"

#include <stddef.h>
#include <string.h>

/*
 * Parts of RFC 4514 names, in which a comma is escaped. Sources, read 2026-11: Chromium's list of
 * interception software (ssl_error_assistant.asciipb, version 4) unless another is named.
 */
static const struct row {
	const char *issuer;
	const char *product;
} rows[] = {
	{ "CN=avast! Web/Mail Shield", "Avast Antivirus" },
	{ "CN=Avast Web/Mail Shield", "Avast Antivirus" },
	{ "CN=AVG Web/Mail Shield", "AVG Antivirus" }, /* the same program under AVG's name */
	{ "CN=Bitdefender Personal CA", "Bitdefender" },
	{ "CN=Cisco Umbrella", "Cisco Umbrella" },
	{ "CN=ContentKeeper Appliance CA", "ContentKeeper" },
	{ "O=Cyberoam Certificate Authority", "Cyberoam" },
	{ "CN=Forcepoint Cloud CA", "Forcepoint" },
	{ "CN=FortiGate CA", "Fortinet FortiGate" },
	{ "O=Fortinet", "Fortinet" },
	{ "CN=Kaspersky Anti-Virus Personal Root", "Kaspersky" },
	{ "CN=McAfee Web Gateway", "McAfee Web Gateway" },
	{ "CN=www.netspark.com", "NetSpark" },
	{ "CN=Smoothwall-default-root", "Smoothwall" },
	{ "O=HTTPS Management Certificate for SonicWALL", "SonicWall" },
	{ "CN=Sophos SSL CA", "Sophos" },
	{ "CN=Sophos_CA_", "Sophos" },
	{ "CN=Sophos Web Appliance", "Sophos Web Appliance" },
	{ "CN=sophosutm Proxy CA", "Sophos UTM" },
	{ "O=Blue Coat", "Symantec Blue Coat" },
	{ "CN=IWSS.TREND", "Trend Micro IWSS" },
	{ "O=Zscaler Inc.", "Zscaler" },
	/* support.eset.com, "Import the ESET root certificate" */
	{ "CN=ESET SSL Filter CA", "ESET" },
	/* docs.mitmproxy.org/stable/concepts-certificates */
	{ "CN=mitmproxy", "mitmproxy" },
	/* docs.telerik.com/fiddler: the warning stands in the name itself */
	{ "CN=DO_NOT_TRUST_Fiddler", "Fiddler" },
	/* portswigger.net/burp/documentation, "Installing Burp's CA certificate" */
	{ "CN=PortSwigger CA", "Burp Suite" },
	/* www.charlesproxy.com/documentation/using-charles/ssl-certificates */
	{ "CN=Charles Proxy CA", "Charles Proxy" },
};

/* Whether PART stands in NAME at the beginning of an attribute. */
static bool names(const char *name, const char *part)
{
	for (const char *at = strstr(name, part); at; at = strstr(at + 1, part))
		if (at == name || at[-1] == ',' || at[-1] == '+')
			return true;
	return false;
}

const char *product_of(const struct seen_handshake *handshake)
{
	for (size_t i = 0; i < handshake->chain_count; i++)
		for (size_t r = 0; handshake->chain[i].issuer && r < sizeof(rows) / sizeof(rows[0]);
			r++)
			if (names(handshake->chain[i].issuer, rows[r].issuer))
				return rows[r].product;
	return NULL;
}
