/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the proxy in use let us through? Without a proxy there is nothing to find.
 */
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "proxy.used", .verdict = VERDICT_NOTE, .facts = "proxy", .here = true },
	{ .id = "proxy.unreachable", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.wants-login", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.refused", .verdict = VERDICT_FAIL, .facts = "proxy,status", .here = true },
	{ .id = "proxy.not-a-proxy", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ 0 },
};

static const char *const ids[PROXY_OUTCOME_COUNT] = {
	[PROXY_OK] = "proxy.used",
	[PROXY_NO_CONNECT] = "proxy.unreachable",
	[PROXY_NAME_NOT_FOUND] = "proxy.unreachable",
	[PROXY_AUTH_REQUIRED] = "proxy.wants-login",
	[PROXY_FORBIDDEN] = "proxy.refused",
	[PROXY_NOT_A_PROXY] = "proxy.not-a-proxy",
};

/* Never from the settings: a proxy's URL may hold a password. */
static const char *proxy_called(const struct evidence *evidence)
{
	return evidence->connect.proxy_name ? evidence->connect.proxy_name : evidence->lookup.name;
}

static void judge_connect(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;
	struct facts *facts;

	if (connect->proxy >= PROXY_OUTCOME_COUNT || !ids[connect->proxy])
		return;
	facts = findings_add(findings, ids[connect->proxy]);
	judge_text(facts, "proxy", proxy_called(evidence));
	if (connect->proxy == PROXY_FORBIDDEN)
		facts_number(facts, "status", FACT_CODE, connect->proxy_status);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->parts[PART_CONNECT].state != PART_SEEN && judge_proxy_broken(evidence))
		judge_text(findings_add(findings, "proxy.unreachable"), "proxy",
			proxy_called(evidence));
	else if (judge_needs(evidence, findings, PART_CONNECT))
		judge_connect(evidence, findings);
}

const struct check check_proxy = {
	.id = "proxy",
	.step = 2,
	.also = PART_BIT(PART_LOOKUP) | PART_BIT(PART_CONNECT),
	.kinds = kinds,
	.judge = judge,
};
