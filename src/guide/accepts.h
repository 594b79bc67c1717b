/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we show all that a server accepts? Rows for a table, the same in every face.
 */
#ifndef GUIDE_ACCEPTS_H
#define GUIDE_ACCEPTS_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"
#include "i18n/i18n.h"

struct accepts_row {
	char *label; /* how strong it is, in a word; NULL: TEXT is a heading over the rows that follow */
	char *text; /* a name of a registry, or the heading */
	bool weak; /* or insecure */
};

struct accepts {
	struct accepts_row *rows;
	size_t count;
};

/* Versions, newest first, with their suites; groups; signature algorithms. None where nobody asked. */
void guide_accepts(
	const struct language *language, const struct evidence *evidence, struct accepts *ret);
void guide_accepts_free(struct accepts *accepts);

#endif
