/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals, a terminal that goes away, and how little is written to it. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "guide/guide.h"
#include "ui/wizard.h"

/* ---- Signals, and a terminal that goes away ---- */

static void expect_put_back(struct terminal *t)
{
	cr_expect(terminal_wrote(t, "\033[?1049l", 0), "the other screen was left");
	cr_expect(terminal_wrote(t, "\033[?2004l", 0), "bracketed paste was turned off");
}

struct ending {
	int number, status;
};

ParameterizedTestParameters(screen, a_signal_ends_it_with_the_terminal_put_back)
{
	static struct ending endings[] = { { SIGINT, 130 }, { SIGTERM, 143 }, { SIGHUP, 129 } };

	return cr_make_param_array(struct ending, endings, 3);
}
ParameterizedTest(struct ending *ending, screen, a_signal_ends_it_with_the_terminal_put_back)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);
	int status;

	kill(t->pid, ending->number);
	status = terminal_status(t);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == ending->status, "signal %d: %x",
		ending->number, status);
	expect_put_back(t);
	terminal_close(t);
}

Test(screen, ctrl_c_ends_it_with_130)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);
	int status;

	terminal_keys(t, "\003");
	status = terminal_status(t);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 130, "%x", status);
	expect_put_back(t);
	terminal_close(t);
}

Test(screen, a_crash_puts_the_terminal_back_and_is_still_a_crash)
{
	struct wizard w = { .lang = "en",
		.env = "ASAN_OPTIONS=handle_segv=0:allow_user_segv_handler=1" };
	struct terminal *t = wizard_at(&w, HOME);
	int status;

	kill(t->pid, SIGSEGV);
	status = terminal_status(t);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, "%x", status);
	expect_put_back(t);
	terminal_close(t);
}

Test(screen, a_terminal_that_is_gone_ends_it)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	int status;

	close(t->fd);
	t->fd = -1;
	t->ended = true;
	status = terminal_status(t);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 129, "%x", status);
	terminal_close(t);
}

Test(screen, a_resize_while_stopped_is_seen_afterwards)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED, .job = true };
	struct terminal *t = wizard_at(&w, ANSWER);
	size_t before;
	int status;

	terminal_keys(t, "\032");
	cr_assert(terminal_job_stopped(t));
	expect_put_back(t);
	terminal_resize(t, 100, 30);
	before = t->bytes;
	terminal_job_resume(t);
	cr_expect(terminal_wrote(t, "\033[?2004h", before), "pastes are bracketed again");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(wizard_keys_fill_the_last_row(t));
	terminal_keys(t, "q");
	status = terminal_status(t);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%x", status);
	terminal_close(t);
}

Test(screen, frozen_and_thawed_it_draws_again)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED };
	struct terminal *t = wizard_at(&w, ANSWER);

	kill(t->pid, SIGSTOP);
	terminal_resize(t, 90, 28);
	kill(t->pid, SIGCONT);
	cr_expect(wizard_keys_fill_the_last_row(t));
	wizard_quit(t);
}

/* ---- Thrift ---- */

Test(screen, idle_it_writes_nothing)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	while (terminal_pump(t, 50))
		;
	cr_expect(!terminal_pump(t, 600), "something was written without a cause");
	wizard_quit(t);
}

Test(screen, a_key_costs_few_bytes)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	size_t before;

	while (terminal_pump(t, 50))
		;
	before = t->bytes;
	terminal_keys(t, KEY_DOWN_BYTES);
	while (terminal_row_of(t, "►  2") < 0)
		cr_assert(terminal_pump(t, TERMINAL_PATIENCE_MS));
	while (terminal_pump(t, 50))
		;
	cr_expect(t->bytes - before <= 400, "%zu bytes", t->bytes - before);
	wizard_quit(t);
}

Test(screen, the_first_screen_is_small)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	while (terminal_pump(t, 50))
		;
	cr_expect(t->bytes <= 5000, "%zu bytes", t->bytes);
	wizard_quit(t);
}

Test(screen, looking_ticks_at_most_four_times_a_second)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "looking" }, "Checking: 3 of 6, 1 s");
	size_t before = t->bytes;

	cr_assert(terminal_until(t, "Checking: 3 of 6, 2 s"));
	cr_expect(t->bytes - before <= 200, "%zu bytes in a second", t->bytes - before);
	wizard_quit(t);
}
