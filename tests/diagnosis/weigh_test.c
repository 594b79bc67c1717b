/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules made up for the test, weighed against a server whose certificate has expired. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "diagnosis/weigh.h"
#include "ranked.h"

TestSuite(diagnosis_weigh);

static struct ranked ranked;
static const char *const nothing[] = { NULL };

static void begin(void)
{
	ranked_begin(&ranked, NULL);
	make_dates(make_leaf(&ranked.evidence), -100, -10);
	ranked.evidence.clock.kernel_synced = 0;
	ranked_again(&ranked);
}

static void end(void)
{
	ranked_end(&ranked);
}

struct made_rule {
	const char *proof, *support, *against, *unless;
	double confidence;
	double expected; /* below 0: not proven */
};

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

static double weighed(const struct made_rule *made)
{
	const char *const proof[] = { made->proof, NULL };
	const char *const support[] = { made->support, NULL };
	const char *const against[] = { made->against, NULL };
	const char *const unless[] = { made->unless, NULL };
	struct cause_rule rule = { .id = "made-up",
		.proof = proof,
		.support = support,
		.against = against,
		.unless = unless,
		.symptoms = nothing,
		.graver = nothing,
		.confidence = made->confidence };
	struct cause cause;

	if (!weigh(&rule, &ranked.evidence, &ranked.findings, &cause))
		return -1;
	free_texts(cause.because, cause.because_count);
	free_texts(cause.against, cause.against_count);
	return cause.confidence;
}

static const struct made_rule rules[] = {
	{ "certificate.expired", NULL, NULL, NULL, 0.5, 0.5 },
	{ "certificate.not-yet-valid", NULL, NULL, NULL, 0.5, -1 },
	{ "clock.unsynchronised", NULL, NULL, NULL, 0.5, -1 }, /* only a note */
	{ "trust.trusted", NULL, NULL, NULL, 0.5, -1 }, /* only a pass */
	{ "certificate.expired & clock.unsynchronised", NULL, NULL, NULL, 0.5, 0.5 },
	{ "clock.unsynchronised & trust.trusted", NULL, NULL, NULL, 0.5, -1 },
	{ "certificate.expired & trust.self-signed", NULL, NULL, NULL, 0.5, -1 },
	{ "certificate.expired", "clock.right +0.25", NULL, NULL, 0.5, 0.75 },
	{ "certificate.expired", "clock.slow +0.25", NULL, NULL, 0.5, 0.5 },
	{ "certificate.expired", NULL, "clock.right -0.25", NULL, 0.5, 0.25 },
	{ "certificate.expired", "clock.right +0.9", NULL, NULL, 0.5, 0.98 },
	{ "certificate.expired", NULL, "clock.right -0.9", NULL, 0.5, 0.02 },
	{ "certificate.expired", NULL, NULL, "clock.right", 0.5, -1 },
	{ "certificate.expired", NULL, NULL, "clock.slow", 0.5, 0.5 },
};

Test(diagnosis_weigh, table_of_rules, .init = begin, .fini = end)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		cr_expect_float_eq(weighed(&rules[i]), rules[i].expected, 1e-9, "%s, row %zu: %f",
			rules[i].proof, i, weighed(&rules[i]));
}

Test(diagnosis_weigh, what_is_about_this_computer_counts_for_nothing_elsewhere, .init = begin,
	.fini = end)
{
	static const struct made_rule proven = { "clock.before-build", NULL, NULL, NULL, 0.5, 0.5 };

	make_clock_off(&ranked.evidence, -365 * A_DAY_S);
	ranked_again(&ranked);
	cr_expect_float_eq(weighed(&proven), 0.5, 1e-9);
	ranked.evidence.settings.device = DEVICE_OTHER;
	ranked_again(&ranked);
	cr_expect_lt(weighed(&proven), 0);
}
