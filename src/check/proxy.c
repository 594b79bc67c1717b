/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the proxy in use let us through? Without a proxy there is nothing to find.
 */
#include <stdio.h>
#include <string.h>
#include "check/chain.h"
#include "check/hostname.h"
#include "check/judge.h"
#include "check/trouble.h"

static const struct finding_kind kinds[] = {
	{ .id = "proxy.used", .verdict = VERDICT_NOTE, .facts = "proxy", .here = true },
	{ .id = "proxy.unreachable", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.wants-login", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.refused", .verdict = VERDICT_FAIL, .facts = "proxy,status", .here = true },
	{ .id = "proxy.not-a-proxy", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.wants-tls", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.speaks-http", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.cannot-reach",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,host",
		.here = true },
	{ .id = "proxy.wrong-scheme", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.not-supported", .verdict = VERDICT_UNKNOWN, .facts = "proxy", .here = true },
	{ .id = "proxy.other-kind", .verdict = VERDICT_NOTE, .facts = "kind", .here = true },
	{ .id = "proxy.direct-works",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,host",
		.here = true },
	{ .id = "proxy.answers-itself",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,host",
		.here = true },
	{ .id = "proxy.changes-certificate",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,host,issuer",
		.here = true },
	{ .id = "proxy.direct-fails", .verdict = VERDICT_NOTE, .facts = "host", .here = true },
	{ 0 },
};

static const char *const ids[PROXY_OUTCOME_COUNT] = {
	[PROXY_OK] = "proxy.used",
	[PROXY_NO_CONNECT] = "proxy.unreachable",
	[PROXY_NAME_NOT_FOUND] = "proxy.unreachable",
	[PROXY_AUTH_REQUIRED] = "proxy.wants-login",
	[PROXY_FORBIDDEN] = "proxy.refused",
	[PROXY_NOT_A_PROXY] = "proxy.not-a-proxy",
	[PROXY_WANTS_TLS] = "proxy.wants-tls",
	[PROXY_SPEAKS_HTTP] = "proxy.speaks-http",
	[PROXY_CANNOT_REACH] = "proxy.cannot-reach",
};

/* Never from the settings: a proxy's URL may hold a password. */
static const char *proxy_called(const struct evidence *evidence)
{
	return evidence->connect.proxy_name ? evidence->connect.proxy_name : evidence->lookup.name;
}

/* The proxy wants to be spoken to as this program can't: what fails with it says nothing. */
static bool is_foreign(const struct seen_connect *connect)
{
	return connect->proxy_said_tls &&
	       (connect->proxy == PROXY_WANTS_TLS || connect->proxy == PROXY_NOT_A_PROXY);
}

/* Of a proxy that the settings call "https://": whether it is one can't be told by who doesn't speak TLS to it,
 * unless it answers without. */
static const char *id_of(const struct seen_connect *connect)
{
	enum proxy_outcome outcome = connect->proxy;

	if (is_foreign(connect))
		return "proxy.not-supported";
	if (connect->proxy_said_tls && (outcome == PROXY_OK || outcome == PROXY_AUTH_REQUIRED ||
					       outcome == PROXY_FORBIDDEN))
		return "proxy.wrong-scheme";
	return ids[outcome];
}

static void judge_connect(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;
	struct facts *facts;
	const char *id;

	if (connect->proxy >= PROXY_OUTCOME_COUNT || !id_of(connect))
		return;
	id = id_of(connect);
	facts = findings_add(findings, id);
	judge_text(facts, "proxy", proxy_called(evidence));
	if (id == ids[PROXY_CANNOT_REACH])
		judge_text(facts, "host", judge_host(evidence));
	if (id == ids[PROXY_FORBIDDEN])
		facts_number(facts, "status", FACT_CODE, connect->proxy_status);
	if (check_kind(id)->verdict == VERDICT_UNKNOWN)
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_LOCAL);
}

/* ---- Without the proxy ---- */

/* What the proxy adds to the fault, where the direct way is free of it. */
static const char *difference(const struct evidence *evidence)
{
	const struct seen_detour *detour = &evidence->detour;
	const struct seen_cert *leaf = chain_leaf(&detour->direct);
	const char *name = settings_cert_name(&evidence->settings);

	if (detour->direct.outcome != HS_DONE)
		return detour->direct.outcome == HS_NOT_TRIED ||
				       detour->direct.outcome == HS_CANCELLED ||
				       evidence->handshake.outcome == HS_DONE
			       ? NULL
			       : "proxy.direct-fails";
	if (evidence->handshake.outcome == HS_NOT_TLS)
		return "proxy.answers-itself";
	if (evidence->handshake.outcome != HS_DONE)
		return "proxy.direct-works";
	if (trouble_of_trust(evidence) && detour->direct_trusted == 1 && leaf && name &&
		hostname_certified(leaf, name))
		return "proxy.changes-certificate";
	return NULL;
}

static void judge_detour(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	struct facts *facts;
	const char *id;

	if (evidence->parts[PART_DETOUR].state != PART_SEEN || !evidence->settings.proxy ||
		is_foreign(&evidence->connect))
		return;
	id = difference(evidence);
	if (!id)
		return;
	facts = findings_add(findings, id);
	judge_text(facts, "host", judge_host(evidence));
	if (check_kind(id)->verdict != VERDICT_FAIL)
		return;
	judge_text(facts, "proxy", proxy_called(evidence));
	if (leaf)
		judge_text(facts, "issuer", leaf->issuer_name);
}

static void judge_other_kind(const struct evidence *evidence, struct findings *findings)
{
	const char *url = evidence->settings.proxy_other;
	char kind[32];

	if (!url)
		return;
	snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(url, ":"), url);
	judge_text(findings_add(findings, "proxy.other-kind"), "kind", kind);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	judge_other_kind(evidence, findings);
	if (evidence->parts[PART_CONNECT].state != PART_SEEN && judge_proxy_broken(evidence))
		judge_text(findings_add(findings, "proxy.unreachable"), "proxy",
			proxy_called(evidence));
	else if (judge_needs(evidence, findings, PART_CONNECT))
		judge_connect(evidence, findings);
	judge_detour(evidence, findings);
}

const struct check check_proxy = {
	.id = "proxy",
	.step = 2,
	.also = PART_BIT(PART_LOOKUP) | PART_BIT(PART_CONNECT) | PART_BIT(PART_DETOUR),
	.kinds = kinds,
	.judge = judge,
};
