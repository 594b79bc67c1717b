/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "guide/guide.h"
#include "ranked.h"

TestSuite(diagnosis_answers);

static struct ranked ranked;

static void begin(void)
{
	ranked_begin(&ranked, NULL);
}

static void end(void)
{
	ranked_end(&ranked);
}

static double confidence(const char *id)
{
	ranked_again(&ranked);
	cr_assert_not_null(ranked_find(&ranked, id), "%s", id);
	return ranked_find(&ranked, id)->confidence;
}

Test(diagnosis_answers, an_answer_speaks_for_a_cause, .init = begin, .fini = end)
{
	double before;

	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	before = confidence("reset-during-handshake");
	evidence_answer(&ranked.evidence, "other-network", "works");
	cr_expect_gt(confidence("reset-during-handshake"), before);
	cr_expect(ranked_lists(ranked.causes.items[0].because, ranked.causes.items[0].because_count,
		"answer.other-network=works"));
}

Test(diagnosis_answers, an_answer_speaks_against_a_cause, .init = begin, .fini = end)
{
	double before;

	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	before = confidence("reset-during-handshake");
	evidence_answer(&ranked.evidence, "other-network", "same");
	cr_expect_lt(confidence("reset-during-handshake"), before);
	cr_expect(ranked_lists(ranked.causes.items[0].against, ranked.causes.items[0].against_count,
		"answer.other-network=same"));
}

Test(diagnosis_answers, not_knowing_changes_nothing, .init = begin, .fini = end)
{
	double before;

	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	before = confidence("reset-during-handshake");
	evidence_answer(&ranked.evidence, "other-network", "unknown");
	evidence_answer(&ranked.evidence, "one-site", "unknown");
	evidence_answer(&ranked.evidence, "symptom", "page");
	evidence_answer(&ranked.evidence, "symptom-number", "other");
	cr_expect_eq(confidence("reset-during-handshake"), before);
}

Test(diagnosis_answers, an_untrusted_issuer_on_every_site_is_likelier_interception, .init = begin,
	.fini = end)
{
	make_untrusted(&ranked.evidence, TRUST_PRIVATE_ROOT, 2);
	ranked.evidence.handshake.chain[1].self_signed = true;
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "certificate-untrusted-issuer");
	evidence_answer(&ranked.evidence, "one-site", "all");
	evidence_answer(&ranked.evidence, "other-network", "works");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "interception");
}

Test(diagnosis_answers, without_security_software_it_works, .init = begin, .fini = end)
{
	evidence_answer(&ranked.evidence, "security-software", "works");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "interception");
}

Test(diagnosis_answers, answers_alone_make_no_healthy_server_sick, .init = begin, .fini = end)
{
	evidence_answer(&ranked.evidence, "symptom", "page");
	evidence_answer(&ranked.evidence, "one-site", "one");
	evidence_answer(&ranked.evidence, "other-network", "same");
	evidence_answer(&ranked.evidence, "other-browser", "works");
	evidence_answer(&ranked.evidence, "security-software", "same");
	ranked_again(&ranked);
	cr_expect_eq(ranked.causes.count, 0, "%s", ranked_first(&ranked));
}

Test(diagnosis_answers, the_number_that_was_seen_lowers_what_does_not_explain_it, .init = begin,
	.fini = end)
{
	double before;

	make_dates(make_leaf(&ranked.evidence), -100, -10);
	ranked.evidence.http.status = 525;
	before = confidence("certificate-expired");
	evidence_answer(&ranked.evidence, "symptom", "number");
	evidence_answer(&ranked.evidence, "symptom-number", "525");
	cr_expect_lt(confidence("certificate-expired"), before);
	cr_expect(ranked_lists(ranked_find(&ranked, "certificate-expired")->against,
		ranked_find(&ranked, "certificate-expired")->against_count,
		"answer.symptom-number=525"));
	cr_expect_gt(confidence("cdn-origin-handshake-failed"), 0.9);
}

Test(diagnosis_answers, a_525_that_only_the_person_saw_is_possible, .init = begin, .fini = end)
{
	evidence_answer(&ranked.evidence, "symptom", "number");
	evidence_answer(&ranked.evidence, "symptom-number", "525");
	ranked_again(&ranked);
	cr_assert_str_eq(ranked_first(&ranked), "cdn-origin-handshake-failed");
	cr_expect_lt(ranked.causes.items[0].confidence, 0.5);
	cr_expect(ranked_lists(ranked.causes.items[0].against, ranked.causes.items[0].against_count,
		"http.answered"));
}

Test(diagnosis_answers, another_browser_that_works_points_to_the_list_of_authorities, .init = begin,
	.fini = end)
{
	make_untrusted(&ranked.evidence, TRUST_MISSING_ISSUER, 2);
	make_leaf(&ranked.evidence)->public_policy = false;
	make_stamps(&ranked.evidence, 0);
	make_text(&make_leaf(&ranked.evidence)->aia_issuer, NULL);
	evidence_answer(&ranked.evidence, "other-browser", "works");
	ranked_again(&ranked);
	cr_expect_not_null(ranked_find(&ranked, "trust-store-problem"));
}

/* Of a healthy server, which a person's browser can't reach all the same. */
Test(diagnosis_answers, what_helped_the_browser_tells_the_cause)
{
	static const struct {
		const char *question, *choice, *cause;
	} rows[] = {
		{ "private-window", "works", "browser-profile" },
		{ "extensions", "works", "browser-profile" },
		{ "browser-cache", "works", "browser-profile" },
		{ "new-profile", "works", "browser-profile" },
		{ "certificate-store", "works", "browser-profile" },
		{ "browser-reset", "works", "browser-profile" },
		{ "firefox-tls", "changed", "browser-profile" },
		{ "browser-update", "works", "client-too-old" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		evidence_answer(&ranked.evidence, "symptom", "page");
		evidence_answer(&ranked.evidence, rows[i].question, rows[i].choice);
		ranked_again(&ranked);
		cr_expect_str_eq(ranked_first(&ranked), rows[i].cause, "%s", rows[i].question);
		end();
	}
}

Test(diagnosis_answers, windows_settings_explain_what_programs_do_and_not_what_browsers_do,
	.init = begin, .fini = end)
{
	evidence_answer(&ranked.evidence, "internet-options", "off");
	evidence_answer(&ranked.evidence, "symptom", "page");
	ranked_again(&ranked);
	cr_expect_eq(ranked.causes.count, 0, "%s", ranked_first(&ranked));
	evidence_answer(&ranked.evidence, "symptom", "program");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "client-policy");
}

Test(diagnosis_answers, a_firewall_that_was_off_is_why_the_connection_was_cut, .init = begin,
	.fini = end)
{
	double before;

	make_failed(&ranked.evidence, HS_RESET, STAGE_HELLO);
	before = confidence("reset-during-handshake");
	evidence_answer(&ranked.evidence, "firewall", "works");
	cr_expect_gt(confidence("reset-during-handshake"), before);
	cr_expect_not_null(ranked_find(&ranked, "middlebox-tampering"));
}

/* Nine hours slow: it may be the clock or the zone, and only the person sees the hands. */
Test(diagnosis_answers, the_clock_on_the_wall_tells_a_wrong_zone_from_a_wrong_clock)
{
	static const struct {
		const char *choice, *first;
	} rows[] = { { NULL, "clock-wrong" }, { "unknown", "clock-wrong" },
		{ "wrong", "clock-wrong" }, { "right", "time-zone-wrong" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		make_clock_off(&ranked.evidence, -9 * HOUR_S);
		make_leaf(&ranked.evidence)->not_before = NOW_S - 3 * HOUR_S;
		evidence_answer(&ranked.evidence, "wall-clock", rows[i].choice);
		ranked_again(&ranked);
		cr_expect_str_eq(ranked_first(&ranked), rows[i].first, "%s", rows[i].choice);
		cr_expect_not_null(ranked_find(&ranked, "time-zone-wrong"));
		end();
	}
}

/* Nobody else could be asked for the time. */
Test(diagnosis_answers, a_clock_that_the_person_sees_wrong_explains_an_expired_certificate,
	.init = begin, .fini = end)
{
	cr_expect_not(guide_question_fits(guide_question("wall-clock"), &ranked.evidence));
	make_leaf(&ranked.evidence)->not_after = NOW_S - 3 * HOUR_S;
	evidence_part_status(&ranked.evidence, PART_HTTP, PART_SKIPPED, WHY_OFFLINE, NULL);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "certificate-expired");
	cr_expect_null(ranked_find(&ranked, "clock-wrong"));
	cr_expect(guide_question_fits(guide_question("wall-clock"), &ranked.evidence), "is asked");
	evidence_answer(&ranked.evidence, "wall-clock", "wrong");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "clock-wrong");
}

/* ---- Every answer of every question ---- */

/* What a person may say that changes no cause, and why. */
static const struct {
	const char *question, *choice; /* NULL: any */
} neutral[] = {
	{ "symptom", "number" }, /* leads to symptom-number */
	{ "symptom", "check" }, /* there is no trouble to explain */
	{ "symptom-number", "other" },
	{ "system", NULL }, /* choose the questions and the steps of a fix */
	{ "browser", NULL },
	{ "device", NULL }, /* is a setting: whose findings count */
	{ "consent", NULL }, /* lets the program look; what it sees counts */
	{ NULL, "unknown" },
};

static bool is_neutral(const char *question, const char *choice)
{
	for (size_t i = 0; i < sizeof(neutral) / sizeof(neutral[0]); i++)
		if ((!neutral[i].question || !strcmp(neutral[i].question, question)) &&
			(!neutral[i].choice || !strcmp(neutral[i].choice, choice)))
			return true;
	return false;
}

static bool same_causes(const struct causes *a, const struct causes *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].rule != b->items[i].rule ||
			a->items[i].confidence != b->items[i].confidence)
			return false;
	return true;
}

/* What else must be so that an answer to QUESTION can count. */
static void prepare(struct evidence *evidence, const char *question)
{
	/* A setting of Windows explains what programs show, one of a browser what a page shows. */
	if (strcmp(question, "symptom") != 0)
		evidence_answer(evidence, "symptom",
			!strcmp(question, "internet-options") ? "program" : "page");
	evidence_answer(evidence, question, NULL);
	evidence->settings.device = !strcmp(question, "device-clock") ? DEVICE_OTHER : DEVICE_THIS;
}

/* Whether CHOICE ranks what was found in another way. */
static bool ranks_otherwise(const char *question, const char *choice)
{
	struct causes before = { 0 }, after = { 0 };
	bool differs;

	prepare(&ranked.evidence, question);
	diagnosis_rank(&ranked.evidence, &ranked.findings, &before);
	evidence_answer(&ranked.evidence, question, choice);
	diagnosis_rank(&ranked.evidence, &ranked.findings, &after);
	evidence_answer(&ranked.evidence, question, NULL);
	differs = !same_causes(&before, &after);
	causes_free(&before);
	causes_free(&after);
	return differs;
}

enum { QUESTIONS_MOST = 64, CHOICES_MOST = 16 };

/* Which choices count in the case that CHANGE makes; those that do elsewhere aren't tried again. */
static void try_all(void (*change)(struct evidence *), bool counts[QUESTIONS_MOST][CHOICES_MOST])
{
	const struct question_row *question;

	ranked_begin(&ranked, change);
	make_judged(&ranked.evidence, &ranked.findings);
	for (size_t i = 0; (question = guide_question_at(i)); i++)
		for (size_t j = 0; j < guide_question_choices(question); j++)
			if (!counts[i][j])
				counts[i][j] = ranks_otherwise(
					guide_question_id(question), guide_choice_id(question, j));
	ranked_end(&ranked);
}

Test(diagnosis_answers, each_changes_the_ranking_somewhere_or_is_known_to_be_neutral,
	.timeout = 240)
{
	static bool counts[QUESTIONS_MOST][CHOICES_MOST];
	const struct question_row *question;

	try_all(NULL, counts);
	for (const struct made_case *c = made_cases; c->name; c++)
		try_all(c->change, counts);
	for (size_t i = 0; (question = guide_question_at(i)); i++)
		for (size_t j = 0; j < guide_question_choices(question); j++) {
			const char *id = guide_question_id(question);
			const char *choice = guide_choice_id(question, j);

			cr_expect_neq(counts[i][j], is_neutral(id, choice), "%s=%s", id, choice);
		}
}
