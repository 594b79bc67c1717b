/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sides side by side: what client and server have in common, and what would be chosen. */
#include "ui/view_sides.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/client_list.h"
#include "guide/sides.h"
#include "i18n/cells.h"
#include "tls/capture.h"

enum { SIDES_HELLO = 200, SIDES_TABLES, SIDES_PASTE, SIDES_ACCEPTS };

/* ---- One table ---- */

static const enum mark marks[] = {
	[HOLDS_UNKNOWN] = MARK_ASK,
	[HOLDS_NO] = MARK_OFF,
	[HOLDS_YES] = MARK_GOOD,
};

static void add_cell(struct buffer *line, const char *text, int column)
{
	buffer_add_text(line, text);
	for (int wide = cells_wide(text, SIZE_MAX); wide < column; wide++)
		buffer_add_char(line, ' ');
}

/* Two columns of signs, one below each side's name. */
static char *row_line(const struct ui *ui, enum side_kind kind, const struct side_row *row)
{
	char *name = side_name(kind, row->number);
	char *remark = guide_side_remark(ui->language, row);
	struct buffer line = { 0 };

	add_cell(&line, mark_text(marks[row->client], ui->ascii),
		cells_wide(ui_tr(ui, N_("Client")), SIZE_MAX) + 2);
	add_cell(&line, mark_text(marks[row->server], ui->ascii),
		cells_wide(ui_tr(ui, N_("Server")), SIZE_MAX) + 2);
	buffer_add_text(&line, name);
	if (remark)
		buffer_add_format(&line, " (%s)", remark);
	free(remark);
	free(name);
	return buffer_take(&line);
}

/* The same as words: a voice can't read columns. */
static char *row_words(const struct ui *ui, enum side_kind kind, const struct side_row *row)
{
	char *name = side_name(kind, row->number);
	char *remark = guide_side_remark(ui->language, row);
	char *shown = remark ? memory_format("%s (%s)", name, remark) : memory_text(name);
	bool client = row->client == HOLDS_YES, server = row->server == HOLDS_YES;
	const char *pattern;
	char *text;

	if (client && server)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{name}: both sides");
	else if (client && row->server == HOLDS_NO)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{name}: only the client");
	else if (client)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{name}: the client; the server is not known");
	else if (row->client == HOLDS_NO)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{name}: only the server");
	else
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{name}: the server; the client is not known");
	text = ui_fill_text(ui, pattern, (struct fill[]){ { "name", shown }, { 0 } });
	free(shown);
	free(remark);
	free(name);
	return text;
}

static bool says_something(const struct side_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].client == HOLDS_YES)
			return true;
	return false;
}

static void add_head(const struct ui *ui, struct page *page)
{
	struct buffer line = { 0 };

	add_cell(&line, ui_tr(ui, N_("Client")), cells_wide(ui_tr(ui, N_("Client")), SIZE_MAX) + 2);
	buffer_add_text(&line, ui_tr(ui, N_("Server")));
	page_add(page, BLOCK_LITERAL, buffer_take(&line))->indent = 2;
}

static void add_table(
	const struct ui *ui, enum side_kind kind, const struct side_table *table, struct page *page)
{
	if (!says_something(table))
		return;
	page_heading(page, guide_side_kind(ui->language, kind));
	if (!ui->by_lines)
		add_head(ui, page);
	for (size_t i = 0; i < table->count; i++) {
		const struct side_row *row = &table->rows[i];

		if (ui->by_lines)
			page_point(page, row->strength <= STRENGTH_WEAK ? MARK_WARN : MARK_FOR,
				row_words(ui, kind, row));
		else
			page_add(page, BLOCK_LITERAL, row_line(ui, kind, row))->indent = 2;
	}
}

/* ---- The page ---- */

/* Without a client yet, the one that is at hand: this program. */
static void open_sides(struct ui *ui, struct frame *frame)
{
	struct seen_hello own;

	frame->focus = 0;
	if (ui->session->evidence.hellos.count)
		return;
	if (capture_own(ui->session->evidence.settings.target.host, false, &own))
		session_add_hello(ui->session, &own);
	seen_hello_free(&own);
}

static enum mark mark_of_outcome(enum sides_outcome outcome)
{
	switch (outcome) {
	case SIDES_FIT:
		return MARK_GOOD;
	case SIDES_WEAK:
		return MARK_WARN;
	case SIDES_UNKNOWN:
		return MARK_ASK;
	default:
		return MARK_BAD;
	}
}

static void add_fields(const struct ui *ui, const struct seen_hello *hello, struct page *page)
{
	struct hello_field field;

	for (size_t i = 0; guide_hello_field(ui->language, hello, i, &field); i++) {
		if (i == 0)
			page_heading(page, ui_tr(ui, N_("Technical details")));
		page_field(page, field.label, field.value);
	}
}

static const char *accepts_title(const struct ui *ui)
{
	return ui_tr(ui, session_may_look_deeper(ui->session)
				 ? N_("Ask for everything the server accepts")
				 : N_("All that the server accepts"));
}

static void add_items(const struct ui *ui, struct page *page)
{
	page_gap(page);
	if (ui->options->hooks->wait)
		page_item(page, SIDES_HELLO, ui_tr(ui, N_("See what your browser offers")));
	page_item(page, SIDES_PASTE, ui_tr(ui, N_("Paste a list of cipher suites")));
	if (session_may_look_deeper(ui->session))
		page_item(page, SIDES_ACCEPTS, accepts_title(ui));
}

static void fill_sides(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct evidence *evidence = &ui->session->evidence;
	const struct seen_hello *hello = &evidence->hellos.items[0];
	struct sides sides;
	char *title;

	(void)frame;
	page_heading(page, ui_tr(ui, N_("The two sides compared")));
	page_gap(page);
	if (evidence->hellos.count) {
		sides_of(hello, evidence, &sides);
		title = guide_hello_title(ui->language, hello);
		page_field(page, ui_tr(ui, N_("Client")), title);
		page_field(page, ui_tr(ui, N_("Server")), target_name(&evidence->settings.target));
		page_gap(page);
		page_point(page, mark_of_outcome(sides.outcome), guide_sides(ui->language, &sides));
		if (ui_looking(ui))
			page_point(page, MARK_BUSY, memory_text(ui_tr(ui, N_("Checking..."))));
		add_items(ui, page);
		for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
			add_table(ui, (enum side_kind)kind, &sides.tables[kind], page);
		add_fields(ui, hello, page);
		sides_free(&sides);
	} else {
		add_items(ui, page);
	}
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_WORDS);
}

unsigned view_ask_more(struct ui *ui)
{
	int error = session_look_deeper(ui->session);

	if (error)
		ui_notice(ui, MARK_BAD,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("This computer could not begin to check. Reason: {reason}"),
				(struct fill[]){ { "reason", strerror(error) }, { 0 } }));
	ui->saved = false;
	return UI_FILL;
}

bool view_choose_side_item(struct ui *ui, int action, unsigned *ret)
{
	if (action == SIDES_HELLO)
		*ret = ui_push(ui, &view_hello, 0, NULL, NULL);
	else if (action == SIDES_TABLES)
		*ret = ui_push(ui, &view_sides, 0, NULL, NULL);
	else if (action == SIDES_PASTE)
		*ret = ui_push(ui, &view_paste, 0, NULL, NULL);
	else if (action == SIDES_ACCEPTS)
		*ret = ui_push(ui, &view_accepts, 0, NULL, NULL);
	else
		return false;
	return true;
}

static unsigned choose_sides(struct ui *ui, struct frame *frame, int action)
{
	unsigned bits = UI_NOTHING;

	(void)frame;
	view_choose_side_item(ui, action, &bits);
	return bits;
}

/* Browser, versions, ciphers: where the guides tell people to compare by eye. */
void view_add_side_items(const struct ui *ui, int step, struct page *page)
{
	if (step != 4 && step != 6 && step != 7)
		return;
	if (ui->options->hooks->wait)
		page_item(page, SIDES_HELLO, ui_tr(ui, N_("See what your browser offers")));
	if (step != 4)
		page_item(page, SIDES_TABLES, ui_tr(ui, N_("See the two sides side by side")));
	if (step != 4)
		page_item(page, SIDES_ACCEPTS, accepts_title(ui));
}

/* ---- A pasted list ---- */

static void fill_paste(const struct ui *ui, const struct frame *frame, struct page *page)
{
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("Which cipher suites does the client offer?")),
		ui_tr(ui, N_("Paste the names here and press Enter, for example "
			     "ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

static unsigned enter_paste(struct ui *ui, struct frame *frame, const char *text)
{
	struct client_list list;
	enum client_list_outcome outcome = client_list_read(text, strlen(text), &list);
	char *wrong = guide_client_list(ui->language, outcome, &list);

	(void)frame;
	if (outcome == CLIENT_LIST_OK) {
		session_add_hello(ui->session, &list.hello);
		ui->saved = false;
	}
	client_list_free(&list);
	if (outcome != CLIENT_LIST_OK) {
		ui_notice(ui, MARK_WARN, wrong);
		return UI_FILL;
	}
	ui_pop(ui);
	if (ui_top(ui)->view != &view_sides)
		ui_push(ui, &view_sides, 0, NULL, NULL);
	if (wrong)
		ui_notice(ui, MARK_NOTE, wrong);
	return UI_FILL;
}

const struct view_ops view_sides = {
	.name = "sides",
	.open = open_sides,
	.fill = fill_sides,
	.choose = choose_sides,
};

const struct view_ops view_paste = {
	.name = "paste",
	.open = ui_open_field,
	.fill = fill_paste,
	.enter = enter_paste,
};
