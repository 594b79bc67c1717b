/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the handshake got, and what each of the twelve steps found. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"
#include "guide/guide.h"
#include "report/formats.h"
#include "report/sheet.h"

/* ---- The ladder ---- */

static enum verdict rung_verdict(const struct session *session, int rung)
{
	enum stage stage = report_stage(session);
	int at = stage < STAGE_COUNT ? guide_rung_of(stage) : 0;

	if (rung < at)
		return VERDICT_PASS;
	if (rung > at)
		return VERDICT_NOT_REACHED;
	return session->verdict == VERDICT_FAIL ? VERDICT_FAIL : VERDICT_UNKNOWN;
}

static void add_ladder(struct sheet *sheet)
{
	struct rung rungs[GUIDE_RUNGS];
	int64_t ms[REPORT_TIMES];

	sheet_heading(sheet, tr(sheet->language, N_("How far the handshake got")));
	for (int rung = 0; rung < GUIDE_RUNGS; rung++)
		rungs[rung] = (struct rung){
			.name = guide_rung_name(sheet->language, rung),
			.verdict = rung_verdict(sheet->session, rung),
		};
	paper_ladder(&sheet->paper, INDENT, rungs, GUIDE_RUNGS);
	report_times(&sheet->session->evidence, ms);
	paper_times(&sheet->paper, tr(sheet->language, N_("How long it took")), ms);
}

/* ---- The twelve steps ---- */

/* Whether the person could say something about STEP that they haven't. */
static bool has_open_question(const struct sheet *sheet, int step)
{
	const struct question_row *question;

	for (size_t i = 0; (question = guide_question_at(i)); i++) {
		if (guide_question_step(question) == step &&
			guide_question_fits(question, &sheet->session->evidence) &&
			!evidence_answered(&sheet->session->evidence, guide_question_id(question)))
			return true;
	}
	return false;
}

static const char *verdict_word(const struct sheet *sheet, enum verdict verdict)
{
	return verdict < VERDICT_COUNT ? guide_verdict_word(sheet->language, verdict) : "";
}

/* Number, title and word of STEP, in columns. */
static void add_step_line(struct sheet *sheet, int step, enum verdict verdict)
{
	const char *title = guide_step_title(sheet->language, step);
	bool open = verdict == VERDICT_COUNT && has_open_question(sheet, step);
	const char *word = open ? tr_ctx(sheet->language, "badge", "QUESTION")
				: verdict_word(sheet, verdict);

	paper_step(&sheet->paper, step, title, open ? VERDICT_UNKNOWN : verdict, word);
}

static bool belongs(const char *check_id, int step)
{
	const struct check *check = check_find(check_id);

	return check && check->step == step;
}

/* Whether a finding of the check already says what its verdict is. */
static bool is_told(const struct findings *findings, const struct check_result *result)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].verdict == result->verdict &&
			!strcmp(findings->items[i].check, result->id))
			return true;
	}
	return false;
}

/* Unknown, not reached or skipped: the reason; several checks of a step often share it. */
static void add_step_reasons(struct sheet *sheet, int step)
{
	const struct findings *findings = &sheet->session->findings;
	char *last = NULL;

	for (size_t i = 0; i < findings->check_count; i++) {
		const struct check_result *result = &findings->checks[i];
		char *text;

		if (!result->reason || !belongs(result->id, step) || is_told(findings, result) ||
			check_is_moot(findings, result))
			continue;
		text = guide_reason(sheet->language, result);
		if (text && (!last || strcmp(last, text)))
			sheet_marked(sheet, 4, result->verdict, memory_text(text));
		free(last);
		last = text;
	}
	free(last);
}

static void add_step_findings(struct sheet *sheet, int step)
{
	const struct findings *findings = &sheet->session->findings;

	for (size_t i = 0; i < findings->count; i++) {
		if (!findings->items[i].about_here && belongs(findings->items[i].check, step))
			sheet_marked(sheet, 4, findings->items[i].verdict,
				guide_finding(sheet->language, &findings->items[i]));
	}
}

/* What the person said in this step. */
static void add_step_answers(struct sheet *sheet, int step)
{
	const struct seen_answers *answers = &sheet->session->evidence.answers;

	for (size_t i = 0; i < answers->count; i++) {
		const struct question_row *question = guide_question(answers->items[i].question);
		char *id;

		if (!question || guide_question_step(question) != step)
			continue;
		id = memory_format(
			"answer.%s=%s", answers->items[i].question, answers->items[i].choice);
		sheet_marked(sheet, 4, VERDICT_NOTE,
			guide_reason_for(sheet->language, id, &sheet->session->findings,
				&sheet->session->evidence));
		free(id);
	}
}

static void add_steps(struct sheet *sheet)
{
	sheet_heading(sheet, tr(sheet->language, N_("The twelve steps")));
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		bool running;

		add_step_line(sheet, step, session_step_verdict(sheet->session, step, &running));
		add_step_findings(sheet, step);
		add_step_reasons(sheet, step);
		add_step_answers(sheet, step);
	}
}

/* The trouble is on another device: what was found here is told, and counts for nothing. */
static void add_remarks(struct sheet *sheet)
{
	const struct findings *findings = &sheet->session->findings;
	bool first = true;

	for (size_t i = 0; i < findings->count; i++) {
		if (!findings->items[i].about_here)
			continue;
		if (first)
			sheet_heading(sheet,
				tr(sheet->language,
					"About this computer, not the one with the problem"));
		first = false;
		sheet_marked(sheet, 4, VERDICT_NOTE,
			guide_finding(sheet->language, &findings->items[i]));
	}
}

/* ---- What was said before anything was looked at ---- */

static void add_first_answers(struct sheet *sheet)
{
	const struct evidence *evidence = &sheet->session->evidence;
	const struct question_row *question;
	bool first = true;

	for (size_t i = 0; (question = guide_question_at(i)); i++) {
		const char *given = evidence_answered(evidence, guide_question_id(question));

		if (guide_question_step(question) || !given ||
			!guide_question_fits(question, evidence))
			continue;
		for (size_t c = 0; c < guide_question_choices(question); c++) {
			if (strcmp(given, guide_choice_id(question, c)) != 0)
				continue;
			if (first)
				sheet_heading(sheet, tr(sheet->language, N_("What was answered")));
			first = false;
			sheet_text(sheet, INDENT, INK_PLAIN,
				memory_format("%s %s",
					guide_question_title(sheet->language, question),
					guide_choice_text(sheet->language, question, c)));
		}
	}
}

void sheet_steps(struct sheet *sheet)
{
	add_first_answers(sheet);
	add_ladder(sheet);
	add_steps(sheet);
	add_remarks(sheet);
}
