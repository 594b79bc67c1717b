/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How wide is this on a terminal, and where may a line break? Widths are wcwidth's under a UTF-8
 * LC_CTYPE (the caller has set it), because ncursesw counts so; break points are Unicode's (UAX 14,
 * libunistring), so Japanese breaks by rule.
 */
#ifndef I18N_CELLS_H
#define I18N_CELLS_H

#include <stddef.h>

/* Cells that valid UTF-8 TEXT takes, at most LENGTH bytes of it (SIZE_MAX: all). */
int cells_wide(const char *text, size_t length);

/* Bytes of TEXT that fit into CELLS; never splits a character from its combining marks. */
size_t cells_fit(const char *text, int cells);

/* One line of a wrapped text: a part of the original, no newline, no trailing blanks. */
struct cells_line {
	size_t start; /* byte offset into the text */
	size_t length; /* bytes */
};

/*
 * Breaks TEXT into lines of at most CELLS (>= 2). '\n' always breaks (one at the end ends the last line; no
 * text is no line). Paths, addresses and options stay whole when they fit into a line; a word too long for
 * a line is cut between characters. Returns the number of lines; *RET is an array the caller frees (never
 * NULL).
 */
size_t cells_wrap(const char *text, int cells, struct cells_line **ret);

/* TEXT cut to CELLS, with "..." at the end when something was left out. The caller frees it. */
char *cells_clip(const char *text, int cells);

#endif
