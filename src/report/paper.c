/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/paper.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "i18n/cells.h"

#define TEXT_MOST 16384 /* bytes of one paragraph or value */
#define CELLS_LEAST 16 /* of a text, whatever the indent */

static const struct {
	const char *sign;
	const char *ascii;
	enum ink ink;
} marks[VERDICT_COUNT + 1] = {
	[VERDICT_PASS] = { "✓", "+", INK_GOOD },
	[VERDICT_NOTE] = { "i", "i", INK_PLAIN },
	[VERDICT_WARN] = { "!", "!", INK_WARN },
	[VERDICT_FAIL] = { "✗", "x", INK_BAD },
	[VERDICT_UNKNOWN] = { "?", "?", INK_STRONG },
	[VERDICT_NOT_REACHED] = { "-", "-", INK_PLAIN },
	[VERDICT_SKIPPED] = { "-", "-", INK_PLAIN },
	[VERDICT_COUNT] = { "-", "-", INK_PLAIN },
};

/* Select Graphic Rendition (ECMA-48 section 8.3.117). */
static const char *const sgr[INK_COUNT] = {
	[INK_STRONG] = "\033[1m",
	[INK_GOOD] = "\033[32m",
	[INK_WARN] = "\033[33m",
	[INK_BAD] = "\033[31m",
};

const char *paper_mark(const struct paper *paper, enum verdict verdict, enum ink *ret_ink)
{
	*ret_ink = marks[verdict].ink;
	return paper->ascii ? marks[verdict].ascii : marks[verdict].sign;
}

void paper_gap(struct paper *paper)
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
	char *clean = text_clean(text, strlen(text), TEXT_LINES, TEXT_MOST);
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

void paper_text(struct paper *paper, int indent, enum ink ink, const char *text)
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

void paper_verbatim(struct paper *paper, int indent, const char *text)
{
	char *clean = text_clean(text, strlen(text), TEXT_LINES, TEXT_MOST);
	char *rest = clean;

	for (char *line; (line = strsep(&rest, "\n"));) {
		add_blanks(paper, indent);
		buffer_add_text(&paper->buffer, line);
		buffer_add_char(&paper->buffer, '\n');
	}
	free(clean);
}

void paper_rule(struct paper *paper)
{
	for (int i = 0; i < paper->columns; i++)
		buffer_add_text(&paper->buffer, paper->ascii ? "-" : "─");
	buffer_add_char(&paper->buffer, '\n');
}
