/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which address to open in the browser, and waiting for it. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "session/doorman.h"
#include "ui/view_sides.h"

static bool is_open(const struct ui *ui)
{
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i].view == &view_hello)
			return true;
	return false;
}

static void open_hello(struct ui *ui, struct frame *frame)
{
	const struct ui_hooks *hooks = ui->options->hooks;

	(void)frame;
	if (ui->doorman || !hooks->wait)
		return;
	ui->doorman = hooks->wait(hooks->context, ui->language, &ui->door_error);
}

/* Sentences, and between them lines to copy: those begin with blanks. */
static void add_lines(struct page *page, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		size_t blanks = strspn(text, " ");
		char *line = memory_text_n(text + blanks, length - blanks);

		if (blanks) {
			page_add(page, BLOCK_LITERAL, line)->indent = 4;
			page_gap(page);
		} else {
			page_add(page, BLOCK_TEXT, line);
		}
		text += length + (text[length] == '\n');
	}
}

static void fill_waiting(const struct ui *ui, struct page *page)
{
	const struct ui_hooks *hooks = ui->options->hooks;
	struct doorman_strangers strangers = doorman_strangers(ui->doorman);
	char *text = hooks->wait_text(hooks->context, ui->language, doorman_port(ui->doorman));

	add_lines(page, text);
	free(text);
	page_gap(page);
	if (strangers.http)
		page_point(page, MARK_WARN,
			memory_text(ui_tr(ui, N_("Somebody came without encryption. The address "
						 "must begin with https://"))));
	page_point(page, MARK_BUSY,
		memory_text(ui_tr(ui, N_("Waiting. The result appears here by itself."))));
}

static void fill_hello(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page_heading(page, ui_tr(ui, N_("See what your browser offers")));
	page_gap(page);
	if (ui->doorman)
		fill_waiting(ui, page);
	else
		page_point(page, MARK_BAD,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("This computer could not begin to wait. Reason: {reason}"),
				(struct fill[]){ { "reason", strerror(ui->door_error) }, { 0 } }));
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

int view_hello_fd(const struct ui *ui)
{
	return ui->doorman ? doorman_fd(ui->doorman) : -1;
}

unsigned view_hello_absorb(struct ui *ui)
{
	struct seen_hello hello;

	if (!ui->doorman)
		return UI_NOTHING;
	if (!doorman_next(ui->doorman, &hello))
		return UI_FILL; /* a stranger */
	session_add_hello(ui->session, &hello);
	ui->saved = false;
	seen_hello_free(&hello);
	if (ui_top(ui)->view != &view_hello)
		return UI_FILL;
	return ui_swap(ui, &view_sides, 0, NULL, NULL);
}

void view_hello_tidy(struct ui *ui)
{
	if (!ui->doorman || is_open(ui))
		return;
	doorman_free(ui->doorman);
	ui->doorman = NULL;
}

const struct view_ops view_hello = {
	.name = "hello",
	.open = open_hello,
	.fill = fill_hello,
};
