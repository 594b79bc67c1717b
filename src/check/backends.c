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
};

static void count(const struct evidence *evidence, const struct seen_handshake *handshake,
	struct tally *tally)
{
	if (!is_comparable(handshake))
		return;
	if (is_good(evidence, handshake))
		tally->good++;
	else
		tally->bad_addresses[tally->bad++] = handshake->address ? handshake->address
									: (char *)"?";
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_trials *others = &evidence->addresses;
	struct tally tally = { .bad_addresses = memory_new(others->count + 1, sizeof(char *)) };
	struct facts *facts;

	count(evidence, &evidence->handshake, &tally);
	for (size_t i = 0; i < others->count; i++)
		count(evidence, &others->items[i].handshake, &tally);
	if (tally.good + tally.bad < 2) {
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

const struct check check_backends = {
	.id = "backends",
	.step = 11,
	.parts = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_ADDRESSES),
	.also = PART_BIT(PART_HTTP),
	.kinds = kinds,
	.judge = judge,
};
