/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The full screen: one poll() over keys, signals and the prober; keys change the model, then the page
 * is filled and drawn again, and curses sends what changed. Idle, nothing is sent.
 */
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/keys.h"
#include "ui/model.h"
#include "ui/paint.h"
#include "ui/press.h"
#include "ui/screen.h"

#define HABIT_MS 600 /* an Enter so soon after a digit belongs to the digit */
#define TICK_MS 250 /* while looking: seconds and progress, at most so often */

struct face {
	struct ui ui;
	struct screen *screen;
	struct keys keys;
	struct page page;
	struct canvas canvas;
	int digits; /* the first digit of a two-digit choice, or 0 */
	int64_t drawn_us;
	int64_t numbered_us; /* when a digit chose something; 0 once another key came */
	bool stale; /* news came that can wait for the next tick */
};

/* ---- Moving about ---- */

static unsigned focus_on(struct face *face, int item)
{
	struct frame *top = ui_top(&face->ui);

	top->focus = item;
	top->side_top = 0;
	top->follow = true;
	return UI_FILL;
}

static bool sees(const struct face *face, int item)
{
	const struct frame *top = &face->ui.stack[face->ui.depth - 1];

	return canvas_sees(&face->canvas, top, &face->page, item);
}

/* The focus goes with the page: Enter never does what can't be seen. */
static void focus_what_is_seen(struct face *face, bool down)
{
	struct frame *top = ui_top(&face->ui);
	int items = face->page.items;

	if (sees(face, top->focus))
		return;
	for (int i = 1; i <= items; i++) {
		int item = down ? i : items + 1 - i;

		if (sees(face, item)) {
			top->focus = item;
			return;
		}
	}
}

static unsigned scroll_by(struct face *face, long rows)
{
	struct frame *top = ui_top(&face->ui);
	size_t most = canvas_most(&face->canvas);

	top->follow = false;
	if (rows < 0)
		top->top = top->top > (size_t)-rows ? top->top - (size_t)-rows : 0;
	else
		top->top = top->top + (size_t)rows < most ? top->top + (size_t)rows : most;
	focus_what_is_seen(face, rows > 0);
	return UI_FILL;
}

/* To the next item when it is on the screen; else the text between is scrolled into view first. */
static unsigned down(struct face *face)
{
	struct frame *top = ui_top(&face->ui);
	bool more = top->top < canvas_most(&face->canvas);

	if (more && !sees(face, top->focus))
		return scroll_by(face, 1);
	if (top->focus < face->page.items && (sees(face, top->focus + 1) || !more))
		return focus_on(face, top->focus + 1);
	return more ? scroll_by(face, 1) : UI_NOTHING;
}

static unsigned up(struct face *face)
{
	struct frame *top = ui_top(&face->ui);
	int least = page_input(&face->page) ? 0 : 1;

	if (top->top && !sees(face, top->focus))
		return scroll_by(face, -1);
	if (top->focus > least && (sees(face, top->focus - 1) || !top->top))
		return focus_on(face, top->focus - 1);
	return top->top ? scroll_by(face, -1) : UI_NOTHING;
}

/* The pane beside the list scrolls first, when it has more to show. */
static unsigned page_by(struct face *face, int direction)
{
	struct frame *top = ui_top(&face->ui);
	size_t most = canvas_side_most(&face->canvas), step = (size_t)face->canvas.height;

	if (step > 1)
		step--;
	if (!most)
		return scroll_by(face, direction * (long)step);
	if (direction > 0)
		top->side_top = top->side_top + step < most ? top->side_top + step : most;
	else
		top->side_top = top->side_top > step ? top->side_top - step : 0;
	return UI_FILL;
}

static unsigned to_end(struct face *face, bool end)
{
	struct frame *top = ui_top(&face->ui);

	if (face->page.items)
		focus_on(face, end ? face->page.items : 1);
	top->follow = false;
	top->top = end ? canvas_most(&face->canvas) : 0;
	return UI_FILL;
}

/* ---- Choosing ---- */

static unsigned choose_item(struct face *face, int item)
{
	const struct block *block = page_item_at(&face->page, item);

	if (!block)
		return UI_NOTHING;
	focus_on(face, item);
	return UI_FILL | ui_choose(&face->ui, block->action);
}

static unsigned enter(struct face *face)
{
	struct frame *top = ui_top(&face->ui);
	char *text;
	unsigned redo;

	if (top->focus && !sees(face, top->focus))
		return focus_on(face, top->focus); /* show first what would be done */
	if (top->focus)
		return choose_item(face, top->focus);
	if (!page_input(&face->page) || !top->view->enter)
		return UI_NOTHING;
	ui_notice(&face->ui, MARK_NONE, NULL);
	text = memory_text(top->input.text);
	redo = top->view->enter(&face->ui, top, text);
	free(text);
	return redo | UI_FILL;
}

/* A digit chooses at once unless a longer number could begin with it: then it waits for the second
 * digit, or for Enter. */
static unsigned digit(struct face *face, int value)
{
	int number = face->digits * 10 + value;

	if (number > face->page.items)
		number = value;
	face->digits = 0;
	if (number < 1 || number > face->page.items)
		return UI_NOTHING;
	if (number * 10 <= face->page.items) {
		face->digits = number;
		return focus_on(face, number);
	}
	face->numbered_us = timing_monotonic_us();
	return choose_item(face, number);
}

static unsigned hotkey(struct face *face, int press)
{
	for (size_t i = 0; i < face->page.command_count; i++)
		if (face->page.commands[i].key == press)
			return ui_choose(&face->ui, face->page.commands[i].action);
	return UI_NOTHING;
}

/* ---- The input field ---- */

static bool utf8_of(int code, char out[5])
{
	size_t length = 0;

	memset(out, 0, 5);
	if (code < 0x80) {
		out[length++] = (char)code;
	} else if (code < 0x800) {
		out[length++] = (char)(0xc0 | code >> 6);
	} else if (code < 0x10000) {
		out[length++] = (char)(0xe0 | code >> 12);
		out[length++] = (char)(0x80 | (code >> 6 & 0x3f));
	} else {
		out[length++] = (char)(0xf0 | code >> 18);
		out[length++] = (char)(0x80 | (code >> 12 & 0x3f));
		out[length++] = (char)(0x80 | (code >> 6 & 0x3f));
	}
	if (code >= 0x80)
		out[length] = (char)(0x80 | (code & 0x3f));
	return true;
}

static bool (*edit_of(int press))(struct input *)
{
	static const struct {
		int press;
		bool (*edit)(struct input *input);
	} edits[] = {
		{ PRESS_LEFT, input_left },
		{ PRESS_RIGHT, input_right },
		{ PRESS_HOME, input_home },
		{ PRESS_END, input_end },
		{ PRESS_BACKSPACE, input_backspace },
		{ PRESS_DELETE, input_delete },
		{ PRESS_CLEAR, input_clear },
	};

	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		if (edits[i].press == press)
			return edits[i].edit;
	return NULL;
}

static unsigned insert(struct face *face, const char *text)
{
	ui_notice(&face->ui, MARK_NONE, NULL);
	input_insert(&ui_top(&face->ui)->input, text);
	return UI_FILL;
}

static unsigned in_field(struct face *face, int press, bool *ret_used)
{
	struct frame *top = ui_top(&face->ui);
	bool (*edit)(struct input *) = edit_of(press);
	char bytes[5];

	*ret_used = true;
	/* On an empty field these go back, as everywhere. */
	if ((press == PRESS_BACKSPACE || press == PRESS_LEFT) && !*top->input.text)
		edit = NULL;
	if (edit)
		return edit(&top->input) ? UI_FILL : UI_NOTHING;
	if (press >= ' ' && press < PRESS_UP && utf8_of(press, bytes))
		return insert(face, bytes);
	*ret_used = false;
	return UI_NOTHING;
}

static unsigned paste(struct face *face)
{
	char *text = buffer_take(&face->keys.paste);
	unsigned redo = UI_NOTHING;

	/* An address pasted on the first page is meant for the next. */
	if (ui_top(&face->ui)->view == &view_home) {
		redo = ui_push(&face->ui, &view_address, 0, NULL, NULL);
		input_clear(&ui_top(&face->ui)->input);
		ui_fill(&face->ui, &face->page);
	}
	if (page_input(&face->page)) {
		focus_on(face, 0);
		redo |= insert(face, text);
	}
	free(text);
	return redo;
}

/* ---- Keys ---- */

static unsigned tab(struct face *face)
{
	struct frame *top = ui_top(&face->ui);

	if (page_input(&face->page))
		return focus_on(face, top->focus ? 0 : face->page.items ? 1 : 0);
	return down(face);
}

static unsigned go(struct face *face, int press, bool *ret_used)
{
	*ret_used = true;
	switch (press) {
	case PRESS_UP:
		return up(face);
	case PRESS_DOWN:
		return down(face);
	case PRESS_PAGE_UP:
		return page_by(face, -1);
	case PRESS_PAGE_DOWN:
	case ' ':
		return page_by(face, 1);
	case PRESS_HOME:
		return to_end(face, false);
	case PRESS_END:
		return to_end(face, true);
	case PRESS_TAB:
		return tab(face);
	case PRESS_BACK_TAB:
		return page_input(&face->page) ? tab(face) : up(face);
	case PRESS_ENTER:
		return enter(face);
	default:
		*ret_used = false;
		return UI_NOTHING;
	}
}

static int common_action(int press)
{
	static const struct {
		int press, action;
	} common[] = {
		{ PRESS_LEFT, ACT_BACK },
		{ PRESS_BACKSPACE, ACT_BACK },
		{ PRESS_ESCAPE, ACT_BACK },
		{ PRESS_F1, ACT_HELP },
		{ '?', ACT_HELP },
		{ PRESS_F2, ACT_NEXT_LANGUAGE },
		{ PRESS_F5, ACT_REPORT },
		{ 'q', ACT_QUIT },
		{ 'Q', ACT_QUIT },
	};

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (common[i].press == press)
			return common[i].action;
	return ACT_NOTHING;
}

static unsigned pressed(struct face *face, int press)
{
	struct frame *top = ui_top(&face->ui);
	bool used = false;
	unsigned redo;

	bool habit = press == PRESS_ENTER &&
		     timing_monotonic_us() - face->numbered_us < HABIT_MS * 1000;

	face->numbered_us = 0;
	if (habit) /* "2" has chosen already; people press Enter after it all the same */
		return UI_NOTHING;
	if (press == PRESS_REDRAW)
		return UI_FILL | UI_CLEAR;
	if (press == PRESS_PASTE)
		return paste(face);
	if (page_input(&face->page) && !top->focus) {
		redo = in_field(face, press, &used);
		if (used)
			return redo;
	} else {
		press = press_narrow(press);
	}
	if (press >= '0' && press <= '9')
		return digit(face, press - '0');
	face->digits = 0;
	redo = go(face, press, &used);
	if (used)
		return redo;
	redo = hotkey(face, press);
	if (!redo && press >= 'A' && press <= 'Z')
		redo = hotkey(face, press - 'A' + 'a');
	if (!redo && common_action(press) != ACT_NOTHING)
		redo = ui_choose(&face->ui, common_action(press));
	return redo;
}

/* ---- Drawing ---- */

static void draw(struct face *face)
{
	struct frame *top;

	ui_fill(&face->ui, &face->page);
	top = ui_top(&face->ui);
	canvas_make(&face->canvas, &face->ui, top, &face->page, LINES, COLS);
	canvas_draw(&face->canvas, &face->ui, top, &face->page);
	face->drawn_us = timing_monotonic_us();
	face->stale = false;
}

static void redo(struct face *face, unsigned bits)
{
	if (bits & UI_PLAIN)
		screen_plain(face->screen, face->ui.plain_text,
			ui_tr(&face->ui, N_("Press Enter to come back.")));
	if (bits & (UI_CLEAR | UI_PLAIN))
		clearok(curscr, TRUE);
	if (bits)
		draw(face);
}

/* ---- The loop ---- */

static void end(struct face *face, int status)
{
	face->ui.quitting = true;
	face->ui.status = status;
}

static void take_keys(struct face *face, bool readable)
{
	int press;

	while (!face->ui.quitting && (press = keys_next(&face->keys, readable)) != PRESS_NONE) {
		if (press == PRESS_GONE) {
			end(face, 128 + 1);
			return;
		}
		readable = false;
		redo(face, pressed(face, press));
	}
}

static void take_signals(struct face *face)
{
	struct screen_asked asked = screen_asked(face->screen);

	if (asked.ending)
		end(face, 128 + asked.ending);
	else if (asked.resized || asked.stopped)
		redo(face, UI_FILL | UI_CLEAR);
}

static bool tick_over(const struct face *face)
{
	return timing_monotonic_us() - face->drawn_us >= TICK_MS * 1000;
}

/* Progress waits for the tick; what a person waits for does not. */
static void take_news(struct face *face)
{
	size_t depth = face->ui.depth;
	enum session_state was = face->ui.session ? face->ui.session->state : SESSION_IDLE;
	unsigned bits = ui_absorb(&face->ui);

	if (!bits)
		return;
	if (face->ui.depth != depth || face->ui.session->state != was || tick_over(face))
		redo(face, bits);
	else
		face->stale = true;
}

static int wait_ms(const struct face *face)
{
	int64_t left;

	if (!ui_looking(&face->ui) && !face->stale)
		return -1;
	left = TICK_MS - (timing_monotonic_us() - face->drawn_us) / 1000;
	return left > 0 ? (int)left : 0;
}

static void turn(struct face *face)
{
	struct pollfd fds[] = {
		{ STDIN_FILENO, POLLIN, 0 },
		{ screen_fd(face->screen), POLLIN, 0 },
		{ face->ui.session ? session_fd(face->ui.session) : -1, POLLIN, 0 },
	};

	if (poll(fds, 3, wait_ms(face)) < 0 && errno != EINTR) {
		end(face, 2);
		return;
	}
	take_signals(face);
	if (!face->ui.quitting && fds[0].revents)
		take_keys(face, true);
	if (!face->ui.quitting && face->ui.session)
		take_news(face);
	if (!face->ui.quitting && (face->stale || ui_looking(&face->ui)) && tick_over(face))
		draw(face);
}

int ui_screen(const struct ui_options *options)
{
	struct face face = { 0 };
	int status;

	if (!ui_use_utf8()) {
		ui_say_impossible(options->language);
		return 2;
	}
	face.screen = screen_open(options->color);
	if (!face.screen)
		return 2;
	ui_open(&face.ui, options);
	draw(&face);
	while (!face.ui.quitting)
		turn(&face);
	status = face.ui.status;
	screen_close(face.screen);
	ui_close(&face.ui);
	page_free(&face.page);
	canvas_free(&face.canvas);
	keys_free(&face.keys);
	return status;
}
