/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which English texts does the guide have? Visits each text of the tables once.
 */
#ifndef TESTS_GUIDE_ALL_TEXTS_H
#define TESTS_GUIDE_ALL_TEXTS_H

#include <stdbool.h>

struct text_place {
	const char *kind; /* "fix", "finding", ... */
	const char *id; /* of the row */
	bool title; /* a title, word or label: no sentence, no full stop wanted */
};

void all_texts(void (*visit)(const struct text_place *place, const char *text));

/*
 * Calls VISIT with the name in each {placeholder} of TEXT. CONTEXT is handed through.
 */
void all_placeholders(
	const char *text, void (*visit)(const char *name, void *context), void *context);

#endif
