/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far up did the handshake get? The seven rungs from reaching the server to data, each with a mark.
 */
#ifndef UI_LADDER_H
#define UI_LADDER_H

#include <stdbool.h>
#include "i18n/i18n.h"
#include "session/session.h"
#include "ui/marks.h"

/* The mark of RUNG (0 to GUIDE_RUNGS - 1). */
enum mark ladder_mark(const struct session *session, int rung);

/* All on one line, CELLS wide at most: marks without names where names don't fit. The caller frees. */
char *ladder_text(
	const struct session *session, const struct language *language, bool ascii, int cells);

/* Whether that line has the names (then each is followed by a blank, its mark and two blanks). */
bool ladder_has_names(const struct session *session, const struct language *language, int cells);

#endif
