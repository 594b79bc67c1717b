/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML blocks. A list's item stays open, so that what belongs to it can stand in it; marks carry their word
 * for those who can't see them.
 */
#include <stdlib.h>
#include <string.h>
#include "guide/guide.h"
#include "report/drawing.h"
#include "report/escape.h"
#include "report/paper_kinds.h"

static const char *const classes[VERDICT_COUNT + 1] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_NOTE] = "note",
	[VERDICT_WARN] = "warn",
	[VERDICT_FAIL] = "fail",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_NOT_REACHED] = "none",
	[VERDICT_SKIPPED] = "none",
	[VERDICT_COUNT] = "none",
};

static const struct {
	const char *begin, *end;
} tags[] = {
	[OPENED_BULLETS] = { "<ul>\n", "</li>\n</ul>\n" },
	[OPENED_MARKS] = { "<ul class=\"marks\">\n", "</li>\n</ul>\n" },
	[OPENED_NUMBERS] = { "<ol>\n", "</li>\n</ol>\n" },
	[OPENED_FIELDS] = { "<dl>\n", "</dl>\n" },
	[OPENED_ROWS] = { "", "</tbody>\n</table>\n" },
};

/* ---- Texts ---- */

static void add(struct paper *paper, const char *html)
{
	buffer_add_text(&paper->buffer, html);
}

/* TEXT, cleaned and escaped; its lines stay lines, BETWEEN stands where a paragraph ends. */
static void add_escaped(struct paper *paper, const char *text, const char *between)
{
	char *clean = paper_clean(text);
	char *escaped = escape_html(clean);

	for (const char *at = escaped; *at;) {
		size_t length = strcspn(at, "\n");

		buffer_add(&paper->buffer, at, length);
		at += length;
		if (!strncmp(at, "\n\n", 2))
			add(paper, between);
		else if (*at)
			add(paper, "<br>\n");
		at += strspn(at, "\n");
	}
	free(escaped);
	free(clean);
}

static void add_text(struct paper *paper, const char *text)
{
	add_escaped(paper, text, "<br><br>\n");
}

static void add_mark(struct paper *paper, enum verdict verdict)
{
	char *escaped;
	enum ink ink;
	const char *sign = paper_mark(paper, verdict, &ink);
	const char *word = verdict < VERDICT_COUNT ? guide_verdict_word(paper->language, verdict)
						   : "-";

	buffer_add_format(&paper->buffer, "<span class=\"mark %s\" role=\"img\" aria-label=\"",
		classes[verdict]);
	escaped = escape_html(word);
	buffer_add_format(&paper->buffer, "%s\">%s</span> ", escaped, sign);
	free(escaped);
}

/* ---- Lists ---- */

static void close_list(struct paper *paper, const struct paper_list *list)
{
	add(paper, tags[list->what].end);
}

static bool begin(struct paper *paper, int indent, int what)
{
	return paper_list_goes_on(paper, indent, what, close_list);
}

static void begin_item(struct paper *paper, int indent, enum opened what)
{
	if (begin(paper, indent, (int)what)) {
		if (what != OPENED_FIELDS)
			add(paper, "</li>\n");
		return;
	}
	add(paper, tags[what].begin);
	paper_list_open(paper, indent, what, 0);
}

static void end(struct paper *paper)
{
	begin(paper, -1, -1);
}

static void item_block(struct paper *paper, int indent, struct item item, const char *text)
{
	begin_item(paper, indent, paper_list_of(item));
	add(paper, "<li>");
	if (item.point == POINT_VERDICT)
		add_mark(paper, item.verdict);
	else if (item.point == POINT_FOR)
		add(paper, "<span class=\"mark\">+</span> ");
	else if (item.point == POINT_AGAINST)
		add(paper, "<span class=\"mark\">−</span> ");
	add_text(paper, text);
}

static void field(struct paper *paper, int indent, int columns, enum ink ink, const char *label,
	const char *value)
{
	(void)columns;
	begin_item(paper, indent, OPENED_FIELDS);
	add(paper, ink == INK_WARN ? "<dt class=\"warn\">" : "<dt>");
	add_text(paper, label);
	add(paper, "</dt><dd>");
	add_text(paper, value);
	add(paper, "</dd>\n");
}

/* ---- Blocks ---- */

static void heading(struct paper *paper, int level, int indent, const char *text)
{
	bool again = level == 1 && paper->second;

	(void)indent;
	end(paper);
	if (again)
		add(paper, "<p class=\"title\">");
	else
		buffer_add_format(&paper->buffer, "<h%d>", level);
	add_text(paper, text);
	if (again)
		add(paper, "</p>\n");
	else
		buffer_add_format(&paper->buffer, "</h%d>\n", level);
}

static void verdict_block(
	struct paper *paper, int level, int indent, enum verdict verdict, const char *text)
{
	(void)indent;
	end(paper);
	if (level)
		buffer_add_format(&paper->buffer, "<h%d>", level);
	else
		buffer_add_format(&paper->buffer, "<p class=\"answer %s\">", classes[verdict]);
	add_mark(paper, verdict);
	add_text(paper, text);
	if (level)
		buffer_add_format(&paper->buffer, "</h%d>\n", level);
	else
		add(paper, "</p>\n");
}

static void text_block(struct paper *paper, int indent, enum ink ink, const char *text)
{
	begin(paper, indent, -1);
	add(paper, ink == INK_STRONG ? "<p class=\"strong\">" : "<p>");
	add_escaped(paper, text, "</p>\n<p>");
	add(paper, "</p>\n");
}

static void verbatim(struct paper *paper, int indent, const char *text)
{
	char *clean = paper_clean(text);
	char *escaped = escape_html(clean);

	begin(paper, indent, -1);
	buffer_add_format(&paper->buffer, "<pre><code>%s</code></pre>\n", escaped);
	free(escaped);
	free(clean);
}

static void step(
	struct paper *paper, int number, const char *title, enum verdict verdict, const char *word)
{
	end(paper);
	buffer_add_format(&paper->buffer, "<h3>%d. ", number);
	add_text(paper, title);
	if (*word) {
		enum ink ink;

		buffer_add_format(&paper->buffer, " <span class=\"badge %s\">%s ", classes[verdict],
			paper_mark(paper, verdict, &ink));
		add_text(paper, word);
		add(paper, "</span>");
	}
	add(paper, "</h3>\n");
}

static void table(struct paper *paper, int indent, const char *const heads[2], const char *title)
{
	end(paper);
	add(paper, "<table>\n<thead><tr><th scope=\"col\">");
	add_text(paper, title);
	for (int i = 0; i < 2; i++) {
		add(paper, "</th><th scope=\"col\">");
		add_text(paper, heads[i]);
	}
	add(paper, "</th></tr></thead>\n<tbody>\n");
	paper_list_open(paper, indent, OPENED_ROWS, 0);
}

static void row(struct paper *paper, int indent, const char *const heads[2],
	const enum verdict marks[2], const char *text)
{
	(void)indent;
	(void)heads;
	add(paper, "<tr><th scope=\"row\">");
	add_text(paper, text);
	add(paper, "</th>");
	for (int i = 0; i < 2; i++) {
		add(paper, "<td>");
		add_mark(paper, marks[i]);
		add(paper, "</td>");
	}
	add(paper, "</tr>\n");
}

/* ---- Pictures ---- */

static void ladder(struct paper *paper, int indent, const struct rung *rungs, size_t count)
{
	struct drawn_rung drawn[DRAWN_RUNGS];

	begin(paper, indent, -1);
	for (size_t i = 0; i < count && i < DRAWN_RUNGS; i++) {
		enum ink ink;
		enum verdict verdict = rungs[i].verdict;

		drawn[i] = (struct drawn_rung){
			.name = rungs[i].name,
			.sign = paper_mark(paper, verdict, &ink),
			.word = guide_verdict_word(paper->language, verdict),
			.class = classes[verdict],
		};
	}
	drawing_ladder(&paper->buffer, drawn, count < DRAWN_RUNGS ? count : DRAWN_RUNGS);
}

static void times(struct paper *paper, const char *title, const int64_t ms[3])
{
	begin(paper, 0, -1);
	drawing_times(&paper->buffer, title, ms);
}

static void rule(struct paper *paper)
{
	end(paper);
	add(paper, "<hr>\n");
}

const struct paper_kind paper_html = {
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
	.times = times,
	.rule = rule,
	.end = end,
};
