/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the connection always work, and does it work at another port? A server that limits how often one may
 * connect is no weak connection: it lets nobody in from some point on.
 */
#include "check/reach.h"

#include "check/judge.h"

#define FAILURES_SURE 2
#define ATTEMPTS_LEAST 4
#define UNEVEN_TIMES 4 /* the slowest, beside the usual one ... */
#define UNEVEN_MS 400 /* ... and so much more */

/* Lost on the way, as far as one can see from here. */
static bool is_lost(const struct seen_handshake *handshake)
{
	switch (handshake->outcome) {
	case HS_NO_CONNECTION:
	case HS_CLOSED:
	case HS_RESET:
	case HS_SILENT:
	case HS_STALLED:
		return true;
	default:
		return false;
	}
}

struct tally {
	size_t of, lost;
	size_t recoveries; /* one went well after one was lost */
};

static struct tally count_repeats(const struct evidence *evidence)
{
	const struct seen_trials *repeats = &evidence->repeats;
	struct tally tally = { 0 };
	bool lost = is_lost(&evidence->handshake);

	for (size_t i = 0; i < repeats->count; i++) {
		const struct seen_handshake *handshake = &repeats->items[i].handshake;

		if (handshake->outcome == HS_CANCELLED || handshake->outcome == HS_NOT_TRIED)
			continue;
		tally.of++;
		tally.lost += is_lost(handshake);
		tally.recoveries += lost && handshake->outcome == HS_DONE;
		lost = is_lost(handshake);
	}
	return tally;
}

/* One that is lost may be an accident of the server; two aren't. */
static void judge_lost(const struct evidence *evidence, struct findings *findings)
{
	struct tally tally = count_repeats(evidence);
	size_t lost = tally.lost + is_lost(&evidence->handshake);
	bool limited = evidence->parts[PART_MATRIX].state == PART_SEEN &&
		       evidence->matrix.refused > 0;
	size_t recoveries = limited ? 2 : 1;
	struct facts *facts;

	if (tally.of < ATTEMPTS_LEAST || tally.recoveries < recoveries || lost < FAILURES_SURE)
		return;
	facts = findings_add(findings, "reach.unstable");
	judge_text(facts, "host", judge_host(evidence));
	facts_number(facts, "failed", FACT_NUMBER, (int64_t)lost);
	facts_number(facts, "of", FACT_NUMBER, (int64_t)tally.of + 1);
}

static void judge_times(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_trials *repeats = &evidence->repeats;
	int64_t fastest = -1, slowest = -1;
	struct facts *facts;

	for (size_t i = 0; i < repeats->count; i++) {
		const struct seen_handshake *handshake = &repeats->items[i].handshake;
		int64_t ms = handshake->tcp_ms + handshake->tls_ms;

		if (handshake->outcome != HS_DONE || handshake->tcp_ms < 0 || handshake->tls_ms < 0)
			continue;
		if (fastest < 0 || ms < fastest)
			fastest = ms;
		if (ms > slowest)
			slowest = ms;
	}
	if (fastest < 0 || slowest < UNEVEN_TIMES * fastest + UNEVEN_MS)
		return;
	facts = findings_add(findings, "reach.uneven");
	judge_text(facts, "host", judge_host(evidence));
	facts_number(facts, "fastest", FACT_MS, fastest);
	facts_number(facts, "slowest", FACT_MS, slowest);
}

static void judge_usual_port(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts;

	if (evidence->parts[PART_DETOUR].state != PART_SEEN ||
		evidence->detour.usual_port != CONNECT_OK)
		return;
	facts = findings_add(findings, "reach.usual-port-works");
	judge_text(facts, "host", judge_host(evidence));
	facts_number(facts, "port", FACT_CODE, evidence->connect.port);
}

void reach_stability(const struct evidence *evidence, struct findings *findings)
{
	judge_usual_port(evidence, findings);
	if (evidence->parts[PART_REPEATS].state != PART_SEEN)
		return;
	judge_lost(evidence, findings);
	judge_times(evidence, findings);
}
