/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a page read when it is printed line by line, for a voice too? Everything goes to standard output.
 */
#ifndef UI_LINES_SAY_H
#define UI_LINES_SAY_H

#include "i18n/i18n.h"
#include "session/session.h"
#include "ui/page.h"

/* TEXT as it is, without what a terminal would obey. */
void lines_say(const char *text);

/* TEXT and the end of the line, wrapped at COLUMNS (0: not at all), its further rows INDENT cells from the left. */
void lines_say_wrapped(int columns, const char *text, int indent);

/* A block of a page, signs as words of LANGUAGE. */
void lines_say_block(const struct language *language, int columns, const struct block *block);

/* How far the handshake got. */
void lines_say_ladder(const struct session *session, const struct language *language, int columns);

#endif
