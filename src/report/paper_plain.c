/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: lines wrapped by cells, hanging indents, marks, and colours where they are wanted. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/cells.h"
#include "report/paper.h"
#include "report/paper_kinds.h"

#define CELLS_LEAST 16 /* of a text, whatever the indent */
#define TITLE_CELLS 24 /* a step's title and two blanks */
#define COLUMN_LEAST 8 /* of a table's marks */

/* Select Graphic Rendition (ECMA-48 section 8.3.117). */
static const char *const sgr[INK_COUNT] = {
	[INK_STRONG] = "\033[1m",
	[INK_GOOD] = "\033[32m",
	[INK_WARN] = "\033[33m",
	[INK_BAD] = "\033[31m",
};

static void gap(struct paper *paper)
{
	const struct buffer *buffer = &paper->buffer;

	if (buffer->length < 2 || !memcmp(buffer->bytes + buffer->length - 2, "\n\n", 2))
		return;
	buffer_add_char(&paper->buffer, '\n');
}

static void add_blanks(struct paper *paper, int count)
{
	for (int i = 0; i < count; i++)
		buffer_add_char(&paper->buffer, ' ');
}

static void add_inked(struct paper *paper, enum ink ink, const char *text, size_t length)
{
	bool inked = paper->color && sgr[ink];

	if (inked)
		buffer_add_text(&paper->buffer, sgr[ink]);
	buffer_add(&paper->buffer, text, length);
	if (inked)
		buffer_add_text(&paper->buffer, "\033[0m");
}

/* The lines of TEXT; the first one goes where the paper stands, the others begin with INDENT blanks. */
static void add_lines(struct paper *paper, int indent, enum ink ink, const char *text)
{
	char *clean = paper_clean(text);
	int room = paper->columns - indent;
	struct cells_line *lines;
	size_t count = cells_wrap(clean, room < CELLS_LEAST ? CELLS_LEAST : room, &lines);

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && lines[i].length)
			add_blanks(paper, indent);
		if (lines[i].length)
			add_inked(paper, ink, clean + lines[i].start, lines[i].length);
		buffer_add_char(&paper->buffer, '\n');
	}
	if (count == 0)
		buffer_add_char(&paper->buffer, '\n');
	free(lines);
	free(clean);
}

static void text_block(struct paper *paper, int indent, enum ink ink, const char *text)
{
	add_blanks(paper, indent);
	add_lines(paper, indent, ink, text);
}

void paper_lead(struct paper *paper, int indent, const char *lead, enum ink ink, const char *text)
{
	add_blanks(paper, indent);
	add_inked(paper, ink, lead, strlen(lead));
	add_lines(paper, indent + cells_wide(lead, SIZE_MAX), INK_PLAIN, text);
}

static void verbatim(struct paper *paper, int indent, const char *text)
{
	char *clean = paper_clean(text);
	char *rest = clean;

	for (char *line; (line = strsep(&rest, "\n"));) {
		add_blanks(paper, indent);
		buffer_add_text(&paper->buffer, line);
		buffer_add_char(&paper->buffer, '\n');
	}
	free(clean);
}

static void rule(struct paper *paper)
{
	for (int i = 0; i < paper->columns; i++)
		buffer_add_text(&paper->buffer, paper->ascii ? "-" : "─");
	buffer_add_char(&paper->buffer, '\n');
}

/* ---- Blocks made of these ---- */

static void heading(struct paper *paper, int level, int indent, const char *text)
{
	if (level > 1)
		gap(paper);
	text_block(paper, indent, indent ? INK_PLAIN : INK_STRONG, text);
}

static void marked(struct paper *paper, int indent, enum verdict verdict, const char *text)
{
	enum ink ink;
	const char *mark = paper_mark(paper, verdict, &ink);
	char lead[8];

	snprintf(lead, sizeof(lead), "%s ", mark);
	paper_lead(paper, indent, lead, ink, text);
}

static void verdict_block(
	struct paper *paper, int level, int indent, enum verdict verdict, const char *text)
{
	(void)level;
	marked(paper, indent, verdict, text);
}

static void item_block(struct paper *paper, int indent, struct item item, const char *text)
{
	static const char *const leads[POINT_COUNT] = {
		[POINT_BULLET] = "* ",
		[POINT_BELOW] = "- ",
		[POINT_FOR] = "+ ",
		[POINT_AGAINST] = "- ",
	};
	char number[24];

	snprintf(number, sizeof(number), "%zu. ", item.number);
	if (item.point == POINT_VERDICT)
		marked(paper, indent, item.verdict, text);
	else
		paper_lead(paper, indent, item.point == POINT_NUMBER ? number : leads[item.point],
			INK_PLAIN, text);
}

static void add_cell(struct buffer *line, const char *text, int columns)
{
	buffer_add_text(line, text);
	for (int wide = cells_wide(text, SIZE_MAX); wide < columns; wide++)
		buffer_add_char(line, ' ');
}

static void field(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
	const char *value)
{
	int wide = cells_wide(label, SIZE_MAX);
	struct buffer lead = { 0 };

	add_cell(&lead, label, wide + 2 > columns ? wide + 2 : columns);
	paper_lead(paper, indent, lead.bytes, ink, value);
	buffer_free(&lead);
}

static void step(
	struct paper *paper, int number, const char *title, enum verdict verdict, const char *word)
{
	int wide = cells_wide(title, SIZE_MAX);
	struct buffer line = { 0 };
	enum ink ink;

	buffer_add_format(&line, "%2d  ", number);
	add_cell(&line, title, wide + 1 > TITLE_CELLS ? wide + 1 : TITLE_CELLS);
	buffer_add_format(&line, "%s %s", paper_mark(paper, verdict, &ink), word);
	text_block(paper, 0, ink, line.bytes);
	buffer_free(&line);
}

/* ---- Tables ---- */

static int column_of(const char *title)
{
	int wide = cells_wide(title, SIZE_MAX) + 2;

	return wide < COLUMN_LEAST ? COLUMN_LEAST : wide;
}

static void table(struct paper *paper, int indent, const char *const heads[2], const char *title)
{
	struct buffer line = { 0 };

	heading(paper, 4, 0, title);
	add_cell(&line, heads[0], column_of(heads[0]));
	buffer_add_text(&line, heads[1]);
	text_block(paper, indent, INK_PLAIN, line.bytes);
	buffer_free(&line);
}

static void row(struct paper *paper, int indent, const char *const heads[2],
	const enum verdict marks[2], const char *text)
{
	struct buffer lead = { 0 };
	enum ink ink;

	for (int i = 0; i < 2; i++)
		add_cell(&lead, paper_mark(paper, marks[i], &ink), column_of(heads[i]));
	paper_lead(paper, indent, lead.bytes, INK_PLAIN, text);
	buffer_free(&lead);
}

static void ladder(struct paper *paper, int indent, const struct rung *rungs, size_t count)
{
	struct buffer line = { 0 };
	enum ink ink;

	for (size_t i = 0; i < count; i++)
		buffer_add_format(&line, "%s%s %s", i ? "   " : "", rungs[i].name,
			paper_mark(paper, rungs[i].verdict, &ink));
	text_block(paper, indent, INK_PLAIN, line.bytes);
	buffer_free(&line);
}

const struct paper_kind paper_plain = {
	.gap = gap,
	.heading = heading,
	.verdict = verdict_block,
	.text = text_block,
	.item = item_block,
	.field = field,
	.verbatim = verbatim,
	.step = step,
	.table = table,
	.row = row,
	.ladder = ladder,
	.rule = rule,
};
