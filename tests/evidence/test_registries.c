/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suites, groups, schemes and extensions: are the tables in order, and do they know what people paste? */
#include <criterion/criterion.h>
#include <string.h>
#include <strings.h>
#include "evidence/groups.h"
#include "evidence/names.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

struct pair {
	unsigned number;
	const char *name;
};

static const struct suite *called(const char *name)
{
	return suite_find_name(name, strlen(name));
}

Test(suites, every_number_and_name_finds_its_own_row)
{
	size_t count;
	const struct suite *all = suites_all(&count);

	cr_assert_gt(count, 370);
	for (size_t i = 0; i < count; i++) {
		cr_expect(i == 0 || all[i - 1].number < all[i].number, "%s", all[i].name);
		cr_expect_eq(suite_find(all[i].number), &all[i], "%s", all[i].name);
		cr_expect_eq(called(all[i].name), &all[i], "%s", all[i].name);
		cr_expect_not(names_grease(all[i].number), "%s", all[i].name);
	}
}

Test(suites, openssl_names_find_a_suite_of_that_name)
{
	size_t count;
	const struct suite *all = suites_all(&count);

	for (size_t i = 0; i < count; i++) {
		if (!all[i].openssl)
			continue;
		const struct suite *found = called(all[i].openssl);

		cr_assert_not_null(found, "%s", all[i].openssl);
		cr_expect_str_eq(found->openssl, all[i].openssl);
		cr_expect(found == &all[i] || all[i].last_version == 2, "%s", all[i].openssl);
	}
}

Test(suites, people_spell_one_suite_in_many_ways)
{
	static const struct pair spelled[] = {
		{ 0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0xc02f, "ECDHE-RSA-AES128-GCM-SHA256" },
		{ 0xc02f, "ecdhe-rsa-aes128-gcm-sha256" },
		{ 0xc02f, "TLS_ECDHE_RSA_AES_128_GCM_SHA256" },
		{ 0x0005, "SSL_RSA_WITH_RC4_128_SHA" },
		{ 0x0016, "EDH-RSA-DES-CBC3-SHA" },
		{ 0x000a, "DES-CBC3-SHA" },
		{ 0x1301, "TLS_AES_128_GCM_SHA256" },
		{ 0xcca8, "ECDHE-RSA-CHACHA20-POLY1305" },
		{ 0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV" },
		{ 0x010080, "SSL2_RC4_128_WITH_MD5" },
	};

	for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
		cr_assert_not_null(called(spelled[i].name), "%s", spelled[i].name);
		cr_expect_eq(
			called(spelled[i].name)->number, spelled[i].number, "%s", spelled[i].name);
	}
}

Test(suites, what_is_no_suite_is_not_found)
{
	char many[4096];

	memset(many, 'A', sizeof(many));
	cr_expect_null(suite_find(0x0a0a));
	cr_expect_null(suite_find(0xffffffff));
	cr_expect_null(called("TLS_AES_128_GCM_SHA25"));
	cr_expect_null(called("HIGH"));
	cr_expect_null(called(""));
	cr_expect_null(suite_find_name("AES128-SHA\0", 11));
	cr_expect_null(suite_find_name(many, sizeof(many)));
}

Test(suites, a_name_tells_what_the_columns_tell)
{
	static const struct {
		const char *part;
		enum suite_cipher cipher;
		int bits; /* 0: any */
	} parts[] = {
		{ "_AES_128_", CIPHER_AES, 128 },
		{ "_AES_256_", CIPHER_AES, 256 },
		{ "_CAMELLIA_", CIPHER_CAMELLIA, 0 },
		{ "_ARIA_", CIPHER_ARIA, 0 },
		{ "_CHACHA20_", CIPHER_CHACHA20, 256 },
		{ "_3DES_", CIPHER_DES3, 112 },
		{ "_RC4_", CIPHER_RC4, 0 },
		{ "_NULL_", CIPHER_NULL, 0 },
	};
	size_t count;
	const struct suite *all = suites_all(&count);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			if (!strstr(all[i].name, parts[k].part))
				continue;
			cr_expect_eq(all[i].cipher, parts[k].cipher, "%s", all[i].name);
			cr_expect(
				!parts[k].bits || all[i].bits == parts[k].bits, "%s", all[i].name);
		}
		cr_expect_eq(strstr(all[i].name, "EXPORT") != NULL,
			(all[i].flags & SUITE_EXPORT) != 0, "%s", all[i].name);
		cr_expect_eq(strcasestr(all[i].name, "_anon_") != NULL, all[i].auth == AUTH_ANON,
			"%s", all[i].name);
		cr_expect_eq(strstr(all[i].name, "_CBC_") != NULL, all[i].mode == MODE_CBC, "%s",
			all[i].name);
		cr_expect_eq(suite_aead(&all[i]), all[i].mac == MAC_AEAD, "%s", all[i].name);
		cr_expect_leq(all[i].first_version, all[i].last_version, "%s", all[i].name);
	}
}

Test(suites, only_tls13_leaves_the_exchange_open)
{
	size_t count;
	const struct suite *all = suites_all(&count);

	for (size_t i = 0; i < count; i++) {
		bool tls13 = all[i].first_version == 0x0304;

		cr_expect_eq(tls13, all[i].exchange == EXCHANGE_ANY, "%s", all[i].name);
		cr_expect_eq(tls13, all[i].last_version == 0x0304, "%s", all[i].name);
	}
}

Test(groups, every_number_and_name_finds_its_own_row)
{
	size_t count;
	const struct group *all = groups_all(&count);

	for (size_t i = 0; i < count; i++) {
		cr_expect(i == 0 || all[i - 1].number < all[i].number, "%s", all[i].name);
		cr_expect_eq(group_find(all[i].number), &all[i], "%s", all[i].name);
		cr_expect_eq(group_find_name(all[i].name, strlen(all[i].name)), &all[i]);
		if (all[i].other)
			cr_expect_eq(group_find_name(all[i].other, strlen(all[i].other)), &all[i]);
	}
}

Test(groups, shares_have_the_sizes_of_the_standards)
{
	cr_expect_eq(group_find(29)->client_share, 32);
	cr_expect_eq(group_find(23)->client_share, 65);
	cr_expect_eq(group_find(0x11ec)->client_share, 1216);
	cr_expect_eq(group_find(0x11ec)->server_share, 1120);
	cr_expect_eq(group_find(0x11eb)->client_share, 1249);
	cr_expect_eq(group_find(0x11ed)->client_share, 1665);
	cr_expect_eq(group_find(0x6399)->client_share, 1216);
	cr_expect_eq(group_find(256)->client_share, 256);
}

Test(groups, libraries_call_them_in_their_own_way)
{
	cr_expect_str_eq(group_find_name("prime256v1", 10)->name, "secp256r1");
	cr_expect_str_eq(group_find_name("P-256", 5)->name, "secp256r1");
	cr_expect_str_eq(group_find_name("SECP256R1", 9)->name, "secp256r1");
	cr_expect_str_eq(group_find_name("X25519", 6)->name, "x25519");
	cr_expect_null(group_find_name("X2551", 5));
	cr_expect_null(group_find_name("", 0));
}

Test(schemes, every_number_and_name_finds_its_own_row)
{
	size_t count;
	const struct scheme *all = schemes_all(&count);

	for (size_t i = 0; i < count; i++) {
		cr_expect(i == 0 || all[i - 1].number < all[i].number, "%s", all[i].name);
		cr_expect_eq(scheme_find(all[i].number), &all[i], "%s", all[i].name);
		cr_expect_eq(scheme_find_name(all[i].name, strlen(all[i].name)), &all[i]);
	}
	cr_expect_null(scheme_find(0));
}

Test(names, numbers_of_every_registry_have_their_name)
{
	cr_expect_str_eq(names_suite(0x1302), "TLS_AES_256_GCM_SHA384");
	cr_expect_str_eq(names_group(0x11ec), "X25519MLKEM768");
	cr_expect_str_eq(names_scheme(0x0804), "rsa_pss_rsae_sha256");
	cr_expect_str_eq(names_extension(0), "server_name");
	cr_expect_str_eq(names_extension(51), "key_share");
	cr_expect_str_eq(names_extension(0xff01), "renegotiation_info");
	cr_expect_null(names_suite(0x0a0a));
	cr_expect_null(names_group(0));
	cr_expect_null(names_scheme(0xffff));
	cr_expect_null(names_extension(0x1a1a));
}

Test(names, grease_is_known_by_its_rule)
{
	int found = 0;

	for (unsigned i = 0; i <= 0x1ffff; i++)
		found += names_grease(i);
	cr_expect_eq(found, 16);
	cr_expect(names_grease(0x0a0a));
	cr_expect(names_grease(0xfafa));
	cr_expect_not(names_grease(0x0a1a));
}
