/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line mode: the same pages, printed, and everything on them chosen by number. For a screen reader,
 * a terminal that can't move its cursor, a serial line, a script. Nothing is redrawn, nothing blinks.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "ui/lines_say.h"
#include "ui/model.h"
#include "ui/press.h"
#include "ui/screen.h"
#include "ui/view_message.h"
#include "ui/view_sides.h"
#include "ui/view_walk.h"

#define LINE_MOST 65536
#define PASTE_PAUSE_MS 300 /* a pasted text has ended when nothing came for so long */

struct lines {
	struct ui ui;
	struct page page;
	int *actions; /* what each number does, from 1 */
	int count;
	int columns; /* to wrap at; 0: not at all, the output isn't a terminal */
	bool person; /* standard input is a terminal: a line may come at any time */
	int signals; /* readable once a signal came, or -1 */
	struct buffer in; /* read and not yet used */
	bool ended; /* end of the input */
	unsigned told_steps;
};

/* ---- What can be chosen ---- */

static void offer(struct lines *lines, int action)
{
	lines->actions = memory_resize(
		lines->actions, (size_t)lines->count + 2, sizeof(*lines->actions));
	lines->actions[++lines->count] = action;
}

static bool offered(const struct lines *lines, int action)
{
	for (int i = 1; i <= lines->count; i++)
		if (lines->actions[i] == action)
			return true;
	return false;
}

static void offer_command(struct lines *lines, int action, const char *text)
{
	if (offered(lines, action))
		return;
	offer(lines, action);
	printf("%d. ", lines->count);
	lines_say(text);
	putchar('\n');
}

static void say_commands(struct lines *lines)
{
	const struct ui *ui = &lines->ui;

	lines->count = 0;
	for (size_t i = 0; i < lines->page.count; i++)
		if (lines->page.blocks[i].kind == BLOCK_ITEM)
			offer(lines, lines->page.blocks[i].action);
	putchar('\n');
	for (size_t i = 0; i < lines->page.command_count; i++)
		offer_command(lines, lines->page.commands[i].action, lines->page.commands[i].text);
	if (ui->depth > 1)
		offer_command(lines, ACT_BACK, ui_tr(ui, N_("Back")));
	offer_command(lines, ACT_LANGUAGE, ui_tr(ui, N_("Language")));
	if (!offered(lines, ACT_WORDS) && lines->ui.stack[ui->depth - 1].view != &view_words)
		offer_command(lines, ACT_WORDS, ui_tr(ui, N_("What do the words mean?")));
	if (lines->ui.stack[ui->depth - 1].view != &view_search)
		offer_command(lines, ACT_SEARCH, ui_tr(ui, N_("Search the guide")));
	if (ui->depth == 1)
		offer_command(lines, ACT_FAQS, ui_tr(ui, N_("Questions and answers")));
	printf("0. ");
	lines_say(ui_tr(ui, N_("Quit")));
	putchar('\n');
}

/* The same in the second language; its numbers are those of the first. */
static void say_twin(const struct lines *lines, const struct page *twin)
{
	printf("\n--- ");
	lines_say(language_own_name(lines->ui.second));
	printf(" ---\n");
	for (size_t i = 0; i < twin->count; i++)
		lines_say_block(lines->ui.second, lines->columns, &twin->blocks[i]);
}

static void say_page(struct lines *lines)
{
	struct page *page = &lines->page;

	ui_fill(&lines->ui, page);
	putchar('\n');
	if (page->state && *page->state) {
		char *head = memory_format("%s: %s", page->title, page->state);

		lines_say_wrapped(lines->columns, head, 0);
		free(head);
	} else {
		lines_say_wrapped(lines->columns, page->title, 0);
	}
	putchar('\n');
	for (size_t i = 0; i < page->count; i++)
		lines_say_block(lines->ui.language, lines->columns, &page->blocks[i]);
	if (page->twin)
		say_twin(lines, page->side);
	if (page->ladder && lines->ui.session)
		lines_say_ladder(lines->ui.session, lines->ui.language, lines->columns);
	say_commands(lines);
}

static void say_notice(struct lines *lines)
{
	if (!lines->ui.notice)
		return;
	putchar('\n');
	lines_say_wrapped(lines->columns, lines->ui.notice, 0);
	ui_notice(&lines->ui, MARK_NONE, NULL);
}

/* ---- Hearing ---- */

static bool take_line(struct lines *lines, char **ret)
{
	char *newline = lines->in.bytes ? memchr(lines->in.bytes, '\n', lines->in.length) : NULL;
	size_t length = newline ? (size_t)(newline - lines->in.bytes) : lines->in.length;

	if (!newline && !(lines->ended && length) && length < LINE_MOST)
		return false;
	*ret = text_clean(lines->in.bytes, length, TEXT_ONE_LINE, 0);
	if (newline)
		length++;
	memmove(lines->in.bytes, lines->in.bytes + length, lines->in.length - length);
	lines->in.length -= length;
	return true;
}

static void hear(struct lines *lines)
{
	char bytes[4096];
	ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (got > 0)
		buffer_add(&lines->in, bytes, (size_t)got);
	else if (got == 0 || errno != EINTR)
		lines->ended = true;
}

static bool interrupted(struct lines *lines)
{
	int number = screen_ended();

	if (!number)
		return false;
	lines->ui.quitting = true;
	lines->ui.status = 128 + number;
	return true;
}

enum heard {
	HEARD_LINE,
	HEARD_NEWS, /* another page came up: a browser connected */
	HEARD_END, /* of the input, or a signal */
};

static bool page_changed(struct lines *lines)
{
	const struct view_ops *view = ui_top(&lines->ui)->view;

	ui_absorb(&lines->ui);
	return ui_top(&lines->ui)->view != view;
}

/* Waits for a line. */
static enum heard next_line(struct lines *lines, char **ret)
{
	while (!take_line(lines, ret)) {
		struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { lines->signals, POLLIN, 0 },
			{ view_hello_fd(&lines->ui), POLLIN, 0 },
			{ view_walk_fd(&lines->ui), POLLIN, 0 } };

		if (lines->ended)
			return HEARD_END;
		if (poll(fds, 4, -1) < 0 && errno != EINTR)
			return HEARD_END;
		if (interrupted(lines))
			return HEARD_END;
		if ((fds[2].revents || fds[3].revents) && page_changed(lines))
			return HEARD_NEWS;
		if (fds[0].revents)
			hear(lines);
	}
	return HEARD_LINE;
}

/* ---- While looking ---- */

static void say_step(struct lines *lines, int step)
{
	bool running = false;
	enum verdict verdict = session_step_verdict(lines->ui.session, step, &running);

	if (running || verdict >= VERDICT_COUNT || (lines->told_steps & 1u << step))
		return;
	lines->told_steps |= 1u << step;
	printf("%d. ", step);
	lines_say(guide_step_title(lines->ui.language, step));
	fputs(": ", stdout);
	lines_say(guide_verdict_word(lines->ui.language, verdict));
	putchar('\n');
}

static void say_progress(struct lines *lines)
{
	for (int step = 1; step <= GUIDE_STEPS; step++)
		say_step(lines, step);
	fflush(stdout);
}

/* A line from a person stops the check; a script's next line is for what comes after it. */
static void maybe_stop(struct lines *lines)
{
	char *line;

	hear(lines);
	if (!take_line(lines, &line))
		return;
	free(line);
	session_stop(lines->ui.session);
}

static void wait_for_session(struct lines *lines)
{
	lines->told_steps = 0;
	putchar('\n');
	lines_say(ui_tr(&lines->ui, N_("Checking...")));
	putchar('\n');
	if (lines->person) {
		lines_say(ui_tr(&lines->ui, N_("Press Enter to stop.")));
		putchar('\n');
	}
	fflush(stdout);
	/* After a stop, too, until the prober has said its last word. */
	while (session_fd(lines->ui.session) >= 0) {
		struct pollfd fds[] = {
			{ session_fd(lines->ui.session), POLLIN, 0 },
			{ lines->signals, POLLIN, 0 },
			{ lines->person && !lines->ended ? STDIN_FILENO : -1, POLLIN, 0 },
		};

		if (poll(fds, 3, 500) < 0 && errno != EINTR)
			return;
		if (interrupted(lines))
			return;
		if (fds[2].revents)
			maybe_stop(lines);
		if (ui_absorb(&lines->ui))
			say_progress(lines);
	}
}

static bool waits(const struct lines *lines)
{
	const struct view_ops *top = lines->ui.stack[lines->ui.depth - 1].view;

	return ui_looking(&lines->ui) &&
	       (top == &view_steps || top == &view_answer || top == &view_fix);
}

/* ---- Choosing ---- */

/* The number that LINE is (full-width digits count), or -1. */
static int number_of(const char *line)
{
	int number = 0;
	size_t at = 0;

	line += strspn(line, " ");
	for (; line[at] >= '0' && line[at] <= '9'; at++)
		number = number > 9999 ? 9999 : number * 10 + (line[at] - '0');
	return at && line[at + strspn(line + at, " .")] == '\0' ? number : -1;
}

static char *narrowed(const char *line)
{
	struct buffer text = { 0 };

	/* U+FF01 to U+FF5E are EF BC 81 to EF BD 9E in UTF-8. */
	for (const unsigned char *c = (const unsigned char *)line; *c; c++) {
		if (c[0] == 0xef && (c[1] == 0xbc || c[1] == 0xbd) && c[2]) {
			int code = 0xf000 | (c[1] & 0x3f) << 6 | (c[2] & 0x3f);

			if (press_narrow(code) != code) {
				buffer_add_char(&text, (char)press_narrow(code));
				c += 2;
				continue;
			}
		}
		buffer_add_char(&text, (char)*c);
	}
	return buffer_take(&text);
}

/* A letter as on the full screen; ACT_NOTHING when it means nothing here. */
static int letter(const struct lines *lines, const char *line)
{
	if (strlen(line) != 1)
		return ACT_NOTHING;
	for (size_t i = 0; i < lines->page.command_count; i++)
		if (lines->page.commands[i].key == line[0])
			return lines->page.commands[i].action;
	if (*line == 'q')
		return ACT_QUIT;
	if (*line == 'b')
		return ACT_BACK;
	if (*line == 'w')
		return ACT_WORDS;
	if (*line == '/')
		return ACT_SEARCH;
	if (*line == 'v')
		return ACT_SWAP;
	return *line == '?' ? ACT_HELP : ACT_NOTHING;
}

/* Whether more comes: at once from a script, within PASTE_PAUSE_MS from a terminal into which a text was
 * pasted. */
static bool more_comes(struct lines *lines)
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };

	if (memchr(lines->in.bytes ? lines->in.bytes : "", '\n', lines->in.length))
		return true;
	while (!lines->ended && poll(&fd, 1, lines->person ? PASTE_PAUSE_MS : -1) > 0) {
		hear(lines);
		if (lines->in.length && memchr(lines->in.bytes, '\n', lines->in.length))
			return true;
	}
	return lines->ended && lines->in.length;
}

/* LINE and those that follow it, to an empty one. */
static unsigned enter_message(struct lines *lines, const char *line)
{
	struct frame *top = ui_top(&lines->ui);
	struct buffer message = { 0 };
	unsigned redo;
	char *next;

	buffer_add_text(&message, line);
	while (message.length < LINE_MOST && more_comes(lines) && take_line(lines, &next)) {
		bool end = !*next;

		buffer_add_char(&message, '\n');
		buffer_add_text(&message, next);
		free(next);
		if (end)
			break;
	}
	redo = top->view->enter(&lines->ui, top, message.bytes);
	buffer_free(&message);
	return redo;
}

static unsigned enter_line(struct lines *lines, const char *line)
{
	struct frame *top = ui_top(&lines->ui);

	if (top->view == &view_message && *line)
		return enter_message(lines, line);

	/* An empty line takes what the field offers. */
	return top->view->enter(&lines->ui, top, *line ? line : top->input.text);
}

static unsigned puzzled(struct lines *lines)
{
	char *most = memory_format("%d", lines->count);

	ui_notice(&lines->ui, MARK_NOTE,
		ui_fill_text(&lines->ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Please type a number from 0 to {most} and press Enter."),
			(struct fill[]){ { "most", most }, { 0 } }));
	free(most);
	return UI_NOTHING;
}

static unsigned answer(struct lines *lines, const char *line)
{
	char *narrow = narrowed(line);
	int number = number_of(narrow), action = letter(lines, narrow);

	free(narrow);
	if (number == 0)
		return ui_choose(&lines->ui, ACT_QUIT);
	if (number > 0 && number <= lines->count) {
		if (number <= lines->page.items)
			ui_top(&lines->ui)->focus = number;
		return ui_choose(&lines->ui, lines->actions[number]);
	}
	if (page_input(&lines->page) &&
		(number < 0 || ui_top(&lines->ui)->view == &view_message)) /* a code */
		return enter_line(lines, line);
	if (action != ACT_NOTHING)
		return ui_choose(&lines->ui, action);
	return *line ? puzzled(lines) : UI_FILL;
}

static void prompt(struct lines *lines)
{
	putchar('\n');
	lines_say(page_input(&lines->page) ? ui_tr(&lines->ui, N_("Your answer, or a number:"))
					   : ui_tr(&lines->ui, N_("Your choice:")));
	putchar(' ');
	fflush(stdout);
}

static void turn(struct lines *lines, bool *show)
{
	enum heard heard;
	unsigned redo;
	char *line;

	if (waits(lines)) {
		wait_for_session(lines);
		*show = true;
		if (lines->ui.quitting)
			return;
	}
	if (*show) {
		say_page(lines);
		if (page_input(&lines->page)) /* said below the field */
			ui_notice(&lines->ui, MARK_NONE, NULL);
	}
	say_notice(lines);
	prompt(lines);
	heard = next_line(lines, &line);
	if (heard != HEARD_LINE)
		putchar('\n');
	if (heard == HEARD_END)
		lines->ui.quitting = true;
	*show = true;
	if (heard != HEARD_LINE)
		return;
	redo = answer(lines, line);
	free(line);
	if (redo & (UI_PLAIN | UI_COPY)) {
		putchar('\n');
		lines_say(lines->ui.plain_text);
		putchar('\n');
		redo = UI_NOTHING;
	}
	*show = redo != UI_NOTHING;
}

static int columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20)
		return 80;
	return size.ws_col - 1;
}

int ui_lines(const struct ui_options *options)
{
	struct lines lines = { .columns = columns(), .person = isatty(STDIN_FILENO) };
	bool show = true;
	int status;

	if (!ui_use_utf8()) {
		ui_say_impossible(options->language);
		return 2;
	}
	lines.signals = screen_catch();
	ui_open(&lines.ui, options);
	lines.ui.by_lines = true;
	while (!lines.ui.quitting)
		turn(&lines, &show);
	if (ferror(stdout) || fflush(stdout) != 0)
		lines.ui.status = 2;
	status = lines.ui.status;
	screen_release();
	ui_close(&lines.ui);
	page_free(&lines.page);
	buffer_free(&lines.in);
	free(lines.actions);
	return status;
}
