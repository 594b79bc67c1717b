/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/theatre.h"

#include <criterion/criterion.h>
#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "check/make.h"
#include "i18n/cells.h"
#include "ui/press.h"

/* ---- Checks that take no time (the linker puts these in the place of session's own) ---- */

static void (*seen_change)(struct evidence *evidence);

void theatre_sees(void (*change)(struct evidence *evidence))
{
	seen_change = change;
}

static void keep_what_was_said(struct evidence *ev, const struct evidence *said)
{
	ev->settings.device = said->settings.device;
	ev->settings.reference = said->settings.reference;
	for (size_t i = 0; i < said->answers.count; i++)
		evidence_answer(ev, said->answers.items[i].question, said->answers.items[i].choice);
}

static void judge(struct session *s)
{
	check_all(&s->evidence, 0, &s->findings);
	clients_judge(&s->evidence, &s->findings, &s->clients);
	diagnosis_rank(&s->evidence, &s->findings, &s->causes);
	s->verdict = diagnosis_verdict(&s->evidence, &s->findings, &s->causes);
}

static int look_at_once(struct session *session)
{
	struct evidence ev, before = { 0 };

	make_healthy(&ev);
	if (seen_change)
		seen_change(&ev);
	evidence_init(&before);
	evidence_copy(&before, &session->evidence);
	keep_what_was_said(&ev, &before);
	if (before.parts[PART_PASTE].state == PART_SEEN)
		evidence_take_part(&ev, &before, PART_PASTE);
	evidence_free(&session->evidence);
	session->evidence = ev;
	session->state = SESSION_DONE;
	session->rung = ev.handshake.stage;
	judge(session);
	evidence_free(&before);
	return 0;
}

int __wrap_session_start(struct session *session);
int __wrap_session_recheck(struct session *session, const char *check);

int __wrap_session_start(struct session *session)
{
	return look_at_once(session);
}

int __wrap_session_recheck(struct session *session, const char *check)
{
	(void)check;
	return look_at_once(session);
}

/* ---- The curtain ---- */

static const char *practice_at(size_t index)
{
	return index ? NULL : "expired";
}

static char *report(void *context, const struct session *session, const struct language *language,
	const struct ui_report *wish)
{
	(void)context;
	(void)session;
	(void)wish;
	return memory_text(tr(language, "Report"));
}

static void draw(struct theatre *theatre)
{
	struct hand *hand = &theatre->hand;
	struct frame *top;

	ui_fill(&hand->ui, &hand->page);
	top = ui_top(&hand->ui);
	canvas_make(&hand->canvas, &hand->ui, top, &hand->page, LINES, COLS);
	canvas_draw(&hand->canvas, &hand->ui, top, &hand->page);
}

static SCREEN *curtain;
static FILE *nobody;

void theatre_open(struct theatre *theatre, const char *code, int columns, int rows)
{
	*theatre = (struct theatre){ .columns = columns, .rows = rows, .shown = "" };
	cr_assert(ui_use_utf8());
	nobody = fopen("/dev/null", "r+");
	cr_assert(nobody);
	curtain = newterm("xterm-256color", nobody, nobody);
	cr_assert(curtain);
	resize_term(rows, columns);
	theatre->hooks = (struct ui_hooks){ .practice_at = practice_at, .report = report };
	theatre->options = (struct ui_options){ .hooks = &theatre->hooks };
	theatre->options.language = language_by_name(code);
	cr_assert(theatre->options.language);
	theatre->options.budget = budget_new();
	settings_init(&theatre->options.settings);
	ui_open(&theatre->hand.ui, &theatre->options);
	draw(theatre);
}

void theatre_close(struct theatre *theatre)
{
	ui_close(&theatre->hand.ui);
	page_free(&theatre->hand.page);
	canvas_free(&theatre->hand.canvas);
	keys_free(&theatre->hand.keys);
	settings_free(&theatre->options.settings);
	budget_free(theatre->options.budget);
	free(theatre->page);
	endwin();
	delscreen(curtain);
	fclose(nobody);
}

/* ---- Keys ---- */

unsigned theatre_press(struct theatre *theatre, int press)
{
	unsigned bits = hand_press(&theatre->hand, press);

	if (bits)
		draw(theatre);
	return bits;
}

unsigned theatre_type(struct theatre *theatre, const char *text)
{
	unsigned bits = 0;

	for (; *text; text++)
		bits |= theatre_press(theatre, (unsigned char)*text);
	return bits;
}

unsigned theatre_choose(struct theatre *theatre, int action)
{
	const struct page *page = &theatre->hand.page;
	char number[16];
	unsigned bits;

	for (size_t i = 0; i < page->count; i++) {
		if (page->blocks[i].kind != BLOCK_ITEM || page->blocks[i].action != action)
			continue;
		snprintf(number, sizeof(number), "%d", page->blocks[i].number);
		/* A number that a longer one could begin with waits for another key. */
		if (page->blocks[i].number < 10 && page->blocks[i].number * 10 <= page->items) {
			theatre_type(theatre, number);
			return theatre_press(theatre, PRESS_ENTER);
		}
		bits = theatre_type(theatre, number);
		return bits;
	}
	cr_assert_fail("%s: nothing with action %d to choose", theatre->shown, action);
	return 0;
}

int theatre_item(const struct theatre *theatre, const char *text)
{
	const struct page *page = &theatre->hand.page;

	for (size_t i = 0; i < page->count; i++)
		if (page->blocks[i].kind == BLOCK_ITEM && strcmp(page->blocks[i].text, text) == 0)
			return page->blocks[i].action;
	return ACT_NOTHING;
}

/* ---- What stands on the screen ---- */

static char *row_text(int row)
{
	wchar_t wide[512];
	char text[2048];
	size_t length;

	cr_assert_lt(COLS, 400);
	mvinnwstr(row, 0, wide, COLS);
	length = wcstombs(text, wide, sizeof(text));
	cr_assert_neq(length, (size_t)-1);
	return memory_text(text);
}

static void add_dense(struct buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length && text[i]; i++)
		if (text[i] != ' ' && text[i] != '\n')
			buffer_add_char(out, text[i]);
}

static char *dense(const char *text)
{
	struct buffer out = { 0 };

	add_dense(&out, text, SIZE_MAX);
	return buffer_take(&out);
}

bool theatre_has(const struct theatre *theatre, const char *text)
{
	char *wanted = dense(text);
	bool has = strstr(theatre->page, wanted) != NULL;

	free(wanted);
	return has;
}

bool theatre_same(const char *one, const char *other)
{
	char *first = dense(one), *second = dense(other);
	bool same = strcmp(first, second) == 0;

	free(first);
	free(second);
	return same;
}

static void expect_on(
	const struct theatre *theatre, const char *screen, const char *text, const char *what)
{
	cr_expect(strstr(screen, text), "%s at %dx%d, %s: \"%s\" is not whole in \"%s\"",
		theatre->shown, theatre->columns, theatre->rows, what, text, screen);
}

/* The row INDEX of the page, drawn on row SCREEN of the screen. */
static void look_at_row(struct theatre *theatre, size_t index, int screen, struct buffer *all)
{
	const struct layout *layout = &theatre->hand.canvas.main;
	const struct row *row = &layout->rows[index];
	const struct block *block = row->block;
	char *text = row_text(screen), *part, number[16];

	if (block->kind == BLOCK_GAP || block->kind == BLOCK_INPUT) {
		free(text);
		return;
	}
	part = memory_text_n((row->label ? block->label : block->text) + row->start, row->length);
	expect_on(theatre, text, part, "text");
	if (row->first && !row->label && block->kind == BLOCK_FIELD)
		expect_on(theatre, text, block->label, "name");
	if (row->first && block->kind == BLOCK_ITEM) {
		snprintf(number, sizeof(number), "%d  ", block->number);
		expect_on(theatre, text, number, "number");
	}
	if (block->kind == BLOCK_ITEM && block->label && row->first && layout->badge_columns)
		expect_on(theatre, text, block->label, "word");
	add_dense(all, part, SIZE_MAX);
	free(part);
	free(text);
}

static void look_at_frame(struct theatre *theatre)
{
	const struct page *page = &theatre->hand.page;
	const struct ui *ui = &theatre->hand.ui;
	const struct frame *top = &ui->stack[ui->depth - 1];
	char *head = row_text(0), *foot = row_text(LINES - 1);
	bool typing = !top->focus && page_input(page);

	expect_on(theatre, head, page->title, "title");
	/* Its mark alone, where the word has no room. */
	if (!page->state || !strstr(head, page->state))
		expect_on(theatre, head, mark_text(page->state_mark, false), "state");
	/* The key alone, where its word has no room. */
	if (!strstr(foot, " ?  "))
		expect_on(theatre, foot, ui_tr(ui, "help"), "foot");
	if ((typing || ui->depth > 1) && !strstr(foot, " Esc  ")) {
		expect_on(theatre, foot, " Esc ", "foot");
		expect_on(theatre, foot, ui_tr(ui, "back"), "foot");
	}
	if (!typing)
		expect_on(theatre, foot, tr_ctx(ui->language, "foot", "quit"), "foot");
	if (page->items || page_input(page))
		expect_on(theatre, foot, ui_tr(ui, "go on"), "foot");
	free(head);
	free(foot);
}

/* The word of an item is at its right end, or in a row of its own below it; only beside a mark it may be left out. */
static void look_for_words(const struct theatre *theatre)
{
	const struct page *page = &theatre->hand.page;

	for (size_t i = 0; i < page->count && !theatre->hand.canvas.main.badge_columns; i++) {
		const struct block *block = &page->blocks[i];
		char *both = block->kind == BLOCK_ITEM && block->label && block->mark == MARK_NONE
				     ? memory_format("%s%s", block->text, block->label)
				     : memory_text("");

		cr_expect(theatre_has(theatre, both), "%s at %dx%d: %s", theatre->shown,
			theatre->columns, theatre->rows, both);
		free(both);
	}
}

/* Names and numbers have none of these words. */
static bool speaks_english(const char *text)
{
	static const char *const words[] = { " the ", " of ", " and ", " not ", " this ", " to ",
		" from ", " with ", " are ", " your ", " you ", " it ", " for ", " all " };
	char *padded = memory_format(" %s ", text);
	bool english = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		english = english || strstr(padded, words[i]);
	free(padded);
	return english;
}

/* What is the same in English, word for word, was not translated. */
static void look_for_english(struct theatre *theatre)
{
	struct ui *ui = &theatre->hand.ui;
	const struct language *spoken = ui->language;
	const struct page *page = &theatre->hand.page;
	struct page english = { 0 };

	if (spoken == language_english())
		return;
	ui->language = language_english();
	ui_fill(ui, &english);
	ui->language = spoken;
	cr_expect_eq(english.count, page->count);
	for (size_t i = 0; i < page->count && i < english.count; i++) {
		const struct block *block = &page->blocks[i], *other = &english.blocks[i];

		if (block->kind == BLOCK_GAP || block->kind == BLOCK_LITERAL)
			continue;
		cr_expect(strcmp(block->text, other->text) != 0 || !speaks_english(block->text),
			"%s in %s: English: %s", theatre->shown, language_code(spoken),
			block->text);
		cr_expect(!block->label || strcmp(block->label, other->label) != 0 ||
				  !speaks_english(block->label),
			"%s in %s: English: %s", theatre->shown, language_code(spoken),
			block->label);
	}
	page_free(&english);
}

void theatre_read(struct theatre *theatre)
{
	const struct canvas *canvas = &theatre->hand.canvas;
	struct frame *top = ui_top(&theatre->hand.ui);
	struct buffer all = { 0 };
	size_t seen = 0;

	theatre_press(theatre, PRESS_HOME);
	for (;;) {
		int shown = canvas_shown(canvas, &canvas->main, top->top);

		cr_expect_leq(top->top, seen, "%s: a row is passed over", theatre->shown);
		look_at_frame(theatre);
		for (int i = 0; i < shown; i++)
			if (top->top + (size_t)i >= seen) {
				look_at_row(theatre, top->top + (size_t)i, canvas->top + i, &all);
				seen = top->top + (size_t)i + 1;
			}
		if (top->top >= canvas_most(canvas))
			break;
		theatre_press(theatre, PRESS_PAGE_DOWN);
		cr_assert(seen > top->top || top->top == seen, "%s: Page Down leads nowhere",
			theatre->shown);
	}
	cr_expect_eq(seen, canvas->main.count, "%s at %dx%d: %zu of %zu rows", theatre->shown,
		theatre->columns, theatre->rows, seen, canvas->main.count);
	free(theatre->page);
	theatre->page = buffer_take(&all);
	look_for_words(theatre);
	look_for_english(theatre);
}
