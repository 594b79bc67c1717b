/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hello_json.h"

#include <stdlib.h>
#include "base/memory.h"
#include "check/sides.h"
#include "evidence/names.h"

/* ---- A hello ---- */

static char *name_of(enum side_kind kind, int number)
{
	if (names_grease((unsigned)number))
		return memory_text("GREASE");
	return side_name(kind, (unsigned)number);
}

static void append_text(json_t *array, char *text)
{
	json_array_append_new(array, json_string(text));
	free(text);
}

static json_t *names(enum side_kind kind, const int *numbers, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		append_text(array, name_of(kind, numbers[i]));
	return array;
}

static json_t *extension_names(const struct seen_hello *hello)
{
	json_t *array = json_array();

	for (size_t i = 0; i < hello->extension_count; i++) {
		int type = hello->extensions[i];
		const char *name = names_extension(type);

		append_text(array, names_grease((unsigned)type) ? memory_text("GREASE")
				   : name			? memory_text(name)
					  : memory_format("0x%04x", (unsigned)type));
	}
	return array;
}

json_t *hello_json(const struct seen_hello *hello)
{
	json_t *json = seen_hello_json(hello);

	json_object_set_new(json, "names",
		json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "versions",
			names(SIDE_VERSIONS, hello->versions, hello->version_count), "suites",
			names(SIDE_SUITES, hello->suites, hello->suite_count), "groups",
			names(SIDE_GROUPS, hello->groups, hello->group_count), "schemes",
			names(SIDE_SCHEMES, hello->schemes, hello->scheme_count), "shares",
			names(SIDE_GROUPS, hello->shares, hello->share_count), "extensions",
			extension_names(hello)));
	return json;
}

/* ---- Both sides ---- */

enum part_of_table { COMMON, CLIENT_ONLY, SERVER_ONLY, NOT_KNOWN, WEAK };

static bool belongs(const struct side_row *row, enum part_of_table part)
{
	bool unknown = row->client == HOLDS_UNKNOWN || row->server == HOLDS_UNKNOWN;

	switch (part) {
	case COMMON:
		return row->client == HOLDS_YES && row->server == HOLDS_YES;
	case CLIENT_ONLY:
		return row->client == HOLDS_YES && row->server == HOLDS_NO;
	case SERVER_ONLY:
		return row->client == HOLDS_NO && row->server == HOLDS_YES;
	case NOT_KNOWN:
		return unknown;
	case WEAK:
		return row->strength <= STRENGTH_WEAK;
	}
	return false;
}

static json_t *row_names(
	const struct side_table *table, enum side_kind kind, enum part_of_table part)
{
	json_t *array = json_array();

	for (size_t i = 0; i < table->count; i++)
		if (belongs(&table->rows[i], part))
			append_text(array, side_name(kind, table->rows[i].number));
	return array;
}

static json_t *chosen_json(const struct side_table *table, enum side_kind kind)
{
	char *name = table->has_chosen ? side_name(kind, table->chosen) : NULL;
	json_t *json = name ? json_string(name) : json_null();

	free(name);
	return json;
}

static json_t *table_json(const struct side_table *table, enum side_kind kind)
{
	json_t *agree = table->agree == HOLDS_UNKNOWN ? json_null()
						      : json_boolean(table->agree == HOLDS_YES);

	return json_pack("{s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "agree", agree, "chosen",
		chosen_json(table, kind), "certain", table->has_chosen && table->sure, "common",
		row_names(table, kind, COMMON), "client_only", row_names(table, kind, CLIENT_ONLY),
		"server_only", row_names(table, kind, SERVER_ONLY), "unknown",
		row_names(table, kind, NOT_KNOWN), "weak", row_names(table, kind, WEAK));
}

json_t *hello_common_json(const struct seen_hello *hello, const struct evidence *evidence)
{
	const struct target *target = &evidence->settings.target;
	json_t *json = json_object();
	struct sides sides;

	sides_of(hello, evidence, &sides);
	json_object_set_new(json, "host", target->host ? json_string(target->host) : json_null());
	json_object_set_new(json, "port", json_integer(target->port));
	json_object_set_new(json, "outcome", json_string(sides_outcome_name(sides.outcome)));
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		json_object_set_new(json, side_kind_name((enum side_kind)kind),
			table_json(&sides.tables[kind], (enum side_kind)kind));
	sides_free(&sides);
	return json;
}
