/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which address? And the page that says where to see it. */
#include <string.h>
#include "base/memory.h"
#include "ui/model.h"

enum { ADDRESS_WHERE };

static void open_address(struct ui *ui, struct frame *frame)
{
	bool real = ui->session && !ui->practising;

	input_set(&frame->input, real ? ui->session->evidence.settings.target.typed : "");
	frame->focus = 0;
}

static void fill_address(const struct ui *ui, const struct frame *frame, struct page *page)
{
	bool fails = ui->symptom && strcmp(ui->symptom, "check") != 0;

	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	ui_ask_line(ui, frame, page,
		fails ? ui_tr(ui, N_("Which address does not work?"))
		      : ui_tr(ui, N_("Which address shall I check?")),
		ui_tr(ui, N_("Type or paste it and press Enter. For example: www.example.com, "
			     "https://example.com/page, mail.example.com:993")));
	page_item(page, ADDRESS_WHERE, ui_tr(ui, N_("I don't know it. Where do I see it?")));
}

static unsigned enter_address(struct ui *ui, struct frame *frame, const char *text)
{
	struct settings settings = { 0 };
	enum target_error error;

	(void)frame;
	settings_copy(&settings, &ui->options->settings);
	target_free(&settings.target);
	error = target_parse(text, &settings.target);
	if (error != TARGET_OK) {
		ui_notice(ui, MARK_WARN, guide_target_error(ui->language, error, text));
		settings_free(&settings);
		return UI_FILL;
	}
	if (ui->options->hooks->settle)
		ui->options->hooks->settle(ui->options->hooks->context, &settings);
	ui->practising = NULL;
	if (ui_begin(ui, &settings))
		return UI_FILL;
	return view_ask(ui, "device");
}

static unsigned choose_address(struct ui *ui, struct frame *frame, int action)
{
	(void)action;
	frame->focus = 0; /* who comes back wants to type it */
	return ui_push(ui, &view_where, 0, NULL, NULL);
}

static void fill_where(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	page_heading(page, ui_tr(ui, N_("Where do I see the address?")));
	page_gap(page);
	page_point(page, MARK_FOR,
		memory_text(ui_tr(ui,
			N_("In a browser it stands in the long field at the top of the window, the "
			   "address bar. Click on it, select all (Ctrl+A), copy (Ctrl+C), and "
			   "paste it here (Ctrl+Shift+V in most terminals)."))));
	page_point(page, MARK_FOR,
		memory_text(ui_tr(ui, N_("A program often names it in its error text, after "
					 "\"host\", \"server\" or \"connecting to\"."))));
	page_point(page, MARK_FOR,
		memory_text(ui_tr(ui,
			N_("For mail, the account settings of the mail program name the incoming "
			   "server, often imap or mail followed by what stands after the @ of "
			   "the mail address."))));
	page_point(page, MARK_FOR,
		memory_text(ui_tr(ui,
			N_("If no site works at all, any address will do, for example the one of a "
			   "site that you know well."))));
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back: type the address")));
}

const struct view_ops view_address = {
	.name = "address",
	.open = open_address,
	.fill = fill_address,
	.choose = choose_address,
	.enter = enter_address,
};

const struct view_ops view_where = {
	.name = "where",
	.fill = fill_where,
};
