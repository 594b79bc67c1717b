/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the name lead to an address, and does somebody listen there?
 */
#include <stdlib.h>
#include "base/memory.h"
#include "check/judge.h"
#include "check/reach.h"

static const struct finding_kind kinds[] = {
	{ .id = "reach.name-found", .verdict = VERDICT_PASS, .facts = "host,addresses" },
	{ .id = "reach.name-not-found", .verdict = VERDICT_FAIL, .facts = "host", .path = true },
	{ .id = "reach.name-lookup-failed",
		.verdict = VERDICT_FAIL,
		.facts = "host",
		.here = true },
	{ .id = "reach.name-lookup-timeout",
		.verdict = VERDICT_FAIL,
		.facts = "host",
		.here = true },
	{ .id = "reach.connected", .verdict = VERDICT_PASS, .facts = "host,address,port,time" },
	{ .id = "reach.refused",
		.verdict = VERDICT_FAIL,
		.facts = "host,address,port",
		.path = true },
	{ .id = "reach.timeout",
		.verdict = VERDICT_FAIL,
		.facts = "host,address,port",
		.path = true },
	{ .id = "reach.unreachable",
		.verdict = VERDICT_FAIL,
		.facts = "host,address",
		.here = true },
	{ .id = "reach.not-permitted",
		.verdict = VERDICT_FAIL,
		.facts = "host,address",
		.here = true },
	{ .id = "reach.ipv6-broken",
		.verdict = VERDICT_WARN,
		.facts = "host,address",
		.here = true },
	{ .id = "reach.hosts-override",
		.verdict = VERDICT_FAIL,
		.facts = "host,file,line,addresses",
		.here = true },
	{ .id = "reach.hosts-entry",
		.verdict = VERDICT_NOTE,
		.facts = "host,file,line,addresses",
		.here = true },
	{ .id = "reach.search-domain",
		.verdict = VERDICT_NOTE,
		.facts = "host,domains",
		.here = true },
	{ .id = "reach.sinkhole",
		.verdict = VERDICT_FAIL,
		.facts = "host,addresses",
		.here = true },
	{ .id = "reach.name-invented",
		.verdict = VERDICT_FAIL,
		.facts = "host,addresses",
		.here = true },
	{ .id = "reach.same-address",
		.verdict = VERDICT_FAIL,
		.facts = "host,addresses",
		.here = true },
	{ .id = "reach.names-invented",
		.verdict = VERDICT_NOTE,
		.facts = "addresses",
		.here = true },
	{ .id = "reach.unstable",
		.verdict = VERDICT_FAIL,
		.facts = "host,failed,of",
		.here = true },
	{ .id = "reach.uneven",
		.verdict = VERDICT_NOTE,
		.facts = "host,fastest,slowest",
		.here = true },
	{ .id = "reach.usual-port-works", .verdict = VERDICT_NOTE, .facts = "host,port" },
	{ .id = "reach.some-addresses-fail",
		.verdict = VERDICT_WARN,
		.facts = "host,addresses",
		.path = true },
	{ 0 },
};

/* Whom we connect to: behind a proxy, that is the proxy. */
static const char *shown_host(const struct evidence *evidence)
{
	if (evidence->connect.proxy != PROXY_NOT_USED && evidence->lookup.name)
		return evidence->lookup.name;
	return evidence->settings.target.shown ? evidence->settings.target.shown
					       : evidence->lookup.name;
}

/* ---- Look-up ---- */

/* Whether the search may go on to addresses. */
static bool judge_lookup(const struct evidence *evidence, struct findings *findings)
{
	static const char *const ids[LOOKUP_OUTCOME_COUNT] = {
		[LOOKUP_FOUND] = "reach.name-found",
		[LOOKUP_NO_SUCH_NAME] = "reach.name-not-found",
		[LOOKUP_FAILED] = "reach.name-lookup-failed",
		[LOOKUP_TIMED_OUT] = "reach.name-lookup-timeout",
	};
	const struct seen_lookup *lookup = &evidence->lookup;
	struct facts *facts;

	if (lookup->outcome >= LOOKUP_OUTCOME_COUNT || !ids[lookup->outcome])
		return true;
	facts = findings_add(findings, ids[lookup->outcome]);
	judge_text(facts, "host", lookup->name ? lookup->name : shown_host(evidence));
	if (lookup->outcome == LOOKUP_FOUND)
		facts_list(facts, "addresses", lookup->addresses, lookup->address_count);
	return lookup->outcome == LOOKUP_FOUND;
}

/* ---- Addresses ---- */

static const struct {
	const char *id;
	int telling; /* when several addresses fail, the most telling failure is named */
	bool port;
} failures[CONNECT_OUTCOME_COUNT] = {
	[CONNECT_REFUSED] = { "reach.refused", 5, true },
	[CONNECT_DENIED] = { "reach.not-permitted", 4, false },
	[CONNECT_TIMED_OUT] = { "reach.timeout", 3, true },
	[CONNECT_OTHER] = { "reach.unreachable", 2, false },
	[CONNECT_UNREACHABLE] = { "reach.unreachable", 1, false },
};

static void add_place(const struct evidence *evidence, struct facts *facts, const char *address)
{
	judge_text(facts, "host", shown_host(evidence));
	judge_text(facts, "address", address);
}

static void judge_no_connection(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;
	const struct seen_attempt *worst = NULL;
	struct facts *facts;

	for (size_t i = 0; i < connect->attempt_count; i++) {
		const struct seen_attempt *attempt = &connect->attempts[i];

		if (failures[attempt->outcome].id &&
			(!worst || failures[attempt->outcome].telling >
					   failures[worst->outcome].telling))
			worst = attempt;
	}
	if (!worst) {
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_LOCAL);
		return;
	}
	facts = findings_add(findings, failures[worst->outcome].id);
	add_place(evidence, facts, worst->address);
	if (failures[worst->outcome].port)
		facts_number(facts, "port", FACT_CODE, connect->port);
}

/* A computer without any route for IPv6 is healthy: it just uses IPv4. */
static bool is_fault(const struct seen_attempt *attempt)
{
	return failures[attempt->outcome].id &&
	       !(attempt->family == 6 && attempt->outcome == CONNECT_UNREACHABLE);
}

/* IPv6 is broken when IPv4 connects and every IPv6 address fails. */
static bool is_ipv6_broken(const struct seen_connect *connect)
{
	size_t faults = 0;

	if (connect->attempts[connect->chosen].family != 4)
		return false;
	for (size_t i = 0; i < connect->attempt_count; i++) {
		const struct seen_attempt *attempt = &connect->attempts[i];

		if (attempt->family == 6 && attempt->outcome == CONNECT_OK)
			return false;
		if (attempt->family == 6 && is_fault(attempt))
			faults++;
	}
	return faults > 0;
}

static void judge_ipv6(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;

	for (size_t i = 0; i < connect->attempt_count; i++) {
		if (connect->attempts[i].family != 6 || !is_fault(&connect->attempts[i]))
			continue;
		add_place(evidence, findings_add(findings, "reach.ipv6-broken"),
			connect->attempts[i].address);
		return;
	}
}

/* Addresses that fail beside one of the same family that connects, or beside an IPv6 one. */
static void judge_others(
	const struct evidence *evidence, struct findings *findings, bool ipv6_broken)
{
	const struct seen_connect *connect = &evidence->connect;
	char **failing = memory_new(connect->attempt_count, sizeof(*failing));
	size_t count = 0;

	for (size_t i = 0; i < connect->attempt_count; i++)
		if (is_fault(&connect->attempts[i]) &&
			!(ipv6_broken && connect->attempts[i].family == 6))
			failing[count++] = connect->attempts[i].address;
	if (count) {
		struct facts *facts = findings_add(findings, "reach.some-addresses-fail");

		judge_text(facts, "host", shown_host(evidence));
		facts_list(facts, "addresses", failing, count);
	}
	free(failing);
}

static void judge_connected(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;
	const struct seen_attempt *chosen = &connect->attempts[connect->chosen];
	struct facts *facts = findings_add(findings, "reach.connected");
	bool ipv6_broken = is_ipv6_broken(connect);

	add_place(evidence, facts, chosen->address);
	facts_number(facts, "port", FACT_CODE, connect->port);
	facts_number(facts, "time", FACT_MS, chosen->ms);
	if (ipv6_broken)
		judge_ipv6(evidence, findings);
	judge_others(evidence, findings, ipv6_broken);
}

static void judge_connect(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;

	if (connect->chosen >= 0 && (size_t)connect->chosen < connect->attempt_count)
		judge_connected(evidence, findings);
	else
		judge_no_connection(evidence, findings);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (judge_proxy_broken(evidence))
		judge_cannot(findings, VERDICT_NOT_REACHED, stage_name(STAGE_PROXY));
	else if (judge_needs(evidence, findings, PART_LOOKUP) && judge_lookup(evidence, findings) &&
		 judge_needs(evidence, findings, PART_CONNECT))
		judge_connect(evidence, findings);
	reach_names(evidence, findings);
	reach_stability(evidence, findings);
}

const struct check check_reach = {
	.id = "reach",
	.step = 2,
	.also = PART_BIT(PART_LOOKUP) | PART_BIT(PART_CONNECT) | PART_BIT(PART_HANDSHAKE) |
		PART_BIT(PART_TRUST) | PART_BIT(PART_RESOLVER) | PART_BIT(PART_SITES) |
		PART_BIT(PART_DETOUR) | PART_BIT(PART_REPEATS),
	.kinds = kinds,
	.judge = judge,
};
