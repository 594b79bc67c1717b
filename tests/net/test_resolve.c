/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include "net/resolve.h"

static void forget(struct seen_lookup *seen)
{
	for (size_t i = 0; i < seen->address_count; i++)
		free(seen->addresses[i]);
	free(seen->addresses);
	free(seen->name);
}

Test(net_resolve, a_numeric_name_needs_no_look_up)
{
	struct cancel cancel;
	struct seen_lookup seen;

	cancel_open(&cancel);
	cr_expect_eq(resolve_name("2001:db8::1", 0, deadline_in_ms(1000), &cancel, &seen), 0);
	cr_expect_eq(seen.outcome, LOOKUP_NOT_NEEDED);
	cr_assert_eq(seen.address_count, 1);
	cr_expect_str_eq(seen.addresses[0], "2001:db8::1");
	forget(&seen);
	cr_expect_eq(resolve_name("192.0.2.1", 6, deadline_in_ms(1000), &cancel, &seen), 0);
	cr_expect_eq(seen.outcome, LOOKUP_NO_SUCH_NAME, "an IPv4 address has no IPv6");
	forget(&seen);
	cancel_close(&cancel);
}

Test(net_resolve, a_cancelled_look_up_returns_at_once)
{
	struct cancel cancel;
	struct seen_lookup seen;
	int64_t began_us = timing_monotonic_us();

	cancel_open(&cancel);
	cancel_ask(&cancel);
	cr_expect_eq(
		resolve_name("name.invalid", 0, deadline_in_ms(5000), &cancel, &seen), ECANCELED);
	cr_expect_lt(timing_monotonic_us() - began_us, 200000);
	forget(&seen);
	cancel_close(&cancel);
}

Test(net_resolve, a_deadline_that_is_over_is_a_time_out)
{
	struct cancel cancel;
	struct seen_lookup seen;

	cancel_open(&cancel);
	cr_expect_eq(resolve_name("name.invalid", 0, deadline_in_ms(0), &cancel, &seen), 0);
	cr_expect(seen.outcome == LOOKUP_TIMED_OUT || seen.outcome == LOOKUP_NO_SUCH_NAME ||
		  seen.outcome == LOOKUP_FAILED);
	cr_expect_eq(seen.address_count, 0);
	forget(&seen);
	cancel_close(&cancel);
}
