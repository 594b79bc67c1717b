/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the service change over to TLS when asked? Where TLS is spoken from the first byte there is
 * nothing to find.
 */
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "starttls.ok", .verdict = VERDICT_PASS, .facts = "host,protocol" },
	{ .id = "starttls.not-offered", .verdict = VERDICT_FAIL, .facts = "host,protocol" },
	{ .id = "starttls.refused", .verdict = VERDICT_FAIL, .facts = "host,protocol,reply" },
	{ .id = "starttls.no-greeting",
		.verdict = VERDICT_FAIL,
		.facts = "host,protocol",
		.path = true },
	{ .id = "starttls.wrong-service", .verdict = VERDICT_FAIL, .facts = "host,protocol,reply" },
	{ .id = "starttls.closed",
		.verdict = VERDICT_FAIL,
		.facts = "host,protocol",
		.path = true },
	{ .id = "starttls.wants-tls-at-once", .verdict = VERDICT_FAIL, .facts = "host,port" },
	{ 0 },
};

static const char *const ids[STARTTLS_OUTCOME_COUNT] = {
	[STARTTLS_OK] = "starttls.ok",
	[STARTTLS_NOT_OFFERED] = "starttls.not-offered",
	[STARTTLS_REFUSED] = "starttls.refused",
	[STARTTLS_NO_GREETING] = "starttls.no-greeting",
	[STARTTLS_WRONG_SERVICE] = "starttls.wrong-service",
	[STARTTLS_CLOSED] = "starttls.closed",
	[STARTTLS_GOT_TLS] = "starttls.wants-tls-at-once",
};

/* As people write them. */
static const char *const protocols[STARTTLS_COUNT] = {
	[STARTTLS_SMTP] = "SMTP",
	[STARTTLS_LMTP] = "LMTP",
	[STARTTLS_IMAP] = "IMAP",
	[STARTTLS_POP3] = "POP3",
	[STARTTLS_FTP] = "FTP",
	[STARTTLS_LDAP] = "LDAP",
	[STARTTLS_XMPP] = "XMPP",
	[STARTTLS_XMPP_SERVER] = "XMPP",
	[STARTTLS_SIEVE] = "ManageSieve",
	[STARTTLS_NNTP] = "NNTP",
	[STARTTLS_POSTGRES] = "PostgreSQL",
	[STARTTLS_MYSQL] = "MySQL",
	[STARTTLS_IRC] = "IRC",
};

/* What became of it; a server that answers TLS at once tells why STARTTLS got no greeting. */
static enum starttls_outcome outcome_of(const struct seen_handshake *handshake)
{
	if (handshake->tls_at_once == 1 && handshake->starttls != STARTTLS_OK)
		return STARTTLS_GOT_TLS;
	return handshake->starttls;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	enum starttls_outcome outcome = outcome_of(handshake);
	struct facts *facts;

	if (outcome >= STARTTLS_OUTCOME_COUNT || !ids[outcome]) {
		if (evidence->settings.target.starttls != STARTTLS_NONE &&
			handshake->outcome == HS_NO_CONNECTION)
			judge_cannot(findings, VERDICT_NOT_REACHED,
				stage_name(judge_broken_stage(evidence)));
		return;
	}
	facts = findings_add(findings, ids[outcome]);
	judge_text(facts, "host", judge_host(evidence));
	if (outcome == STARTTLS_GOT_TLS)
		facts_number(facts, "port", FACT_CODE, evidence->settings.target.port);
	else
		judge_text(facts, "protocol", protocols[evidence->settings.target.starttls]);
	if (outcome == STARTTLS_REFUSED || outcome == STARTTLS_WRONG_SERVICE)
		judge_text(facts, "reply", handshake->starttls_reply);
}

const struct check check_starttls = {
	.id = "starttls",
	.step = 2,
	.parts = PART_BIT(PART_HANDSHAKE),
	.kinds = kinds,
	.judge = judge,
};
