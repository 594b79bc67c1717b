/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/model.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/press.h"
#include "ui/view_message.h"
#include "ui/view_sides.h"
#include "ui/view_walk.h"

static bool ctype_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool ui_use_utf8(void)
{
	static const char *const others[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

	if (setlocale(LC_CTYPE, "") && ctype_is_utf8())
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (setlocale(LC_CTYPE, others[i]) && ctype_is_utf8())
			return true;
	return false;
}

void ui_say_impossible(const struct language *language)
{
	fprintf(stderr, "tlsdoctor: %s\n",
		tr(language ? language : language_english(),
			N_("This terminal or system can't show the wizard: it has no UTF-8.")));
}

const char *ui_tr(const struct ui *ui, const char *text)
{
	return tr(ui->language, text);
}

char *ui_fill_text(const struct ui *ui, const char *text, const struct fill *fills)
{
	return i18n_fill(tr(ui->language, text), fills);
}

void ui_notice(struct ui *ui, enum mark mark, char *text)
{
	free(ui->notice);
	ui->notice = text;
	ui->notice_mark = mark;
}

void ui_add_input(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page_add(page, BLOCK_INPUT, memory_text(frame->input.text));
	if (ui->notice)
		page_point(page, ui->notice_mark, memory_text(ui->notice));
	page_gap(page);
}

void ui_open_field(struct ui *ui, struct frame *frame)
{
	(void)ui;
	input_set(&frame->input, "");
	frame->focus = 0;
}

void ui_ask_line(const struct ui *ui, const struct frame *frame, struct page *page,
	const char *question, const char *how)
{
	page_heading(page, question);
	page_gap(page);
	ui_add_input(ui, frame, page);
	page_text(page, how);
	page_gap(page);
}

/* ---- The stack ---- */

struct frame *ui_top(struct ui *ui)
{
	return &ui->stack[ui->depth - 1];
}

static void drop(struct ui *ui)
{
	struct frame *frame = &ui->stack[--ui->depth];

	input_free(&frame->input);
	*frame = (struct frame){ 0 };
}

unsigned ui_push(struct ui *ui, const struct view_ops *view, int number, const char *about,
	const void *subject)
{
	struct frame *frame;

	if (ui->depth == UI_DEEP) {
		/* Round in circles: forget the oldest after the first. */
		input_free(&ui->stack[1].input);
		memmove(&ui->stack[1], &ui->stack[2], (UI_DEEP - 2) * sizeof(ui->stack[0]));
		ui->depth--;
	}
	frame = &ui->stack[ui->depth++];
	*frame = (struct frame){
		.view = view, .number = number, .about = about, .subject = subject, .focus = 1
	};
	if (view->open)
		view->open(ui, frame);
	return UI_FILL;
}

unsigned ui_swap(struct ui *ui, const struct view_ops *view, int number, const char *about,
	const void *subject)
{
	drop(ui);
	return ui_push(ui, view, number, about, subject);
}

unsigned ui_pop(struct ui *ui)
{
	if (ui->depth == 1)
		return UI_NOTHING;
	drop(ui);
	return UI_FILL;
}

unsigned ui_home(struct ui *ui)
{
	while (ui->depth > 1)
		drop(ui);
	return UI_FILL;
}

/* ---- Languages ---- */

bool ui_can_show(const struct ui *ui, const struct language *language)
{
	return !ui->no_japanese || strcmp(language_code(language), "ja") != 0;
}

unsigned ui_speak(struct ui *ui, const struct language *language)
{
	if (!ui_can_show(ui, language)) {
		ui_notice(ui, MARK_NOTE,
			memory_text(ui_tr(
				ui, N_("This console has no Japanese letters. In a terminal window "
				       "or over SSH, Japanese works."))));
		return UI_FILL;
	}
	ui->language = language;
	ui->language_known = true;
	return UI_FILL | UI_CLEAR;
}

const char *ui_language_name(const struct ui *ui, const struct language *language)
{
	if ((ui->no_japanese || ui->ascii) && strcmp(language_code(language), "ja") == 0)
		return "Nihongo (Japanese)";
	return language_own_name(language);
}

/* On a narrow screen this turns the page over: the caller's words, then one's own. */
static unsigned swap(struct ui *ui)
{
	const struct language *first = ui->language;

	if (!ui_speaks_two(ui))
		return ui_top(ui)->view == &view_second ? UI_NOTHING
							: ui_push(ui, &view_second, 0, NULL, NULL);
	ui->language = ui->second;
	ui->second = first;
	return UI_FILL | UI_CLEAR;
}

static unsigned next_language(struct ui *ui)
{
	const struct language *first = language_at(0), *next = first;

	for (size_t i = 0; language_at(i); i++)
		if (language_at(i) == ui->language && language_at(i + 1))
			next = language_at(i + 1);
	/* A console that can't show the next one goes on to the one after it. */
	if (ui->no_japanese && strcmp(language_code(next), "ja") == 0) {
		const struct language *skipped = next;

		for (size_t i = 0; language_at(i); i++)
			if (language_at(i) == skipped)
				next = language_at(i + 1) ? language_at(i + 1) : first;
	}
	return ui_speak(ui, next);
}

/* ---- The session ---- */

bool ui_looking(const struct ui *ui)
{
	return ui->session && ui->session->state == SESSION_LOOKING;
}

static void answer_from_start(struct ui *ui)
{
	if (ui->symptom)
		session_answer(ui->session, "symptom", ui->symptom);
	if (ui->symptom_number)
		session_answer(ui->session, "symptom-number", ui->symptom_number);
	if (ui->pasted)
		session_paste(ui->session, ui->pasted);
}

void ui_could_not_begin(struct ui *ui, int error)
{
	ui_notice(ui, MARK_BAD,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("This computer could not begin to check. Reason: {reason}"),
			(struct fill[]){ { "reason", i18n_error(ui->language, error) }, { 0 } }));
}

static int start(struct ui *ui)
{
	int error = session_start(ui->session);

	ui->told = false;
	ui->saved = false;
	ui->rechecked = NULL;
	if (error)
		ui_could_not_begin(ui, error);
	return error;
}

int ui_begin(struct ui *ui, struct settings *settings)
{
	if (ui->reference != REFERENCE_ASK && settings->reference == REFERENCE_ASK)
		settings->reference = ui->reference;
	session_free(ui->session);
	ui->session = session_new(settings, ui->options->budget);
	settings_free(settings);
	if (ui->options->offer)
		session_add_hello(ui->session, ui->options->offer);
	answer_from_start(ui);
	return start(ui);
}

void ui_show(struct ui *ui, struct session *session)
{
	session_free(ui->session);
	ui->session = session;
	ui->practising = NULL;
	ui->told = true;
	ui->saved = true;
	ui->rechecked = NULL;
}

static unsigned again(struct ui *ui)
{
	if (!ui->session || ui_looking(ui))
		return UI_NOTHING;
	if (ui_top(ui)->view == &view_fix)
		return ui_top(ui)->view->choose(ui, ui_top(ui), ACT_AGAIN);
	if (start(ui))
		return UI_FILL;
	while (ui->depth > 1)
		drop(ui);
	return ui_push(ui, &view_steps, 0, NULL, NULL);
}

unsigned ui_absorb(struct ui *ui)
{
	unsigned came = view_hello_absorb(ui) | view_walk_absorb(ui);
	unsigned news = ui->session ? session_absorb(ui->session) : 0;
	struct frame *top = ui_top(ui);

	if (!news)
		return came;
	return came | (top->view->news ? top->view->news(ui, top, news) : UI_FILL);
}

/* ---- Actions ---- */

static unsigned back(struct ui *ui)
{
	return ui->depth > 1 ? ui_pop(ui) : UI_NOTHING;
}

static bool would_lose(const struct ui *ui)
{
	const struct seen_answers *answers;

	if (!ui->session || ui->saved)
		return false;
	answers = &ui->session->evidence.answers;
	for (size_t i = 0; i < answers->count; i++) {
		const struct question_row *q = guide_question(answers->items[i].question);

		/* Consent is no answer about the trouble: it is quickly given again. */
		if (q && guide_question_step(q) > 0 && strcmp(guide_question_id(q), "consent") != 0)
			return true;
	}
	return false;
}

static unsigned quit(struct ui *ui)
{
	if (would_lose(ui) && ui_top(ui)->view != &view_quit)
		return ui_push(ui, &view_quit, 0, NULL, NULL);
	ui->quitting = true;
	return UI_NOTHING;
}

static unsigned stop(struct ui *ui)
{
	if (!ui_looking(ui))
		return UI_NOTHING;
	session_stop(ui->session);
	return UI_FILL;
}

static unsigned copy(struct ui *ui, unsigned how)
{
	struct page page = { 0 };
	unsigned redo = UI_NOTHING;

	ui_fill(ui, &page);
	if (page.copy) {
		free(ui->plain_text);
		ui->plain_text = page.copy;
		page.copy = NULL;
		redo = how | UI_FILL;
	}
	page_free(&page);
	return redo;
}

static unsigned open_once(struct ui *ui, const struct view_ops *view)
{
	return ui_top(ui)->view == view ? UI_NOTHING : ui_push(ui, view, 0, NULL, NULL);
}

static unsigned open_if_session(struct ui *ui, const struct view_ops *view)
{
	return ui->session ? open_once(ui, view) : UI_NOTHING;
}

unsigned ui_choose(struct ui *ui, int action)
{
	struct frame *top = ui_top(ui);

	ui_notice(ui, MARK_NONE, NULL);
	switch (action) {
	case ACT_BACK:
		return back(ui) | UI_FILL;
	case ACT_HELP:
		return open_once(ui, &view_help);
	case ACT_WORDS:
		return open_once(ui, &view_words);
	case ACT_SWAP:
		return swap(ui);
	case ACT_SEARCH:
		return open_once(ui, &view_search);
	case ACT_FAQS:
		return open_once(ui, &view_faqs);
	case ACT_LANGUAGE:
		return open_once(ui, &view_language);
	case ACT_NEXT_LANGUAGE:
		return next_language(ui);
	case ACT_QUIT:
		return quit(ui);
	case ACT_REPORT:
		return open_if_session(ui, &view_report);
	case ACT_AGAIN:
		return again(ui);
	case ACT_STOP:
		return stop(ui);
	case ACT_DETAILS:
		return open_if_session(ui, &view_details);
	case ACT_CLIENTS:
		return open_if_session(ui, &view_clients);
	case ACT_STEPS:
		return open_if_session(ui, &view_steps);
	case ACT_ANSWER:
		return open_if_session(ui, &view_answer);
	case ACT_ANSWERS:
		return open_if_session(ui, &view_answers);
	case ACT_COPY:
		return copy(ui, UI_COPY);
	case ACT_PLAIN:
		return copy(ui, UI_PLAIN);
	case ACT_NEW:
		ui_home(ui);
		return UI_FILL;
	case ACT_NOTHING:
		return UI_FILL;
	default:
		return top->view->choose ? top->view->choose(ui, top, action) : UI_NOTHING;
	}
}

/* ---- Beginning and end ---- */

static void open_first_views(struct ui *ui)
{
	const struct ui_options *options = ui->options;

	ui_push(ui, &view_home, 0, NULL, NULL);
	if (options->opened) {
		ui_show(ui, options->opened);
		if (ui_looking(ui)) /* it goes on under our eyes */
			ui_push(ui, &view_steps, 0, NULL, NULL);
		else
			ui_push(ui, &view_answer, 0, NULL, NULL);
	} else if (options->settings.target.host) {
		struct settings settings = { 0 };

		settings_copy(&settings, &options->settings);
		if (ui_begin(ui, &settings) == 0)
			ui_push(ui, &view_steps, 0, NULL, NULL);
	} else if (options->practice_first) {
		ui_push(ui, &view_practice, 0, NULL, NULL);
	}
}

void ui_open(struct ui *ui, const struct ui_options *options)
{
	const char *term = getenv("TERM");

	*ui = (struct ui){
		.options = options,
		.ascii = options->ascii,
		.redact = options->redact,
		.second = options->second,
		.beside = options->second != NULL,
	};
	ui->no_japanese = !options->plain && term && strncmp(term, "linux", 5) == 0;
	ui->language = options->language ? options->language : language_english();
	ui->language_known = options->language != NULL;
	if (options->language && !ui_can_show(ui, options->language)) {
		ui->language = language_english();
		ui_speak(ui, options->language); /* says why not */
	}
	if (options->trouble)
		ui_notice(ui, MARK_WARN, memory_text(options->trouble));
	open_first_views(ui);
}

void ui_close(struct ui *ui)
{
	session_free(ui->session);
	while (ui->depth)
		drop(ui);
	view_hello_tidy(ui);
	view_message_forget(ui);
	view_walk_forget(ui);
	free(ui->notice);
	free(ui->plain_text);
	free(ui->replace);
}
