/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another way to the same target, where the usual one failed: without the proxy, through the desktop's, or at the usual
 * port. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/desktop.h"
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

/* What came of the way through PROXY, or (NULL) of the direct one. */
struct way {
	const struct proxy *proxy;
	struct seen_handshake *handshake;
	int *trusted;
	enum proxy_outcome *outcome; /* or NULL */
};

static void travel(const struct probe_env *env, struct evidence *seen, const char *const *addresses,
	size_t count, const struct way *way)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	const struct settings *settings = &seen->settings;
	const struct handshake_wish wish = { .sni = settings_sni(settings),
		.min = 0x0301,
		.max = 0x0304,
		.alpn_http = settings->target.http };
	struct exchange exchange = { 0 };
	char *why = NULL;
	struct handshake *handshake = handshake_new(&wish, &why);

	free(why);
	if (!handshake)
		return;
	probe_exchange(seen, addresses, way->proxy, &exchange);
	exchange.address_count = count;
	if (way->proxy && proxy_wants_address(way->proxy) && seen->lookup.address_count)
		exchange.host = seen->lookup.addresses[0];
	exchange.port = way->proxy ? way->proxy->port : exchange.host_port;
	exchange.wire = handshake_wire(handshake);
	exchange_all(&exchange_env, &exchange, 1);
	handshake_take(handshake, &exchange, way->handshake);
	if (way->outcome)
		*way->outcome = exchange.chosen < 0 && !exchange.cancelled ? PROXY_NO_CONNECT
									   : exchange.proxy_outcome;
	exchange_free(&exchange);
	handshake_free(handshake);
	*way->trusted = probe_trusted(env, seen, way->handshake, NULL, NULL);
}

/* Connects to HOST, the first of the way, and shakes hands with the target. */
static void set_out(
	const struct probe_env *env, struct evidence *seen, const char *host, const struct way *way)
{
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
	struct seen_lookup lookup = { 0 };

	resolve_name(host, seen->settings.family, soon, env->cancel, &lookup);
	if (lookup.address_count)
		travel(env, seen, (const char *const *)lookup.addresses, lookup.address_count, way);
	else if (way->outcome && !cancel_asked(env->cancel))
		*way->outcome = PROXY_NAME_NOT_FOUND;
	for (size_t i = 0; i < lookup.address_count; i++)
		free(lookup.addresses[i]);
	free(lookup.addresses);
	free(lookup.name);
}

static void go_direct(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const struct way way = { .handshake = &seen->detour.direct,
		.trusted = &seen->detour.direct_trusted };

	set_out(env, seen,
		settings->connect_address ? settings->connect_address : settings->target.host,
		&way);
}

/* ---- The desktop's proxy ---- */

static bool is_loopback(const struct target *target)
{
	if (target->is_ip)
		return !strcmp(target->host, "::1") || text_starts(target->host, "127.");
	return !strcmp(target->host, "localhost");
}

/* What browsers here may use while this program doesn't. */
static bool may_have_desktop(const struct evidence *seen)
{
	const struct settings *settings = &seen->settings;

	return !settings->proxy && !settings->no_proxy && !settings->offline &&
	       !settings->connect_address && settings->device == DEVICE_THIS &&
	       settings->target.starttls == STARTTLS_NONE && !is_loopback(&settings->target) &&
	       !proxy_is_environments();
}

static bool go_by_desktop(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	struct seen_detour *detour = &seen->detour;
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
	struct proxy proxy;
	const struct way way = { &proxy, &detour->desktop, &detour->desktop_trusted,
		&detour->desktop_outcome };
	char *url = NULL;

	if (may_have_desktop(seen))
		url = desktop_proxy(
			settings->proxy_library ? settings->proxy_library : DESKTOP_LIBRARY,
			settings->target.host, settings->target.port, soon, env->cancel);
	if (!url || !proxy_parse(url, &proxy)) {
		free(url);
		return false;
	}
	detour->desktop_proxy = proxy_name(&proxy);
	set_out(env, seen, proxy.host, &way);
	proxy_free(&proxy);
	free(url);
	return true;
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
	exchange_all(&exchange_env, &exchange, 1);
	if (exchange.attempt_count)
		seen->detour.usual_port = exchange.attempts[0].outcome;
	seen->detour.usual_address = memory_text(address);
	exchange_free(&exchange);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	bool tried;

	if (seen->settings.depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_DETOUR, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	tried = go_by_desktop(env, seen);
	if (wants_direct(seen))
		go_direct(env, seen);
	else if (wants_usual_port(seen))
		knock(env, seen);
	else if (!tried) {
		evidence_part_status(seen, PART_DETOUR, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	probe_done(seen, PART_DETOUR, began_us);
}

const struct probe probe_detour = { .part = PART_DETOUR, .beside = true, .look = look };
