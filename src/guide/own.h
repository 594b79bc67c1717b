/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the person's own organisation want to add: whom to call, which proxy, an extra thing to do? Stanzas of
 * guide.d, read at run time; docs/stanzas.md has their fields.
 */
#ifndef GUIDE_OWN_H
#define GUIDE_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include "guide/guide.h"

#define GUIDE_OWN_FILE_MOST (256 * 1024) /* bytes of one file */
#define GUIDE_OWN_STANZAS_MOST 500 /* in all */

struct guide_own;

struct guide_own *guide_own_new(void);
void guide_own_free(struct guide_own *own); /* NULL is fine */

/* What is wrong with a file: a static English phrase, at that line. */
struct guide_own_error {
	int line;
	const char *what;
};

/* Adds all stanzas of TEXT (any bytes), called FILE; or, when one of them can't be used, none: then -1 with *RET_ERROR. */
int guide_own_read(struct guide_own *own, const char *file, const char *text, size_t length,
	struct guide_own_error *ret_error);

/* What the organisation has to say about CAUSE, or, with CAUSE NULL, at STEP: its fixes in the order of the files, then its
 * contacts (only with a cause); with neither (STEP 0) all of it. Returns how many it wrote, at most ROOM. The rows live as long as OWN, which may be
 * NULL. */
size_t guide_own_fixes(const struct guide_own *own, const char *cause, int step,
	const struct evidence *evidence, const struct fix_row **ret, size_t room);

/* Whether FIX is one of those, and whether it is a contact. */
bool guide_fix_is_own(const struct fix_row *fix);
bool guide_fix_is_contact(const struct fix_row *fix);

#endif
