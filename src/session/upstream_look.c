/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/upstream_look.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/exchange.h"
#include "net/http.h"
#include "net/resolve.h"
#include "probe/question.h"
#include "tls/greeting.h"
#include "tls/handshake.h"
#include "tls/reply.h"
#include "tls/trust.h"
#include "webserver/openssl_names.h"

#define LOOKUP_MS 5000
#define PLAIN_MS 3000 /* for a port that should not speak TLS */
#define GROUPS_MOST 32

struct looking {
	const struct upstream_env *env;
	struct nginx_look *look;
	struct evidence *seen;
};

static struct exchange_env exchange_env(const struct looking *looking)
{
	return (struct exchange_env){
		.budget = looking->env->budget,
		.deadline = looking->env->deadline,
		.cancel = looking->env->cancel,
	};
}

static void prepare(const struct looking *looking, struct exchange *exchange)
{
	const struct settings *settings = looking->env->settings;
	const struct seen_lookup *lookup = &looking->seen->lookup;

	exchange_init(exchange);
	exchange->addresses = (const char *const *)lookup->addresses;
	exchange->address_count = lookup->address_count;
	exchange->port = looking->look->peer->port;
	exchange->host = looking->look->peer->host;
	exchange->host_port = looking->look->peer->port;
	exchange->connect_timeout_ms = settings->connect_timeout_ms;
	exchange->timeout_ms = settings->handshake_timeout_ms;
	if (!looking->look->pass->encrypted && exchange->timeout_ms > PLAIN_MS)
		exchange->timeout_ms = PLAIN_MS;
}

/* ---- The handshake ---- */

static bool readable(const char *path)
{
	return path && !access(path, R_OK);
}

/* Only where both files are there; else nginx would not have started with them. */
static bool has_client_certificate(const struct nginx_tls *tls)
{
	return readable(tls->certificate) && readable(tls->key);
}

static void shake_hands(
	const struct looking *looking, const char *sni, struct seen_handshake *ret, bool take_tcp)
{
	struct exchange_env env = exchange_env(looking);
	const struct nginx_tls *tls = &looking->look->pass->tls;
	bool certified = has_client_certificate(tls);
	struct handshake_wish wish = {
		.sni = sni,
		.min = 0x0301,
		.max = 0x0304,
		.alpn_h2 = looking->look->pass->module == NGINX_GRPC,
		.cert_file = certified ? tls->certificate : NULL,
		.key_file = certified ? tls->key : NULL,
	};
	struct exchange exchange = { 0 };
	char *why = NULL;
	struct handshake *handshake = handshake_new(&wish, &why);

	free(why);
	if (!handshake) {
		wish.cert_file = wish.key_file = NULL;
		handshake = handshake_new(&wish, &why);
		free(why);
	}
	if (!handshake)
		return;
	prepare(looking, &exchange);
	exchange.wire = handshake_wire(handshake);
	exchange_all(&env, &exchange, 1);
	handshake_take(handshake, &exchange, ret);
	if (take_tcp) {
		struct seen_connect *connect = &looking->seen->connect;

		connect->attempts = exchange.attempts;
		connect->attempt_count = exchange.attempt_count;
		connect->chosen = exchange.chosen;
		connect->port = exchange.port;
		exchange.attempts = NULL;
		exchange.attempt_count = 0;
		evidence_part_status(looking->seen, PART_CONNECT, PART_SEEN, NULL, NULL);
		evidence_part_status(looking->seen, PART_HANDSHAKE, PART_SEEN, NULL, NULL);
	}
	exchange_free(&exchange);
	handshake_free(handshake);
}

/* ---- nginx's own offer ---- */

enum { WITH_SUITES = 1, WITH_GROUPS = 2 };

static void add_versions(const struct nginx_tls *tls, struct list *ret)
{
	for (int version = 0x0304; version >= 0x0301; version--)
		if (nginx_offers(tls, version, NULL, NULL))
			list_add(ret, (unsigned)version);
}

/* The suite that the upstream chose comes first: of a long list the end is cut off. */
static void add_suites(
	const struct nginx_tls *tls, const char *chosen_name, bool own, struct list *ret)
{
	static const unsigned of_tls13[] = { 0x1302, 0x1303, 0x1301 };
	const struct suite *chosen = chosen_name ? suite_find_name(chosen_name, strlen(chosen_name))
						 : NULL;
	struct openssl_suites suites;

	if (nginx_offers(tls, 0x0304, NULL, NULL))
		for (size_t i = 0; i < 3; i++)
			list_add(ret, of_tls13[i]);
	openssl_suites(own && tls->ciphers ? tls->ciphers : "DEFAULT", &suites);
	if (chosen && chosen->exchange != EXCHANGE_ANY &&
		(!own || openssl_suites_have(&suites, chosen)))
		list_add(ret, chosen->number);
	for (size_t i = 0; i < suites.count && ret->count < SUITES_A_HELLO; i++)
		list_add(ret, suites.items[i]->number);
}

/*
 * Sends a hello of nginx's versions, and of its suites and groups where WITH says so. true when the server went
 * on from it. It isn't given a share of a key: it has to ask for one, and that is answer enough.
 */
static enum hs_outcome greet(const struct looking *looking, unsigned with)
{
	struct exchange_env env = exchange_env(looking);
	const struct nginx_tls *tls = &looking->look->pass->tls;
	struct list versions = { 0 }, suites = { 0 };
	struct greeting_pace pace = { 0 };
	struct hello_plan plan = {
		.version = 0x0303,
		.sni = looking->seen->handshake.sni,
		.groups = hello_usual_groups,
		.schemes = hello_usual_schemes,
		.point_formats = true,
		.extended_master_secret = true,
		.encrypt_then_mac = true,
		.session_ticket = true,
		.renegotiation_info = true,
		.seed = (uint64_t)timing_monotonic_us(),
	};
	struct exchange exchange = { 0 };
	struct greeting *greeting;
	enum hs_outcome outcome;

	add_versions(tls, &versions);
	add_suites(tls, looking->seen->handshake.cipher, with & WITH_SUITES, &suites);
	if (!versions.count || !suites.count) {
		list_free(&versions);
		list_free(&suites);
		return HS_ALERT;
	}
	plan.suites = (struct numbers){ suites.at, suites.count };
	if (versions.at[0] == 0x0304) {
		plan.versions = (struct numbers){ versions.at, versions.count };
		plan.session_id = plan.key_share = plan.psk_modes = true;
	} else {
		plan.version = (int)versions.at[0];
	}
	if (with & WITH_GROUPS && tls->group_count)
		plan.groups = (struct numbers){ tls->groups, tls->group_count };
	greeting = greeting_new(&plan, REPLY_UNTIL_HELLO, &pace);
	prepare(looking, &exchange);
	exchange.wire = greeting_wire(greeting);
	exchange_all(&env, &exchange, 1);
	outcome = greeting_outcome(greeting, &exchange);
	/* A version that was not offered: OpenSSL breaks off there. */
	if (outcome == HS_DONE && !nginx_offers(tls, greeting_reply(greeting)->version, NULL, NULL))
		outcome = HS_ALERT;
	exchange_free(&exchange);
	greeting_free(greeting);
	list_free(&versions);
	list_free(&suites);
	return outcome;
}

static bool is_answer(enum hs_outcome outcome)
{
	return outcome == HS_ALERT || outcome == HS_CLOSED || outcome == HS_RESET ||
	       outcome == HS_LOCAL;
}

/* Which part of nginx's offer the upstream doesn't take: leaves the parts out one after the other. */
static enum nginx_offer try_offer(const struct looking *looking)
{
	const struct seen_handshake *seen = &looking->seen->handshake;
	enum hs_outcome outcome;

	if (nginx_offers(&looking->look->pass->tls, seen->version, seen->cipher, seen->group))
		return NGINX_OFFER_FITS;
	outcome = greet(looking, WITH_SUITES | WITH_GROUPS);
	if (outcome == HS_DONE)
		return NGINX_OFFER_FITS;
	if (!is_answer(outcome))
		return NGINX_OFFER_UNKNOWN;
	if (greet(looking, 0) != HS_DONE)
		return NGINX_OFFER_VERSIONS;
	return greet(looking, WITH_SUITES) == HS_DONE ? NGINX_OFFER_GROUPS : NGINX_OFFER_SUITES;
}

/* ---- Another name ---- */

/* The upstream's own name, when nginx sends none or the name of a group. */
static const char *own_name(const struct nginx_look *look)
{
	const char *host = look->peer->host;

	if (!nginx_is_ip(host) && strchr(host, '.'))
		return host;
	/* An address, but proxy_ssl_name or the Host header may name it. */
	if (look->name && !nginx_is_ip(look->name) && strchr(look->name, '.'))
		return look->name;
	return NULL;
}

static const struct nginx_directive *host_header(const struct nginx_look *look)
{
	const struct nginx_directive *first = nginx_nearest(look->pass->directive->parent,
		look->pass->module == NGINX_GRPC ? "grpc_set_header" : "proxy_set_header");
	const struct nginx_directive *one;

	for (size_t i = 0; first && (one = nginx_child(first->parent, first->name, i)); i++)
		if (one->word_count == 2 && text_same(one->words[0], "Host"))
			return one;
	return NULL;
}

/* The host in TEXT, of whose values the first counts; NULL when there is none that a header can bear. The caller
 * frees it. */
static char *host_in(const struct nginx_look *look, const char *text)
{
	struct nginx_values values;
	char *host = NULL;
	int port;

	nginx_values_of(look->pass->directive->parent, text, &values);
	if (values.count && !nginx_address(values.items[0], 0, &host, &port))
		host = NULL;
	nginx_values_free(&values);
	for (const char *c = host; c && *c; c++) {
		if ((unsigned char)*c > ' ' && *c != 0x7f)
			continue;
		free(host);
		return NULL;
	}
	return host;
}

static char *host_header_of(const struct nginx_look *look)
{
	const struct nginx_directive *header = host_header(look);
	char *host = header ? host_in(look, header->words[1]) : NULL;

	if (host && strchr(host, '.') && !nginx_is_ip(host))
		return host;
	free(host);
	return NULL;
}

static void try_other_name(const struct looking *looking)
{
	struct nginx_look *look = looking->look;
	const char *sent = looking->seen->handshake.sni;
	struct seen_handshake other;

	look->other_name = memory_text(own_name(look));
	if (!look->other_name)
		look->other_name = host_header_of(look);
	if (!look->other_name || (sent && text_same(sent, look->other_name)))
		return;
	seen_handshake_init(&other);
	shake_hands(looking, look->other_name, &other, false);
	look->other = other.outcome;
	look->other_certified = other.chain_count &&
				nginx_name_fits(&other.chain[0], look->other_name);
	seen_handshake_free(&other);
}

/* ---- Verification, and a page ---- */

static void look_at_trust(const struct looking *looking)
{
	const struct nginx_tls *tls = &looking->look->pass->tls;
	struct settings settings = { 0 };
	struct trust_store *store;

	if (!tls->verify || !tls->trusted)
		return;
	if (trust_file_check(tls->trusted)) {
		looking->look->trusted = NGINX_TRUSTED_UNREAD;
		return;
	}
	settings_init(&settings);
	settings.ca_file = memory_text(tls->trusted);
	settings.no_system_trust = true;
	settings.offline = true;
	store = trust_store_load(&settings);
	trust_look(NULL, &settings, store, &looking->seen->handshake, &looking->seen->trust);
	trust_store_free(store);
	settings_free(&settings);
	evidence_part_status(looking->seen, PART_TRUST, PART_SEEN, NULL, NULL);
	looking->look->trusted = NGINX_TRUSTED_SEEN;
}

/* The Host header that nginx sends. The caller frees it; NULL: a visitor decides. */
static char *page_host(const struct nginx_look *look)
{
	const struct nginx_directive *header = host_header(look);

	return host_in(look, header ? header->words[1] : look->pass->authority);
}

/* nginx as an upstream finishes the handshake without a certificate, and refuses the request. */
static void ask_page(const struct looking *looking)
{
	const struct seen_handshake *seen = &looking->seen->handshake;
	struct http_env env = { looking->env->budget, looking->env->deadline,
		looking->env->cancel };
	const struct nginx_tls *tls = &looking->look->pass->tls;
	struct settings settings = { 0 };
	char *typed, *host;

	if (seen->outcome != HS_DONE || !seen->client_cert_asked || !seen->address)
		return;
	typed = nginx_peer_name(looking->look->peer);
	settings_init(&settings);
	if (target_parse(typed, &settings.target) == TARGET_OK) {
		settings.sni = seen->sni ? SNI_NAME : SNI_NONE;
		settings.servername = memory_text(seen->sni);
		if (has_client_certificate(tls)) {
			settings.cert_file = memory_text(tls->certificate);
			settings.key_file = memory_text(tls->key);
		}
		settings.connect_timeout_ms = looking->env->settings->connect_timeout_ms;
		host = page_host(looking->look);
		http_get_of(&env, &settings, seen->address, host, &looking->seen->http);
		free(host);
		evidence_part_status(looking->seen, PART_HTTP, PART_SEEN, NULL, NULL);
	}
	settings_free(&settings);
	free(typed);
}

/* ---- The whole ---- */

static void look_up(const struct looking *looking)
{
	struct deadline deadline = deadline_sooner(
		looking->env->deadline, deadline_in_ms(LOOKUP_MS));

	resolve_name(looking->look->peer->host, looking->env->settings->family, deadline,
		looking->env->cancel, &looking->seen->lookup);
	evidence_part_status(looking->seen, PART_LOOKUP, PART_SEEN, NULL, NULL);
}

/* What nginx sends as SNI: nothing for an address. */
static const char *sni_of(const struct nginx_look *look)
{
	if (!look->pass->encrypted)
		return nginx_is_ip(look->peer->host) ? NULL : look->peer->host;
	if (!look->pass->tls.sni || !look->name || nginx_is_ip(look->name))
		return NULL;
	return look->name;
}

void upstream_look(const struct upstream_env *env, struct nginx_look *look)
{
	struct looking looking = { .env = env, .look = look, .seen = &look->evidence };
	const struct seen_handshake *seen = &look->evidence.handshake;

	look->looked = true;
	look->evidence.now_s = timing_wall_s() + env->settings->now_offset_s;
	look_up(&looking);
	if (!look->evidence.lookup.address_count)
		return;
	shake_hands(&looking, sni_of(look), &look->evidence.handshake, true);
	if (!look->pass->encrypted || seen->outcome == HS_NO_CONNECTION ||
		seen->outcome == HS_NOT_TLS || seen->outcome == HS_CANCELLED)
		return;
	if (seen->outcome != HS_DONE) {
		try_other_name(&looking);
		return;
	}
	look->offer = try_offer(&looking);
	look_at_trust(&looking);
	ask_page(&looking);
	if (look->pass->tls.verify && !seen->sni)
		try_other_name(&looking);
}
