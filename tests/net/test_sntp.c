/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a time server says is believed only when it answers what was asked and can be true. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "net/sntp.h"
#include "support/timeserver.h"

/* Asks a server that is as WAY, COUNT of them beside a dead one when SPARE. */
static struct seen_time ask(enum timeserver_way way, int64_t offset_s, int *ret_asked)
{
	struct timeserver server;
	struct sntp_env env = { .budget = budget_new(), .deadline = deadline_in_ms(10000) };
	struct seen_time seen = { .unsure_ms = -1, .stratum = -1 };
	struct sntp_server place = { .address = "127.0.0.1" };
	struct cancel cancel;

	timeserver_start(&server, way, offset_s);
	cancel_open(&cancel);
	env.cancel = &cancel;
	place.port = server.port;
	cr_expect_eq(sntp_ask(&env, &place, 1, &seen), 0);
	timeserver_end(&server);
	if (ret_asked)
		*ret_asked = server.asked;
	budget_free(env.budget);
	cancel_close(&cancel);
	return seen;
}

Test(net_sntp, the_offset_is_what_must_be_added_to_our_clock)
{
	static const int64_t offsets[] = { 0, 3600, -2 * 86400, 2 * 365 * 86400, -2 * 365 * 86400 };

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		struct seen_time seen = ask(TIMESERVER_RIGHT, offsets[i], NULL);

		cr_expect_eq(seen.outcome, TIME_ANSWERED);
		cr_expect_leq(llabs(seen.offset_ms - offsets[i] * 1000), seen.unsure_ms + 5);
		cr_expect_leq(seen.unsure_ms, 1000);
		cr_expect_eq(seen.stratum, 2);
	}
}

Test(net_sntp, answers_to_other_questions_are_passed_over)
{
	struct seen_time seen = ask(TIMESERVER_STRANGER, 0, NULL);

	cr_expect_eq(seen.outcome, TIME_ANSWERED);
	cr_expect_lt(llabs(seen.offset_ms), 5000, "that of the true answer");
}

Test(net_sntp, a_kiss_of_death_is_a_refusal_and_is_obeyed)
{
	int asked;
	struct seen_time seen = ask(TIMESERVER_KISS, 0, &asked);

	cr_expect_eq(seen.outcome, TIME_REFUSED);
	cr_expect_str_eq(seen.words, "RATE");
	cr_expect_eq(asked, 1, "it is not asked again");
	free(seen.words);
}

Test(net_sntp, a_server_without_the_time_tells_none)
{
	cr_expect_eq(ask(TIMESERVER_UNSYNCHRONISED, 0, NULL).outcome, TIME_UNREADABLE);
	cr_expect_eq(ask(TIMESERVER_SHORT, 0, NULL).outcome, TIME_NO_ANSWER);
	cr_expect_eq(ask(TIMESERVER_CLIENT, 0, NULL).outcome, TIME_NO_ANSWER);
}

Test(net_sntp, silence_is_asked_once_more_and_then_left)
{
	int64_t began_us = timing_monotonic_us();
	int asked;

	cr_expect_eq(ask(TIMESERVER_SILENT, 0, &asked).outcome, TIME_NO_ANSWER);
	cr_expect_eq(asked, 2);
	cr_expect_lt(timing_monotonic_us() - began_us, 5000000);
	cr_expect_eq(ask(TIMESERVER_SECOND, 0, &asked).outcome, TIME_ANSWERED);
	cr_expect_eq(asked, 2);
}

Test(net_sntp, nothing_is_asked_after_cancelling)
{
	struct timeserver server;
	struct sntp_env env = { .budget = budget_new(), .deadline = deadline_in_ms(10000) };
	struct seen_time seen = { .unsure_ms = -1 };
	struct sntp_server place = { .address = "127.0.0.1" };
	int64_t began_us = timing_monotonic_us();
	struct cancel cancel;

	timeserver_start(&server, TIMESERVER_SILENT, 0);
	cancel_open(&cancel);
	cancel_ask(&cancel);
	env.cancel = &cancel;
	place.port = server.port;
	cr_expect_eq(sntp_ask(&env, &place, 1, &seen), ECANCELED);
	cr_expect_lt(timing_monotonic_us() - began_us, 200000);
	timeserver_end(&server);
	budget_free(env.budget);
	cancel_close(&cancel);
}

/* A good answer to question 1, sent and received at 2026-06-15T12:00:00Z, in which one field is changed. */
static struct seen_time read_changed(size_t at, unsigned char byte)
{
	static const unsigned char stamp[] = { 0xed, 0xda, 0x80, 0x40, 0, 0, 0, 0 };
	struct sntp_times times = { INT64_C(1781524800000000), INT64_C(1781524800000000) };
	unsigned char bytes[SNTP_BYTES] = { 4 << 3 | 4, 1 };
	struct seen_time seen = { .unsure_ms = -1 };

	bytes[31] = 1;
	memcpy(bytes + 32, stamp, sizeof(stamp));
	memcpy(bytes + 40, stamp, sizeof(stamp));
	bytes[at] = byte;
	sntp_read(bytes, sizeof(bytes), 1, &times, &seen);
	return seen;
}

Test(net_sntp, each_field_is_checked)
{
	cr_expect_eq(read_changed(0, 4 << 3 | 4).outcome, TIME_ANSWERED);
	cr_expect_eq(read_changed(0, 4 << 3 | 3).outcome, TIME_NO_ANSWER, "mode client");
	cr_expect_eq(read_changed(0, 4 << 3 | 5).outcome, TIME_NO_ANSWER, "mode broadcast");
	cr_expect_eq(read_changed(31, 2).outcome, TIME_NO_ANSWER, "originate timestamp");
	cr_expect_eq(read_changed(1, 16).outcome, TIME_UNREADABLE, "stratum");
	cr_expect_eq(read_changed(4, 0x7f).outcome, TIME_UNREADABLE, "root delay");
	cr_expect_eq(read_changed(8, 0x7f).outcome, TIME_UNREADABLE, "root dispersion");
	cr_expect_eq(read_changed(43, 0).outcome, TIME_UNREADABLE, "sent before it was received");
}

Test(net_sntp, beyond_2036_time_goes_on)
{
	struct sntp_times times = { INT64_C(2085978496000000), INT64_C(2085978496000000) };
	unsigned char bytes[SNTP_BYTES] = { 4 << 3 | 4, 1 };
	struct seen_time seen = { .unsure_ms = -1 };

	bytes[31] = 1;
	bytes[35] = bytes[43] = 10; /* ten seconds into era 1, 2036-02-07T06:28:16Z */
	sntp_read(bytes, sizeof(bytes), 1, &times, &seen);
	cr_expect_eq(seen.outcome, TIME_ANSWERED);
	cr_expect_eq(seen.offset_ms, 10000);
}
