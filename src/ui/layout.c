/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/layout.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "i18n/cells.h"

#define ITEM_COLUMN 7 /* " > 12  text" */
#define POINT_COLUMNS 4
#define READABLE 28 /* columns for an item that isn't one of a list with marks */
#define NARROW 12 /* a text column narrower than this helps nobody */

static struct row *add_row(struct layout *layout, const struct block *block)
{
	/* Grown by half: a report of a thousand lines is laid out in one go. */
	if ((layout->count & (layout->count - 1)) == 0)
		layout->rows = memory_resize(
			layout->rows, layout->count ? layout->count * 2 : 1, sizeof(*layout->rows));
	layout->rows[layout->count] = (struct row){ .block = block };
	return &layout->rows[layout->count++];
}

static void add_lines(struct layout *layout, const struct block *block, bool label, int column,
	int room, bool first)
{
	struct cells_line *lines;
	size_t count = cells_wrap(label ? block->label : block->text, room < 2 ? 2 : room, &lines);

	for (size_t i = 0; i < count; i++) {
		struct row *row = add_row(layout, block);

		row->first = first && i == 0;
		row->start = lines[i].start;
		row->length = lines[i].length;
		row->column = column;
		row->label = label;
	}
	free(lines);
}

static void add_wrapped(
	struct layout *layout, const struct block *block, int column, int room, bool first)
{
	add_lines(layout, block, false, column, room, first);
}

static void add_literal(struct layout *layout, const struct block *block, int column, int room)
{
	const char *text = block->text;
	size_t at = 0;

	do {
		struct row *row = add_row(layout, block);
		size_t line = strcspn(text + at, "\n");
		size_t fits = cells_fit(text + at, room);

		row->first = at == 0;
		row->start = at;
		row->length = fits && fits < line ? fits : line;
		row->column = column;
		at += row->length;
		if (text[at] == '\n')
			at++;
	} while (text[at]);
}

static void add_field(struct layout *layout, const struct block *block)
{
	int column = block->indent + layout->label_columns + 2;

	if (layout->columns - column >= NARROW * 2) {
		add_wrapped(layout, block, column, layout->columns - column, true);
		return;
	}
	/* No room beside the name: the value goes below it. */
	add_lines(layout, block, true, block->indent, layout->columns - block->indent, true);
	column = block->indent + 2;
	add_wrapped(layout, block, column, layout->columns - column, false);
}

static void add_item(struct layout *layout, const struct block *block)
{
	int right = block->label ? layout->badge_columns + 3 : 0;

	if (right <= 3)
		right = block->mark != MARK_NONE ? 4 : 0;
	add_wrapped(layout, block, ITEM_COLUMN, layout->columns - ITEM_COLUMN - right, true);
	if (!block->label || layout->badge_columns || block->mark != MARK_NONE)
		return; /* there is room for the word, or a mark says the same */
	add_lines(layout, block, true, ITEM_COLUMN, layout->columns - ITEM_COLUMN, false);
}

static void add_block(struct layout *layout, const struct block *block)
{
	int room = layout->columns - block->indent;

	switch (block->kind) {
	case BLOCK_GAP:
		add_row(layout, block);
		break;
	case BLOCK_TEXT:
	case BLOCK_HEADING:
		add_wrapped(layout, block, block->indent, room, true);
		break;
	case BLOCK_POINT:
		add_wrapped(
			layout, block, block->indent + POINT_COLUMNS, room - POINT_COLUMNS, true);
		break;
	case BLOCK_FIELD:
		add_field(layout, block);
		break;
	case BLOCK_ITEM:
		add_item(layout, block);
		break;
	case BLOCK_INPUT:
		for (int i = 0; i < 3; i++)
			add_row(layout, block)->first = i == 0;
		break;
	case BLOCK_LITERAL:
		add_literal(layout, block, block->indent, room);
		break;
	}
}

static void measure(struct layout *layout)
{
	const struct page *page = layout->page;
	int marked = 0;

	layout->badge_columns = page->label_columns;

	for (size_t i = 0; i < page->count; i++) {
		const struct block *block = &page->blocks[i];
		int wide = block->label ? cells_wide(block->label, SIZE_MAX) : 0;

		if (block->kind == BLOCK_FIELD && wide > layout->label_columns)
			layout->label_columns = wide;
		if (block->kind == BLOCK_ITEM && wide > layout->badge_columns)
			layout->badge_columns = wide;
		if (block->kind == BLOCK_ITEM && block->mark != MARK_NONE) {
			wide = cells_wide(block->text, SIZE_MAX);
			marked = wide > marked ? wide : marked;
		}
	}
	/* Words at the end of an item are worth less than the item's own. */
	if (layout->columns - ITEM_COLUMN - layout->badge_columns - 3 <
		(marked ? NARROW : READABLE))
		layout->badge_columns = 0;
	/* A list with marks stays a list of single lines as long as the marks alone allow it. */
	if (marked && ITEM_COLUMN + marked + layout->badge_columns + 3 > layout->columns)
		layout->badge_columns = 0;
}

void layout_make(struct layout *ret, const struct page *page, int columns)
{
	layout_free(ret);
	ret->page = page;
	ret->columns = columns;
	measure(ret);
	for (size_t i = 0; i < page->count; i++)
		add_block(ret, &page->blocks[i]);
}

void layout_free(struct layout *layout)
{
	free(layout->rows);
	*layout = (struct layout){ 0 };
}

size_t layout_first(const struct layout *layout, const struct block *block, size_t *ret_count)
{
	size_t first = 0;

	while (first < layout->count && layout->rows[first].block != block)
		first++;
	*ret_count = 0;
	while (first + *ret_count < layout->count &&
		layout->rows[first + *ret_count].block == block)
		++*ret_count;
	return first;
}
