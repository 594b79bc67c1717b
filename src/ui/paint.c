/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint.h"

#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "ui/ladder.h"
#include "ui/press.h"

/* ---- The smallest strokes: all writing goes through put() ---- */

static int attributes(enum tone tone)
{
	static const attr_t looks[TONE_COUNT] = {
		[TONE_PLAIN] = A_NORMAL,
		[TONE_STRONG] = A_BOLD,
		[TONE_GOOD] = A_NORMAL,
		[TONE_WARN] = A_BOLD,
		[TONE_BAD] = A_BOLD,
	};
	/* The pair of a tone bears its number (screen.c). */
	bool colored = COLORS > 0 && tone >= TONE_GOOD;

	return (int)(looks[tone] | (attr_t)(colored ? COLOR_PAIR(tone) : 0));
}

/* At most ROOM cells of LENGTH bytes of TEXT; returns the cells used. */
static int put(int row, int column, int room, const char *text, size_t length, enum tone tone)
{
	size_t fits;
	char *part;
	int wide;

	if (row < 0 || row >= LINES || column < 0 || column >= COLS)
		return 0;
	if (room > COLS - column)
		room = COLS - column;
	if (room <= 0)
		return 0;
	part = memory_text_n(text, length);
	fits = cells_fit(part, room);
	part[fits] = '\0';
	wide = cells_wide(part, SIZE_MAX);
	/* The last cell of the window would make the terminal scroll. */
	attrset(attributes(tone));
	if (row == LINES - 1 && column + wide >= COLS)
		mvinsstr(row, column, part);
	else
		mvaddstr(row, column, part);
	attrset(A_NORMAL);
	free(part);
	return wide;
}

static int put_text(int row, int column, int room, const char *text, enum tone tone)
{
	return put(row, column, room, text, SIZE_MAX, tone);
}

static void rule(const struct ui *ui, int row, int column, int length)
{
	if (row < 0 || row >= LINES || length <= 0)
		return;
	mvhline(row, column, ui->ascii ? '-' : ACS_HLINE, length);
}

/* ---- Rows of a page ---- */

/* The mark and the word at the right end of an item's first row. */
static void draw_badge(const struct layout *layout, const struct block *block, const struct ui *ui,
	int row, int left)
{
	const char *sign = mark_text(block->mark, ui->ascii);
	int right = left + layout->columns, wide = cells_wide(sign, SIZE_MAX);
	enum tone tone = tone_of_mark(block->mark);

	if (block->mark != MARK_NONE) {
		put_text(row, right - wide, wide, sign, tone);
		right -= 2;
	}
	if (block->label && layout->badge_columns) {
		wide = cells_wide(block->label, SIZE_MAX);
		put_text(row, right - wide, wide, block->label, tone);
	}
}

static void draw_item_start(
	const struct block *block, const struct ui *ui, bool focus, int row, int left)
{
	char number[16];

	snprintf(number, sizeof(number), "%2d", block->number);
	put_text(row, left + 1, 1, mark_text(focus ? MARK_FOCUS : MARK_NONE, ui->ascii),
		TONE_STRONG);
	put_text(row, left + 3, 2, number, focus ? TONE_STRONG : TONE_PLAIN);
}

static void draw_input(const struct row *at, const struct frame *frame, const struct ui *ui,
	int row, int left, int columns, int line)
{
	size_t start, length;
	int cursor;

	(void)at;
	if (line != 1) {
		rule(ui, row, left + 1, columns - 2);
		mvaddch(row, left, ui->ascii ? '+' : line ? ACS_LLCORNER : ACS_ULCORNER);
		mvaddch(row, left + columns - 1,
			ui->ascii ? '+'
			: line	  ? ACS_LRCORNER
				  : ACS_URCORNER);
		return;
	}
	input_window(&frame->input, columns - 4, &start, &length, &cursor);
	mvaddch(row, left, ui->ascii ? '|' : ACS_VLINE);
	put(row, left + 2, columns - 4, frame->input.text + start, length, TONE_STRONG);
	mvaddch(row, left + columns - 1, ui->ascii ? '|' : ACS_VLINE);
}

static void draw_point_mark(const struct block *block, const struct ui *ui, int row, int left)
{
	const char *sign = mark_text(block->mark, ui->ascii);

	if (cells_wide(sign, SIZE_MAX) == 1)
		left++;
	put_text(row, left, 3, sign, tone_of_mark(block->mark));
}

static void draw_first(const struct layout *layout, const struct block *block, const struct ui *ui,
	bool focus, int row, int left)
{
	switch (block->kind) {
	case BLOCK_ITEM:
		draw_item_start(block, ui, focus, row, left);
		draw_badge(layout, block, ui, row, left);
		break;
	case BLOCK_POINT:
		draw_point_mark(block, ui, row, left + block->indent);
		break;
	case BLOCK_FIELD:
		put_text(row, left + block->indent, layout->columns, block->label, TONE_PLAIN);
		break;
	default:
		break;
	}
}

static void draw_row(const struct layout *layout, size_t index, const struct frame *frame,
	const struct page *page, const struct ui *ui, int row, int left)
{
	const struct row *at = &layout->rows[index];
	const struct block *block = at->block;
	/* The same item of the same page in another language. */
	bool focus = block == canvas_focused(page, frame) ||
		     (page->twin && block == canvas_focused(page->side, frame));
	enum tone tone = focus && block->kind == BLOCK_ITEM ? TONE_STRONG : block->tone;

	if (block->kind == BLOCK_INPUT) {
		size_t count;

		draw_input(at, frame, ui, row, left, layout->columns,
			(int)(index - layout_first(layout, block, &count)));
		return;
	}
	if (at->first && !(at->label && block->kind == BLOCK_FIELD))
		draw_first(layout, block, ui, focus, row, left);
	if (at->label)
		put(row, left + at->column, layout->columns - at->column, block->label + at->start,
			at->length, TONE_PLAIN);
	else if (at->length)
		put(row, left + at->column, layout->columns - at->column, block->text + at->start,
			at->length, tone);
}

static void draw_rows(const struct canvas *canvas, const struct layout *layout, size_t top,
	const struct frame *frame, const struct page *page, const struct ui *ui, int left)
{
	int shown = canvas_shown(canvas, layout, top);

	for (int i = 0; i < shown; i++)
		draw_row(layout, top + (size_t)i, frame, page, ui, canvas->top + i, left);
}

/* ---- Head and foot ---- */

static void draw_head(const struct canvas *canvas, const struct ui *ui, const struct page *page)
{
	const char *state = page->state ? page->state : "";
	const char *sign = page->state_mark != MARK_NONE ? mark_text(page->state_mark, ui->ascii)
							 : "";
	int wide = cells_wide(state, SIZE_MAX) + (*sign ? 2 : 0);
	int column = canvas->columns - 1 - wide, title_wide = cells_wide(page->title, SIZE_MAX);
	char *title;

	/* Rather the mark alone than half of the title; of one that is longer still, the beginning. */
	if (*sign && title_wide > column - 2 && title_wide <= canvas->columns - 4) {
		state = "";
		column = canvas->columns - 3;
	}
	if (column < canvas->columns / 3)
		column = canvas->columns / 3;
	title = cells_clip(page->title, *state ? column - 2 : column - 1);
	put_text(0, 1, canvas->columns, title, TONE_STRONG);
	free(title);
	column += put_text(
		0, column, canvas->columns - 1 - column, state, tone_of_mark(page->state_mark));
	if (*sign)
		put_text(0, column + 1, 1, sign, tone_of_mark(page->state_mark));
	if (canvas->top > 1)
		rule(ui, 1, 0, canvas->columns);
}

static bool goes_on_below(const struct canvas *canvas, const struct frame *frame)
{
	return frame->top < canvas_most(canvas) || frame->side_top < canvas_side_most(canvas);
}

/* At the right end of ROW, behind what stands there up to the column LEFT. */
static void draw_more(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	int row, int left)
{
	bool below = goes_on_below(canvas, frame);
	bool above = frame->top > 0 || frame->side_top > 0;
	const char *text;
	int wide;

	if (!below && !above)
		return;
	text = below ? ui_tr(ui, N_("more: Page Down")) : ui_tr(ui, N_("end: Page Up"));
	wide = cells_wide(text, SIZE_MAX);
	if (left + wide + 6 > canvas->columns)
		return;
	put_text(row, canvas->columns - wide - 4, 1, " ", TONE_PLAIN);
	put_text(row, canvas->columns - wide - 3, wide, text, TONE_PLAIN);
	put_text(row, canvas->columns - 3, 1, " ", TONE_PLAIN);
}

/* A key and what it does; texts are the page's or the catalogue's. */
struct hint {
	char key[8];
	const char *text;
};

struct hints {
	struct hint items[20];
	size_t count;
};

static void add_hint(struct hints *hints, const char *key, const char *text)
{
	struct hint *hint;

	if (hints->count == sizeof(hints->items) / sizeof(hints->items[0]))
		return;
	hint = &hints->items[hints->count++];
	snprintf(hint->key, sizeof(hint->key), "%s", key);
	hint->text = text;
}

static int hint_wide(const struct hint *hint)
{
	return cells_wide(hint->key, SIZE_MAX) +
	       (*hint->text ? 1 + cells_wide(hint->text, SIZE_MAX) : 0);
}

/* With two blanks between them. */
static int hints_wide(const struct hints *hints)
{
	int wide = 0;

	for (size_t i = 0; i < hints->count; i++)
		wide += hint_wide(&hints->items[i]) + (i ? 2 : 0);
	return wide;
}

/* What the foot leaves out where there is little room. */
struct foot {
	bool brief; /* long words for the page's own keys */
	bool few; /* the language, which the help has too */
	bool sign; /* the word behind the question mark, which speaks for itself */
	bool bare; /* the word behind Esc */
	bool keys; /* all words */
	size_t keep; /* all of the page's own keys but so many and the way back; 0: none of them */
};

#define KEYS_OF_AN_ANSWER 5 /* from one, one wants to go on; from any other page back to it */

/* The first that fits is taken; to go on, back, to the help and out is possible on all of them. */
static const struct foot feet[] = {
	{ 0 },
	{ .brief = true },
	{ .brief = true, .few = true },
	{ .brief = true, .few = true, .keep = KEYS_OF_AN_ANSWER },
	{ .brief = true, .few = true, .sign = true, .keep = KEYS_OF_AN_ANSWER },
	{ .brief = true, .few = true, .sign = true, .bare = true, .keep = KEYS_OF_AN_ANSWER },
	{ .brief = true, .few = true, .keep = 2 },
	{ .brief = true, .few = true, .sign = true, .keep = 2 },
	{ .brief = true, .few = true, .keep = 1 },
	{ .brief = true, .few = true, .sign = true, .keep = 1 },
	{ .brief = true, .few = true, .sign = true, .bare = true, .keep = 1 },
	{ .brief = true, .few = true, .keys = true, .keep = 1 },
};

/* What can be done here, the most telling first. */
static void add_own_hints(struct hints *hints, const struct canvas *canvas, const struct ui *ui,
	const struct frame *frame, const struct page *page, const struct foot *foot)
{
	bool typing = !frame->focus && page_input(page);
	char room[8];

	if (page->items || page_input(page))
		add_hint(hints, press_name(PRESS_ENTER, room), ui_tr(ui, N_("go on")));
	if (!canvas_roomy(canvas) && !canvas_has_ladder(canvas, ui, page) &&
		goes_on_below(canvas, frame))
		add_hint(hints, "PgDn", tr_ctx(ui->language, "foot", NC_("foot", "more")));
	for (size_t i = 0; i < page->command_count; i++)
		add_hint(hints, press_name(page->commands[i].key, room),
			foot->brief ? page->commands[i].brief : page->commands[i].text);
	if (ui->depth > 1 && !typing)
		add_hint(hints, "Esc", foot->bare ? "" : ui_tr(ui, N_("back")));
}

/* What always stands at the right end: they open the way to everything else. In an input field letters
 * are letters, so the keys are others. */
static void add_fixed_hints(
	struct hints *hints, const struct ui *ui, bool typing, const struct foot *foot)
{
	add_hint(hints, typing || !foot->few ? "F1" : "?",
		typing || !foot->sign ? ui_tr(ui, N_("help")) : "");
	if (!foot->few)
		add_hint(hints, "F2", ui_tr(ui, N_("language")));
	if (typing)
		add_hint(hints, "Esc", ui_tr(ui, N_("back")));
	else
		add_hint(hints, "q", tr_ctx(ui->language, "foot", NC_("foot", "quit")));
}

static void drop_words(struct hints *hints)
{
	for (size_t i = 0; i < hints->count; i++)
		hints->items[i].text = "";
}

/* Leaves out the last, or where that is the WAY_BACK the ones before it, until all fit in ROOM or KEEP others are
 * left. */
static void make_room(struct hints *hints, int room, size_t keep, bool way_back)
{
	while (hints->count > keep + way_back && hints_wide(hints) > room) {
		if (way_back)
			hints->items[hints->count - 2] = hints->items[hints->count - 1];
		hints->count--;
	}
}

/* Those that fit between COLUMN and LIMIT; returns the column behind them. */
static int draw_hints(const struct hints *hints, int row, int column, int limit)
{
	for (size_t i = 0; i < hints->count; i++) {
		const struct hint *hint = &hints->items[i];

		if (column + hint_wide(hint) > limit)
			continue;
		put_text(row, column, limit - column, hint->key, TONE_STRONG);
		column += hint_wide(hint);
		put_text(row, column - cells_wide(hint->text, SIZE_MAX), limit, hint->text,
			TONE_PLAIN);
		column += 2;
	}
	return column;
}

static void draw_keys(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	const struct page *page, int row)
{
	bool typing = !frame->focus && page_input(page), fits = false;
	struct hints own, fixed;
	int limit = 0, column;

	for (size_t i = 0; i < sizeof(feet) / sizeof(feet[0]) && !fits; i++) {
		own = fixed = (struct hints){ 0 };
		add_own_hints(&own, canvas, ui, frame, page, &feet[i]);
		add_fixed_hints(&fixed, ui, typing, &feet[i]);
		if (feet[i].keep == KEYS_OF_AN_ANSWER && frame->view != &view_answer)
			continue;
		if (feet[i].keys) {
			drop_words(&own);
			drop_words(&fixed);
		}
		limit = canvas->columns - 1 - hints_wide(&fixed);
		if (feet[i].keep)
			make_room(&own, limit - 3, feet[i].keep, ui->depth > 1 && !typing);
		fits = hints_wide(&own) <= limit - 3;
	}
	draw_hints(&fixed, row, limit, canvas->columns);
	column = draw_hints(&own, row, 1, limit - 2);
	/* Where there is room: not everybody knows that a terminal has a menu. */
	if (frame->focus && (page->items || page_input(page))) {
		char *choose = memory_format(
			"%s: %s", ui_tr(ui, N_("Up, Down")), ui_tr(ui, N_("choose")));

		if (column + cells_wide(choose, SIZE_MAX) <= limit - 2)
			put_text(row, column, limit - 2 - column, choose, TONE_PLAIN);
		free(choose);
	}
}

static void draw_notice(const struct canvas *canvas, const struct ui *ui, int row)
{
	for (size_t i = 0; i < canvas->notice_count; i++)
		put(row + (int)i, 5, canvas->columns - 6, ui->notice + canvas->notice[i].start,
			canvas->notice[i].length, TONE_STRONG);
	if (canvas->notice_count)
		put_text(row, 1, 3, mark_text(ui->notice_mark, ui->ascii),
			tone_of_mark(ui->notice_mark));
}

/* Returns the columns it used. */
static int draw_ladder(const struct canvas *canvas, const struct ui *ui, int row)
{
	int room = canvas->columns - 2, column = 1, used;
	char *text = ladder_text(ui->session, ui->language, ui->ascii, room);

	put_text(row, column, room, text, TONE_PLAIN);
	for (int rung = 0; rung < GUIDE_RUNGS && ladder_has_names(ui->session, ui->language, room);
		rung++) {
		enum mark mark = ladder_mark(ui->session, rung);
		const char *sign = mark_text(mark, ui->ascii);

		column += cells_wide(guide_rung_name(ui->language, rung), SIZE_MAX) + 1;
		column += put_text(row, column, 3, sign, tone_of_mark(mark)) + 2;
	}
	used = 1 + cells_wide(text, SIZE_MAX);
	free(text);
	return used;
}

static void draw_foot(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	const struct page *page)
{
	int row = canvas->rows - 1;

	draw_keys(canvas, ui, frame, page, row--);
	if (canvas_roomy(canvas)) {
		rule(ui, row, 0, canvas->columns);
		draw_more(canvas, ui, frame, row--, 0);
	}
	if (canvas_has_ladder(canvas, ui, page)) {
		int used = draw_ladder(canvas, ui, row);

		if (!canvas_roomy(canvas))
			draw_more(canvas, ui, frame, row, used);
		row--;
	}
	draw_notice(canvas, ui, row - (int)canvas->notice_count + 1);
}

static void draw_side(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	const struct page *page)
{
	int column = canvas->side_column;

	mvvline(canvas->top, column, ui->ascii ? '|' : ACS_VLINE, canvas->height);
	if (canvas->top > 1)
		mvaddch(1, column, ui->ascii ? '+' : ACS_TTEE);
	draw_rows(canvas, &canvas->side, frame->side_top, frame, page, ui, column + 2);
}

/* A screen reader and a braille line follow the terminal's own cursor. */
static void place_cursor(
	const struct canvas *canvas, const struct frame *frame, const struct page *page)
{
	const struct block *block = canvas_focused(page, frame);
	size_t count, first;
	int row = canvas->top, column = 1;

	if (block && canvas_sees(canvas, frame, page, frame->focus)) {
		first = layout_first(&canvas->main, block, &count);
		row = canvas->top + (int)(first - frame->top);
		column++; /* on its mark */
		if (block->kind == BLOCK_INPUT) {
			size_t start, length;

			input_window(
				&frame->input, canvas->main.columns - 4, &start, &length, &column);
			row++;
			column += 3;
		}
	}
	if (row < LINES && column < COLS)
		move(row, column);
}

static void draw_too_small(const struct ui *ui)
{
	struct cells_line *lines;
	const char *text = ui_tr(ui, N_("The window is too small. Please make it larger. q: quit"));
	size_t count = cells_wrap(text, COLS < 2 ? 2 : COLS, &lines);

	for (size_t i = 0; i < count && (int)i < LINES; i++)
		put((int)i, 0, COLS, text + lines[i].start, lines[i].length, TONE_PLAIN);
	free(lines);
}

void canvas_draw(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	const struct page *page)
{
	erase();
	if (LINES < PAINT_LEAST_ROWS || COLS < PAINT_LEAST_COLUMNS) {
		draw_too_small(ui);
		refresh();
		return;
	}
	draw_head(canvas, ui, page);
	if (canvas->side_column)
		draw_side(canvas, ui, frame, page);
	draw_rows(canvas, &canvas->main, frame->top, frame, page, ui, 1);
	draw_foot(canvas, ui, frame, page);
	place_cursor(canvas, frame, page);
	refresh();
}
