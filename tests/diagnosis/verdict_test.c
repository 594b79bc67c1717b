/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "ranked.h"

TestSuite(diagnosis_verdict);

static struct ranked ranked;

static void begin(void)
{
	ranked_begin(&ranked, NULL);
}

static void end(void)
{
	ranked_end(&ranked);
}

static enum verdict verdict(void)
{
	ranked_again(&ranked);
	return diagnosis_verdict(&ranked.evidence, &ranked.findings, &ranked.causes);
}

Test(diagnosis_verdict, healthy_passes, .init = begin, .fini = end)
{
	cr_expect_eq(verdict(), VERDICT_PASS);
}

Test(diagnosis_verdict, every_case_has_the_verdict_of_its_worst_cause, .init = begin, .fini = end)
{
	for (const struct made_case *c = made_cases; c->name; c++) {
		struct ranked other;
		enum severity severity;

		ranked_begin(&other, c->change);
		ranked_again(&other);
		cr_assert(ranked_find(&other, c->cause), "%s", c->name);
		severity = ranked_find(&other, c->cause)->severity;
		cr_expect_eq(diagnosis_verdict(&other.evidence, &other.findings, &other.causes),
			severity == SEVERITY_FAIL ? VERDICT_FAIL : VERDICT_WARN, "%s", c->name);
		ranked_end(&other);
	}
}

Test(diagnosis_verdict, a_look_that_was_stopped_is_unknown, .init = begin, .fini = end)
{
	for (enum part part = PART_HANDSHAKE; part < PART_PASTE; part++)
		evidence_part_status(&ranked.evidence, part, PART_SKIPPED, WHY_CANCELLED, NULL);
	cr_expect_eq(verdict(), VERDICT_UNKNOWN);
}

Test(diagnosis_verdict, trust_that_could_not_be_checked_is_unknown, .init = begin, .fini = end)
{
	evidence_part_status(&ranked.evidence, PART_TRUST, PART_COULD_NOT, WHY_LOCAL, NULL);
	cr_expect_eq(verdict(), VERDICT_UNKNOWN);
}

Test(diagnosis_verdict, a_run_of_one_check_is_judged_by_it, .init = begin, .fini = end)
{
	make_text(&ranked.evidence.settings.only, "reach");
	cr_expect_eq(verdict(), VERDICT_PASS);
	make_text(&ranked.evidence.settings.only, "no-such-check");
	cr_expect_eq(verdict(), VERDICT_UNKNOWN);
}

Test(diagnosis_verdict, what_only_this_computer_lacks_says_nothing_of_another_device, .init = begin,
	.fini = end)
{
	ranked.evidence.settings.device = DEVICE_OTHER;
	make_untrusted(&ranked.evidence, TRUST_NO_STORE, 2);
	cr_expect_eq(verdict(), VERDICT_UNKNOWN);
	cr_expect_eq(ranked.causes.count, 0);
}

Test(diagnosis_verdict, an_unreachable_network_here_says_nothing_of_another_device, .init = begin,
	.fini = end)
{
	ranked.evidence.settings.device = DEVICE_OTHER;
	ranked.evidence.connect.attempts[0].outcome = CONNECT_UNREACHABLE;
	ranked.evidence.connect.chosen = -1;
	make_not_reached(&ranked.evidence, PART_HANDSHAKE);
	cr_expect_eq(verdict(), VERDICT_UNKNOWN);
	cr_expect_eq(ranked.causes.count, 0);
}

Test(diagnosis_verdict, names_of_the_vocabulary)
{
	cr_expect_str_eq(who_name(WHO_YOU), "you");
	cr_expect_str_eq(who_name(WHO_NETWORK), "network");
	cr_expect_str_eq(who_name(WHO_SITE), "site");
	cr_expect_str_eq(severity_name(SEVERITY_FAIL), "fail");
	cr_expect_str_eq(severity_name(SEVERITY_WARN), "warn");
	cr_expect_str_eq(verdict_name(VERDICT_NOT_REACHED), "not-reached");
}
