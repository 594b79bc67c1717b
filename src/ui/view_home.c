/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page: what do you see? */
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "ui/model.h"
#include "ui/press.h"
#include "ui/view_message.h"
#include "ui/view_walk.h"

enum {
	/* Below: the choices of the question "symptom", in the guide's order. */
	HOME_PRACTICE = 100,
	HOME_SAVED,
	HOME_RETURN,
	HOME_PASTE,
};

static const struct question_row *symptoms(void)
{
	return guide_question("symptom");
}

/* "English  日本語  ...": the one line that a person finds in any language. */
static char *all_languages(const struct ui *ui)
{
	struct buffer line = { 0 };

	for (size_t i = 0; language_at(i); i++)
		buffer_add_format(
			&line, "%s%s", i ? "   " : "", ui_language_name(ui, language_at(i)));
	return buffer_take(&line);
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct question_row *q = symptoms();

	(void)frame;
	page->title = memory_text("tlsdoctor");
	page->state = memory_text(""); /* of the last check: it is a question away */
	if (!ui->language_known) {
		if (ui->by_lines) /* there is no F2: the entry below leads to them */
			page_add(page, BLOCK_TEXT, all_languages(ui));
		else
			page_field(page, "F2", all_languages(ui));
		page_gap(page);
	}
	page_heading(page, guide_question_title(ui->language, q));
	page_gap(page);
	for (size_t i = 0; i < guide_question_choices(q); i++) {
		/* Before the one for whom all is well. */
		if (strcmp(guide_choice_id(q, i), "check") == 0)
			page_item(page, HOME_PASTE,
				ui_tr(ui, N_("I have an error message: paste it, read what it "
					     "means")));
		page_item(page, (int)i, guide_choice_text(ui->language, q, i));
	}
	page_gap(page);
	page_item(page, HOME_PRACTICE,
		ui_tr(ui, N_("Practice with a built-in broken server (no network needed)")));
	page_item(page, HOME_SAVED, ui_tr(ui, N_("Open a saved session")));
	/* In all languages at once, so that it is found in any. */
	page_item(page, ACT_LANGUAGE,
		ui->no_japanese || ui->ascii ? "Language / Taal / Wika"
					     : "Language / 言語 / Taal / Wika");
	if (ui->session)
		page_item(page, HOME_RETURN, ui_tr(ui, N_("Back to the last result")));
	page_gap(page);
	page_text(
		page, ui_tr(ui, N_("Nothing is changed on this computer. Only the site is asked, "
				   "and the servers that its certificate names; others only if you "
				   "agree.")));
}

static unsigned describe(struct ui *ui, const char *symptom)
{
	view_message_forget(ui);
	ui->symptom = symptom;
	ui->symptom_number = NULL;
	if (strcmp(symptom, "log") == 0)
		return ui_push(ui, &view_walk, 0, NULL, NULL);
	if (strcmp(symptom, "number") == 0)
		return view_ask(ui, "symptom-number");
	return ui_push(ui, &view_address, 0, NULL, NULL);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	switch (action) {
	case HOME_PRACTICE:
		return ui_push(ui, &view_practice, 0, NULL, NULL);
	case HOME_SAVED:
		return ui_push(ui, &view_saved, 0, NULL, NULL);
	case HOME_PASTE:
		ui->symptom = ui->symptom_number = NULL;
		return ui_push(ui, &view_message, 0, NULL, NULL);
	case HOME_RETURN:
		return ui_push(ui, ui_looking(ui) ? &view_steps : &view_answer, 0, NULL, NULL);
	default:
		return describe(ui, guide_choice_id(symptoms(), (size_t)action));
	}
}

const struct view_ops view_home = {
	.name = "home",
	.fill = fill,
	.choose = choose,
};
