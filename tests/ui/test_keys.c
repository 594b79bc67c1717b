/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys, typing and pasting do on the full screen. */
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

/* ---- Keys ---- */

Test(screen, every_item_can_be_chosen_by_number)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_keys(t, "6");
	cr_assert(terminal_until(t, ADDRESS));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, two_digits_choose_a_step_beyond_nine)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"));
	terminal_keys(t, "11");
	cr_assert(terminal_until(t, "Step 11 of 12"));
	wizard_quit(t);
}

Test(screen, enter_out_of_habit_after_a_number_does_nothing_more)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "?");
	cr_assert(terminal_until(t, "8  What do the words mean?"));
	terminal_keys(t, "8\r");
	cr_assert(terminal_gone(t, "What can be done here"));
	terminal_keys(t, KEY_DOWN_BYTES);
	cr_expect(wizard_cursor_on(t, "►  2"), "still on the list of words");
	wizard_quit(t);
}

Test(screen, full_width_keys_of_an_input_method_count)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "ja" }, HOME);

	terminal_keys(t, "６");
	cr_assert(terminal_until(t, said("ja", ADDRESS)));
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, said("ja", HOME)));
	terminal_keys(t, "ｑ");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

Test(screen, backspace_left_and_escape_go_back)
{
	static const char *const keys[] = { KEY_BACKSPACE_BYTES, KEY_LEFT_BYTES, "\033" };

	for (size_t i = 0; i < 3; i++) {
		struct terminal *t = wizard_at(
			&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

		terminal_keys(t, "d");
		cr_assert(terminal_until(t, "Technical details"));
		terminal_keys(t, keys[i]);
		cr_assert(terminal_until(t, ANSWER), "key %zu", i);
		wizard_quit(t);
	}
}

Test(screen, a_key_that_nobody_knows_does_nothing)
{
	/* Ctrl+F7, a mouse wheel, an application keypad: Escape and signs that nobody typed. */
	static const char *const unknown[] = { "\033[18;5~", "\033[<64;10;10M", "\033Ow",
		"\033[1;1;3R" };
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 40 }, ANSWER);

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		terminal_keys(t, unknown[i]);
	terminal_keys(t, KEY_DOWN_BYTES);
	cr_expect(terminal_until(t, "►  2"));
	cr_expect(terminal_until(t, ANSWER), "still on the answer");
	terminal_keys(t, "\033[1~");
	cr_expect(terminal_until(t, "►  1"), "Home as tmux and screen send it");
	wizard_quit(t);
}

Test(screen, the_real_cursor_stands_on_the_focused_item)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	cr_expect(wizard_cursor_on(t, "►  1"));
	terminal_keys(t, KEY_DOWN_BYTES);
	cr_expect(wizard_cursor_on(t, "►  2"));
	terminal_keys(t, KEY_UP_BYTES);
	cr_expect(wizard_cursor_on(t, "►  1"));
	wizard_quit(t);
}

Test(screen, f1_lists_what_keys_do_and_each_can_be_chosen)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, KEY_F1_BYTES);
	cr_assert(terminal_until(t, "1  Details"));
	terminal_keys(t, "1\r"); /* there are more than nine */
	cr_assert(terminal_until(t, "Technical details"));
	wizard_quit(t);
}

/* ---- Typing and pasting ---- */

Test(screen, a_pasted_newline_is_not_enter)
{
	struct terminal *t = wizard_at_address("en");

	terminal_paste(t, "not an address\nat all\n");
	cr_assert(terminal_until(t, "not an address at all"));
	cr_expect_geq(terminal_row_of(t, "not an address at all"), 0, "newlines became blanks");
	cr_expect(terminal_until(t, ADDRESS));
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, HOME));
	wizard_quit(t);
}

Test(screen, a_message_pasted_on_the_first_page_is_explained)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_keys(t, "\033[200~curl: (60) SSL certificate problem:\r\ncertificate has "
			 "expired\nhttps://www.example.com/\033[201~");
	cr_expect(terminal_until(t, "The message says that a certificate has expired."));
	cr_expect(terminal_until(t, "Check www.example.com"));
	wizard_quit(t);
}

Test(screen, a_paste_that_never_ends_does_not_swallow_the_keys_for_ever)
{
	struct terminal *t = wizard_at_address("en");

	terminal_keys(t, "\033[200~lost.example");
	/* The pause itself is what counts here. */
	for (struct deadline over = deadline_in_ms(2200); !deadline_over(over);)
		terminal_pump(t, deadline_left_ms(over));
	terminal_keys(t, "x");
	cr_expect(terminal_until(t, "lost.examplex"));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, an_address_pasted_on_the_first_page_is_not_lost)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_paste(t, "https://www.example.org/q4");
	cr_assert(terminal_until(t, ADDRESS));
	cr_expect(terminal_until(t, "https://www.example.org/q4"));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, wide_characters_are_typed_and_deleted_whole)
{
	struct terminal *t = wizard_at_address("en");
	VTermPos at;

	terminal_keys(t, "例え.jp");
	cr_assert(terminal_until(t, "例え.jp"));
	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
	terminal_keys(t, KEY_LEFT_BYTES KEY_LEFT_BYTES KEY_LEFT_BYTES KEY_BACKSPACE_BYTES);
	cr_assert(terminal_until(t, "例.jp"));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, a_character_that_arrives_in_pieces_is_put_together)
{
	struct terminal *t = wizard_at_address("en");

	terminal_keys(t, "a\xe4\xbe");
	cr_assert(terminal_until(t, "│ a"));
	terminal_keys(t, "\x8b.jp");
	cr_assert(terminal_until(t, "a例.jp"));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

ParameterizedTestParameters(screen, what_cannot_be_an_address_is_refused_with_the_reason)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, what_cannot_be_an_address_is_refused_with_the_reason)
{
	struct terminal *t = wizard_at_address(code->name);
	char *why = guide_target_error(
		language_by_name(code->name), TARGET_BAD_PORT, "example.com:70000");

	terminal_keys(t, "example.com:70000\r");
	cr_expect(terminal_until(t, why), "%s", why);
	cr_expect(terminal_until(t, "example.com:70000"), "what was typed is kept");
	free(why);
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, somebody_who_does_not_know_the_address_is_helped)
{
	struct terminal *t = wizard_at_address("en");

	terminal_keys(t, "\t\r");
	cr_assert(terminal_until(t, "Where do I see the address?"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, ADDRESS));
	terminal_keys(t, "127");
	cr_expect(terminal_until(t, "│ 127"), "it can be typed at once");
	terminal_keys(t, "\033");
	wizard_quit(t);
}

/* ---- Anything, in any order ---- */

/* The test's own terminal: what is drawn for a larger screen may arrive after it has shrunk. */
Test(screen, a_scrolling_region_below_the_last_row_is_none)
{
	static const char *const argv[] = { "/bin/sh", "-c",
		"printf 'first\\033[18;22r\\033[2T'; read x; printf '\\033[12;14r%s' there; read "
		"x; "
		"printf '\\033[2Tend'",
		NULL };
	struct terminal *t = terminal_open(
		&(struct terminal_start){ .argv = argv, .columns = 80, .rows = 15 });

	cr_assert(terminal_until(t, "first"));
	cr_expect_eq(terminal_row_of(t, "first"), 2, "the whole screen was scrolled");
	terminal_keys(t, "\n");
	cr_assert(terminal_until(t, "there"));
	terminal_resize(t, 80, 10);
	terminal_keys(t, "\n");
	cr_assert(terminal_until(t, "end"));
	terminal_status(t);
	terminal_close(t);
}

struct seed {
	unsigned value;
};

static const char *any_key(unsigned *state)
{
	static const char *const keys[] = { KEY_UP_BYTES, KEY_DOWN_BYTES, KEY_LEFT_BYTES,
		KEY_NPAGE_BYTES, KEY_F1_BYTES, KEY_F2_BYTES, KEY_F5_BYTES, KEY_BACKSPACE_BYTES,
		KEY_ENTER_BYTES, "\033", "\t", " ", "?", "d", "s", "r", "x", "w", "a", "n", "1",
		"2", "3", "4", "0", "１", "ｓ", "例", "\xff", "\xe4", "\033[200~",
		"www.example.com\n", "\033[201~", "\033[5~", "\033OH", "\033OF", "\014", "\001" };

	*state = *state * 1664525u + 1013904223u;
	return keys[(*state >> 8) % (sizeof(keys) / sizeof(keys[0]))];
}

ParameterizedTestParameters(screen, no_order_of_keys_and_sizes_does_harm)
{
	static struct seed seeds[] = { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } };

	return cr_make_param_array(struct seed, seeds, sizeof(seeds) / sizeof(seeds[0]));
}
ParameterizedTest(struct seed *seed, screen, no_order_of_keys_and_sizes_does_harm)
{
	static const char *const subjects[] = { "several", "expired", "could-not", "hostile" };
	struct wizard w = {
		.lang = "en", .subject = subjects[seed->value % 4], .env = "DEMO_SAVES_NOTHING=1"
	};
	struct terminal *t = wizard_at(&w, "q quit");
	unsigned state = seed->value;
	int status;

	for (int i = 0; i < 600; i++) {
		terminal_keys(t, any_key(&state));
		if (i % 50 == 49)
			terminal_resize(
				t, 20 + (int)(state >> 9) % 120, 5 + (int)(state >> 5) % 40);
		terminal_pump(t, 0);
		if (t->ended) /* the help offers to quit */
			break;
	}
	terminal_keys(t, "\003");
	status = terminal_status(t);
	/* Either it was still there for Ctrl+C, or it was told to quit, or just on its way out. */
	cr_expect(status == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 130) ||
			  (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT),
		"seed %u: %x", seed->value, status);
	terminal_close(t);
}
