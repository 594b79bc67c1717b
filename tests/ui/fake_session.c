/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fake_session.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "base/timing.h"

#define DAY 86400

static char **one_name(const char *name)
{
	char **names = memory_new(1, sizeof(*names));

	names[0] = memory_text(name);
	return names;
}

/* ---- What was seen, part by part ---- */

static void see(struct evidence *ev, enum part part)
{
	evidence_part_status(ev, part, PART_SEEN, NULL, NULL);
}

static void see_clock(struct evidence *ev)
{
	ev->clock.build_s = FAKE_NOW - 30 * DAY;
	ev->clock.kernel_synced = 1;
	ev->clock.utc_offset_min = 60;
	see(ev, PART_CLOCK);
}

static void see_lookup(struct evidence *ev)
{
	ev->lookup.outcome = LOOKUP_FOUND;
	ev->lookup.name = memory_text(ev->settings.target.host);
	ev->lookup.addresses = one_name("192.0.2.10");
	ev->lookup.address_count = 1;
	ev->lookup.ms = 12;
	see(ev, PART_LOOKUP);
}

static void see_connect(struct evidence *ev, enum connect_outcome outcome)
{
	struct seen_attempt *attempt = memory_new(1, sizeof(*attempt));

	attempt->address = memory_text("192.0.2.10");
	attempt->family = 4;
	attempt->outcome = outcome;
	attempt->sys_errno = outcome == CONNECT_REFUSED ? 111 : 0;
	attempt->ms = 18;
	ev->connect.attempts = attempt;
	ev->connect.attempt_count = 1;
	ev->connect.chosen = outcome == CONNECT_OK ? 0 : -1;
	ev->connect.port = ev->settings.target.port;
	see(ev, PART_CONNECT);
}

static void add_cert(struct seen_handshake *hs, const char *name, const char *issuer, int64_t from,
	int64_t until)
{
	struct seen_cert *cert;

	hs->chain = memory_resize(hs->chain, hs->chain_count + 1, sizeof(*hs->chain));
	cert = &hs->chain[hs->chain_count++];
	seen_cert_init(cert);
	cert->subject = memory_format("CN=%s", name);
	cert->issuer = memory_format("CN=%s,O=Example Trust", issuer);
	cert->common_name = memory_text(name);
	cert->issuer_name = memory_text(issuer);
	cert->serial = memory_text("04a1b2c3");
	cert->sha256 = memory_text(
		"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
	cert->not_before = from;
	cert->not_after = until;
	cert->san_count = hs->chain_count == 1;
	if (cert->san_count) {
		cert->dns_names = one_name(name);
		cert->dns_name_count = 1;
	}
	cert->version = 3;
	cert->key_type = memory_text("ECDSA");
	cert->key_bits = 256;
	cert->signature = memory_text("ECDSA-SHA256");
	cert->is_ca = hs->chain_count > 1;
	cert->server_auth = 1;
	cert->public_policy = true;
	hs->chain_sent = (int)hs->chain_count;
}

static void add_message(struct seen_handshake *hs, int type, bool received, int ms, int size)
{
	hs->messages = memory_resize(hs->messages, hs->message_count + 1, sizeof(*hs->messages));
	hs->messages[hs->message_count++] =
		(struct seen_message){ .type = type, .received = received, .ms = ms, .size = size };
}

static void see_handshake(struct evidence *ev, const char *cert_name, int64_t not_after)
{
	struct seen_handshake *hs = &ev->handshake;

	hs->outcome = HS_DONE;
	hs->stage = STAGE_DONE;
	hs->address = memory_text("192.0.2.10");
	hs->port = ev->settings.target.port;
	hs->sni = memory_text(ev->settings.target.host);
	hs->offered_min = 0x0301;
	hs->offered_max = 0x0304;
	hs->version = 0x0304;
	hs->version_name = memory_text("TLS 1.3");
	hs->cipher = memory_text("TLS_AES_128_GCM_SHA256");
	hs->group = memory_text("X25519");
	hs->alpn = memory_text("h2");
	hs->extended_master_secret = hs->encrypt_then_mac = hs->secure_renegotiation = 1;
	hs->tcp_ms = 18;
	hs->tls_ms = 41;
	add_message(hs, 1, false, 0, 517);
	add_message(hs, 2, true, 20, 122);
	add_message(hs, 11, true, 21, 2841);
	add_message(hs, 20, true, 22, 52);
	add_cert(hs, cert_name, "Example Intermediate R3", not_after - 90 * DAY, not_after);
	add_cert(hs, "Example Intermediate R3", "Example Root X1", FAKE_NOW - 900 * DAY,
		FAKE_NOW + 900 * DAY);
	see(ev, PART_HANDSHAKE);
}

static void see_trust(struct evidence *ev, enum trust_outcome outcome)
{
	struct seen_trust *trust = &ev->trust;

	trust->outcome = outcome;
	trust->system_anchors = 142;
	trust->store_path = memory_text("/etc/ssl/certs/ca-certificates.crt");
	trust->in_order = true;
	if (outcome == TRUST_OK) {
		trust->anchor = memory_text("Example Root X1");
		trust->anchor_not_after = FAKE_NOW + 3000 * (int64_t)DAY;
	}
	see(ev, PART_TRUST);
}

static void see_http(struct evidence *ev)
{
	ev->http.status = 200;
	ev->http.date_s = FAKE_NOW;
	ev->http.local_s = FAKE_NOW;
	ev->http.rtt_ms = 20;
	ev->http.server = memory_text("nginx");
	see(ev, PART_HTTP);
}

static void leave_out(struct evidence *ev, enum part_state state, const char *why)
{
	static const enum part rest[] = { PART_SNI, PART_VERSIONS, PART_ADDRESSES, PART_HTTP,
		PART_TRUST, PART_HANDSHAKE };

	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (ev->parts[rest[i]].state == PART_NOT_LOOKED)
			evidence_part_status(ev, rest[i], state, why, NULL);
}

/* ---- The cases ---- */

static void healthy(struct evidence *ev)
{
	see_handshake(ev, ev->settings.target.host, FAKE_NOW + 60 * DAY);
	see_trust(ev, TRUST_OK);
	see_http(ev);
	leave_out(ev, PART_SKIPPED, WHY_NOT_NEEDED);
}

/* All that the server accepts was asked for: a good suite and an insecure one. */
static void accepting(struct evidence *ev)
{
	struct seen_matrix *matrix = &ev->matrix;

	healthy(ev);
	see(ev, PART_MATRIX);
	matrix->complete = true;
	matrix->offers = memory_new(1, sizeof(*matrix->offers));
	matrix->offer_count = 1;
	seen_offer_init(&matrix->offers[0]);
	matrix->offers[0].version = 0x0303;
	matrix->offers[0].spoken = 1;
	matrix->offers[0].server_order = 1;
	matrix->offers[0].suites = memory_new(2, sizeof(int));
	matrix->offers[0].suites[0] = 0x0005;
	matrix->offers[0].suites[1] = 0xc02f;
	matrix->offers[0].suite_count = 2;
	matrix->groups = memory_new(1, sizeof(int));
	matrix->groups[0] = 0x001d;
	matrix->group_count = 1;
}

static void expired(struct evidence *ev)
{
	see_handshake(ev, ev->settings.target.host, FAKE_NOW - 12 * DAY);
	see_trust(ev, TRUST_OK);
	see_http(ev);
	leave_out(ev, PART_SKIPPED, WHY_NOT_NEEDED);
}

/* A CDN that can't shake hands with what is behind it. */
static void front(struct evidence *ev)
{
	healthy(ev);
	ev->http.status = 525;
	ev->http.cloudflare = true;
}

/* The trouble is on another device, and this one has a slow clock. */
static void elsewhere(struct evidence *ev)
{
	expired(ev);
	ev->settings.device = DEVICE_OTHER;
	ev->clock.build_s = FAKE_NOW + 30 * DAY;
}

static void several(struct evidence *ev)
{
	see_handshake(ev, "other.example.net", FAKE_NOW - 12 * DAY);
	see_trust(ev, TRUST_SELF_SIGNED);
	ev->handshake.chain[0].self_signed = ev->handshake.chain[0].same_issuer = true;
	leave_out(ev, PART_SKIPPED, WHY_NOT_NEEDED);
}

/* What a hostile server would like to see printed. */
static void hostile(struct evidence *ev)
{
	static const char evil[] = "\033]0;owned\007\033[2J\xe2\x80\xae"
				   "evil\xff"
				   "x";
	char *name = text_clean(evil, sizeof(evil) - 1, TEXT_ONE_LINE, 0);
	char *wide = memory_new(3 * 400 + 1, 1);

	for (size_t i = 0; i < 400; i++)
		memcpy(wide + 3 * i, "証", 3);
	see_handshake(ev, name, FAKE_NOW + 60 * DAY);
	free(ev->handshake.chain[0].issuer_name);
	ev->handshake.chain[0].issuer_name = wide;
	see_trust(ev, TRUST_OK);
	leave_out(ev, PART_SKIPPED, WHY_NOT_NEEDED);
	free(name);
}

static void refused(struct evidence *ev)
{
	ev->handshake.outcome = HS_NO_CONNECTION;
	ev->handshake.stage = STAGE_TCP;
	leave_out(ev, PART_NOT_REACHED, NULL);
}

static void no_name(struct evidence *ev)
{
	ev->lookup.outcome = LOOKUP_NO_SUCH_NAME;
	ev->lookup.name = memory_text(ev->settings.target.host);
	ev->lookup.gai_error = -2;
	see(ev, PART_LOOKUP);
	evidence_part_status(ev, PART_CONNECT, PART_NOT_REACHED, NULL, NULL);
	leave_out(ev, PART_NOT_REACHED, NULL);
}

static void could_not(struct evidence *ev)
{
	leave_out(ev, PART_COULD_NOT, WHY_LOCAL);
}

static void nothing_yet(struct evidence *ev)
{
	(void)ev;
}

static void cancelled(struct evidence *ev)
{
	leave_out(ev, PART_SKIPPED, WHY_CANCELLED);
}

static const struct {
	const char *name;
	enum connect_outcome connect; /* CONNECT_NOT_TRIED: the look-up is the case's own */
	enum session_state state;
	enum stage rung;
	void (*fill)(struct evidence *ev);
} cases[] = {
	{ "healthy", CONNECT_OK, SESSION_DONE, STAGE_DONE, healthy },
	{ "front", CONNECT_OK, SESSION_DONE, STAGE_DONE, front },
	{ "accepting", CONNECT_OK, SESSION_DONE, STAGE_DONE, accepting },
	{ "expired", CONNECT_OK, SESSION_DONE, STAGE_DONE, expired },
	{ "elsewhere", CONNECT_OK, SESSION_DONE, STAGE_DONE, elsewhere },
	{ "several", CONNECT_OK, SESSION_DONE, STAGE_DONE, several },
	{ "hostile", CONNECT_OK, SESSION_DONE, STAGE_DONE, hostile },
	{ "refused", CONNECT_REFUSED, SESSION_DONE, STAGE_TCP, refused },
	{ "no-name", CONNECT_NOT_TRIED, SESSION_DONE, STAGE_DNS, no_name },
	{ "could-not", CONNECT_OK, SESSION_DONE, STAGE_HELLO, could_not },
	{ "looking", CONNECT_OK, SESSION_LOOKING, STAGE_CIPHER, nothing_yet },
	{ "stopped", CONNECT_OK, SESSION_STOPPED, STAGE_HELLO, cancelled },
};

static void judge(struct session *session)
{
	if (session->state == SESSION_LOOKING)
		session->looking = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_TRUST) |
				   PART_BIT(PART_HTTP) | PART_BIT(PART_VERSIONS);
	check_all(&session->evidence, session->looking, &session->findings);
	clients_judge(&session->evidence, &session->findings, &session->clients);
	diagnosis_rank(&session->evidence, &session->findings, &session->causes);
	session->verdict = diagnosis_verdict(
		&session->evidence, &session->findings, &session->causes);
}

struct session *fake_session(const char *name, struct budget *budget)
{
	size_t i = 0;
	struct session *session;

	while (i < sizeof(cases) / sizeof(cases[0]) && strcmp(cases[i].name, name) != 0)
		i++;
	if (i == sizeof(cases) / sizeof(cases[0]))
		return NULL;
	session = memory_new(1, sizeof(*session));
	session->budget = budget;
	evidence_init(&session->evidence);
	settings_init(&session->evidence.settings);
	if (target_parse("www.example.com", &session->evidence.settings.target) != TARGET_OK)
		abort();
	session->evidence.now_s = FAKE_NOW;
	see_clock(&session->evidence);
	if (cases[i].connect != CONNECT_NOT_TRIED) {
		see_lookup(&session->evidence);
		see_connect(&session->evidence, cases[i].connect);
	}
	cases[i].fill(&session->evidence);
	session->state = cases[i].state;
	session->rung = cases[i].rung;
	session->started_us = timing_monotonic_us();
	session->done = 3;
	session->of = 6;
	judge(session);
	return session;
}
