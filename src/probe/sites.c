/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same handshake with unrelated sites; only with the person's consent. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/reference.h"
#include "net/resolve.h"
#include "probe/probe.h"
#include "tls/handshake.h"

#define LOOKUP_MS 2000
/* Small, and every site has it or says that it hasn't. */
#define PAGE "/robots.txt"

/* One site under way. */
struct visit {
	struct target target;
	struct seen_site *site;
	struct handshake *handshake;
	struct exchange exchange;
};

/* Where to connect to: behind a proxy, to that, which may want to be told the address. */
static void find_addresses(const struct probe_env *env, const struct evidence *seen,
	const struct proxy *proxy, struct visit *visit)
{
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
	struct seen_site *site = visit->site;
	struct seen_lookup lookup = { 0 };

	site->lookup = LOOKUP_NOT_NEEDED;
	if (proxy && !proxy_wants_address(proxy))
		return;
	resolve_name(visit->target.host, seen->settings.family, soon, env->cancel, &lookup);
	site->lookup = lookup.outcome;
	site->addresses = lookup.addresses;
	site->address_count = lookup.address_count;
	free(lookup.name);
}

static void prepare(const struct evidence *seen, const struct proxy *proxy, struct visit *visit)
{
	const struct settings *settings = &seen->settings;
	const struct handshake_wish wish = {
		.sni = visit->target.is_ip ? NULL : visit->target.host,
		.min = 0x0301,
		.max = 0x0304,
		.alpn_http = true,
	};
	struct exchange *exchange = &visit->exchange;
	char *why = NULL;

	exchange_init(exchange);
	visit->handshake = handshake_new(&wish, &why);
	free(why);
	if (!visit->handshake)
		return;
	exchange->addresses = (const char *const *)(proxy ? seen->lookup.addresses
							  : visit->site->addresses);
	exchange->address_count = proxy ? seen->lookup.address_count : visit->site->address_count;
	exchange->host = proxy && visit->site->address_count ? visit->site->addresses[0]
							     : visit->target.host;
	exchange->host_port = visit->target.port;
	exchange->port = proxy ? proxy->port : visit->target.port;
	exchange->proxy = proxy;
	exchange->connect_timeout_ms = settings->connect_timeout_ms;
	exchange->timeout_ms = settings->handshake_timeout_ms;
	exchange->wire = handshake_wire(visit->handshake);
}

static void ask_date(const struct probe_env *env, const struct evidence *seen, struct visit *visit)
{
	struct http_env http = probe_http_env(env);
	struct settings settings = { 0 };
	struct seen_site *site = visit->site;

	if (site->handshake.outcome != HS_DONE || cancel_asked(env->cancel) ||
		deadline_over(env->deadline))
		return;
	settings_copy(&settings, &seen->settings);
	target_free(&settings.target);
	target_copy(&settings.target, &visit->target);
	free(settings.target.path);
	settings.target.path = memory_text(PAGE);
	settings.sni = SNI_HOST;
	free(settings.connect_address);
	settings.connect_address = NULL;
	settings.connect_port = 0;
	free(settings.cert_file);
	free(settings.key_file);
	settings.cert_file = settings.key_file = NULL;
	http_get(&http, &settings, settings.proxy ? NULL : site->handshake.address, &site->http);
	settings_free(&settings);
}

static void visit_all(const struct probe_env *env, struct evidence *seen, struct visit *visits)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	size_t count = seen->sites.count;
	struct exchange *exchanges = memory_new(count, sizeof(*exchanges));
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy);

	for (size_t i = 0; i < count; i++) {
		find_addresses(env, seen, proxied ? &proxy : NULL, &visits[i]);
		prepare(seen, proxied ? &proxy : NULL, &visits[i]);
		exchanges[i] = visits[i].exchange;
	}
	exchange_all(&exchange_env, exchanges, count);
	for (size_t i = 0; i < count; i++) {
		if (visits[i].handshake)
			handshake_take(
				visits[i].handshake, &exchanges[i], &visits[i].site->handshake);
		visits[i].site->trusted = probe_trusted(env, seen, &visits[i].site->handshake,
			&visits[i].site->anchor, &visits[i].site->anchor_place);
		ask_date(env, seen, &visits[i]);
		handshake_free(visits[i].handshake);
		exchange_free(&exchanges[i]);
	}
	proxy_free(&proxy);
	free(exchanges);
}

/* The target itself is no witness for itself. */
static bool is_other(const struct evidence *seen, const struct target *target)
{
	return strcmp(target->host, seen->settings.target.host) != 0 ||
	       target->port != seen->settings.target.port;
}

/* Makes a site of each item that can be one; takes ITEMS over. */
static void begin(struct evidence *seen, char **items, size_t count, struct visit *visits)
{
	struct seen_sites *sites = &seen->sites;

	sites->items = memory_new(count, sizeof(*sites->items));
	for (size_t i = 0; i < count; i++) {
		struct visit *visit = &visits[sites->count];
		struct seen_site *site = &sites->items[sites->count];

		if (target_parse(items[i], &visit->target) != TARGET_OK)
			visit->target = (struct target){ 0 };
		if (visit->target.host && is_other(seen, &visit->target)) {
			seen_site_init(site);
			site->host = items[i];
			visit->site = site;
			sites->count++;
		} else {
			target_free(&visit->target);
			free(items[i]);
		}
	}
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	struct visit visits[REFERENCES_MOST] = { 0 };
	int64_t began_us = timing_monotonic_us();
	char *items[REFERENCES_MOST];
	size_t count;

	if (!probe_may_refer(seen, PART_SITES))
		return;
	count = reference_items(reference_list(&seen->settings, REFERENCE_SITES), items);
	begin(seen, items, count, visits);
	visit_all(env, seen, visits);
	for (size_t i = 0; i < seen->sites.count; i++)
		target_free(&visits[i].target);
	probe_done(seen, PART_SITES, began_us);
}

const struct probe probe_sites = { .part = PART_SITES, .beside = true, .look = look };
