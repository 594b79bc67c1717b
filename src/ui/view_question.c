/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question that only the person can answer, choices in the guide's order; and all that were answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/reference.h"
#include "ui/model.h"

#define HOSTS_SHOWN 12
#define ANSWER_INDENT 9 /* below the words of its question */

/* A question that comes by itself, on the way to the check, leads on; any other one back to where it was
 * chosen. */
enum { ASKED_BY_CHOICE, ASKED_AFTER_DEVICE, ASKED_ON_THE_WAY };

enum { QUESTION_WHY = 100 };

/* The choice to begin on: what was said in this session, else what is likely. */
static const char *likely_choice(const struct ui *ui, const struct question_row *q)
{
	const char *id = guide_question_id(q), *given;

	if (!ui->session)
		return NULL;
	given = evidence_answered(&ui->session->evidence, id);
	if (given)
		return given;
	if (strcmp(id, "device") == 0)
		return ui->session->evidence.settings.device == DEVICE_OTHER ? "other" : "this";
	if (strcmp(id, "system") == 0)
		return ui->last_system;
	if (strcmp(id, "browser") == 0)
		return ui->last_browser					    ? ui->last_browser
		       : ui->symptom && strcmp(ui->symptom, "program") == 0 ? "program"
									    : NULL;
	return NULL;
}

static void open(struct ui *ui, struct frame *frame)
{
	const struct question_row *q = frame->subject;
	const char *likely = likely_choice(ui, q);

	for (size_t i = 0; likely && i < guide_question_choices(q); i++)
		if (strcmp(likely, guide_choice_id(q, i)) == 0)
			frame->focus = (int)i + 1;
}

/* Who would be asked. */
static void add_hosts(const struct ui *ui, struct page *page)
{
	char *hosts[HOSTS_SHOWN];
	size_t count = reference_hosts(&ui->session->evidence.settings, hosts, HOSTS_SHOWN);

	page_field(page, ui_tr(ui, N_("Who is asked")),
		i18n_list(ui->language, (const char *const *)hosts, count));
	page_gap(page);
	for (size_t i = 0; i < count; i++)
		free(hosts[i]);
}

/* In groups of four, as one reads it over the telephone. */
static void add_fingerprint(const struct ui *ui, struct page *page)
{
	const struct seen_handshake *handshake = &ui->session->evidence.handshake;
	const char *sha256 = handshake->chain_count ? handshake->chain[0].sha256 : NULL;
	struct buffer text = { 0 };

	for (size_t i = 0; sha256 && sha256[i]; i++) {
		if (i && i % 4 == 0)
			buffer_add_char(&text, ' ');
		buffer_add_char(&text, sha256[i]);
	}
	page_field(page, "SHA-256", buffer_take(&text));
	page_gap(page);
}

/* Below the choices, which must stay in view. */
static void add_how(const struct ui *ui, const struct question_row *q, struct page *page)
{
	char *how = ui->session ? guide_question_how(ui->language, q, &ui->session->evidence)
				: NULL;

	if (how && *how) {
		page_gap(page);
		page_heading(page, ui_tr(ui, N_("How to do that")));
		page_text(page, how);
	}
	free(how);
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct question_row *q = frame->subject;
	int step = guide_question_step(q);
	char *text = guide_question_text(ui->language, q);

	if (step && frame->number != ASKED_ON_THE_WAY)
		page->title = ui_step_title(ui, step);
	page_heading(page, guide_question_title(ui->language, q));
	page_gap(page);
	if (text && *text) {
		page_text(page, text);
		page_gap(page);
	}
	free(text);
	if (ui->session && strcmp(guide_question_id(q), "consent") == 0)
		add_hosts(ui, page);
	if (ui->session && strcmp(guide_question_id(q), "fingerprint") == 0)
		add_fingerprint(ui, page);
	for (size_t i = 0; i < guide_question_choices(q); i++)
		page_item(page, (int)i, guide_choice_text(ui->language, q, i));
	page_command(page, QUESTION_WHY, 'e', ui_tr(ui, N_("Why do you ask?")),
		ui_tr(ui, N_("Why do you ask?")));
	add_how(ui, q, page);
	page->ladder = ui->session != NULL;
}

/* What to ask next about the device, or NULL. */
static const struct question_row *next_about_device(const struct ui *ui)
{
	static const char *const ids[] = { "system", "browser" };
	const struct evidence *evidence = &ui->session->evidence;

	for (size_t i = 0; i < 2 && evidence->settings.device == DEVICE_OTHER; i++)
		if (!evidence_answered(evidence, ids[i]))
			return guide_question(ids[i]);
	return NULL;
}

/* What to ask before the check goes on alone, or NULL. */
static const struct question_row *next_on_the_way(const struct ui *ui)
{
	const struct question_row *next = next_about_device(ui),
				  *consent = guide_question("consent");

	if (next || !consent || ui->session->evidence.settings.reference != REFERENCE_ASK ||
		!guide_question_fits(consent, &ui->session->evidence) ||
		evidence_answered(&ui->session->evidence, "consent"))
		return next;
	return consent;
}

/* Others may be asked now and in this program's next checks, for good, or not at all. */
static void set_consent(struct ui *ui, const char *choice)
{
	const struct ui_hooks *hooks = ui->options->hooks;
	bool yes = strcmp(choice, "no") != 0;

	ui->reference = yes ? REFERENCE_ALWAYS : REFERENCE_NEVER;
	session_set_reference(ui->session, ui->reference);
	if (strcmp(choice, "always") == 0 && hooks->remember &&
		hooks->remember(hooks->context, "reference", "always") != 0)
		ui_notice(ui, MARK_WARN,
			memory_text(ui_tr(ui, N_("This could not be saved for the next time. For "
						 "now it counts."))));
}

/* All is asked: to the steps, and to the answer when it is known already. */
static unsigned go_on(struct ui *ui)
{
	bool looking = ui_looking(ui);

	ui_swap(ui, &view_steps, 0, NULL, NULL);
	if (looking)
		return UI_FILL;
	ui->told = true;
	return ui_push(ui, &view_answer, 0, NULL, NULL);
}

/* The device decides what the findings about this computer count for. */
static void set_device(struct ui *ui, const char *choice)
{
	bool other = strcmp(choice, "other") == 0;

	session_set_device(ui->session, other ? DEVICE_OTHER : DEVICE_THIS);
	for (size_t i = 0; guide_question_at(i); i++)
		if (!guide_question_fits(guide_question_at(i), &ui->session->evidence))
			session_answer(ui->session, guide_question_id(guide_question_at(i)), NULL);
}

static void remember(struct ui *ui, const char *id, const char *choice)
{
	session_answer(ui->session, id, choice);
	if (strcmp(id, "device") == 0)
		set_device(ui, choice);
	else if (strcmp(id, "system") == 0)
		ui->last_system = choice;
	else if (strcmp(id, "browser") == 0)
		ui->last_browser = choice;
	else if (strcmp(id, "symptom") == 0 && strcmp(choice, "number") != 0)
		session_answer(ui->session, "symptom-number", NULL);
	else if (strcmp(id, "consent") == 0)
		set_consent(ui, choice);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct question_row *q = frame->subject, *next = NULL;
	const char *id = guide_question_id(q), *choice = guide_choice_id(q, (size_t)action);
	int how = frame->number;

	if (action == QUESTION_WHY)
		return ui_push(ui, &view_why, 0, NULL, q);
	if (how == ASKED_ON_THE_WAY && strcmp(id, "symptom-number") == 0) {
		ui->symptom_number = choice;
		return ui_push(ui, &view_address, 0, NULL, NULL);
	}
	if (!ui->session)
		return UI_NOTHING;
	remember(ui, id, choice);
	if (strcmp(id, "device") == 0 && how == ASKED_BY_CHOICE)
		how = ASKED_AFTER_DEVICE;
	if (how == ASKED_ON_THE_WAY)
		next = next_on_the_way(ui);
	else if (how != ASKED_BY_CHOICE)
		next = next_about_device(ui);
	if (next)
		return ui_swap(ui, &view_question, how, NULL, next);
	if (how == ASKED_ON_THE_WAY)
		return go_on(ui);
	ui->saved = false;
	if (strcmp(id, "consent") == 0 && ui_looking(ui)) {
		ui->told = false;
		return ui_swap(ui, &view_steps, 0, NULL, NULL);
	}
	ui_notice(ui, MARK_GOOD,
		memory_text(ui_tr(ui, N_("Thank you. Your answer counts from now on."))));
	return ui_pop(ui);
}

unsigned view_ask(struct ui *ui, const char *question)
{
	const struct question_row *q = guide_question(question);

	return q ? ui_push(ui, &view_question, ASKED_ON_THE_WAY, NULL, q)
		 : ui_push(ui, &view_steps, 0, NULL, NULL);
}

/* ---- Why? ---- */

static void fill_why(const struct ui *ui, const struct frame *frame, struct page *page)
{
	int step = guide_question_step(frame->subject);

	if (step)
		page->title = ui_step_title(ui, step);
	page_heading(page, ui_tr(ui, N_("Why do you ask?")));
	page_gap(page);
	page_field(page, ui_tr(ui, N_("The question")),
		memory_text(guide_question_title(ui->language, frame->subject)));
	page_gap(page);
	page_text(page, ui_tr(ui, N_("A program can't see this from here. Your answer counts like "
				     "everything that is measured: some causes become more likely, "
				     "others less, and the instructions fit your device.")));
	page_gap(page);
	page_text(page, ui_tr(ui, N_("It stays in this program and is not sent anywhere. You can "
				     "change it at any time.")));
	page_gap(page);
	if (step)
		view_step_why(ui, step, page);
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

const struct view_ops view_why = {
	.name = "why",
	.fill = fill_why,
};

/* ---- All answers ---- */

static const char *given_text(const struct ui *ui, const struct question_row *q)
{
	const char *given = evidence_answered(&ui->session->evidence, guide_question_id(q));

	if (!given && strcmp(guide_question_id(q), "device") == 0)
		given = likely_choice(ui, q);
	for (size_t i = 0; given && i < guide_question_choices(q); i++)
		if (strcmp(given, guide_choice_id(q, i)) == 0)
			return guide_choice_text(ui->language, q, i);
	return ui_tr(ui, N_("Not answered yet"));
}

/* Nobody asks for what is known: the system of this computer, the number of a page that shows none. */
static bool worth_asking(const struct ui *ui, const struct question_row *q)
{
	const struct evidence *evidence = &ui->session->evidence;
	const char *id = guide_question_id(q), *symptom = evidence_answered(evidence, "symptom");

	if (strcmp(id, "symptom-number") == 0)
		return symptom && strcmp(symptom, "number") == 0;
	return guide_question_fits(q, evidence);
}

static void fill_answers(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Your answers")));
	page_heading(page, ui_tr(ui, N_("What you told the program. Choose a line to change it.")));
	page_gap(page);
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);

		if (!worth_asking(ui, q))
			continue;
		page_item(page, (int)i, guide_question_title(ui->language, q));
		page_add(page, BLOCK_TEXT, memory_text(given_text(ui, q)))->indent = ANSWER_INDENT;
	}
}

static unsigned choose_answers(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return ui_push(
		ui, &view_question, ASKED_BY_CHOICE, NULL, guide_question_at((size_t)action));
}

const struct view_ops view_question = {
	.name = "question",
	.open = open,
	.fill = fill,
	.choose = choose,
};

const struct view_ops view_answers = {
	.name = "answers",
	.fill = fill_answers,
	.choose = choose_answers,
};
