/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much room has everything on the screen? */
#include <stdint.h>
#include <stdlib.h>
#include "ui/paint.h"

bool canvas_roomy(const struct canvas *canvas)
{
	return canvas->rows >= 14;
}

/* A notice may need several rows; on a small window it is cut rather than hide the page. */
static void wrap_notice(struct canvas *canvas, const struct ui *ui, const struct page *page)
{
	size_t most = canvas_roomy(canvas) ? 4 : 2;

	free(canvas->notice);
	canvas->notice = NULL;
	canvas->notice_count = 0;
	if (!ui->notice || page_input(page)) /* below the field it stands on the page */
		return;
	canvas->notice_count = cells_wrap(ui->notice, canvas->columns - 6, &canvas->notice);
	if (canvas->notice_count > most)
		canvas->notice_count = most;
}

bool canvas_has_ladder(const struct canvas *canvas, const struct ui *ui, const struct page *page)
{
	return page->ladder && ui->session && canvas->rows >= 10;
}

static int foot_rows(const struct canvas *canvas, const struct ui *ui, const struct page *page)
{
	int rows = (canvas_roomy(canvas) ? 2 : 1) + (int)canvas->notice_count;

	if (canvas_has_ladder(canvas, ui, page))
		rows += canvas->rows >= 20 ? 2 : 1; /* with an empty row above it */
	return rows;
}

/* Columns: of text at most; of the pane that explains at least, where the list's words have room. */
#define READABLE 100
#define SIDE_LEAST 34

/* As wide as its words need, as long as what explains stays readable. */
static int list_columns(const struct page *page, int columns)
{
	int text = 0, badge = page->label_columns;
	int most = columns >= 2 * SIDE_LEAST ? columns - SIDE_LEAST : columns / 2;
	int wide;

	for (size_t i = 0; i < page->count; i++) {
		const struct block *block = &page->blocks[i];
		int cells = block->text ? cells_wide(block->text, SIZE_MAX) : 0;
		int label = block->label ? cells_wide(block->label, SIZE_MAX) : 0;

		if (block->kind == BLOCK_ITEM && cells > text)
			text = cells;
		if (label > badge)
			badge = label;
	}
	wide = 8 + text + (badge ? badge + 5 : 2);
	if (badge && wide > most && wide - 2 > most) /* then the marks alone */
		wide = 8 + text + 5;
	return wide > most ? most : wide;
}

/* Eyes lose their line when it is too long. */
static int readable(int columns)
{
	return columns < READABLE ? columns : READABLE;
}

static size_t most_top(size_t count, int height)
{
	return count > (size_t)height ? count - (size_t)height : 0;
}

size_t canvas_most(const struct canvas *canvas)
{
	return most_top(canvas->main.count, canvas->height);
}

size_t canvas_side_most(const struct canvas *canvas)
{
	return canvas->side_column ? most_top(canvas->side.count, canvas->height) : 0;
}

int canvas_shown(const struct canvas *canvas, const struct layout *layout, size_t row)
{
	size_t end = row + (size_t)canvas->height, last = end;

	if (end >= layout->count)
		return layout->count > row ? (int)(layout->count - row) : 0;
	while (last > row + 1 && layout->rows[last - 1].block->kind == BLOCK_GAP)
		last--;
	if (layout->rows[last - 1].block->kind != BLOCK_HEADING)
		return canvas->height;
	while (last > row + 1 && layout->rows[last - 1].block->kind == BLOCK_HEADING)
		last--;
	return (int)(last - row);
}

const struct block *canvas_focused(const struct page *page, const struct frame *frame)
{
	return frame->focus ? page_item_at(page, frame->focus) : page_input(page);
}

bool canvas_sees(
	const struct canvas *canvas, const struct frame *frame, const struct page *page, int item)
{
	const struct block *block = item ? page_item_at(page, item) : page_input(page);
	size_t count, first;

	if (!block)
		return false;
	first = layout_first(&canvas->main, block, &count);
	return first >= frame->top && first + count <= frame->top + (size_t)canvas->height;
}

static void scroll_to_focus(
	const struct canvas *canvas, struct frame *frame, const struct page *page)
{
	const struct block *block = canvas_focused(page, frame);
	size_t height = (size_t)canvas->height, count, first;

	if (frame->top > canvas_most(canvas))
		frame->top = canvas_most(canvas);
	if (frame->side_top > canvas_side_most(canvas))
		frame->side_top = canvas_side_most(canvas);
	if (!block || !frame->follow)
		return;
	first = layout_first(&canvas->main, block, &count);
	if (first + count > frame->top + height)
		frame->top = first + count - height;
	if (first < frame->top || count > height)
		frame->top = first;
	/* What stands above the first item is worth seeing with it. */
	if (frame->focus <= 1 && first + count <= height)
		frame->top = 0;
}

void canvas_make(struct canvas *canvas, const struct ui *ui, struct frame *frame,
	const struct page *page, int rows, int columns)
{
	bool two = page->side && columns >= (page->twin ? PAINT_TWINS : PAINT_TWO_PANES);
	int list = !two ? 0 : page->twin ? columns / 2 : list_columns(page, columns);

	canvas->rows = rows;
	canvas->columns = columns;
	canvas->top = canvas_roomy(canvas) ? 2 : 1;
	wrap_notice(canvas, ui, page);
	canvas->height = rows - canvas->top - foot_rows(canvas, ui, page);
	canvas->side_column = two ? list + 1 : 0;
	if (canvas->height < 1)
		canvas->height = 1;
	layout_make(&canvas->main, page, two ? list - 1 : readable(columns - 2));
	layout_free(&canvas->side);
	if (two)
		layout_make(&canvas->side, page->side, readable(columns - list - 4));
	scroll_to_focus(canvas, frame, page);
}

void canvas_free(struct canvas *canvas)
{
	layout_free(&canvas->main);
	layout_free(&canvas->side);
	free(canvas->notice);
}
