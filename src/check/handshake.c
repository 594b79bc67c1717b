/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the TLS handshake succeed, and if not, what came instead of an answer?
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/alerts.h"
#include "check/judge.h"
#include "evidence/names.h"

static const struct finding_kind kinds[] = {
	{ .id = "handshake.done", .verdict = VERDICT_PASS, .facts = "host,version,cipher,time" },
	{ .id = "handshake.http-address", .verdict = VERDICT_FAIL, .facts = "host,port" },
	{ .id = "handshake.alert", .verdict = VERDICT_FAIL, .facts = "host,alert,number" },
	{ .id = "handshake.alert-no-common", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-version", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-internal", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-name", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-insufficient", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-alpn", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.alert-certificate", .verdict = VERDICT_FAIL, .facts = "host,alert" },
	{ .id = "handshake.closed", .verdict = VERDICT_FAIL, .facts = "host", .path = true },
	{ .id = "handshake.reset", .verdict = VERDICT_FAIL, .facts = "host,time", .path = true },
	{ .id = "handshake.silent", .verdict = VERDICT_FAIL, .facts = "host,waited", .path = true },
	{ .id = "handshake.stalled",
		.verdict = VERDICT_FAIL,
		.facts = "host,waited,bytes",
		.path = true },
	{ .id = "handshake.plaintext-http", .verdict = VERDICT_FAIL, .facts = "host,port" },
	{ .id = "handshake.plaintext-mail", .verdict = VERDICT_FAIL, .facts = "host,port,service" },
	{ .id = "handshake.plaintext-starttls",
		.verdict = VERDICT_FAIL,
		.facts = "host,port,service" },
	{ .id = "handshake.plaintext-other",
		.verdict = VERDICT_FAIL,
		.facts = "host,port,service" },
	{ .id = "handshake.garbage", .verdict = VERDICT_FAIL, .facts = "host,port" },
	{ .id = "handshake.local", .verdict = VERDICT_FAIL, .facts = "host,error", .here = true },
	{ .id = "handshake.too-large", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "handshake.downgraded",
		.verdict = VERDICT_FAIL,
		.facts = "host,version",
		.path = true },
	{ 0 },
};

static struct facts *add(const struct evidence *evidence, struct findings *findings, const char *id)
{
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "host", judge_host(evidence));
	return facts;
}

/* "http://" with a port of its own, and that port speaks TLS: who opens the address as typed gets no page. */
static void judge_address(const struct evidence *evidence, struct findings *findings)
{
	const struct target *target = &evidence->settings.target;

	if (target->port != 443 && target->typed && text_starts_same(target->typed, "http://"))
		facts_number(add(evidence, findings, "handshake.http-address"), "port", FACT_CODE,
			target->port);
}

static void judge_done(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	struct facts *facts = add(evidence, findings, "handshake.done");

	judge_text(facts, "version", handshake->version_name);
	judge_text(facts, "cipher", handshake->cipher);
	facts_number(facts, "time", FACT_MS, handshake->tls_ms);
	judge_address(evidence, findings);
}

/* ---- Alerts ---- */

static const struct {
	int alert;
	const char *id;
} meanings[] = {
	{ ALERT_HANDSHAKE_FAILURE, "handshake.alert-no-common" },
	{ ALERT_PROTOCOL_VERSION, "handshake.alert-version" },
	{ ALERT_INSUFFICIENT_SECURITY, "handshake.alert-insufficient" },
	{ ALERT_INTERNAL_ERROR, "handshake.alert-internal" },
	{ ALERT_UNRECOGNIZED_NAME, "handshake.alert-name" },
	{ ALERT_NO_APPLICATION_PROTOCOL, "handshake.alert-alpn" },
};

static void add_alert(struct facts *facts, int alert)
{
	const char *name = names_alert(alert);
	char *number = name ? NULL : memory_format("%d", alert);

	facts_text(facts, "alert", name ? name : number);
	free(number);
}

static void judge_alert(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	struct facts *facts;

	if (alert_is_about_certificate(handshake->alert) || alert_refused_client(handshake)) {
		add_alert(add(evidence, findings, "handshake.alert-certificate"), handshake->alert);
		return;
	}
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		/* Without a name, alert 112 is no word about the name. */
		if (handshake->alert == ALERT_UNRECOGNIZED_NAME && !handshake->sni)
			break;
		if (meanings[i].alert == handshake->alert) {
			add(evidence, findings, meanings[i].id);
			return;
		}
	}
	facts = add(evidence, findings, "handshake.alert");
	add_alert(facts, handshake->alert);
	facts_number(facts, "number", FACT_CODE, handshake->alert);
}

/* ---- Nothing, or something else ---- */

static void judge_reset(const struct evidence *evidence, struct findings *findings)
{
	facts_number(add(evidence, findings, "handshake.reset"), "time", FACT_MS,
		evidence->handshake.late_ms);
}

static int64_t waited_s(const struct seen_handshake *handshake)
{
	return (handshake->tls_ms + 500) / 1000;
}

static void judge_silent(const struct evidence *evidence, struct findings *findings)
{
	facts_number(add(evidence, findings, "handshake.silent"), "waited", FACT_SPAN,
		waited_s(&evidence->handshake));
}

static void judge_stalled(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts = add(evidence, findings, "handshake.stalled");

	facts_number(facts, "waited", FACT_SPAN, waited_s(&evidence->handshake));
	facts_number(facts, "bytes", FACT_NUMBER, evidence->handshake.bytes_received);
}

static void judge_closed(const struct evidence *evidence, struct findings *findings)
{
	add(evidence, findings, "handshake.closed");
}

static const char *not_tls_id(enum service service)
{
	switch (service) {
	case SERVICE_HTTP:
		return "handshake.plaintext-http";
	case SERVICE_SMTP:
	case SERVICE_IMAP:
	case SERVICE_POP3:
		return "handshake.plaintext-mail";
	case SERVICE_FTP:
	case SERVICE_XMPP:
	case SERVICE_LDAP:
	case SERVICE_POSTGRES:
	case SERVICE_MYSQL:
	case SERVICE_IRC:
	case SERVICE_NNTP:
	case SERVICE_SIEVE:
		return "handshake.plaintext-starttls";
	case SERVICE_UNKNOWN:
	case SERVICE_GARBAGE:
		return "handshake.garbage";
	default:
		return "handshake.plaintext-other";
	}
}

static void add_not_tls(
	const struct evidence *evidence, struct findings *findings, enum service service)
{
	const char *id = not_tls_id(service);
	struct facts *facts = add(evidence, findings, id);

	facts_number(facts, "port", FACT_CODE, evidence->handshake.port);
	if (strcmp(id, "handshake.plaintext-http") != 0 && strcmp(id, "handshake.garbage") != 0)
		judge_text(facts, "service", service_name(service));
}

static void judge_not_tls(const struct evidence *evidence, struct findings *findings)
{
	add_not_tls(evidence, findings, evidence->handshake.service);
}

/* ---- Our own library gave up ---- */

static bool is_one_of(const char *error, const char *const *names)
{
	for (; error && *names; names++)
		if (!strcmp(error, *names))
			return true;
	return false;
}

/* After some hundred warnings GnuTLS (3.7, 3.8) gives up by this word. */
static bool gave_up_on_warnings(const struct seen_handshake *handshake)
{
	return handshake->warning_alert >= 0 && handshake->error &&
	       !strcmp(handshake->error, "GNUTLS_E_INTERNAL_ERROR");
}

static void judge_local(const struct evidence *evidence, struct findings *findings)
{
	static const char *const too_large[] = { "GNUTLS_E_HANDSHAKE_TOO_LARGE",
		"GNUTLS_E_LARGE_PACKET", "GNUTLS_E_RECORD_OVERFLOW", NULL };
	/* What the other side sent breaks the protocol. */
	static const char *const broken[] = { "GNUTLS_E_UNEXPECTED_PACKET",
		"GNUTLS_E_UNEXPECTED_PACKET_LENGTH", "GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET",
		"GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER", "GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION",
		"GNUTLS_E_RECEIVED_DISALLOWED_NAME", "GNUTLS_E_DECRYPTION_FAILED",
		"GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH", NULL };
	const char *error = evidence->handshake.error;

	if (is_one_of(error, too_large))
		add(evidence, findings, "handshake.too-large");
	else if (is_one_of(error, broken) || gave_up_on_warnings(&evidence->handshake))
		add_not_tls(evidence, findings, SERVICE_GARBAGE);
	else
		judge_text(add(evidence, findings, "handshake.local"), "error", error);
}

/*
 * The server marks its answer when it was asked for less than it can do (RFC 8446 section 4.1.3). It wasn't by us:
 * somebody on the way changed the hello, and clients of today give up then.
 */
static bool was_downgraded(const struct seen_handshake *handshake)
{
	return handshake->downgrade > 0 && handshake->outcome == HS_LOCAL &&
	       handshake->offered_max > handshake->downgrade;
}

static void judge_downgraded(const struct evidence *evidence, struct findings *findings)
{
	judge_text(add(evidence, findings, "handshake.downgraded"), "version",
		names_version(evidence->handshake.offered_max));
}

/* ---- All outcomes ---- */

static void judge_no_connection(const struct evidence *evidence, struct findings *findings)
{
	enum stage stage = judge_broken_stage(evidence);

	judge_cannot(
		findings, VERDICT_NOT_REACHED, stage_name(stage == STAGE_DONE ? STAGE_TCP : stage));
}

static void judge_not_tried(const struct evidence *evidence, struct findings *findings)
{
	const char *why = evidence->parts[PART_HANDSHAKE].why;

	judge_cannot(findings, VERDICT_UNKNOWN, why ? why : WHY_LOCAL);
}

static void judge_cancelled(const struct evidence *evidence, struct findings *findings)
{
	(void)evidence;
	judge_cannot(findings, VERDICT_UNKNOWN, WHY_CANCELLED);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	static void (*const judges[HS_OUTCOME_COUNT])(
		const struct evidence *, struct findings *) = {
		[HS_NOT_TRIED] = judge_not_tried,
		[HS_DONE] = judge_done,
		[HS_NO_CONNECTION] = judge_no_connection,
		[HS_ALERT] = judge_alert,
		[HS_CLOSED] = judge_closed,
		[HS_RESET] = judge_reset,
		[HS_SILENT] = judge_silent,
		[HS_STALLED] = judge_stalled,
		[HS_NOT_TLS] = judge_not_tls,
		[HS_LOCAL] = judge_local,
		[HS_CANCELLED] = judge_cancelled,
	};

	if (was_downgraded(&evidence->handshake))
		judge_downgraded(evidence, findings);
	else if (evidence->handshake.outcome < HS_OUTCOME_COUNT)
		judges[evidence->handshake.outcome](evidence, findings);
}

const struct check check_handshake = {
	.id = "handshake",
	.step = 2,
	.parts = PART_BIT(PART_HANDSHAKE),
	.kinds = kinds,
	.judge = judge,
};
