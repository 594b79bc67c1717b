/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "diagnosis/settle.h"
#include "diagnosis/weigh.h"
#include "ranked.h"

TestSuite(diagnosis_settle);

static struct ranked ranked;
static struct settler list[SETTLERS_MOST];

static void begin(void)
{
	ranked_begin(&ranked, NULL);
}

static void end(void)
{
	ranked_end(&ranked);
}

static size_t settle(void)
{
	ranked_again(&ranked);
	return diagnosis_settle(&ranked.evidence, &ranked.findings, &ranked.causes, list);
}

static bool is_listed(size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].id, id))
			return true;
	return false;
}

Test(diagnosis_settle, nothing_is_asked_of_a_healthy_server, .init = begin, .fini = end)
{
	cr_expect_eq(settle(), 0);
}

Test(diagnosis_settle, nothing_is_asked_about_what_is_certain, .init = begin, .fini = end)
{
	make_dates(make_leaf(&ranked.evidence), -100, -10);
	cr_expect_eq(settle(), 0);
}

/* Whether it is cut on every way is what tells who cuts. */
Test(diagnosis_settle, a_reset_asks_for_another_network_first, .init = begin, .fini = end)
{
	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	cr_assert_gt(settle(), 0);
	cr_expect_str_eq(list[0].id, "other-network");
	cr_expect_eq(list[0].kind, SETTLE_QUESTION);
}

/* Chain, authority or somebody on the way: other sites tell. */
Test(diagnosis_settle, an_issuer_that_cannot_be_placed_asks_for_more_than_one_thing, .init = begin,
	.fini = end)
{
	size_t count;

	make_untrusted(&ranked.evidence, TRUST_MISSING_ISSUER, 1);
	make_leaf(&ranked.evidence)->public_policy = false;
	make_stamps(&ranked.evidence, 0);
	count = settle();
	cr_expect(is_listed(count, "other-network"));
	cr_expect(is_listed(count, "one-site"));
	cr_expect_geq(list[0].bits, list[count - 1].bits);
}

Test(diagnosis_settle, what_was_answered_is_not_asked_again, .init = begin, .fini = end)
{
	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	evidence_answer(&ranked.evidence, "other-network", "unknown");
	cr_expect_not(is_listed(settle(), "other-network"));
}

Test(diagnosis_settle, an_alert_without_a_reason_asks_for_everything_the_server_accepts,
	.init = begin, .fini = end)
{
	make_alert(&ranked.evidence, 40);
	make_no_matrix(&ranked.evidence);
	cr_expect(is_listed(settle(), "everything"));
}

Test(diagnosis_settle, it_changes_nothing_it_was_given, .init = begin, .fini = end)
{
	size_t answers;

	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	answers = ranked.evidence.answers.count;
	settle();
	cr_expect_eq(ranked.evidence.answers.count, answers);
	cr_expect_str_eq(ranked_first(&ranked), "reset-during-handshake");
}

/* Which causes stand is all that a question has to tell of: each answer that a rule counts is worth asking for. */
static bool is_symptom(const char *id)
{
	return !strncmp(id, "answer.symptom", 14);
}

static void expect_asked(const char *const *terms)
{
	for (; *terms; terms++) {
		const char *rest = *terms;
		struct term term;

		while (rest && weigh_term(rest, &term, &rest)) {
			char *equals = strchr(term.id, '=');

			if (strncmp(term.id, "answer.", 7) != 0 || is_symptom(term.id))
				continue;
			cr_assert_not_null(equals, "%s", term.id);
			*equals = '\0';
			cr_expect(diagnosis_can_ask(term.id + 7), "%s", term.id + 7);
		}
	}
}

Test(diagnosis_settle, every_question_that_a_rule_counts_may_be_asked)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		expect_asked(diagnosis_rule_at(i)->proof);
		expect_asked(diagnosis_rule_at(i)->support);
		expect_asked(diagnosis_rule_at(i)->against);
	}
	cr_expect_not(diagnosis_can_ask("weather"));
}

/* Weak radio or weak line: the cable tells. */
Test(diagnosis_settle, a_connection_that_comes_and_goes_asks_for_the_cable, .init = begin,
	.fini = end)
{
	for (const struct made_case *c = made_cases; c->name; c++)
		if (!strcmp(c->name, "a_weak_connection"))
			c->change(&ranked.evidence);
	cr_expect(is_listed(settle(), "wifi-cable"));
}
