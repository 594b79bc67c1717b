/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "ranked.h"

TestSuite(diagnosis_causes);

Test(diagnosis_causes, each_fault_names_its_cause_first)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct ranked ranked;

		ranked_begin(&ranked, c->change);
		ranked_again(&ranked);
		cr_expect_str_eq(ranked_first(&ranked), c->cause, "%s: %s instead of %s", c->name,
			ranked_first(&ranked), c->cause);
		ranked_end(&ranked);
	}
}

Test(diagnosis_causes, healthy_servers_have_no_cause)
{
	for (const struct made_healthy *h = made_healthy; h->name; h++) {
		struct ranked ranked;

		ranked_begin(&ranked, h->change);
		ranked_again(&ranked);
		cr_expect_eq(ranked.causes.count, 0, "%s: %s", h->name, ranked_first(&ranked));
		cr_expect_eq(diagnosis_verdict(&ranked.evidence, &ranked.findings, &ranked.causes),
			VERDICT_PASS, "%s", h->name);
		ranked_end(&ranked);
	}
}

static void expect_sound(const char *name, const struct ranked *ranked)
{
	for (size_t i = 0; i < ranked->causes.count; i++) {
		const struct cause *cause = &ranked->causes.items[i];

		cr_expect_gt(cause->because_count, 0, "%s: %s", name, cause->rule->id);
		cr_expect(cause->confidence >= 0.02 && cause->confidence <= 0.98, "%s: %s", name,
			cause->rule->id);
		for (size_t k = 0; k < cause->against_count; k++)
			cr_expect_not(ranked_lists(cause->because, cause->because_count,
					      cause->against[k]),
				"%s: %s both ways", name, cause->against[k]);
		for (size_t k = 0; k < cause->because_count; k++)
			cr_expect(findings_find(&ranked->findings, cause->because[k]) ||
					  !strncmp(cause->because[k], "answer.", 7),
				"%s: %s", name, cause->because[k]);
	}
}

Test(diagnosis_causes, every_cause_says_why_and_how_surely)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct ranked ranked;

		ranked_begin(&ranked, c->change);
		ranked_again(&ranked);
		expect_sound(c->name, &ranked);
		ranked_end(&ranked);
	}
}

Test(diagnosis_causes, every_cause_but_those_of_answers_is_named_in_some_case)
{
	static const char *const elsewhere[] = { "interception", "sni-wrong-default" };

	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const char *id = diagnosis_rule_at(i)->id;
		const struct made_case *c = made_cases;

		if (!strcmp(id, elsewhere[0]) || !strcmp(id, elsewhere[1]))
			continue;
		while (c->name && strcmp(c->cause, id) != 0)
			c++;
		cr_expect_not_null(c->name, "no case names %s first", id);
	}
}

Test(diagnosis_causes, the_proof_is_the_first_reason)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_dates(make_leaf(&ranked.evidence), -100, -10);
	ranked_again(&ranked);
	cr_assert_str_eq(ranked_first(&ranked), "certificate-expired");
	cr_expect_str_eq(ranked.causes.items[0].because[0], "certificate.expired");
	ranked_end(&ranked);
}

/* ---- What another cause explains ---- */

Test(diagnosis_causes, a_wrong_clock_explains_the_expired_certificate)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_clock_off(&ranked.evidence, 365 * A_DAY_S);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "clock-wrong");
	cr_expect_eq(ranked.causes.count, 1);
	ranked_end(&ranked);
}

Test(diagnosis_causes, a_wrong_clock_and_a_self_signed_certificate_are_two_causes)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_clock_off(&ranked.evidence, 365 * A_DAY_S);
	make_untrusted(&ranked.evidence, TRUST_SELF_SIGNED, 1);
	make_time_server(&ranked.evidence, "ntp.example.net", -365 * A_DAY_S);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "clock-wrong");
	cr_expect_not_null(ranked_find(&ranked, "certificate-self-signed"));
	ranked_end(&ranked);
}

Test(diagnosis_causes, on_another_device_our_clock_is_no_cause)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_clock_off(&ranked.evidence, 365 * A_DAY_S);
	ranked.evidence.settings.device = DEVICE_OTHER;
	ranked_again(&ranked);
	cr_expect_eq(ranked.causes.count, 0);
	ranked_end(&ranked);
}

static void make_no_name(struct evidence *evidence)
{
	evidence->lookup.outcome = LOOKUP_NO_SUCH_NAME;
	make_not_reached(evidence, PART_CONNECT);
}

static void make_refused(struct evidence *evidence)
{
	evidence->connect.attempts[0].outcome = CONNECT_REFUSED;
	evidence->connect.chosen = -1;
	make_not_reached(evidence, PART_HANDSHAKE);
}

static void make_expired(struct evidence *evidence)
{
	make_dates(make_leaf(evidence), -100, -10);
}

/* And nothing told us the time. */
static void make_expired_unsure(struct evidence *evidence)
{
	make_expired(evidence);
	make_not_reached(evidence, PART_HTTP);
}

/* Looked at for another device: CHANGE, the likely cause, and whether our place counts against it. */
static const struct elsewhere {
	void (*change)(struct evidence *evidence);
	const char *cause;
	bool doubted;
} elsewhere[] = {
	{ make_no_name, "dns-not-found", true },
	{ make_refused, "connection-refused", true },
	{ make_expired, "certificate-expired", false },
	{ make_expired_unsure, "certificate-expired", true },
};

Test(diagnosis_causes, seen_only_from_here_is_not_certain_for_another_device)
{
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		struct ranked ranked;
		const struct cause *cause;

		ranked_begin(&ranked, elsewhere[i].change);
		ranked.evidence.settings.device = DEVICE_OTHER;
		ranked_again(&ranked);
		cr_assert_str_eq(ranked_first(&ranked), elsewhere[i].cause);
		cause = &ranked.causes.items[0];
		cr_expect_eq(
			ranked_lists(cause->against, cause->against_count, "answer.device=other"),
			elsewhere[i].doubted, "%s", elsewhere[i].cause);
		cr_expect_eq(cause->confidence < 0.95, elsewhere[i].doubted, "%s: %f",
			elsewhere[i].cause, cause->confidence);
		cr_expect_gt(cause->confidence, 0.5, "still likely");
		ranked_end(&ranked);
	}
}

Test(diagnosis_causes, a_clock_that_somebody_saw_wrong_is_very_likely_and_not_certain)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	ranked.evidence.settings.device = DEVICE_OTHER;
	evidence_answer(&ranked.evidence, "device-clock", "right");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "none");
	evidence_answer(&ranked.evidence, "device-clock", "wrong");
	ranked_again(&ranked);
	cr_assert_str_eq(ranked_first(&ranked), "clock-wrong");
	cr_expect_float_eq(ranked.causes.items[0].confidence, 0.86, 1e-9);
	ranked_end(&ranked);
}

Test(diagnosis_causes, a_lying_server_makes_no_clock_wrong)
{
	static const int64_t lies[] = { -3650 * A_DAY_S, -A_DAY_S, -HOUR_S, HOUR_S, A_DAY_S,
		3650 * A_DAY_S };

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct ranked ranked;

		ranked_begin(&ranked, NULL);
		ranked.evidence.http.date_s = NOW_S + lies[i];
		ranked_again(&ranked);
		cr_expect_eq(ranked.causes.count, 0, "%s", ranked_first(&ranked));
		ranked_end(&ranked);
	}
}

Test(diagnosis_causes, a_failed_connection_has_no_later_cause)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	ranked.evidence.connect.attempts[0].outcome = CONNECT_REFUSED;
	ranked.evidence.connect.chosen = -1;
	ranked.evidence.http.status = 502;
	make_dates(make_leaf(&ranked.evidence), -100, -10);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "connection-refused");
	cr_expect_eq(ranked.causes.count, 1);
	ranked_end(&ranked);
}

Test(diagnosis_causes, a_client_certificate_explains_alert_40)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_failed(&ranked.evidence, HS_ALERT, STAGE_KEYS);
	ranked.evidence.handshake.alert = 40;
	ranked.evidence.handshake.client_cert_asked = true;
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "client-certificate-required");
	cr_expect_null(ranked_find(&ranked, "cipher-mismatch"));
	cr_expect_null(ranked_find(&ranked, "client-certificate-rejected"));
	ranked_end(&ranked);
}

Test(diagnosis_causes, an_unknown_name_explains_alert_40)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_alert(&ranked.evidence, 40);
	evidence_part_status(&ranked.evidence, PART_SNI, PART_SEEN, NULL, NULL);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "sni-unrecognized");
	cr_expect_null(ranked_find(&ranked, "cipher-mismatch"));
	ranked_end(&ranked);
}

Test(diagnosis_causes, one_certificate_for_all_is_one_fault)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_names(&ranked.evidence, "other.example.org", NULL);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "hostname-mismatch");
	cr_expect_null(ranked_find(&ranked, "sni-wrong-default"));
	ranked_end(&ranked);
}

Test(diagnosis_causes, the_certificate_of_others_is_a_mismatch_before_a_default)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_names(&ranked.evidence, "other.example.org", NULL);
	make_text(&ranked.evidence.sni.items[0].handshake.chain[0].sha256, "another");
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "hostname-mismatch");
	cr_expect_not_null(ranked_find(&ranked, "sni-wrong-default"));
	cr_expect_lt(ranked_find(&ranked, "sni-wrong-default")->confidence, 0.5);
	ranked_end(&ranked);
}

Test(diagnosis_causes, an_issuer_that_cannot_be_placed_gives_both_causes)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	make_untrusted(&ranked.evidence, TRUST_MISSING_ISSUER, 1);
	make_leaf(&ranked.evidence)->public_policy = false;
	make_stamps(&ranked.evidence, 0);
	ranked_again(&ranked);
	cr_expect_str_eq(ranked_first(&ranked), "chain-incomplete");
	cr_expect_not_null(ranked_find(&ranked, "certificate-untrusted-issuer"));
	ranked_end(&ranked);
}

static void stapled_revoked(struct evidence *ev)
{
	make_text(&ev->handshake.staple, "AAAA");
	ev->revocation.staple.outcome = REVOCATION_REVOKED;
	ev->revocation.staple.signature_good = 1;
	ev->revocation.staple.this_update = NOW_S - A_DAY_S;
	ev->revocation.staple.revoked_s = NOW_S - 3 * A_DAY_S;
}

/* Browsers believe what the server staples, and few ask anybody else. */
Test(diagnosis_causes, revoked_is_graver_when_the_server_says_so_itself)
{
	struct ranked ranked;

	ranked_begin(&ranked, stapled_revoked);
	ranked_again(&ranked);
	cr_assert_str_eq(ranked_first(&ranked), "certificate-revoked");
	cr_expect_eq(ranked.causes.items[0].severity, SEVERITY_FAIL);
	cr_expect_eq(ranked.causes.items[0].rule->severity, SEVERITY_WARN);
	ranked_end(&ranked);
}
