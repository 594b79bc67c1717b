/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sample.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

static const char *const nothing[] = { NULL };

static const struct cause_rule expired_rule = {
	.id = "certificate-expired",
	.who = WHO_SITE,
	.severity = SEVERITY_FAIL,
	.stage = STAGE_CERTIFICATE,
	.proof = nothing,
	.support = nothing,
	.against = nothing,
	.unless = nothing,
	.symptoms = nothing,
};

static const struct cause_rule misordered_rule = {
	.id = "chain-misordered",
	.who = WHO_SITE,
	.severity = SEVERITY_WARN,
	.stage = STAGE_CERTIFICATE,
	.proof = nothing,
	.support = nothing,
	.against = nothing,
	.unless = nothing,
	.symptoms = nothing,
};

static const struct cause_rule no_name_rule = {
	.id = "dns-not-found",
	.who = WHO_NETWORK,
	.severity = SEVERITY_FAIL,
	.stage = STAGE_DNS,
	.proof = nothing,
	.support = nothing,
	.against = nothing,
	.unless = nothing,
	.symptoms = nothing,
};

static struct session *empty(const char *typed)
{
	struct session *session = memory_new(1, sizeof(*session));

	evidence_init(&session->evidence);
	cr_assert_eq(target_parse(typed, &session->evidence.settings.target), TARGET_OK);
	session->evidence.now_s = SAMPLE_DAY + 12 * 86400;
	session->state = SESSION_DONE;
	return session;
}

static struct facts *add_finding(
	struct session *session, const char *check, const char *id, enum verdict verdict)
{
	struct findings *findings = &session->findings;
	struct finding *finding;

	findings->items = memory_resize(
		findings->items, findings->count + 1, sizeof(*findings->items));
	finding = &findings->items[findings->count++];
	*finding = (struct finding){ .id = id, .check = check, .verdict = verdict };
	return &finding->facts;
}

static void add_check(
	struct session *session, const char *id, enum verdict verdict, const char *reason)
{
	struct findings *findings = &session->findings;

	findings->checks = memory_resize(
		findings->checks, findings->check_count + 1, sizeof(*findings->checks));
	findings->checks[findings->check_count++] =
		(struct check_result){ .id = id, .verdict = verdict, .reason = reason };
}

static void add_cause(struct session *session, const struct cause_rule *rule, double confidence,
	const char *because, const char *against)
{
	struct causes *causes = &session->causes;
	struct cause *cause;

	causes->items = memory_resize(causes->items, causes->count + 1, sizeof(*causes->items));
	cause = &causes->items[causes->count++];
	*cause = (struct cause){
		.rule = rule, .severity = rule->severity, .confidence = confidence
	};
	cause->because = memory_new(1, sizeof(char *));
	cause->because[cause->because_count++] = memory_text(because);
	if (against) {
		cause->against = memory_new(1, sizeof(char *));
		cause->against[cause->against_count++] = memory_text(against);
	}
}

static void shake_hands(struct session *session)
{
	struct seen_handshake *handshake = &session->evidence.handshake;

	for (int part = PART_LOOKUP; part <= PART_TRUST; part++)
		evidence_part_status(&session->evidence, (enum part)part, PART_SEEN, NULL, NULL);
	session->evidence.lookup.ms = 3;
	handshake->outcome = HS_DONE;
	handshake->stage = STAGE_DONE;
	handshake->address = memory_text("192.0.2.1");
	handshake->port = 8443;
	handshake->version = 0x0304;
	handshake->version_name = memory_text("TLS 1.3");
	handshake->cipher = memory_text("TLS_AES_128_GCM_SHA256");
	handshake->tcp_ms = 20;
	handshake->tls_ms = 41;
}

struct session *sample_expired(void)
{
	struct session *session = empty("shop.example:8443");
	struct facts *facts;

	shake_hands(session);
	add_check(session, "reach", VERDICT_PASS, NULL);
	add_check(session, "certificate", VERDICT_FAIL, NULL);
	add_check(session, "http", VERDICT_SKIPPED, WHY_QUICK);
	facts = add_finding(session, "reach", "reach.connected", VERDICT_PASS);
	facts_text(facts, "host", "shop.example");
	facts_text(facts, "address", "192.0.2.1");
	facts_number(facts, "port", FACT_CODE, 8443);
	facts_number(facts, "time", FACT_MS, 20);
	facts = add_finding(session, "certificate", "certificate.expired", VERDICT_FAIL);
	facts_text(facts, "subject", "CN=shop.example");
	facts_number(facts, "not_after", FACT_TIME, SAMPLE_DAY);
	facts_number(facts, "days", FACT_NUMBER, 12);
	add_cause(session, &expired_rule, 0.9712, "certificate.expired", "reach.connected");
	add_cause(session, &misordered_rule, 0.5, "certificate.expired", NULL);
	session->verdict = VERDICT_FAIL;
	return session;
}

struct session *sample_healthy(void)
{
	struct session *session = empty("shop.example:8443");

	shake_hands(session);
	add_check(session, "reach", VERDICT_PASS, NULL);
	session->verdict = VERDICT_PASS;
	return session;
}

struct session *sample_no_name(void)
{
	struct session *session = empty("nowhere.example");
	struct facts *facts;

	evidence_part_status(&session->evidence, PART_LOOKUP, PART_SEEN, NULL, NULL);
	session->evidence.lookup.outcome = LOOKUP_NO_SUCH_NAME;
	evidence_part_status(
		&session->evidence, PART_HANDSHAKE, PART_NOT_REACHED, WHY_EARLIER, NULL);
	add_check(session, "reach", VERDICT_FAIL, NULL);
	add_check(session, "certificate", VERDICT_NOT_REACHED, "dns");
	facts = add_finding(session, "reach", "reach.name-not-found", VERDICT_FAIL);
	facts_text(facts, "host", "nowhere.example");
	add_cause(session, &no_name_rule, 0.9, "reach.name-not-found", NULL);
	session->verdict = VERDICT_FAIL;
	return session;
}

#define ESCAPE "\033]0;owned\007\033[2J"
struct session *sample_clients(void)
{
	struct session *session = sample_healthy();

	session->clients.count = 3;
	session->clients.items = memory_new(3, sizeof(*session->clients.items));
	session->clients.items[0] = (struct client_verdict){
		.client = client_find("chrome"),
		.connects = CONNECTS_YES,
	};
	session->clients.items[1] = (struct client_verdict){
		.client = client_find("java-7"),
		.connects = CONNECTS_NO,
		.because = { "client.version" },
		.because_count = 1,
	};
	session->clients.items[2] = (struct client_verdict){
		.client = client_find("ie-11"),
		.connects = CONNECTS_UNKNOWN,
	};
	return session;
}

#define DIRECTION "\xE2\x80\xAE" /* U+202E */

struct session *sample_hostile(void)
{
	struct session *session = sample_expired();
	struct seen_handshake *handshake = &session->evidence.handshake;

	handshake->chain = memory_new(1, sizeof(*handshake->chain));
	handshake->chain_count = 1;
	seen_cert_init(&handshake->chain[0]);
	handshake->chain[0].subject = memory_text("CN=" ESCAPE "evil" DIRECTION);
	handshake->chain[0].issuer = memory_text("CN=two\nlines\xff");
	handshake->first_line = memory_text(ESCAPE);
	return session;
}

void sample_free(struct session *session)
{
	causes_free(&session->causes);
	clients_free(&session->clients);
	findings_free(&session->findings);
	evidence_free(&session->evidence);
	free(session);
}

char *sample_render(const struct session *session, const char *id, const char *code, int columns)
{
	struct report_options options = {
		.language = language_by_name(code),
		.columns = columns,
	};

	cr_assert(options.language);
	return report_format(id)->render(&session, 1, &options);
}

#define EVIL                                                                                     \
	"<script>alert(1)</script> <img src=x onerror=alert(1)> [a](http://evil.example) | `x` " \
	"<b>\"'&amp; @all # </style><b>"

struct session *sample_markup(void)
{
	struct session *session = sample_expired();
	struct evidence *evidence = &session->evidence;

	evidence->handshake.chain = memory_new(1, sizeof(*evidence->handshake.chain));
	evidence->handshake.chain_count = 1;
	seen_cert_init(&evidence->handshake.chain[0]);
	evidence->handshake.chain[0].subject = memory_text("CN=" EVIL);
	evidence->handshake.chain[0].issuer = memory_text(EVIL);
	evidence->handshake.chain[0].sha256 = memory_text("]]></svg>" EVIL);
	evidence->handshake.first_line = memory_text("# evil");
	evidence->http.server = memory_text(EVIL);
	facts_text(&session->findings.items[0].facts, "host", EVIL);
	facts_text(&session->findings.items[1].facts, "subject", EVIL);
	free(evidence->settings.target.shown);
	evidence->settings.target.shown = memory_text(EVIL);
	return session;
}
