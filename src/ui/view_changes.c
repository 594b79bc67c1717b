/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed since an earlier session that was saved? Its file is asked for, then the differences are listed. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/changes.h"
#include "ui/model.h"

enum { OTHER_FILE };

/* ---- Which file? ---- */

static void fill_compare(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text(ui_tr(ui, N_("What changed")));
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("Which file holds the earlier session?")),
		ui_tr(ui, N_("Type the name of a JSON file that this program saved for the "
			     "same address, and press Enter.")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

static unsigned enter_compare(struct ui *ui, struct frame *frame, const char *path)
{
	struct session *earlier = ui_open_session(ui, path);

	(void)frame;
	if (!earlier)
		return UI_FILL;
	if (!session_same_target(earlier, ui->session)) {
		session_free(earlier);
		earlier = NULL;
	}
	session_compare(ui->session, earlier);
	return ui_swap(ui, &view_changes, 0, NULL, NULL);
}

/* ---- What is different ---- */

static const struct cause *cause_in(const struct session *session, const char *id)
{
	for (size_t i = 0; i < session->causes.count; i++)
		if (strcmp(session->causes.items[i].rule->id, id) == 0)
			return &session->causes.items[i];
	return NULL;
}

/* Of the cause that CHANGE is about; NULL for none. */
static char *title_of(const struct ui *ui, const struct change *change)
{
	const struct session *now = ui->session, *before = now->earlier;
	const struct fact *fact = facts_find(&change->facts, "cause");
	const struct session *with = fact && cause_in(now, fact->text) ? now : before;
	const struct cause *cause = fact ? cause_in(with, fact->text) : NULL;

	return cause ? guide_cause_title(ui->language, cause, &with->evidence, &with->findings)
		     : NULL;
}

static enum mark mark_of(const struct change *change)
{
	return !strcmp(change->id, "cause-gone")  ? MARK_GOOD
	       : !strcmp(change->id, "cause-new") ? MARK_WARN
						  : MARK_NOTE;
}

static void add_changes(const struct ui *ui, struct page *page)
{
	const struct session *session = ui->session;
	char *date = i18n_date_time(ui->language, session->earlier->evidence.now_s);

	page_add(page, BLOCK_HEADING,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("What changed since {date}"),
			(struct fill[]){ { "date", date }, { 0 } }));
	free(date);
	page_gap(page);
	for (size_t i = 0; i < session->changes.count; i++) {
		char *title = title_of(ui, &session->changes.items[i]);

		page_point(page, mark_of(&session->changes.items[i]),
			guide_change(ui->language, &session->changes.items[i], title));
		free(title);
	}
	if (!session->changes.count)
		page_text(page, ui_tr(ui, N_("Nothing has changed of all that was seen both "
					     "times.")));
}

static void fill_changes(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("What changed")));
	if (ui->session->earlier)
		add_changes(ui, page);
	else
		page_text(page, ui_tr(ui, N_("The earlier session is about other addresses, so "
					     "there is nothing to compare with.")));
	page_gap(page);
	page_item(page, OTHER_FILE, ui_tr(ui, N_("Compare with another file")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
	page->ladder = true;
}

static unsigned choose_changes(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	(void)action;
	return ui_swap(ui, &view_compare, 0, NULL, NULL);
}

const struct view_ops view_compare = {
	.name = "compare",
	.open = ui_open_field,
	.fill = fill_compare,
	.enter = enter_compare,
};

const struct view_ops view_changes = {
	.name = "changes",
	.fill = fill_changes,
	.choose = choose_changes,
};
