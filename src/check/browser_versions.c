/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/browser_versions.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "check/offered.h"

int browser_major(const char *version)
{
	char *end;
	long major;

	if (!version || *version < '0' || *version > '9')
		return -1;
	major = strtol(version, &end, 10);
	return major > 0 && major < 10000 ? (int)major : -1;
}

/*
 * First versions with TLS 1.2 and TLS 1.3 on. Sources: https://caniuse.com/tls1-2 and
 * https://caniuse.com/tls1-3 2026-11; Brave and Chromium count as Chrome, as does Edge from 79 on.
 */
enum { FIREFOX_TLS_1_2 = 27, FIREFOX_TLS_1_3 = 63, CHROME_TLS_1_2 = 30, CHROME_TLS_1_3 = 70 };

/* From here on TLS 1.0 and 1.1 are off: release notes of Firefox 97 and Chrome 98, 2026-11. */
enum { FIREFOX_NO_OLD = 97, CHROME_NO_OLD = 98 };

static const struct {
	int tls_1_2, tls_1_3, no_old;
} families[BROWSER_COUNT] = {
	[BROWSER_FIREFOX] = { FIREFOX_TLS_1_2, FIREFOX_TLS_1_3, FIREFOX_NO_OLD },
	[BROWSER_CHROME] = { CHROME_TLS_1_2, CHROME_TLS_1_3, CHROME_NO_OLD },
	[BROWSER_CHROMIUM] = { CHROME_TLS_1_2, CHROME_TLS_1_3, CHROME_NO_OLD },
	[BROWSER_EDGE] = { CHROME_TLS_1_2, CHROME_TLS_1_3, CHROME_NO_OLD },
	[BROWSER_BRAVE] = { CHROME_TLS_1_2, CHROME_TLS_1_3, CHROME_NO_OLD },
};

unsigned browser_speaks(enum browser browser, int major)
{
	unsigned spoken = OFFERED_BIT(0x0301) | OFFERED_BIT(0x0302);

	/* Brave counts its own releases before it took over Chrome's number. */
	if (major < 0 || (browser == BROWSER_BRAVE && major < CHROME_TLS_1_3))
		return 0;
	if (major >= families[browser].no_old)
		spoken = 0;
	if (major >= families[browser].tls_1_2)
		spoken |= OFFERED_TLS_1_2;
	if (major >= families[browser].tls_1_3)
		spoken |= OFFERED_TLS_1_3;
	return spoken;
}

int browser_version_named(const char *text)
{
	static const struct {
		const char *name;
		int version;
	} names[] = { { "tls1", 0x0301 }, { "tls1.1", 0x0302 }, { "tls1.2", 0x0303 },
		{ "tls1.3", 0x0304 } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(text, names[i].name))
			return names[i].version;
	return 0;
}

/*
 * https://learn.microsoft.com/deployedge/microsoft-edge-policies/sslversionmin 2026-11: ignored from 98 on, as
 * in Chrome. Firefox still heeds it (https://firefox-admin-docs.mozilla.org/ 2026-11).
 */
bool browser_heeds_ssl_version(enum browser browser, int major)
{
	return browser == BROWSER_FIREFOX || (major > 0 && major < CHROME_NO_OLD);
}

/* sCipherPrefs of security/manager/ssl/nsNSSComponent.cpp, without those that are off at first, 2026-11. */
static const struct {
	const char *pref;
	unsigned suite;
} suites[] = {
	{ "security.ssl3.ecdhe_ecdsa_aes_128_gcm_sha256", 0xc02b },
	{ "security.ssl3.ecdhe_rsa_aes_128_gcm_sha256", 0xc02f },
	{ "security.ssl3.ecdhe_ecdsa_chacha20_poly1305_sha256", 0xcca9 },
	{ "security.ssl3.ecdhe_rsa_chacha20_poly1305_sha256", 0xcca8 },
	{ "security.ssl3.ecdhe_ecdsa_aes_256_gcm_sha384", 0xc02c },
	{ "security.ssl3.ecdhe_rsa_aes_256_gcm_sha384", 0xc030 },
	{ "security.ssl3.ecdhe_ecdsa_aes_256_sha", 0xc00a },
	{ "security.ssl3.ecdhe_ecdsa_aes_128_sha", 0xc009 },
	{ "security.ssl3.ecdhe_rsa_aes_128_sha", 0xc013 },
	{ "security.ssl3.ecdhe_rsa_aes_256_sha", 0xc014 },
	{ "security.ssl3.rsa_aes_128_gcm_sha256", 0x009c },
	{ "security.ssl3.rsa_aes_256_gcm_sha384", 0x009d },
	{ "security.ssl3.rsa_aes_128_sha", 0x002f },
	{ "security.ssl3.rsa_aes_256_sha", 0x0035 },
};

enum { SUITES = sizeof(suites) / sizeof(suites[0]) };

unsigned browser_pref_suite(const char *name)
{
	for (size_t i = 0; i < SUITES; i++)
		if (!strcmp(suites[i].pref, name))
			return suites[i].suite;
	return 0;
}

const unsigned *browser_firefox_suites(size_t *ret_count)
{
	static const unsigned numbers[] = { 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc02c, 0xc030, 0xc00a,
		0xc009, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035 };

	_Static_assert(sizeof(numbers) / sizeof(numbers[0]) == SUITES, "each pref has its suite");
	*ret_count = SUITES;
	return numbers;
}
