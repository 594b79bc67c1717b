/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help: everything that a key does on the page below, as a list to choose from, so that no key is the
 * only way; the keys; the words explained; the languages; and the question before something is lost.
 */
#include <stdlib.h>
#include "base/memory.h"
#include "ui/model.h"
#include "ui/press.h"

#define HELP_FIRST 0 /* and the place of a command of the page below */

static const struct frame *below(const struct ui *ui)
{
	return &ui->stack[ui->depth - 2];
}

static const struct {
	const char *keys;
	const char *meaning;
} keys[] = {
	{ N_("Up, Down"), N_("choose, or scroll when there is nothing to choose") },
	{ "Enter", N_("go on, do it") },
	{ "1 2 3 ...", N_("choose by number") },
	{ N_("Left, Backspace, Esc"), N_("go back") },
	{ N_("Page Up, Page Down"), N_("scroll a page") },
	{ "Tab", N_("from the input field to the list and back") },
	{ "r", N_("check again") },
	{ "d", N_("technical details") },
	{ "/", N_("search the guide") },
	{ "w", N_("what the words mean") },
	{ "c", N_("copy the command") },
	{ "F1  ?", N_("this page") },
	{ "F2", N_("next language") },
	{ "F5", N_("report: see it, save it") },
	{ "Ctrl+L", N_("draw the screen again") },
	{ N_("q, Ctrl+C"), N_("quit") },
};

/* "Details (d)" */
static void add_command(struct page *page, int action, const struct command *command)
{
	char room[8];

	page_add(page, BLOCK_ITEM,
		memory_format("%s (%s)", command->text, press_name(command->key, room)))
		->action = action;
}

static void fill_help(const struct ui *ui, const struct frame *frame, struct page *page)
{
	struct page under = { 0 };

	(void)frame;
	below(ui)->view->fill(ui, below(ui), &under);
	page->title = memory_text(ui_tr(ui, N_("Help")));
	page_heading(page, ui_tr(ui, N_("What can be done here")));
	for (size_t i = 0; i < under.command_count; i++)
		if (under.commands[i].action != ACT_WORDS) /* it stands below on every page */
			add_command(page, HELP_FIRST + (int)i, &under.commands[i]);
	page_item(page, ACT_LANGUAGE, ui_tr(ui, N_("Language")));
	page_item(page, ACT_WORDS, ui_tr(ui, N_("What do the words mean?")));
	page_item(page, ACT_SEARCH, ui_tr(ui, N_("Search the guide")));
	page_item(page, ACT_FAQS, ui_tr(ui, N_("Questions and answers")));
	page_item(page, ACT_QUIT, ui_tr(ui, N_("Quit")));
	page_heading(page, ui_tr(ui, N_("Keys of the keyboard")));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		page_field(page, ui_tr(ui, keys[i].keys), memory_text(ui_tr(ui, keys[i].meaning)));
	page_free(&under);
}

static unsigned choose_help(struct ui *ui, struct frame *frame, int action)
{
	struct page under = { 0 };
	unsigned redo = UI_FILL;

	(void)frame;
	ui_pop(ui);
	ui_fill(ui, &under);
	if ((size_t)(action - HELP_FIRST) < under.command_count)
		redo |= ui_choose(ui, under.commands[action - HELP_FIRST].action);
	page_free(&under);
	return redo;
}

static void fill_words(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	/* TRANSLATORS: The title of the list of words that are explained. */
	page->title = memory_text(ui_tr(ui, N_("Words")));
	page_heading(page, ui_tr(ui, N_("What do the words mean?")));
	page_gap(page);
	for (size_t i = 0; guide_term_at(i); i++)
		page_item(page, (int)i, guide_term_word(ui->language, guide_term_at(i)));
}

static unsigned choose_words(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return ui_push(ui, &view_word, 0, NULL, guide_term_at((size_t)action));
}

static void fill_word(const struct ui *ui, const struct frame *frame, struct page *page)
{
	char *text = guide_term_text(ui->language, frame->subject);

	/* TRANSLATORS: The title of the list of words that are explained. */
	page->title = memory_text(ui_tr(ui, N_("Words")));
	page_heading(page, guide_term_word(ui->language, frame->subject));
	page_gap(page);
	page_text(page, text);
	free(text);
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

enum { LANGUAGE_SECOND = 50 };

static void open_language(struct ui *ui, struct frame *frame)
{
	for (int i = 0; language_at((size_t)i); i++)
		if (language_at((size_t)i) == ui->language)
			frame->focus = i + 1;
}

static void fill_language(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Language")));
	page_heading(page, ui_tr(ui, N_("Language")));
	page_gap(page);
	for (size_t i = 0; language_at(i); i++) {
		page_item(page, (int)i, ui_language_name(ui, language_at(i)));
		if (language_at(i) == ui->language)
			page->blocks[page->count - 1].mark = MARK_GOOD;
	}
	page_gap(page);
	page_item(page, LANGUAGE_SECOND, ui_tr(ui, N_("Two languages at once, for a helpdesk")));
}

static unsigned choose_language(struct ui *ui, struct frame *frame, int action)
{
	unsigned redo;

	(void)frame;
	if (action == LANGUAGE_SECOND)
		return ui_swap(ui, &view_second, 0, NULL, NULL);
	ui_pop(ui);
	redo = ui_speak(ui, language_at((size_t)action));
	return redo | UI_FILL;
}

/* ---- A second language ---- */

enum { SECOND_NONE = 50 };

static void fill_second(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Language")));
	page_heading(page, ui_tr(ui, N_("Which second language?")));
	page_gap(page);
	page_text(page, ui_tr(ui, N_("For a helpdesk: each page stands there in both languages, "
				     "side by side where the window is wide enough. On a smaller "
				     "one the key v turns the page over.")));
	page_gap(page);
	for (size_t i = 0; language_at(i); i++)
		if (language_at(i) != ui->language)
			page_item(page, (int)i, ui_language_name(ui, language_at(i)));
	page_item(page, SECOND_NONE, ui_tr(ui, N_("None: one language is enough")));
}

static unsigned choose_second(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	ui_pop(ui);
	ui->beside = action != SECOND_NONE;
	if (!ui->beside)
		return UI_FILL | UI_CLEAR;
	ui->second = language_at((size_t)action);
	if (!ui_can_show(ui, ui->second))
		return ui_speak(ui, ui->second); /* says why not */
	return UI_FILL | UI_CLEAR;
}

static void fill_quit(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page_heading(page, ui_tr(ui, N_("Quit without saving your answers?")));
	page_gap(page);
	page_item(page, ACT_REPORT, ui_tr(ui, N_("Save first")));
	page_item(page, ACT_QUIT, ui_tr(ui, N_("Quit")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Stay here")));
}

const struct view_ops view_help = {
	.name = "help",
	.fill = fill_help,
	.choose = choose_help,
};

const struct view_ops view_words = {
	.name = "words",
	.fill = fill_words,
	.choose = choose_words,
};

const struct view_ops view_word = {
	.name = "word",
	.fill = fill_word,
};

const struct view_ops view_language = {
	.name = "language",
	.open = open_language,
	.fill = fill_language,
	.choose = choose_language,
};

const struct view_ops view_second = {
	.name = "second",
	.fill = fill_second,
	.choose = choose_second,
};

const struct view_ops view_quit = {
	.name = "quit",
	.fill = fill_quit,
};
