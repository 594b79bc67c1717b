/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up to a third of all certificate warnings come from a wrong clock; one wrong word here is a false alarm. */
#include <criterion/criterion.h>
#include "make.h"

TestSuite(check_clock);

struct row {
	const char *name;
	int64_t clock_off_s; /* this computer's clock, positive: fast */
	int64_t server_off_s; /* the server's Date */
	int64_t from_days, to_days;
	const char *clock; /* the finding of the clock check */
	const char *certificate; /* and of the certificate's dates */
};

static const struct row rows[] = {
	{ "all right", 0, 0, -30, 60, "clock.right", "certificate.in-date" },
	{ "4 minutes slow", -4 * MINUTE_S, 0, -30, 60, "clock.right", "certificate.in-date" },
	{ "4 minutes fast", 4 * MINUTE_S, 0, -30, 60, "clock.right", "certificate.in-date" },
	{ "10 minutes slow, certificate good", -10 * MINUTE_S, 0, -30, 60, "clock.differs",
		"certificate.in-date" },
	{ "2 days slow, certificate good", -2 * A_DAY_S, 0, -30, 60, "clock.differs",
		"certificate.in-date" },
	{ "2 days slow, certificate a day old", -2 * A_DAY_S, 0, -1, 89, "clock.slow",
		"certificate.valid-at-right-time" },
	{ "40 days slow", -40 * A_DAY_S, 0, -30, 60, "clock.slow",
		"certificate.valid-at-right-time" },
	{ "90 days fast", 90 * A_DAY_S, 0, -30, 60, "clock.fast",
		"certificate.valid-at-right-time" },
	{ "5 years fast", 5 * 365 * A_DAY_S, 0, -30, 60, "clock.fast",
		"certificate.valid-at-right-time" },
	{ "3 years slow: before the build", -3 * 365 * A_DAY_S, 0, -30, 60, "clock.before-build",
		"certificate.valid-at-right-time" },
	{ "expired, clock right", 0, 0, -100, -10, "clock.right", "certificate.expired" },
	{ "not yet valid, clock right", 0, 0, 2, 92, "clock.right", "certificate.not-yet-valid" },
	{ "expired, and the clock 3 days slow too", -3 * A_DAY_S, 0, -100, -10, "clock.differs",
		"certificate.expired" },
	{ "a server a month behind, its certificate good", 0, -30 * A_DAY_S, -60, 30,
		"clock.differs", "certificate.in-date" },
	{ "a server ten years behind, its certificate expired", 0, -3650 * A_DAY_S, -3700, -3600,
		"clock.differs", "certificate.expired" },
	{ "a server a year ahead, its certificate good", 0, 365 * A_DAY_S, -30, 60, "clock.differs",
		"certificate.in-date" },
};

static void set_up(struct evidence *evidence, const struct row *row)
{
	make_healthy(evidence);
	make_clock_off(evidence, row->clock_off_s);
	evidence->http.date_s = NOW_S + row->server_off_s;
	make_dates(make_leaf(evidence), row->from_days, row->to_days);
	make_dates(&evidence->handshake.chain[1], -4000, 4000);
	evidence->trust.anchor_not_after = NOW_S + 9000 * A_DAY_S;
}

Test(check_clock, matrix_of_clocks_and_certificates)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct evidence evidence;
		struct findings findings = { 0 };

		set_up(&evidence, &rows[i]);
		check_all(&evidence, 0, &findings);
		cr_expect_not_null(findings_find(&findings, rows[i].clock), "%s", rows[i].name);
		cr_expect_not_null(
			findings_find(&findings, rows[i].certificate), "%s", rows[i].name);
		findings_free(&findings);
		evidence_free(&evidence);
	}
}

Test(check_clock, the_offset_of_a_slow_clock_is_how_far_behind_it_is)
{
	struct evidence evidence;
	struct findings findings = { 0 };
	int64_t correction;

	make_healthy(&evidence);
	make_clock_off(&evidence, -40 * A_DAY_S);
	check_all(&evidence, 0, &findings);
	cr_expect_eq(facts_find(&findings_find(&findings, "clock.slow")->facts, "offset")->number,
		40 * A_DAY_S);
	cr_expect(check_clock_correction(&evidence, &correction));
	cr_expect_eq(correction, 40 * A_DAY_S);
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, a_right_clock_needs_no_correction)
{
	struct evidence evidence;
	int64_t correction = 1;

	make_healthy(&evidence);
	cr_expect_not(check_clock_correction(&evidence, &correction));
	cr_expect_eq(correction, 0);
	evidence_free(&evidence);
}

Test(check_clock, a_day_before_the_build_is_slack_not_proof)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.clock.build_s = NOW_S + A_DAY_S - MINUTE_S;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "clock.before-build"));
	evidence.clock.build_s = NOW_S + A_DAY_S + MINUTE_S;
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.before-build"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, a_slow_answer_makes_the_date_less_certain)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	make_clock_off(&evidence, -6 * MINUTE_S);
	evidence.http.rtt_ms = 90 * 1000;
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.right"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, without_a_date_nothing_is_compared)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence_part_status(&evidence, PART_HTTP, PART_SKIPPED, WHY_QUICK, NULL);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.not-compared"));
	cr_expect_eq(findings_check(&findings, "clock")->verdict, VERDICT_UNKNOWN);
	cr_expect_str_eq(findings_check(&findings, "clock")->reason, WHY_NO_SOURCE);
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, before_the_build_without_a_date_spares_certificates_that_may_be_good)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	make_clock_off(&evidence, -NOW_S + A_DAY_S);
	evidence.http.date_s = -1;
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.valid-at-right-time"));
	cr_expect_null(findings_find(&findings, "certificate.not-yet-valid"));
	findings_free(&findings);
	make_dates(make_leaf(&evidence), -300, -200);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.expired"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, on_another_device_certificates_are_judged_at_the_right_time)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	make_clock_off(&evidence, 90 * A_DAY_S);
	evidence.settings.device = DEVICE_OTHER;
	check_all(&evidence, 0, &findings);
	cr_expect(findings_find(&findings, "clock.fast")->about_here);
	cr_expect_null(findings_find(&findings, "certificate.expired"));
	cr_expect_not_null(findings_find(&findings, "certificate.valid-at-right-time"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, the_kernels_word_is_a_note_at_most)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.clock.kernel_synced = 0;
	check_all(&evidence, 0, &findings);
	cr_expect_eq(findings_find(&findings, "clock.unsynchronised")->verdict, VERDICT_NOTE);
	cr_expect_eq(findings_check(&findings, "clock")->verdict, VERDICT_NOTE);
	findings_free(&findings);
	evidence_free(&evidence);
}
