/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the owner of the site can do about a cause: against it now, and against its coming back. */
#include "base/memory.h"
#include "ui/model.h"

#define FIXES_MOST 32
#define PREVENTION 12 /* the step */

static size_t fixes_of(const struct ui *ui, const struct frame *frame, const struct fix_row **ret)
{
	size_t count = guide_fixes_for(frame->about, &ui->session->evidence, ret, FIXES_MOST);

	return count < FIXES_MOST ? count : FIXES_MOST;
}

static void add_fixes(const struct ui *ui, const struct frame *frame, bool prevention,
	const char *heading, struct page *page)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = fixes_of(ui, frame, fixes);
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		if (guide_fix_who(fixes[i]) != WHO_SITE ||
			(guide_fix_step(fixes[i]) == PREVENTION) != prevention)
			continue;
		if (first)
			page_heading(page, heading);
		first = false;
		page_item(page, (int)i, guide_fix_title(ui->language, fixes[i]));
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page_heading(page, ui_tr(ui, N_("All that the owner can do")));
	add_fixes(ui, frame, false, ui_tr(ui, N_("Now")), page);
	add_fixes(ui, frame, true, ui_tr(ui, N_("So that it does not come back")), page);
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
	page->ladder = true;
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	const struct fix_row *fixes[FIXES_MOST];

	if ((size_t)action >= fixes_of(ui, frame, fixes))
		return UI_NOTHING;
	return ui_push(ui, &view_fix, 0, frame->about, fixes[action]);
}

const struct view_ops view_owner = {
	.name = "owner",
	.fill = fill,
	.choose = choose,
};
