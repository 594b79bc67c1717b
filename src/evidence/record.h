/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which members does a struct have? One const table a struct says it once; initialising, copying,
 * freeing, writing and reading JSON all walk that table, so that none of them can forget a member.
 */
#ifndef EVIDENCE_RECORD_H
#define EVIDENCE_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
	FIELD_TEXT, /* char *, one clean line; null for NULL */
	FIELD_LINES, /* char *, clean lines (PEM); null for NULL */
	FIELD_URL, /* char *, written without user:password@ */
	FIELD_SECRET, /* char *, never written */
	FIELD_BOOL, /* bool */
	FIELD_INT, /* int, least to greatest; null for -1 when that is what it begins with */
	FIELD_LONG, /* int64_t, the same */
	FIELD_TIME, /* int64_t, ISO 8601 in UTC; null for -1 */
	FIELD_ENUM, /* an enum, by its name */
	FIELD_RECORD, /* a struct */
	FIELD_NAMED, /* a fixed array of structs, an object with a member for each name */
	FIELD_RECORDS, /* pointer to structs, and their count */
	FIELD_TEXTS, /* char **, and their count */
	FIELD_INTS, /* int *, and their count */
	FIELD_KIND_COUNT
};

struct record;

struct field {
	const char *name; /* in JSON */
	enum field_kind kind;
	size_t at; /* offset in the struct */
	size_t count_at; /* arrays: offset of the size_t */
	size_t most; /* arrays: items that reading accepts */
	int64_t initial; /* numbers, bool, enum: before anything is known */
	int64_t least, greatest; /* numbers, and items of FIELD_INTS: what reading accepts */
	const char *const *names; /* FIELD_ENUM, FIELD_NAMED */
	size_t name_count; /* of names */
	const struct record *record; /* FIELD_RECORD, FIELD_NAMED, FIELD_RECORDS */
};

struct record {
	size_t size;
	const struct field *fields;
	size_t field_count;
};

/* Sets every member to what it begins with, on memory of any content. */
void record_init(const struct record *record, void *memory);

/* TO, of any content, becomes a deep copy of FROM. */
void record_copy(const struct record *record, void *to, const void *from);

/* Frees what the members own and initialises them. */
void record_free(const struct record *record, void *memory);

/* An object (new reference). */
json_t *record_json(const struct record *record, const void *memory);

/*
 * Reads JSON into MEMORY, which is initialised. A member that is missing stays as it is. false when
 * something isn't as written; RET_WHERE is then its path ("chain[0].not_after", "" for JSON itself;
 * the caller frees it) and MEMORY is valid, to be freed.
 */
bool record_read(const struct record *record, void *memory, const json_t *json, char **ret_where);

/*
 * Calls VISIT for each text of MEMORY, with the name of its member; VISIT may put another one in its place
 * (freeing the first), or NULL unless it is one of FIELD_TEXTS.
 */
typedef void text_visit(void *context, const char *name, char **text);
void record_texts(const struct record *record, void *memory, text_visit *visit, void *context);

/* The field called NAME; NULL when there is none. */
const struct field *record_field(const struct record *record, const char *name);

#endif
