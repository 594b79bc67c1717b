/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that people ask: the list, and a page for each with the words and the step that it is about. */
#include <stdlib.h>
#include "base/memory.h"
#include "ui/model.h"

enum {
	FAQ_STEP = 0,
	FAQ_TERM = 1, /* and its place among the terms */
};

static void fill_faqs(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Questions and answers")));
	page_heading(page, ui_tr(ui, N_("Questions and answers")));
	page_gap(page);
	for (size_t i = 0; guide_faq_at(i); i++)
		page_item(page, (int)i, guide_faq_question(ui->language, guide_faq_at(i)));
}

static unsigned choose_faqs(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return ui_push(ui, &view_faq, 0, NULL, guide_faq_at((size_t)action));
}

/* "Step 5: Certificate", as long as there is something to see in it. */
static void add_step(const struct ui *ui, int step, struct page *page)
{
	char *number = memory_format("%d", step);

	if (step && ui->session)
		page_add(page, BLOCK_ITEM,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("Step {number}: {title}"),
				(struct fill[]){ { "number", number },
					{ "title", guide_step_title(ui->language, step) }, { 0 } }))
			->action = FAQ_STEP;
	free(number);
}

static void fill_faq(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct faq_row *faq = frame->subject;
	char *answer = guide_faq_answer(ui->language, faq);

	page->title = memory_text(ui_tr(ui, N_("Questions and answers")));
	page_heading(page, guide_faq_question(ui->language, faq));
	page_gap(page);
	page_text(page, answer);
	free(answer);
	page_heading(page, ui_tr(ui, N_("More about it")));
	add_step(ui, guide_faq_step(faq), page);
	for (size_t i = 0; guide_faq_term(faq, i); i++)
		page_item(page, FAQ_TERM + (int)i,
			guide_term_word(ui->language, guide_faq_term(faq, i)));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

static unsigned choose_faq(struct ui *ui, struct frame *frame, int action)
{
	const struct faq_row *faq = frame->subject;

	if (action == FAQ_STEP)
		return ui_push(ui, &view_step, guide_faq_step(faq), NULL, NULL);
	return ui_push(ui, &view_word, 0, NULL, guide_faq_term(faq, (size_t)(action - FAQ_TERM)));
}

const struct view_ops view_faqs = {
	.name = "faqs",
	.fill = fill_faqs,
	.choose = choose_faqs,
};

const struct view_ops view_faq = {
	.name = "faq",
	.fill = fill_faq,
	.choose = choose_faq,
};
