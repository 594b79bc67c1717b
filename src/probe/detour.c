/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another way to the same target, where the usual one failed: without the proxy, or at the usual port. */
#include <stdlib.h>
#include "base/memory.h"
#include "net/resolve.h"
#include "probe/probe.h"
#include "tls/handshake.h"

#define USUAL_PORT 443
#define LOOKUP_MS 3000

/* Something went wrong behind the proxy, or everything is wanted. */
static bool wants_direct(const struct evidence *seen)
{
	const struct settings *settings = &seen->settings;

	if (!settings->proxy)
		return false;
	return settings->depth == DEPTH_DEEP || seen->handshake.outcome != HS_DONE ||
	       (seen->parts[PART_TRUST].state == PART_SEEN && seen->trust.outcome != TRUST_OK);
}

/* Connects and shakes hands without the proxy. */
static void go_direct(const struct probe_env *env, struct evidence *seen)
{
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
	const struct settings *settings = &seen->settings;
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *host = settings->connect_address ? settings->connect_address
						     : settings->target.host;
	const struct handshake_wish wish = { .sni = settings_sni(settings),
		.min = 0x0301,
		.max = 0x0304,
		.alpn_http = settings->target.http };
	struct seen_lookup lookup = { 0 };
	struct exchange exchange = { 0 };
	struct handshake *handshake;
	char *why = NULL;

	resolve_name(host, settings->family, soon, env->cancel, &lookup);
	handshake = handshake_new(&wish, &why);
	free(why);
	if (handshake && lookup.address_count) {
		probe_exchange(seen, (const char *const *)lookup.addresses, NULL, &exchange);
		exchange.address_count = lookup.address_count;
		exchange.port = exchange.host_port;
		exchange.wire = handshake_wire(handshake);
		exchange_all(&exchange_env, &exchange, 1);
		handshake_take(handshake, &exchange, &seen->detour.direct);
		exchange_free(&exchange);
		seen->detour.direct_trusted = probe_trusted(
			env, seen, &seen->detour.direct, NULL, NULL);
	}
	handshake_free(handshake);
	for (size_t i = 0; i < lookup.address_count; i++)
		free(lookup.addresses[i]);
	free(lookup.addresses);
	free(lookup.name);
}

/* ---- The usual port ---- */

/* The port failed in a way that a firewall has, and it isn't the usual one. */
static bool wants_usual_port(const struct evidence *seen)
{
	const struct seen_connect *connect = &seen->connect;

	if (seen->settings.proxy || connect->port == USUAL_PORT || connect->chosen >= 0 ||
		seen->parts[PART_CONNECT].state != PART_SEEN)
		return false;
	for (size_t i = 0; i < connect->attempt_count; i++)
		if (connect->attempts[i].outcome == CONNECT_TIMED_OUT ||
			connect->attempts[i].outcome == CONNECT_REFUSED)
			return true;
	return false;
}

/* To be connected is all that is asked. */
static unsigned hang_up(void *context, int fd, struct deadline *until)
{
	(void)context;
	(void)fd;
	(void)until;
	return 0;
}

static unsigned nothing_more(void *context, bool expired)
{
	(void)context;
	(void)expired;
	return 0;
}

static void knock(const struct probe_env *env, struct evidence *seen)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *address = seen->connect.attempts[0].address;
	struct exchange exchange = { 0 };

	exchange_init(&exchange);
	exchange.addresses = &address;
	exchange.address_count = 1;
	exchange.port = USUAL_PORT;
	exchange.connect_timeout_ms = seen->settings.connect_timeout_ms;
	exchange.timeout_ms = seen->settings.connect_timeout_ms;
	exchange.wire = (struct wire){ .start = hang_up, .step = nothing_more };
	exchange_all(&exchange_env, &exchange, 1);
	if (exchange.attempt_count)
		seen->detour.usual_port = exchange.attempts[0].outcome;
	seen->detour.usual_address = memory_text(address);
	exchange_free(&exchange);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();

	if (seen->settings.depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_DETOUR, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	if (wants_direct(seen)) {
		go_direct(env, seen);
	} else if (wants_usual_port(seen)) {
		knock(env, seen);
	} else {
		evidence_part_status(seen, PART_DETOUR, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	probe_done(seen, PART_DETOUR, began_us);
}

const struct probe probe_detour = { .part = PART_DETOUR, .beside = true, .look = look };
