/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which known messages stand in this text? The patterns and codes of the *.error rows, made ready for
 * looking up once; for paste.c.
 */
#ifndef DIAGNOSIS_PASTE_INDEX_H
#define DIAGNOSIS_PASTE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include "diagnosis/paste_codes.h"
#include "diagnosis/paste_text.h"
#include "diagnosis/tables.h"

/* A message found at byte AT of the plain text, LENGTH bytes long. */
struct paste_hit {
	const struct error_row *row;
	const struct meaning_row *meaning;
	size_t at, length;
	double rank;
};

struct paste_hits {
	struct paste_hit *items;
	size_t count;
	size_t room;
	int alert; /* of the first TLS alert with a number, or -1 */
};

/*
 * Appends what begins in the first UNTIL bytes of TEXT, in the order of the text. WHOLE: TEXT is all that
 * was pasted. At most 2,000 hits are kept of one text.
 */
void paste_index_find(
	const struct paste_text *text, size_t until, bool whole, struct paste_hits *hits);

/* Whether every row of the tables is sound; else *RET_WRONG says which is not (fresh memory). For tests. */
bool paste_index_check(char **ret_wrong);

#endif
