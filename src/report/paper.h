/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a text report fill its lines? Paragraphs wrapped by cells, hanging indents, headings, marks.
 * What is written is cleaned here once more: a report may be pasted anywhere.
 */
#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include <stdbool.h>
#include "base/buffer.h"
#include "check/findings.h"

enum ink { INK_PLAIN, INK_STRONG, INK_GOOD, INK_WARN, INK_BAD, INK_COUNT };

struct paper {
	struct buffer buffer;
	int columns;
	bool color;
	bool ascii;
};

/* The sign of VERDICT (VERDICT_COUNT: nothing to say), one cell wide, and its colour. */
const char *paper_mark(const struct paper *paper, enum verdict verdict, enum ink *ret_ink);

/* An empty line, unless the last one is empty or none was written. */
void paper_gap(struct paper *paper);

/* TEXT, wrapped, all lines INDENT cells from the left; "\n\n" splits paragraphs. */
void paper_text(struct paper *paper, int indent, enum ink ink, const char *text);

/* LEAD (never wrapped) and TEXT beside it; further lines stand under the text's first. */
void paper_lead(struct paper *paper, int indent, const char *lead, enum ink ink, const char *text);

/* One line as it is, for what is copied: a command, an address. */
void paper_verbatim(struct paper *paper, int indent, const char *text);

/* A line across. */
void paper_rule(struct paper *paper);

#endif
