/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/drawing.h"

#include <stdio.h>
#include <stdlib.h>
#include "report/escape.h"

static void add_escaped(struct buffer *buffer, const char *text)
{
	char *escaped = escape_html(text);

	buffer_add_text(buffer, escaped);
	free(escaped);
}

/* A text at X, Y; ANCHOR and CLASS as SVG and the style have them. */
static void add_label(struct buffer *buffer, int x, int y, const char *anchor, const char *class,
	const char *text)
{
	buffer_add_format(buffer, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">", x, y,
		anchor, class);
	add_escaped(buffer, text);
	buffer_add_text(buffer, "</text>\n");
}

/* ---- The ladder ---- */

enum {
	RAIL_LEFT = 8,
	RAIL_RIGHT = 352,
	RUNG_HIGH = 36,
	LADDER_WIDE = 360,
	TEXT_LEFT = 36,
	TEXT_RIGHT = 340,
	BASELINE = 23, /* of a rung's text */
};

static void add_rail(struct buffer *buffer, int x, int high)
{
	buffer_add_format(buffer, "<line class=\"rail\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\"/>\n",
		x, x, high);
}

static void add_rung(struct buffer *buffer, const struct drawn_rung *rung, int top)
{
	buffer_add_format(buffer,
		"<rect class=\"rung %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		"rx=\"4\"/>\n",
		rung->class, RAIL_LEFT, top + 3, RAIL_RIGHT - RAIL_LEFT, RUNG_HIGH - 6);
	add_label(buffer, 16, top + BASELINE, "start", rung->class, rung->sign);
	add_label(buffer, TEXT_LEFT, top + BASELINE, "start", "name", rung->name);
	add_label(buffer, TEXT_RIGHT, top + BASELINE, "end", rung->class, rung->word);
}

void drawing_ladder(struct buffer *buffer, const struct drawn_rung *rungs, size_t count)
{
	int high = (int)count * RUNG_HIGH;

	buffer_add_format(buffer,
		"<svg class=\"ladder\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		"role=\"img\" aria-label=\"",
		LADDER_WIDE, high, LADDER_WIDE, high);
	for (size_t i = 0; i < count; i++) {
		buffer_add_text(buffer, i ? ", " : "");
		add_escaped(buffer, rungs[i].name);
		buffer_add_text(buffer, ": ");
		add_escaped(buffer, rungs[i].word);
	}
	buffer_add_text(buffer, "\">\n");
	add_rail(buffer, RAIL_LEFT, high);
	add_rail(buffer, RAIL_RIGHT, high);
	for (size_t i = 0; i < count; i++)
		add_rung(buffer, &rungs[i], (int)i * RUNG_HIGH);
	buffer_add_text(buffer, "</svg>\n");
}

/* ---- The timeline ---- */

enum {
	TIMES_WIDE = 480,
	BAR_LEFT = 44,
	BAR_ROOM = 330, /* for all three */
	ROW_HIGH = 26,
	BAR_LEAST = 2,
	MS_MOST = 1000000000,
};

static const char *const names[3] = { "DNS", "TCP", "TLS" };

static int64_t known(int64_t ms)
{
	return ms < 0 ? 0 : ms < MS_MOST ? ms : MS_MOST;
}

static void add_bar(struct buffer *buffer, int row, int64_t before, int64_t ms, int64_t all)
{
	int left = BAR_LEFT + (int)(all ? BAR_ROOM * before / all : 0);
	int wide = (int)(all ? BAR_ROOM * ms / all : 0);
	int top = row * ROW_HIGH;
	char text[32];

	wide = wide < BAR_LEAST ? BAR_LEAST : wide;
	add_label(buffer, 0, top + 18, "start", "name", names[row]);
	buffer_add_format(buffer,
		"<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", left,
		top + 5, wide, ROW_HIGH - 8);
	snprintf(text, sizeof(text), "%lld ms", (long long)ms);
	add_label(buffer, left + wide + 6, top + 18, "start", "name", text);
}

void drawing_times(struct buffer *buffer, const char *title, const int64_t ms[3])
{
	int64_t all = known(ms[0]) + known(ms[1]) + known(ms[2]);
	int64_t before = 0;
	const char *join = "";

	if (ms[0] < 0 && ms[1] < 0 && ms[2] < 0)
		return;
	buffer_add_text(buffer, "<figure>\n<figcaption>");
	add_escaped(buffer, title);
	buffer_add_format(buffer,
		"</figcaption>\n<svg class=\"times\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		"height=\"%d\" role=\"img\" aria-label=\"",
		TIMES_WIDE, 3 * ROW_HIGH, TIMES_WIDE, 3 * ROW_HIGH);
	for (int i = 0; i < 3; i++) {
		if (ms[i] < 0)
			continue;
		buffer_add_format(buffer, "%s%s %lld ms", join, names[i], (long long)ms[i]);
		join = ", ";
	}
	buffer_add_text(buffer, "\">\n");
	for (int i = 0; i < 3; i++) {
		if (ms[i] >= 0)
			add_bar(buffer, i, before, known(ms[i]), all);
		before += known(ms[i]);
	}
	buffer_add_text(buffer, "</svg>\n</figure>\n");
}
