/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/accepts_json.h"

#include <stdlib.h>
#include "check/sides.h"
#include "check/strength.h"
#include "evidence/names.h"

static struct grade grade_of(enum side_kind kind, unsigned number)
{
	const struct suite *suite = suite_find(number);
	const struct group *group = group_find(number);
	const struct scheme *scheme = scheme_find(number);
	const struct grade unknown = { .strength = STRENGTH_SECURE };

	if (kind == SIDE_SUITES)
		return suite ? strength_of_suite(suite) : unknown;
	if (kind == SIDE_GROUPS)
		return group ? strength_of_group(group) : unknown;
	return scheme ? strength_of_scheme(scheme) : unknown;
}

static json_t *reasons_json(struct grade grade)
{
	json_t *array = json_array();

	for (int i = 0; i < REASON_COUNT; i++)
		if (grade.reasons & 1u << i)
			json_array_append_new(
				array, json_string(strength_reason_name((enum strength_reason)i)));
	return array;
}

static json_t *items_json(enum side_kind kind, const int *numbers, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		unsigned number = (unsigned)numbers[i];
		struct grade grade = grade_of(kind, number);
		char *name = side_name(kind, number);

		json_array_append_new(array,
			json_pack("{s:s, s:s, s:o}", "name", name, "strength",
				strength_name(grade.strength), "reasons", reasons_json(grade)));
		free(name);
	}
	return array;
}

static json_t *known(int value)
{
	return value < 0 ? json_null() : json_boolean(value);
}

static json_t *order_json(int server_order)
{
	if (server_order < 0)
		return json_null();
	return json_string(server_order ? "server" : "client");
}

static json_t *offer_json(const struct seen_offer *offer)
{
	const char *version = names_version(offer->version);

	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "version", version ? version : "?", "spoken",
		known(offer->spoken), "order", order_json(offer->server_order), "dh_bits",
		offer->dh_bits > 0 ? json_integer(offer->dh_bits) : json_null(), "suites",
		items_json(SIDE_SUITES, offer->suites, offer->suite_count));
}

json_t *accepts_json(const struct evidence *evidence)
{
	const struct seen_matrix *matrix = &evidence->matrix;
	json_t *versions;

	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return json_null();
	versions = json_array();
	for (size_t i = 0; i < matrix->offer_count; i++)
		json_array_append_new(versions, offer_json(&matrix->offers[i]));
	return json_pack("{s:b, s:i, s:o, s:o, s:o}", "complete", matrix->complete, "connections",
		matrix->hellos, "versions", versions, "groups",
		items_json(SIDE_GROUPS, matrix->groups, matrix->group_count), "signatures",
		items_json(SIDE_SCHEMES, matrix->schemes, matrix->scheme_count));
}
