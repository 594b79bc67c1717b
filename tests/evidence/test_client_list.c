/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is what people paste understood, and what is no list refused? */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/client_list.h"

static enum client_list_outcome read_text(const char *text, struct client_list *ret)
{
	return client_list_read(text, strlen(text), ret);
}

static void expect_suites(const char *text, const int *suites, size_t count)
{
	struct client_list list;

	cr_expect_eq(read_text(text, &list), CLIENT_LIST_OK, "%s", text);
	cr_expect_eq(list.hello.suite_count, count, "%zu: %s", list.hello.suite_count, text);
	for (size_t i = 0; i < count && i < list.hello.suite_count; i++)
		cr_expect_eq(list.hello.suites[i], suites[i], "%zu is %#x: %s", i,
			(unsigned)list.hello.suites[i], text);
	cr_expect_eq(list.strange_count, 0, "%s in %s", list.strange[0], text);
	client_list_free(&list);
}

#define EXPECT_SUITES(text, ...)                          \
	expect_suites(text, (const int[]){ __VA_ARGS__ }, \
		sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

Test(client_list, names_of_every_library_mean_the_same)
{
	EXPECT_SUITES("ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA", 0xc02f, 0x2f);
	EXPECT_SUITES("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA", 0xc02f,
		0x2f);
	EXPECT_SUITES("TLS_ECDHE_RSA_AES_128_GCM_SHA256 TLS_RSA_AES_128_CBC_SHA1", 0xc02f, 0x2f);
	EXPECT_SUITES("[\"SSL_RSA_WITH_3DES_EDE_CBC_SHA\"]\n", 0x0a);
	EXPECT_SUITES("'tls_aes_128_gcm_sha256'", 0x1301);
}

Test(client_list, codes_are_read_in_all_the_ways_they_are_written)
{
	EXPECT_SUITES("0xC02F 0x1301", 0xc02f, 0x1301);
	EXPECT_SUITES("0xC0,0x2F,0x13,0x01", 0xc02f, 0x1301);
	EXPECT_SUITES("{0xC0,0x2F}, {0x00,0x2F}", 0xc02f, 0x2f);
	EXPECT_SUITES("c02f 002f", 0xc02f, 0x2f);
	EXPECT_SUITES("0x01,0x00,0x80", 0x010080);
}

Test(client_list, what_openssl_ciphers_prints_is_a_list)
{
	EXPECT_SUITES(
		"          0xC0,0x2F - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 Kx=ECDH     Au=RSA   "
		"Enc=AESGCM(128)            Mac=AEAD\n"
		"          0x00,0x2F - AES128-SHA   SSLv3 Kx=RSA Au=RSA Enc=AES(128) Mac=SHA1\n",
		0xc02f, 0x2f);
	EXPECT_SUITES("AES128-SHA   SSLv3 Kx=RSA Au=RSA Enc=AES(128) Mac=SHA1\n", 0x2f);
}

Test(client_list, the_columns_of_such_a_table_are_no_versions_of_the_client)
{
	struct client_list list;

	cr_expect_eq(read_text("AES128-SHA SSLv3 Kx=RSA Au=RSA Enc=AES(128) Mac=SHA1", &list),
		CLIENT_LIST_OK);
	cr_expect_eq(list.hello.version_count, 0);
	client_list_free(&list);
}

Test(client_list, each_stands_there_once_in_its_first_place)
{
	EXPECT_SUITES("AES128-SHA AES256-SHA AES128-SHA TLS_RSA_WITH_AES_256_CBC_SHA", 0x2f, 0x35);
}

Test(client_list, versions_groups_and_schemes_may_be_in_it)
{
	struct client_list list;

	cr_expect_eq(read_text("TLS 1.3, TLSv1.2; X25519 P-256 rsa_pss_rsae_sha256", &list),
		CLIENT_LIST_OK);
	cr_expect_eq(list.hello.version_count, 2);
	cr_expect_eq(list.hello.versions[0], 0x0304);
	cr_expect_eq(list.hello.versions[1], 0x0303);
	cr_expect_eq(list.hello.group_count, 2);
	cr_expect_eq(list.hello.groups[1], 23);
	cr_expect_eq(list.hello.scheme_count, 1);
	cr_expect_eq(list.hello.schemes[0], 0x0804);
	cr_expect_eq(list.strange_count, 0);
	client_list_free(&list);
}

Test(client_list, rules_are_refused_and_named)
{
	static const char *const rules[] = { "HIGH:!aNULL", "ECDHE+AESGCM:DHE",
		"AES128-SHA:@STRENGTH", "AES128-SHA:-RSA", "NORMAL:-VERS-ALL", "kRSA", "ALL" };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct client_list list;

		cr_expect_eq(read_text(rules[i], &list), CLIENT_LIST_RULE, "%s", rules[i]);
		cr_expect(list.rule && strstr(rules[i], list.rule), "%s", rules[i]);
		client_list_free(&list);
	}
}

Test(client_list, a_word_that_means_nothing_is_left_out_and_told)
{
	struct client_list list;

	cr_expect_eq(read_text("AES128-SHA not-a-suite 2024 \x1b[31m", &list), CLIENT_LIST_OK);
	cr_expect_eq(list.hello.suite_count, 1);
	cr_expect_eq(list.strange_count, 4);
	cr_expect_str_eq(list.strange[0], "not-a-suite");
	cr_expect_str_eq(list.strange[1], "2024");
	for (size_t i = 0; i < 4; i++)
		cr_expect_not(strchr(list.strange[i], '\x1b'), "%zu", i);
	client_list_free(&list);
}

Test(client_list, a_text_without_any_is_nothing)
{
	static const char *const texts[] = { "", " \n", "hello world", ":::", "0x", "0xC0",
		"0xGG" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct client_list list;

		cr_expect_eq(read_text(texts[i], &list), CLIENT_LIST_NOTHING, "\"%s\"", texts[i]);
		client_list_free(&list);
	}
}

Test(client_list, sixty_thousand_words_are_read_in_time, .timeout = 20)
{
	size_t length = 65536;
	char *text = memory_new(length + 1, 1);
	struct client_list list;

	for (size_t i = 0; i < length; i++)
		text[i] = "a-b-c-d,"[i % 8];
	cr_expect_eq(client_list_read(text, length, &list), CLIENT_LIST_NOTHING);
	cr_expect_eq(list.strange_count, length / 8);
	client_list_free(&list);
	free(text);
}
