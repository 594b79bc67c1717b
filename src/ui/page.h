/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands on a page, whatever shows it? A view fills a page with blocks; the full screen and the
 * line mode show the same page, so that neither can do what the other can't. Everything on a page is
 * already in the person's language. A page is made anew whenever something may have changed.
 */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "ui/marks.h"

enum block_kind {
	BLOCK_GAP, /* an empty line */
	BLOCK_TEXT, /* paragraphs */
	BLOCK_HEADING, /* a short title above what follows */
	BLOCK_POINT, /* a mark and a sentence */
	BLOCK_FIELD, /* a name and its value; values of neighbouring fields stand below each other */
	BLOCK_ITEM, /* something to choose, numbered in order */
	BLOCK_INPUT, /* a line to type on; at most one a page */
	BLOCK_LITERAL, /* a command or a line of a report: never broken at words, never translated */
};

struct block {
	enum block_kind kind;
	enum tone tone;
	enum mark mark;
	int indent; /* cells */
	char *text; /* owned; NULL only for a gap */
	char *label; /* field: its name; item: a word at the right end of its line; or NULL; owned */
	int action; /* item: what the view's choose() gets */
	int number; /* item: counted from 1 */
};

/* An action without a line of its own: in the foot line by its key, in the line mode by a number. */
struct command {
	int action;
	int key; /* an ASCII letter, or a PRESS_* of ui/press.h */
	char *text; /* one or two words; owned */
	char *brief; /* the shortest word for it, where the foot line has little room; owned */
};

struct page {
	char *title; /* of the head line */
	char *state; /* at its right end: how far, how long; or NULL */
	enum mark state_mark; /* beside it */
	struct block *blocks;
	size_t count;
	int items; /* how many blocks are items */
	int label_columns; /* at least, for the labels of items: so a list doesn't move when they change */
	struct command *commands;
	size_t command_count;
	struct page
		*side; /* explains the focused item, beside the list where there is room; or NULL */
	char *copy; /* what is worth copying: a command, lines of a configuration; or NULL */
	bool ladder; /* the handshake as a ladder stands below */
};

/* Each adds a block whose texts are taken over (text may be NULL: then nothing is added, NULL returned).
 * The result is good until the next block is added. */
struct block *page_add(struct page *page, enum block_kind kind, char *text);

/* The same with a copy of TEXT. */
void page_gap(struct page *page);
void page_text(struct page *page, const char *text);
void page_heading(struct page *page, const char *text);
void page_point(struct page *page, enum mark mark, char *text);
void page_field(struct page *page, const char *label, char *text);
void page_item(struct page *page, int action, const char *text);
void page_command(struct page *page, int action, int key, const char *text, const char *brief);

/* The block of item NUMBER (from 1), or NULL. */
const struct block *page_item_at(const struct page *page, int number);
const struct block *page_input(const struct page *page); /* or NULL */

/* Leaves an empty page. */
void page_free(struct page *page);

#endif
