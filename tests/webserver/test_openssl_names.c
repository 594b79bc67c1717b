/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a cipher string leave the suites that OpenSSL leaves? The expected ones were taken from
 * "openssl ciphers" of OpenSSL 3.0. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "webserver/openssl_names.h"

TestSuite(openssl_names);

static bool leaves(const char *text, const char *name)
{
	const struct suite *suite = suite_find_name(name, strlen(name));
	struct openssl_suites suites;

	cr_assert_not_null(suite, "%s", name);
	openssl_suites(text, &suites);
	return openssl_suites_have(&suites, suite);
}

Test(openssl_names, words_signs_and_sums_are_followed)
{
	static const struct {
		const char *text, *name;
		bool there;
	} cases[] = {
		{ "DEFAULT", "ECDHE-RSA-AES128-GCM-SHA256", true },
		{ "DEFAULT", "ADH-AES128-SHA", false },
		{ "DEFAULT", "RC4-SHA", false },
		{ "HIGH:!aNULL:!MD5", "ECDHE-ECDSA-CHACHA20-POLY1305", true },
		{ "HIGH:!aNULL", "ADH-AES128-SHA", false },
		{ "ECDHE+AESGCM", "ECDHE-RSA-AES256-GCM-SHA384", true },
		{ "ECDHE+AESGCM", "ECDHE-RSA-AES256-SHA384", false },
		{ "kEECDH+aECDSA+AES", "ECDHE-ECDSA-AES128-SHA", true },
		{ "kEECDH+aECDSA+AES", "ECDHE-RSA-AES128-SHA", false },
		{ "ALL:-AES:AES128-SHA", "AES128-SHA", true },
		{ "ALL:!AES:AES128-SHA", "AES128-SHA", false },
		{ "AES128-SHA:+AES128-SHA", "AES128-SHA", true },
		{ "DEFAULT@SECLEVEL=0", "AES256-SHA", true },
		{ "TLSv1.2", "AES128-SHA", false },
		{ "no such:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(leaves(cases[i].text, cases[i].name), cases[i].there, "%s: %s",
			cases[i].text, cases[i].name);
}

Test(openssl_names, the_security_level_is_read)
{
	struct openssl_suites suites;

	openssl_suites("DEFAULT@SECLEVEL=0", &suites);
	cr_expect_eq(suites.security_level, 0);
	openssl_suites("@SECLEVEL=2:HIGH", &suites);
	cr_expect_eq(suites.security_level, 2);
	openssl_suites("HIGH", &suites);
	cr_expect_eq(suites.security_level, -1);
}

Test(openssl_names, what_is_only_outdated_is_told_from_what_is_unknown)
{
	struct openssl_suites suites;

	openssl_suites("RC4-SHA:EXP", &suites);
	cr_expect(!suites.count && suites.only_weak);
	openssl_suites("NO-SUCH-SUITE", &suites);
	cr_expect(!suites.count && !suites.only_weak);
}

Test(openssl_names, groups_and_protocols_are_known_by_openssls_names)
{
	unsigned groups[4];
	bool unknown;

	cr_expect_eq(openssl_groups("X25519:prime256v1/P-384", groups, 4, &unknown), 3);
	cr_expect_eq(groups[0], 0x001d);
	cr_expect_eq(groups[1], 0x0017);
	cr_expect_not(unknown);
	cr_expect_eq(openssl_groups("?X25519MLKEM768:nothing", groups, 4, &unknown), 1);
	cr_expect(unknown);
	cr_expect_eq(openssl_groups("auto", groups, 4, &unknown), 0);
	cr_expect_eq(openssl_protocol("TLSv1.3"), 0x0304);
	cr_expect_eq(openssl_protocol("TLSv1.4"), 0);
	cr_expect_str_eq(openssl_protocol_name(0x0301), "TLSv1");
}
