/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in a stanza file? "Name: value" lines; a line that begins with a blank goes on; a blank
 * and a dot make a new paragraph; '#' lines are comments; empty lines end a stanza. A name that begins
 * with '_' holds text for translators. "# TRANSLATORS: " comments are kept for the next field.
 */
#ifndef BASE_STANZA_H
#define BASE_STANZA_H

#include <stddef.h>

struct stanza_field {
	char *name; /* without '_' and ':' */
	char **paragraphs; /* at least one; lines of one paragraph joined by a blank */
	size_t paragraph_count;
	char *comment; /* for translators, or NULL */
	int line; /* where it begins, from 1 */
	int translatable; /* the name began with '_' */
};

struct stanza {
	const char *file; /* as given to stanza_read */
	int line;
	struct stanza_field *fields;
	size_t field_count;
};

struct stanzas {
	struct stanza *items;
	size_t count;
};

struct stanza_error {
	int line;
	const char *what; /* a static English phrase, for file:line: messages */
};

/* Parses TEXT (bounded, any bytes). 0, or -1 with RET_ERROR set and RET empty. */
int stanza_read(const char *file, const char *text, size_t length, struct stanzas *ret,
	struct stanza_error *ret_error);
void stanza_free(struct stanzas *stanzas);

/* The first field called NAME, or NULL; its first paragraph, or NULL. */
const struct stanza_field *stanza_field(const struct stanza *stanza, const char *name);
const char *stanza_value(const struct stanza *stanza, const char *name);

#endif
