/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
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
