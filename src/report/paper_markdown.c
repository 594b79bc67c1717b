/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Markdown, for tickets: what CommonMark and GitHub's tables can do. A list nests by the column of its text,
 * and each kind of list has a bullet of its own, so that one never runs into the next.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "report/escape.h"
#include "report/paper_kinds.h"

static const char *const bullets[] = {
	[OPENED_BULLETS] = "- ",
	[OPENED_MARKS] = "* ",
	[OPENED_FIELDS] = "+ ",
};

/* ---- Lines ---- */

static void add_blanks(struct paper *paper, int count)
{
	for (int i = 0; i < count; i++)
		buffer_add_char(&paper->buffer, ' ');
}

static void add_escaped(struct paper *paper, const char *text)
{
	char *escaped = escape_markdown(text);

	buffer_add_text(&paper->buffer, escaped);
	free(escaped);
}

static void blank_line(struct paper *paper)
{
	const struct buffer *buffer = &paper->buffer;

	if (buffer->length >= 2 && memcmp(buffer->bytes + buffer->length - 2, "\n\n", 2) != 0)
		buffer_add_char(&paper->buffer, '\n');
}

/* The column of text in the innermost list. */
static int column_of(const struct paper *paper)
{
	return paper->depth ? paper->lists[paper->depth - 1].inside : 0;
}

/* The lines of TEXT, cleaned; the first one goes where the paper stands. */
static void add_lines(struct paper *paper, const char *text)
{
	char *clean = paper_clean(text);
	char *rest = clean;
	bool first = true;

	for (char *line; (line = strsep(&rest, "\n"));) {
		if (!first && *line)
			add_blanks(paper, column_of(paper));
		first = false;
		add_escaped(paper, line);
		/* A backslash keeps the line from being joined with the next. */
		if (*line && rest && *rest && *rest != '\n')
			buffer_add_char(&paper->buffer, '\\');
		buffer_add_char(&paper->buffer, '\n');
	}
	free(clean);
}

/* Goes to where a block with INDENT begins. WHAT: the list that it is an item of, or -1. Whether that goes on. */
static bool begin(struct paper *paper, int indent, int what)
{
	bool goes_on = paper_list_goes_on(paper, indent, what, NULL);

	if (!goes_on || paper->last != what)
		blank_line(paper);
	if (!goes_on && what >= 0 && what == paper->ended)
		buffer_add_text(&paper->buffer, "<!-- -->\n\n"); /* two lists, not one */
	paper->last = what;
	paper->ended = -1;
	return goes_on;
}

/* Begins an item; its text comes next. */
static void begin_item(struct paper *paper, int indent, enum opened what, const char *marker)
{
	int outside;

	if (!begin(paper, indent, (int)what)) {
		outside = column_of(paper);
		paper_list_open(paper, indent, what, outside + (int)strlen(marker));
	}
	outside = paper->depth > 1 ? paper->lists[paper->depth - 2].inside : 0;
	add_blanks(paper, outside);
	buffer_add_text(&paper->buffer, marker);
	/* "10. " is wider than "9. ". */
	paper->lists[paper->depth - 1].inside = outside + (int)strlen(marker);
}

/* ---- Blocks ---- */

static void end(struct paper *paper)
{
	if (paper->depth)
		paper->ended = (int)paper->lists[paper->depth - 1].what;
	paper->depth = 0;
	paper->last = -1;
}

static void heading(struct paper *paper, int level, int indent, const char *text)
{
	(void)indent;
	end(paper);
	begin(paper, 0, -1);
	for (int i = 0; i < level; i++)
		buffer_add_char(&paper->buffer, '#');
	buffer_add_char(&paper->buffer, ' ');
	add_lines(paper, text);
}

static const char *sign_of(const struct paper *paper, enum verdict verdict)
{
	enum ink ink;

	return paper_mark(paper, verdict, &ink);
}

/* TEXT in one line. */
static void add_line(struct paper *paper, const char *text)
{
	char *line = text_clean(text, strlen(text), TEXT_ONE_LINE, 0);

	add_escaped(paper, line);
	free(line);
}

static void strong(struct paper *paper, const char *text)
{
	buffer_add_text(&paper->buffer, "**");
	add_line(paper, text);
	buffer_add_text(&paper->buffer, "**");
}

static void verdict_block(
	struct paper *paper, int level, int indent, enum verdict verdict, const char *text)
{
	char *clean = paper_clean(text);
	char *marked = memory_format("%s %s", sign_of(paper, verdict), clean);

	if (level) {
		heading(paper, level, indent, marked);
	} else {
		begin(paper, 0, -1);
		strong(paper, marked);
		buffer_add_char(&paper->buffer, '\n');
	}
	free(marked);
	free(clean);
}

static void text_block(struct paper *paper, int indent, enum ink ink, const char *text)
{
	(void)ink;
	begin(paper, indent, -1);
	add_blanks(paper, column_of(paper));
	add_lines(paper, text);
}

static const char *sign_of_item(const struct paper *paper, struct item item)
{
	if (item.point == POINT_VERDICT)
		return sign_of(paper, item.verdict);
	return item.point == POINT_FOR ? "+" : "-";
}

static void item_block(struct paper *paper, int indent, struct item item, const char *text)
{
	enum opened what = paper_list_of(item);
	char *number = memory_format("%zu. ", item.number);

	begin_item(paper, indent, what, item.point == POINT_NUMBER ? number : bullets[what]);
	if (what == OPENED_MARKS) {
		add_escaped(paper, sign_of_item(paper, item));
		buffer_add_char(&paper->buffer, ' ');
	}
	add_lines(paper, text);
	free(number);
}

static void field(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
	const char *value)
{
	char *labelled = memory_format("%s:", label);

	(void)columns;
	(void)ink;
	begin_item(paper, indent, OPENED_FIELDS, bullets[OPENED_FIELDS]);
	strong(paper, labelled);
	buffer_add_char(&paper->buffer, ' ');
	add_lines(paper, value);
	free(labelled);
}

/* A fence longer than any row of its characters in the text, which then can't end it. */
static int fence_of(const char *text)
{
	int most = 2, row = 0;

	for (; *text; text++) {
		row = *text == '`' ? row + 1 : 0;
		most = row > most ? row : most;
	}
	return most + 1;
}

static void add_fence(struct paper *paper, int length)
{
	add_blanks(paper, column_of(paper));
	for (int i = 0; i < length; i++)
		buffer_add_char(&paper->buffer, '`');
	buffer_add_char(&paper->buffer, '\n');
}

static void verbatim(struct paper *paper, int indent, const char *text)
{
	char *clean = paper_clean(text);
	int fence = fence_of(clean);
	char *rest = clean;

	begin(paper, indent, -1);
	add_fence(paper, fence);
	for (char *line; (line = strsep(&rest, "\n"));) {
		add_blanks(paper, column_of(paper));
		buffer_add_text(&paper->buffer, line);
		buffer_add_char(&paper->buffer, '\n');
	}
	add_fence(paper, fence);
	free(clean);
}

static void step(
	struct paper *paper, int number, const char *title, enum verdict verdict, const char *word)
{
	end(paper);
	begin(paper, 0, -1);
	buffer_add_format(&paper->buffer, "### %d. ", number);
	add_line(paper, title);
	if (*word) {
		buffer_add_format(&paper->buffer, ": %s ", sign_of(paper, verdict));
		add_line(paper, word);
	}
	buffer_add_char(&paper->buffer, '\n');
}

/* ---- Tables ---- */

static void table(struct paper *paper, int indent, const char *const heads[2], const char *title)
{
	(void)indent;
	end(paper);
	begin(paper, 0, -1);
	for (int i = 0; i < 2; i++) {
		buffer_add_text(&paper->buffer, "| ");
		add_escaped(paper, heads[i]);
		buffer_add_char(&paper->buffer, ' ');
	}
	buffer_add_text(&paper->buffer, "| ");
	add_escaped(paper, title);
	buffer_add_text(&paper->buffer, " |\n|---|---|---|\n");
}

static void row(struct paper *paper, int indent, const char *const heads[2],
	const enum verdict marks[2], const char *text)
{
	(void)indent;
	(void)heads;
	buffer_add_format(
		&paper->buffer, "| %s | %s | ", sign_of(paper, marks[0]), sign_of(paper, marks[1]));
	add_line(paper, text);
	buffer_add_text(&paper->buffer, " |\n");
}

static void ladder(struct paper *paper, int indent, const struct rung *rungs, size_t count)
{
	begin(paper, indent, -1);
	for (size_t i = 0; i < count; i++) {
		buffer_add_text(&paper->buffer, i ? " → " : "");
		add_escaped(paper, rungs[i].name);
		buffer_add_format(&paper->buffer, " %s", sign_of(paper, rungs[i].verdict));
	}
	buffer_add_char(&paper->buffer, '\n');
}

static void rule(struct paper *paper)
{
	end(paper);
	begin(paper, 0, -1);
	buffer_add_text(&paper->buffer, "---\n");
}

const struct paper_kind paper_markdown = {
	.gap = end,
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
	.end = end,
};
