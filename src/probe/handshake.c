/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The handshake that is judged: connects to the first address that answers and shakes hands at once, so
 * that the first verdict costs no round trip more than the protocol needs. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "probe/probe.h"
#include "tls/handshake.h"

#define VERSION_MIN 0x0301
#define VERSION_MAX 0x0304
/* Who wants TLS at once answers at once. */
#define AT_ONCE_MS 3000

struct looking {
	const struct probe_env *env;
	struct evidence *seen;
	int64_t began_us;
};

static void take_connect(const struct exchange *exchange, struct seen_connect *ret)
{
	ret->attempts = memory_new(exchange->attempt_count, sizeof(*ret->attempts));
	ret->attempt_count = exchange->attempt_count;
	for (size_t i = 0; i < exchange->attempt_count; i++) {
		ret->attempts[i] = exchange->attempts[i];
		ret->attempts[i].address = memory_text(exchange->attempts[i].address);
	}
	ret->chosen = exchange->chosen;
	ret->port = exchange->port;
	ret->proxy = exchange->proxy_outcome;
	ret->proxy_status = exchange->proxy_status;
	if (!exchange->proxy_cert)
		return;
	ret->proxy_chain = memory_new(1, sizeof(*ret->proxy_chain));
	ret->proxy_chain_count = 1;
	*ret->proxy_chain = *exchange->proxy_cert;
	seen_cert_init(exchange->proxy_cert);
}

/* TCP stands: that part is whole before the handshake has even begun (without a proxy). */
static void on_connected(void *context, const struct exchange *exchange)
{
	struct looking *looking = context;

	if (exchange->proxy)
		return;
	take_connect(exchange, &looking->seen->connect);
	probe_done(looking->seen, PART_CONNECT, looking->began_us);
	looking->env->posted(looking->env->context, PART_CONNECT);
}

static void on_rung(void *context, enum stage stage)
{
	struct looking *looking = context;

	looking->env->rung(looking->env->context, stage);
}

static void prepare(
	const struct evidence *seen, const struct proxy *proxy, struct exchange *exchange)
{
	const struct settings *settings = &seen->settings;
	const struct seen_lookup *lookup = &seen->lookup;
	const struct target *target = &settings->target;

	exchange_init(exchange);
	exchange->addresses = (const char *const *)lookup->addresses;
	exchange->address_count = lookup->address_count;
	exchange->host = probe_behind(seen);
	exchange->domain = target->host;
	exchange->host_port = settings->connect_port ? settings->connect_port : target->port;
	exchange->port = proxy ? proxy->port : exchange->host_port;
	exchange->proxy = proxy;
	exchange->starttls = target->starttls;
	exchange->connect_timeout_ms = settings->connect_timeout_ms;
	exchange->timeout_ms = settings->handshake_timeout_ms;
}

/* Nothing was connected, or a proxy was asked: the connect part is whole only now. */
static void finish_connect(
	struct looking *looking, const struct exchange *exchange, const struct proxy *proxy)
{
	struct evidence *seen = looking->seen;

	if (seen->parts[PART_CONNECT].state != PART_SEEN)
		take_connect(exchange, &seen->connect);
	if (proxy)
		seen->connect.proxy_name = proxy_name(proxy);
	if (proxy && exchange->chosen < 0 && !exchange->cancelled)
		seen->connect.proxy = PROXY_NO_CONNECT;
	probe_done(seen, PART_CONNECT, looking->began_us);
	if (exchange->cancelled && exchange->chosen < 0)
		evidence_part_status(seen, PART_CONNECT, PART_SKIPPED, WHY_CANCELLED, NULL);
	looking->env->posted(looking->env->context, PART_CONNECT);
}

static void finish_handshake(struct looking *looking, const struct exchange *exchange)
{
	struct evidence *seen = looking->seen;

	if (exchange->cancelled && seen->handshake.outcome == HS_CANCELLED)
		evidence_part_status(seen, PART_HANDSHAKE, PART_SKIPPED, WHY_CANCELLED, NULL);
	else if (exchange->chosen < 0)
		evidence_part_status(seen, PART_HANDSHAKE, PART_NOT_REACHED, WHY_EARLIER, NULL);
	else if (exchange->proxy_outcome != PROXY_NOT_USED && exchange->proxy_outcome != PROXY_OK)
		evidence_part_status(seen, PART_HANDSHAKE, PART_NOT_REACHED, WHY_EARLIER, NULL);
	else
		probe_done(seen, PART_HANDSHAKE, looking->began_us);
}

static struct handshake_wish wish_of(const struct settings *settings)
{
	return (struct handshake_wish){
		.sni = settings_sni(settings),
		.min = VERSION_MIN,
		.max = VERSION_MAX,
		.alpn_http = settings->target.http,
		.cert_file = settings->cert_file,
		.key_file = settings->key_file,
	};
}

/* Nobody greeted, or the door was shut on STARTTLS. */
static bool perhaps_at_once(const struct seen_handshake *handshake)
{
	return (handshake->starttls == STARTTLS_NO_GREETING ||
		       handshake->starttls == STARTTLS_CLOSED) &&
	       !handshake->starttls_reply;
}

/* Asks the same address for TLS from the first byte. */
static void try_at_once(struct looking *looking, const struct proxy *proxy)
{
	struct exchange_env env = probe_exchange_env(looking->env);
	struct evidence *seen = looking->seen;
	struct handshake_wish wish = wish_of(&seen->settings);
	const char *address = probe_chosen(seen);
	struct exchange exchange = { 0 };
	struct seen_handshake direct;
	struct handshake *handshake;
	char *why = NULL;

	handshake = handshake_new(&wish, &why);
	free(why);
	if (!handshake)
		return;
	prepare(seen, proxy, &exchange);
	exchange.addresses = &address;
	exchange.address_count = 1;
	exchange.starttls = STARTTLS_NONE;
	if (exchange.timeout_ms > AT_ONCE_MS)
		exchange.timeout_ms = AT_ONCE_MS;
	exchange.wire = handshake_wire(handshake);
	exchange_all(&env, &exchange, 1);
	handshake_take(handshake, &exchange, &direct);
	if (!exchange.cancelled)
		seen->handshake.tls_at_once = direct.outcome == HS_DONE ||
					      direct.outcome == HS_ALERT || direct.version >= 0;
	seen_handshake_free(&direct);
	exchange_free(&exchange);
	handshake_free(handshake);
}

/* Where silence may meet us, a third of the whole time is kept for trying another way. */
static int time_for_first(const struct probe_env *env, int timeout_ms)
{
	int most_ms = deadline_left_ms(env->deadline) / 3 * 2;

	return most_ms > 0 && most_ms < timeout_ms ? most_ms : timeout_ms;
}

/* A proxy that is spoken to in TLS and should not be, or the other way round. */
static bool perhaps_other_scheme(const struct proxy *proxy, const struct exchange *exchange)
{
	enum proxy_outcome outcome = exchange->proxy_outcome;

	if (!proxy || proxy->kind != PROXY_HTTP || exchange->chosen < 0 || exchange->cancelled)
		return false;
	if (proxy->tls)
		return outcome == PROXY_TLS_FAILED;
	/* Many a server has these words for plain HTTP at its TLS port. */
	return outcome == PROXY_NOT_A_PROXY ||
	       (outcome == PROXY_FORBIDDEN && exchange->proxy_status == 400);
}

static bool answers_as_proxy(enum proxy_outcome outcome)
{
	return outcome == PROXY_OK || outcome == PROXY_AUTH_REQUIRED ||
	       outcome == PROXY_FORBIDDEN || outcome == PROXY_CANNOT_REACH;
}

/* Asks the proxy of FIRST by the other scheme, without its password: what is wrong with it, now that this is known. */
static enum proxy_outcome try_other_scheme(
	struct looking *looking, const struct proxy *proxy, const struct exchange *first)
{
	struct exchange_env env = probe_exchange_env(looking->env);
	enum proxy_outcome outcome = first->proxy_outcome;
	const char *address = first->attempts[first->chosen].address;
	struct proxy other = *proxy;
	struct exchange exchange = { 0 };

	other.tls = !proxy->tls;
	other.login = NULL;
	prepare(looking->seen, &other, &exchange);
	exchange.addresses = &address;
	exchange.address_count = 1;
	exchange.starttls = STARTTLS_NONE;
	if (exchange.timeout_ms > AT_ONCE_MS)
		exchange.timeout_ms = AT_ONCE_MS;
	exchange_all(&env, &exchange, 1);
	if (other.tls && exchange.proxy_cert)
		outcome = PROXY_WANTS_TLS;
	else if (!other.tls && answers_as_proxy(exchange.proxy_outcome))
		outcome = PROXY_NOT_TLS;
	exchange_free(&exchange);
	return outcome;
}

static void run(struct looking *looking, struct handshake *handshake, const struct proxy *proxy)
{
	struct exchange_env env = probe_exchange_env(looking->env);
	struct evidence *seen = looking->seen;
	struct exchange exchange = { 0 };

	prepare(seen, proxy, &exchange);
	if (exchange.starttls || (proxy && proxy->tls))
		exchange.timeout_ms = time_for_first(looking->env, exchange.timeout_ms);
	exchange.wire = handshake_wire(handshake);
	exchange.connected = on_connected;
	exchange.connected_context = looking;
	handshake_on_rung(handshake, on_rung, looking);
	looking->env->rung(looking->env->context, STAGE_TCP);
	exchange_all(&env, &exchange, 1);
	if (perhaps_other_scheme(proxy, &exchange))
		exchange.proxy_outcome = try_other_scheme(looking, proxy, &exchange);
	finish_connect(looking, &exchange, proxy);
	handshake_take(handshake, &exchange, &seen->handshake);
	if (!exchange.cancelled && perhaps_at_once(&seen->handshake))
		try_at_once(looking, proxy);
	finish_handshake(looking, &exchange);
	exchange_free(&exchange);
}

/* There is no address to connect to. */
static void not_reached(
	const struct probe_env *env, struct evidence *seen, const struct proxy *proxy)
{
	if (proxy) {
		seen->connect.proxy_name = proxy_name(proxy);
		if (seen->lookup.outcome == LOOKUP_NO_SUCH_NAME)
			seen->connect.proxy = PROXY_NAME_NOT_FOUND;
	}
	evidence_part_status(seen, PART_CONNECT, PART_NOT_REACHED, WHY_EARLIER, NULL);
	evidence_part_status(seen, PART_HANDSHAKE, PART_NOT_REACHED, WHY_EARLIER, NULL);
	env->posted(env->context, PART_CONNECT);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	struct looking looking = { env, seen, timing_monotonic_us() };
	struct handshake_wish wish = wish_of(settings);
	struct handshake *handshake;
	struct proxy proxy = { 0 };
	bool proxied = settings->proxy && proxy_parse(settings->proxy, &proxy);
	char *why = NULL;

	if (!seen->lookup.address_count) {
		not_reached(env, seen, proxied ? &proxy : NULL);
		proxy_free(&proxy);
		return;
	}
	wish.wants_ticket = settings->depth == DEPTH_DEEP && env->ticket;
	handshake = handshake_new(&wish, &why);
	if (handshake) {
		run(&looking, handshake, proxied ? &proxy : NULL);
		if (env->ticket) {
			ticket_free(env->ticket);
			*env->ticket = handshake_ticket(handshake);
		}
	} else {
		evidence_part_status(seen, PART_CONNECT, PART_COULD_NOT, WHY_LOCAL, why);
		evidence_part_status(seen, PART_HANDSHAKE, PART_COULD_NOT, WHY_LOCAL, why);
		env->posted(env->context, PART_CONNECT);
	}
	free(why);
	handshake_free(handshake);
	proxy_free(&proxy);
}

const struct probe probe_handshake = { .part = PART_HANDSHAKE, .look = look };
