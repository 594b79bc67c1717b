/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The twelve steps with what is known of each. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"
#include "i18n/cells.h"
#include "ui/model.h"
#include "ui/press.h"
#include "ui/view_sides.h"

/* A question of STEP that hasn't been answered, or NULL. */
static const struct question_row *open_question(const struct ui *ui, int step)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);

		if (guide_question_step(q) == step &&
			guide_question_fits(q, &ui->session->evidence) &&
			!evidence_answered(&ui->session->evidence, guide_question_id(q)))
			return q;
	}
	return NULL;
}

static void step_badge(const struct ui *ui, int step, const char **ret_word, enum mark *ret_mark)
{
	bool running = false;
	enum verdict verdict = session_step_verdict(ui->session, step, &running);

	if (running && ui_looking(ui) && verdict != VERDICT_FAIL) {
		*ret_word = "";
		*ret_mark = MARK_BUSY;
	} else if (verdict < VERDICT_COUNT) {
		*ret_word = guide_verdict_word(ui->language, verdict);
		*ret_mark = mark_of_verdict(verdict);
	} else if (open_question(ui, step)) {
		*ret_word = tr_ctx(ui->language, "badge", "QUESTION");
		*ret_mark = MARK_ASK;
	} else {
		*ret_word = "";
		*ret_mark = MARK_OFF;
	}
}

/* After a run, the first step with a problem is what one wants to read. */
static void steps_open(struct ui *ui, struct frame *frame)
{
	bool running;

	for (int step = 1; step <= GUIDE_STEPS && !ui_looking(ui); step++)
		if (session_step_verdict(ui->session, step, &running) == VERDICT_FAIL) {
			frame->focus = step;
			return;
		}
}

/* The widest word that can stand behind a step. */
static int badge_columns(const struct ui *ui)
{
	int most = cells_wide(tr_ctx(ui->language, "badge", "QUESTION"), SIZE_MAX);

	for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
		int wide = cells_wide(
			guide_verdict_word(ui->language, (enum verdict)verdict), SIZE_MAX);

		most = wide > most ? wide : most;
	}
	return most;
}

static void steps_fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		struct block *block = page_add(
			page, BLOCK_ITEM, memory_text(guide_step_title(ui->language, step)));
		const char *word;

		step_badge(ui, step, &word, &block->mark);
		block->label = memory_text(word);
		block->action = step;
	}
	page->label_columns = badge_columns(ui);
	page->side = memory_new(1, sizeof(*page->side));
	view_step_found(ui, frame->focus, page->side);
	view_step_why(ui, frame->focus, page->side);
	page->ladder = true;
	if (ui_looking(ui)) {
		ui_command(ui, page, ACT_STOP);
		ui_command(ui, page, ACT_SKIP);
	} else {
		ui_command(ui, page, ACT_ANSWER);
		ui_command(ui, page, ACT_AGAIN);
	}
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_REPORT);
	ui_command(ui, page, ACT_ANSWERS);
}

/* Leaves the checks of STEP out, or takes them in again. */
static unsigned skip(struct ui *ui, int step)
{
	bool running,
		skipped = session_step_verdict(ui->session, step, &running) == VERDICT_SKIPPED;

	for (size_t i = 0; check_at(i); i++)
		if (check_at(i)->step == step)
			session_skip(ui->session, check_at(i)->id, !skipped);
	return UI_FILL;
}

static unsigned steps_choose(struct ui *ui, struct frame *frame, int action)
{
	if (action == ACT_SKIP)
		return skip(ui, frame->focus);
	return ui_push(ui, &view_step, action, NULL, NULL);
}

static unsigned tell(struct ui *ui)
{
	ui->told = true;
	return ui_push(ui, &view_answer, 0, NULL, NULL);
}

static unsigned steps_news(struct ui *ui, struct frame *frame, unsigned news)
{
	(void)frame;
	if ((news & SESSION_NEWS_END) && !ui->told)
		return tell(ui);
	return UI_FILL;
}

/* ---- One step ---- */

static bool belongs(const struct finding *finding, int step, enum verdict verdict, bool about_here)
{
	const struct check *check = check_find(finding->check);

	return finding->about_here == about_here && (!step || (check && check->step == step)) &&
	       (verdict == VERDICT_COUNT || finding->verdict == verdict);
}

void view_add_findings(const struct ui *ui, int step, enum verdict verdict, struct page *page)
{
	const struct findings *findings = &ui->session->findings;

	for (size_t i = 0; i < findings->count; i++)
		if (belongs(&findings->items[i], step, verdict, false))
			page_point(page, mark_of_verdict(findings->items[i].verdict),
				guide_finding(ui->language, &findings->items[i]));
}

void view_add_remarks(const struct ui *ui, int step, struct page *page)
{
	const struct findings *findings = &ui->session->findings;
	bool first = true;

	for (size_t i = 0; i < findings->count; i++) {
		if (!belongs(&findings->items[i], step, VERDICT_COUNT, true))
			continue;
		if (first)
			page_heading(page,
				ui_tr(ui, N_("About this computer, not the one with the problem")));
		first = false;
		page_point(page, MARK_NOTE, guide_finding(ui->language, &findings->items[i]));
	}
}

bool view_lacks_reason(const struct ui *ui, const struct check_result *result)
{
	const struct findings *findings = &ui->session->findings;

	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->items[i].check, result->id) == 0)
			return false;
	return result->verdict == VERDICT_UNKNOWN && !result->running;
}

static bool kept_from(const struct ui *ui, const struct check_result *result)
{
	if (check_is_moot(&ui->session->findings, result))
		return false;
	return view_lacks_reason(ui, result) ||
	       (!result->running && (result->verdict == VERDICT_NOT_REACHED ||
					    result->verdict == VERDICT_SKIPPED));
}

static void add_reasons(const struct ui *ui, int step, struct page *page)
{
	const struct findings *findings = &ui->session->findings;
	char *last = NULL;

	for (size_t i = 0; i < findings->check_count; i++) {
		const struct check_result *result = &findings->checks[i];
		const struct check *check = check_find(result->id);
		char *reason;

		if (!check || check->step != step || !kept_from(ui, result))
			continue;
		reason = guide_reason(ui->language, result);
		/* Several checks of a step are often kept from it by the same thing. */
		if (reason && (!last || strcmp(last, reason) != 0))
			page_point(page, mark_of_verdict(result->verdict), memory_text(reason));
		free(last);
		last = reason;
	}
	free(last);
}

static void add_answers(const struct ui *ui, int step, struct page *page)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);
		const char *given = evidence_answered(&ui->session->evidence, guide_question_id(q));

		if (guide_question_step(q) != step || !given)
			continue;
		for (size_t c = 0; c < guide_question_choices(q); c++)
			if (strcmp(given, guide_choice_id(q, c)) == 0)
				page_field(page, guide_question_title(ui->language, q),
					memory_text(guide_choice_text(ui->language, q, c)));
	}
}

void view_step_found(const struct ui *ui, int step, struct page *page)
{
	const char *word;
	enum mark mark;
	size_t before;

	step_badge(ui, step, &word, &mark);
	page_heading(page, guide_step_title(ui->language, step));
	page_gap(page);
	before = page->count;
	view_add_findings(ui, step, VERDICT_COUNT, page);
	add_reasons(ui, step, page);
	add_answers(ui, step, page);
	if (mark == MARK_BUSY)
		page_point(page, MARK_NONE, memory_text(ui_tr(ui, N_("Checking..."))));
	if (mark == MARK_ASK && open_question(ui, step) && page->count == before)
		page_point(page, MARK_ASK,
			memory_text(ui_tr(ui, N_("Only you can answer this. Press Enter."))));
	view_add_remarks(ui, step, page);
	if (page->count > before)
		page_gap(page);
}

void view_step_why(const struct ui *ui, int step, struct page *page)
{
	char *text = guide_step_text(ui->language, step);

	page_text(page, text);
	free(text);
}

const struct view_ops view_steps = {
	.name = "steps",
	.open = steps_open,
	.fill = steps_fill,
	.choose = steps_choose,
	.news = steps_news,
};
