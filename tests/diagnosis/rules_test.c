/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Are the rules sound: nothing misspelt, nothing forgotten? */
#include <criterion/criterion.h>
#include <string.h>
#include "check/check.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/weigh.h"

TestSuite(diagnosis_rules);

static const char *const causes[] = { "certificate-pin-mismatch", "client-sent-plaintext",
	"ech-failure", "middlebox-tampering", "quic-blocked", "server-certificate-not-loaded",
	"server-key-mismatch", "upstream-tls-failed", "clock-wrong", "trust-store-problem",
	"client-certificate-required", "client-certificate-rejected", "client-configuration",
	"dns-not-found", "dns-failure", "network-unreachable", "connection-refused",
	"connection-timeout", "proxy-interference", "ipv6-broken", "reset-during-handshake",
	"interception", "plaintext-on-tls-port", "starttls-needed", "starttls-not-offered",
	"implicit-tls-needed", "garbage-reply", "handshake-timeout", "closed-during-handshake",
	"certificate-expired", "certificate-expiring-soon", "certificate-not-yet-valid",
	"certificate-self-signed", "certificate-untrusted-issuer", "chain-incomplete",
	"chain-misordered", "hostname-mismatch", "san-missing", "weak-signature", "weak-key",
	"wrong-purpose", "name-constraint-violated", "certificate-bad-signature",
	"certificate-malformed", "certificate-too-large", "protocol-too-old", "protocol-mismatch",
	"cipher-mismatch", "weak-cipher", "weak-dh", "legacy-renegotiation",
	"extended-master-secret-required", "session-resumption-problem", "group-mismatch",
	"signature-mismatch", "large-hello-intolerance", "version-intolerance", "path-mtu",
	"alpn-mismatch", "sni-required", "sni-unrecognized", "sni-wrong-default",
	"inconsistent-backends", "server-internal-error", "cdn-origin-handshake-failed",
	"cdn-origin-certificate-invalid", "service-unavailable", "bad-gateway",
	"certificate-revoked", "must-staple-missing", "stale-ocsp-staple", "revocation-unreachable",
	"certificate-lifetime", "certificate-distrusted-ca", "certificate-transparency-missing",
	"time-zone-wrong", "hosts-override", "dns-tampering", "captive-portal", "client-policy",
	"client-too-old", "browser-profile", "unstable-connection" };

enum { CAUSES = sizeof(causes) / sizeof(causes[0]) };

Test(diagnosis_rules, every_cause_that_has_shipped_keeps_its_rule)
{
	for (size_t i = 0; i < CAUSES; i++)
		cr_expect_not_null(diagnosis_rule(causes[i]), "%s", causes[i]);
}

Test(diagnosis_rules, ids_are_unique_and_known_here)
{
	size_t count = 0;

	for (; diagnosis_rule_at(count); count++) {
		const struct cause_rule *rule = diagnosis_rule_at(count);

		cr_expect_eq(diagnosis_rule(rule->id), rule, "%s", rule->id);
	}
	cr_expect_eq(count, CAUSES, "add the new cause to this list: it may never be renamed");
	cr_expect_null(diagnosis_rule("no-such-cause"));
}

/* Which answers can be given is known to guide, whose tests compare. */
static bool is_answer(const char *id)
{
	return !strncmp(id, "answer.", 7);
}

static bool can_lead_to_a_cause(const char *id)
{
	const struct finding_kind *kind = check_kind(id);

	return is_answer(id) ||
	       (kind && (kind->verdict == VERDICT_WARN || kind->verdict == VERDICT_FAIL));
}

static void expect_known(const struct cause_rule *rule, const char *text, int sign)
{
	struct term term;

	while (text) {
		cr_assert(weigh_term(text, &term, &text), "%s: %s", rule->id, text);
		cr_expect(is_answer(term.id) || check_kind(term.id), "%s: what is %s?", rule->id,
			term.id);
		cr_expect(term.weight * sign > 0 || (!sign && term.weight == 0.0),
			"%s: weight of %s", rule->id, term.id);
	}
}

static void expect_known_list(const struct cause_rule *rule, const char *const *list, int sign)
{
	for (; *list; list++)
		expect_known(rule, *list, sign);
}

Test(diagnosis_rules, every_term_names_a_finding_or_an_answer)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);

		expect_known_list(rule, rule->proof, 0);
		expect_known_list(rule, rule->support, 1);
		expect_known_list(rule, rule->against, -1);
		expect_known_list(rule, rule->unless, 0);
		expect_known_list(rule, rule->graver, 0);
		expect_known_list(rule, rule->symptoms, 0);
	}
}

/* What breaks now is seen somewhere; a certificate that only ends soon isn't. */
Test(diagnosis_rules, every_cause_that_fails_says_what_one_sees_of_it)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);

		if (rule->severity == SEVERITY_FAIL)
			cr_expect_not_null(rule->symptoms[0], "%s", rule->id);
	}
}

static bool has_telling_term(const char *proof)
{
	struct term term;
	bool telling = false;

	while (proof && weigh_term(proof, &term, &proof))
		telling = telling || can_lead_to_a_cause(term.id);
	return telling;
}

Test(diagnosis_rules, a_note_never_proves_a_cause)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);

		cr_expect_not_null(rule->proof[0], "%s has no proof", rule->id);
		for (const char *const *proof = rule->proof; *proof; proof++)
			cr_expect(has_telling_term(*proof), "%s: %s", rule->id, *proof);
	}
}

Test(diagnosis_rules, priors_and_confidences_are_shares)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		const struct cause_rule *rule = diagnosis_rule_at(i);

		cr_expect(rule->prior > 0 && rule->prior < 1, "%s", rule->id);
		cr_expect(rule->confidence > 0 && rule->confidence <= 0.98, "%s", rule->id);
		cr_expect(rule->stage < STAGE_DONE, "%s", rule->id);
	}
}

static bool is_in_some_proof(const char *id)
{
	for (size_t i = 0; diagnosis_rule_at(i); i++) {
		for (const char *const *proof = diagnosis_rule_at(i)->proof; *proof; proof++) {
			const char *rest = *proof;
			struct term term;

			while (rest && weigh_term(rest, &term, &rest))
				if (!strcmp(term.id, id))
					return true;
		}
	}
	return false;
}

Test(diagnosis_rules, every_warning_and_failure_leads_to_a_cause)
{
	for (size_t i = 0; check_at(i); i++)
		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++)
			if (kind->verdict == VERDICT_WARN || kind->verdict == VERDICT_FAIL)
				cr_expect(is_in_some_proof(kind->id), "%s", kind->id);
}

struct term_row {
	const char *text;
	bool good;
	const char *id;
	double weight;
};

static const struct term_row term_rows[] = {
	{ "clock.slow", true, "clock.slow", 0 },
	{ "clock.slow +0.1", true, "clock.slow", 0.1 },
	{ "clock.slow -0.35", true, "clock.slow", -0.35 },
	{ "  answer.one-site=all  +1 ", true, "answer.one-site=all", 1 },
	{ "clock.slow & clock.fast", true, "clock.slow", 0 },
	{ "clock.slow clock.fast", false, NULL, 0 },
	{ "clock.slow +0.1x", false, NULL, 0 },
	{ "", false, NULL, 0 },
	{ "& clock.slow", false, NULL, 0 },
};

Test(diagnosis_rules, terms_are_read_whole_or_not_at_all)
{
	for (size_t i = 0; i < sizeof(term_rows) / sizeof(term_rows[0]); i++) {
		const struct term_row *row = &term_rows[i];
		const char *rest;
		struct term term;

		cr_assert_eq(weigh_term(row->text, &term, &rest), row->good, "\"%s\"", row->text);
		if (!row->good)
			continue;
		cr_expect_str_eq(term.id, row->id);
		cr_expect_float_eq(term.weight, row->weight, 1e-9, "\"%s\"", row->text);
		cr_expect_eq(rest != NULL, strchr(row->text, '&') != NULL);
	}
}
