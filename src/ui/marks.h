/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which small signs stand beside words? Only those that every terminal draws one cell wide; a word
 * always goes with them, so that nothing hangs on a sign or a colour alone.
 */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include <stdbool.h>
#include "check/findings.h"

enum mark {
	MARK_NONE,
	MARK_GOOD,
	MARK_BAD,
	MARK_WARN,
	MARK_NOTE,
	MARK_ASK,
	MARK_BUSY,
	MARK_OFF, /* skipped, not reached: nothing to say */
	MARK_FOCUS,
	MARK_FOR, /* speaks for it */
	MARK_AGAINST, /* speaks against it */
	MARK_COUNT
};

enum tone { TONE_PLAIN, TONE_STRONG, TONE_GOOD, TONE_WARN, TONE_BAD, TONE_COUNT };

/* The sign as UTF-8, one cell wide ("..." for busy is three), or its ASCII stand-in. */
const char *mark_text(enum mark mark, bool ascii);

enum mark mark_of_verdict(enum verdict verdict);
enum tone tone_of_mark(enum mark mark);

/* The colour of TONE on a terminal of that many colours, as its number there; -1: that of plain text. Each can be read
 * on a light and on a dark ground (WCAG 2.2, 1.4.3 and 1.4.11), and no two differ by red and green alone. */
int tone_color(enum tone tone, int colors);

#endif
