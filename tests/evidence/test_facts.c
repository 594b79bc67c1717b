/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "evidence/facts.h"

static char *const names[] = { (char *)"a.example", (char *)"b\x1b[31m.example" };

Test(facts, are_found_by_name)
{
	struct facts facts = { 0 };

	facts_text(&facts, "host", "example.com");
	facts_number(&facts, "port", FACT_CODE, 443);
	cr_expect_str_eq(facts_find(&facts, "host")->text, "example.com");
	cr_expect_eq(facts_find(&facts, "port")->number, 443);
	cr_expect_eq(facts_find(&facts, "port")->kind, FACT_CODE);
	cr_expect_null(facts_find(&facts, "address"));
	facts_free(&facts);
	cr_expect_eq(facts.count, 0);
}

Test(facts, of_the_same_name_replace_each_other_whatever_their_kind)
{
	struct facts facts = { 0 };

	facts_list(&facts, "value", names, 2);
	facts_text(&facts, "value", "text");
	cr_expect_eq(facts.count, 1);
	cr_expect_eq(facts_find(&facts, "value")->list_count, 0);
	facts_number(&facts, "value", FACT_MS, 12);
	cr_expect_null(facts_find(&facts, "value")->text);
	facts_list(&facts, "value", names, 1);
	cr_expect_eq(facts_find(&facts, "value")->kind, FACT_LIST);
	cr_expect_eq(facts.count, 1);
	facts_free(&facts);
}

Test(facts, a_text_may_be_set_from_itself)
{
	struct facts facts = { 0 };

	facts_text(&facts, "host", "example.com");
	facts_text(&facts, "host", facts_find(&facts, "host")->text);
	cr_expect_str_eq(facts_find(&facts, "host")->text, "example.com");
	facts_list(&facts, "names", names, 2);
	facts_list(&facts, "names", facts_find(&facts, "names")->list, 2);
	cr_expect_str_eq(facts_find(&facts, "names")->list[0], "a.example");
	facts_free(&facts);
}

Test(facts, texts_are_cleaned)
{
	struct facts facts = { 0 };

	facts_text(&facts, "reply", "554 \x1b]0;x\x07no\xff");
	facts_list(&facts, "names", names, 2);
	cr_expect_str_eq(facts_find(&facts, "reply")->text,
		"554 \xef\xbf\xbd]0;x\xef\xbf\xbdno\xef\xbf\xbd");
	cr_expect_str_eq(facts_find(&facts, "names")->list[1], "b\xef\xbf\xbd[31m.example");
	facts_free(&facts);
}

Test(facts, an_unknown_text_is_empty)
{
	struct facts facts = { 0 };

	facts_text(&facts, "zone", NULL);
	facts_list(&facts, "names", NULL, 0);
	cr_expect_str_eq(facts_find(&facts, "zone")->text, "");
	cr_expect_eq(facts_find(&facts, "names")->list_count, 0);
	facts_free(&facts);
}

Test(facts, json_shows_each_kind_as_it_is)
{
	static const char expected[] =
		"{\"host\": \"example.com\", \"days\": 3, \"port\": 443, \"not_after\": "
		"\"2026-03-03T12:00:00Z\", \"offset\": -86400, \"time\": 12, \"names\": "
		"[\"a.example\"]}";
	struct facts facts = { 0 };
	json_t *json;
	char *text;

	facts_text(&facts, "host", "example.com");
	facts_number(&facts, "days", FACT_NUMBER, 3);
	facts_number(&facts, "port", FACT_CODE, 443);
	facts_number(&facts, "not_after", FACT_TIME, 1772539200);
	facts_number(&facts, "offset", FACT_SPAN, -86400);
	facts_number(&facts, "time", FACT_MS, 12);
	facts_list(&facts, "names", names, 1);
	json = facts_json(&facts);
	text = json_dumps(json, 0);
	cr_expect_str_eq(text, expected);
	free(text);
	json_decref(json);
	facts_free(&facts);
}

Test(facts, a_copy_outlives_its_original)
{
	struct facts facts = { 0 };
	struct facts copy;

	facts_text(&facts, "host", "example.com");
	facts_list(&facts, "names", names, 2);
	facts_number(&facts, "days", FACT_NUMBER, -3);
	facts_copy(&copy, &facts);
	facts_free(&facts);
	cr_expect_eq(copy.count, 3);
	cr_expect_str_eq(facts_find(&copy, "host")->text, "example.com");
	cr_expect_str_eq(facts_find(&copy, "names")->list[0], "a.example");
	cr_expect_eq(facts_find(&copy, "days")->number, -3);
	facts_free(&copy);
}
