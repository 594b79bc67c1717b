/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/distrust.h"

#include <string.h>

/*
 * The dates are those of the earliest signed certificate timestamp or of notBefore, as each browser reads
 * them. Resold certificates chain to another root and are fine: only the root's name counts.
 */
static const struct row {
	const char *name; /* part of the root's name */
	const char *authority;
	int64_t since; /* 0: whenever issued */
	const char *client;
} rows[] = {
	/* security.googleblog.com 2017-09, "Chrome's Plan to Distrust Symantec Certificates" (Chrome 70);
	   blog.mozilla.org/security 2018-10 (Firefox 64). */
	{ "O=Symantec Corporation", "Symantec", 0, "Chrome" },
	{ "O=Symantec Corporation", "Symantec", 0, "Firefox" },
	{ "O=VeriSign\\, Inc.", "Symantec", 0, "Chrome" },
	{ "O=VeriSign\\, Inc.", "Symantec", 0, "Firefox" },
	{ "O=GeoTrust Inc.", "Symantec", 0, "Chrome" },
	{ "O=GeoTrust Inc.", "Symantec", 0, "Firefox" },
	{ "O=thawte\\, Inc.", "Symantec", 0, "Chrome" },
	{ "O=thawte\\, Inc.", "Symantec", 0, "Firefox" },
	/* security.googleblog.com 2017-07, "Final removal of trust in WoSign and StartCom" (Chrome 61). */
	{ "O=StartCom Ltd.", "StartCom", 0, "Chrome" },
	{ "O=WoSign CA Limited", "WoSign", 0, "Chrome" },
	/* security.googleblog.com 2024-06, "Entrust Certificate Distrust", dates of 2024-09-10 (Chrome 131: SCT
	   after 2024-11-11); mail-archive.com/dev-security-policy@mozilla.org/msg01763.html (Mozilla: after
	   2024-11-30). Entrust.net: the root of 2048 bits. */
	{ "O=Entrust\\, Inc.", "Entrust", 1731369600, "Chrome" },
	{ "O=Entrust\\, Inc.", "Entrust", 1733011200, "Firefox" },
	{ "O=Entrust.net", "Entrust", 1731369600, "Chrome" },
	{ "O=Entrust.net", "Entrust", 1733011200, "Firefox" },
	{ "O=AffirmTrust", "AffirmTrust (Entrust)", 1731369600, "Chrome" },
	{ "O=AffirmTrust", "AffirmTrust (Entrust)", 1733011200, "Firefox" },
	/* security.googleblog.com 2025-05, "Sustaining Digital Certificate Security: Chunghwa Telecom and
	   Netlock" (Chrome 139: SCT after 2025-07-31). */
	{ "O=Chunghwa Telecom Co.\\, Ltd.", "Chunghwa Telecom", 1754006400, "Chrome" },
	{ "O=NetLock Kft.", "NetLock", 1754006400, "Chrome" },
};

bool distrust_find(const char *root, int64_t issued, struct distrust *ret)
{
	*ret = (struct distrust){ 0 };
	for (size_t i = 0; root && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!strstr(root, rows[i].name) || issued < rows[i].since)
			continue;
		if (!ret->client_count || rows[i].since < ret->since)
			ret->since = rows[i].since;
		ret->authority = rows[i].authority;
		if (ret->client_count < DISTRUST_CLIENTS_MOST)
			ret->clients[ret->client_count++] = rows[i].client;
	}
	return ret->client_count > 0;
}
