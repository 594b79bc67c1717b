/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do all addresses of the name answer equally well? Different good certificates are normal; one that
 * fails beside others that don't is not.
 */
#include <stdlib.h>
#include "base/memory.h"
#include "check/chain.h"
#include "check/hostname.h"
#include "check/judge.h"
#include "check/times.h"

static const struct finding_kind kinds[] = {
	{ .id = "backends.same", .verdict = VERDICT_PASS, .facts = "count" },
	{ .id = "backends.differ", .verdict = VERDICT_WARN, .facts = "addresses,host" },
	{ .id = "backends.take-turns", .verdict = VERDICT_WARN, .facts = "host" },
	{ 0 },
};

/* Whether this address was tried and TCP came about: if not, the reach check speaks of it. */
static bool is_comparable(const struct seen_handshake *handshake)
{
	return handshake->outcome != HS_NOT_TRIED && handshake->outcome != HS_NO_CONNECTION &&
	       handshake->outcome != HS_CANCELLED && handshake->outcome != HS_LOCAL;
}

static bool is_good(const struct evidence *evidence, const struct seen_handshake *handshake)
{
	const char *name = settings_cert_name(&evidence->settings);
	struct right_time time = times_right(evidence);
	const struct seen_cert *leaf = chain_leaf(handshake);

	return handshake->outcome == HS_DONE && leaf && name && hostname_certified(leaf, name) &&
	       times_dates_right(leaf, &time) == DATES_GOOD;
}

struct tally {
	size_t good;
	size_t bad;
	char **bad_addresses; /* not owned */
	bool any_trusted; /* then a chain that leads nowhere is bad, too */
};

static void count(const struct evidence *evidence, const struct seen_handshake *handshake,
	int trusted, struct tally *tally)
{
	if (!is_comparable(handshake))
		return;
	if (is_good(evidence, handshake) && !(trusted == 0 && tally->any_trusted))
		tally->good++;
	else
		tally->bad_addresses[tally->bad++] = handshake->address ? handshake->address
									: (char *)"?";
}

/* Whether the chain of the chosen address leads to an anchor, as it was sent: 1, 0 or -1. */
static int chosen_trusted(const struct evidence *evidence)
{
	if (evidence->parts[PART_TRUST].state != PART_SEEN ||
		evidence->trust.outcome == TRUST_NO_STORE)
		return -1;
	return evidence->trust.outcome == TRUST_OK;
}

static void count_all(const struct evidence *evidence, struct tally *tally)
{
	const struct seen_trials *others = &evidence->addresses;
	int trusted = chosen_trusted(evidence);

	tally->any_trusted = trusted == 1;
	for (size_t i = 0; i < others->count; i++)
		tally->any_trusted |= others->items[i].trusted == 1;
	count(evidence, &evidence->handshake, trusted, tally);
	for (size_t i = 0; i < others->count; i++)
		count(evidence, &others->items[i].handshake, others->items[i].trusted, tally);
}

/* Handshakes with one address, one after the other: is every certificate that came in order, or none? */
static bool take_turns(const struct evidence *evidence)
{
	const struct seen_trials *repeats = &evidence->repeats;
	size_t good = is_good(evidence, &evidence->handshake);
	size_t done = evidence->handshake.outcome == HS_DONE;

	if (evidence->parts[PART_REPEATS].state != PART_SEEN)
		return false;
	for (size_t i = 0; i < repeats->count; i++) {
		good += is_good(evidence, &repeats->items[i].handshake);
		done += repeats->items[i].handshake.outcome == HS_DONE;
	}
	return good && good < done;
}

static void judge_addresses(const struct evidence *evidence, struct findings *findings)
{
	struct tally tally = { .bad_addresses = memory_new(
				       evidence->addresses.count + 1, sizeof(char *)) };
	struct facts *facts;

	count_all(evidence, &tally);
	if (tally.good + tally.bad < 2) {
		if (!findings_find(findings, "backends.take-turns"))
			judge_cannot(findings, VERDICT_SKIPPED, WHY_NOT_NEEDED);
	} else if (tally.good && tally.bad) {
		facts = findings_add(findings, "backends.differ");
		facts_list(facts, "addresses", tally.bad_addresses, tally.bad);
		judge_text(facts, "host", judge_host(evidence));
	} else {
		facts = findings_add(findings, "backends.same");
		facts_number(facts, "count", FACT_NUMBER, (int64_t)(tally.good + tally.bad));
	}
	free(tally.bad_addresses);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	bool turns = take_turns(evidence);

	if (turns)
		judge_text(findings_add(findings, "backends.take-turns"), "host",
			judge_host(evidence));
	if (evidence->parts[PART_ADDRESSES].state == PART_SEEN)
		judge_addresses(evidence, findings);
	else if (!turns)
		judge_needs(evidence, findings, PART_ADDRESSES);
}

const struct check check_backends = {
	.id = "backends",
	.step = 11,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_ADDRESSES) | PART_BIT(PART_REPEATS) | PART_BIT(PART_HTTP) |
		PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
