/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view_message.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/paste.h"

#define CAUSES_SHOWN 4

enum { PASTED_CHECK, PASTED_ADDRESS, PASTED_OTHER };

void view_message_forget(struct ui *ui)
{
	if (ui->paste)
		paste_free(ui->paste);
	free(ui->paste);
	free(ui->pasted);
	ui->paste = NULL;
	ui->pasted = NULL;
}

bool view_message_read(struct ui *ui, const char *text)
{
	struct paste paste;

	paste_read(text, strlen(text), &paste);
	if (!paste.message_count) {
		paste_free(&paste);
		return false;
	}
	view_message_forget(ui);
	ui->pasted = memory_text(text);
	ui->paste = memory_new(1, sizeof(*ui->paste));
	*ui->paste = paste;
	return true;
}

/* ---- The field ---- */

static void fill_field(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("What does the error message say?")),
		ui->by_lines
			? ui_tr(ui, N_("Paste it, all of its lines; an empty line ends it."))
			: ui_tr(ui, N_("Paste it, all of its lines, or type its code and press "
				       "Enter.")));
}

static unsigned enter_field(struct ui *ui, struct frame *frame, const char *text)
{
	(void)frame;
	if (view_message_read(ui, text))
		return ui_swap(ui, &view_meaning, 0, NULL, NULL);
	ui_notice(ui, MARK_WARN, memory_text(ui_tr(ui, N_("I don't recognize a TLS error here."))));
	return UI_FILL;
}

const struct view_ops view_message = {
	.name = "message",
	.open = ui_open_field,
	.fill = fill_field,
	.enter = enter_field,
};

/* ---- What it means ---- */

static void add_meaning(const struct ui *ui, struct page *page)
{
	char *meaning = guide_paste_meaning(ui->language, ui->paste->messages[0].meaning);

	page_heading(page, ui_tr(ui, N_("What the message says")));
	page_gap(page);
	page_field(
		page, ui->paste->messages[0].producer, memory_text(ui->paste->messages[0].excerpt));
	page_gap(page);
	page_text(page, meaning);
	free(meaning);
	page_gap(page);
}

static void add_causes(const struct ui *ui, struct page *page)
{
	page_heading(page, ui_tr(ui, N_("What can be behind it, most likely first")));
	for (size_t i = 0; i < ui->paste->cause_count && i < CAUSES_SHOWN; i++)
		page_point(page, MARK_NONE, guide_paste_title(ui->language, ui->paste, i));
	page_gap(page);
}

static void fill_meaning(const struct ui *ui, const struct frame *frame, struct page *page)
{
	char *address = ui->paste ? guide_paste_address(ui->paste) : NULL;
	char *check;

	(void)frame;
	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	if (!ui->paste)
		return;
	add_meaning(ui, page);
	add_causes(ui, page);
	if (address) {
		check = ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Check {host} now, to find out which it is"),
			(struct fill[]){ { "host", address }, { 0 } });
		page_item(page, PASTED_CHECK, check);
		free(check);
	}
	page_item(page, PASTED_ADDRESS,
		address ? ui_tr(ui, N_("Check another address"))
			: ui_tr(ui, N_("Check the address, to find out which it is")));
	page_item(page, PASTED_OTHER, ui_tr(ui, N_("Paste another message")));
	free(address);
}

static unsigned check(struct ui *ui)
{
	char *address = guide_paste_address(ui->paste);
	unsigned redo = ui_push(ui, &view_address, 0, NULL, NULL);

	if (address)
		redo |= view_address.enter(ui, ui_top(ui), address);
	free(address);
	return redo;
}

static unsigned choose_meaning(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	switch (action) {
	case PASTED_CHECK:
		return check(ui);
	case PASTED_ADDRESS:
		return ui_push(ui, &view_address, 0, NULL, NULL);
	case PASTED_OTHER:
		return ui_swap(ui, &view_message, 0, NULL, NULL);
	default:
		return UI_NOTHING;
	}
}

const struct view_ops view_meaning = {
	.name = "meaning",
	.fill = fill_meaning,
	.choose = choose_meaning,
};
