/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer: what is wrong, who can mend it, what to do, and why we think so. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/check.h"
#include "guide/own.h"
#include "guide/settle.h"
#include "ui/model.h"
#include "ui/press.h"

#define FIXES_MOST 32
#define OWN_MOST 8 /* of them, from the organization */
#define OWNERS_SHOWN 2 /* a visitor wants to see the reasons behind them */
#define QUESTIONS_MOST 24
#define SURE 0.9 /* from here on more questions would settle nothing */

enum {
	ANSWER_FIX = 0, /* and the fix's place */
	ANSWER_ORIGIN = 48, /* the server behind the CDN */
	ANSWER_OWNER = 49, /* all that the owner can do */
	ANSWER_DEVICE = 50, /* which system, which browser */
	ANSWER_OTHER = 100, /* and the cause's place */
	ANSWER_QUESTION = 200, /* and the question's index */
};

static const struct cause *cause_of(const struct ui *ui, const struct frame *frame)
{
	const struct causes *causes = &ui->session->causes;

	for (size_t i = 0; i < causes->count; i++)
		if (!frame->about || strcmp(causes->items[i].rule->id, frame->about) == 0)
			return &causes->items[i];
	return NULL;
}

static char *host_text(const struct ui *ui, const char *text)
{
	return ui_fill_text(ui, text,
		(struct fill[]){ { "host", ui->session->evidence.settings.target.shown }, { 0 } });
}

/* ---- With a cause ---- */

/* What one looks for first. */
static void add_fact(struct page *page, const char *name, const char *value)
{
	page_field(page, name, memory_text(value));
	page->blocks[page->count - 1].tone = TONE_STRONG;
}

static void add_head(const struct ui *ui, const struct cause *cause, struct page *page)
{
	const struct session *s = ui->session;
	struct block *title = page_add(page, BLOCK_HEADING,
		guide_cause_title(ui->language, cause, &s->evidence, &s->findings));

	if (title)
		title->tone = TONE_STRONG;
	page_gap(page);
	add_fact(
		page, ui_tr(ui, N_("How sure")), guide_likelihood(ui->language, cause->confidence));
	add_fact(page, ui_tr(ui, N_("Who can fix it")),
		guide_who_mends(ui->language, cause->rule->id, &s->evidence));
	if (cause->severity == SEVERITY_WARN)
		page_field(page, ui_tr(ui, N_("How serious")),
			memory_text(ui_tr(ui, N_("It works from here now. It fails for some "
						 "programs, or will soon."))));
}

static size_t fixes_of(const struct ui *ui, const struct cause *cause, const struct fix_row **ret)
{
	const struct evidence *evidence = &ui->session->evidence;
	const struct fix_row *own[OWN_MOST];
	size_t own_count = guide_own_fixes(
		ui->options->own, cause->rule->id, 0, evidence, own, OWN_MOST);
	size_t most = FIXES_MOST - own_count;
	size_t count = guide_fixes_for(cause->rule->id, evidence, ret, most);

	count = count < most ? count : most;
	memcpy(ret + count, own, own_count * sizeof(own[0]));
	return count + own_count;
}

/* Until we know that the site is what it says it is; unless a fix says so already. */
static void add_caution(const struct ui *ui, const struct cause *cause, struct page *page)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, cause, fixes);

	if (cause->severity != SEVERITY_FAIL ||
		(cause->rule->stage != STAGE_CERTIFICATE &&
			strcmp(cause->rule->id, "interception") != 0))
		return;
	for (size_t i = 0; i < count; i++)
		if (strcmp(guide_fix_id(fixes[i]), "site.no-passwords") == 0)
			return;
	page_gap(page);
	page_point(page, MARK_WARN,
		memory_text(ui_tr(
			ui, N_("Do not enter passwords or card numbers until this is solved."))));
}

/* Visitors shall not try to renew somebody else's certificate. */
static const char *fix_label(const struct ui *ui, const struct fix_row *fix, bool first)
{
	if (guide_fix_is_own(fix))
		/* TRANSLATORS: Stands behind advice that the person's own organization has added. */
		return ui_tr(ui, N_("your organization"));
	if (first)
		return ui_tr(ui, N_("recommended"));
	/* TRANSLATORS: Stands behind advice that only the owner of the website can follow. */
	return guide_fix_who(fix) == WHO_SITE ? ui_tr(ui, N_("for the owner")) : NULL;
}

/* What fails is behind the CDN that was met or is spoken of; the server there can be looked at. */
static bool is_behind_cdn(const struct ui *ui, const struct cause *cause)
{
	const struct session *s = ui->session;

	if (s->evidence.settings.origin || ui_looking(ui) || ui->practising)
		return false;
	return text_starts(cause->rule->id, "cdn-origin-") ||
	       (strcmp(cause->rule->id, "bad-gateway") == 0 &&
		       findings_find(&s->findings, "http.front"));
}

static void add_fixes(const struct ui *ui, const struct cause *cause, struct page *page)
{
	const struct question_row *question = guide_question_for(
		cause->rule->id, &ui->session->evidence);
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, cause, fixes), owners = 0;

	if (!count)
		return;
	page_heading(page, ui_tr(ui, N_("What to do")));
	for (size_t i = 0; i < count; i++) {
		if (guide_fix_who(fixes[i]) == WHO_SITE && owners++ >= OWNERS_SHOWN)
			continue;
		page_item(page, ANSWER_FIX + (int)i, guide_fix_title(ui->language, fixes[i]));
		page->blocks[page->count - 1].label = memory_text(
			fix_label(ui, fixes[i], i == 0 && count > 1));
	}
	if (is_behind_cdn(ui, cause)) {
		page_item(page, ANSWER_ORIGIN, ui_tr(ui, N_("Check the origin server now")));
		page->blocks[page->count - 1].label = memory_text(ui_tr(ui, N_("for the owner")));
	}
	if (owners > OWNERS_SHOWN)
		page_item(page, ANSWER_OWNER, ui_tr(ui, N_("All that the owner can do")));
	if (question)
		page_item(page, ANSWER_DEVICE,
			strcmp(guide_question_id(question), "system") == 0
				? ui_tr(ui, N_("Choose the system of that device, so that these "
					       "steps fit it"))
				: ui_tr(ui, N_("Choose the browser or program, so that these steps "
					       "fit it")));
}

static void add_reasons(const struct ui *ui, const struct cause *cause, struct page *page)
{
	const struct session *s = ui->session;

	page_heading(page, ui_tr(ui, N_("Why I think so")));
	for (size_t i = 0; i < cause->because_count; i++)
		page_point(page, MARK_FOR,
			guide_reason_for(
				ui->language, cause->because[i], &s->findings, &s->evidence));
	for (size_t i = 0; i < cause->against_count; i++)
		page_point(page, MARK_AGAINST,
			guide_reason_for(
				ui->language, cause->against[i], &s->findings, &s->evidence));
	if (!cause->against_count)
		page_point(
			page, MARK_NONE, memory_text(ui_tr(ui, N_("Nothing speaks against it."))));
}

static void add_meaning(const struct ui *ui, const struct cause *cause, struct page *page)
{
	const struct session *s = ui->session;
	char *text = guide_cause_text(ui->language, cause, &s->evidence, &s->findings);

	if (text && *text) {
		page_heading(page, ui_tr(ui, N_("What this means")));
		page_text(page, text);
	}
	free(text);
}

static void add_others(const struct ui *ui, const struct cause *shown, struct page *page)
{
	const struct session *s = ui->session;

	if (s->causes.count < 2)
		return;
	page_heading(page, ui_tr(ui, N_("Other possible causes")));
	for (size_t i = 0; i < s->causes.count; i++) {
		const struct cause *cause = &s->causes.items[i];
		struct block *block;

		if (cause == shown)
			continue;
		block = page_add(page, BLOCK_ITEM,
			guide_cause_title(ui->language, cause, &s->evidence, &s->findings));
		if (!block)
			continue;
		block->action = ANSWER_OTHER + (int)i;
		block->label = memory_text(guide_likelihood(ui->language, cause->confidence));
	}
}

/* What only the person can find out, and hasn't been answered. */
static bool is_open_question(const struct ui *ui, const struct question_row *q)
{
	const struct evidence *evidence = &ui->session->evidence;

	return guide_question_step(q) && guide_question_fits(q, evidence) &&
	       !evidence_answered(evidence, guide_question_id(q));
}

static size_t add_once(size_t *list, size_t count, size_t index)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == index)
			return count;
	if (count < QUESTIONS_MOST && guide_question_at(index))
		list[count++] = index;
	return count;
}

/* Where the question is that SETTLER asks; asking others is what that of consent is about. */
static size_t question_of(const struct settler *settler)
{
	const char *id = settler->kind == SETTLE_QUESTION     ? settler->id
			 : strcmp(settler->id, "others") == 0 ? "consent"
							      : NULL;
	size_t i = 0;

	while (guide_question_at(i) &&
		(!id || strcmp(guide_question_id(guide_question_at(i)), id) != 0))
		i++;
	return i;
}

/* Open questions: those that would settle most first (RET_TELLING of them), then the others. */
static size_t order_questions(const struct ui *ui, size_t ret[QUESTIONS_MOST], size_t *ret_telling)
{
	const struct session *s = ui->session;
	struct settler settlers[SETTLERS_MOST];
	size_t settler_count = guide_settle(&s->evidence, &s->findings, &s->causes, settlers);
	size_t count = 0;

	for (size_t i = 0; i < settler_count; i++) {
		const struct question_row *q = guide_question_at(question_of(&settlers[i]));

		if (q && is_open_question(ui, q))
			count = add_once(ret, count, question_of(&settlers[i]));
	}
	*ret_telling = count;
	for (size_t i = 0; guide_question_at(i); i++)
		if (is_open_question(ui, guide_question_at(i)))
			count = add_once(ret, count, i);
	return count;
}

static void add_questions(const struct ui *ui, const char *heading, struct page *page)
{
	size_t list[QUESTIONS_MOST], telling;
	size_t count = order_questions(ui, list, &telling);

	if (count)
		page_heading(page, heading);
	for (size_t i = 0; i < count; i++) {
		page_item(page, ANSWER_QUESTION + (int)list[i],
			guide_question_title(ui->language, guide_question_at(list[i])));
		if (i == 0 && telling)
			page->blocks[page->count - 1].label = memory_text(
				ui_tr(ui, N_("recommended")));
	}
}

static void fill_cause(const struct ui *ui, const struct cause *cause, struct page *page)
{
	add_head(ui, cause, page);
	add_caution(ui, cause, page);
	add_fixes(ui, cause, page);
	add_reasons(ui, cause, page);
	add_meaning(ui, cause, page);
	if (cause->confidence < SURE || cause->severity == SEVERITY_WARN)
		add_questions(ui, ui_tr(ui, N_("To be more certain")), page);
	add_others(ui, cause, page);
}

/* ---- Without one ---- */

/* The steps that REASON (of check FIRST) kept from being checked, each once. */
static char *steps_kept_by(const struct ui *ui, size_t first, const char *reason)
{
	const struct findings *findings = &ui->session->findings;
	const char *titles[GUIDE_STEPS];
	size_t count = 0;
	int last = 0;

	for (size_t i = first; i < findings->check_count; i++) {
		const struct check_result *result = &findings->checks[i];
		const struct check *check = check_find(result->id);
		char *other;

		if (!check || check->step <= last || !view_lacks_reason(ui, result))
			continue;
		other = guide_reason(ui->language, result);
		if (strcmp(other, reason) == 0) {
			titles[count++] = guide_step_title(ui->language, check->step);
			last = check->step;
		}
		free(other);
	}
	return i18n_list(ui->language, titles, count);
}

static bool said_before(const struct ui *ui, size_t before, const char *reason)
{
	const struct findings *findings = &ui->session->findings;
	bool said = false;

	for (size_t i = 0; i < before && !said; i++) {
		char *other = view_lacks_reason(ui, &findings->checks[i])
				      ? guide_reason(ui->language, &findings->checks[i])
				      : NULL;

		said = other && strcmp(other, reason) == 0;
		free(other);
	}
	return said;
}

/* Each reason that kept us from checking, with the steps that it concerns. */
static void add_unknowns(const struct ui *ui, struct page *page)
{
	const struct findings *findings = &ui->session->findings;

	for (size_t i = 0; i < findings->check_count; i++) {
		char *reason, *steps;

		if (!view_lacks_reason(ui, &findings->checks[i]))
			continue;
		reason = guide_reason(ui->language, &findings->checks[i]);
		if (said_before(ui, i, reason)) {
			free(reason);
			continue;
		}
		steps = steps_kept_by(ui, i, reason);
		page_point(page, MARK_ASK, reason);
		page_add(page, BLOCK_TEXT, steps)->indent = 4;
	}
}

static void fill_healthy(const struct ui *ui, struct page *page)
{
	page_add(page, BLOCK_HEADING,
		/* xgettext:no-c-format,perl-brace-format */
		host_text(ui, N_("No problem found. The handshake with {host} works from here.")));
	page_heading(page, ui_tr(ui, N_("What was checked")));
	view_add_findings(ui, 0, VERDICT_WARN, page);
	view_add_findings(ui, 0, VERDICT_PASS, page);
	view_add_findings(ui, 0, VERDICT_NOTE, page);
	add_questions(ui, ui_tr(ui, N_("It still fails for you? These questions help")), page);
}

static void fill_unknown(const struct ui *ui, struct page *page)
{
	page_add(page, BLOCK_HEADING,
		/* xgettext:no-c-format,perl-brace-format */
		host_text(ui, N_("It could not be checked what is wrong with {host}.")));
	page_gap(page);
	page_text(page, ui_tr(ui, N_("This does not mean that the site is at fault.")));
	page_heading(page, ui_tr(ui, N_("What stood in the way")));
	view_add_findings(ui, 0, VERDICT_FAIL, page);
	view_add_findings(ui, 0, VERDICT_UNKNOWN, page);
	add_unknowns(ui, page);
	add_questions(ui, ui_tr(ui, N_("To be more certain")), page);
}

static void fill_stopped(const struct ui *ui, struct page *page)
{
	page_add(page, BLOCK_HEADING,
		memory_text(ui_tr(ui, N_("You stopped the check. This was seen so far:"))));
	page_gap(page);
	view_add_findings(ui, 0, VERDICT_FAIL, page);
	view_add_findings(ui, 0, VERDICT_WARN, page);
	view_add_findings(ui, 0, VERDICT_PASS, page);
	view_add_findings(ui, 0, VERDICT_NOTE, page);
}

static void fill_looking(const struct ui *ui, struct page *page)
{
	page_add(page, BLOCK_HEADING, memory_text(ui_tr(ui, N_("Checking..."))));
	page_gap(page);
	page_text(page, ui_tr(ui, N_("The answer comes here as soon as it is known.")));
	ui_command(ui, page, ACT_STOP);
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct cause *cause = cause_of(ui, frame);

	if (cause)
		fill_cause(ui, cause, page);
	else if (ui_looking(ui))
		fill_looking(ui, page);
	else if (ui->session->state == SESSION_STOPPED)
		fill_stopped(ui, page);
	else if (ui->session->verdict == VERDICT_PASS || ui->session->verdict == VERDICT_WARN)
		fill_healthy(ui, page);
	else
		fill_unknown(ui, page);
	view_add_remarks(ui, 0, page);
	page->ladder = true;
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_STEPS);
	if (!ui_looking(ui))
		ui_command(ui, page, ACT_AGAIN);
	ui_command(ui, page, ACT_REPORT);
	ui_command(ui, page, ACT_NEW);
	ui_command(ui, page, ACT_ANSWERS);
}

static unsigned choose_fix(struct ui *ui, const struct cause *cause, size_t place)
{
	const struct fix_row *fixes[FIXES_MOST];

	if (place >= fixes_of(ui, cause, fixes))
		return UI_NOTHING;
	return ui_push(ui, &view_fix, 0, cause->rule->id, fixes[place]);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct cause *cause = cause_of(ui, frame);
	const struct causes *causes = &ui->session->causes;

	if (action >= ANSWER_QUESTION)
		return ui_push(ui, &view_question, 0, NULL,
			guide_question_at((size_t)(action - ANSWER_QUESTION)));
	if (action >= ANSWER_OTHER && (size_t)(action - ANSWER_OTHER) < causes->count)
		return ui_push(
			ui, &view_answer, 0, causes->items[action - ANSWER_OTHER].rule->id, NULL);
	if (!cause)
		return UI_NOTHING;
	if (action == ANSWER_ORIGIN)
		return ui_push(ui, &view_origin, 0, NULL, NULL);
	if (action == ANSWER_OWNER)
		return ui_push(ui, &view_owner, 0, cause->rule->id, NULL);
	if (action == ANSWER_DEVICE)
		return ui_push(ui, &view_question, 0, NULL,
			guide_question_for(cause->rule->id, &ui->session->evidence));
	return choose_fix(ui, cause, (size_t)action);
}

const struct view_ops view_answer = {
	.name = "answer",
	.fill = fill,
	.choose = choose,
};
