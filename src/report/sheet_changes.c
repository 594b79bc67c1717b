/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is different from an earlier run. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/changes.h"
#include "guide/guide.h"
#include "report/sheet.h"

/* The title of the cause called ID as SESSION has it, or NULL. */
static char *title_in(const struct sheet *sheet, const struct session *session, const char *id)
{
	for (size_t i = 0; i < session->causes.count; i++)
		if (!strcmp(session->causes.items[i].rule->id, id))
			return guide_cause_title(sheet->language, &session->causes.items[i],
				&session->evidence, &session->findings);
	return NULL;
}

static char *title_of(const struct sheet *sheet, const struct change *change)
{
	const struct fact *cause = facts_find(&change->facts, "cause");
	char *title;

	if (!cause)
		return NULL;
	title = title_in(sheet, sheet->session, cause->text);
	return title ? title : title_in(sheet, sheet->session->earlier, cause->text);
}

/* Better, worse, or merely different. */
static enum verdict verdict_of(const struct change *change)
{
	return !strcmp(change->id, "cause-gone")  ? VERDICT_PASS
	       : !strcmp(change->id, "cause-new") ? VERDICT_WARN
						  : VERDICT_NOTE;
}

static void add_change(struct sheet *sheet, const struct change *change)
{
	char *title = title_of(sheet, change);

	sheet_marked(
		sheet, INDENT, verdict_of(change), guide_change(sheet->language, change, title));
	free(title);
}

static void add_heading(struct sheet *sheet)
{
	char *date = i18n_date_time(sheet->language, sheet->session->earlier->evidence.now_s);
	char *heading = sheet_fill(sheet,
		/* xgettext:no-c-format,perl-brace-format */
		N_("What changed since {date}"), "date", date);

	sheet_heading(sheet, heading);
	free(heading);
	free(date);
}

void sheet_changes(struct sheet *sheet)
{
	const struct session *session = sheet->session;

	if (!session->compared)
		return;
	if (!session->earlier) {
		sheet_heading(sheet, tr(sheet->language, N_("What changed")));
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language,
				N_("The earlier session is about other addresses, so there is "
				   "nothing to compare with.")));
		return;
	}
	add_heading(sheet);
	if (!session->changes.count)
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language,
				N_("Nothing has changed of all that was seen both times.")));
	for (size_t i = 0; i < session->changes.count; i++)
		add_change(sheet, &session->changes.items[i]);
}
