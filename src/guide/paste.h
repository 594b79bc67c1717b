/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a pasted error message mean, in words? The causes it points to read as those that were measured,
 * with the host that the message names, or "the server".
 */
#ifndef GUIDE_PASTE_H
#define GUIDE_PASTE_H

#include "diagnosis/paste.h"
#include "guide/guide.h"

/* What MEANING ("expired") says, then what to look for: paragraphs. The caller frees each text. */
char *guide_paste_meaning(const struct language *language, const char *meaning);

/* One sentence for the cause at INDEX of PASTE, and what that means. */
char *guide_paste_title(const struct language *language, const struct paste *paste, size_t index);
char *guide_paste_text(const struct language *language, const struct paste *paste, size_t index);

/*
 * What to do about it: writes at most ROOM fixes, best first; returns how many there are. SYSTEM is the
 * guide's key of the device that has the problem, or NULL.
 */
size_t guide_paste_fixes(const struct paste *paste, size_t index, const char *system,
	const struct fix_row **ret, size_t room);

/* guide_fix_text() with the host that PASTE names. */
char *guide_paste_fix_text(
	const struct language *language, const struct paste *paste, const struct fix_row *fix);

/* Where PASTE says that it happened, as `tlsdoctor check` takes it: "host:port" (fresh memory), or NULL. */
char *guide_paste_address(const struct paste *paste);

#endif
