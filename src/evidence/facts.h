/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was measured, without a word about it? Named values that a sentence can be built from in any
 * language, and that JSON shows as they are.
 */
#ifndef EVIDENCE_FACTS_H
#define EVIDENCE_FACTS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind {
	FACT_TEXT, /* never translated: a name, an address, a version */
	FACT_NUMBER, /* a count */
	FACT_CODE, /* a number that is never grouped: a port, an alert, a status, an errno */
	FACT_TIME, /* seconds since 1970, UTC */
	FACT_SPAN, /* seconds, signed */
	FACT_MS, /* milliseconds */
	FACT_LIST, /* of texts */
	FACT_KIND_COUNT
};

struct fact {
	char *name;
	enum fact_kind kind;
	char *text;
	int64_t number;
	char **list;
	size_t list_count;
};

struct facts {
	struct fact *items;
	size_t count;
};

/* Each adds a fact (or replaces the one of that name). Texts are copied and cleaned (base/text.h);
 * web addresses lose their user:password@. */
void facts_text(struct facts *facts, const char *name, const char *text);
void facts_number(struct facts *facts, const char *name, enum fact_kind kind, int64_t number);
void facts_list(struct facts *facts, const char *name, char *const *items, size_t count);

const struct fact *facts_find(const struct facts *facts, const char *name); /* or NULL */
void facts_copy(struct facts *to, const struct facts *from); /* TO is zeroed or freed first */
void facts_free(struct facts *facts);

/* An object: text -> string, time -> ISO 8601, list -> array, the rest -> integer. New reference. */
json_t *facts_json(const struct facts *facts);

#endif
