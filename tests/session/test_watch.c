/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statistics of watching, from looks made by hand. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "session/watch_limits.h"

#define NOW 1772539200 /* 2026-03-03T12:00:00Z */
#define DAY 86400

static const struct cause_rule expired = { .id = "certificate-expired" };

/* A look that took MS (-1: no handshake), at a certificate with this fingerprint. */
static struct session *look(enum verdict verdict, int64_t ms, const char *sha256)
{
	struct session *session = memory_new(1, sizeof(*session));
	struct seen_handshake *handshake = &session->evidence.handshake;

	evidence_init(&session->evidence);
	session->evidence.now_s = NOW;
	session->verdict = verdict;
	handshake->outcome = ms >= 0 ? HS_DONE : HS_NO_CONNECTION;
	handshake->tls_ms = ms;
	handshake->version_name = memory_text(ms >= 0 ? "TLS 1.3" : NULL);
	if (sha256) {
		handshake->chain = memory_new(1, sizeof(*handshake->chain));
		handshake->chain_count = 1;
		handshake->chain[0].sha256 = memory_text(sha256);
		handshake->chain[0].issuer = memory_text("CN=One");
		handshake->chain[0].not_after = NOW + 30 * DAY + 5;
	}
	return session;
}

static struct watched *new_watched(void)
{
	struct settings settings = { 0 };
	struct watched *watched;

	settings_init(&settings);
	cr_assert_eq(target_parse("www.example.com:8443", &settings.target), TARGET_OK);
	watched = watched_new(&settings);
	settings_free(&settings);
	return watched;
}

/* Adds SESSION, and frees the one before. */
static size_t add(struct watched *watched, struct session *session)
{
	struct session *before = (struct session *)watched->session;
	size_t changes = watched_add(watched, session);

	session_free(before);
	return changes;
}

static void end(struct watched *watched)
{
	session_free((struct session *)watched->session);
	watched_free(watched);
}

Test(session_watch, nothing_is_known_before_the_first_look)
{
	struct watched *watched = new_watched();
	int64_t days;

	cr_expect_str_eq(watched->name, "www.example.com:8443");
	cr_expect_lt(watched_success(watched), 0);
	cr_expect_eq(watched_times(watched).median_ms, -1);
	cr_expect(!watched_days(watched, &days));
	cr_expect_eq(watched_state(watched, NULL, NULL), WATCH_STATE_UNKNOWN);
	watched_free(watched);
}

Test(session_watch, what_could_not_be_checked_is_neither_success_nor_failure)
{
	struct watched *watched = new_watched();

	add(watched, look(VERDICT_PASS, 10, "aa"));
	add(watched, look(VERDICT_UNKNOWN, -1, NULL));
	cr_expect_eq(watched_success(watched), 100);
	add(watched, look(VERDICT_FAIL, -1, NULL));
	add(watched, look(VERDICT_WARN, 10, "aa"));
	cr_expect_float_eq(watched_success(watched), 200.0 / 3, 0.001);
	cr_expect_eq(watched->looks[WATCH_UNKNOWN], 1);
	end(watched);
}

Test(session_watch, quantiles_are_values_that_occurred)
{
	struct watched *watched = new_watched();
	struct watch_times times;

	for (int ms = 100; ms >= 1; ms--)
		add(watched, look(VERDICT_PASS, ms, "aa"));
	times = watched_times(watched);
	cr_expect_eq(times.min_ms, 1);
	cr_expect_eq(times.median_ms, 50);
	cr_expect_eq(times.p95_ms, 95);
	cr_expect_eq(times.max_ms, 100);
	add(watched, look(VERDICT_FAIL, 7000, "aa")); /* that is no time of a good one */
	cr_expect_eq(watched_times(watched).max_ms, 100);
	cr_expect_eq(watched_time_ms(watched), 7000);
	end(watched);
}

Test(session_watch, old_times_make_room_for_new_ones)
{
	struct watched *watched = new_watched();

	add(watched, look(VERDICT_PASS, 9999, "aa"));
	for (int i = 0; i < WATCH_TIMES_KEPT; i++)
		add(watched, look(VERDICT_PASS, 5, "aa"));
	cr_expect_eq(watched_times(watched).max_ms, 5);
	cr_expect_eq(watched->time_count, WATCH_TIMES_KEPT + 1);
	cr_expect_eq(watched->time_sum_ms, 9999 + 5 * WATCH_TIMES_KEPT);
	end(watched);
}

Test(session_watch, days_are_whole_and_negative_once_it_is_over)
{
	struct watched *watched = new_watched();
	struct session *session = look(VERDICT_PASS, 1, "aa");
	int64_t days;

	add(watched, session);
	cr_assert(watched_days(watched, &days));
	cr_expect_eq(days, 30);
	session->evidence.handshake.chain[0].not_after = NOW - 1;
	cr_assert(watched_days(watched, &days));
	cr_expect_eq(days, -1);
	session->evidence.handshake.chain[0].not_after = NOW + 1;
	cr_assert(watched_days(watched, &days));
	cr_expect_eq(days, 0);
	end(watched);
}

Test(session_watch, a_replaced_certificate_is_a_change_and_the_first_one_is_none)
{
	struct watched *watched = new_watched();
	struct session *other = look(VERDICT_PASS, 1, "bb");

	cr_expect_eq(add(watched, look(VERDICT_PASS, 1, "aa")), 0);
	cr_expect_eq(add(watched, look(VERDICT_PASS, 1, "aa")), 0);
	cr_expect_eq(add(watched, look(VERDICT_UNKNOWN, -1, NULL)), 0); /* it wasn't seen */
	free(other->evidence.handshake.chain[0].issuer);
	other->evidence.handshake.chain[0].issuer = memory_text("CN=Two");
	cr_expect_eq(add(watched, other), 2);
	cr_expect_eq(watched->changes[0].kind, WATCH_CERTIFICATE);
	cr_expect_str_eq(watched->changes[0].from, "aa");
	cr_expect_str_eq(watched->changes[0].to, "bb");
	cr_expect_eq(watched->changes[1].kind, WATCH_ISSUER);
	cr_expect_eq(watched->changed[WATCH_CERTIFICATE], 1);
	end(watched);
}

Test(session_watch, a_problem_that_comes_and_goes_is_two_changes)
{
	struct watched *watched = new_watched();
	struct session *bad = look(VERDICT_FAIL, 1, "aa");

	add(watched, look(VERDICT_PASS, 1, "aa"));
	bad->causes.items = memory_new(1, sizeof(*bad->causes.items));
	bad->causes.items[0].rule = &expired;
	bad->causes.count = 1;
	cr_expect_eq(add(watched, bad), 1);
	cr_expect_eq(add(watched, look(VERDICT_PASS, 1, "aa")), 1);
	cr_expect_eq(watched->changed[WATCH_CAUSE], 2);
	cr_expect_null(watched->changes[0].from);
	cr_expect_str_eq(watched->changes[0].to, "certificate-expired");
	cr_expect_str_eq(watched->changes[1].from, "certificate-expired");
	cr_expect_null(watched->changes[1].to);
	end(watched);
}

Test(session_watch, only_the_newest_changes_are_kept_and_all_are_counted)
{
	struct watched *watched = new_watched();
	char print[8];

	for (int i = 0; i < 40; i++) {
		snprintf(print, sizeof(print), "%d", i);
		add(watched, look(VERDICT_PASS, 1, print));
	}
	cr_expect_eq(watched->change_count, WATCH_CHANGES_KEPT);
	cr_expect_str_eq(watched->changes[WATCH_CHANGES_KEPT - 1].to, "39");
	cr_expect_eq(watched->changed[WATCH_CERTIFICATE], 39);
	end(watched);
}

/* ---- Limits ---- */

static void is_range(const char *text, enum watch_measure measure, const char *written)
{
	struct watch_range ranges[WATCH_MEASURE_COUNT] = { 0 };
	char *back;

	cr_assert(watch_limits_read(text, ranges), "%s", text);
	back = watch_range_text(&ranges[measure]);
	cr_expect_str_eq(back, written, "%s: %s", text, back);
	free(back);
}

Test(session_watch, a_number_alone_is_the_limit_on_the_bad_side)
{
	is_range("21", WATCH_DAYS, "21:");
	is_range("days=21", WATCH_DAYS, "21:");
	is_range("success=99.5", WATCH_SUCCESS, "99.5:");
	is_range("time=500", WATCH_TIME, "500");
	is_range("days=21,success=99,time=500", WATCH_TIME, "500");
}

Test(session_watch, ranges_of_plugins_are_read)
{
	is_range("days=10:20", WATCH_DAYS, "10:20");
	is_range("days=~:20", WATCH_DAYS, "~:20");
	is_range("days=@5:9", WATCH_DAYS, "@5:9");
	is_range("days=@5", WATCH_DAYS, "@5");
	is_range("days=:7", WATCH_DAYS, "7");
	is_range("time=10:", WATCH_TIME, "10:");
}

Test(session_watch, what_is_no_limit_is_refused)
{
	static const char *const bad[] = { "", "days", "days=", "weeks=2", "21,", ",21", "days=2:1",
		"~", "~5", "days=1e99", "days=0x10", "days=1-2", "21;22", "days=nan", "days=inf",
		"days= 21", "@-41", "time=-5" };
	struct watch_range ranges[WATCH_MEASURE_COUNT];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect(!watch_limits_read(bad[i], ranges), "%s", bad[i]);
}

Test(session_watch, limits_make_it_worse_never_better)
{
	struct watched *watched = new_watched();
	struct watch_limits limits = { 0 };
	enum watch_measure by;

	add(watched, look(VERDICT_PASS, 100, "aa"));
	cr_expect_eq(watched_state(watched, &limits, &by), WATCH_OK);
	cr_assert(watch_limits_read("days=31,time=100", limits.warn));
	cr_expect_eq(watched_state(watched, &limits, &by), WATCH_WARNING);
	cr_expect_eq(by, WATCH_DAYS);
	cr_assert(watch_limits_read("time=99", limits.critical));
	cr_expect_eq(watched_state(watched, &limits, &by), WATCH_CRITICAL);
	cr_expect_eq(by, WATCH_TIME);
	limits = (struct watch_limits){ 0 };
	cr_assert(watch_limits_read("days=1", limits.critical));
	add(watched, look(VERDICT_FAIL, 100, "aa"));
	cr_expect_eq(watched_state(watched, &limits, &by), WATCH_CRITICAL);
	cr_expect_eq(by, WATCH_MEASURE_COUNT);
	end(watched);
}

Test(session_watch, the_graver_state_wins)
{
	cr_expect_eq(watch_state_worse(WATCH_OK, WATCH_STATE_UNKNOWN), WATCH_STATE_UNKNOWN);
	cr_expect_eq(watch_state_worse(WATCH_WARNING, WATCH_STATE_UNKNOWN), WATCH_WARNING);
	cr_expect_eq(watch_state_worse(WATCH_WARNING, WATCH_CRITICAL), WATCH_CRITICAL);
}
