/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which kinds of paper are there? One const struct a file, and what those share that nest their lists.
 */
#ifndef REPORT_PAPER_KINDS_H
#define REPORT_PAPER_KINDS_H

#include "report/paper.h"

extern const struct paper_kind paper_plain;
extern const struct paper_kind paper_markdown;
extern const struct paper_kind paper_html;

/* In which list ITEM stands. */
enum opened paper_list_of(struct item item);

/*
 * Ends the lists in which nothing with INDENT can stand, calling CLOSE (may be NULL) for each while it is
 * still the last of paper->lists. Whether what is left is the list WHAT (-1: none) that an item at INDENT
 * continues.
 */
bool paper_list_goes_on(struct paper *paper, int indent, int what,
	void (*close)(struct paper *paper, const struct paper_list *list));

/* Opens a list, for which paper_list_goes_on() left room; INSIDE is for Markdown. */
void paper_list_open(struct paper *paper, int indent, enum opened what, int inside);

#endif
