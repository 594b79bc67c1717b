/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/i18n.h"

static void expect_code(const struct language *language, const char *code, const char *why)
{
	cr_expect_str_eq(language ? language_code(language) : "(none)", code ? code : "(none)",
		"%s gave %s", why, language ? language_code(language) : "nothing");
}

Test(language, english_comes_first_then_the_catalogues)
{
	static const char *const codes[] = { "en", "ja", "tl", "nl" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		expect_code(language_at(i), codes[i], codes[i]);
	cr_assert_eq(language_at(0), language_english());
	cr_assert_null(language_at(1000));
}

Test(language, each_has_its_own_name)
{
	cr_expect_str_eq(language_own_name(language_by_name("en")), "English");
	cr_expect_str_eq(language_own_name(language_by_name("ja")), "日本語");
	cr_expect_str_eq(language_own_name(language_by_name("tl")), "Tagalog");
	cr_expect_str_eq(language_own_name(language_by_name("nl")), "Nederlands");
}

Test(language, is_known_by_any_locale_name)
{
	static const struct {
		const char *name, *code;
	} rows[] = {
		{ "ja", "ja" },
		{ "ja_JP", "ja" },
		{ "ja_JP.UTF-8", "ja" },
		{ "ja_JP.eucJP", "ja" },
		{ "JA", "ja" },
		{ "ja-JP", "ja" },
		{ "jpn", "ja" },
		{ "nl_BE@euro", "nl" },
		{ "nl_NL.UTF-8@euro", "nl" },
		{ "nl-nl", "nl" },
		{ "fil", "tl" },
		{ "fil_PH", "tl" },
		{ "fil_PH.UTF-8", "tl" },
		{ "FIL-PH", "tl" },
		{ "tl_PH", "tl" },
		{ "en_GB.UTF-8", "en" },
		{ "en", "en" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_code(language_by_name(rows[i].name), rows[i].code, rows[i].name);
}

Test(language, a_name_that_only_begins_alike_is_another)
{
	static const char *const names[] = {
		"", "C", "POSIX", "C.UTF-8", "de", "de_DE.UTF-8", "j", "jav", "nla", "file", "_",
		".UTF-8", "@", "日本語",
		"jajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajajaja"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		expect_code(language_by_name(names[i]), NULL, names[i]);
	cr_assert_null(language_by_name(NULL));
}

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

Test(language, the_environment_decides_by_name)
{
	static const struct {
		const char *language, *all, *messages, *lang, *code;
	} rows[] = {
		{ NULL, NULL, NULL, NULL, NULL },
		{ NULL, NULL, NULL, "ja_JP.UTF-8", "ja" },
		{ NULL, NULL, NULL, "C.UTF-8", NULL },
		{ NULL, NULL, NULL, "C", NULL },
		{ NULL, NULL, NULL, "POSIX", NULL },
		{ NULL, NULL, NULL, "de_DE.UTF-8", NULL },
		{ NULL, NULL, NULL, "en_US.UTF-8", "en" },
		{ NULL, NULL, "nl_NL", "ja_JP", "nl" },
		{ NULL, "fil_PH.UTF-8", "nl_NL", "ja_JP", "tl" },
		{ NULL, "C.UTF-8", "nl_NL", "ja_JP", NULL },
		{ NULL, "", "", "nl_NL", "nl" },
		{ "ja", NULL, NULL, "C.UTF-8", "ja" },
		{ "ja", NULL, NULL, NULL, "ja" },
		{ "de:fr:fil:ja", NULL, NULL, "nl_NL", "tl" },
		{ "de:fr", NULL, NULL, "nl_NL", "nl" },
		{ "en:ja", NULL, NULL, "nl_NL", "en" },
		{ "::nl", NULL, NULL, NULL, "nl" },
		{ "", NULL, NULL, "nl_NL", "nl" },
		{ "ja_JP.UTF-8:en", NULL, NULL, "en_US.UTF-8", "ja" },
		{ ":", NULL, NULL, "tl_PH", "tl" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char row[16];

		snprintf(row, sizeof(row), "row %zu", i);
		set("LANGUAGE", rows[i].language);
		set("LC_ALL", rows[i].all);
		set("LC_MESSAGES", rows[i].messages);
		set("LANG", rows[i].lang);
		expect_code(language_from_environment(), rows[i].code, row);
	}
}

Test(tr, english_is_the_text_itself)
{
	static const char text[] = "January";

	cr_assert_eq(tr(language_english(), text), text);
	cr_assert_eq(tr_ctx(language_english(), "month", text), text);
	cr_assert(tr_known(language_english(), "whatever this is"));
}

Test(tr, a_context_picks_the_meaning)
{
	cr_assert_str_eq(tr_ctx(language_by_name("nl"), "month", "May"), "mei");
	cr_assert_str_eq(tr_ctx(language_by_name("ja"), "month", "May"), "5月");
	cr_assert_str_eq(tr_ctx(language_by_name("nl"), "modal verb", "May"), "May");
}

Test(tr, what_has_no_translation_stays_english)
{
	static const char text[] = "No catalogue has this text.";

	for (size_t i = 1; language_at(i); i++) {
		cr_expect_eq(tr(language_at(i), text), text);
		cr_expect_not(tr_known(language_at(i), text));
		cr_expect_str_eq(
			tr_n(language_at(i), "{n} no-such", "{n} no-suches", 1), "{n} no-such");
		cr_expect_str_eq(
			tr_n(language_at(i), "{n} no-such", "{n} no-suches", 2), "{n} no-suches");
	}
}

Test(tr, an_empty_text_is_never_the_header)
{
	for (size_t i = 0; language_at(i); i++)
		cr_expect_str_empty(tr(language_at(i), ""));
}

Test(tr_n, each_language_counts_by_its_own_rule)
{
	static const struct {
		const char *code;
		long n;
		const char *wanted;
	} rows[] = {
		{ "en", 0, "{n} days" },
		{ "en", 1, "{n} day" },
		{ "en", 2, "{n} days" },
		{ "nl", 0, "{n} dagen" },
		{ "nl", 1, "{n} dag" },
		{ "nl", 2, "{n} dagen" },
		{ "ja", 0, "{n}日" },
		{ "ja", 1, "{n}日" },
		{ "ja", 2, "{n}日" },
		{ "tl", 0, "{n} araw" },
		{ "tl", 1, "{n} araw" },
		{ "tl", 2, "{n} araw" },
		{ "nl", -1, "{n} dag" },
		{ "en", -1, "{n} day" },
		{ "en", LONG_MIN, "{n} days" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = tr_n(
			language_by_name(rows[i].code), "{n} day", "{n} days", rows[i].n);

		cr_expect_str_eq(text, rows[i].wanted, "%s %ld", rows[i].code, rows[i].n);
	}
}
