/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include "base/timing.h"

Test(timing_civil, splits_known_moments)
{
	static const struct {
		int64_t utc_s;
		const char *iso;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ 951782400, "2000-02-29T00:00:00Z" },
		{ 1772546700, "2026-03-03T14:05:00Z" },
		{ 2147483648, "2038-01-19T03:14:08Z" },
		{ 4107542400, "2100-03-01T00:00:00Z" },
		{ 253402300799, "9999-12-31T23:59:59Z" },
		{ -11676096000, "1600-01-01T00:00:00Z" },
	};
	char iso[32];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		timing_iso(rows[i].utc_s, iso, sizeof(iso));
		cr_expect_str_eq(iso, rows[i].iso, "%s for %s", iso, rows[i].iso);
	}
}

Test(timing_civil, agrees_with_the_c_library_over_centuries)
{
	for (int64_t utc_s = -20000000000; utc_s < 20000000000; utc_s += 86400 * 13 + 12345) {
		time_t moment = (time_t)utc_s;
		struct civil civil = timing_civil(utc_s);
		struct tm parts;

		gmtime_r(&moment, &parts);
		cr_assert(civil.year == parts.tm_year + 1900 && civil.month == parts.tm_mon + 1 &&
				  civil.day == parts.tm_mday && civil.hour == parts.tm_hour &&
				  civil.minute == parts.tm_min && civil.second == parts.tm_sec,
			"%lld", (long long)utc_s);
	}
}

Test(timing_iso, comes_back_as_the_same_moment)
{
	char iso[32];
	int64_t back;

	for (int64_t utc_s = 0; utc_s < 8000000000; utc_s += 86400 * 97 + 4321) {
		timing_iso(utc_s, iso, sizeof(iso));
		cr_assert(timing_from_iso(iso, &back));
		cr_assert_eq(back, utc_s);
	}
}

Test(timing_iso, what_is_no_date_is_refused)
{
	static const char *const wrong[] = { "", "2026-03-03", "2026-03-03T12:00:00", "x",
		"2026-13-03T12:00:00Z", "2026-00-03T12:00:00Z", "2026-03-32T12:00:00Z",
		"2026-03-03T24:00:00Z", "2026-03-03T12:60:00Z", "2026-03-03T12:00:00Z+",
		"2026-03-03 12:00:00Z", "2026-03-03T12:00:00+09:00", "2026-02-29T12:00:00Z",
		"2026-03-03T-1:00:00Z" };
	int64_t ret;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_not(timing_from_iso(wrong[i], &ret), "%s", wrong[i]);
}

Test(timing_http_date, reads_the_form_of_rfc_9110)
{
	int64_t ret = 0;

	cr_assert(timing_from_http_date("Sun, 06 Nov 1994 08:49:37 GMT", &ret));
	cr_assert_eq(ret, 784111777);
	cr_assert(timing_from_http_date("Tue, 03 Mar 2026 14:05:00 GMT", &ret));
	cr_assert_eq(ret, 1772546700);
	cr_assert(timing_from_http_date("Tue, 03 Mar 2026 14:05:00 GMT\r\n", &ret));
}

Test(timing_http_date, a_leap_second_is_the_next_minute)
{
	int64_t ret = 0;

	cr_assert(timing_from_http_date("Sat, 31 Dec 2016 23:59:60 GMT", &ret));
	cr_assert_eq(ret, 1483228800);
}

Test(timing_http_date, anything_else_is_refused)
{
	static const char *const wrong[] = { "", "Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 JST",
		"Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT, and more", "0", "Sun, 06 Nov 1994 -8:49:37 GMT",
		"Thu, 31 Jun 1994 08:49:37 GMT" };
	int64_t ret;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_not(timing_from_http_date(wrong[i], &ret), "%s", wrong[i]);
}

Test(deadline, never_is_never_over)
{
	struct deadline never = { .at_us = INT64_MAX };

	cr_assert_not(deadline_over(never));
	cr_assert_eq(deadline_left_ms(never), -1);
}

Test(deadline, what_is_left_is_rounded_up_and_never_negative)
{
	struct deadline past = deadline_in_ms(-5);
	struct deadline soon = { .at_us = timing_monotonic_us() + 60000500 };

	cr_assert(deadline_over(past));
	cr_assert_eq(deadline_left_ms(past), 0);
	cr_assert_not(deadline_over(soon));
	cr_assert_leq(deadline_left_ms(soon), 60001);
	cr_assert_gt(deadline_left_ms(soon), 50000);
}

Test(deadline, the_sooner_of_two_counts)
{
	struct deadline a = { 5 }, b = { 7 };

	cr_assert_eq(deadline_sooner(a, b).at_us, 5);
	cr_assert_eq(deadline_sooner(b, a).at_us, 5);
}

Test(cancel, is_seen_and_wakes_a_poll)
{
	struct cancel cancel;
	struct pollfd wait;

	cancel_open(&cancel);
	cr_assert_not(cancel_asked(&cancel));
	wait = (struct pollfd){ .fd = cancel.fd, .events = POLLIN };
	cr_assert_eq(poll(&wait, 1, 0), 0);
	cancel_ask(&cancel);
	cancel_ask(&cancel);
	cr_assert(cancel_asked(&cancel));
	cr_assert_eq(poll(&wait, 1, 1000), 1);
	cancel_close(&cancel);
	cr_assert_eq(cancel.fd, -1);
}
