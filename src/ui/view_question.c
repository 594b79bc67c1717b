/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question that only the person can answer. Choices are the items, in the guide's order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "ui/model.h"

static void open(struct ui *ui, struct frame *frame)
{
	const struct question_row *q = frame->subject;
	const char *given = ui->session ? evidence_answered(
						  &ui->session->evidence, guide_question_id(q))
					: NULL;

	for (size_t i = 0; given && i < guide_question_choices(q); i++)
		if (strcmp(given, guide_choice_id(q, i)) == 0)
			frame->focus = (int)i + 1;
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct question_row *q = frame->subject;
	int step = guide_question_step(q);
	char *text = guide_question_text(ui->language, q);

	if (step) {
		char number[12];

		snprintf(number, sizeof(number), "%d", step);
		page->title = ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Step {n} of 12"), (struct fill[]){ { "n", number }, { 0 } });
	}
	page_heading(page, guide_question_title(ui->language, q));
	page_gap(page);
	if (text && *text) {
		page_text(page, text);
		page_gap(page);
	}
	free(text);
	for (size_t i = 0; i < guide_question_choices(q); i++)
		page_item(page, (int)i, guide_choice_text(ui->language, q, i));
	page->ladder = ui->session != NULL;
}

/* The device decides what the findings about this computer count for. */
static unsigned set_device(struct ui *ui, const char *choice)
{
	session_set_device(ui->session, strcmp(choice, "other") == 0 ? DEVICE_OTHER : DEVICE_THIS);
	if (ui_looking(ui))
		return ui_swap(ui, &view_steps, 0, NULL, NULL);
	ui->told = true;
	ui_swap(ui, &view_steps, 0, NULL, NULL);
	return ui_push(ui, &view_answer, 0, NULL, NULL);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct question_row *q = frame->subject;
	const char *id = guide_question_id(q), *choice = guide_choice_id(q, (size_t)action);

	if (strcmp(id, "symptom-number") == 0) {
		ui->symptom_number = choice;
		return ui_push(ui, &view_address, 0, NULL, NULL);
	}
	if (!ui->session)
		return UI_NOTHING;
	session_answer(ui->session, id, choice);
	if (strcmp(id, "device") == 0)
		return set_device(ui, choice);
	ui->saved = false;
	ui_notice(ui, MARK_GOOD,
		memory_text(ui_tr(ui, N_("Thank you. Your answer counts from now on."))));
	return ui_pop(ui);
}

unsigned view_ask_device(struct ui *ui)
{
	const struct question_row *q = guide_question("device");

	return q ? ui_push(ui, &view_question, 0, NULL, q)
		 : ui_push(ui, &view_steps, 0, NULL, NULL);
}

const struct view_ops view_question = {
	.name = "question",
	.open = open,
	.fill = fill,
	.choose = choose,
};
