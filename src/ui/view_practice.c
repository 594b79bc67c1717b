/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which built-in broken server do you want to try? */
#include <stdlib.h>
#include "base/memory.h"
#include "ui/model.h"

static const char *fault_at(const struct ui *ui, size_t index)
{
	return ui->options->hooks->practice_at(index);
}

static const char *title_of(const struct ui *ui, const char *fault)
{
	const char *title = guide_fault_title(ui->language, fault);

	return title ? title : fault;
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text(ui_tr(ui, N_("Practice")));
	page->state = memory_text("");
	page->side = memory_new(1, sizeof(*page->side));
	page_heading(page, ui_tr(ui, N_("Which fault do you want to see?")));
	page_gap(page);
	for (size_t i = 0; fault_at(ui, i); i++) {
		page_item(page, (int)i, title_of(ui, fault_at(ui, i)));
		if ((int)i + 1 == frame->focus) {
			char *text = guide_fault_text(ui->language, fault_at(ui, i));

			page_heading(page->side, title_of(ui, fault_at(ui, i)));
			page_gap(page->side);
			if (text)
				page_text(page->side, text);
			free(text);
			page_gap(page->side);
			page_text(page->side,
				ui_tr(ui, N_("Press Enter: a server with this fault starts on "
					     "this computer, and is checked as any other.")));
		}
	}
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const char *fault = fault_at(ui, (size_t)action);
	struct settings settings = { 0 };

	(void)frame;
	if (ui->options->hooks->practice(ui->options->hooks->context, fault, &settings) != 0) {
		ui_notice(ui, MARK_BAD,
			memory_text(ui_tr(ui, N_("The practice server could not be started."))));
		return UI_FILL;
	}
	ui->practising = fault;
	ui->symptom = ui->symptom_number = NULL;
	if (ui_begin(ui, &settings))
		return UI_FILL;
	return ui_push(ui, &view_steps, 0, NULL, NULL);
}

const struct view_ops view_practice = {
	.name = "practice",
	.fill = fill,
	.choose = choose,
};
