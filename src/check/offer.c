/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the client that the person handed over (a captured browser, a pasted list) fit the server?
 */
#include <stdlib.h>
#include "check/judge.h"
#include "check/sides.h"

static const struct finding_kind kinds[] = {
	{ .id = "offer.fits", .verdict = VERDICT_PASS, .facts = "version,suite" },
	{ .id = "offer.suite-fits", .verdict = VERDICT_PASS, .facts = "suite" },
	{ .id = "offer.only-weak", .verdict = VERDICT_NOTE, .facts = "suite" },
	{ .id = "offer.client-too-old", .verdict = VERDICT_FAIL, .facts = "client,server" },
	{ .id = "offer.server-too-old", .verdict = VERDICT_FAIL, .facts = "client,server" },
	{ .id = "offer.no-suite", .verdict = VERDICT_FAIL, .facts = "" },
	{ .id = "offer.no-group", .verdict = VERDICT_FAIL, .facts = "" },
	{ 0 },
};

#define VERSIONS_MOST 8

/* The client to judge: what this program itself can do, the handshake tells better. */
static const struct seen_hello *find_client(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->hellos.count; i++)
		if (evidence->hellos.items[i].source != HELLO_OWN)
			return &evidence->hellos.items[i];
	return NULL;
}

static void add_name(
	struct facts *facts, const char *fact, enum side_kind kind, const struct side_table *table)
{
	char *name = side_name(kind, table->chosen);

	judge_text(facts, fact, table->has_chosen ? name : NULL);
	free(name);
}

static void add_versions(
	struct facts *facts, const char *fact, const struct side_table *table, bool client)
{
	char *names[VERSIONS_MOST] = { 0 };
	size_t count = 0;

	for (size_t i = table->count; i-- > 0 && count < VERSIONS_MOST;)
		if ((client ? table->rows[i].client : table->rows[i].server) == HOLDS_YES)
			names[count++] = side_name(SIDE_VERSIONS, table->rows[i].number);
	facts_list(facts, fact, names, count);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
}

static void judge_versions(const struct side_table *table, struct findings *findings)
{
	unsigned client = 0, server = 0;
	struct facts *facts;

	for (size_t i = 0; i < table->count; i++) {
		const struct side_row *row = &table->rows[i];

		if (row->client == HOLDS_YES && row->number > client)
			client = row->number;
		if (row->server == HOLDS_YES && row->number > server)
			server = row->number;
	}
	facts = findings_add(
		findings, client < server ? "offer.client-too-old" : "offer.server-too-old");
	add_versions(facts, "client", table, true);
	add_versions(facts, "server", table, false);
}

static void judge_fit(const struct sides *sides, struct findings *findings)
{
	const struct side_table *versions = &sides->tables[SIDE_VERSIONS];
	const struct side_table *suites = &sides->tables[SIDE_SUITES];
	struct facts *facts;

	if (sides->outcome == SIDES_WEAK) {
		add_name(findings_add(findings, "offer.only-weak"), "suite", SIDE_SUITES, suites);
		return;
	}
	facts = findings_add(findings, versions->has_chosen ? "offer.fits" : "offer.suite-fits");
	if (versions->has_chosen)
		add_name(facts, "version", SIDE_VERSIONS, versions);
	add_name(facts, "suite", SIDE_SUITES, suites);
}

static void judge_sides(const struct sides *sides, struct findings *findings)
{
	switch (sides->outcome) {
	case SIDES_FIT:
	case SIDES_WEAK:
		judge_fit(sides, findings);
		break;
	case SIDES_NO_VERSION:
		judge_versions(&sides->tables[SIDE_VERSIONS], findings);
		break;
	case SIDES_NO_SUITE:
		findings_add(findings, "offer.no-suite");
		break;
	case SIDES_NO_GROUP:
		findings_add(findings, "offer.no-group");
		break;
	default:
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_SOURCE);
	}
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_hello *client = find_client(evidence);
	struct sides sides;

	if (!client) {
		judge_cannot(findings, VERDICT_SKIPPED, WHY_NOT_NEEDED);
		return;
	}
	sides_of(client, evidence, &sides);
	judge_sides(&sides, findings);
	sides_free(&sides);
}

const struct check check_offer = {
	.id = "offer",
	.step = 7,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX),
	.kinds = kinds,
	.judge = judge,
};
