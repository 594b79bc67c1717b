/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/clients.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"
#include "diagnosis/meeting.h"
#include "diagnosis/tables.h"

const struct client *client_at(size_t index)
{
	return index < diagnosis_clients_count ? &diagnosis_clients[index] : NULL;
}

const struct client *client_find(const char *id)
{
	for (size_t i = 0; i < diagnosis_clients_count; i++)
		if (!strcmp(diagnosis_clients[i].id, id))
			return &diagnosis_clients[i];
	return NULL;
}

bool client_allows(const char *const *patterns, const char *name)
{
	bool allowed = false;

	for (; *patterns; patterns++) {
		if (**patterns == '!' && !fnmatch(*patterns + 1, name, 0))
			return false;
		allowed = allowed || !fnmatch(*patterns, name, 0);
	}
	return allowed;
}

/* ---- The rules ---- */

#define EARLY 1u /* can be told without a finished handshake */
#define GRAVE 2u /* a fault of the site when a client of today minds, and no check says so */
#define VERIFYING 4u /* asked only of those who look at the certificate */

/* One question a row. */
static const struct rule {
	const char *id; /* of the finding that says who minds */
	enum fit (*ask)(const struct meeting *meeting);
	const char *findings[7]; /* of checks, which say the same: better named than ours */
	unsigned when;
} rules[] = {
	{ "client.hello", meeting_hello,
		{ "hello.large-refused", "hello.packets-lost", "hello.split-refused",
			"hello.unknown-refused" },
		0 },
	{ "client.version", meeting_version, { "versions.old-only" }, EARLY },
	{ "client.suite", meeting_suite,
		{ "ciphers.weak-chosen", "ciphers.weak-only", "ciphers.static-only",
			"ciphers.none-of-today", "ciphers.browsers-refused",
			"ciphers.static-refused" },
		EARLY | GRAVE },
	{ "client.group", meeting_group,
		{ "groups.none-of-today", "groups.browsers-refused", "groups.only-post-quantum" },
		EARLY | GRAVE },
	{ "client.dh", meeting_dh, { "ciphers.weak-dh" }, 0 },
	{ "client.renegotiation", meeting_renegotiation, { "renegotiation.no-info" }, 0 },
	{ "client.ems", meeting_ems, { "renegotiation.no-master-secret" }, 0 },
	{ "client.sni", meeting_sni, { "sni.required" }, 0 },
	{ "client.key", meeting_key, { "certificate.weak-curve", "groups.key-browsers-lack" }, 0 },
	{ "client.rsa", meeting_rsa, { "certificate.weak-key" }, VERIFYING },
	{ "client.signature", meeting_signature, { "certificate.weak-signature" }, VERIFYING },
	{ "client.path", meeting_path, { NULL }, VERIFYING },
	{ "client.missing", meeting_missing, { "trust.missing-intermediate" }, VERIFYING },
	{ "client.root", meeting_root, { NULL }, VERIFYING },
	{ "client.distrust", meeting_distrust, { "trust.distrusted" }, VERIFYING },
	{ "client.names", meeting_names, { "certificate.no-san" }, VERIFYING },
	{ "client.wildcard", meeting_wildcard, { "certificate.name-wildcard" }, VERIFYING },
	{ "client.timestamps", meeting_timestamps, { "certificate.not-logged" }, VERIFYING },
	{ "client.lifetime", meeting_lifetime, { "certificate.lifetime-too-long" }, VERIFYING },
	{ "client.purpose", meeting_purpose, { NULL }, VERIFYING },
	{ "client.staple", meeting_staple, { "revocation.staple-revoked" }, VERIFYING },
	{ "client.must-staple", meeting_must_staple, { "revocation.must-staple-missing" },
		VERIFYING },
	{ "client.revoked", meeting_revoked, { "revocation.revoked" }, VERIFYING },
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

/* What a check has said of the same, or NULL. */
static const struct finding *known_as(const struct rule *rule, const struct findings *findings)
{
	const struct finding *known = NULL;

	for (const char *const *id = rule->findings; *id && !known; id++)
		known = findings_find(findings, *id);
	return known;
}

/* What every client minds that looks at the certificate. */
static const char *const minded[] = {
	"certificate.malformed",
	"certificate.expired",
	"certificate.issuer-expired",
	"certificate.not-yet-valid",
	"certificate.issuer-not-yet-valid",
	"certificate.name-mismatch",
	"certificate.name-www",
	"certificate.name-too-deep",
	"certificate.name-dot",
	"certificate.name-typo",
	"certificate.wrong-purpose",
	"certificate.issuer-purpose",
	"certificate.critical-extension",
	"certificate.dates-reversed",
	"trust.self-signed",
	"trust.private-root",
	"trust.unknown-issuer",
	"trust.bad-signature",
	"trust.not-a-ca",
	"trust.constraint",
	"trust.constraint-of-root",
};

/* Nobody but a CDN trusts its own authority for origins. */
static const char own_authority[] = "trust.origin-authority";

/* Without a handshake: what stops everybody alike. */
static const char *const for_all[] = {
	"handshake.plaintext-http",
	"handshake.plaintext-mail",
	"handshake.plaintext-starttls",
	"handshake.plaintext-other",
	"handshake.garbage",
	"client-certificate.required",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* ---- One client ---- */

static void add_reason(struct client_verdict *verdict, const char *id)
{
	verdict->connects = CONNECTS_NO;
	for (size_t i = 0; i < verdict->because_count; i++)
		if (!strcmp(verdict->because[i], id))
			return;
	if (verdict->because_count < CLIENT_BECAUSE_MOST)
		verdict->because[verdict->because_count++] = id;
}

static void not_sure(struct client_verdict *verdict)
{
	if (verdict->connects == CONNECTS_YES)
		verdict->connects = CONNECTS_UNKNOWN;
}

/* Adds ID when it was found (as a fault, not merely noted). */
static void add_found(
	const struct findings *findings, const char *id, struct client_verdict *verdict)
{
	const struct finding *finding = findings_find(findings, id);

	if (finding && finding->verdict == VERDICT_FAIL)
		add_reason(verdict, finding->id);
}

static bool lists(const char *const *list, const char *id)
{
	for (; *list; list++)
		if (!strcmp(*list, id))
			return true;
	return false;
}

static void ask_rules(const struct meeting *meeting, struct client_verdict *verdict, bool *minds)
{
	for (size_t i = 0; i < RULES; i++) {
		const struct rule *rule = &rules[i];
		const struct finding *known = known_as(rule, meeting->findings);
		enum fit fit;

		if ((rule->when & VERIFYING) && !meeting->client->verifies)
			continue;
		fit = rule->ask(meeting);
		minds[i] = fit == FIT_NO;
		if (fit == FIT_UNKNOWN)
			not_sure(verdict);
		if (fit != FIT_NO)
			continue;
		if (known)
			add_reason(verdict, known->id);
		add_reason(verdict, rule->id);
	}
}

/* Whether the path to a root, which decides for all who verify, could not be looked at. */
static bool is_trust_open(const struct meeting *meeting)
{
	const struct evidence *evidence = meeting->evidence;

	return evidence->parts[PART_TRUST].state != PART_SEEN ||
	       evidence->trust.outcome == TRUST_NO_STORE || evidence->trust.known_root ||
	       findings_find(meeting->findings, "trust.issuer-not-found");
}

/* Public authorities follow RFC 5280 to the letter; whether a private one does wasn't measured. */
static bool may_be_too_lax(const struct meeting *meeting)
{
	const struct seen_trust *trust = &meeting->evidence->trust;

	return meeting->client->strict && (trust->anchor_extra || trust->anchor_place);
}

static void ask_checks(const struct meeting *meeting, struct client_verdict *verdict)
{
	for (size_t i = 0; i < COUNT(minded); i++)
		if (!lists(meeting->client->accepts, minded[i]) &&
			!lists(meeting->client->unsure, minded[i]))
			add_found(meeting->findings, minded[i], verdict);
	if (findings_find(meeting->findings, own_authority) &&
		!lists(meeting->client->accepts, own_authority))
		add_reason(verdict, own_authority);
	for (const char *const *id = meeting->client->refuses; *id; id++)
		add_found(meeting->findings, *id, verdict);
	for (const char *const *id = meeting->client->unsure; *id; id++)
		if (findings_find(meeting->findings, *id))
			not_sure(verdict);
	if (is_trust_open(meeting) || may_be_too_lax(meeting))
		not_sure(verdict);
}

/*
 * The handshake failed here, and no certificate was judged. What stops everybody was added before; what rules
 * a client out all the same is the lack of a version, suite or group in common.
 */
static void judge_broken(const struct meeting *meeting, struct client_verdict *verdict, bool *minds)
{
	not_sure(verdict);
	for (size_t i = 0; i < RULES; i++) {
		minds[i] = (rules[i].when & EARLY) && rules[i].ask(meeting) == FIT_NO;
		if (minds[i])
			add_reason(verdict, rules[i].id);
	}
}

static void judge_one(const struct evidence *evidence, const struct findings *findings,
	struct client_verdict *verdict, bool *minds)
{
	struct meeting meeting = meeting_of(evidence, findings, verdict->client);

	for (size_t i = 0; i < COUNT(for_all); i++)
		add_found(findings, for_all[i], verdict);
	if (evidence->handshake.outcome != HS_DONE) {
		judge_broken(&meeting, verdict, minds);
		return;
	}
	ask_rules(&meeting, verdict, minds);
	if (verdict->client->verifies)
		ask_checks(&meeting, verdict);
}

/* ---- All of them ---- */

/* Whether there is anything to compare with. */
static bool was_spoken_to(const struct evidence *evidence)
{
	enum hs_outcome outcome = evidence->handshake.outcome;

	return evidence->parts[PART_HANDSHAKE].state == PART_SEEN && outcome != HS_NOT_TRIED &&
	       outcome != HS_NO_CONNECTION && outcome != HS_CANCELLED;
}

static bool is_wanted(const struct findings *findings)
{
	const struct check_result *result = findings_check(findings, "client");

	return result && result->verdict != VERDICT_SKIPPED;
}

/* Says of rule number RULE who minds. MINDS has a row of RULES for each client. */
static void add_finding(
	const struct clients *clients, const bool *minds, size_t rule, struct findings *findings)
{
	char **names = memory_new(clients->count, sizeof(*names));
	const struct finding *known = known_as(&rules[rule], findings);
	bool today = false;
	size_t count = 0;

	for (size_t i = 0; i < clients->count; i++) {
		if (!minds[i * RULES + rule])
			continue;
		names[count++] = (char *)clients->items[i].client->name;
		today = today || clients->items[i].client->today;
	}
	if (count)
		facts_list(findings_add_late(findings, "client", rules[rule].id,
				   (rules[rule].when & GRAVE) && today && !known ? VERDICT_FAIL
										 : VERDICT_NOTE),
			"clients", names, count);
	free(names);
}

/* Nobody of today is refused: those who get in for certain are worth a line. */
static void add_of_today(const struct clients *clients, struct findings *findings)
{
	char **names = memory_new(clients->count, sizeof(*names));
	bool refused = false;
	size_t count = 0;

	for (size_t i = 0; i < clients->count; i++) {
		const struct client_verdict *verdict = &clients->items[i];

		if (!verdict->client->today)
			continue;
		refused = refused || verdict->connects == CONNECTS_NO;
		if (verdict->connects == CONNECTS_YES)
			names[count++] = (char *)verdict->client->name;
	}
	if (!refused && count)
		facts_list(findings_add_late(findings, "client", "client.of-today", VERDICT_PASS),
			"clients", names, count);
	free(names);
}

static enum connects connects_of(const struct clients *clients, const char *id)
{
	for (size_t i = 0; i < clients->count; i++)
		if (!strcmp(clients->items[i].client->id, id))
			return clients->items[i].connects;
	return CONNECTS_UNKNOWN;
}

/* With --origin: whether the CDN comes in at all, and then whether it does in its strict mode. */
static void add_of_cdn(const struct clients *clients, struct findings *findings)
{
	static const struct {
		const char *client;
		const char *said[2]; /* no, yes */
	} modes[] = {
		{ "cloudflare-full", { "origin.full-refuses", "origin.full-accepts" } },
		{ "cloudflare-strict", { "origin.strict-refuses", "origin.strict-accepts" } },
	};

	for (size_t i = 0; i < COUNT(modes); i++) {
		enum connects connects = connects_of(clients, modes[i].client);

		if (connects == CONNECTS_UNKNOWN)
			return;
		facts_text(findings_add_late(findings, "origin", modes[i].said[connects],
				   connects == CONNECTS_YES ? VERDICT_PASS : VERDICT_FAIL),
			"cdn", "Cloudflare");
		if (connects == CONNECTS_NO)
			return;
	}
}

/* Which other CDNs come in. Notes: nobody said which one stands in front. */
static void add_of_other_cdns(const struct clients *clients, struct findings *findings)
{
	static const char *const others[] = { "cloudfront", "azure-front-door",
		"google-load-balancer" };
	static const struct {
		enum connects connects;
		const char *id;
	} ends[] = {
		{ CONNECTS_YES, "origin.others-accept" },
		{ CONNECTS_NO, "origin.others-refuse" },
	};

	for (size_t end = 0; end < COUNT(ends); end++) {
		char *names[COUNT(others)];
		size_t count = 0;

		for (size_t i = 0; i < COUNT(others); i++)
			if (connects_of(clients, others[i]) == ends[end].connects)
				names[count++] = (char *)client_find(others[i])->name;
		if (count)
			facts_list(
				findings_add_late(findings, "origin", ends[end].id, VERDICT_NOTE),
				"clients", names, count);
	}
}

void clients_judge(const struct evidence *evidence, struct findings *findings, struct clients *ret)
{
	bool *minds;

	clients_free(ret);
	if (!was_spoken_to(evidence) || !is_wanted(findings))
		return;
	ret->count = diagnosis_clients_count;
	ret->items = memory_new(ret->count, sizeof(*ret->items));
	minds = memory_new(ret->count * RULES, sizeof(*minds));
	for (size_t i = 0; i < ret->count; i++) {
		ret->items[i] = (struct client_verdict){
			.client = &diagnosis_clients[i],
			.connects = CONNECTS_YES,
		};
		judge_one(evidence, findings, &ret->items[i], &minds[i * RULES]);
	}
	add_of_today(ret, findings);
	for (size_t rule = 0; rule < RULES; rule++)
		add_finding(ret, minds, rule, findings);
	if (evidence->settings.origin) {
		add_of_cdn(ret, findings);
		add_of_other_cdns(ret, findings);
	}
	free(minds);
}

void clients_free(struct clients *clients)
{
	free(clients->items);
	*clients = (struct clients){ 0 };
}
