/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timestamps that come beside a certificate are counted, each log once; whatever else comes is none. */
#include <criterion/criterion.h>
#include <string.h>
#include "base/buffer.h"
#include "tls/sct.h"

static void add_number(struct buffer *out, size_t number, int width)
{
	for (int i = width - 1; i >= 0; i--)
		buffer_add_char(out, (char)(number >> (8 * i)));
}

/* A list of timestamps of the logs whose ids consist of the bytes of LOGS. */
static void make_list(struct buffer *out, const char *logs)
{
	struct buffer items = { 0 };

	for (; *logs; logs++) {
		char item[47 + 4] = { 0 };

		memset(item + 1, *logs, 32);
		item[45] = 0;
		item[46] = 4;
		add_number(&items, sizeof(item), 2);
		buffer_add(&items, item, sizeof(item));
	}
	add_number(out, items.length, 2);
	buffer_add(out, items.bytes, items.length);
	buffer_free(&items);
}

Test(tls_sct, each_log_counts_once)
{
	struct buffer list = { 0 };

	make_list(&list, "aba");
	cr_expect_eq(sct_count_list(list.bytes, list.length), 2);
	buffer_free(&list);
}

Test(tls_sct, a_list_that_is_cut_never_counts_more)
{
	struct buffer list = { 0 };

	make_list(&list, "abc");
	for (size_t length = 0; length < list.length; length++)
		cr_expect_eq(sct_count_list(list.bytes, length), 0, "%zu bytes", length);
	cr_expect_eq(sct_count_list(list.bytes, list.length), 3);
	buffer_free(&list);
}

Test(tls_sct, another_version_and_a_short_item_are_no_timestamp)
{
	static const char other[] =
		"\0\x33\0\x31\1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa12345678\0\0\4\3\0\4sign";
	static const char small[] = "\0\x06\0\x04\0abc";

	cr_expect_eq(sct_count_list(other, sizeof(other) - 1), 0);
	cr_expect_eq(sct_count_list(small, sizeof(small) - 1), 0);
}

static void make_ocsp(struct buffer *out, const char *logs)
{
	struct buffer list = { 0 };

	make_list(&list, logs);
	buffer_add(out, "\x30\x10 before", 9);
	buffer_add(out, "\x06\x0a\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x05", 12);
	buffer_add_char(out, 0x04);
	buffer_add_char(out, (char)0x82);
	add_number(out, list.length + 4, 2);
	buffer_add_char(out, 0x04);
	buffer_add_char(out, (char)0x82);
	add_number(out, list.length, 2);
	buffer_add(out, list.bytes, list.length);
	buffer_free(&list);
}

Test(tls_sct, those_within_an_ocsp_answer_are_found)
{
	struct buffer answer = { 0 };

	make_ocsp(&answer, "xy");
	cr_expect_eq(sct_count_ocsp(answer.bytes, answer.length), 2);
	for (size_t length = 0; length < answer.length; length++)
		cr_expect_eq(sct_count_ocsp(answer.bytes, length), 0, "%zu bytes", length);
	cr_expect_eq(sct_count_ocsp("nothing of the kind", 19), 0);
	buffer_free(&answer);
}

/* One entry with a certificate of three bytes, and another extension before the list. */
static void make_certificate(struct buffer *out, const char *logs)
{
	struct buffer list = { 0 };

	make_list(&list, logs);
	buffer_add_char(out, 0);
	add_number(out, 3 + 3 + 2 + 6 + 4 + list.length, 3);
	add_number(out, 3, 3);
	buffer_add(out, "der", 3);
	add_number(out, 6 + 4 + list.length, 2);
	buffer_add(out, "\0\5\0\2ok", 6);
	add_number(out, SCT_EXTENSION, 2);
	add_number(out, list.length, 2);
	buffer_add(out, list.bytes, list.length);
	buffer_free(&list);
}

Test(tls_sct, those_beside_a_certificate_are_found)
{
	struct buffer message = { 0 };
	struct sct_leaf leaf;

	make_certificate(&message, "aab");
	cr_expect_eq(sct_count_certificate(message.bytes, message.length, &leaf), 2);
	cr_assert_eq(leaf.length, 3);
	cr_expect_arr_eq(leaf.der, "der", 3);
	for (size_t length = 0; length < message.length; length++)
		cr_expect_leq(
			sct_count_certificate(message.bytes, length, &leaf), 0, "%zu", length);
	buffer_free(&message);
}

Test(tls_sct, a_certificate_without_extensions_has_none)
{
	static const char message[] = "\0\0\0\x08\0\0\3der\0\0";
	struct sct_leaf leaf;

	cr_expect_eq(sct_count_certificate(message, sizeof(message) - 1, &leaf), 0);
	cr_expect_eq(leaf.length, 3);
}
