/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "i18n/cells.h"

static void set_locale(void)
{
	cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(cells, .init = set_locale);

Test(cells, width_counts_cells_not_bytes)
{
	cr_expect_eq(cells_wide("", SIZE_MAX), 0);
	cr_expect_eq(cells_wide("abc", SIZE_MAX), 3);
	cr_expect_eq(cells_wide("証明書", SIZE_MAX), 6);
	cr_expect_eq(cells_wide("één", SIZE_MAX), 3);
	cr_expect_eq(cells_wide("e\xCC\x81", SIZE_MAX), 1);
	cr_expect_eq(cells_wide("、。「」", SIZE_MAX), 8);
	cr_expect_eq(cells_wide("✓✗⚠", SIZE_MAX), 3);
	cr_expect_eq(cells_wide("証明書", 3), 2);
	cr_expect_eq(cells_wide("\xEF\xBF\xBD", SIZE_MAX), 1);
}

Test(cells, width_does_not_need_the_locale)
{
	setlocale(LC_CTYPE, "C");
	cr_expect_eq(cells_wide("証明書", SIZE_MAX), 6);
	cr_expect_eq(cells_wide("één", SIZE_MAX), 3);
}

Test(cells, fit_never_splits_a_character)
{
	cr_expect_eq(cells_fit("abc", 2), 2);
	cr_expect_eq(cells_fit("abc", 9), 3);
	cr_expect_eq(cells_fit("証明書", 5), 6);
	cr_expect_eq(cells_fit("証明書", 1), 0);
	cr_expect_eq(cells_fit("e\xCC\x81x", 1), 3);
	cr_expect_eq(cells_fit("abc", 0), 0);
	cr_expect_eq(cells_fit("abc", -1), 0);
}

static void expect_clip(const char *text, int cells, const char *wanted)
{
	char *clipped = cells_clip(text, cells);

	cr_expect_str_eq(clipped, wanted, "%s in %d gave %s", text, cells, clipped);
	free(clipped);
}

Test(cells, clip_says_that_something_is_left_out)
{
	expect_clip("certificate", 11, "certificate");
	expect_clip("certificate", 10, "certifi...");
	expect_clip("証明書の期限", 12, "証明書の期限");
	expect_clip("証明書の期限", 11, "証明書の...");
	expect_clip("証明書の期限", 10, "証明書...");
	expect_clip("", 0, "");
}

Test(cells, clip_fits_however_narrow)
{
	for (int cells = 0; cells < 20; cells++) {
		char *clipped = cells_clip("証明書 of example.com", cells);

		cr_expect_leq(cells_wide(clipped, SIZE_MAX), cells);
		free(clipped);
	}
	expect_clip("abcdef", 3, "...");
	expect_clip("abcdef", 1, ".");
	expect_clip("abcdef", 0, "");
	expect_clip("abcdef", -3, "");
}

/* Lines joined by '|'. The caller frees. */
static char *wrapped(const char *text, int cells)
{
	struct buffer all = { 0 };
	struct cells_line *lines;
	size_t count = cells_wrap(text, cells, &lines);

	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_add_char(&all, '|');
		buffer_add(&all, text + lines[i].start, lines[i].length);
	}
	free(lines);
	return buffer_take(&all);
}

static void expect_wrapped(const char *text, int cells, const char *wanted)
{
	char *got = wrapped(text, cells);

	cr_expect_str_eq(got, wanted, "in %d cells: %s", cells, got);
	free(got);
}

Test(cells, wrap_breaks_between_words)
{
	expect_wrapped("one two three", 7, "one two|three");
	expect_wrapped("one two three", 8, "one two|three");
	expect_wrapped("one two three", 13, "one two three");
	expect_wrapped("one   two", 4, "one|two");
	expect_wrapped("a self-signed one", 8, "a self-|signed|one");
	expect_wrapped("the Wi-Fi list", 8, "the|Wi-Fi|list");
	expect_wrapped("ang may-ari nito", 9, "ang|may-ari|nito");
}

Test(cells, wrap_keeps_newlines_and_indents)
{
	expect_wrapped("a\nb", 10, "a|b");
	expect_wrapped("a\n\nb\n", 10, "a||b");
	expect_wrapped("a\n  indented", 10, "a|  indented");
	expect_wrapped("trailing   \nblanks  ", 10, "trailing|blanks");
	expect_wrapped("", 10, "");
	expect_wrapped("   ", 2, "");
}

Test(cells, wrap_of_nothing_is_no_line)
{
	struct cells_line *lines;

	cr_assert_eq(cells_wrap("", 10, &lines), 0);
	cr_assert_not_null(lines);
	free(lines);
	cr_assert_eq(cells_wrap("\n", 10, &lines), 1);
	cr_assert_eq(lines[0].length, 0);
	free(lines);
}

Test(cells, wrap_cuts_a_word_longer_than_a_line)
{
	expect_wrapped("abcdefghij", 4, "abcd|efgh|ij");
	expect_wrapped("x abcdefghij", 4, "x|abcd|efgh|ij");
}

Test(cells, wrap_keeps_paths_and_addresses_whole_when_they_fit)
{
	expect_wrapped("Open /etc/nginx/nginx.conf now", 22, "Open|/etc/nginx/nginx.conf|now");
	expect_wrapped("klok: /etc/nginx/conf", 20, "klok:|/etc/nginx/conf");
	expect_wrapped("See https://a.nl/b?c=1&d=2 .", 24, "See|https://a.nl/b?c=1&d=2 .");
	expect_wrapped("use --no-check-certificate", 24, "use|--no-check-certificate");
	expect_wrapped("on 2026-03-03 or", 12, "on|2026-03-03|or");
	expect_wrapped("for my-host.example.com", 20, "for|my-host.example.com");
	expect_wrapped("TLS 1.2/1.3", 10, "TLS|1.2/1.3");
}

Test(cells, wrap_breaks_a_long_path_at_its_parts)
{
	expect_wrapped("/etc/nginx/sites-enabled/example.conf", 20,
		"/etc/nginx/sites-|enabled/example.conf");
	expect_wrapped("https://example.com/one/two", 12, "https://|example.com/|one/two");
}

Test(cells, wrap_breaks_japanese_between_characters)
{
	expect_wrapped("証明書の有効期限", 8, "証明書の|有効期限");
	expect_wrapped("証明書の有効期限", 9, "証明書の|有効期限");
	expect_wrapped("TLS ハンドシェイク", 14, "TLS ハンドシェ|イク");
}

Test(cells, wrap_follows_kinsoku)
{
	/* what may not begin a line takes its neighbour along */
	expect_wrapped("確認します。次に", 10, "確認しま|す。次に");
	expect_wrapped("証明書、鍵", 6, "証明|書、鍵");
	expect_wrapped("期限（切れ）です", 10, "期限（切|れ）です");
	expect_wrapped("あとサーバー", 10, "あとサー|バー");
	/* what may not end a line goes down with what follows */
	expect_wrapped("次の「はい」", 6, "次の|「は|い」");
}

/* Every line fits; joined they give the text without its blanks and newlines. */
static void expect_whole(const char *text, int cells)
{
	struct buffer wanted = { 0 }, got = { 0 };
	struct cells_line *lines;
	size_t count = cells_wrap(text, cells, &lines);
	size_t end = 0;

	for (size_t i = 0; i < count; i++) {
		cr_assert_geq(lines[i].start, end, "lines overlap: %s", text);
		end = lines[i].start + lines[i].length;
		cr_assert_leq(end, strlen(text));
		cr_assert(text_is_utf8(text + lines[i].start, lines[i].length));
		cr_assert_leq(cells_wide(text + lines[i].start, lines[i].length), cells,
			"line %zu of \"%s\" in %d cells", i, text, cells);
		cr_assert(!lines[i].length || text[end - 1] != ' ');
		for (size_t k = lines[i].start; k < end; k++)
			if (text[k] != ' ')
				buffer_add_char(&got, text[k]);
	}
	for (const char *c = text; *c; c++)
		if (*c != ' ' && *c != '\n')
			buffer_add_char(&wanted, *c);
	cr_assert_str_eq(got.bytes ? got.bytes : "", wanted.bytes ? wanted.bytes : "");
	buffer_free(&wanted);
	buffer_free(&got);
	free(lines);
}

Test(cells, wrap_loses_nothing_and_always_fits)
{
	static const char *const texts[] = {
		"「SSL Handshake "
		"Failed」と表示されたら、まずサーバーの時計とタイムゾーンを確認してください。"
		"nginx の error.log に「SSL_do_handshake() failed (SSL: "
		"error:0A00010B)」と出る場合は、"
		"上流のポート番号を見直します。ファイヤーウォール・プロキシー、ッ、ャなども。",
		"Kung hindi tama ang oras ng computer mo, hindi magtatagumpay ang TLS handshake; "
		"pindutin ang [Enter].",
		"Controleer de systeemklok: "
		"/etc/nginx/sites-enabled/very-long-host-name.example.com.conf",
		"https://www.example.co.jp/a/very/long/path?x=1&y=2\n\n  TLS1.2/TLS1.3",
		"e\u0301e\u0301e\u0301 "
		"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 x",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (int cells = 2; cells <= 100; cells++)
			expect_whole(texts[i], cells);
}

Test(cells, wrap_holds_for_any_text)
{
	static const char *const pieces[] = { "a", "書", "、", "。", "「", "」", "ー", "ッ", " ",
		"  ", "\n", "/", "-", ".", ":", "word", "https://", "e\xCC\x81", "\xCC\x81", "(",
		")", "?", "=", "\xC2\xA0", "\xE3\x80\x80", "1", "%", "$", "\xEF\xBF\xBD" };
	unsigned random = 11;

	for (int round = 0; round < 5000; round++) {
		struct buffer text = { 0 };
		int length = round % 60;
		char *made;

		while (length--) {
			random = random * 1103515245u + 12345u;
			buffer_add_text(&text,
				pieces[(random >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		made = buffer_take(&text);
		expect_whole(made, 2 + round % 17);
		free(made);
	}
}

Test(cells, a_silly_width_counts_as_two)
{
	expect_wrapped("abcd", 0, "ab|cd");
	expect_wrapped("証明", -5, "証|明");
}

Test(cells, wrap_of_a_long_hostile_text_ends_soon, .timeout = 20)
{
	static const char *const pieces[] = { "/", "a-", "-", "\xCC\x81", "「", "x " };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buffer text = { 0 };

		while (text.length < 65536)
			buffer_add_text(&text, pieces[i]);
		expect_whole(text.bytes, 40);
		buffer_free(&text);
	}
}
