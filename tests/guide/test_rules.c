/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does every cause of the rules have its words and fixes, and does every word belong to a rule?
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/tables.h"

static char *title_of(const struct cause_rule *rule)
{
	struct cause cause = { .rule = rule };

	return guide_cause_title(language_english(), &cause, NULL, NULL);
}

Test(guide_rules, every_cause_has_a_title_and_a_text_and_a_fix)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);
		struct cause cause = { .rule = rule };
		char *title = title_of(rule);
		char *text = guide_cause_text(language_english(), &cause, NULL, NULL);

		cr_expect_str_neq(title, rule->id);
		cr_expect_str_not_empty(text, "%s", rule->id);
		cr_expect(guide_fixes(rule->id, NULL, NULL, NULL, 0) > 0, "%s", rule->id);
		free(title);
		free(text);
	}
}

Test(guide_rules, every_cause_that_is_told_has_a_rule)
{
	for (size_t i = 0; i < guide_causes_count; i++)
		cr_expect_not_null(diagnosis_rule(guide_causes[i].id), "%s", guide_causes[i].id);
}

/* "answer.one-site=all" of a rule must be a question and one of its choices. */
static void expect_answer(const char *id)
{
	char *text = guide_reason_for(language_english(), id, NULL, NULL);

	cr_expect(strncmp(text, "Technical name", strlen("Technical name")) != 0, "%s", text);
	free(text);
}

static void expect_answers(const char *const *patterns)
{
	for (size_t i = 0; patterns && patterns[i]; i++) {
		const char *at = strstr(patterns[i], "answer.");
		char *id;

		if (!at)
			continue;
		id = memory_text_n(at, strcspn(at, " "));
		expect_answer(id);
		free(id);
	}
}

Test(guide_rules, rules_ask_for_answers_that_can_be_given)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		expect_answers(diagnosis_rule_at(i)->proof);
		expect_answers(diagnosis_rule_at(i)->support);
		expect_answers(diagnosis_rule_at(i)->against);
		expect_answers(diagnosis_rule_at(i)->symptoms);
	}
}

static bool is_named(const char *const *patterns, const char *answer)
{
	for (size_t i = 0; patterns && patterns[i]; i++) {
		const char *at = strstr(patterns[i], answer);

		if (at && (!at[strlen(answer)] || at[strlen(answer)] == ' '))
			return true;
	}
	return false;
}

static bool counts_somewhere(const char *answer)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);

		if (is_named(rule->proof, answer) || is_named(rule->support, answer) ||
			is_named(rule->against, answer) || is_named(rule->symptoms, answer))
			return true;
	}
	return false;
}

/* Those whose answers choose words or say who may be asked. */
static bool is_about_the_person(const char *question)
{
	static const char *const ids[] = { "symptom", "symptom-number", "device", "system",
		"browser", "consent" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!strcmp(ids[i], question))
			return true;
	return false;
}

Test(guide_rules, every_answer_but_not_knowing_changes_a_ranking)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);

		for (size_t c = 0; c < guide_question_choices(q); c++) {
			char *answer = memory_format("answer.%s=%s", q->id, guide_choice_id(q, c));

			cr_expect(is_about_the_person(q->id) ||
					  !strcmp(guide_choice_id(q, c), "unknown") ||
					  counts_somewhere(answer),
				"%s changes nothing", answer);
			free(answer);
		}
	}
}

Test(guide_rules, whoever_is_asked_to_find_out_may_say_that_it_is_not_known)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);
		size_t last = guide_question_choices(q) - 1;

		cr_expect(!q->step || !strcmp(q->id, "consent") ||
				  !strcmp(guide_choice_id(q, last), "unknown"),
			"%s", q->id);
	}
}
