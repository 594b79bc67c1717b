/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/changes.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/offered.h"
#include "check/sides.h"
#include "evidence/names.h"

/* A list of texts that are being compared. */
struct texts {
	char **items;
	size_t count;
};

static struct facts *add_change(struct changes *changes, const char *id)
{
	changes->items = memory_resize(changes->items, changes->count + 1, sizeof(*changes->items));
	changes->items[changes->count] = (struct change){ .id = id };
	return &changes->items[changes->count++].facts;
}

/* ---- Lists ---- */

static bool holds(const struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (!strcmp(texts->items[i], text))
			return true;
	return false;
}

/* Takes TEXT over. */
static void add_text(struct texts *texts, char *text)
{
	if (holds(texts, text)) {
		free(text);
		return;
	}
	texts->items = memory_resize(texts->items, texts->count + 1, sizeof(*texts->items));
	texts->items[texts->count++] = text;
}

static void free_texts(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	*texts = (struct texts){ 0 };
}

/* A change ID with the fact NAME: what THERE has and HERE lacks. */
static void add_lacking(struct changes *changes, const char *id, const char *name,
	const struct texts *there, const struct texts *here)
{
	struct texts lacking = { 0 };

	for (size_t i = 0; i < there->count; i++)
		if (!holds(here, there->items[i]))
			add_text(&lacking, memory_text(there->items[i]));
	if (lacking.count)
		facts_list(add_change(changes, id), name, lacking.items, lacking.count);
	free_texts(&lacking);
}

/* Both ways, and frees both. */
static void compare_lists(struct changes *changes, const char *id_new, const char *id_gone,
	const char *name, struct texts *before, struct texts *after)
{
	add_lacking(changes, id_new, name, after, before);
	add_lacking(changes, id_gone, name, before, after);
	free_texts(before);
	free_texts(after);
}

/* A change ID when both are known and differ. Whether they do. */
static bool compare_texts(
	struct changes *changes, const char *id, const char *before, const char *after)
{
	struct facts *facts;

	if (!before || !after || !strcmp(before, after))
		return false;
	facts = add_change(changes, id);
	facts_text(facts, "before", before);
	facts_text(facts, "after", after);
	return true;
}

/* ---- Causes ---- */

static struct texts causes_of(const struct causes *causes)
{
	struct texts texts = { 0 };

	for (size_t i = 0; i < causes->count; i++)
		add_text(&texts, memory_text(causes->items[i].rule->id));
	return texts;
}

/* One change for each cause that THERE has and HERE lacks. */
static void add_causes(struct changes *changes, const char *id, const struct texts *there,
	const struct texts *here)
{
	for (size_t i = 0; i < there->count; i++)
		if (!holds(here, there->items[i]))
			facts_text(add_change(changes, id), "cause", there->items[i]);
}

static void compare_causes(
	const struct causes *before, const struct causes *after, struct changes *changes)
{
	struct texts old = causes_of(before);
	struct texts new = causes_of(after);

	add_causes(changes, "cause-gone", &old, &new);
	add_causes(changes, "cause-new", &new, &old);
	free_texts(&old);
	free_texts(&new);
}

/* ---- Certificates ---- */

static void compare_chains(const struct seen_handshake *before, const struct seen_handshake *after,
	struct changes *changes)
{
	bool same = before->chain_count == after->chain_count;
	struct facts *facts;

	for (size_t i = 0; same && i < before->chain_count; i++) {
		const char *old = before->chain[i].sha256;
		const char *new = after->chain[i].sha256;

		same = !old || !new || !strcmp(old, new);
	}
	if (same)
		return;
	facts = add_change(changes, "chain");
	facts_number(facts, "before", FACT_NUMBER, (int64_t)before->chain_count);
	facts_number(facts, "after", FACT_NUMBER, (int64_t)after->chain_count);
}

static void compare_certificates(const struct seen_handshake *before,
	const struct seen_handshake *after, struct changes *changes)
{
	const struct seen_cert *old, *new;
	struct facts *facts;

	if (!before->chain_count || !after->chain_count)
		return;
	old = &before->chain[0];
	new = &after->chain[0];
	if (!old->sha256 || !new->sha256)
		return;
	if (!strcmp(old->sha256, new->sha256)) {
		compare_chains(before, after, changes);
		return;
	}
	if (!old->malformed && !new->malformed) {
		facts = add_change(changes, "certificate");
		facts_number(facts, "not_after_before", FACT_TIME, old->not_after);
		facts_number(facts, "not_after", FACT_TIME, new->not_after);
	}
	compare_texts(changes, "fingerprint", old->sha256, new->sha256);
	compare_texts(changes, "issuer", old->issuer, new->issuer);
}

/* ---- Addresses ---- */

static bool was_found(const struct evidence *evidence)
{
	return evidence->parts[PART_LOOKUP].state == PART_SEEN &&
	       evidence->lookup.outcome == LOOKUP_FOUND;
}

static struct texts addresses_of(const struct seen_lookup *lookup)
{
	struct texts texts = { 0 };

	for (size_t i = 0; i < lookup->address_count; i++)
		add_text(&texts, memory_text(lookup->addresses[i]));
	return texts;
}

/* In a report without private details one address can't be told from another. */
static bool is_told(const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		if (texts->items[i][0] == '[')
			return false;
	return true;
}

static void compare_addresses(
	const struct evidence *before, const struct evidence *after, struct changes *changes)
{
	struct texts old, new;

	if (!was_found(before) || !was_found(after))
		return;
	old = addresses_of(&before->lookup);
	new = addresses_of(&after->lookup);
	if (is_told(&old) && is_told(&new)) {
		compare_lists(changes, "addresses-new", "addresses-gone", "addresses", &old, &new);
		return;
	}
	free_texts(&old);
	free_texts(&new);
}

/* ---- What the server accepts ---- */

/* The versions whose bit is set. */
static struct texts versions_of(unsigned bits)
{
	struct texts texts = { 0 };

	for (int version = 0x0304; version >= 0x0300; version--)
		if (bits & OFFERED_BIT(version))
			add_text(&texts, memory_text(names_version(version)));
	return texts;
}

static void compare_versions(
	const struct evidence *before, const struct evidence *after, struct changes *changes)
{
	struct offered old = offered_versions(before);
	struct offered new = offered_versions(after);
	/* A version of which one of the two runs says nothing has not changed. */
	struct texts was = versions_of(old.spoken & (new.spoken | new.refused));
	struct texts is = versions_of(new.spoken &(old.spoken | old.refused));

	compare_lists(changes, "versions-new", "versions-gone", "versions", &was, &is);
}

static struct texts suites_of(const struct seen_matrix *matrix)
{
	struct texts texts = { 0 };

	for (size_t i = 0; i < matrix->offer_count; i++)
		for (size_t s = 0; s < matrix->offers[i].suite_count; s++)
			add_text(&texts,
				side_name(SIDE_SUITES, (unsigned)matrix->offers[i].suites[s]));
	return texts;
}

static struct texts groups_of(const struct seen_matrix *matrix)
{
	struct texts texts = { 0 };

	for (size_t i = 0; i < matrix->group_count; i++)
		add_text(&texts, side_name(SIDE_GROUPS, (unsigned)matrix->groups[i]));
	return texts;
}

static void compare_accepted(
	const struct evidence *before, const struct evidence *after, struct changes *changes)
{
	const struct seen_matrix *old = offered_matrix(before);
	const struct seen_matrix *new = offered_matrix(after);
	struct texts was, is;

	if (!old || !new)
		return;
	was = suites_of(old);
	is = suites_of(new);
	compare_lists(changes, "suites-new", "suites-gone", "suites", &was, &is);
	if (old->group_version < 0 || new->group_version < 0)
		return;
	was = groups_of(old);
	is = groups_of(new);
	compare_lists(changes, "groups-new", "groups-gone", "groups", &was, &is);
}

/* ---- All ---- */

void changes_between(struct run_seen before, struct run_seen after, struct changes *ret)
{
	const struct seen_handshake *old = &before.evidence->handshake;
	const struct seen_handshake *new = &after.evidence->handshake;

	*ret = (struct changes){ 0 };
	compare_causes(before.causes, after.causes, ret);
	compare_certificates(old, new, ret);
	compare_addresses(before.evidence, after.evidence, ret);
	compare_versions(before.evidence, after.evidence, ret);
	compare_accepted(before.evidence, after.evidence, ret);
	compare_texts(ret, "version", old->version_name, new->version_name);
	compare_texts(ret, "suite", old->cipher, new->cipher);
	compare_texts(ret, "group", old->group, new->group);
}

void changes_copy(struct changes *to, const struct changes *from)
{
	*to = (struct changes){ 0 };
	for (size_t i = 0; i < from->count; i++) {
		struct facts *facts = add_change(to, from->items[i].id);

		facts_copy(facts, &from->items[i].facts);
	}
}

void changes_free(struct changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		facts_free(&changes->items[i].facts);
	free(changes->items);
	*changes = (struct changes){ 0 };
}
