/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen as a person sees it. */
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

/* ---- What stands there, in every language ---- */

ParameterizedTestParameters(screen, first_page_asks_what_you_see)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, first_page_asks_what_you_see)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = code->name }, HOME);
	const struct question_row *q = guide_question("symptom");

	cr_expect(terminal_until(t, guide_question_title(language_by_name(code->name), q)),
		"language %s", code->name);
	wizard_quit(t);
}

ParameterizedTestParameters(screen, the_way_back_stands_below_a_page_with_many_keys)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, the_way_back_stands_below_a_page_with_many_keys)
{
	struct wizard w = { .lang = code->name, .subject = EXPIRED };
	struct terminal *t = wizard_at(&w, ANSWER);
	const struct language *language = language_by_name(code->name);
	char *back = memory_format("Esc %s", tr(language, "back"));

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, said(code->name, "Done: check again")));
	cr_expect(terminal_until(t, back), "%s", code->name);
	free(back);
	wizard_quit(t);
}

ParameterizedTestParameters(screen, answer_says_what_who_and_why)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, answer_says_what_who_and_why)
{
	struct wizard w = { .lang = code->name, .subject = EXPIRED, .rows = 40 };
	struct terminal *t = wizard_at(&w, ANSWER);
	const struct language *language = language_by_name(code->name);

	cr_expect(terminal_until(t, guide_who(language, WHO_SITE)), "who, %s", code->name);
	cr_expect(terminal_until(t, said(code->name, "What to do")), "what to do, %s", code->name);
	cr_expect(terminal_until(t, guide_rung_name(language, 4)), "ladder, %s", code->name);
	cr_expect(terminal_until(t, guide_verdict_word(language, VERDICT_FAIL)), "%s", code->name);
	wizard_quit(t);
}

ParameterizedTestParameters(screen, all_twelve_steps_keep_their_place)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, all_twelve_steps_keep_their_place)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = code->name, .subject = EXPIRED }, ANSWER);
	const struct language *language = language_by_name(code->name);

	terminal_keys(t, "s");
	/* Rows are drawn from the top: the last one comes last. */
	cr_assert(terminal_until(t, guide_step_title(language, GUIDE_STEPS)));
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		char number[8];
		int row;
		char *text;

		snprintf(number, sizeof(number), "%2d", step);
		row = 1 + step;
		text = terminal_row(t, row);
		cr_expect(strstr(text, number) != NULL, "step %d in row %d: %s", step, row, text);
		cr_expect(strstr(text, guide_step_title(language, step)) != NULL, "%s", text);
		free(text);
	}
	cr_expect_geq(terminal_row_of(t, guide_verdict_word(language, VERDICT_SKIPPED)), 2,
		"marks stand beside words");
	wizard_quit(t);
}

ParameterizedTestParameters(screen, no_row_is_wider_than_the_window)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, no_row_is_wider_than_the_window)
{
	/* Every page of an answer at 80x24: had a line been too long, curses or the terminal would
	 * have moved the rows below it, and the rule would not stand where it belongs. */
	static const char *const keys[] = { "", "d", "\033", "s", "\033", "1", "\033", "?" };
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = code->name, .subject = EXPIRED }, ANSWER);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char *rule;

		terminal_keys(t, keys[i]);
		cr_assert(terminal_until(t, tr_ctx(language_by_name(code->name), "foot", "quit")));
		rule = terminal_row(t, 1);
		cr_expect(
			strstr(rule, "─") != NULL && rule[0] != ' ', "after %zu keys: %s", i, rule);
		free(rule);
	}
	wizard_quit(t);
}

static bool foot_has(struct terminal *t, const char *code, const char *key, const char *word)
{
	const char *text = tr_ctx(language_by_name(code), "foot", word);
	char *hint = memory_format("%s %s", key, text), *row = terminal_row(t, t->rows - 1);
	bool has = strstr(row, hint) != NULL;

	if (!has)
		fprintf(stderr, "%s: no \"%s\" in: %s\n", code, hint, row);
	free(hint);
	free(row);
	return has;
}

ParameterizedTestParameters(screen, the_foot_of_an_answer_names_what_matters)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, the_foot_of_an_answer_names_what_matters)
{
	static const char *const hints[][2] = { { "d", "details" }, { "s", "steps" },
		{ "r", "again" }, { "F5", "report" }, { "q", "quit" } };
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = code->name, .subject = EXPIRED }, ANSWER);

	cr_assert(terminal_until(t, tr_ctx(language_by_name(code->name), "foot", "quit")));
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		cr_expect(foot_has(t, code->name, hints[i][0], hints[i][1]));
	wizard_quit(t);
}

/* Waits until the last row names the way on and the way back: after a resize it is painted anew. */
static bool foot_leads_back(struct terminal *t)
{
	struct deadline deadline = deadline_in_ms(TERMINAL_PATIENCE_MS);

	for (;;) {
		char *row = terminal_row(t, t->rows - 1);
		bool leads = strstr(row, " Esc ") && strstr(row, "Enter");
		bool over = deadline_over(deadline);

		if (over && !leads)
			fprintf(stderr, "%d columns: %s\n", t->columns, row);
		free(row);
		if (leads || over)
			return leads;
		terminal_pump(t, 20);
	}
}

/* In the most narrow window, too, there is a way out of a page. */
ParameterizedTestParameters(screen, the_foot_always_names_the_way_back)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, the_foot_always_names_the_way_back)
{
	static const int columns[] = { 80, 60, 40, 30, 24 };
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = code->name, .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "s"); /* the steps lie above the answer */
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		terminal_resize(t, columns[i], 20);
		cr_expect(foot_leads_back(t), "%d columns", columns[i]);
		cr_expect(terminal_until(t, "q"), "%d columns", columns[i]);
	}
	wizard_quit(t);
}

/* ---- From home to the last step, with the program that ships ---- */

static void choose_fault(struct terminal *t, const char *lang)
{
	char *fault = memory_format("2  %s", guide_fault_title(language_by_name(lang), "expired"));

	wizard_choose(t, lang, HOME);
	cr_assert(terminal_until(t, said(lang, "Which fault do you want to see?")));
	cr_assert(terminal_until(t, fault));
	terminal_keys(t, KEY_DOWN_BYTES);
	cr_assert(wizard_cursor_on(t, fault));
	terminal_keys(t, KEY_ENTER_BYTES);
	free(fault);
}

static void read_the_message(struct terminal *t, const char *lang)
{
	wizard_choose(t, lang, "Tell the owner of the website");
	wizard_choose(t, lang, "Show a message to send them");
	cr_assert(terminal_until(t, said(lang, "Press Enter to come back.")));
	cr_expect(terminal_row_of(t, "practice.test") >= 0);
	cr_expect(terminal_has(t, "certificate-expired, 127.0.0.1 port"));
	cr_expect(terminal_has(t, said(lang, "Thank you, and kind regards")));
	terminal_keys(t, KEY_ENTER_BYTES);
	wizard_choose(t, lang, "Back to the result");
}

static void check_again(struct terminal *t, const char *lang)
{
	wizard_choose(t, lang, "Renew the certificate");
	wizard_choose(t, lang, "Done: check again");
	cr_expect(terminal_until(t, said(lang, "Checked again: the problem is still there.")));
	wizard_settle(t);
	wizard_choose(t, lang, "Back to the result");
}

ParameterizedTestParameters(screen, from_home_to_the_last_step)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, from_home_to_the_last_step)
{
	struct wizard w = { .lang = code->name, .program = "./tlsdoctor", .rows = 30 };
	struct terminal *t = wizard_at(&w, HOME);
	char *title;

	choose_fault(t, code->name);
	cr_assert(terminal_until(t, said(code->name, ANSWER)));
	cr_expect(terminal_until(t, guide_who(language_by_name(code->name), WHO_SITE)));
	wizard_settle(t);
	read_the_message(t, code->name);
	check_again(t, code->name);
	terminal_keys(t, "s");
	cr_assert(terminal_until(t, said(code->name, "Keep it working")));
	terminal_keys(t, "12");
	title = i18n_fill(said(code->name, "Step {n} of 12: {title}"),
		(struct fill[]){
			{ "n", "12" }, { "title", said(code->name, "Keep it working") }, { 0 } });
	cr_expect(terminal_until(t, said(code->name, "Let a program renew the certificate")));
	cr_expect(terminal_has(t, title));
	free(title);
	wizard_quit(t);
}

/* ---- Languages ---- */

Test(screen, f2_switches_the_language_results_included)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 40 }, ANSWER);

	for (size_t i = 1; language_at(i); i++) {
		terminal_keys(t, KEY_F2_BYTES);
		cr_assert(terminal_until(t, tr(language_at(i), ANSWER)));
		cr_expect(terminal_until(t, guide_who(language_at(i), WHO_SITE)));
	}
	terminal_keys(t, KEY_F2_BYTES);
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

Test(screen, language_menu_is_reached_without_a_function_key)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "?");
	cr_assert(terminal_until(t, "7  Language"));
	terminal_keys(t, "7");
	cr_assert(terminal_until(t, "Nederlands"));
	wizard_quit(t);
}

Test(screen, unknown_language_is_asked_for_on_the_first_line)
{
	struct terminal *t = wizard_at(&(struct wizard){ 0 }, HOME);

	for (size_t i = 0; language_at(i); i++)
		cr_expect_eq(terminal_row_of(t, language_own_name(language_at(i))), 2);
	wizard_quit(t);
}

Test(screen, linux_console_says_why_it_stays_english)
{
	struct terminal *t = wizard_open(&(struct wizard){ .lang = "ja", .term = "linux" });

	cr_assert(terminal_until(t, "This console has no Japanese letters. In a terminal window or "
				    "over SSH, Japanese works."));
	cr_expect(terminal_until(t, HOME));
	wizard_quit(t);
}

Test(screen, japanese_characters_are_two_cells_wide)
{
	struct terminal *t = wizard_at(&(struct wizard){ 0 }, HOME);
	VTermScreenCell cell = { 0 };
	int column = 0;

	/* The first of "\u65e5\u672c\u8a9e" on the line that offers the languages. */
	for (; column < 78 && cell.chars[0] != 0x65e5; column++)
		vterm_screen_get_cell(t->screen, (VTermPos){ .row = 2, .col = column }, &cell);
	cr_assert_eq(cell.chars[0], 0x65e5);
	cr_expect_eq(cell.width, 2);
	vterm_screen_get_cell(t->screen, (VTermPos){ .row = 2, .col = column }, &cell);
	cr_expect_eq(cell.chars[0], (uint32_t)-1, "its second cell");
	wizard_quit(t);
}

Test(screen, any_language_shows_where_no_locale_is_set)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = NULL, .env = "LC_ALL=C" }, HOME);

	cr_expect_eq(terminal_row_of(t, "日本語"), 2);
	wizard_quit(t);
}

/* ---- Sizes ---- */

struct size {
	int columns, rows;
};

ParameterizedTestParameters(screen, works_at_every_size)
{
	static struct size sizes[] = { { 40, 12 }, { 60, 20 }, { 80, 24 }, { 120, 40 }, { 200, 60 },
		{ 300, 100 }, { 24, 7 } };

	return cr_make_param_array(struct size, sizes, sizeof(sizes) / sizeof(sizes[0]));
}
ParameterizedTest(struct size *size, screen, works_at_every_size)
{
	struct wizard w = {
		.lang = "en", .subject = EXPIRED, .columns = size->columns, .rows = size->rows
	};
	struct terminal *t = wizard_at(&w, "A certificate of www.example.com has expired.");

	terminal_keys(t, "d");
	cr_assert(terminal_until(t, "Technical details"), "%dx%d", size->columns, size->rows);
	wizard_quit(t);
}

Test(screen, a_tiny_window_says_so_and_goes_on_when_it_grows)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED, .columns = 20, .rows = 5 };
	struct terminal *t = wizard_at(&w, "The window is too small.");

	terminal_resize(t, 80, 24);
	cr_assert(terminal_until(t, ANSWER));
	terminal_resize(t, 20, 5);
	cr_assert(terminal_until(t, "The window is too small."));
	wizard_quit(t);
}

Test(screen, a_resize_moves_everything_to_its_place)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	for (int i = 0; i < 20; i++)
		terminal_resize(t, 60 + i, 24 + i);
	terminal_resize(t, 100, 30);
	cr_expect(wizard_keys_fill_the_last_row(t));
	wizard_quit(t);
}

Test(screen, steps_have_two_panes_from_sixty_columns)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .columns = 60 }, ANSWER);
	char *row;

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"));
	row = terminal_row(t, 4);
	cr_expect(strstr(row, "│") != NULL, "%s", row);
	free(row);
	terminal_resize(t, 59, 24);
	cr_assert(terminal_gone(t, "│"));
	cr_assert(terminal_until(t, "Keep it working"));
	wizard_quit(t);
}

/* ---- Terminals ---- */

struct kind {
	char term[24];
};

ParameterizedTestParameters(screen, works_on_every_usual_terminal)
{
	static struct kind kinds[] = { { "vt100" }, { "linux" }, { "screen" }, { "xterm" },
		{ "xterm-256color" }, { "tmux-256color" } };

	return cr_make_param_array(struct kind, kinds, sizeof(kinds) / sizeof(kinds[0]));
}
ParameterizedTest(struct kind *kind, screen, works_on_every_usual_terminal)
{
	struct wizard w = { .lang = "en", .term = kind->term, .subject = EXPIRED };
	struct terminal *t = wizard_at(&w, ANSWER);

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"), "TERM=%s", kind->term);
	wizard_quit(t);
}

Test(screen, dumb_terminal_gets_the_line_mode)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .term = "dumb" }, "Your choice:");

	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	cr_expect(!strstr(t->raw, "\033"), "an escape on a dumb terminal");
	terminal_close(t);
}

Test(screen, unknown_terminal_gets_the_line_mode)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .term = "no-such-term" }, "Your choice:");

	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

static bool any_color(struct terminal *t)
{
	/* SGR 30-37 and 38;5 as ncurses writes them for these terminals. */
	for (int color = 1; color <= 7; color++) {
		char sequence[16];

		snprintf(sequence, sizeof(sequence), "\033[3%dm", color);
		if (strstr(t->raw, sequence))
			return true;
	}
	return strstr(t->raw, "\033[38;5") != NULL;
}

Test(screen, a_problem_has_a_color_and_a_word)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, "PROBLEM");

	cr_expect(any_color(t));
	wizard_quit(t);
}

Test(screen, no_color_is_honoured)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED, .env = "NO_COLOR=1" };
	struct terminal *t = wizard_at(&w, "PROBLEM");

	cr_expect(!any_color(t));
	wizard_quit(t);
}

Test(screen, ascii_option_draws_ascii_alone)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED, .option = "--ascii" };
	struct terminal *t = wizard_at(&w, ANSWER);

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"));
	for (size_t i = 0; i < t->bytes; i++)
		cr_assert((unsigned char)t->raw[i] < 0x80, "byte %zu is %02x", i,
			(unsigned char)t->raw[i]);
	cr_expect(!strstr(t->raw, "\033(0"), "line drawing");
	wizard_quit(t);
}
Test(screen, a_pane_that_goes_on_below_says_so)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 19 }, ANSWER);

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"), "the list itself is whole");
	cr_expect(terminal_until(t, "more: Page Down"));
	wizard_quit(t);
}

Test(screen, the_first_screen_says_how_to_choose)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	cr_expect(terminal_until(t, "Up, Down: choose"));
	wizard_quit(t);
}
