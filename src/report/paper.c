/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/paper.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "report/paper_kinds.h"

#define TEXT_MOST 16384 /* bytes of one paragraph or value */

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

const char *paper_mark(const struct paper *paper, enum verdict verdict, enum ink *ret_ink)
{
	*ret_ink = marks[verdict].ink;
	return paper->ascii ? marks[verdict].ascii : marks[verdict].sign;
}

char *paper_clean(const char *text)
{
	return text_clean(text, strlen(text), TEXT_LINES, TEXT_MOST);
}

static const struct paper_kind *kind_of(const struct paper *paper)
{
	return paper->kind ? paper->kind : &paper_plain;
}

void paper_gap(struct paper *paper)
{
	kind_of(paper)->gap(paper);
}

void paper_heading(struct paper *paper, int level, int indent, const char *text)
{
	kind_of(paper)->heading(paper, level, indent, text);
}

void paper_verdict(
	struct paper *paper, int level, int indent, enum verdict verdict, const char *text)
{
	kind_of(paper)->verdict(paper, level, indent, verdict, text);
}

void paper_text(struct paper *paper, int indent, enum ink ink, const char *text)
{
	kind_of(paper)->text(paper, indent, ink, text);
}

void paper_item(struct paper *paper, int indent, struct item item, const char *text)
{
	kind_of(paper)->item(paper, indent, item, text);
}

void paper_field(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
	const char *value)
{
	kind_of(paper)->field(paper, indent, columns, ink, label, value);
}

void paper_verbatim(struct paper *paper, int indent, const char *text)
{
	kind_of(paper)->verbatim(paper, indent, text);
}

void paper_step(
	struct paper *paper, int number, const char *title, enum verdict verdict, const char *word)
{
	kind_of(paper)->step(paper, number, title, verdict, word);
}

void paper_table(struct paper *paper, int indent, const char *const heads[2], const char *title)
{
	kind_of(paper)->table(paper, indent, heads, title);
}

void paper_row(struct paper *paper, int indent, const char *const heads[2],
	const enum verdict marks_of[2], const char *text)
{
	kind_of(paper)->row(paper, indent, heads, marks_of, text);
}

void paper_ladder(struct paper *paper, int indent, const struct rung *rungs, size_t count)
{
	kind_of(paper)->ladder(paper, indent, rungs, count);
}

void paper_times(struct paper *paper, const char *title, const int64_t ms[3])
{
	if (kind_of(paper)->times)
		kind_of(paper)->times(paper, title, ms);
}

void paper_rule(struct paper *paper)
{
	kind_of(paper)->rule(paper);
}

void paper_end(struct paper *paper)
{
	if (kind_of(paper)->end)
		kind_of(paper)->end(paper);
}

/* ---- Lists ---- */

enum opened paper_list_of(struct item item)
{
	switch (item.point) {
	case POINT_NUMBER:
		return OPENED_NUMBERS;
	case POINT_BULLET:
	case POINT_BELOW:
		return OPENED_BULLETS;
	default:
		return OPENED_MARKS;
	}
}

bool paper_list_goes_on(struct paper *paper, int indent, int what,
	void (*close)(struct paper *paper, const struct paper_list *list))
{
	for (; paper->depth; paper->depth--) {
		const struct paper_list *list = &paper->lists[paper->depth - 1];
		bool nests = list->what != OPENED_FIELDS && list->what != OPENED_ROWS;

		if ((int)list->what == what && list->indent == indent)
			return true;
		if (nests && indent > list->indent && paper->depth < PAPER_DEPTH)
			return false;
		if (close)
			close(paper, list);
	}
	return false;
}

void paper_list_open(struct paper *paper, int indent, enum opened what, int inside)
{
	paper->lists[paper->depth++] =
		(struct paper_list){ .what = what, .indent = indent, .inside = inside };
}
