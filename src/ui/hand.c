/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hand.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/press.h"
#include "ui/view_message.h"

#define HABIT_MS 600 /* an Enter so soon after a digit belongs to the digit */
#define SURPRISE_MS 300 /* a choice so soon after a page came up was made on the page before */

/* ---- Moving about ---- */

static unsigned focus_on(struct hand *hand, int item)
{
	struct frame *top = ui_top(&hand->ui);

	top->focus = item;
	top->side_top = 0;
	top->follow = true;
	return UI_FILL;
}

static bool sees(const struct hand *hand, int item)
{
	const struct frame *top = &hand->ui.stack[hand->ui.depth - 1];

	return canvas_sees(&hand->canvas, top, &hand->page, item);
}

/* The focus goes with the page: Enter never does what can't be seen. */
static void focus_what_is_seen(struct hand *hand, bool down)
{
	struct frame *top = ui_top(&hand->ui);
	int items = hand->page.items;

	if (sees(hand, top->focus))
		return;
	for (int i = 1; i <= items; i++) {
		int item = down ? i : items + 1 - i;

		if (sees(hand, item)) {
			top->focus = item;
			return;
		}
	}
}

static unsigned scroll_by(struct hand *hand, long rows)
{
	struct frame *top = ui_top(&hand->ui);
	size_t most = canvas_most(&hand->canvas);

	top->follow = false;
	if (rows < 0)
		top->top = top->top > (size_t)-rows ? top->top - (size_t)-rows : 0;
	else
		top->top = top->top + (size_t)rows < most ? top->top + (size_t)rows : most;
	focus_what_is_seen(hand, rows > 0);
	return UI_FILL;
}

/* To the next item when it is on the screen; else the text between is scrolled into view first. */
static unsigned down(struct hand *hand)
{
	struct frame *top = ui_top(&hand->ui);
	bool more = top->top < canvas_most(&hand->canvas);

	if (more && !sees(hand, top->focus))
		return scroll_by(hand, 1);
	if (top->focus < hand->page.items && (sees(hand, top->focus + 1) || !more))
		return focus_on(hand, top->focus + 1);
	return more ? scroll_by(hand, 1) : UI_NOTHING;
}

static unsigned up(struct hand *hand)
{
	struct frame *top = ui_top(&hand->ui);
	int least = page_input(&hand->page) ? 0 : 1;

	if (top->top && !sees(hand, top->focus))
		return scroll_by(hand, -1);
	if (top->focus > least && (sees(hand, top->focus - 1) || !top->top))
		return focus_on(hand, top->focus - 1);
	return top->top ? scroll_by(hand, -1) : UI_NOTHING;
}

/* The pane beside the list scrolls first, when it has more to show. */
static unsigned page_by(struct hand *hand, int direction)
{
	struct frame *top = ui_top(&hand->ui);
	const struct canvas *canvas = &hand->canvas;
	size_t most = canvas_side_most(canvas);
	int step = most ? canvas_shown(canvas, &canvas->side, top->side_top)
			: canvas_shown(canvas, &canvas->main, top->top);

	/* One row stays, so that nobody loses the thread. */
	step = step > 1 ? step - 1 : 1;
	if (!most)
		return scroll_by(hand, direction * step);
	if (direction > 0)
		top->side_top = top->side_top + (size_t)step < most ? top->side_top + (size_t)step
								    : most;
	else
		top->side_top = top->side_top > (size_t)step ? top->side_top - (size_t)step : 0;
	return UI_FILL;
}

static unsigned to_end(struct hand *hand, bool end)
{
	struct frame *top = ui_top(&hand->ui);

	if (hand->page.items)
		focus_on(hand, end ? hand->page.items : 1);
	top->follow = false;
	top->top = end ? canvas_most(&hand->canvas) : 0;
	return UI_FILL;
}

/* ---- Choosing ---- */

static unsigned choose_item(struct hand *hand, int item)
{
	const struct block *block = page_item_at(&hand->page, item);

	if (!block)
		return UI_NOTHING;
	focus_on(hand, item);
	return UI_FILL | ui_choose(&hand->ui, block->action);
}

static unsigned enter(struct hand *hand)
{
	struct frame *top = ui_top(&hand->ui);
	char *text;
	unsigned redo;

	if (top->focus && !sees(hand, top->focus))
		return focus_on(hand, top->focus); /* show first what would be done */
	if (top->focus)
		return choose_item(hand, top->focus);
	if (!page_input(&hand->page) || !top->view->enter)
		return UI_NOTHING;
	ui_notice(&hand->ui, MARK_NONE, NULL);
	text = memory_text(top->input.text);
	redo = top->view->enter(&hand->ui, top, text);
	free(text);
	return redo | UI_FILL;
}

/* A digit chooses at once unless a longer number could begin with it: then it waits for the second
 * digit, or for Enter. */
static unsigned digit(struct hand *hand, int value)
{
	int number = hand->digits * 10 + value;

	if (number > hand->page.items)
		number = value;
	hand->digits = 0;
	if (number < 1 || number > hand->page.items)
		return UI_NOTHING;
	if (number * 10 <= hand->page.items) {
		hand->digits = number;
		return focus_on(hand, number);
	}
	hand->numbered_us = timing_monotonic_us();
	return choose_item(hand, number);
}

static unsigned hotkey(struct hand *hand, int press)
{
	for (size_t i = 0; i < hand->page.command_count; i++)
		if (hand->page.commands[i].key == press)
			return ui_choose(&hand->ui, hand->page.commands[i].action);
	/* These two help everywhere. */
	if (press == '/')
		return ui_choose(&hand->ui, ACT_SEARCH);
	return press == 'w' ? ui_choose(&hand->ui, ACT_WORDS) : UI_NOTHING;
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

static unsigned insert(struct hand *hand, const char *text)
{
	ui_notice(&hand->ui, MARK_NONE, NULL);
	input_insert(&ui_top(&hand->ui)->input, text);
	return UI_FILL;
}

static unsigned in_field(struct hand *hand, int press, bool *ret_used)
{
	struct frame *top = ui_top(&hand->ui);
	bool (*edit)(struct input *) = edit_of(press);
	char bytes[5];

	*ret_used = true;
	/* On an empty field these go back, as everywhere. */
	if ((press == PRESS_BACKSPACE || press == PRESS_LEFT) && !*top->input.text)
		edit = NULL;
	if (edit)
		return edit(&top->input) ? UI_FILL : UI_NOTHING;
	if (press >= ' ' && press < PRESS_UP && utf8_of(press, bytes))
		return insert(hand, bytes);
	*ret_used = false;
	return UI_NOTHING;
}

/* Whether TEXT, pasted where an address or a message may be meant, is a message: then it is explained. */
static bool is_message(struct hand *hand, const char *text)
{
	const struct view_ops *top = ui_top(&hand->ui)->view;
	struct target target = { 0 };
	bool address = target_parse(text, &target) == TARGET_OK;

	target_free(&target);
	if ((top != &view_home && top != &view_address) || address)
		return false;
	return view_message_read(&hand->ui, text);
}

static unsigned paste(struct hand *hand)
{
	char *text = buffer_take(&hand->keys.paste);
	struct frame *top = ui_top(&hand->ui);
	unsigned redo = UI_NOTHING;

	if (top->view == &view_message && strchr(text, '\n')) {
		/* All of its lines: the field has but one. */
		redo = view_message.enter(&hand->ui, top, text);
		free(text);
		return redo | UI_FILL;
	}
	if (is_message(hand, text)) {
		free(text);
		return ui_push(&hand->ui, &view_meaning, 0, NULL, NULL) | UI_FILL;
	}

	/* An address pasted on the first page is meant for the next. */
	if (ui_top(&hand->ui)->view == &view_home) {
		redo = ui_push(&hand->ui, &view_address, 0, NULL, NULL);
		input_clear(&ui_top(&hand->ui)->input);
		ui_fill(&hand->ui, &hand->page);
	}
	if (page_input(&hand->page)) {
		focus_on(hand, 0);
		redo |= insert(hand, text);
	}
	free(text);
	return redo;
}

/* ---- Keys ---- */

static unsigned tab(struct hand *hand)
{
	struct frame *top = ui_top(&hand->ui);

	if (page_input(&hand->page))
		return focus_on(hand, top->focus ? 0 : hand->page.items ? 1 : 0);
	return down(hand);
}

static unsigned go(struct hand *hand, int press, bool *ret_used)
{
	*ret_used = true;
	switch (press) {
	case PRESS_UP:
		return up(hand);
	case PRESS_DOWN:
		return down(hand);
	case PRESS_PAGE_UP:
		return page_by(hand, -1);
	case PRESS_PAGE_DOWN:
	case ' ':
		return page_by(hand, 1);
	case PRESS_HOME:
		return to_end(hand, false);
	case PRESS_END:
		return to_end(hand, true);
	case PRESS_TAB:
		return tab(hand);
	case PRESS_BACK_TAB:
		return page_input(&hand->page) ? tab(hand) : up(hand);
	case PRESS_ENTER:
		return enter(hand);
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

static bool within(int64_t since_us, int64_t ms)
{
	return since_us && timing_monotonic_us() - since_us < ms * 1000;
}

/* "2" has chosen already, and people press Enter after it all the same. And nobody reads a page that came
 * up by itself fast enough to choose from it at once. */
static bool meant_for_what_was(const struct hand *hand, int press)
{
	bool number = press_narrow(press) >= '0' && press_narrow(press) <= '9';

	if (press == PRESS_ENTER && within(hand->numbered_us, HABIT_MS))
		return true;
	return (press == PRESS_ENTER || number) && within(hand->surprised_us, SURPRISE_MS);
}

unsigned hand_press(struct hand *hand, int press)
{
	struct frame *top = ui_top(&hand->ui);
	bool used = false;
	unsigned redo;

	bool meant_otherwise = meant_for_what_was(hand, press);

	hand->numbered_us = 0;
	if (meant_otherwise)
		return UI_NOTHING;
	if (press == PRESS_REDRAW)
		return UI_FILL | UI_CLEAR;
	if (press == PRESS_PASTE)
		return paste(hand);
	if (page_input(&hand->page) && !top->focus) {
		redo = in_field(hand, press, &used);
		if (used)
			return redo;
	} else {
		press = press_narrow(press);
	}
	if (press >= '0' && press <= '9')
		return digit(hand, press - '0');
	hand->digits = 0;
	redo = go(hand, press, &used);
	if (used)
		return redo;
	redo = hotkey(hand, press);
	if (!redo && press >= 'A' && press <= 'Z')
		redo = hotkey(hand, press - 'A' + 'a');
	if (!redo && common_action(press) != ACT_NOTHING)
		redo = ui_choose(&hand->ui, common_action(press));
	return redo;
}
