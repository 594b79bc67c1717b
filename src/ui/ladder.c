/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/ladder.h"

#include <stdint.h>
#include <stdlib.h>
#include "base/buffer.h"
#include "guide/guide.h"
#include "i18n/cells.h"

/* The rung that broke, GUIDE_RUNGS when none did. */
static int broken_rung(const struct session *session)
{
	const struct causes *causes = &session->causes;

	if (causes->count && causes->items[0].severity == SEVERITY_FAIL)
		return guide_rung_of(causes->items[0].rule->stage);
	if (session->verdict == VERDICT_PASS || session->verdict == VERDICT_WARN)
		return GUIDE_RUNGS;
	if (session->evidence.parts[PART_HANDSHAKE].state == PART_SEEN)
		return guide_rung_of(session->evidence.handshake.stage);
	return guide_rung_of(session->rung);
}

enum mark ladder_mark(const struct session *session, int rung)
{
	bool looking = session->state == SESSION_LOOKING;
	int at = looking ? guide_rung_of(session->rung) : broken_rung(session);

	if (session->state == SESSION_IDLE)
		return MARK_NONE;
	if (rung < at)
		return MARK_GOOD;
	if (rung > at)
		return MARK_NONE;
	if (looking)
		return MARK_BUSY;
	return session->verdict == VERDICT_FAIL ? MARK_BAD : MARK_ASK;
}

static char *with_names(const struct session *session, const struct language *language, bool ascii)
{
	struct buffer line = { 0 };

	for (int rung = 0; rung < GUIDE_RUNGS; rung++)
		buffer_add_format(&line, "%s%s %s", rung ? "  " : "",
			guide_rung_name(language, rung),
			mark_text(ladder_mark(session, rung), ascii));
	return buffer_take(&line);
}

/* For a narrow window: signs, and the name of the rung where it stands. */
static char *with_signs(const struct session *session, const struct language *language, bool ascii)
{
	struct buffer line = { 0 };
	int at = GUIDE_RUNGS;

	for (int rung = GUIDE_RUNGS - 1; rung >= 0; rung--)
		if (ladder_mark(session, rung) != MARK_GOOD &&
			ladder_mark(session, rung) != MARK_NONE)
			at = rung;
	for (int rung = 0; rung < GUIDE_RUNGS && rung <= at; rung++)
		buffer_add_format(&line, "%s ", mark_text(ladder_mark(session, rung), ascii));
	if (at < GUIDE_RUNGS)
		buffer_add_text(&line, guide_rung_name(language, at));
	return buffer_take(&line);
}

char *ladder_text(
	const struct session *session, const struct language *language, bool ascii, int cells)
{
	char *line = with_names(session, language, ascii);

	if (cells_wide(line, SIZE_MAX) <= cells)
		return line;
	free(line);
	line = with_signs(session, language, ascii);
	if (cells_wide(line, SIZE_MAX) > cells) {
		char *clipped = cells_clip(line, cells);

		free(line);
		line = clipped;
	}
	return line;
}

bool ladder_has_names(const struct session *session, const struct language *language, int cells)
{
	char *line = with_names(session, language, true);
	bool fits = cells_wide(line, SIZE_MAX) <= cells;

	free(line);
	return fits;
}
