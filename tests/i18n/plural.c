/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "i18n/plural.h"

static unsigned long form(const char *expression, unsigned long n)
{
	unsigned long ret = 99;

	cr_assert(plural_form(expression, strlen(expression), n, &ret), "%s", expression);
	return ret;
}

Test(plural, our_languages)
{
	cr_expect_eq(form("0", 1), 0);
	cr_expect_eq(form("0", 7), 0);
	cr_expect_eq(form("(n > 1)", 0), 0);
	cr_expect_eq(form("(n > 1)", 1), 0);
	cr_expect_eq(form("(n > 1)", 2), 1);
	cr_expect_eq(form("(n != 1)", 0), 1);
	cr_expect_eq(form("(n != 1)", 1), 0);
	cr_expect_eq(form("(n != 1)", 2), 1);
}

Test(plural, rules_of_other_languages)
{
	static const char russian[] =
		"n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2";
	static const char arabic[] =
		"n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5";
	static const unsigned long ru[][2] = { { 1, 0 }, { 2, 1 }, { 5, 2 }, { 11, 2 }, { 12, 2 },
		{ 21, 0 }, { 22, 1 }, { 100, 2 }, { 111, 2 }, { 121, 0 } };
	static const unsigned long ar[][2] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 10, 3 },
		{ 11, 4 }, { 99, 4 }, { 100, 5 }, { 102, 5 }, { 103, 3 } };

	for (size_t i = 0; i < sizeof(ru) / sizeof(ru[0]); i++)
		cr_expect_eq(form(russian, ru[i][0]), ru[i][1], "Russian %lu", ru[i][0]);
	for (size_t i = 0; i < sizeof(ar) / sizeof(ar[0]); i++)
		cr_expect_eq(form(arabic, ar[i][0]), ar[i][1], "Arabic %lu", ar[i][0]);
}

Test(plural, operators_bind_as_in_c)
{
	cr_expect_eq(form("1 + 2 * 3", 0), 7);
	cr_expect_eq(form("(1 + 2) * 3", 0), 9);
	cr_expect_eq(form("10 - 3 - 2", 0), 5);
	cr_expect_eq(form("20 / 2 / 5", 0), 2);
	cr_expect_eq(form("17 % 10 % 4", 0), 3);
	cr_expect_eq(form("1 || 0 && 0", 0), 1);
	cr_expect_eq(form("0 == 1 < 2", 0), 0);
	cr_expect_eq(form("!n", 0), 1);
	cr_expect_eq(form("!!n", 5), 1);
	cr_expect_eq(form("!0 == 1", 0), 1);
	cr_expect_eq(form("n>=2", 2), 1);
	cr_expect_eq(form("n<=2", 3), 0);
}

Test(plural, ends_at_the_semicolon)
{
	unsigned long ret;

	cr_assert(plural_form("n != 1; garbage (", 17, 1, &ret));
	cr_assert_eq(ret, 0);
}

Test(plural, a_division_by_zero_is_nothing_worse_than_0)
{
	cr_expect_eq(form("n / 0", 5), 0);
	cr_expect_eq(form("n % 0", 5), 0);
	cr_expect_eq(form("n % n", 0), 0);
}

Test(plural, what_is_no_expression_is_refused)
{
	static const char *const wrong[] = { "", ";", "(", ")", "n)", "(n", "n n", "1 2",
		"n =", "n ? 1", "n ? : 2", "n & 1", "n | 1", "x", "n + ", "* n", "n ! 1", "-1",
		"EXPRESSION", "n\x01" };
	unsigned long ret;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_not(plural_form(wrong[i], strlen(wrong[i]), 1, &ret), "%s", wrong[i]);
}

Test(plural, endless_nesting_is_refused)
{
	size_t length = 1000000;
	char *deep = memory_new(length, 1);
	unsigned long ret;

	memset(deep, '(', length);
	cr_expect_not(plural_form(deep, length, 1, &ret));
	for (size_t i = 0; i + 1 < length; i += 2)
		memcpy(deep + i, "1?", 2);
	cr_expect_not(plural_form(deep, length, 1, &ret));
	memset(deep, '!', length);
	cr_expect_not(plural_form(deep, length, 1, &ret));
	free(deep);
}

Test(plural, any_text_is_worked_out_or_refused)
{
	static const char letters[] = "n01?:|&=!<>+-*/%() ;";
	unsigned random = 3;
	unsigned long ret;
	size_t good = 0;
	char text[12];

	for (int round = 0; round < 200000; round++) {
		for (size_t i = 0; i < sizeof(text); i++) {
			random = random * 1103515245u + 12345u;
			text[i] = letters[(random >> 16) % (sizeof(letters) - 1)];
		}
		good += plural_form(text, sizeof(text), random % 200, &ret);
	}
	cr_assert_gt(good, 100);
}
