/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a sentence get its facts? Patterns of the tables and measured facts go in, sentences of one
 * language come out. A {placeholder} without a fact becomes "unknown"; none is ever left as it stands.
 */
#ifndef GUIDE_PHRASE_H
#define GUIDE_PHRASE_H

#include "check/findings.h"
#include "diagnosis/diagnosis.h"
#include "evidence/evidence.h"
#include "i18n/i18n.h"

struct phrase_value {
	char *name;
	char *value;
};

/* Values for placeholders. Start from a zeroed struct, add, free. */
struct phrase {
	struct phrase_value *values;
	size_t count;
};

/* Adds VALUE (taken over) as {NAME}; what was added first stands. */
void phrase_add(struct phrase *phrase, const char *name, char *value);

/* Adds each fact in the words of LANGUAGE: dates, lengths of time, lists, numbers. FACTS may be NULL. */
void phrase_add_facts(
	struct phrase *phrase, const struct language *language, const struct facts *facts);

/* Adds {host} and {port} of what was looked at. EVIDENCE may be NULL. */
void phrase_add_target(struct phrase *phrase, const struct evidence *evidence);

void phrase_free(struct phrase *phrase);

/* PATTERN, an msgid, in LANGUAGE with its placeholders filled. The caller frees it. */
char *phrase_sentence(
	const struct phrase *phrase, const struct language *language, const char *pattern);

/* The same for a NULL-ended list of paragraphs, joined by an empty line; "" for none. */
char *phrase_paragraphs(const struct phrase *phrase, const struct language *language,
	const char *const *paragraphs);

#endif
