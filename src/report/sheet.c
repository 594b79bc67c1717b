/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"

#define LABEL_CELLS 24

char *sheet_fill(
	const struct sheet *sheet, const char *pattern, const char *name, const char *value)
{
	return i18n_fill(
		tr(sheet->language, pattern), (struct fill[]){ { name, value }, { NULL, NULL } });
}

void sheet_heading(struct sheet *sheet, const char *text)
{
	sheet_subheading(sheet, 2, text);
}

void sheet_subheading(struct sheet *sheet, int level, const char *text)
{
	paper_heading(&sheet->paper, level, 0, text);
}

void sheet_text(struct sheet *sheet, int indent, enum ink ink, char *text)
{
	if (text && text[0])
		paper_text(&sheet->paper, indent, ink, text);
	free(text);
}

void sheet_marked(struct sheet *sheet, int indent, enum verdict verdict, char *text)
{
	const struct item item = { .point = POINT_VERDICT, .verdict = verdict };

	if (text && text[0])
		paper_item(&sheet->paper, indent, item, text);
	free(text);
}

void sheet_field(struct sheet *sheet, int indent, const char *label, char *value)
{
	char *clean;

	if (!value)
		return;
	/* A value has no lines of its own: nothing from outside can look like a line of the report. */
	clean = text_clean(value, strlen(value), TEXT_ONE_LINE, 0);
	paper_field(&sheet->paper, indent, LABEL_CELLS, INK_PLAIN, label, clean);
	free(clean);
	free(value);
}

sheet_part *sheet_part_at(size_t index)
{
	static sheet_part *const parts[] = {
		sheet_head,
		sheet_answer,
		sheet_changes,
		sheet_sides,
		sheet_steps,
		sheet_clients,
		sheet_accepts,
		sheet_details,
	};

	return index < sizeof(parts) / sizeof(parts[0]) ? parts[index] : NULL;
}

static void add_session(
	struct sheet *sheet, const struct session *session, const struct language *language)
{
	sheet_part *part;

	sheet->session = session;
	sheet->language = language;
	sheet->paper.language = language;
	for (size_t i = 0; (part = sheet_part_at(i)); i++)
		part(sheet);
	paper_end(&sheet->paper);
}

void sheet_sessions(struct sheet *sheet, const struct session *const *sessions, size_t count,
	const struct report_options *options)
{
	const struct language *languages[] = { options->language, options->second };

	sheet->own = options->own;
	for (size_t i = 0; i < 2 * count; i++) {
		if (!languages[i % 2])
			continue;
		if (i > 0) {
			paper_gap(&sheet->paper);
			paper_rule(&sheet->paper);
		}
		add_session(sheet, sessions[i / 2], languages[i % 2]);
	}
	if (!sheet->paper.buffer.length)
		buffer_add_char(&sheet->paper.buffer, '\n');
}
