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
#include "practice/practice.h"
#include "ui/wizard.h"

#define HOME "Practice with a built-in broken server (no network needed)"
#define ADDRESS "Which address shall I check?"
#define ANSWER "Why I think so"
#define EXPIRED "expired"

static const char *const codes[] = { "en", "ja", "tl", "nl" };
#define CODES (sizeof(codes) / sizeof(codes[0]))

struct code {
	char name[8];
};

/* Parameters live in memory that Criterion shares with the test's process. */
static struct criterion_test_params each_language(void)
{
	static struct code rows[CODES];

	for (size_t i = 0; i < CODES; i++)
		snprintf(rows[i].name, sizeof(rows[i].name), "%s", codes[i]);
	return cr_make_param_array(struct code, rows, CODES);
}

/* ---- What stands there, in every language ---- */

ParameterizedTestParameters(screen, first_page_asks_what_you_see)
{
	return each_language();
}
ParameterizedTest(struct code *code, screen, first_page_asks_what_you_see)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = code->name }, HOME);
	const struct question_row *q = guide_question("symptom");

	cr_expect(terminal_until(t, guide_question_title(language_by_name(code->name), q)),
		"language %s", code->name);
	wizard_quit(t);
}

ParameterizedTestParameters(screen, answer_says_what_who_and_why)
{
	return each_language();
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
	return each_language();
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
	return each_language();
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
	return each_language();
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

/* Waits until the keys stand in the last row and reach its right end. */
static bool keys_fill_the_last_row(struct terminal *t)
{
	for (;;) {
		char *row = terminal_row(t, t->rows - 1);
		bool fill = strstr(row, "q quit") && (int)strlen(row) >= t->columns - 2;

		free(row);
		if (fill)
			return true;
		if (!terminal_pump(t, TERMINAL_PATIENCE_MS))
			break;
	}
	terminal_dump(t);
	return false;
}

Test(screen, a_resize_moves_everything_to_its_place)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	for (int i = 0; i < 20; i++)
		terminal_resize(t, 60 + i, 24 + i);
	terminal_resize(t, 100, 30);
	cr_expect(keys_fill_the_last_row(t));
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

/* ---- Keys ---- */

/* Waits until the cursor stands where ITEM has its mark. */
static bool cursor_on(struct terminal *t, const char *item)
{
	VTermPos at;

	do {
		vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
		if (terminal_row_of(t, item) == at.row && at.col == 2)
			return true;
	} while (terminal_pump(t, TERMINAL_PATIENCE_MS));
	terminal_dump(t);
	return false;
}

Test(screen, every_item_can_be_chosen_by_number)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_keys(t, "4");
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
	cr_expect(cursor_on(t, "►  2"), "still on the list of words");
	wizard_quit(t);
}

Test(screen, full_width_keys_of_an_input_method_count)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "ja" }, HOME);

	terminal_keys(t, "４");
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
	cr_expect(terminal_has(t, ANSWER), "still on the answer");
	terminal_keys(t, "\033[1~");
	cr_expect(terminal_until(t, "►  1"), "Home as tmux and screen send it");
	wizard_quit(t);
}

Test(screen, the_real_cursor_stands_on_the_focused_item)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	cr_expect(cursor_on(t, "►  1"));
	terminal_keys(t, KEY_DOWN_BYTES);
	cr_expect(cursor_on(t, "►  2"));
	terminal_keys(t, KEY_UP_BYTES);
	cr_expect(cursor_on(t, "►  1"));
	wizard_quit(t);
}

Test(screen, f1_lists_what_keys_do_and_each_can_be_chosen)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, KEY_F1_BYTES);
	cr_assert(terminal_until(t, "1  Details"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Technical details"));
	wizard_quit(t);
}

/* ---- Typing and pasting ---- */

static struct terminal *at_address(const char *lang)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = lang }, HOME);

	terminal_keys(t, "4");
	cr_assert(terminal_until(t, said(lang, ADDRESS)));
	return t;
}

Test(screen, a_pasted_newline_is_not_enter)
{
	struct terminal *t = at_address("en");

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
	struct terminal *t = at_address("en");

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
	struct terminal *t = at_address("en");
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
	struct terminal *t = at_address("en");

	terminal_keys(t, "a\xe4\xbe");
	cr_assert(terminal_until(t, "│ a"));
	terminal_keys(t, "\x8b.jp");
	cr_assert(terminal_until(t, "a例.jp"));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

ParameterizedTestParameters(screen, what_cannot_be_an_address_is_refused_with_the_reason)
{
	return each_language();
}
ParameterizedTest(struct code *code, screen, what_cannot_be_an_address_is_refused_with_the_reason)
{
	struct terminal *t = at_address(code->name);
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
	struct terminal *t = at_address("en");

	terminal_keys(t, "\t\r");
	cr_assert(terminal_until(t, "Where do I see the address?"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, ADDRESS));
	terminal_keys(t, "127");
	cr_expect(terminal_until(t, "│ 127"), "it can be typed at once");
	terminal_keys(t, "\033");
	wizard_quit(t);
}

/* ---- From the address to the answer, by the real prober ---- */

Test(screen, a_refusing_port_leads_to_an_answer)
{
	struct terminal *t = at_address("en");

	terminal_keys(t, "127.0.0.1:1\r");
	cr_assert(terminal_until(
		t, guide_question_title(language_english(), guide_question("device"))));
	terminal_keys(t, "1");
	cr_assert(terminal_until(
		t, guide_question_title(language_english(), guide_question("consent"))));
	cr_expect(terminal_until(t, "www.wikipedia.org"), "who would be asked is named");
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, "127.0.0.1"));
	wizard_quit(t);
}

Test(screen, the_server_behind_a_cdn_is_looked_at_from_the_answer)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "front", .rows = 40 }, ANSWER);

	cr_expect(terminal_has(t, "The CDN Cloudflare stands in front"));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "Which address has the origin server?"));
	terminal_keys(t, "nowhere:70000\r");
	cr_expect(terminal_until(t, "70000"), "a mistake can be mended");
	terminal_keys(t, "\025127.0.0.1:1\r");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, "127.0.0.1"));
	cr_expect(!terminal_has(t, "Check the origin server now"), "it was looked at");
	wizard_quit(t);
}

static const char *title_of(const char *question)
{
	return guide_question_title(language_english(), guide_question(question));
}

Test(screen, another_device_is_asked_for_its_system_and_browser)
{
	struct terminal *t = at_address("en");

	terminal_keys(t, "127.0.0.1:1\r");
	cr_assert(terminal_until(t, title_of("device")));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, title_of("system")));
	terminal_keys(t, "4");
	cr_assert(terminal_until(t, title_of("browser")));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, title_of("consent")));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, ANSWER));
	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device-clock")));
	cr_expect(terminal_has(t, "Android"));
	cr_expect(terminal_has(t, "Firefox"));
	wizard_quit(t);
}

Test(screen, answers_can_be_changed_and_count_at_once)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "expired", .rows = 40 }, ANSWER);

	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device")));
	cr_expect(!terminal_has(t, title_of("system")), "the system of this computer is known");
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, "Another device"));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, title_of("system")));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, title_of("browser")));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, title_of("device-clock")));
	cr_expect(terminal_has(t, "Windows 10 or 11"));
	cr_expect(terminal_has(t, "Edge"));
	terminal_keys(t, "\033");
	cr_expect(terminal_until(t, "About this computer, not the one with the problem"));
	wizard_quit(t);
}

Test(screen, what_was_only_answered_is_asked_again_after_the_repair)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "elsewhere", .rows = 40 }, ANSWER);

	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device-clock")));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "All of it is right"));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, "Something is wrong"));
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, "The date or time of the device is wrong."));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "Let the device set its own clock"));
	terminal_keys(t, KEY_DOWN_BYTES KEY_UP_BYTES KEY_ENTER_BYTES);
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_assert(terminal_until(t, "All of it is right"));
	terminal_keys(t, "1");
	cr_expect(terminal_until(t, "Checked again: this problem is gone."));
	terminal_keys(t, "q"); /* the answers would be lost: it asks */
	wizard_quit(t);
}

Test(screen, check_again_comes_back_to_an_answer)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "127.0.0.1:1" }, ANSWER);
	size_t before = t->bytes;

	terminal_keys(t, "r");
	cr_assert(terminal_wrote(t, "Date and time", before), "the steps");
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

Test(screen, practice_explains_a_fault_before_it_starts)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en", .subject = "practice" },
		"Which fault do you want to see?");

	cr_expect(terminal_until(t, guide_fault_title(language_english(), "old-protocol-only")));
	terminal_keys(t, "9");
	cr_assert(terminal_until(t, "The practice server could not be started."));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, guide_fault_title(language_english(), "expired")));
	wizard_quit(t);
}

/* ---- The program itself, with its own practice servers ---- */

struct lesson {
	char fault[24];
	char cause[32]; /* empty: none */
};

/* The cause as the answer's first line calls it; what the healthy answer says. */
static char *first_line(const char *cause_id)
{
	struct cause cause = { .rule = diagnosis_rule(cause_id) };
	struct findings none = { 0 };
	struct evidence evidence;
	char *line;

	if (!cause.rule)
		return memory_text("No problem found.");
	evidence_init(&evidence);
	cr_assert_eq(target_parse("practice.test", &evidence.settings.target), TARGET_OK);
	line = guide_cause_title(language_english(), &cause, &evidence, &none);
	evidence_free(&evidence);
	return line;
}

static int place_of(const char *fault)
{
	for (size_t i = 0; practice_fault_at(i); i++)
		if (strcmp(practice_fault_at(i), fault) == 0)
			return (int)i + 1;
	cr_assert_fail("no practice server is called %s", fault);
	return 0;
}

ParameterizedTestParameters(screen, practice_faults_are_told_for_what_they_are)
{
	static struct lesson lessons[] = {
		{ "healthy", "" },
		{ "expired", "certificate-expired" },
		{ "not-yet-valid", "certificate-not-yet-valid" },
		{ "wrong-name", "hostname-mismatch" },
		{ "self-signed", "certificate-self-signed" },
		{ "closes-at-once", "closed-during-handshake" },
		{ "old-protocol-only", "protocol-too-old" },
	};

	return cr_make_param_array(struct lesson, lessons, sizeof(lessons) / sizeof(lessons[0]));
}
ParameterizedTest(struct lesson *lesson, screen, practice_faults_are_told_for_what_they_are)
{
	struct wizard w = {
		.lang = "en", .program = "./tlsdoctor", .option = "practice", .rows = 40
	};
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");
	char number[12], *line = first_line(lesson->cause);

	snprintf(number, sizeof(number), "%d", place_of(lesson->fault));
	terminal_keys(t, number);
	if (number[1] == '\0' && number[0] == '1')
		terminal_keys(t, "\r"); /* it might have become 10, 11, 12 */
	cr_expect(terminal_until(t, line), "%s", lesson->fault);
	free(line);
	wizard_quit(t);
}

Test(screen, a_repair_is_checked_in_place)
{
	struct wizard w = { .lang = "en", .program = "./tlsdoctor", .option = "practice" };
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");

	terminal_keys(t, "2");
	cr_assert(terminal_until(t, ANSWER));
	terminal_keys(t, "1"); /* too fast to be meant for the answer */
	for (struct deadline over = deadline_in_ms(400); !deadline_over(over);)
		terminal_pump(t, deadline_left_ms(over));
	cr_expect(terminal_has(t, ANSWER), "a key typed for the page before was taken");
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_assert(terminal_until(t, "Checked again: the problem is still there."));
	cr_expect(terminal_until(t, "Done: check again"), "the same page");
	wizard_quit(t);
}

Test(screen, a_problem_that_could_not_be_looked_for_is_not_called_gone)
{
	/* The name of the case does not exist, so a new look does not get to the certificate. */
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 40 }, ANSWER);

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_expect(terminal_until(t, "now something else stands in the way"));
	wizard_quit(t);
}

Test(screen, a_command_can_be_copied_from_a_plain_terminal)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	size_t before;

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "Show the command alone, to copy it"));
	before = t->bytes;
	terminal_keys(t, "2");
	cr_assert(terminal_wrote(t, "sudo certbot renew\r\n", before), "alone on a line");
	cr_assert(terminal_until(t, "Press Enter to come back."));
	before = t->bytes;
	terminal_keys(t, "\r");
	cr_assert(terminal_wrote(t, "\033[?1049h", before), "the full screen again");
	cr_assert(terminal_until(t, "Show the command alone, to copy it"));
	wizard_quit(t);
}

/* ---- Results of every kind ---- */

struct result {
	char subject[16];
	char text[80];
};

ParameterizedTestParameters(screen, every_result_has_a_page)
{
	static struct result results[] = {
		{ "healthy", "No problem found." },
		{ "refused", "Why I think so" },
		{ "no-name", "Why I think so" },
		{ "several", "Other possible causes" },
		{ "could-not", "This does not mean that the site is at fault." },
		{ "stopped", "You stopped the check." },
		{ "looking", "Checking: 3 of 6" },
	};

	return cr_make_param_array(struct result, results, sizeof(results) / sizeof(results[0]));
}
ParameterizedTest(struct result *result, screen, every_result_has_a_page)
{
	struct wizard w = { .lang = "en", .subject = result->subject, .rows = 50 };
	struct terminal *t = wizard_at(&w, result->text);

	wizard_quit(t);
}

Test(screen, hostile_names_cannot_reach_the_terminal)
{
	struct wizard w = { .lang = "en", .subject = "hostile", .rows = 60 };
	struct terminal *t = wizard_open(&w);

	cr_assert(terminal_until(t, "q quit"));
	terminal_keys(t, "d");
	cr_assert(terminal_until(t, "Technical details"));
	for (int i = 0; i < 6; i++) {
		terminal_keys(t, KEY_NPAGE_BYTES);
		while (terminal_pump(t, 30))
			;
	}
	cr_expect(!strstr(t->raw, "\033]0;owned"), "a title was set");
	cr_expect(!strstr(t->raw, "\xe2\x80\xae"), "text direction was changed");
	wizard_quit(t);
}

Test(screen, a_step_can_be_skipped_and_taken_in_again)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "looking", .columns = 120 },
		"Skip this step");
	const char *word = guide_verdict_word(language_english(), VERDICT_SKIPPED);

	cr_expect(terminal_gone(t, word));
	terminal_keys(t, "k");
	cr_expect(terminal_until(t, word));
	terminal_keys(t, "k");
	cr_expect(terminal_gone(t, word));
	wizard_quit(t);
}

Test(screen, a_check_can_be_stopped)
{
	struct wizard w = { .lang = "en", .program = "./tlsdoctor", .option = "practice" };
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");
	char number[12];

	snprintf(number, sizeof(number), "%d", place_of("silent"));
	terminal_keys(t, number);
	cr_assert(terminal_until(t, "Checking:"));
	terminal_keys(t, "x");
	cr_assert(terminal_until(t, "You stopped the check."));
	wizard_quit(t);
}

Test(screen, what_is_found_here_is_a_remark_when_the_trouble_is_elsewhere)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "elsewhere", .rows = 60 }, ANSWER);

	cr_expect(terminal_until(t, "About this computer, not the one with the problem"));
	wizard_quit(t);
}

/* ---- Saving ---- */

Test(screen, a_report_is_shown_and_saved_where_asked)
{
	char path[] = "/tmp/tlsdoctor-ui-XXXXXX", line[64] = "";
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	int fd = mkstemp(path);
	FILE *file;

	close(fd);
	unlink(path);
	terminal_keys(t, KEY_F5_BYTES);
	cr_assert(terminal_until(t, "This is the report"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Save to which file?"));
	cr_expect(terminal_until(t, "tlsdoctor-www.example.com-"), "a name is proposed");
	terminal_keys(t, "\025");
	terminal_keys(t, path);
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Saved: "));
	file = fopen(path, "r");
	cr_assert(file);
	cr_expect(
		fgets(line, sizeof(line), file) && strcmp(line, "Report (en)\n") == 0, "%s", line);
	fclose(file);
	terminal_keys(t, KEY_F5_BYTES "1");
	cr_assert(terminal_until(t, "Save to which file?"));
	terminal_keys(t, "\025");
	terminal_keys(t, path);
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Press Enter again to replace it."));
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Saved: "));
	unlink(path);
	wizard_quit(t);
}

Test(screen, an_answered_question_is_not_thrown_away_silently)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "healthy", .rows = 40 },
		"No problem found.");

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Step 3 of 12"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Thank you."));
	terminal_keys(t, "q");
	cr_assert(terminal_until(t, "Quit without saving your answers?"));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "No problem found."));
	terminal_keys(t, "qq");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

ParameterizedTestParameters(screen, a_missing_file_is_named_in_the_persons_language)
{
	return each_language();
}
ParameterizedTest(struct code *code, screen, a_missing_file_is_named_in_the_persons_language)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = code->name }, HOME);

	terminal_keys(t, "6");
	cr_assert(terminal_until(t, said(code->name, "Which file holds the saved session?")));
	terminal_keys(t, "no-such-file\r");
	cr_expect(terminal_until(t, said(code->name, "there is no such file or folder")));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, a_saved_session_opens)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_keys(t, "6");
	cr_assert(terminal_until(t, "Which file holds the saved session?"));
	terminal_keys(t, "no-such\r");
	cr_assert(terminal_until(t, "The file could not be opened."));
	terminal_keys(t, "\025"
			 "expired\r");
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

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
	cr_expect(keys_fill_the_last_row(t));
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
	cr_expect(keys_fill_the_last_row(t));
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

/* "Done: check again" alone would ask for the same wrong name for ever. */
Test(screen, a_misspelled_name_can_be_typed_anew)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "no-name" }, "spelling of the address");

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Type another address"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, ADDRESS));
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
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
