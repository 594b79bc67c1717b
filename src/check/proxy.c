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
	{ .id = "proxy.tls-failed", .verdict = VERDICT_FAIL, .facts = "proxy", .here = true },
	{ .id = "proxy.certificate-untrusted",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,issuer",
		.here = true },
	{ .id = "proxy.certificate-expired",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,not_after",
		.here = true },
	{ .id = "proxy.certificate-not-yet-valid",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,not_before",
		.here = true },
	{ .id = "proxy.certificate-of-another-name",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,names",
		.here = true },
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
	{ .id = "proxy.desktop", .verdict = VERDICT_NOTE, .facts = "proxy", .here = true },
	{ .id = "proxy.desktop-works",
		.verdict = VERDICT_NOTE,
		.facts = "proxy,host",
		.here = true },
	{ .id = "proxy.desktop-fails",
		.verdict = VERDICT_FAIL,
		.facts = "proxy,host",
		.here = true },
	{ .id = "proxy.desktop-changes-certificate",
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
	[PROXY_NOT_TLS] = "proxy.wrong-scheme",
	[PROXY_TLS_FAILED] = "proxy.tls-failed",
	[PROXY_CERT_UNTRUSTED] = "proxy.certificate-untrusted",
	[PROXY_CERT_EXPIRED] = "proxy.certificate-expired",
	[PROXY_CERT_NOT_YET_VALID] = "proxy.certificate-not-yet-valid",
	[PROXY_CERT_OTHER_NAME] = "proxy.certificate-of-another-name",
};

/* Never from the settings: a proxy's URL may hold a password. */
static const char *proxy_called(const struct evidence *evidence)
{
	return evidence->connect.proxy_name ? evidence->connect.proxy_name : evidence->lookup.name;
}

/* What its own certificate says that speaks against it. */
static void add_certificate(
	struct facts *facts, enum proxy_outcome outcome, const struct seen_cert *cert)
{
	switch (outcome) {
	case PROXY_CERT_UNTRUSTED:
		judge_text(facts, "issuer", cert->issuer_name);
		break;
	case PROXY_CERT_EXPIRED:
		facts_number(facts, "not_after", FACT_TIME, cert->not_after);
		break;
	case PROXY_CERT_NOT_YET_VALID:
		facts_number(facts, "not_before", FACT_TIME, cert->not_before);
		break;
	case PROXY_CERT_OTHER_NAME:
		facts_list(facts, "names", cert->dns_names, cert->dns_name_count);
		break;
	default:
		break;
	}
}

static void judge_connect(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_connect *connect = &evidence->connect;
	struct facts *facts;

	if (connect->proxy >= PROXY_OUTCOME_COUNT || !ids[connect->proxy])
		return;
	facts = findings_add(findings, ids[connect->proxy]);
	judge_text(facts, "proxy", proxy_called(evidence));
	if (connect->proxy == PROXY_CANNOT_REACH)
		judge_text(facts, "host", judge_host(evidence));
	if (connect->proxy == PROXY_FORBIDDEN)
		facts_number(facts, "status", FACT_CODE, connect->proxy_status);
	if (connect->proxy_chain_count)
		add_certificate(facts, connect->proxy, &connect->proxy_chain[0]);
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

	if (evidence->parts[PART_DETOUR].state != PART_SEEN || !evidence->settings.proxy)
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

/* ---- Through the desktop's proxy ---- */

static bool trusts_here(const struct evidence *evidence)
{
	return evidence->parts[PART_TRUST].state == PART_SEEN &&
	       evidence->trust.outcome == TRUST_OK;
}

/* How the way of the browsers differs from ours, which had no proxy. */
static const char *desktop_difference(const struct evidence *evidence)
{
	const struct seen_detour *detour = &evidence->detour;
	bool here = evidence->handshake.outcome == HS_DONE;

	if (detour->desktop_outcome == PROXY_NOT_USED || detour->desktop.outcome == HS_CANCELLED)
		return "proxy.desktop";
	if (detour->desktop_outcome != PROXY_OK || detour->desktop.outcome != HS_DONE)
		return here ? "proxy.desktop-fails" : "proxy.desktop";
	if (!here)
		return "proxy.desktop-works";
	return trusts_here(evidence) && detour->desktop_trusted == 0
		       ? "proxy.desktop-changes-certificate"
		       : "proxy.desktop";
}

static void judge_desktop(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->detour.desktop);
	struct facts *facts;

	if (evidence->parts[PART_DETOUR].state != PART_SEEN || !evidence->detour.desktop_proxy)
		return;
	facts = findings_add(findings, desktop_difference(evidence));
	judge_text(facts, "proxy", evidence->detour.desktop_proxy);
	judge_text(facts, "host", judge_host(evidence));
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
	judge_desktop(evidence, findings);
}

const struct check check_proxy = {
	.id = "proxy",
	.step = 2,
	.also = PART_BIT(PART_LOOKUP) | PART_BIT(PART_CONNECT) | PART_BIT(PART_DETOUR),
	.kinds = kinds,
	.judge = judge,
};
