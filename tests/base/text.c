/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

#define BAD "\xEF\xBF\xBD" /* U+FFFD */

struct cleaning {
	const char *what, *dirty, *clean;
};

static void expect_cleanings(const struct cleaning *rows, size_t count, enum text_keep keep)
{
	for (size_t i = 0; i < count; i++) {
		char *clean = text_clean(rows[i].dirty, strlen(rows[i].dirty), keep, 0);

		cr_expect_str_eq(clean, rows[i].clean, "%s gave \"%s\"", rows[i].what, clean);
		free(clean);
	}
}

#define EXPECT_CLEANINGS(keep, ...)                                           \
	do {                                                                  \
		static const struct cleaning rows[] = { __VA_ARGS__ };        \
		expect_cleanings(rows, sizeof(rows) / sizeof(rows[0]), keep); \
	} while (0)

Test(text_clean, leaves_good_text_alone)
{
	EXPECT_CLEANINGS(TEXT_ONE_LINE, { "nothing", "", "" }, { "ASCII", "plain ~", "plain ~" },
		{ "Japanese", "証明書", "証明書" }, { "accents", "één ñ", "één ñ" },
		{ "four bytes", "\xF0\x9F\x94\x92", "\xF0\x9F\x94\x92" },
		{ "combining marks", "e\xCC\x81", "e\xCC\x81" });
}

Test(text_clean, no_escape_or_control_character_survives)
{
	EXPECT_CLEANINGS(TEXT_LINES, { "ESC", "a\x1b[31mb", "a" BAD "[31mb" }, { "BEL", "\a", BAD },
		{ "DEL", "\x7f", BAD }, { "backspace", "a\bb", "a" BAD "b" },
		{ "C1 CSI",
			"\xC2\x9B"
			"31m",
			BAD "31m" },
		{ "C1 NEL",
			"a\xC2\x85"
			"b",
			"a" BAD "b" },
		{ "lone CR", "a\rb", "a" BAD "b" });
}

Test(text_clean, a_nul_does_not_end_the_text)
{
	char *clean = text_clean("a\0b", 3, TEXT_ONE_LINE, 0);

	cr_assert_str_eq(clean, "a" BAD "b");
	free(clean);
}

Test(text_clean, nothing_turns_the_reading_direction)
{
	EXPECT_CLEANINGS(TEXT_ONE_LINE,
		{ "RLO",
			"\xE2\x80\xAE"
			"gpj",
			BAD "gpj" },
		{ "LRM", "\xE2\x80\x8E", BAD }, { "RLM", "\xE2\x80\x8F", BAD },
		{ "isolate", "\xE2\x81\xA6", BAD }, { "pop isolate", "\xE2\x81\xA9", BAD },
		{ "Arabic mark", "\xD8\x9C", BAD });
}

Test(text_clean, nothing_hides)
{
	EXPECT_CLEANINGS(TEXT_ONE_LINE,
		{ "zero width space",
			"a\xE2\x80\x8B"
			"b",
			"a" BAD "b" },
		{ "joiner", "\xE2\x80\x8D", BAD }, { "word joiner", "\xE2\x81\xA0", BAD },
		{ "BOM inside", "a\xEF\xBB\xBF", "a" BAD }, { "tag", "\xF3\xA0\x81\x81", BAD },
		{ "private use", "\xEE\x80\x80", BAD }, { "line separator", "\xE2\x80\xA8", BAD },
		{ "paragraph separator", "\xE2\x80\xA9", BAD });
}

Test(text_clean, bad_bytes_are_replaced_and_the_rest_is_kept)
{
	EXPECT_CLEANINGS(TEXT_ONE_LINE,
		{ "lone byte",
			"a\xFF"
			"b",
			"a" BAD "b" },
		{ "continuation first", "\x80", BAD }, { "overlong slash", "\xC0\xAF", BAD BAD },
		{ "overlong of three", "\xE0\x80\xAF", BAD BAD BAD },
		{ "overlong NUL", "\xC0\x80", BAD BAD },
		{ "surrogate", "\xED\xA0\x80", BAD BAD BAD },
		{ "above U+10FFFF", "\xF4\x90\x80\x80", BAD BAD BAD BAD },
		{ "cut off, then more", "\xE8\xA8", BAD BAD },
		{ "cut off before ASCII",
			"\xC3"
			"a",
			BAD "a" });
}

Test(text_clean, lines_are_kept_only_when_asked_for)
{
	EXPECT_CLEANINGS(TEXT_LINES, { "newline", "a\nb", "a\nb" }, { "CRLF", "a\r\nb", "a\nb" },
		{ "tab", "a\tb", "a b" }, { "final newlines", "a\n\r\n\n", "a" });
	EXPECT_CLEANINGS(TEXT_ONE_LINE, { "newline", "a\nb", "a b" }, { "CRLF", "a\r\nb", "a b" },
		{ "tab", "a\tb", "a b" }, { "final newline", "a\n", "a" });
}

Test(text_clean, a_byte_order_mark_at_the_start_is_dropped)
{
	EXPECT_CLEANINGS(TEXT_ONE_LINE,
		{ "BOM",
			"\xEF\xBB\xBF"
			"a",
			"a" },
		{ "alone", "\xEF\xBB\xBF", "" });
}

Test(text_clean, is_cut_between_characters)
{
	for (size_t most = 1; most <= 9; most++) {
		char *clean = text_clean("証明書", 9, TEXT_ONE_LINE, most);

		cr_expect_eq(strlen(clean), most / 3 * 3, "at most %zu bytes", most);
		free(clean);
	}
}

Test(text_clean, cleaning_twice_changes_nothing)
{
	char *once, *twice;
	uint8_t bytes[512];
	unsigned random = 1;

	for (int round = 0; round < 500; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 1103515245u + 12345u;
			bytes[i] = (uint8_t)(random >> 16);
		}
		once = text_clean(bytes, sizeof(bytes), TEXT_LINES, 0);
		cr_assert(text_is_utf8(once, strlen(once)));
		twice = text_clean(once, strlen(once), TEXT_LINES, 0);
		cr_assert_str_eq(once, twice, "round %d", round);
		free(once);
		free(twice);
	}
}

Test(text_is_utf8, follows_rfc_3629)
{
	cr_expect(text_is_utf8("", 0));
	cr_expect(text_is_utf8("\0", 1));
	cr_expect(text_is_utf8("é書\xF0\x9F\x94\x92", 9));
	cr_expect(text_is_utf8("\xF4\x8F\xBF\xBF", 4));
	cr_expect_not(text_is_utf8("\xF4\x90\x80\x80", 4));
	cr_expect_not(text_is_utf8("\xED\xA0\x80", 3));
	cr_expect_not(text_is_utf8("\xC0\x80", 2));
	cr_expect_not(text_is_utf8("\xE6\x9B", 2));
	cr_expect_not(text_is_utf8("\xF8\x88\x80\x80\x80", 5));
}

Test(text_compare, only_ascii_letters_lose_their_case)
{
	cr_expect(text_same("Example.COM", "example.com"));
	cr_expect_not(text_same("example.com", "example.co"));
	cr_expect_not(text_same("example.co", "example.com"));
	cr_expect_not(text_same("É", "é"));
	cr_expect_not(text_same("@", "`"));
	cr_expect(text_same("", ""));
}

Test(text_compare, a_start_is_a_start)
{
	cr_expect(text_starts("https://x", "https://"));
	cr_expect_not(text_starts("HTTPS://x", "https://"));
	cr_expect(text_starts_same("HTTPS://x", "https://"));
	cr_expect_not(text_starts_same("http", "https"));
	cr_expect(text_starts_same("x", ""));
}
