/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labelled cases: the first cause is right, healthy servers have none, and the ranking keeps its promises. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"
#include "diagnosis/paste.h"
#include "diagnosis/settle.h"
#include "../check/make.h"
#include "score.h"

TestSuite(cases, .timeout = 600);

static struct case_set *set;

static void begin(void)
{
	const char *srcdir = getenv("srcdir");
	char *folder = memory_format("%s/tests/cases", srcdir ? srcdir : ".");
	char *why = NULL;

	set = cases_read(folder, &why);
	cr_assert(set, "%s", why);
	free(folder);
}

static void end(void)
{
	cases_free(set);
}

static void judge(const struct labelled *labelled, struct judged *ret)
{
	char *why = NULL;

	cr_assert_eq(case_judge(set, labelled, ret, &why), 0, "%s", why);
}

/* ---- How good ---- */

static void expect_good(bool apart)
{
	struct score score;
	char *why = NULL;

	cr_assert_eq(score_cases(set, apart, &score, &why), 0, "%s", why);
	cr_expect_geq(score_share(&score), 0.98, "%s", score.report);
	cr_expect_eq(score.alarms, 0, "%s", score.report);
	free(score.report);
}

Test(cases, the_first_cause_is_right_where_rules_were_tuned, .init = begin, .fini = end)
{
	expect_good(false);
}

Test(cases, the_first_cause_is_right_where_nobody_tuned, .init = begin, .fini = end)
{
	expect_good(true);
}

/* The set is what it is said to be. */
Test(cases, the_set_is_large_enough_and_a_third_of_it_is_kept_apart, .init = begin, .fini = end)
{
	size_t apart = 0;
	size_t healthy = 0;

	for (size_t i = 0; i < set->count; i++) {
		apart += set->items[i].apart;
		healthy += !strcmp(set->items[i].first, CASE_HEALTHY);
	}
	cr_expect_geq(set->count, 150, "%zu", set->count);
	cr_expect_geq(healthy, 40, "%zu", healthy);
	cr_expect_geq(apart * 4, set->count, "%zu of %zu", apart, set->count);
	cr_expect_leq(apart * 5, set->count * 2, "%zu of %zu", apart, set->count);
}

/* ---- What always holds ---- */

static void reverse(struct findings *findings)
{
	for (size_t i = 0; i < findings->count / 2; i++) {
		struct finding swap = findings->items[i];

		findings->items[i] = findings->items[findings->count - 1 - i];
		findings->items[findings->count - 1 - i] = swap;
	}
}

/* The i-th goes to i * step: another order without chance. */
static void shuffle(struct findings *findings, size_t step)
{
	struct finding *old = memory_new(findings->count, sizeof(*old));
	size_t at = 0;

	memcpy(old, findings->items, findings->count * sizeof(*old));
	for (size_t first = 0; first < step; first++)
		for (size_t i = first; i < findings->count; i += step)
			findings->items[at++] = old[i];
	free(old);
}

static void expect_same(
	const struct labelled *labelled, const struct causes *a, const struct causes *b)
{
	cr_assert_eq(a->count, b->count, "%s", labelled->name);
	for (size_t i = 0; i < a->count; i++) {
		cr_expect_eq(a->items[i].rule, b->items[i].rule, "%s: %s, %s", labelled->name,
			a->items[i].rule->id, b->items[i].rule->id);
		cr_expect_float_eq(a->items[i].confidence, b->items[i].confidence, 1e-9, "%s: %s",
			labelled->name, a->items[i].rule->id);
	}
}

Test(cases, the_order_of_findings_does_not_matter, .init = begin, .fini = end)
{
	for (size_t i = 0; i < set->count; i++) {
		struct judged judged;
		struct causes again = { 0 };

		judge(&set->items[i], &judged);
		reverse(&judged.findings);
		diagnosis_rank(&judged.evidence, &judged.findings, &again);
		expect_same(&set->items[i], &judged.causes, &again);
		for (size_t step = 2; step < 6; step++) {
			shuffle(&judged.findings, step);
			diagnosis_rank(&judged.evidence, &judged.findings, &again);
			expect_same(&set->items[i], &judged.causes, &again);
		}
		causes_free(&again);
		judged_free(&judged);
	}
}

/* A pass that no rule speaks of: it is unrelated to every cause. */
static bool is_in_rules(const char *id)
{
	const struct cause_rule *rule;

	for (size_t i = 0; (rule = diagnosis_rule_at(i)); i++) {
		const char *const *lists[] = { rule->proof, rule->support, rule->against,
			rule->unless, rule->graver };

		for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
			for (const char *const *term = lists[k]; *term; term++)
				if (strstr(*term, id))
					return true;
	}
	return false;
}

static void add_pass(struct findings *findings, const struct finding_kind *kind)
{
	findings->items = memory_resize(
		findings->items, findings->count + 1, sizeof(*findings->items));
	memset(&findings->items[findings->count], 0, sizeof(*findings->items));
	findings->items[findings->count].id = kind->id;
	findings->items[findings->count].check = "";
	findings->items[findings->count++].verdict = VERDICT_PASS;
}

static size_t add_unrelated_passes(struct findings *findings)
{
	size_t added = 0;

	for (size_t i = 0; check_at(i); i++)
		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++)
			if (kind->verdict == VERDICT_PASS && !is_in_rules(kind->id) &&
				!findings_find(findings, kind->id)) {
				add_pass(findings, kind);
				added++;
			}
	return added;
}

Test(cases, an_unrelated_pass_changes_no_cause, .init = begin, .fini = end)
{
	for (size_t i = 0; i < set->count; i++) {
		struct judged judged;
		struct causes again = { 0 };

		judge(&set->items[i], &judged);
		cr_assert_gt(add_unrelated_passes(&judged.findings), 0);
		diagnosis_rank(&judged.evidence, &judged.findings, &again);
		expect_same(&set->items[i], &judged.causes, &again);
		causes_free(&again);
		judged_free(&judged);
	}
}

Test(cases, no_cause_is_without_a_because_that_was_found_or_answered, .init = begin, .fini = end)
{
	for (size_t i = 0; i < set->count; i++) {
		struct judged judged;

		judge(&set->items[i], &judged);
		for (size_t k = 0; k < judged.causes.count; k++) {
			const struct cause *cause = &judged.causes.items[k];

			cr_assert_gt(cause->because_count, 0, "%s: %s", set->items[i].name,
				cause->rule->id);
			cr_expect(findings_find(&judged.findings, cause->because[0]) ||
					  !strncmp(cause->because[0], "answer.", 7),
				"%s: %s", set->items[i].name, cause->because[0]);
		}
		judged_free(&judged);
	}
}

/* ---- A named symptom ---- */

static bool explains(const struct cause_rule *rule, const char *answer)
{
	for (const char *const *symptom = rule->symptoms; *symptom; symptom++)
		if (!strcmp(*symptom, answer))
			return true;
	return false;
}

static double confidence_in(const struct causes *causes, const struct cause_rule *rule)
{
	for (size_t i = 0; i < causes->count; i++)
		if (causes->items[i].rule == rule)
			return causes->items[i].confidence;
	return -1;
}

static const struct symptom {
	const char *question, *choice, *answer;
} symptoms[] = {
	{ "symptom", "page", "answer.symptom=page" },
	{ "symptom", "program", "answer.symptom=program" },
	{ "symptom", "log", "answer.symptom=log" },
	{ "symptom-number", "525", "answer.symptom-number=525" },
	{ "symptom-number", "521", "answer.symptom-number=521" },
};

/* Nothing is said by the case but what was measured. */
static void judge_silent(const struct labelled *labelled, struct judged *ret)
{
	struct evidence nothing;

	judge(labelled, ret);
	evidence_init(&nothing);
	evidence_take_part(&ret->evidence, &nothing, PART_PASTE);
	evidence_free(&nothing);
	evidence_answer(&ret->evidence, "symptom", NULL);
	evidence_answer(&ret->evidence, "symptom-number", NULL);
	diagnosis_rank(&ret->evidence, &ret->findings, &ret->causes);
}

static void expect_lowered(const struct judged *judged, const struct causes *before,
	const char *name, const struct symptom *symptom)
{
	for (size_t k = 0; k < before->count; k++) {
		const struct cause *cause = &before->items[k];
		double now = confidence_in(&judged->causes, cause->rule);

		if (explains(cause->rule, symptom->answer))
			cr_expect_geq(now, cause->confidence, "%s: %s, %s", name, cause->rule->id,
				symptom->answer);
		else if (cause->confidence > 0.02)
			cr_expect_lt(now, cause->confidence, "%s: %s, %s", name, cause->rule->id,
				symptom->answer);
	}
}

/* Whether CAUSE rests on more than what the person said. */
static bool was_measured(const struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++) {
		const struct finding_kind *kind = check_kind(cause->because[i]);

		if (kind && kind->verdict >= VERDICT_WARN && strncmp(kind->id, "paste.", 6) != 0)
			return true;
	}
	return false;
}

/* The first one explains it, if any does that was measured and is likely. */
static void expect_first_explains(const struct causes *causes, const char *name, const char *answer)
{
	for (size_t k = 1; k < causes->count; k++)
		if (explains(causes->items[k].rule, answer) && was_measured(&causes->items[k]) &&
			causes->items[k].confidence >= 0.5)
			cr_expect(explains(causes->items[0].rule, answer),
				"%s: %s before %s for %s", name, causes->items[0].rule->id,
				causes->items[k].rule->id, answer);
}

/* Nobody sees a 525 because a certificate expired, and no program fails for a browser's profile. */
Test(cases, a_named_symptom_lowers_each_cause_that_does_not_explain_it, .init = begin, .fini = end)
{
	for (size_t i = 0; i < set->count; i++)
		for (size_t s = 0; s < sizeof(symptoms) / sizeof(symptoms[0]); s++) {
			const char *name = set->items[i].name;
			struct causes before = { 0 };
			struct judged judged;

			judge_silent(&set->items[i], &judged);
			diagnosis_rank(&judged.evidence, &judged.findings, &before);
			evidence_answer(&judged.evidence, symptoms[s].question, symptoms[s].choice);
			diagnosis_rank(&judged.evidence, &judged.findings, &judged.causes);
			expect_lowered(&judged, &before, name, &symptoms[s]);
			expect_first_explains(&judged.causes, name, symptoms[s].answer);
			causes_free(&before);
			judged_free(&judged);
		}
}

/* The message names another trouble: each cause that it doesn't point to is less likely, but not excluded. */
Test(cases, a_pasted_message_lowers_each_cause_that_it_does_not_point_to, .init = begin,
	.fini = end)
{
	static const struct {
		const char *text, *meaning;
	} messages[] = {
		{ "NET::ERR_CERT_DATE_INVALID", "dates" },
		{ "SSL_ERROR_BAD_CERT_DOMAIN", "name" },
		{ "error:0A000152:SSL routines::unsafe legacy renegotiation disabled",
			"legacy-renegotiation" },
	};

	for (size_t i = 0; i < set->count; i++)
		for (size_t m = 0; m < sizeof(messages) / sizeof(messages[0]); m++) {
			struct causes before = { 0 };
			struct judged judged;

			judge_silent(&set->items[i], &judged);
			diagnosis_rank(&judged.evidence, &judged.findings, &before);
			paste_to_evidence(
				messages[m].text, strlen(messages[m].text), &judged.evidence);
			cr_assert_str_eq(judged.evidence.paste.meanings[0], messages[m].meaning,
				"%s", messages[m].text);
			make_judged(&judged.evidence, &judged.findings);
			diagnosis_rank(&judged.evidence, &judged.findings, &judged.causes);
			for (size_t k = 0; k < before.count; k++) {
				const struct cause *cause = &before.items[k];
				double now = confidence_in(&judged.causes, cause->rule);

				if (!was_measured(cause))
					continue;
				if (paste_points_to(messages[m].meaning, cause->rule->id) > 0)
					cr_expect_geq(now, cause->confidence, "%s: %s",
						set->items[i].name, cause->rule->id);
				else
					cr_expect(now < cause->confidence && now > 0, "%s: %s, %s",
						set->items[i].name, cause->rule->id,
						messages[m].meaning);
			}
			causes_free(&before);
			judged_free(&judged);
		}
}

/* ---- What would settle it ---- */

Test(cases, what_would_settle_it_is_open_ordered_and_worth_asking, .init = begin, .fini = end)
{
	size_t asked = 0;

	for (size_t i = 0; i < set->count; i++) {
		struct judged judged;
		struct settler list[SETTLERS_MOST];
		size_t count;

		judge(&set->items[i], &judged);
		count = diagnosis_settle(&judged.evidence, &judged.findings, &judged.causes, list);
		asked += count > 0;
		cr_expect(
			judged.causes.count || !count, "%s: nothing to settle", set->items[i].name);
		for (size_t k = 0; k < count; k++) {
			cr_expect_gt(list[k].bits, 0);
			cr_expect(!k || list[k].bits <= list[k - 1].bits);
			cr_expect(list[k].kind == SETTLE_LOOK ||
					  !evidence_answered(&judged.evidence, list[k].id),
				"%s: %s was answered", set->items[i].name, list[k].id);
		}
		judged_free(&judged);
	}
	cr_expect_gt(asked, 5, "%zu", asked);
}
