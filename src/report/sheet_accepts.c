/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the server accepts, a line each, with a word about how strong it is. */
#include <stdint.h>
#include <stdlib.h>
#include "base/memory.h"
#include "guide/accepts.h"
#include "i18n/cells.h"
#include "report/sheet.h"

/* As wide as the widest word of strength. */
static int label_columns(const struct accepts *accepts)
{
	int most = 0;

	for (size_t i = 0; i < accepts->count; i++) {
		const char *label = accepts->rows[i].label;
		int wide = label ? cells_wide(label, SIZE_MAX) : 0;

		most = wide > most ? wide : most;
	}
	return most;
}

static void add_row(struct sheet *sheet, const struct accepts_row *row, int columns)
{
	if (row->label)
		paper_field(&sheet->paper, 2 * INDENT, columns + 2,
			row->weak ? INK_WARN : INK_PLAIN, row->label, row->text);
	else
		paper_heading(&sheet->paper, 3, INDENT, row->text);
}

void sheet_accepts(struct sheet *sheet)
{
	struct accepts accepts;
	int columns;

	guide_accepts(sheet->language, &sheet->session->evidence, &accepts);
	columns = label_columns(&accepts);
	if (accepts.count)
		sheet_heading(sheet, tr(sheet->language, N_("All that the server accepts")));
	if (accepts.count && !sheet->session->evidence.matrix.complete)
		sheet_marked(sheet, INDENT, VERDICT_UNKNOWN,
			memory_text(tr(sheet->language,
				N_("The server did not answer every time, so there may be "
				   "more."))));
	for (size_t i = 0; i < accepts.count; i++)
		add_row(sheet, &accepts.rows[i], columns);
	guide_accepts_free(&accepts);
}
