/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/sides.h"

#include <stdlib.h>
#include "base/memory.h"
#include "evidence/groups.h"
#include "evidence/names.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

enum { TLS_1_0 = 0x0301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

const char *sides_outcome_name(enum sides_outcome outcome)
{
	static const char *const names[SIDES_OUTCOME_COUNT] = {
		[SIDES_FIT] = "fit",
		[SIDES_WEAK] = "weak",
		[SIDES_NO_VERSION] = "no-version",
		[SIDES_NO_SUITE] = "no-suite",
		[SIDES_NO_GROUP] = "no-group",
		[SIDES_UNKNOWN] = "unknown",
	};

	return names[outcome];
}

char *side_name(enum side_kind kind, unsigned number)
{
	const char *name = kind == SIDE_VERSIONS ? names_version((int)number)
			   : kind == SIDE_SUITES ? names_suite(number)
			   : kind == SIDE_GROUPS ? names_group(number)
						 : names_scheme(number);

	return name ? memory_text(name) : memory_format("0x%04x", number);
}

enum strength side_strength(enum side_kind kind, unsigned number)
{
	const struct suite *suite = suite_find(number);
	const struct group *group = group_find(number);
	const struct scheme *scheme = scheme_find(number);

	switch (kind) {
	case SIDE_VERSIONS:
		if (number < TLS_1_0)
			return STRENGTH_INSECURE;
		return number < TLS_1_2 ? STRENGTH_WEAK : STRENGTH_RECOMMENDED;
	case SIDE_SUITES:
		return suite ? strength_of_suite(suite).strength : STRENGTH_SECURE;
	case SIDE_GROUPS:
		return group ? strength_of_group(group).strength : STRENGTH_SECURE;
	default:
		return scheme ? strength_of_scheme(scheme).strength : STRENGTH_SECURE;
	}
}

static bool is_weak(enum strength strength)
{
	return strength <= STRENGTH_WEAK;
}

/* ---- Tables ---- */

static void add_row(struct side_table *table, enum side_kind kind, unsigned number,
	const struct side_list *client, const struct side_list *server)
{
	struct side_row *row;

	table->rows = memory_resize(table->rows, table->count + 1, sizeof(*table->rows));
	row = &table->rows[table->count++];
	*row = (struct side_row){
		.number = number,
		.client = side_holds(client, number),
		.server = side_holds(server, number),
		.strength = side_strength(kind, number),
	};
	if (row->client != HOLDS_YES || row->server != HOLDS_YES)
		return;
	table->common++;
	table->common_good += !is_weak(row->strength);
}

/* There are but six versions: each must be known to be missing on one side. */
static enum holds agree_on_version(const struct side_list *client, const struct side_list *server)
{
	static const unsigned versions[] = { 0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304 };

	if (!client->yes_count || !server->yes_count)
		return HOLDS_UNKNOWN;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (side_holds(client, versions[i]) != HOLDS_NO &&
			side_holds(server, versions[i]) != HOLDS_NO)
			return HOLDS_UNKNOWN;
	return HOLDS_NO;
}

/* yes: one is; no: none is, and none can be. */
static enum holds agree_on(const struct side_table *table, const struct side_list *client,
	const struct side_list *server)
{
	if (!table->count || (!client->whole && !server->whole))
		return HOLDS_UNKNOWN;
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].client != HOLDS_NO && table->rows[i].server != HOLDS_NO)
			return HOLDS_UNKNOWN;
	return HOLDS_NO;
}

static int newest_first(const void *a, const void *b)
{
	unsigned left = ((const struct side_row *)a)->number;
	unsigned right = ((const struct side_row *)b)->number;

	return left > right ? -1 : left < right;
}

static void fill_table(struct side_table *table, enum side_kind kind,
	const struct side_list *client, const struct side_list *server)
{
	for (size_t i = 0; i < client->yes_count; i++)
		add_row(table, kind, client->yes[i], client, server);
	for (size_t i = 0; i < server->yes_count; i++)
		if (side_holds(client, server->yes[i]) != HOLDS_YES)
			add_row(table, kind, server->yes[i], client, server);
	table->all_known = server->whole;
	if (kind == SIDE_VERSIONS && table->count)
		qsort(table->rows, table->count, sizeof(*table->rows), newest_first);
	if (table->common)
		table->agree = HOLDS_YES;
	else if (kind == SIDE_VERSIONS)
		table->agree = agree_on_version(client, server);
	else
		table->agree = agree_on(table, client, server);
}

/* ---- What would be chosen ---- */

static struct side_row *find_row(struct side_table *table, unsigned number)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].number == number)
			return &table->rows[i];
	return NULL;
}

static void choose(struct side_table *table, unsigned number, bool sure)
{
	struct side_row *row = find_row(table, number);

	if (!row)
		return;
	row->chosen = true;
	table->chosen = number;
	table->has_chosen = true;
	table->sure = sure;
}

/* The newest that both speak (RFC 8446 section 4.2.1); a newer one that one side may speak would win. */
static void choose_version(struct side_table *table)
{
	bool sure = true;

	for (size_t i = 0; i < table->count; i++) {
		const struct side_row *row = &table->rows[i];

		if (row->client == HOLDS_YES && row->server == HOLDS_YES) {
			choose(table, row->number, sure);
			return;
		}
		if (row->client != HOLDS_NO && row->server != HOLDS_NO)
			sure = false;
	}
}

static bool needs_group(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_ANY || suite->exchange == EXCHANGE_ECDHE ||
	       suite->exchange == EXCHANGE_ECDHE_PSK;
}

static bool suite_fits(const struct sides *sides, unsigned number)
{
	const struct suite *suite = suite_find(number);
	const struct side_table *versions = &sides->tables[SIDE_VERSIONS];
	int version = (int)versions->chosen;

	if (!suite)
		return true;
	if (versions->has_chosen &&
		(version < suite->first_version || version > suite->last_version))
		return false;
	return !needs_group(suite) || sides->tables[SIDE_GROUPS].agree != HOLDS_NO ||
	       suite->exchange == EXCHANGE_ANY;
}

static bool group_fits(const struct sides *sides, unsigned number)
{
	const struct group *group = group_find(number);

	if (!group || !sides->tables[SIDE_VERSIONS].has_chosen)
		return true;
	if (sides->tables[SIDE_VERSIONS].chosen == TLS_1_3)
		return group->flags & GROUP_TLS13;
	/* Hybrids came with TLS 1.3. */
	return group->kind == GROUP_EC || group->kind == GROUP_FF;
}

static size_t count_fitting(const struct sides *sides, enum side_kind kind,
	bool (*fits)(const struct sides *, unsigned))
{
	const struct side_table *table = &sides->tables[kind];
	size_t count = 0;

	for (size_t i = 0; i < table->count; i++)
		count += table->rows[i].client == HOLDS_YES && table->rows[i].server == HOLDS_YES &&
			 fits(sides, table->rows[i].number);
	return count;
}

/* The first of LIST that both have and that fits. */
static bool first_of(const struct sides *sides, enum side_kind kind, const struct side_list *list,
	bool (*fits)(const struct sides *, unsigned), unsigned *ret)
{
	for (size_t i = 0; i < list->yes_count; i++) {
		const struct side_row *row = find_row(
			(struct side_table *)&sides->tables[kind], list->yes[i]);

		if (row && row->client == HOLDS_YES && row->server == HOLDS_YES &&
			fits(sides, row->number)) {
			*ret = row->number;
			return true;
		}
	}
	return false;
}

static void choose_suite(
	struct sides *sides, const struct side_list *client, const struct side *server)
{
	const struct side_list *of_server = &server->lists[SIDE_SUITES];
	bool by_server = server->suite_order == 1 && of_server->ordered;
	size_t fitting = count_fitting(sides, SIDE_SUITES, suite_fits);
	unsigned number;

	if (!first_of(sides, SIDE_SUITES, by_server ? of_server : client, suite_fits, &number))
		return;
	choose(&sides->tables[SIDE_SUITES], number,
		sides->tables[SIDE_VERSIONS].sure && of_server->whole &&
			(fitting == 1 || by_server ||
				(server->suite_order == 0 && client->ordered)));
}

static bool is_chosen_without_group(const struct sides *sides)
{
	const struct side_table *table = &sides->tables[SIDE_SUITES];
	const struct suite *suite = table->has_chosen ? suite_find(table->chosen) : NULL;

	return suite && !needs_group(suite);
}

/* Servers take a group for which the key is there already, rather than ask for another (RFC 8446, 4.1.1). */
static void choose_group(struct sides *sides, const struct side *client, const struct side *server)
{
	const struct side_list shares = {
		.yes = client->shares,
		.yes_count = client->share_count,
	};
	const struct side_list *of_client = &client->lists[SIDE_GROUPS];
	unsigned number;

	if (is_chosen_without_group(sides))
		return;
	if (first_of(sides, SIDE_GROUPS, &shares, group_fits, &number) ||
		first_of(sides, SIDE_GROUPS, of_client, group_fits, &number))
		choose(&sides->tables[SIDE_GROUPS], number,
			sides->tables[SIDE_VERSIONS].sure && server->lists[SIDE_GROUPS].whole &&
				count_fitting(sides, SIDE_GROUPS, group_fits) == 1);
}

/* ---- What is missing ---- */

/* Of what they agreed on, something must serve the version that would be chosen. */
static void narrow(struct sides *sides, enum side_kind kind, const struct side_list *client,
	const struct side_list *server, bool (*fits)(const struct sides *, unsigned))
{
	struct side_table *table = &sides->tables[kind];

	if (table->agree != HOLDS_YES || count_fitting(sides, kind, fits))
		return;
	table->agree = client->whole && server->whole && sides->tables[SIDE_VERSIONS].sure
			       ? HOLDS_NO
			       : HOLDS_UNKNOWN;
}

static void mark_needed(struct sides *sides)
{
	struct side_table *tables = sides->tables;
	bool modern = tables[SIDE_VERSIONS].has_chosen && tables[SIDE_VERSIONS].chosen == TLS_1_3;

	tables[SIDE_VERSIONS].needed = true;
	tables[SIDE_SUITES].needed = true;
	/* Up to TLS 1.2 there are suites that need no group. */
	tables[SIDE_GROUPS].needed = modern;
}

/* The version that is chosen is weak, or every suite that it could be used with. */
static bool is_only_weak(const struct sides *sides)
{
	const struct side_table *versions = &sides->tables[SIDE_VERSIONS];
	const struct side_table *suites = &sides->tables[SIDE_SUITES];

	if (versions->has_chosen && versions->sure && !versions->common_good)
		return true;
	if (!suites->has_chosen || !suites->all_known)
		return false;
	for (size_t i = 0; i < suites->count; i++) {
		const struct side_row *row = &suites->rows[i];

		if (row->client == HOLDS_YES && row->server == HOLDS_YES &&
			!is_weak(row->strength) && suite_fits(sides, row->number))
			return false;
	}
	return true;
}

static enum sides_outcome conclude(const struct sides *sides)
{
	static const enum sides_outcome missing[SIDE_KIND_COUNT] = {
		[SIDE_VERSIONS] = SIDES_NO_VERSION,
		[SIDE_SUITES] = SIDES_NO_SUITE,
		[SIDE_GROUPS] = SIDES_NO_GROUP,
	};

	for (int kind = 0; kind < SIDE_SCHEMES; kind++)
		if (sides->tables[kind].needed && sides->tables[kind].agree == HOLDS_NO)
			return missing[kind];
	if (sides->tables[SIDE_SUITES].agree != HOLDS_YES)
		return SIDES_UNKNOWN;
	return is_only_weak(sides) ? SIDES_WEAK : SIDES_FIT;
}

void sides_compare(const struct side *client, const struct side *server, struct sides *ret)
{
	*ret = (struct sides){ 0 };
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		fill_table(&ret->tables[kind], (enum side_kind)kind, &client->lists[kind],
			&server->lists[kind]);
	choose_version(&ret->tables[SIDE_VERSIONS]);
	narrow(ret, SIDE_GROUPS, &client->lists[SIDE_GROUPS], &server->lists[SIDE_GROUPS],
		group_fits);
	narrow(ret, SIDE_SUITES, &client->lists[SIDE_SUITES], &server->lists[SIDE_SUITES],
		suite_fits);
	choose_suite(ret, &client->lists[SIDE_SUITES], server);
	choose_group(ret, client, server);
	mark_needed(ret);
	ret->outcome = conclude(ret);
}

void sides_of(const struct seen_hello *hello, const struct evidence *evidence, struct sides *ret)
{
	struct side client, server;

	side_of_client(hello, &client);
	side_of_server(evidence, &server);
	sides_compare(&client, &server, ret);
	side_free(&server);
	side_free(&client);
}

void sides_free(struct sides *sides)
{
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		free(sides->tables[kind].rows);
	*sides = (struct sides){ 0 };
}
