/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which parts does the text report have, and what do they share? One file a part.
 */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "i18n/i18n.h"
#include "report/paper.h"
#include "report/report.h"
#include "session/session.h"

#define INDENT 2

struct sheet {
	struct paper paper;
	const struct session *session;
	const struct language *language;
	const struct guide_own *own; /* or NULL */
};

/* ---- The parts, in their order ---- */

typedef void sheet_part(struct sheet *sheet);

sheet_part *sheet_part_at(size_t index); /* NULL after the last */

/* All parts of COUNT sessions, each in one or two languages, one below the other; never nothing at all. */
void sheet_sessions(struct sheet *sheet, const struct session *const *sessions, size_t count,
	const struct report_options *options);

/* Of what and when. */
void sheet_head(struct sheet *sheet);

/* The verdict; the causes, most likely first, each with what to do and why. */
void sheet_answer(struct sheet *sheet);

/* The ladder, then the twelve steps with every finding. */
void sheet_steps(struct sheet *sheet);

/* What changed since the earlier run; nothing when none was to be compared with. */
void sheet_changes(struct sheet *sheet);

/* Which programs can connect. */
void sheet_clients(struct sheet *sheet);

/* Address, version, cipher, times, certificates. */
void sheet_details(struct sheet *sheet);

/*
 * The server and each client that the session was given to compare it with, side by side; nothing when there
 * is none.
 */
void sheet_sides(struct sheet *sheet);

/* What HELLO offers; beside it, what is known of the server of EVIDENCE unless that is NULL. */
void sheet_hello(
	struct sheet *sheet, const struct seen_hello *hello, const struct evidence *evidence);

/* All that the server accepts, where that was asked. */
void sheet_accepts(struct sheet *sheet);

/* ---- What they share ---- */

/* PATTERN (an msgid) in the sheet's language, with one value. The caller frees it. */
char *sheet_fill(
	const struct sheet *sheet, const char *pattern, const char *name, const char *value);

/* TEXT, already translated, after an empty line: the heading of a part, or of LEVEL 3 or 4 below one. */
void sheet_heading(struct sheet *sheet, const char *text);
void sheet_subheading(struct sheet *sheet, int level, const char *text);

/* Writes TEXT and frees it; nothing when it is NULL or empty. The second makes it an item with VERDICT's mark. */
void sheet_text(struct sheet *sheet, int indent, enum ink ink, char *text);
void sheet_marked(struct sheet *sheet, int indent, enum verdict verdict, char *text);

/* LABEL, already translated, in a column of its own, VALUE (freed) beside it; nothing when it is NULL. */
void sheet_field(struct sheet *sheet, int indent, const char *label, char *value);

#endif
