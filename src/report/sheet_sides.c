/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's offer, and the server beside it. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/sides.h"
#include "report/sheet.h"

static char *row_text(const struct sheet *sheet, enum side_kind kind, const struct side_row *row)
{
	char *name = side_name(kind, row->number);
	char *remark = guide_side_remark(sheet->language, row);
	char *text = remark ? memory_format("%s  (%s)", name, remark) : memory_text(name);

	free(remark);
	free(name);
	return text;
}

static void add_row(struct sheet *sheet, enum side_kind kind, const struct side_row *row,
	const char *const heads[2])
{
	static const enum verdict verdicts[] = {
		[HOLDS_UNKNOWN] = VERDICT_UNKNOWN,
		[HOLDS_NO] = VERDICT_SKIPPED,
		[HOLDS_YES] = VERDICT_PASS,
	};
	const enum verdict marks[2] = { verdicts[row->client], verdicts[row->server] };
	char *text = row_text(sheet, kind, row);

	paper_row(&sheet->paper, INDENT, heads, marks, text);
	free(text);
}

/* Where the client says nothing, there is nothing to compare. */
static bool says_something(const struct side_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].client == HOLDS_YES)
			return true;
	return false;
}

static void add_table(struct sheet *sheet, enum side_kind kind, const struct side_table *table)
{
	const char *const heads[2] = {
		tr(sheet->language, N_("Client")),
		tr(sheet->language, N_("Server")),
	};

	if (!says_something(table))
		return;
	paper_table(&sheet->paper, INDENT, heads, guide_side_kind(sheet->language, kind));
	for (size_t i = 0; i < table->count; i++)
		add_row(sheet, kind, &table->rows[i], heads);
}

static void add_tables(
	struct sheet *sheet, const struct seen_hello *hello, const struct evidence *evidence)
{
	struct sides sides;

	sides_of(hello, evidence, &sides);
	sheet_marked(sheet, INDENT,
		sides.outcome == SIDES_FIT	 ? VERDICT_PASS
		: sides.outcome == SIDES_UNKNOWN ? VERDICT_UNKNOWN
		: sides.outcome == SIDES_WEAK	 ? VERDICT_WARN
						 : VERDICT_FAIL,
		guide_sides(sheet->language, &sides));
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		add_table(sheet, (enum side_kind)kind, &sides.tables[kind]);
	sides_free(&sides);
}

/* One side alone: names, and what is weak. */
static void add_list(struct sheet *sheet, enum side_kind kind, const struct side_list *list)
{
	if (!list->yes_count)
		return;
	sheet_subheading(sheet, 4, guide_side_kind(sheet->language, kind));
	for (size_t i = 0; i < list->yes_count; i++) {
		const struct side_row row = {
			.number = list->yes[i],
			.strength = side_strength(kind, list->yes[i]),
		};
		bool weak = row.strength <= STRENGTH_WEAK;

		sheet_marked(sheet, INDENT, weak ? VERDICT_WARN : VERDICT_PASS,
			row_text(sheet, kind, &row));
	}
}

static void add_lists(struct sheet *sheet, const struct seen_hello *hello)
{
	struct side side;

	side_of_client(hello, &side);
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		add_list(sheet, (enum side_kind)kind, &side.lists[kind]);
	side_free(&side);
}

static void add_fields(struct sheet *sheet, const struct seen_hello *hello)
{
	struct hello_field field;

	if (guide_hello_field(sheet->language, hello, 0, &field))
		sheet_subheading(sheet, 4, tr(sheet->language, "Technical details"));
	else
		return;
	free(field.value);
	for (size_t i = 0; guide_hello_field(sheet->language, hello, i, &field); i++)
		sheet_field(sheet, INDENT, field.label, field.value);
}

void sheet_hello(
	struct sheet *sheet, const struct seen_hello *hello, const struct evidence *evidence)
{
	char *title = guide_hello_title(sheet->language, hello);

	sheet_subheading(sheet, 3, title);
	free(title);
	if (evidence)
		add_tables(sheet, hello, evidence);
	else
		add_lists(sheet, hello);
	add_fields(sheet, hello);
}

void sheet_sides(struct sheet *sheet)
{
	const struct evidence *evidence = &sheet->session->evidence;

	if (!evidence->hellos.count)
		return;
	sheet_heading(sheet, tr(sheet->language, N_("The two sides compared")));
	for (size_t i = 0; i < evidence->hellos.count; i++)
		sheet_hello(sheet, &evidence->hellos.items[i], evidence);
}
