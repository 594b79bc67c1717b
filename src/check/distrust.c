/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/distrust.h"

#include <string.h>

/*
 * Chrome counts from the earliest signed certificate timestamp, the others from notBefore. Resold certificates chain to
 * another root and are fine: only the root's name counts.
 */
static const struct row {
	const char *name; /* part of the root's name */
	const char *authority;
	int64_t since; /* 0: whenever issued */
	const char *client;
} rows[] = {
	/* security.googleblog.com 2017-09, "Chrome's Plan to Distrust Symantec Certificates" (Chrome 70);
	   blog.mozilla.org/security 2018-10 (Firefox 64); knowledge.digicert.com/alerts/ALERT2562.html, read 2026-12
	   (Apple: the roots of Symantec and VeriSign, in 2021 and 2022). */
	{ "O=Symantec Corporation", "Symantec", 0, "Chrome" },
	{ "O=Symantec Corporation", "Symantec", 0, "Firefox" },
	{ "O=Symantec Corporation", "Symantec", 0, "Safari" },
	{ "O=VeriSign\\, Inc.", "Symantec", 0, "Chrome" },
	{ "O=VeriSign\\, Inc.", "Symantec", 0, "Firefox" },
	{ "O=VeriSign\\, Inc.", "Symantec", 0, "Safari" },
	{ "O=GeoTrust Inc.", "Symantec", 0, "Chrome" },
	{ "O=GeoTrust Inc.", "Symantec", 0, "Firefox" },
	{ "O=thawte\\, Inc.", "Symantec", 0, "Chrome" },
	{ "O=thawte\\, Inc.", "Symantec", 0, "Firefox" },
	/* security.googleblog.com 2017-07, "Final removal of trust in WoSign and StartCom" (Chrome 61);
	   securityweek.com "Mozilla to Completely Ban WoSign, StartCom Certificates in Firefox 58", read 2026-12;
	   support.apple.com/103723, read 2026-12 (notBefore from 2016-12-01 on). */
	{ "O=StartCom Ltd.", "StartCom", 0, "Chrome" },
	{ "O=StartCom Ltd.", "StartCom", 0, "Firefox" },
	{ "O=StartCom Ltd.", "StartCom", 1480550400, "Safari" },
	{ "O=WoSign CA Limited", "WoSign", 0, "Chrome" },
	{ "O=WoSign CA Limited", "WoSign", 0, "Firefox" },
	{ "O=WoSign CA Limited", "WoSign", 1480550400, "Safari" },
	/* theregister.com 2021-02-02 (Chrome 90) and security.stackexchange.com/questions/247888 (Firefox 88, quoting
	   Mozilla); support.apple.com/121668 (Apple: after 2024-11-15). All read 2026-12. */
	{ "O=AC Camerfirma S", "Camerfirma", 0, "Chrome" },
	{ "O=AC Camerfirma S", "Camerfirma", 0, "Firefox" },
	{ "O=AC Camerfirma S", "Camerfirma", 1731715200, "Safari" },
	/* security.googleblog.com 2023-01, "TrustCor Certificate Distrust" (Chrome 111), read 2026-12. */
	{ "O=TrustCor Systems", "TrustCor", 0, "Chrome" },
	/* groups.google.com/a/ccadb.org/g/public/c/wRs-zec8w7k (Chrome 124: SCT after 2024-06-30), read 2026-12. */
	{ "O=e-commerce monitoring GmbH", "GLOBALTRUST", 1719792000, "Chrome" },
	/* security.googleblog.com 2024-06, "Entrust Certificate Distrust", dates of 2024-09-10 (Chrome 131: SCT
	   after 2024-11-11); mail-archive.com/dev-security-policy@mozilla.org/msg01763.html (Mozilla: after
	   2024-11-30); support.apple.com/121668, read 2026-12 (Apple: after 2024-11-15). Entrust.net: the root of
	   2048 bits. */
	{ "O=Entrust\\, Inc.", "Entrust", 1731369600, "Chrome" },
	{ "O=Entrust\\, Inc.", "Entrust", 1733011200, "Firefox" },
	{ "O=Entrust\\, Inc.", "Entrust", 1731715200, "Safari" },
	{ "O=Entrust.net", "Entrust", 1731369600, "Chrome" },
	{ "O=Entrust.net", "Entrust", 1733011200, "Firefox" },
	{ "O=Entrust.net", "Entrust", 1731715200, "Safari" },
	{ "O=AffirmTrust", "AffirmTrust (Entrust)", 1731369600, "Chrome" },
	{ "O=AffirmTrust", "AffirmTrust (Entrust)", 1733011200, "Firefox" },
	{ "O=AffirmTrust", "AffirmTrust (Entrust)", 1731715200, "Safari" },
	/* security.googleblog.com 2025-05, "Sustaining Digital Certificate Security: Chunghwa Telecom and
	   Netlock" (Chrome 139: SCT after 2025-07-31). */
	{ "O=Chunghwa Telecom Co.\\, Ltd.", "Chunghwa Telecom", 1754006400, "Chrome" },
	{ "O=NetLock Kft.", "NetLock", 1754006400, "Chrome" },
};

bool distrust_find(const char *root, int64_t not_before, int64_t first_sct_s, struct distrust *ret)
{
	*ret = (struct distrust){ 0 };
	for (size_t i = 0; root && i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool by_log = first_sct_s != -1 && !strcmp(rows[i].client, "Chrome");

		if (!strstr(root, rows[i].name) ||
			(by_log ? first_sct_s : not_before) < rows[i].since)
			continue;
		ret->authority = rows[i].authority;
		if (ret->client_count < DISTRUST_CLIENTS_MOST)
			ret->clients[ret->client_count++] = rows[i].client;
	}
	return ret->client_count > 0;
}
