/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a report get onto its page? One set of blocks (headings, paragraphs, items, fields), written by
 * each kind of paper in its own way: lines wrapped by cells, Markdown, HTML. What is written is cleaned here
 * once more, and escaped: a report may be pasted anywhere.
 */
#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"
#include "check/findings.h"
#include "i18n/i18n.h"

enum ink { INK_PLAIN, INK_STRONG, INK_GOOD, INK_WARN, INK_BAD, INK_COUNT };

/* What stands before an item of a list. */
enum point {
	POINT_NUMBER, /* its number */
	POINT_BULLET,
	POINT_BELOW, /* of a list inside a list */
	POINT_FOR, /* a reason for what stands above */
	POINT_AGAINST,
	POINT_VERDICT, /* a mark */
	POINT_COUNT
};

struct item {
	enum point point;
	size_t number;
	enum verdict verdict;
};

struct rung {
	const char *name;
	enum verdict verdict;
};

/* Lists that are still open in a format that nests them, outermost first. */
enum opened { OPENED_BULLETS, OPENED_MARKS, OPENED_NUMBERS, OPENED_FIELDS, OPENED_ROWS };
#define PAPER_DEPTH 8

struct paper_list {
	enum opened what;
	int indent; /* that of its items */
	int inside; /* Markdown: the column where an item's text stands */
};

struct paper;

/*
 * How one kind of paper writes the blocks below; texts as they come, not yet cleaned. A NULL one writes
 * nothing.
 */
struct paper_kind {
	void (*gap)(struct paper *paper);
	void (*heading)(struct paper *paper, int level, int indent, const char *text);
	void (*verdict)(
		struct paper *paper, int level, int indent, enum verdict verdict, const char *text);
	void (*text)(struct paper *paper, int indent, enum ink ink, const char *text);
	void (*item)(struct paper *paper, int indent, struct item item, const char *text);
	void (*field)(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
		const char *value);
	void (*verbatim)(struct paper *paper, int indent, const char *text);
	void (*step)(struct paper *paper, int number, const char *title, enum verdict verdict,
		const char *word);
	void (*table)(
		struct paper *paper, int indent, const char *const heads[2], const char *title);
	void (*row)(struct paper *paper, int indent, const char *const heads[2],
		const enum verdict marks[2], const char *text);
	void (*ladder)(struct paper *paper, int indent, const struct rung *rungs, size_t count);
	void (*times)(struct paper *paper, const char *title, const int64_t ms[3]);
	void (*rule)(struct paper *paper);
	void (*end)(struct paper *paper);
};

struct paper {
	struct buffer buffer;
	const struct paper_kind *kind; /* NULL: plain text */
	const struct language *language; /* of what is written; NULL for plain text alone */
	int columns;
	bool color;
	bool ascii;
	struct paper_list lists[PAPER_DEPTH];
	int depth; /* how many of them are open */
	int last; /* Markdown: the list that was written to last (enum opened), or -1 */
	int ended; /* Markdown: the list after which nothing was written yet, or -1 */
	bool second; /* HTML: beside it stands the same in the report's first language */
};

/* The sign of VERDICT (VERDICT_COUNT: nothing to say), one cell wide, and its colour. */
const char *paper_mark(const struct paper *paper, enum verdict verdict, enum ink *ret_ink);

/* TEXT as it may be shown: cleaned, and never without end. The caller frees it. */
char *paper_clean(const char *text);

/* An empty line, unless the last one is empty or none was written; lists end there. */
void paper_gap(struct paper *paper);

/* A heading: LEVEL 1 is the title of the whole, 2 a part, 3 and 4 what stands below it. */
void paper_heading(struct paper *paper, int level, int indent, const char *text);

/* TEXT with VERDICT's mark: the answer itself (LEVEL 0) or a heading. */
void paper_verdict(
	struct paper *paper, int level, int indent, enum verdict verdict, const char *text);

/* TEXT, wrapped, all lines INDENT cells from the left; "\n\n" splits paragraphs. */
void paper_text(struct paper *paper, int indent, enum ink ink, const char *text);

/* LEAD (never wrapped) and TEXT beside it; further lines stand under the text's first. Plain text alone. */
void paper_lead(struct paper *paper, int indent, const char *lead, enum ink ink, const char *text);

/* TEXT as an item of a list; what follows with a greater indent belongs to it. */
void paper_item(struct paper *paper, int indent, struct item item, const char *text);

/* LABEL in COLUMNS cells, VALUE beside it. INK is that of the label. */
void paper_field(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
	const char *value);

/* As it is, for what is copied: a command, an address. */
void paper_verbatim(struct paper *paper, int indent, const char *text);

/* The heading of a step, with its verdict (VERDICT_COUNT: none) in a word. */
void paper_step(
	struct paper *paper, int number, const char *title, enum verdict verdict, const char *word);

/* Begins a table with the columns HEADS and TITLE, and a row of it: two marks and a text. */
void paper_table(struct paper *paper, int indent, const char *const heads[2], const char *title);
void paper_row(struct paper *paper, int indent, const char *const heads[2],
	const enum verdict marks[2], const char *text);

/* The handshake's rungs, and how far it got. */
void paper_ladder(struct paper *paper, int indent, const struct rung *rungs, size_t count);

/* How long name look-up, TCP and TLS took (-1: unknown): a picture, where there can be one. */
void paper_times(struct paper *paper, const char *title, const int64_t ms[3]);

/* A line across. */
void paper_rule(struct paper *paper);

/* Ends all lists. */
void paper_end(struct paper *paper);

#endif
