/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does everything on a page stand when it is so many cells wide? Blocks become rows, broken by
 * the rules of the language; nothing is cut off except what can't be broken. No terminal in here.
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include "ui/page.h"

struct row {
	const struct block *block; /* of the page */
	bool first; /* its first row: mark, number, name stand here */
	size_t start, length; /* bytes of the block's text on this row */
	int column; /* where that text begins, in cells */
	bool label; /* instead of text: the item's word that has no room at its right end, or a field's
		     * name above its value; start and length are of it */
};

struct layout {
	const struct page *page;
	struct row *rows;
	size_t count;
	int columns;
	int label_columns; /* of the widest name among the fields */
	int badge_columns; /* of the widest word at the right of an item; 0 when only marks fit */
};

/* Lays PAGE out, which must live as long as RET (freed first). COLUMNS at least 8. */
void layout_make(struct layout *ret, const struct page *page, int columns);
void layout_free(struct layout *layout);

/* Rows of the block at INDEX: the first, and how many. */
size_t layout_first(const struct layout *layout, const struct block *block, size_t *ret_count);

#endif
