/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the server accepts: first what asking for it means, then how far it is, then the lists. */
#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"
#include "guide/accepts.h"
#include "ui/view_sides.h"

enum { ACCEPTS_ASK = 300 };

static void add_announcement(const struct ui *ui, struct page *page)
{
	page_text(page,
		ui_tr(ui,
			N_("The program then asks the server with many short connections: most "
			   "often about 40, at most about 160. That takes from a few seconds up to "
			   "a minute. The server sees these connections in its log.")));
	page_gap(page);
	page_item(page, ACCEPTS_ASK, ui_tr(ui, N_("Ask for everything the server accepts")));
}

/* Whether it is this that is being looked at. */
static bool is_asking(const struct ui *ui)
{
	unsigned matrix = 1u << PART_MATRIX;

	return ui->session->looking == matrix ||
	       ((ui->session->looking & matrix) &&
		       ui->session->evidence.settings.depth == DEPTH_DEEP);
}

static void add_progress(const struct ui *ui, struct page *page)
{
	char *count;

	if (!is_asking(ui)) {
		page_point(page, MARK_BUSY, memory_text(ui_tr(ui, N_("Checking..."))));
		return;
	}
	count = i18n_number(ui->language, ui->session->asked);
	page_point(page, MARK_BUSY,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Checking. Connections made so far: {count}"),
			(struct fill[]){ { "count", count }, { 0 } }));
	free(count);
	ui_command(ui, page, ACT_STOP);
}

static void add_lists(const struct ui *ui, struct page *page)
{
	struct accepts accepts;

	guide_accepts(ui->language, &ui->session->evidence, &accepts);
	if (!ui->session->evidence.matrix.complete)
		page_point(page, MARK_ASK,
			memory_text(ui_tr(ui, N_("The server did not answer every time, so there "
						 "may be more."))));
	for (size_t i = 0; i < accepts.count; i++) {
		const struct accepts_row *row = &accepts.rows[i];

		if (row->label)
			page_field(page, row->label, memory_text(row->text));
		else
			page_heading(page, row->text);
	}
	guide_accepts_free(&accepts);
}

static void fill_accepts(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct evidence *evidence = &ui->session->evidence;

	(void)frame;
	page_heading(page, ui_tr(ui, N_("All that the server accepts")));
	page_gap(page);
	if (evidence->parts[PART_MATRIX].state == PART_SEEN)
		add_lists(ui, page);
	else if (ui_looking(ui))
		add_progress(ui, page);
	else if (session_may_look_deeper(ui->session))
		add_announcement(ui, page);
	else
		page_text(
			page, ui_tr(ui, N_("The server cannot be asked for this, because there is "
					   "no TLS connection to it.")));
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_WORDS);
}

static unsigned choose_accepts(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return action == ACCEPTS_ASK ? view_ask_more(ui) : UI_NOTHING;
}

const struct view_ops view_accepts = {
	.name = "accepts",
	.fill = fill_accepts,
	.choose = choose_accepts,
};
