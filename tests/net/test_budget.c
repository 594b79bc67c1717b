/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
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
