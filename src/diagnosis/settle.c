/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/settle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"

/* From here on more questions would settle nothing; below that, an answer isn't worth the question. */
static const double sure = 0.9;
static const double least_bits = 0.01;

#define OUTCOMES_MOST 6

/* What the answer may be: choices of a question, or findings of a look. */
static const struct way {
	enum settle_kind kind;
	const char *id;
	enum part part; /* of a look: that wasn't seen */
	const char *outcomes[OUTCOMES_MOST]; /* NULL-ended */
} ways[] = {
	{ SETTLE_QUESTION, "other-network", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "one-site", 0, { "one", "all" } },
	{ SETTLE_QUESTION, "other-browser", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "security-software", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "fingerprint", 0, { "same", "different" } },
	{ SETTLE_QUESTION, "wall-clock", 0, { "right", "wrong" } },
	{ SETTLE_QUESTION, "device-clock", 0, { "right", "wrong" } },
	{ SETTLE_QUESTION, "other-device", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "wifi-cable", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "firewall", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "internet-options", 0, { "off", "on" } },
	{ SETTLE_QUESTION, "browser-policy", 0, { "rules", "none" } },
	{ SETTLE_QUESTION, "firefox-tls", 0, { "changed", "usual" } },
	{ SETTLE_QUESTION, "private-window", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "extensions", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "browser-cache", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "browser-update", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "malware", 0, { "found", "nothing" } },
	{ SETTLE_QUESTION, "new-profile", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "certificate-store", 0, { "works", "same" } },
	{ SETTLE_QUESTION, "browser-reset", 0, { "works", "same" } },
	{ SETTLE_LOOK, "others", PART_SITES,
		{ "sites.work", "sites.distrusted", "sites.unreachable", "clock.right" } },
	{ SETTLE_LOOK, "everything", PART_MATRIX,
		{ "ciphers.none-of-today", "groups.none-of-today", "versions.old-only",
			"hello.version-refused" } },
};
_Static_assert(sizeof(ways) / sizeof(ways[0]) <= SETTLERS_MOST, "each may be listed");

bool diagnosis_can_ask(const char *question)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].kind == SETTLE_QUESTION && !strcmp(ways[i].id, question))
			return true;
	return false;
}

const char *settle_kind_name(enum settle_kind kind)
{
	return kind == SETTLE_LOOK ? "look" : "question";
}

/* ---- Distributions over the causes that stand now, the last place for anything else ---- */

struct belief {
	double *share; /* COUNT and one; owned */
	size_t count;
};

static double confidence_of(const struct causes *causes, const char *id)
{
	for (size_t i = 0; i < causes->count; i++)
		if (!strcmp(causes->items[i].rule->id, id))
			return causes->items[i].confidence;
	return 0;
}

/* RANKED tells how likely each of NOW is; the rest is what the likeliest leaves. */
static struct belief make_belief(const struct causes *now, const struct causes *ranked)
{
	struct belief belief = { .share = memory_new(now->count + 1, sizeof(*belief.share)),
		.count = now->count };
	double sum = 0;
	double most = 0;

	for (size_t i = 0; i < now->count; i++) {
		belief.share[i] = confidence_of(ranked, now->items[i].rule->id);
		sum += belief.share[i];
		most = belief.share[i] > most ? belief.share[i] : most;
	}
	belief.share[now->count] = 1 - most;
	sum += 1 - most;
	for (size_t i = 0; i <= now->count; i++)
		belief.share[i] /= sum;
	return belief;
}

static double entropy(const double *share, size_t count)
{
	double bits = 0;

	for (size_t i = 0; i < count; i++)
		if (share[i] > 0)
			bits -= share[i] * log2(share[i]);
	return bits;
}

/* How far COUNT equally likely beliefs lie apart, in bits. */
static double apart(const struct belief *beliefs, size_t count)
{
	size_t places = beliefs[0].count + 1;
	double *mean = memory_new(places, sizeof(*mean));
	double bits = 0;

	for (size_t k = 0; k < count; k++) {
		for (size_t i = 0; i < places; i++)
			mean[i] += beliefs[k].share[i] / (double)count;
		bits -= entropy(beliefs[k].share, places) / (double)count;
	}
	bits += entropy(mean, places);
	free(mean);
	return bits;
}

/* ---- What if? ---- */

/* Ranks as if the person had said so. */
static void rank_answered(const struct evidence *evidence, const struct findings *findings,
	const char *question, const char *choice, struct causes *ret)
{
	struct evidence asked = *evidence; /* borrows all but its list of answers */
	size_t count = evidence->answers.count;
	char *texts[] = { memory_text(question), memory_text(choice) };

	asked.answers.items = memory_new(count + 1, sizeof(*asked.answers.items));
	if (count)
		memcpy(asked.answers.items, evidence->answers.items,
			count * sizeof(*asked.answers.items));
	asked.answers.items[count] = (struct answer){ texts[0], texts[1] };
	asked.answers.count = count + 1;
	diagnosis_rank(&asked, findings, ret);
	free(asked.answers.items);
	free(texts[0]);
	free(texts[1]);
}

/* Ranks as if FINDING had been found too. */
static void rank_found(const struct evidence *evidence, const struct findings *findings,
	const char *finding, struct causes *ret)
{
	const struct finding_kind *kind = check_kind(finding);
	struct findings more = *findings; /* borrows all but its list */

	more.items = memory_new(findings->count + 1, sizeof(*more.items));
	if (findings->count)
		memcpy(more.items, findings->items, findings->count * sizeof(*more.items));
	more.items[more.count++] =
		(struct finding){ .id = kind->id, .check = "", .verdict = kind->verdict };
	diagnosis_rank(evidence, &more, ret);
	free(more.items);
}

static double bits_of(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes, const struct way *way)
{
	struct belief beliefs[OUTCOMES_MOST];
	size_t count = 0;
	double bits;

	for (; count < OUTCOMES_MOST && way->outcomes[count]; count++) {
		struct causes ranked = { 0 };

		if (way->kind == SETTLE_QUESTION)
			rank_answered(evidence, findings, way->id, way->outcomes[count], &ranked);
		else
			rank_found(evidence, findings, way->outcomes[count], &ranked);
		beliefs[count] = make_belief(causes, &ranked);
		causes_free(&ranked);
	}
	bits = apart(beliefs, count);
	for (size_t i = 0; i < count; i++)
		free(beliefs[i].share);
	return bits;
}

/* Whether it hasn't been asked or looked at, and can be. */
static bool is_open(const struct evidence *evidence, const struct way *way)
{
	if (way->kind == SETTLE_LOOK)
		return evidence->parts[way->part].state != PART_SEEN &&
		       evidence->parts[way->part].state != PART_NOT_REACHED &&
		       !(way->part == PART_SITES && evidence->settings.offline);
	if (evidence_answered(evidence, way->id))
		return false;
	if (!strcmp(way->id, "device-clock"))
		return evidence->settings.device == DEVICE_OTHER;
	if (!strcmp(way->id, "wall-clock"))
		return evidence->settings.device != DEVICE_OTHER;
	return strcmp(way->id, "fingerprint") != 0 || evidence->handshake.chain_count > 0;
}

/* Best first; of equals, what comes first in the table. */
static size_t insert(struct settler *list, size_t count, struct settler settler)
{
	size_t place = count;

	for (; place > 0 && list[place - 1].bits < settler.bits; place--)
		list[place] = list[place - 1];
	list[place] = settler;
	return count + 1;
}

size_t diagnosis_settle(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes, struct settler ret[SETTLERS_MOST])
{
	size_t count = 0;

	if (!causes->count || causes->items[0].confidence >= sure)
		return 0;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		double bits = is_open(evidence, &ways[i])
				      ? bits_of(evidence, findings, causes, &ways[i])
				      : 0;

		if (bits >= least_bits)
			count = insert(ret, count,
				(struct settler){
					.kind = ways[i].kind, .id = ways[i].id, .bits = bits });
	}
	return count;
}
