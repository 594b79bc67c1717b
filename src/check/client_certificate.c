/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the server want to see a certificate of the visitor, whose, and does it insist?
 */
#include "check/alerts.h"
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "client-certificate.not-asked", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "client-certificate.accepted", .verdict = VERDICT_PASS, .facts = "" },
	{ .id = "client-certificate.optional", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "client-certificate.authorities", .verdict = VERDICT_NOTE, .facts = "authorities" },
	{ .id = "client-certificate.required", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "client-certificate.rejected", .verdict = VERDICT_FAIL, .facts = "host" },
	{ 0 },
};

/*
 * nginx finishes the handshake and then answers 400, 495 or 496. A 403 is what those get who may not see this page: it is
 * about the certificate only when it says so (IIS, Apache).
 */
static bool page_refused_client(const struct evidence *evidence)
{
	const struct seen_http *http = &evidence->http;

	if (evidence->parts[PART_HTTP].state != PART_SEEN)
		return false;
	return http->wants_certificate ||
	       (evidence->handshake.client_cert_asked &&
		       (http->status == 400 || http->status == 495 || http->status == 496));
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	bool sent = evidence->settings.client_cert;

	if (alert_refused_client(handshake) || page_refused_client(evidence))
		judge_text(findings_add(findings, sent ? "client-certificate.rejected"
						       : "client-certificate.required"),
			"host", judge_host(evidence));
	else if (handshake->outcome != HS_DONE)
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
	else if (handshake->client_cert_asked)
		findings_add(findings,
			sent ? "client-certificate.accepted" : "client-certificate.optional");
	else
		findings_add(findings, "client-certificate.not-asked");
	if (handshake->client_ca_count)
		facts_list(findings_add(findings, "client-certificate.authorities"), "authorities",
			handshake->client_cas, handshake->client_ca_count);
}

const struct check check_client_certificate = {
	.id = "client-certificate",
	.step = 9,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_HTTP),
	.kinds = kinds,
	.judge = judge,
};
