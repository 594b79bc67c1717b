/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The full screen: one poll() over keys, signals and the prober; keys change the model, then the page
 * is filled and drawn again, and curses sends what changed. Idle, nothing is sent.
 */
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/hand.h"
#include "ui/press.h"
#include "ui/screen.h"
#include "ui/view_sides.h"
#include "ui/view_walk.h"

#define TICK_MS 250 /* while looking: seconds and progress, at most so often */

struct face {
	struct hand hand;
	struct screen *screen;
	int64_t drawn_us;
	bool stale; /* news came that can wait for the next tick */
};

/* ---- Drawing ---- */

static void draw(struct face *face)
{
	struct frame *top;

	ui_fill(&face->hand.ui, &face->hand.page);
	top = ui_top(&face->hand.ui);
	canvas_make(&face->hand.canvas, &face->hand.ui, top, &face->hand.page, LINES, COLS);
	canvas_draw(&face->hand.canvas, &face->hand.ui, top, &face->hand.page);
	face->drawn_us = timing_monotonic_us();
	face->stale = false;
}

/* Where the terminal has no clipboard for programs, the text is shown alone. */
static unsigned copy(struct face *face, unsigned bits)
{
	struct ui *ui = &face->hand.ui;

	if (!(bits & UI_COPY))
		return bits;
	if (!screen_copy(face->screen, ui->plain_text))
		return bits | UI_PLAIN;
	ui_notice(ui, MARK_NOTE,
		memory_text(ui_tr(ui, N_("Sent to the clipboard. If pasting brings something else, "
					 "this terminal does not allow it: then show the command "
					 "alone."))));
	return bits;
}

/* Alone on the screen, to be read and copied: all of it, even where it is longer than the window. */
static void show_plain(struct face *face)
{
	const struct ui *ui = &face->hand.ui;
	struct cells_line *lines;
	size_t rows = cells_wrap(ui->plain_text, COLS < 2 ? 2 : COLS, &lines);
	/* An empty row before and behind it, and the prompt. */
	bool goes_out = rows + 3 > (size_t)LINES;
	char *prompt = memory_format("%s%s%s",
		goes_out ? ui_tr(ui, N_("The beginning is further up: scroll back to read it."))
			 : "",
		goes_out ? "\n" : "", ui_tr(ui, N_("Press Enter to come back.")));

	free(lines);
	screen_plain(face->screen, ui->plain_text, prompt);
	free(prompt);
}

static void redo(struct face *face, unsigned bits)
{
	bits = copy(face, bits);
	if (bits & UI_PLAIN)
		show_plain(face);
	if (bits & (UI_CLEAR | UI_PLAIN))
		clearok(curscr, TRUE);
	if (bits)
		draw(face);
}

/* ---- The loop ---- */

static void end(struct face *face, int status)
{
	face->hand.ui.quitting = true;
	face->hand.ui.status = status;
}

static void take_keys(struct face *face, bool readable)
{
	int press;

	while (!face->hand.ui.quitting &&
		(press = keys_next(&face->hand.keys, readable)) != PRESS_NONE) {
		if (press == PRESS_GONE) {
			end(face, 128 + 1);
			return;
		}
		readable = false;
		redo(face, hand_press(&face->hand, press));
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

static enum session_state state_of(const struct ui *ui)
{
	return ui->session ? ui->session->state : SESSION_IDLE;
}

/* Progress waits for the tick; what a person waits for does not. */
static void take_news(struct face *face)
{
	size_t depth = face->hand.ui.depth;
	enum session_state was = state_of(&face->hand.ui);
	unsigned bits = ui_absorb(&face->hand.ui);

	if (!bits)
		return;
	if (face->hand.ui.depth != depth)
		face->hand.surprised_us = timing_monotonic_us();
	if (face->hand.ui.depth != depth || state_of(&face->hand.ui) != was || tick_over(face))
		redo(face, bits);
	else
		face->stale = true;
}

static int wait_ms(const struct face *face)
{
	int64_t left;

	if (!ui_looking(&face->hand.ui) && !face->stale)
		return -1;
	left = TICK_MS - (timing_monotonic_us() - face->drawn_us) / 1000;
	return left > 0 ? (int)left : 0;
}

static void turn(struct face *face)
{
	struct pollfd fds[] = {
		{ STDIN_FILENO, POLLIN, 0 },
		{ screen_fd(face->screen), POLLIN, 0 },
		{ face->hand.ui.session ? session_fd(face->hand.ui.session) : -1, POLLIN, 0 },
		{ view_hello_fd(&face->hand.ui), POLLIN, 0 },
		{ view_walk_fd(&face->hand.ui), POLLIN, 0 },
	};

	if (poll(fds, sizeof(fds) / sizeof(fds[0]), wait_ms(face)) < 0 && errno != EINTR) {
		end(face, 2);
		return;
	}
	take_signals(face);
	if (!face->hand.ui.quitting && fds[0].revents)
		take_keys(face, true);
	if (!face->hand.ui.quitting)
		take_news(face);
	if (!face->hand.ui.quitting && (face->stale || ui_looking(&face->hand.ui)) &&
		tick_over(face))
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
	ui_open(&face.hand.ui, options);
	draw(&face);
	while (!face.hand.ui.quitting)
		turn(&face);
	status = face.hand.ui.status;
	screen_close(face.screen);
	ui_close(&face.hand.ui);
	page_free(&face.hand.page);
	canvas_free(&face.hand.canvas);
	keys_free(&face.hand.keys);
	return status;
}
