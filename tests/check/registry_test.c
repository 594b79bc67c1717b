/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "check/check.h"

TestSuite(check_registry);

Test(check_registry, check_ids_are_unique)
{
	for (size_t i = 0; check_at(i); i++)
		cr_expect_eq(check_find(check_at(i)->id), check_at(i), "%s", check_at(i)->id);
	cr_assert_not_null(check_at(0));
	cr_expect_null(check_find("no-such-check"));
}

Test(check_registry, checks_stand_in_the_order_of_the_steps)
{
	for (size_t i = 0; check_at(i); i++) {
		cr_expect(check_at(i)->step >= 1 && check_at(i)->step <= 12);
		if (i)
			cr_expect_leq(check_at(i - 1)->step, check_at(i)->step);
	}
}

Test(check_registry, finding_ids_are_unique_and_begin_with_their_check)
{
	size_t kinds = 0;

	for (size_t i = 0; check_at(i); i++) {
		const char *check = check_at(i)->id;

		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++) {
			cr_expect_eq(check_kind(kind->id), kind, "%s", kind->id);
			cr_expect(!strncmp(kind->id, check, strlen(check)) &&
					  kind->id[strlen(check)] == '.',
				"%s in %s", kind->id, check);
			kinds++;
		}
	}
	cr_expect_gt(kinds, 80);
}

/* "host,address,port": names of small letters and underscores, none twice. */
static void expect_fact_names(const struct finding_kind *kind)
{
	char seen[256] = ",";
	const char *name = kind->facts;

	while (*name) {
		size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_");
		char item[64];

		cr_assert(length > 0 && length < 50, "%s: %s", kind->id, kind->facts);
		snprintf(item, sizeof(item), ",%.*s,", (int)length, name);
		cr_expect_null(strstr(seen, item), "%s: %s", kind->id, kind->facts);
		strncat(seen, item + 1, sizeof(seen) - strlen(seen) - 1);
		name += length;
		cr_assert(*name == ',' || *name == '\0', "%s: %s", kind->id, kind->facts);
		name += *name == ',';
	}
}

Test(check_registry, fact_names_of_a_finding_are_unique)
{
	for (size_t i = 0; check_at(i); i++)
		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++)
			expect_fact_names(kind);
}

Test(check_registry, lists_of_ids_allow_blanks_and_want_whole_ids)
{
	cr_expect(check_listed("clock, reach", "reach"));
	cr_expect(check_listed("clock", "clock"));
	cr_expect_not(check_listed("clocks,reach", "clock"));
	cr_expect_not(check_listed("", "clock"));
	cr_expect_not(check_listed(NULL, "clock"));
	cr_expect_not(check_listed(",,", "clock"));
}
