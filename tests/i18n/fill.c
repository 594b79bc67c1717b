/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "i18n/i18n.h"

static const struct fill fills[] = {
	{ "host", "example.com" },
	{ "date", "{host}" },
	{ "empty", "" },
	{ NULL, NULL },
};

static void expect_filled(const char *pattern, const char *wanted)
{
	char *filled = i18n_fill(pattern, fills);

	cr_expect_str_eq(filled, wanted, "%s gave %s", pattern, filled);
	free(filled);
}

Test(fill, puts_values_in_whatever_order)
{
	expect_filled("The certificate of {host} ended.", "The certificate of example.com ended.");
	expect_filled("{host}{host}", "example.comexample.com");
	expect_filled("{empty}", "");
	expect_filled("", "");
}

Test(fill, a_value_is_never_filled_again)
{
	expect_filled("{date}", "{host}");
}

Test(fill, an_unknown_placeholder_stays)
{
	expect_filled("{hos} {hostx} {} {Host}", "{hos} {hostx} {} {Host}");
}

Test(fill, two_braces_are_one)
{
	expect_filled("server {{ {host} }", "server { example.com }");
	expect_filled("{{host}", "{host}");
}

Test(fill, braces_without_an_end_stay)
{
	expect_filled("{", "{");
	expect_filled("{host", "{host");
	expect_filled("a } b", "a } b");
	expect_filled("{ho{host}", "{hoexample.com");
}

Test(fill, without_fills_only_braces_change)
{
	char *filled = i18n_fill("{host} {{", NULL);

	cr_assert_str_eq(filled, "{host} {");
	free(filled);
}

/* "サーバー" where a pattern expects "example.com". */
Test(fill, no_blank_stays_between_japanese_and_japanese)
{
	static const struct fill japanese[] = { { "host", "サーバー" }, { "name", "A" },
		{ NULL, NULL } };
	static const struct {
		const char *pattern, *wanted;
	} rows[] = {
		{ "{host} のポート", "サーバーのポート" },
		{ "これが {host} です", "これがサーバーです" },
		{ "{host} {host}", "サーバーサーバー" },
		{ "{host} TLS", "サーバー TLS" },
		{ "{name} のポート", "A のポート" },
		{ " {host} ", " サーバー " },
		{ "の {name} の", "の A の" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *filled = i18n_fill(rows[i].pattern, japanese);

		cr_expect_str_eq(filled, rows[i].wanted, "%s gave %s", rows[i].pattern, filled);
		free(filled);
	}
}
