/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step on a page of its own: what was found, what can be answered and done there by hand, and why it matters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "ui/model.h"
#include "ui/view_sides.h"

#define FIXES_MOST 30

enum {
	STEP_QUESTION = 100, /* and the question's index */
	STEP_FIX = 400, /* and the fix's place */
};

char *ui_step_title(const struct ui *ui, int step)
{
	char number[12];

	snprintf(number, sizeof(number), "%d", step);
	return ui_fill_text(ui,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Step {n} of 12: {title}"),
		(struct fill[]){ { "n", number }, { "title", guide_step_title(ui->language, step) },
			{ 0 } });
}

static size_t fixes_of(const struct ui *ui, int step, const struct fix_row **ret)
{
	size_t count = guide_fixes_of_step(step, &ui->session->evidence, ret, FIXES_MOST);

	return count < FIXES_MOST ? count : FIXES_MOST;
}

static void add_questions(const struct ui *ui, int step, struct page *page)
{
	for (size_t i = 0; guide_question_at(i); i++)
		if (guide_question_step(guide_question_at(i)) == step &&
			guide_question_fits(guide_question_at(i), &ui->session->evidence))
			page_item(page, STEP_QUESTION + (int)i,
				guide_question_title(ui->language, guide_question_at(i)));
}

static void add_fixes(const struct ui *ui, int step, struct page *page)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, step, fixes);

	if (count)
		page_heading(page, ui_tr(ui, N_("What can be done here by hand")));
	for (size_t i = 0; i < count; i++) {
		page_item(page, STEP_FIX + (int)i, guide_fix_title(ui->language, fixes[i]));
		if (guide_fix_who(fixes[i]) == WHO_SITE)
			page->blocks[page->count - 1].label = memory_text(
				ui_tr(ui, N_("for the owner")));
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = ui_step_title(ui, frame->number);
	view_step_found(ui, frame->number, page);
	page_gap(page);
	add_questions(ui, frame->number, page);
	view_add_side_items(ui, frame->number, page);
	add_fixes(ui, frame->number, page);
	page_gap(page);
	view_step_why(ui, frame->number, page);
	page->ladder = true;
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_WORDS);
}

/* The cause that was found and that FIX mends, or NULL. */
static const char *found_cause(const struct ui *ui, const struct fix_row *fix)
{
	const struct causes *causes = &ui->session->causes;

	for (size_t i = 0; i < causes->count; i++)
		if (guide_fix_mends(fix, causes->items[i].rule->id))
			return causes->items[i].rule->id;
	return NULL;
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t place = (size_t)(action - STEP_FIX);
	unsigned bits;

	if (view_choose_side_item(ui, action, &bits))
		return bits;
	if (action < STEP_FIX)
		return ui_push(ui, &view_question, 0, NULL,
			guide_question_at((size_t)(action - STEP_QUESTION)));
	if (place >= fixes_of(ui, frame->number, fixes))
		return UI_NOTHING;
	return ui_push(ui, &view_fix, frame->number, found_cause(ui, fixes[place]), fixes[place]);
}

const struct view_ops view_step = {
	.name = "step",
	.fill = fill,
	.choose = choose,
};
