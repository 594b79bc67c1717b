/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "make.h"

TestSuite(check_cases);

static void judge(void (*change)(struct evidence *), enum device device, struct findings *ret)
{
	struct evidence evidence;

	make_healthy(&evidence);
	evidence.settings.device = device;
	if (change)
		change(&evidence);
	*ret = (struct findings){ 0 };
	make_judged(&evidence, ret);
	evidence_free(&evidence);
}

static bool is_bad(const struct finding *finding)
{
	return finding->verdict == VERDICT_WARN || finding->verdict == VERDICT_FAIL;
}

Test(check_cases, each_fault_gives_its_finding)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct findings findings;
		const struct finding *finding;

		judge(c->change, DEVICE_THIS, &findings);
		finding = findings_find(&findings, c->finding);
		cr_expect(finding && is_bad(finding), "%s: no %s", c->name, c->finding);
		if (finding)
			cr_expect_eq(findings_check(&findings, finding->check)->verdict,
				finding->verdict == VERDICT_WARN &&
						findings_check(&findings, finding->check)
								->verdict != VERDICT_FAIL
					? VERDICT_WARN
					: VERDICT_FAIL,
				"%s: verdict of %s", c->name, finding->check);
		findings_free(&findings);
	}
}

Test(check_cases, healthy_servers_give_no_warning_and_no_failure)
{
	for (const struct made_healthy *h = made_healthy; h->name; h++) {
		struct findings findings;

		judge(h->change, DEVICE_THIS, &findings);
		for (size_t i = 0; i < findings.count; i++)
			cr_expect_not(is_bad(&findings.items[i]), "%s: %s", h->name,
				findings.items[i].id);
		findings_free(&findings);
	}
}

static void expect_all_facts(const char *name, const struct finding *finding)
{
	char facts[128];
	char *rest = facts;
	const char *fact;

	snprintf(facts, sizeof(facts), "%s", check_kind(finding->id)->facts);
	while ((fact = strsep(&rest, ",")))
		if (*fact)
			cr_expect_not_null(facts_find(&finding->facts, fact), "%s: %s has no %s",
				name, finding->id, fact);
}

static void expect_facts_of(const char *name, void (*change)(struct evidence *))
{
	struct findings findings;

	judge(change, DEVICE_THIS, &findings);
	for (size_t i = 0; i < findings.count; i++)
		expect_all_facts(name, &findings.items[i]);
	findings_free(&findings);
}

Test(check_cases, facts_of_a_kind_are_always_set)
{
	for (const struct made_case *c = made_cases; c->name; c++)
		expect_facts_of(c->name, c->change);
	for (const struct made_healthy *h = made_healthy; h->name; h++)
		expect_facts_of(h->name, h->change);
}

/* Evidence that was never filled in: a saved file may hold any of it. */
static void nothing_known(struct evidence *evidence)
{
	enum hs_outcome outcome = evidence->handshake.outcome;

	evidence_free(evidence);
	evidence->handshake.outcome = outcome;
	for (enum part part = 0; part < PART_COUNT; part++)
		evidence_part_status(evidence, part, PART_SEEN, NULL, NULL);
}

Test(check_cases, empty_evidence_is_judged_without_harm)
{
	expect_facts_of("empty", nothing_known);
	for (enum hs_outcome outcome = 0; outcome < HS_OUTCOME_COUNT; outcome++) {
		struct evidence evidence;
		struct findings findings = { 0 };

		evidence_init(&evidence);
		evidence.handshake.outcome = outcome;
		nothing_known(&evidence);
		make_judged(&evidence, &findings);
		for (size_t i = 0; i < findings.count; i++)
			expect_all_facts("empty", &findings.items[i]);
		findings_free(&findings);
		evidence_free(&evidence);
	}
}

Test(check_cases, every_warning_and_failure_has_a_case)
{
	for (size_t i = 0; check_at(i); i++) {
		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++) {
			const struct made_case *c = made_cases;

			if (kind->verdict != VERDICT_WARN && kind->verdict != VERDICT_FAIL)
				continue;
			while (c->name && strcmp(c->finding, kind->id) != 0)
				c++;
			cr_expect_not_null(c->name, "no case gives %s", kind->id);
		}
	}
}

Test(check_cases, judging_twice_says_the_same)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct findings once;
		struct findings twice;

		judge(c->change, DEVICE_THIS, &once);
		judge(c->change, DEVICE_THIS, &twice);
		cr_assert_eq(once.count, twice.count, "%s", c->name);
		for (size_t i = 0; i < once.count; i++)
			cr_expect_str_eq(once.items[i].id, twice.items[i].id, "%s", c->name);
		findings_free(&once);
		findings_free(&twice);
	}
}

Test(check_cases, on_another_device_findings_about_this_computer_say_so)
{
	static const char *const here[] = { "clock.slow", "clock.fast", "clock.before-build",
		"reach.unreachable", "reach.not-permitted", "reach.name-lookup-failed",
		"reach.ipv6-broken", "proxy.unreachable", "proxy.refused", "trust.no-store",
		"trust.known-root-missing", "trust.known-root-named", "handshake.local" };

	for (const struct made_case *c = made_cases; c->name; c++) {
		struct findings findings;
		bool about_here = false;

		for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++)
			about_here = about_here || !strcmp(c->finding, here[i]);
		judge(c->change, DEVICE_OTHER, &findings);
		if (about_here)
			cr_expect(findings_find(&findings, c->finding)->about_here, "%s", c->name);
		findings_free(&findings);
		judge(c->change, DEVICE_THIS, &findings);
		for (size_t i = 0; i < findings.count; i++)
			cr_expect_not(findings.items[i].about_here, "%s", c->name);
		findings_free(&findings);
	}
}

Test(check_cases, what_the_server_does_is_never_about_this_computer)
{
	static const char *const there[] = { "reach.name-not-found", "reach.refused",
		"certificate.expired", "trust.self-signed", "handshake.alert-no-common" };

	for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++)
		cr_expect_not(check_kind(there[i])->here, "%s", there[i]);
}
