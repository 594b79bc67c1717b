/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every chain of chains.data is made, walked by trust_look(), judged and ranked. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/stanza.h"
#include "check/check.h"
#include "diagnosis/clients.h"
#include "diagnosis/diagnosis.h"
#include "tls/chain.h"
#include "tls/trust.h"

/* Between two whole days, so that "20 days left" means what it says. */
#define NOW 1800000000

/* Calls EACH for the words of the field called NAME. */
static void each_word(const struct stanza *stanza, const char *name,
	void (*each)(void *context, const char *word), void *context)
{
	char *copy = memory_text(stanza_value(stanza, name));
	char *rest = NULL;

	for (char *word = copy ? strtok_r(copy, " ", &rest) : NULL; word;
		word = strtok_r(NULL, " ", &rest))
		each(context, word);
	free(copy);
}

struct scene {
	const char *name;
	struct forge forge;
	struct evidence evidence;
	struct buffer trusted;
};

static void send_cert(void *context, const char *word)
{
	struct scene *scene = context;
	const struct forged *forged = forge_find(&scene->forge, word);
	struct seen_handshake *handshake = &scene->evidence.handshake;
	gnutls_datum_t der;

	cr_assert(forged, "%s: nothing is called %s", scene->name, word);
	gnutls_x509_crt_export2(forged->cert, GNUTLS_X509_FMT_DER, &der);
	handshake->chain = memory_resize(
		handshake->chain, handshake->chain_count + 1, sizeof(*handshake->chain));
	chain_read(&der, &handshake->chain[handshake->chain_count++]);
	handshake->chain_sent = (int)handshake->chain_count;
	gnutls_free(der.data);
}

static void trust_cert(void *context, const char *word)
{
	struct scene *scene = context;
	const struct forged *forged = forge_find(&scene->forge, word);
	char *pem;

	cr_assert(forged, "%s: nothing is called %s", scene->name, word);
	pem = forge_pem(forged);
	buffer_add_text(&scene->trusted, pem);
	free(pem);
}

/* A handshake that went well, by a clock that is CLOCK_DAYS fast, with a server whose Date is DATE_DAYS
 * off. */
static void go_well(struct evidence *evidence, int clock_days, int date_days)
{
	struct seen_handshake *handshake = &evidence->handshake;

	evidence->now_s = NOW + clock_days * 86400LL;
	evidence->clock.build_s = NOW - 100 * 86400LL - 1000 * 86400LL;
	evidence->lookup.outcome = LOOKUP_FOUND;
	evidence->lookup.name = memory_text(evidence->settings.target.host);
	evidence->lookup.addresses = memory_new(1, sizeof(char *));
	evidence->lookup.addresses[0] = memory_text("192.0.2.1");
	evidence->lookup.address_count = 1;
	evidence->connect.attempts = memory_new(1, sizeof(*evidence->connect.attempts));
	evidence->connect.attempt_count = 1;
	evidence->connect.attempts[0] = (struct seen_attempt){
		.address = memory_text("192.0.2.1"), .family = 4, .outcome = CONNECT_OK, .ms = 10
	};
	evidence->connect.chosen = 0;
	evidence->connect.port = 443;
	handshake->outcome = HS_DONE;
	handshake->stage = STAGE_DONE;
	handshake->address = memory_text("192.0.2.1");
	handshake->version = 0x0303;
	handshake->version_name = memory_text("TLS 1.2");
	handshake->cipher = memory_text("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	handshake->group = memory_text("SECP256R1");
	handshake->secure_renegotiation = 1;
	handshake->scts_sent = 0;
	handshake->extended_master_secret = 1;
	handshake->offered_min = 0x0301;
	handshake->offered_max = 0x0304;
	handshake->tls_ms = 20;
	evidence->http.status = 200;
	evidence->http.local_s = evidence->now_s;
	evidence->http.date_s = NOW + date_days * 86400LL;
	evidence->http.rtt_ms = 20;
	for (int part = 0; part < PART_COUNT; part++)
		evidence_part_status(evidence, (enum part)part,
			part == PART_SNI || part == PART_VERSIONS ? PART_SKIPPED : PART_SEEN,
			part == PART_SNI || part == PART_VERSIONS ? WHY_NOT_NEEDED : NULL, NULL);
}

static void make(const struct stanza *stanza, struct scene *scene)
{
	const char *host = stanza_value(stanza, "Host");
	const char *clock = stanza_value(stanza, "Clock");
	const char *date = stanza_value(stanza, "Http-Date");
	const char *why;

	evidence_init(&scene->evidence);
	settings_init(&scene->evidence.settings);
	cr_assert_eq(target_parse(host ? host : "site.test", &scene->evidence.settings.target), 0);
	scene->evidence.settings.no_system_trust = true;
	scene->evidence.settings.offline = true;
	forge_open(&scene->forge, NOW);
	for (size_t i = 0; i < stanza->field_count; i++)
		if (!strcmp(stanza->fields[i].name, "Cert"))
			cr_assert(forge_cert(&scene->forge, stanza->fields[i].paragraphs[0], &why),
				"%s: %s", scene->name, why);
	go_well(&scene->evidence, clock ? atoi(clock) : 0, date ? atoi(date) : 0);
	each_word(stanza, "Send", send_cert, scene);
	each_word(stanza, "Trust", trust_cert, scene);
}

static void walk(struct scene *scene)
{
	struct cancel cancel;
	struct budget *budget = budget_new();
	struct http_env env = { budget, deadline_in_ms(1000), &cancel };
	struct trust_store *store;

	cancel_open(&cancel);
	scene->evidence.settings.ca_pem = buffer_take(&scene->trusted);
	store = trust_store_load(&scene->evidence.settings);
	trust_look(&env, &scene->evidence.settings, store, &scene->evidence.handshake,
		&scene->evidence.trust);
	trust_store_free(store);
	cancel_close(&cancel);
	budget_free(budget);
}

struct verdicts {
	const char *name;
	struct findings findings;
	struct clients clients;
	struct causes causes;
	size_t matched;
};

static void expect_connects(
	const struct verdicts *verdicts, const char *word, enum connects connects)
{
	size_t i = 0;

	while (i < verdicts->clients.count &&
		strcmp(verdicts->clients.items[i].client->id, word) != 0)
		i++;
	cr_assert_lt(
		i, verdicts->clients.count, "%s: no client is called %s", verdicts->name, word);
	cr_expect_eq(verdicts->clients.items[i].connects, connects, "%s: %s: %d, because %s",
		verdicts->name, word, (int)verdicts->clients.items[i].connects,
		verdicts->clients.items[i].because_count ? verdicts->clients.items[i].because[0]
							 : "of nothing");
}

static void must_connect(void *context, const char *word)
{
	expect_connects(context, word, CONNECTS_YES);
}

static void must_be_refused(void *context, const char *word)
{
	expect_connects(context, word, CONNECTS_NO);
}

static void must_have(void *context, const char *word)
{
	const struct verdicts *verdicts = context;

	cr_expect(findings_find(&verdicts->findings, word), "%s: the finding %s is missing",
		verdicts->name, word);
}

/* "a b": the first causes in that order; "none": no cause at all. */
static void must_cause(void *context, const char *word)
{
	struct verdicts *verdicts = context;
	const char *has = verdicts->matched < verdicts->causes.count
				  ? verdicts->causes.items[verdicts->matched].rule->id
				  : "none";

	cr_expect_str_eq(has, word, "%s: cause %zu is %s, should be %s", verdicts->name,
		verdicts->matched, has, word);
	verdicts->matched++;
}

static void judge(const struct stanza *stanza, struct scene *scene)
{
	struct verdicts verdicts = { .name = scene->name };

	check_all(&scene->evidence, 0, &verdicts.findings);
	clients_judge(&scene->evidence, &verdicts.findings, &verdicts.clients);
	diagnosis_rank(&scene->evidence, &verdicts.findings, &verdicts.causes);
	each_word(stanza, "First", must_cause, &verdicts);
	each_word(stanza, "Has", must_have, &verdicts);
	each_word(stanza, "Connects", must_connect, &verdicts);
	each_word(stanza, "Refused", must_be_refused, &verdicts);
	clients_free(&verdicts.clients);
	causes_free(&verdicts.causes);
	findings_free(&verdicts.findings);
}

#define CASES_LEAST 145

Test(tls_chains, every_chain_gets_its_cause, .timeout = 120)
{
	const char *top = getenv("srcdir");
	char *path = memory_format("%s/tests/tls/chains.data", top ? top : ".");
	struct buffer text = { 0 };
	struct stanzas stanzas;
	struct stanza_error error;

	cr_assert_eq(file_read(path, 1 << 20, &text), 0, "%s", path);
	cr_assert_eq(stanza_read(path, text.bytes, text.length, &stanzas, &error), 0, "%s:%d: %s",
		path, error.line, error.what);
	for (size_t i = 0; i < stanzas.count; i++) {
		struct scene scene = { .name = stanza_value(&stanzas.items[i], "Case") };

		make(&stanzas.items[i], &scene);
		walk(&scene);
		judge(&stanzas.items[i], &scene);
		evidence_free(&scene.evidence);
		forge_close(&scene.forge);
	}
	cr_expect_geq(stanzas.count, CASES_LEAST);
	stanza_free(&stanzas);
	buffer_free(&text);
	free(path);
}
