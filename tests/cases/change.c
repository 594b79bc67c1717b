/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../check/make.h"
#include "base/memory.h"

char *change_by_name(struct evidence *evidence, const char *name)
{
	for (const struct made_case *c = made_cases; c->name; c++)
		if (!strcmp(c->name, name)) {
			c->change(evidence);
			return NULL;
		}
	for (const struct made_healthy *h = made_healthy; h->name; h++)
		if (!strcmp(h->name, name)) {
			h->change(evidence);
			return NULL;
		}
	return memory_format("no change is called %s", name);
}

/* ---- Values ---- */

static int64_t unit_s(char unit)
{
	switch (unit) {
	case 'd':
		return A_DAY_S;
	case 'h':
		return HOUR_S;
	case 'm':
		return MINUTE_S;
	default:
		return 1;
	}
}

/* "@-10d" -> "2026-06-05T12:00:00Z" (new reference), or NULL when TEXT is another. */
static json_t *time_of(const char *text)
{
	char *end;
	long many;
	time_t at;
	struct tm parts;
	char iso[32];

	if (text[0] != '@')
		return NULL;
	many = strtol(text + 1, &end, 10);
	at = (time_t)(NOW_S + many * unit_s(*end));
	gmtime_r(&at, &parts);
	strftime(iso, sizeof(iso), "%Y-%m-%dT%H:%M:%SZ", &parts);
	return json_string(iso);
}

/* VALUE (taken) with all such times in it written out. */
static json_t *write_times(json_t *value)
{
	const char *key;
	json_t *item;
	void *next;
	json_t *at = json_is_string(value) ? time_of(json_string_value(value)) : NULL;
	size_t i;

	if (at) {
		json_decref(value);
		return at;
	}
	json_object_foreach_safe(value, next, key, item)
		json_object_set_new(value, key, write_times(json_incref(item)));
	json_array_foreach(value, i, item)
		json_array_set_new(value, i, write_times(json_incref(item)));
	return value;
}

/* ---- Paths ---- */

/* The next piece of *PATH: a member's name, or the index behind "["; *PATH then stands behind it. */
static char *next_piece(const char **path, bool *ret_index)
{
	size_t length;
	char *piece;

	*ret_index = **path == '[';
	*path += **path == '[' || **path == '.';
	length = strcspn(*path, *ret_index ? "]" : ".[");
	piece = memory_text_n(*path, length);
	*path += length + (*ret_index && (*path)[length] == ']');
	return piece;
}

static json_t *get(const json_t *holder, const char *piece, bool index)
{
	return index ? json_array_get(holder, strtoul(piece, NULL, 10))
		     : json_object_get(holder, piece);
}

/* Takes VALUE. 0, or -1 when HOLDER is of another kind or an index would leave a gap. */
static int put(json_t *holder, const char *piece, bool index, json_t *value)
{
	size_t at = strtoul(piece, NULL, 10);

	if (!index)
		return json_object_set_new(holder, piece, value);
	return at == json_array_size(holder) ? json_array_append_new(holder, value)
					     : json_array_set_new(holder, at, value);
}

/* Puts VALUE (taken) to PATH below ROOT. 0, or -1. */
static int put_at(json_t *root, const char *path, json_t *value)
{
	json_t *holder = root;
	int error = 0;

	while (*path && !error) {
		bool index;
		char *piece = next_piece(&path, &index);

		if (!*path) {
			error = put(holder, piece, index, json_incref(value));
		} else {
			json_t *next = get(holder, piece, index);

			if (!json_is_object(next) && !json_is_array(next))
				error = put(holder, piece, index,
					*path == '[' ? json_array() : json_object());
			holder = get(holder, piece, index);
		}
		free(piece);
	}
	json_decref(value);
	return error;
}

/* EVIDENCE is what JSON says. */
static char *take(struct evidence *evidence, const json_t *json)
{
	char *where = NULL;
	char *why;

	evidence_free(evidence);
	if (!evidence_from_json(json, evidence, &where))
		return NULL;
	why = memory_format("not as evidence is written: %s", where ? where : "");
	free(where);
	return why;
}

char *change_value(struct evidence *evidence, const char *assignment)
{
	const char *equals = strstr(assignment, " = ");
	json_t *value = equals ? json_loads(equals + 3, JSON_DECODE_ANY, NULL) : NULL;
	json_t *json;
	char *path, *why;

	if (!value)
		return memory_format("%s: no \"path = JSON\"", assignment);
	path = memory_text_n(assignment, (size_t)(equals - assignment));
	json = evidence_json(evidence);
	why = put_at(json, path, write_times(value)) ? memory_format("no such place: %s", path)
						     : take(evidence, json);
	free(path);
	json_decref(json);
	return why;
}
