/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up to a third of all certificate warnings come from a wrong clock; one wrong word here is a false alarm. */
#include <criterion/criterion.h>
#include <stdlib.h>
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

/* ---- Several sources ---- */

/* COUNT time servers; the one at LIAR (-1: none) says LIE_S instead of the right time. */
static void add_servers(
	struct evidence *evidence, int64_t clock_off_s, size_t count, int liar, int64_t lie_s)
{
	static const char *const names[] = { "ntp0.example.net", "ntp1.example.net",
		"ntp2.example.net" };

	for (size_t i = 0; i < count; i++)
		make_time_server(evidence, names[i], (int)i == liar ? lie_s : -clock_off_s);
}

static const int64_t offsets_s[] = { 2 * A_DAY_S, 730 * A_DAY_S, HOUR_S, 2 * HOUR_S, 3 * HOUR_S,
	5 * HOUR_S, 8 * HOUR_S, 9 * HOUR_S, 10 * HOUR_S, 12 * HOUR_S, 14 * HOUR_S,
	5 * HOUR_S + 30 * MINUTE_S, 5 * HOUR_S + 45 * MINUTE_S };
#define OFFSETS (sizeof(offsets_s) / sizeof(offsets_s[0]))

/* A certificate that is good now, and isn't by a clock that is off by OFF_S. */
static void make_spoiled(struct evidence *evidence, int64_t off_s)
{
	struct seen_cert *leaf = make_leaf(evidence);
	int64_t half = llabs(off_s) / 2;

	make_dates(leaf, -30, 60);
	if (off_s < 0)
		leaf->not_before = NOW_S - half;
	else
		leaf->not_after = NOW_S + half;
	make_dates(&evidence->handshake.chain[1], -4000, 4000);
	evidence->trust.anchor_not_after = NOW_S + 9000 * A_DAY_S;
}

static void expect_found(const struct evidence *evidence, int64_t off_s, const char *which)
{
	struct findings findings = { 0 };
	bool early = NOW_S + off_s < evidence->clock.build_s - A_DAY_S;
	const char *id = off_s < 0 ? "clock.slow" : "clock.fast";
	const struct finding *finding;
	int64_t correction = 0;

	check_all(evidence, 0, &findings);
	finding = findings_find(&findings, id);
	cr_expect(finding, "%s: no %s at %lld s%s", which, id, (long long)off_s,
		early ? ", before the build" : "");
	if (finding)
		cr_expect_leq(llabs(facts_find(&finding->facts, "offset")->number - llabs(off_s)),
			MINUTE_S);
	cr_expect(check_clock_correction(evidence, &correction));
	cr_expect_leq(llabs(correction + off_s), MINUTE_S);
	cr_expect_null(findings_find(&findings, "certificate.expired"));
	cr_expect_null(findings_find(&findings, "certificate.not-yet-valid"));
	findings_free(&findings);
}

Test(check_clock, every_offset_that_spoils_certificates_is_found_in_spite_of_one_liar)
{
	static const int64_t lies_s[] = { 0, -40 * A_DAY_S, 365 * A_DAY_S, -3650 * A_DAY_S };

	for (size_t i = 0; i < 2 * OFFSETS; i++) {
		int64_t off_s = i % 2 ? offsets_s[i / 2] : -offsets_s[i / 2];

		for (size_t lie = 0; lie < 4; lie++)
			for (int liar = -1; liar < 3; liar++) {
				struct evidence evidence;

				make_healthy(&evidence);
				make_clock_off(&evidence, off_s);
				make_spoiled(&evidence, off_s);
				add_servers(&evidence, off_s, 3, liar, lies_s[lie]);
				expect_found(&evidence, off_s, "three servers and the site");
				evidence_part_status(
					&evidence, PART_HTTP, PART_SKIPPED, WHY_NOT_HTTP, NULL);
				expect_found(&evidence, off_s, "three servers");
				evidence_free(&evidence);
			}
	}
}

Test(check_clock, every_offset_is_known_where_it_does_no_harm)
{
	for (size_t i = 0; i < 2 * OFFSETS; i++) {
		int64_t off_s = i % 2 ? offsets_s[i / 2] : -offsets_s[i / 2];
		struct evidence evidence;
		struct findings findings = { 0 };
		const char *id = off_s < 0 ? "clock.slow-harmless" : "clock.fast-harmless";

		make_healthy(&evidence);
		make_clock_off(&evidence, off_s);
		evidence.clock.build_s = NOW_S - 1000 * A_DAY_S;
		make_dates(make_leaf(&evidence), -4000, 4000);
		make_dates(&evidence.handshake.chain[1], -4000, 4000);
		evidence.trust.anchor_not_after = NOW_S + 9000 * A_DAY_S;
		add_servers(&evidence, off_s, 2, -1, 0);
		check_all(&evidence, 0, &findings);
		cr_expect_not_null(findings_find(&findings, id), "%lld", (long long)off_s);
		cr_expect_eq(findings_check(&findings, "clock")->verdict, VERDICT_NOTE);
		findings_free(&findings);
		evidence_free(&evidence);
	}
}

Test(check_clock, one_liar_among_several_raises_no_alarm)
{
	static const int64_t lies_s[] = { -2 * A_DAY_S, 2 * A_DAY_S, -730 * A_DAY_S, 730 * A_DAY_S,
		-HOUR_S, 9 * HOUR_S, 20 * A_DAY_S, -20 * A_DAY_S };

	for (size_t lie = 0; lie < sizeof(lies_s) / sizeof(lies_s[0]); lie++)
		for (size_t servers = 1; servers < 4; servers++)
			for (int liar = -1; liar < (int)servers; liar++) {
				struct evidence evidence;
				struct findings findings = { 0 };
				int64_t correction;

				make_healthy(&evidence);
				/* Even a certificate that fits the lie better than the truth. */
				make_spoiled(&evidence, -lies_s[lie]);
				make_leaf(&evidence)->not_after = NOW_S + lies_s[lie] + A_DAY_S;
				make_leaf(&evidence)->not_before = NOW_S + lies_s[lie] - A_DAY_S;
				if (liar < 0)
					evidence.http.date_s = NOW_S + lies_s[lie];
				add_servers(&evidence, 0, servers, liar, lies_s[lie]);
				check_all(&evidence, 0, &findings);
				cr_expect_not(check_clock_correction(&evidence, &correction));
				cr_expect_null(findings_find(&findings, "clock.slow"));
				cr_expect_null(findings_find(&findings, "clock.fast"));
				cr_expect_null(findings_find(&findings, "clock.slow-harmless"));
				cr_expect_null(findings_find(&findings, "clock.fast-harmless"));
				findings_free(&findings);
				evidence_free(&evidence);
			}
}

Test(check_clock, the_site_s_own_wrong_clock_is_named_by_several_others)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.http.date_s = NOW_S + 3 * A_DAY_S;
	add_servers(&evidence, 0, 2, -1, 0);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.right"));
	cr_expect_not_null(findings_find(&findings, "clock.server-wrong"));
	cr_expect_not(findings_find(&findings, "clock.server-wrong")->about_here);
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, two_that_differ_leave_it_open)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	add_servers(&evidence, 0, 1, 0, A_DAY_S);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.no-agreement"));
	cr_expect_eq(findings_check(&findings, "clock")->verdict, VERDICT_UNKNOWN);
	findings_free(&findings);
	evidence_free(&evidence);
}

/* Whoever has set the hands right lives by the computer's zone and what it is fast. */
Test(check_clock, whole_quarters_of_an_hour_look_like_a_time_zone_of_this_earth)
{
	static const struct {
		int64_t fast_s;
		int zone_min;
		bool zone;
	} cases[] = { { 9 * HOUR_S, 0, true }, { -9 * HOUR_S, 0, true },
		{ 5 * HOUR_S + 45 * MINUTE_S, 0, true }, { -5 * HOUR_S - 45 * MINUTE_S, 0, false },
		{ -5 * HOUR_S - 45 * MINUTE_S, 345, true }, { 8 * HOUR_S + 40, 0, true },
		{ 8 * HOUR_S + 7 * MINUTE_S, 0, false }, { 9 * HOUR_S, 9 * 60, false },
		{ 17 * HOUR_S, -8 * 60, true }, { 14 * HOUR_S, 0, true }, { 15 * HOUR_S, 0, false },
		{ -11 * HOUR_S, 0, true }, { -12 * HOUR_S, 0, false }, { 15 * MINUTE_S, 0, false },
		{ 15 * MINUTE_S, 330, true }, { -2 * A_DAY_S, 0, false },
		{ 730 * A_DAY_S, 0, false } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct evidence evidence;
		struct findings findings = { 0 };

		make_healthy(&evidence);
		make_clock_off(&evidence, cases[i].fast_s);
		make_spoiled(&evidence, cases[i].fast_s);
		add_servers(&evidence, cases[i].fast_s, 2, -1, 0);
		evidence.clock.utc_offset_min = cases[i].zone_min;
		evidence.parts[PART_CLOCK].state = PART_SEEN;
		check_all(&evidence, 0, &findings);
		cr_expect_eq(findings_find(&findings, "clock.quarter-hours") != NULL, cases[i].zone,
			"%lld from %d", (long long)cases[i].fast_s, cases[i].zone_min);
		findings_free(&findings);
		evidence_free(&evidence);
	}
}

Test(check_clock, a_cached_answer_is_as_old_as_it_says)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.http.date_s = NOW_S - HOUR_S;
	evidence.http.age_s = HOUR_S;
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.right"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_clock, a_device_that_signs_for_itself_is_no_witness)
{
	struct evidence evidence;
	int64_t correction;

	make_healthy(&evidence);
	make_dates(make_leaf(&evidence), -100, -10);
	make_dates(&evidence.handshake.chain[1], -4000, 4000);
	evidence.http.date_s = NOW_S - 20 * A_DAY_S;
	cr_expect(check_clock_correction(&evidence, &correction), "else it would be one");
	evidence.trust.outcome = TRUST_SELF_SIGNED;
	cr_expect_not(check_clock_correction(&evidence, &correction));
	evidence_free(&evidence);
}

Test(check_clock, the_stapled_answer_is_a_second_witness)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	make_clock_off(&evidence, -2 * A_DAY_S);
	make_dates(make_leaf(&evidence), -30, 60);
	evidence_part_status(&evidence, PART_REVOCATION, PART_SEEN, NULL, NULL);
	evidence.revocation.staple.outcome = REVOCATION_NOT_REVOKED;
	evidence.revocation.staple.this_update = NOW_S - HOUR_S;
	evidence.revocation.staple.next_update = NOW_S + 6 * A_DAY_S;
	evidence.revocation.staple.signature_good = 1;
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "clock.slow"));
	evidence.revocation.staple.signature_good = 0;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "clock.slow"), "anybody could have made it");
	findings_free(&findings);
	evidence_free(&evidence);
}
