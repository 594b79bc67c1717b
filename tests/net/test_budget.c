/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/timing.h"
#include "net/budget.h"

Test(net_budget, at_most_six_are_open_to_one_address)
{
	struct budget *budget = budget_new();

	for (int i = 0; i < BUDGET_OPEN; i++)
		cr_assert_eq(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_gt(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_eq(budget_take(budget, "192.0.2.2"), 0, "another address has its own");
	budget_return(budget, "192.0.2.1");
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_eq(budget_count(budget, "192.0.2.1"), BUDGET_OPEN + 1);
	budget_free(budget);
}

static int taken_at_once(struct budget *budget)
{
	int taken = 0;

	while (taken < 1000 && !budget_take(budget, "192.0.2.1")) {
		budget_return(budget, "192.0.2.1");
		taken++;
	}
	return taken;
}

Test(net_budget, a_burst_of_forty_then_twenty_a_second)
{
	struct budget *budget = budget_new();
	int taken = taken_at_once(budget);
	int wait_ms = budget_take(budget, "192.0.2.1");

	cr_expect_geq(taken, BUDGET_BURST);
	cr_expect_leq(taken, BUDGET_BURST + 2);
	cr_expect_geq(wait_ms, 1);
	cr_expect_leq(wait_ms, 1000 / BUDGET_RATE + 1);
	budget_free(budget);
}

Test(net_budget, rate_zero_has_no_burst_limit)
{
	struct budget *budget = budget_new();

	budget_set_rate(budget, 0);
	cr_expect_eq(taken_at_once(budget), 1000);
	budget_free(budget);
}

Test(net_budget, a_refusal_makes_it_careful_for_that_address)
{
	struct budget *budget = budget_new();

	budget_refused(budget, "192.0.2.1");
	cr_expect(budget_was_refused(budget, "192.0.2.1"));
	cr_expect_not(budget_was_refused(budget, "192.0.2.2"));
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_gt(budget_take(budget, "192.0.2.1"), 0, "one at a time");
	budget_return(budget, "192.0.2.1");
	cr_expect_gt(budget_take(budget, "192.0.2.1"), 50, "half the pace");
	budget_free(budget);
}

Test(net_budget, a_door_that_let_somebody_in_is_remembered)
{
	struct budget *budget = budget_new();

	budget_let_in(budget, "192.0.2.1", 443);
	budget_let_in(budget, "192.0.2.1", 443);
	budget_let_in(budget, "192.0.2.1", 8443);
	cr_expect(budget_has_let_in(budget, "192.0.2.1", 443));
	cr_expect(budget_has_let_in(budget, "192.0.2.1", 8443));
	cr_expect_not(budget_has_let_in(budget, "192.0.2.1", 25));
	cr_expect_not(budget_has_let_in(budget, "192.0.2.2", 443));
	budget_free(budget);
}

Test(net_budget, refusals_at_the_same_time_count_once_and_are_forgotten_when_it_was_something_else)
{
	struct budget *budget = budget_new();

	for (int i = 0; i < 6; i++)
		budget_refused(budget, "192.0.2.1");
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0);
	budget_return(budget, "192.0.2.1");
	cr_expect_lt(budget_take(budget, "192.0.2.1"), 110);
	budget_calm(budget, "192.0.2.1");
	cr_expect_not(budget_was_refused(budget, "192.0.2.1"));
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0, "several at a time again");
	budget_free(budget);
}

/* Two ends of a connection. */
static void connect_both(int ends[2])
{
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

static void take_all(struct budget *budget)
{
	while (!budget_take(budget, "192.0.2.1"))
		continue;
}

Test(net_budget, a_connection_counts_until_the_peer_closes_too)
{
	struct budget *budget = budget_new();
	char byte;
	int ends[2];

	connect_both(ends);
	take_all(budget);
	budget_leave(budget, "192.0.2.1", ends[0]);
	cr_expect_eq(read(ends[1], &byte, 1), 0, "the peer hears of it");
	cr_assert_eq(write(ends[1], "late", 4), 4);
	cr_expect_gt(budget_take(budget, "192.0.2.1"), 0);
	close(ends[1]);
	cr_expect_eq(budget_take(budget, "192.0.2.1"), 0);
	cr_expect_gt(budget_take(budget, "192.0.2.1"), 0, "once");
	budget_free(budget);
}

Test(net_budget, a_peer_that_never_closes_is_not_waited_for, .timeout = 10)
{
	struct budget *budget = budget_new();
	int64_t began_us = timing_monotonic_us();
	int ends[2];

	connect_both(ends);
	take_all(budget);
	budget_leave(budget, "192.0.2.1", ends[0]);
	while (budget_take(budget, "192.0.2.1") && timing_monotonic_us() - began_us < 5000000)
		poll(NULL, 0, 5);
	cr_expect_geq(timing_monotonic_us() - began_us, BUDGET_LEAVE_MS * 1000);
	cr_expect_lt(timing_monotonic_us() - began_us, 4000000);
	close(ends[1]);
	budget_free(budget);
}

/* A list of hosts: each leaves one behind. */
Test(net_budget, no_more_than_some_are_seen_off_at_once)
{
	enum { HOSTS = 200 };
	struct budget *budget = budget_new();
	int ends[HOSTS][2];

	for (int i = 0; i < HOSTS; i++) {
		char address[32];

		snprintf(address, sizeof(address), "192.0.2.%d", i);
		connect_both(ends[i]);
		cr_assert_eq(budget_take(budget, address), 0);
		budget_leave(budget, address, ends[i][0]);
	}
	cr_expect_eq(send(ends[0][1], "late", 4, MSG_NOSIGNAL), -1, "the first is closed");
	cr_expect_eq(send(ends[HOSTS - 1][1], "late", 4, MSG_NOSIGNAL), 4, "the last still leaves");
	budget_free(budget);
	cr_expect_eq(send(ends[HOSTS - 1][1], "late", 4, MSG_NOSIGNAL), -1);
	for (int i = 0; i < HOSTS; i++)
		close(ends[i][1]);
}
