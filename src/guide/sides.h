/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we say what a client offers, and how it fits a server? Returned char * are the caller's to free; const
 * char * live for ever.
 */
#ifndef GUIDE_SIDES_H
#define GUIDE_SIDES_H

#include "check/sides.h"
#include "evidence/client_list.h"
#include "i18n/i18n.h"

/* "Protocol versions", "Cipher suites" ... */
const char *guide_side_kind(const struct language *language, enum side_kind kind);

/* "weak", "insecure"; NULL for what is neither. */
const char *guide_strength(const struct language *language, enum strength strength);

/* The same for all four: "recommended", "good", "weak", "insecure". */
const char *guide_strength_word(const struct language *language, enum strength strength);

/* What of a row is worth a word: "would be used", "weak", both as a list; NULL for nothing. */
char *guide_side_remark(const struct language *language, const struct side_row *row);

/* Whose offer it is: "What the program at 127.0.0.1 offers", "The list that was given", "This program". */
char *guide_hello_title(const struct language *language, const struct seen_hello *hello);

/*
 * What is to be said about a pasted list: why it is none, or which words of it were left out (NULL: none). The caller
 * frees it.
 */
char *guide_client_list(const struct language *language, enum client_list_outcome outcome,
	const struct client_list *list);

/* How the two fit together, in one to three sentences; it makes sense beside the tables. */
char *guide_sides(const struct language *language, const struct sides *sides);

/* What else a hello says: field INDEX, its name and value. false behind the last one. */
struct hello_field {
	const char *label;
	char *value; /* the caller frees it; NULL: nothing to say */
};
bool guide_hello_field(const struct language *language, const struct seen_hello *hello,
	size_t index, struct hello_field *ret);

#endif
