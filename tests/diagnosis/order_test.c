/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "base/memory.h"
#include "diagnosis/order.h"
#include "ranked.h"

TestSuite(diagnosis_order);

Test(diagnosis_order, the_order_of_findings_is_irrelevant)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct ranked ranked;
		struct causes again = { 0 };
		size_t count;

		ranked_begin(&ranked, c->change);
		ranked_again(&ranked);
		count = ranked.findings.count;
		for (size_t i = 0; i < count / 2; i++) {
			struct finding swap = ranked.findings.items[i];

			ranked.findings.items[i] = ranked.findings.items[count - 1 - i];
			ranked.findings.items[count - 1 - i] = swap;
		}
		diagnosis_rank(&ranked.evidence, &ranked.findings, &again);
		cr_assert_eq(again.count, ranked.causes.count, "%s", c->name);
		for (size_t i = 0; i < again.count; i++) {
			cr_expect_eq(
				again.items[i].rule, ranked.causes.items[i].rule, "%s", c->name);
			cr_expect_eq(again.items[i].confidence, ranked.causes.items[i].confidence,
				"%s", c->name);
		}
		causes_free(&again);
		ranked_end(&ranked);
	}
}

static bool is_pass_of(const struct finding_kind *kind, const struct ranked *ranked)
{
	return kind->verdict == VERDICT_PASS && !findings_find(&ranked->findings, kind->id);
}

static void add_pass(struct ranked *ranked, const char *id)
{
	struct findings *findings = &ranked->findings;

	findings->items = memory_resize(
		findings->items, findings->count + 1, sizeof(*findings->items));
	findings->items[findings->count++] =
		(struct finding){ .id = id, .check = "test", .verdict = VERDICT_PASS };
}

/* One pass more, as long as it is ranked. */
static void expect_first_with(struct ranked *ranked, const char *pass, const char *name)
{
	char *first = memory_text(ranked_first(ranked));

	add_pass(ranked, pass);
	diagnosis_rank(&ranked->evidence, &ranked->findings, &ranked->causes);
	cr_expect_str_eq(ranked_first(ranked), first, "%s with %s", name, pass);
	ranked->findings.count--;
	diagnosis_rank(&ranked->evidence, &ranked->findings, &ranked->causes);
	free(first);
}

/* A pass may say how sure a cause is, but not turn the first one into another. */
Test(diagnosis_order, one_more_pass_never_changes_the_first_cause)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct ranked ranked;

		ranked_begin(&ranked, c->change);
		ranked_again(&ranked);
		for (size_t i = 0; check_at(i); i++)
			for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++)
				if (is_pass_of(kind, &ranked))
					expect_first_with(&ranked, kind->id, c->name);
		ranked_end(&ranked);
	}
}

Test(diagnosis_order, failures_come_before_warnings)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_attempt(&ranked.evidence, "2001:db8::1", 6, CONNECT_TIMED_OUT);
	ranked.evidence.http.status = 503;
	ranked_again(&ranked);
	cr_assert_eq(ranked.causes.count, 2);
	cr_expect_str_eq(ranked.causes.items[0].rule->id, "service-unavailable");
	cr_expect_str_eq(ranked.causes.items[1].rule->id, "ipv6-broken");
	ranked_end(&ranked);
}

Test(diagnosis_order, independent_failures_come_in_the_order_of_the_rungs)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	ranked.evidence.handshake.version = 0x0302;
	evidence_part_status(&ranked.evidence, PART_VERSIONS, PART_SKIPPED, WHY_QUICK, NULL);
	make_no_matrix(&ranked.evidence);
	make_untrusted(&ranked.evidence, TRUST_SELF_SIGNED, 1);
	ranked.evidence.http.status = 502;
	ranked_again(&ranked);
	cr_assert_eq(ranked.causes.count, 3);
	cr_expect_str_eq(ranked.causes.items[0].rule->id, "protocol-too-old");
	cr_expect_str_eq(ranked.causes.items[1].rule->id, "certificate-self-signed");
	cr_expect_str_eq(ranked.causes.items[2].rule->id, "bad-gateway");
	ranked_end(&ranked);
}

/* ---- order_causes() by itself ---- */

struct made_cause {
	const char *id;
	enum severity severity;
	enum stage stage;
	double confidence;
	const char *because;
};

static void order(const struct made_cause *made, size_t count, const char *expected)
{
	struct cause_rule rules[8] = { 0 };
	struct causes causes = { .items = memory_new(count, sizeof(struct cause)), .count = count };
	char got[16] = "";

	for (size_t i = 0; i < count; i++) {
		rules[i] = (struct cause_rule){
			.id = made[i].id, .severity = made[i].severity, .stage = made[i].stage
		};
		causes.items[i] = (struct cause){ .rule = &rules[i],
			.severity = rules[i].severity,
			.confidence = made[i].confidence,
			.because = (char **)&made[i].because,
			.because_count = 1 };
	}
	order_causes(&causes);
	for (size_t i = 0; i < count; i++)
		strcat(got, causes.items[i].rule->id);
	cr_expect_str_eq(got, expected, "%s instead of %s", got, expected);
	free(causes.items);
}

Test(diagnosis_order, causes_that_explain_the_same_come_by_likelihood_not_by_rung)
{
	static const struct made_cause made[] = {
		{ "a", SEVERITY_FAIL, STAGE_HELLO, 0.5, "x" },
		{ "b", SEVERITY_FAIL, STAGE_CIPHER, 0.9, "x" },
		{ "c", SEVERITY_FAIL, STAGE_DATA, 0.95, "y" },
	};

	order(made, 3, "bac");
}

Test(diagnosis_order, a_guess_comes_after_what_is_likely)
{
	static const struct made_cause made[] = {
		{ "a", SEVERITY_FAIL, STAGE_DNS, 0.3, "x" },
		{ "b", SEVERITY_FAIL, STAGE_DATA, 0.6, "y" },
	};

	order(made, 2, "ba");
}

Test(diagnosis_order, an_answer_that_two_share_does_not_make_them_one)
{
	static const struct made_cause made[] = {
		{ "a", SEVERITY_FAIL, STAGE_DATA, 0.9, "answer.one-site=all" },
		{ "b", SEVERITY_FAIL, STAGE_HELLO, 0.6, "answer.one-site=all" },
	};

	order(made, 2, "ba");
}

Test(diagnosis_order, equal_causes_come_by_name)
{
	static const struct made_cause made[] = {
		{ "b", SEVERITY_FAIL, STAGE_HELLO, 0.6, "x" },
		{ "a", SEVERITY_FAIL, STAGE_HELLO, 0.6, "y" },
		{ "c", SEVERITY_WARN, STAGE_DNS, 0.9, "z" },
	};

	order(made, 3, "abc");
}

/* ---- One rung, and a named symptom ---- */

static const char *first_after(
	void (*fault)(struct evidence *), const char *question, const char *choice)
{
	struct ranked ranked;
	const char *first;

	ranked_begin(&ranked, NULL);
	fault(&ranked.evidence);
	if (question)
		evidence_answer(&ranked.evidence, question, choice);
	ranked_again(&ranked);
	first = ranked_first(&ranked);
	ranked_end(&ranked);
	return first; /* static */
}

static void self_signed_and_expired(struct evidence *evidence)
{
	make_untrusted(evidence, TRUST_SELF_SIGNED, 1);
	make_dates(make_leaf(evidence), -100, -10);
}

static void elsewhere_and_expired(struct evidence *evidence)
{
	make_names(evidence, "elsewhere.test", NULL);
	make_dates(make_leaf(evidence), -100, -10);
}

/* OpenSSL, Chrome and Firefox complain of the issuer, then of the name, then of the date. */
Test(diagnosis_order, faults_of_one_certificate_come_as_clients_complain_of_them)
{
	cr_expect_str_eq(
		first_after(self_signed_and_expired, NULL, NULL), "certificate-self-signed");
	cr_expect_str_eq(first_after(elsewhere_and_expired, NULL, NULL), "hostname-mismatch");
}

static void no_page_and_a_date_that_comes(struct evidence *evidence)
{
	make_dates(make_leaf(evidence), -100, -10);
	evidence->http.status = 525;
}

Test(diagnosis_order, what_explains_the_symptom_comes_before_an_earlier_rung)
{
	cr_expect_str_eq(
		first_after(no_page_and_a_date_that_comes, NULL, NULL), "certificate-expired");
	cr_expect_str_eq(first_after(no_page_and_a_date_that_comes, "symptom-number", "525"),
		"cdn-origin-handshake-failed");
	cr_expect_str_eq(first_after(no_page_and_a_date_that_comes, "symptom-number", "other"),
		"certificate-expired");
}
