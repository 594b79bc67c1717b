/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sheet.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "i18n/cells.h"

#define LABEL_CELLS 24

char *sheet_fill(
	const struct sheet *sheet, const char *pattern, const char *name, const char *value)
{
	return i18n_fill(
		tr(sheet->language, pattern), (struct fill[]){ { name, value }, { NULL, NULL } });
}

void sheet_heading(struct sheet *sheet, const char *text)
{
	paper_gap(&sheet->paper);
	paper_text(&sheet->paper, 0, INK_STRONG, text);
}

void sheet_text(struct sheet *sheet, int indent, enum ink ink, char *text)
{
	if (text && text[0])
		paper_text(&sheet->paper, indent, ink, text);
	free(text);
}

void sheet_marked(struct sheet *sheet, int indent, enum verdict verdict, char *text)
{
	enum ink ink;
	const char *mark = paper_mark(&sheet->paper, verdict, &ink);
	char lead[8];

	snprintf(lead, sizeof(lead), "%s ", mark);
	if (text && text[0])
		paper_lead(&sheet->paper, indent, lead, ink, text);
	free(text);
}

void sheet_field(struct sheet *sheet, int indent, const char *label, char *value)
{
	int blanks = LABEL_CELLS - cells_wide(label, SIZE_MAX);
	struct buffer lead = { 0 };
	char *taken, *clean;

	if (!value)
		return;
	buffer_add_text(&lead, label);
	for (int i = 0; i < blanks || i < 2; i++)
		buffer_add_char(&lead, ' ');
	taken = buffer_take(&lead);
	/* A value has no lines of its own: nothing from outside can look like a line of the report. */
	clean = text_clean(value, strlen(value), TEXT_ONE_LINE, 0);
	paper_lead(&sheet->paper, indent, taken, INK_PLAIN, clean);
	free(clean);
	free(taken);
	free(value);
}
