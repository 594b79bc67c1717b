/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step on a page of its own: what was found, what can be answered and done there by hand, and why it matters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/own.h"
#include "ui/model.h"
#include "ui/view_sides.h"

#define FIXES_MOST 64
#define FIXES_FIRST 6 /* the others stand behind one line */
#define FIXES_FEW 2 /* so few that they need no page of their own */

enum {
	STEP_MORE = 50,
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

/* Who reads the log of a server looks after it; anybody else is a visitor. */
static bool is_owner(const struct ui *ui)
{
	const char *symptom = evidence_answered(&ui->session->evidence, "symptom");

	return symptom && strcmp(symptom, "log") == 0;
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

/* The smaller, the sooner this person wants to read it. */
static int distance(const struct ui *ui, const struct fix_row *fix)
{
	bool theirs = is_owner(ui) == (guide_fix_who(fix) == WHO_SITE);

	return (guide_fix_is_own(fix) ? 0 : 8) + (found_cause(ui, fix) ? 0 : 2) + (theirs ? 0 : 4) +
	       (guide_fix_is_particular(fix) ? 0 : 1);
}

/* Stable: what is equally near stays in the guide's order. */
static void nearest_first(const struct ui *ui, const struct fix_row **fixes, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct fix_row *fix = fixes[i];
		size_t at = i;

		for (; at && distance(ui, fixes[at - 1]) > distance(ui, fix); at--)
			fixes[at] = fixes[at - 1];
		fixes[at] = fix;
	}
}

/* All of them, those first that fit what was found and the person. */
static size_t fixes_of(const struct ui *ui, int step, const struct fix_row **ret)
{
	const struct evidence *evidence = &ui->session->evidence;
	size_t count = guide_fixes_of_step(step, evidence, ret, FIXES_MOST);

	if (count > FIXES_MOST)
		count = FIXES_MOST;
	count += guide_own_fixes(
		ui->options->own, NULL, step, evidence, ret + count, FIXES_MOST - count);
	nearest_first(ui, ret, count);
	return count;
}

static void add_questions(const struct ui *ui, int step, struct page *page)
{
	for (size_t i = 0; guide_question_at(i); i++)
		if (guide_question_step(guide_question_at(i)) == step &&
			guide_question_fits(guide_question_at(i), &ui->session->evidence))
			page_item(page, STEP_QUESTION + (int)i,
				guide_question_title(ui->language, guide_question_at(i)));
}

static size_t shown_first(size_t count)
{
	return count > FIXES_FIRST + FIXES_FEW ? FIXES_FIRST : count;
}

static void add_fixes(const struct ui *ui, const struct fix_row *const *fixes, size_t from,
	size_t to, struct page *page)
{
	if (from < to)
		page_heading(page, ui_tr(ui, N_("What can be done here by hand")));
	for (size_t i = from; i < to; i++) {
		page_item(page, STEP_FIX + (int)i, guide_fix_title(ui->language, fixes[i]));
		if (guide_fix_is_own(fixes[i]))
			page->blocks[page->count - 1].label = memory_text(
				ui_tr(ui, N_("your organization")));
		else if (guide_fix_who(fixes[i]) == WHO_SITE)
			page->blocks[page->count - 1].label = memory_text(
				ui_tr(ui, N_("for the owner")));
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, frame->number, fixes), first = shown_first(count);

	page->title = ui_step_title(ui, frame->number);
	view_step_found(ui, frame->number, page);
	page_gap(page);
	add_questions(ui, frame->number, page);
	view_add_side_items(ui, frame->number, page);
	add_fixes(ui, fixes, 0, first, page);
	if (first < count)
		page_item(page, STEP_MORE, ui_tr(ui, N_("More that can be done here")));
	page_gap(page);
	view_step_why(ui, frame->number, page);
	page->ladder = true;
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_WORDS);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t place = (size_t)(action - STEP_FIX);
	unsigned bits;

	if (view_choose_side_item(ui, action, &bits))
		return bits;
	if (action == STEP_MORE)
		return ui_push(ui, &view_step_more, frame->number, NULL, NULL);
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

/* ---- The rest ---- */

static void fill_more(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, frame->number, fixes);

	page->title = ui_step_title(ui, frame->number);
	add_fixes(ui, fixes, shown_first(count), count, page);
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
	page->ladder = true;
}

const struct view_ops view_step_more = {
	.name = "step-more",
	.fill = fill_more,
	.choose = choose,
};
