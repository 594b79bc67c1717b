/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a page come, or does somebody in front of the site say that the site behind it fails?
 */
#include "base/text.h"
#include "check/cdns.h"
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "http.answered", .verdict = VERDICT_PASS, .facts = "status" },
	{ .id = "http.origin-handshake", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.origin-certificate", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.unavailable", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.bad-gateway", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-error", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-unknown", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-down", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-timeout", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-unreachable", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.cdn-slow", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.plain-to-tls", .verdict = VERDICT_FAIL, .facts = "status" },
	{ .id = "http.no-answer", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "http.front", .verdict = VERDICT_NOTE, .facts = "cdn" },
	{ 0 },
};

/*
 * 520 to 530 are Cloudflare's own:
 * https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/ 2026-11
 */
static const struct {
	int status;
	const char *id;
} meanings[] = {
	{ 502, "http.bad-gateway" },
	{ 503, "http.unavailable" },
	{ 504, "http.bad-gateway" },
	{ 520, "http.cdn-unknown" },
	{ 521, "http.cdn-down" },
	{ 522, "http.cdn-timeout" },
	{ 523, "http.cdn-unreachable" },
	{ 524, "http.cdn-slow" },
	{ 525, "http.origin-handshake" },
	{ 526, "http.origin-certificate" },
	{ 530, "http.cdn-error" },
};

static const char *meaning(int status)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (status == meanings[i].status)
			return meanings[i].id;
	return "http.answered";
}

/* Elsewhere than on a web server's port silence says nothing: perhaps it isn't a web server. */
static bool expects_page(const struct target *target)
{
	return target->port == 443 || (target->typed && text_starts_same(target->typed, "https:"));
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	int status = evidence->http.status;
	const char *cdn = cdn_of(evidence);

	if (cdn)
		facts_text(findings_add(findings, "http.front"), "cdn", cdn);
	if (status > 0)
		facts_number(findings_add(findings, evidence->http.sent_plain ? "http.plain-to-tls"
									      : meaning(status)),
			"status", FACT_CODE, status);
	else if (evidence->http.late)
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_TIMEOUT);
	else if (expects_page(&evidence->settings.target) && evidence->handshake.outcome == HS_DONE)
		findings_add(findings, "http.no-answer");
	else
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NOT_HTTP);
}

const struct check check_http = {
	.id = "http",
	.step = 10,
	.parts = PART_BIT(PART_HTTP),
	.kinds = kinds,
	.judge = judge,
};
