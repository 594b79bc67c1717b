/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/i18n.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static const char *const codes[] = { "en", "ja", "tl", "nl" };

/* Compares and frees. */
static void expect_text(char *text, const char *wanted, const char *code)
{
	cr_expect_str_eq(text, wanted, "%s: %s", code, text);
	free(text);
}

/* WANTED in the order of codes[]. */
#define EXPECT_FOUR(call, ...)                                                   \
	do {                                                                     \
		static const char *const wanted[] = { __VA_ARGS__ };             \
		for (size_t row = 0; row < 4; row++) {                           \
			const struct language *l = language_by_name(codes[row]); \
			expect_text(call, wanted[row], codes[row]);              \
		}                                                                \
	} while (0)

Test(date, reads_as_each_language_writes_it)
{
	EXPECT_FOUR(i18n_date(l, 1772546700), "3 March 2026", "2026年3月3日", "Marso 3, 2026",
		"3 maart 2026");
	EXPECT_FOUR(i18n_date(l, 0), "1 January 1970", "1970年1月1日", "Enero 1, 1970",
		"1 januari 1970");
	EXPECT_FOUR(i18n_date(l, 1798761599), "31 December 2026", "2026年12月31日",
		"Disyembre 31, 2026", "31 december 2026");
}

Test(date, with_the_time_says_that_it_is_utc)
{
	EXPECT_FOUR(i18n_date_time(l, 1772546700), "3 March 2026, 14:05 UTC",
		"2026年3月3日 14:05 UTC", "Marso 3, 2026, 2:05 PM UTC",
		"3 maart 2026 om 14:05 UTC");
}

Test(date, midnight_and_noon_are_told_apart)
{
	EXPECT_FOUR(i18n_date_time(l, 0), "1 January 1970, 00:00 UTC", "1970年1月1日 00:00 UTC",
		"Enero 1, 1970, 12:00 AM UTC", "1 januari 1970 om 00:00 UTC");
	EXPECT_FOUR(i18n_date_time(l, 12 * HOUR), "1 January 1970, 12:00 UTC",
		"1970年1月1日 12:00 UTC", "Enero 1, 1970, 12:00 PM UTC",
		"1 januari 1970 om 12:00 UTC");
}

Test(date, every_month_has_its_own_name_in_every_language)
{
	for (size_t row = 0; row < 4; row++) {
		const struct language *l = language_by_name(codes[row]);
		char *before = memset(malloc(1), 0, 1);

		for (int month = 0; month < 12; month++) {
			char *date = i18n_date(l, (int64_t)(month * 30.5 * DAY) + 10 * DAY);

			cr_expect_str_neq(date, before, "%s", date);
			cr_expect_null(strchr(date, '{'), "%s", date);
			free(before);
			before = date;
		}
		free(before);
	}
}

Test(date, any_moment_can_be_written)
{
	static const int64_t moments[] = { INT64_MIN, INT64_MAX, -1, INT32_MIN };

	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		char *date = i18n_date_time(language_english(), moments[i]);

		cr_expect_str_not_empty(date);
		free(date);
	}
}

Test(span, has_two_units_at_most)
{
	EXPECT_FOUR(i18n_span(l, 2 * HOUR + 5 * MINUTE), "2 hours 5 minutes", "2時間5分",
		"2 oras at 5 minuto", "2 uur en 5 minuten");
	EXPECT_FOUR(i18n_span(l, DAY + HOUR + MINUTE + 1), "1 day 1 hour", "1日1時間",
		"1 araw at 1 oras", "1 dag en 1 uur");
	EXPECT_FOUR(i18n_span(l, MINUTE + 1), "1 minute 1 second", "1分1秒",
		"1 minuto at 1 segundo", "1 minuut en 1 seconde");
}

Test(span, has_one_unit_when_nothing_is_left)
{
	EXPECT_FOUR(i18n_span(l, 12 * DAY), "12 days", "12日", "12 araw", "12 dagen");
	EXPECT_FOUR(i18n_span(l, 0), "0 seconds", "0秒", "0 segundo", "0 seconden");
	EXPECT_FOUR(i18n_span(l, 59), "59 seconds", "59秒", "59 segundo", "59 seconden");
	EXPECT_FOUR(i18n_span(l, 2 * HOUR + 5), "2 hours", "2時間", "2 oras", "2 uur");
}

Test(span, a_clock_in_the_wrong_year_is_years_off)
{
	EXPECT_FOUR(i18n_span(l, 365 * DAY), "1 year", "1年", "1 taon", "1 jaar");
	EXPECT_FOUR(i18n_span(l, 3653 * (int64_t)DAY), "10 years", "10年", "10 taon", "10 jaar");
	EXPECT_FOUR(i18n_span(l, 100 * DAY), "3 months 10 days", "3か月10日", "3 buwan at 10 araw",
		"3 maanden en 10 dagen");
}

Test(span, the_sign_does_not_matter)
{
	char *text = i18n_span(language_english(), INT64_MIN);

	cr_expect_str_eq(text, "292,471,208,677 years 6 months");
	free(text);
	expect_text(i18n_span(language_english(), -90), "1 minute 30 seconds", "en");
}

Test(age, says_how_long_ago_or_ahead)
{
	EXPECT_FOUR(i18n_age(l, 0, 12 * DAY + HOUR), "12 days ago", "12日前",
		"12 araw na ang nakalipas", "12 dagen geleden");
	EXPECT_FOUR(i18n_age(l, 3 * HOUR, 0), "in 3 hours", "3時間後", "3 oras mula ngayon",
		"over 3 uur");
	EXPECT_FOUR(i18n_age(l, 0, 60), "1 minute ago", "1分前", "1 minuto na ang nakalipas",
		"1 minuut geleden");
}

Test(age, below_a_minute_is_now)
{
	EXPECT_FOUR(i18n_age(l, 100, 159), "now", "たった今", "ngayon lang", "zojuist");
	EXPECT_FOUR(i18n_age(l, 159, 100), "now", "たった今", "ngayon lang", "zojuist");
}

Test(age, one_and_a_half_years_are_months)
{
	expect_text(i18n_age(language_english(), 0, 540 * DAY), "18 months ago", "en");
	expect_text(i18n_age(language_english(), 0, 800 * (int64_t)DAY), "2 years ago", "en");
	expect_text(i18n_age(language_english(), 0, 89 * DAY), "89 days ago", "en");
}

Test(age, the_ends_of_time_do_no_harm)
{
	free(i18n_age(language_english(), INT64_MIN, INT64_MAX));
	free(i18n_age(language_english(), INT64_MAX, INT64_MIN));
	expect_text(i18n_age(language_english(), INT64_MAX, INT64_MAX), "now", "en");
}

static const char *const items[] = { "A", "B", "C", "D" };

Test(list, joins_as_each_language_does)
{
	EXPECT_FOUR(i18n_list(l, items, 0), "none", "なし", "wala", "geen");
	EXPECT_FOUR(i18n_list(l, items, 1), "A", "A", "A", "A");
	EXPECT_FOUR(i18n_list(l, items, 2), "A and B", "A、B", "A at B", "A en B");
	EXPECT_FOUR(i18n_list(l, items, 3), "A, B and C", "A、B、C", "A, B, at C", "A, B en C");
	EXPECT_FOUR(i18n_list(l, items, 4), "A, B, C and D", "A、B、C、D", "A, B, C, at D",
		"A, B, C en D");
}

Test(list, braces_in_items_are_text)
{
	static const char *const odd[] = { "{last}", "{list}", "{{" };

	expect_text(i18n_list(language_english(), odd, 3), "{last}, {list} and {{", "en");
}

Test(number, is_grouped_by_threes)
{
	EXPECT_FOUR(i18n_number(l, 1024), "1,024", "1,024", "1,024", "1.024");
	EXPECT_FOUR(i18n_number(l, 0), "0", "0", "0", "0");
	EXPECT_FOUR(i18n_number(l, 999), "999", "999", "999", "999");
	EXPECT_FOUR(
		i18n_number(l, -1234567), "-1,234,567", "-1,234,567", "-1,234,567", "-1.234.567");
	expect_text(i18n_number(language_english(), INT64_MIN), "-9,223,372,036,854,775,808", "en");
	expect_text(i18n_number(language_english(), INT64_MAX), "9,223,372,036,854,775,807", "en");
}
