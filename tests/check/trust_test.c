/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "make.h"

TestSuite(check_trust);

static const char *missing_says(struct evidence *evidence)
{
	static const char *const ids[] = { "trust.missing-intermediate", "trust.unknown-issuer",
		"trust.issuer-not-found" };
	struct findings findings = { 0 };
	const char *said = "nothing";
	size_t times = 0;

	check_all(evidence, 0, &findings);
	for (size_t i = 0; i < 3; i++)
		if (findings_find(&findings, ids[i])) {
			said = ids[i];
			times++;
		}
	findings_free(&findings);
	evidence_free(evidence);
	cr_expect_eq(times, 1);
	return said;
}

static void make_missing(struct evidence *evidence, size_t sent)
{
	make_healthy(evidence);
	make_untrusted(evidence, TRUST_MISSING_ISSUER, sent);
}

static void take_public_marks(struct evidence *evidence)
{
	make_leaf(evidence)->public_policy = false;
	make_stamps(evidence, 0);
}

static void take_all_marks(struct evidence *evidence)
{
	take_public_marks(evidence);
	make_text(&make_leaf(evidence)->aia_issuer, NULL);
}

Test(check_trust, a_fetched_issuer_that_completes_the_path_proves_a_missing_intermediate)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	evidence.trust.aia = 1;
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_fetched_issuer_that_leads_nowhere_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	evidence.trust.aia = 0;
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, a_leaf_alone_with_transparency_stamps_lacks_its_intermediate)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	make_leaf(&evidence)->public_policy = false;
	make_text(&make_leaf(&evidence)->aia_issuer, NULL);
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_public_certificate_under_a_sent_issuer_lacks_the_next_one)
{
	struct evidence evidence;

	make_missing(&evidence, 2);
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, an_issuer_named_like_an_anchor_was_forgotten)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	evidence.trust.issuer_like_anchor = true;
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_private_chain_of_two_without_its_root_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 2);
	take_all_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, an_issuer_that_calls_itself_root_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	make_text(&make_leaf(&evidence)->issuer_name, "Office ROOT 2019");
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, without_any_sign_it_is_left_open)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.issuer-not-found");
	make_missing(&evidence, 1);
	take_public_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.issuer-not-found");
}

Test(check_trust, the_issuer_that_is_missing_is_named)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_missing(&evidence, 1);
	check_all(&evidence, 0, &findings);
	cr_expect_str_eq(
		facts_find(&findings_find(&findings, "trust.missing-intermediate")->facts, "issuer")
			->text,
		"Example TLS CA 1");
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_trust, surplus_certificates_behind_the_path_are_not_out_of_order)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.trust.path_count = 1;
	evidence.trust.in_order = false;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "trust.out-of-order"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_trust, without_a_path_issuers_that_sign_the_leaf_are_judged)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_missing(&evidence, 2);
	make_dates(&evidence.handshake.chain[1], -1000, -3);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.issuer-expired"));
	evidence.trust.edges[0].verifies = false;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "certificate.issuer-expired"));
	findings_free(&findings);
	evidence_free(&evidence);
}
