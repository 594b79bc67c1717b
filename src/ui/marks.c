/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/marks.h"

static const struct {
	const char *sign;
	const char *ascii;
	enum tone tone;
} marks[MARK_COUNT] = {
	[MARK_NONE] = { " ", " ", TONE_PLAIN },
	[MARK_GOOD] = { "✓", "+", TONE_GOOD },
	[MARK_BAD] = { "✗", "x", TONE_BAD },
	[MARK_WARN] = { "⚠", "!", TONE_WARN },
	[MARK_NOTE] = { "i", "i", TONE_PLAIN },
	[MARK_ASK] = { "?", "?", TONE_STRONG },
	[MARK_BUSY] = { "...", "...", TONE_PLAIN },
	[MARK_OFF] = { "-", "-", TONE_PLAIN },
	[MARK_FOCUS] = { "►", ">", TONE_STRONG },
	[MARK_FOR] = { "+", "+", TONE_PLAIN },
	[MARK_AGAINST] = { "-", "-", TONE_PLAIN },
};

static const enum mark of_verdict[VERDICT_COUNT] = {
	[VERDICT_PASS] = MARK_GOOD,
	[VERDICT_NOTE] = MARK_NOTE,
	[VERDICT_WARN] = MARK_WARN,
	[VERDICT_FAIL] = MARK_BAD,
	[VERDICT_UNKNOWN] = MARK_ASK,
	[VERDICT_NOT_REACHED] = MARK_OFF,
	[VERDICT_SKIPPED] = MARK_OFF,
};

const char *mark_text(enum mark mark, bool ascii)
{
	return ascii ? marks[mark].ascii : marks[mark].sign;
}

enum mark mark_of_verdict(enum verdict verdict)
{
	return verdict < VERDICT_COUNT ? of_verdict[verdict] : MARK_NONE;
}

/* Of 8 colours green is too light for a light ground; of 256 there is one in the middle between black and white. */
static const struct {
	int of_8, of_256;
} colors_of[TONE_COUNT] = {
	[TONE_PLAIN] = { -1, -1 },
	[TONE_STRONG] = { -1, -1 },
	[TONE_GOOD] = { -1, 29 },
	[TONE_WARN] = { 5, 163 },
	[TONE_BAD] = { 1, 196 },
};

int tone_color(enum tone tone, int colors)
{
	return colors >= 256 ? colors_of[tone].of_256 : colors_of[tone].of_8;
}

enum tone tone_of_mark(enum mark mark)
{
	return marks[mark].tone;
}
