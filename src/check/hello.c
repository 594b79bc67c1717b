/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the server take every hello that follows the rules: a large one, one in two pieces, one with new things
 * in it? What it does with the usual one is compared; only an answer of another kind is a fault.
 */
#include <string.h>
#include "check/alerts.h"
#include "check/judge.h"
#include "check/offers.h"
#include "check/sni.h"
#include "evidence/names.h"

static const struct finding_kind kinds[] = {
	{ .id = "hello.all-taken", .verdict = VERDICT_PASS, .facts = "bytes" },
	{ .id = "hello.large-refused", .verdict = VERDICT_FAIL, .facts = "host,bytes" },
	{ .id = "hello.packets-lost",
		.verdict = VERDICT_FAIL,
		.facts = "host,bytes",
		.path = true },
	{ .id = "hello.answer-lost", .verdict = VERDICT_FAIL, .facts = "host", .path = true },
	{ .id = "hello.split-refused", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "hello.unknown-refused", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "hello.version-refused", .verdict = VERDICT_FAIL, .facts = "host,version" },
	{ .id = "hello.limits-connections",
		.verdict = VERDICT_NOTE,
		.facts = "host",
		.path = true },
	{ 0 },
};

static struct facts *add(const struct evidence *evidence, struct findings *findings, const char *id)
{
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "host", judge_host(evidence));
	return facts;
}

/* ---- Unusual hellos ---- */

/* From good to bad. */
enum reaction { REACTION_UNKNOWN, REACTION_HELLO, REACTION_ALERT, REACTION_BROKEN };

static enum reaction reaction_of(struct seen_reaction seen)
{
	switch (seen.outcome) {
	case HS_DONE:
		return REACTION_HELLO;
	case HS_ALERT:
		return REACTION_ALERT;
	case HS_CLOSED:
	case HS_RESET:
	case HS_SILENT:
	case HS_STALLED:
	case HS_NOT_TLS:
		return REACTION_BROKEN;
	default:
		return REACTION_UNKNOWN;
	}
}

static const struct seen_oddity *oddity_of(const struct evidence *evidence, const char *label)
{
	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return NULL;
	for (size_t i = 0; i < evidence->matrix.oddity_count; i++)
		if (evidence->matrix.oddities[i].label &&
			!strcmp(evidence->matrix.oddities[i].label, label))
			return &evidence->matrix.oddities[i];
	return NULL;
}

/*
 * Whether the unusual hello fared worse than the usual one. Where connections were lost that came about later, one
 * that was lost may have been one too many.
 */
static bool is_refused(const struct evidence *evidence, const struct seen_oddity *oddity)
{
	enum reaction usual;

	if (!oddity ||
		(evidence->parts[PART_MATRIX].state == PART_SEEN && evidence->matrix.refused > 0 &&
			reaction_of(oddity->odd) == REACTION_BROKEN))
		return false;
	usual = reaction_of(oddity->usual);
	return usual != REACTION_UNKNOWN && reaction_of(oddity->odd) > usual;
}

/* Whoever answers nothing to any hello has taken none. */
static bool is_taken(const struct evidence *evidence, const struct seen_oddity *oddity)
{
	enum reaction odd = oddity ? reaction_of(oddity->odd) : REACTION_UNKNOWN;

	return (odd == REACTION_HELLO || odd == REACTION_ALERT) && !is_refused(evidence, oddity);
}

/* The same bytes in small segments pass: it is the size of the packets. */
static void judge_large(const struct evidence *evidence, const struct seen_oddity *large,
	const struct seen_oddity *pieces, struct findings *findings)
{
	bool lost = pieces && reaction_of(pieces->odd) == REACTION_HELLO && large &&
		    reaction_of(large->odd) == REACTION_BROKEN;

	if (is_refused(evidence, large))
		facts_number(add(evidence, findings,
				     lost ? "hello.packets-lost" : "hello.large-refused"),
			"bytes", FACT_CODE, large->bytes);
}

static void judge_oddities(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_oddity *large = oddity_of(evidence, "large");
	const struct seen_oddity *split = oddity_of(evidence, "split");
	const struct seen_oddity *grease = oddity_of(evidence, "grease");

	judge_large(evidence, large, oddity_of(evidence, "pieces"), findings);
	if (is_refused(evidence, split))
		add(evidence, findings, "hello.split-refused");
	if (is_refused(evidence, grease))
		add(evidence, findings, "hello.unknown-refused");
	if (is_taken(evidence, large) && is_taken(evidence, split) && is_taken(evidence, grease))
		facts_number(findings_add(findings, "hello.all-taken"), "bytes", FACT_CODE,
			large->bytes);
}

/* An ordinary run asks for no more than a large one. */
static bool judge_today(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_today *today = &evidence->today;
	struct seen_oddity large = {
		.bytes = today->bytes, .odd = today->reaction, .usual = today->usual
	};
	struct seen_oddity pieces = { .odd = today->pieces };

	if (evidence->parts[PART_TODAY].state != PART_SEEN || !today->hello ||
		strcmp(today->hello, "large") != 0 || !is_refused(evidence, &large))
		return false;
	judge_large(evidence, &large, &pieces, findings);
	return true;
}

/* ---- Versions ---- */

/* The newest version, below the newest that was offered, at which a handshake works; or -1. */
static int works_below(const struct evidence *evidence)
{
	int best = -1;

	if (evidence->parts[PART_VERSIONS].state != PART_SEEN)
		return -1;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_trial *trial = &evidence->versions.items[i];

		if (trial->handshake.outcome != HS_DONE)
			continue;
		if (trial->version >= evidence->handshake.offered_max)
			return -1; /* that version alone is fine: it is something else */
		if (trial->version > best)
			best = trial->version;
	}
	return best;
}

/*
 * A server that doesn't speak the newest version has to answer with the newest that it does (RFC 8446 section
 * 4.2.1). handshake_failure and the like may mean that something else of the newest version isn't in common:
 * only the matrix can tell.
 */
static bool is_version_refused(const struct evidence *evidence)
{
	const struct seen_handshake *main = &evidence->handshake;
	const struct seen_offer *newest = offers_at(evidence, main->offered_max);

	if (works_below(evidence) < 0 || alert_refused_client(main) || sni_refused(evidence) ||
		(newest && newest->spoken == 1))
		return false;
	switch (main->outcome) {
	case HS_CLOSED:
	case HS_RESET:
	case HS_SILENT:
	case HS_STALLED:
		return true;
	case HS_ALERT:
		return !alert_is_no_common(main) || (newest && newest->spoken == 0);
	default:
		return false;
	}
}

/* ---- The answer's packets ---- */

/* Silence, but not when the server was told to send small packets. */
static bool is_answer_lost(const struct evidence *evidence)
{
	enum hs_outcome usual = evidence->handshake.outcome;

	if (evidence->parts[PART_VERSIONS].state != PART_SEEN ||
		(usual != HS_SILENT && usual != HS_STALLED))
		return false;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_trial *trial = &evidence->versions.items[i];

		if (trial->label && !strcmp(trial->label, LABEL_SMALL))
			return trial->handshake.outcome == HS_DONE ||
			       trial->handshake.outcome == HS_ALERT;
	}
	return false;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	bool refused = is_version_refused(evidence);

	/* They were taken when there were fewer at a time: nothing is wrong with the answers. */
	if (evidence->parts[PART_MATRIX].state == PART_SEEN && evidence->matrix.refused > 0)
		add(evidence, findings, "hello.limits-connections");
	if (is_answer_lost(evidence))
		add(evidence, findings, "hello.answer-lost");
	if (refused)
		judge_text(add(evidence, findings, "hello.version-refused"), "version",
			names_version(works_below(evidence)));
	judge_oddities(evidence, findings);
	refused = judge_today(evidence, findings) || refused;
	if (evidence->parts[PART_MATRIX].state != PART_SEEN && !refused)
		judge_needs(evidence, findings, PART_MATRIX);
	else if (evidence->parts[PART_MATRIX].state == PART_SEEN && !evidence->matrix.complete)
		judge_cannot(findings, VERDICT_UNKNOWN, OFFERS_UNCLEAR);
}

const struct check check_hello = {
	.id = "hello",
	.step = 2,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_VERSIONS) | PART_BIT(PART_SNI) | PART_BIT(PART_MATRIX) |
		PART_BIT(PART_TODAY),
	.kinds = kinds,
	.judge = judge,
};
