/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a page look on the full screen? Head line, rule, the page (and beside it what explains the
 * focused item), the handshake as a ladder, a notice, the keys. Never writes outside of the window;
 * only draws: nothing here changes what is shown, except how far it is scrolled.
 */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <stdbool.h>
#include <stddef.h>
#include "i18n/cells.h"
#include "ui/layout.h"
#include "ui/model.h"

/* Smaller than this, only a sentence about the size is shown. */
#define PAINT_LEAST_COLUMNS 24
#define PAINT_LEAST_ROWS 7
#define PAINT_TWO_PANES 60 /* columns from which a side page stands beside the list */
#define PAINT_TWINS 100 /* ... from which the same page stands beside it in another language */

/* The page as it stands on the screen; kept between draws, so that keys know what is visible. */
struct canvas {
	struct layout main, side;
	int rows, columns; /* of the window */
	int top, height; /* rows that the page may use */
	int side_column; /* where the side pane begins, 0 for none */
	struct cells_line *notice; /* the rows of ui->notice */
	size_t notice_count;
};

/* Lays PAGE out for a window of that size and scrolls FRAME so that the focused item is visible. */
void canvas_make(struct canvas *canvas, const struct ui *ui, struct frame *frame,
	const struct page *page, int rows, int columns);
void canvas_free(struct canvas *canvas);

/* Whether there is room for rules and empty rows; whether the handshake is shown. */
bool canvas_roomy(const struct canvas *canvas);
bool canvas_has_ladder(const struct canvas *canvas, const struct ui *ui, const struct page *page);

/* The block that the focus is on: the field, an item, or NULL. */
const struct block *canvas_focused(const struct page *page, const struct frame *frame);

/* Draws to curses' standard screen and sends what changed. */
void canvas_draw(const struct canvas *canvas, const struct ui *ui, const struct frame *frame,
	const struct page *page);

/* Whether every row of ITEM (from 1; 0 is the input) is on the screen. */
bool canvas_sees(
	const struct canvas *canvas, const struct frame *frame, const struct page *page, int item);

/* How many rows of the page are drawn when ROW is the first: a heading never stands alone at the foot. */
int canvas_shown(const struct canvas *canvas, const struct layout *layout, size_t row);

/* How far the page can be scrolled at most. */
size_t canvas_most(const struct canvas *canvas);
size_t canvas_side_most(const struct canvas *canvas);

#endif
