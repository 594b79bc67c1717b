/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe.h"

#include <stdlib.h>
#include "base/memory.h"
#include "evidence/reference.h"
#include "net/resolve.h"
#include "tls/handshake.h"
#include "tls/proxy_link.h"

static const struct probe *const probes[] = {
	&probe_clock,
	&probe_lookup,
	&probe_handshake,
	&probe_policy,
	&probe_browsers,
	&probe_trust,
	&probe_timekeeper,
	&probe_sni,
	&probe_versions,
	&probe_addresses,
	&probe_matrix,
	&probe_today,
	&probe_resumption,
	&probe_http,
	&probe_revocation,
	&probe_times,
	&probe_sites,
	&probe_resolver,
	&probe_portal,
	&probe_detour,
	&probe_repeats,
};

const struct probe *probe_at(size_t index)
{
	return index < sizeof(probes) / sizeof(probes[0]) ? probes[index] : NULL;
}

void probe_done(struct evidence *seen, enum part part, int64_t began_us)
{
	evidence_part_status(seen, part, PART_SEEN, NULL, NULL);
	seen->parts[part].ms = (timing_monotonic_us() - began_us) / 1000;
}

bool probe_reads_here(struct evidence *seen, enum part part)
{
	const struct settings *settings = &seen->settings;

	if (settings->depth == DEPTH_QUICK)
		evidence_part_status(seen, part, PART_SKIPPED, WHY_QUICK, NULL);
	else if (settings->device == DEVICE_OTHER)
		evidence_part_status(seen, part, PART_SKIPPED, WHY_DEVICE, NULL);
	else
		return true;
	return false;
}

struct http_env probe_http_env(const struct probe_env *env)
{
	return (struct http_env){ env->budget, env->deadline, env->cancel };
}

/* The anchors are loaded by who needs them first. */
static void *open_proxy_link(void *context, const char *host, int fd)
{
	const struct probe_env *env = context;

	return proxy_link_open(env->store(env->context), host, fd);
}

static const struct secure proxy_tls = {
	.open = open_proxy_link,
	.shake = proxy_link_shake,
	.send = proxy_link_send,
	.receive = proxy_link_receive,
	.close = proxy_link_close,
};

struct exchange_env probe_exchange_env(const struct probe_env *env)
{
	return (struct exchange_env){ env->budget, env->deadline, env->cancel, &proxy_tls,
		(void *)env };
}

const char *probe_chosen(const struct evidence *seen)
{
	const struct seen_connect *connect = &seen->connect;

	if (connect->chosen < 0 || (size_t)connect->chosen >= connect->attempt_count)
		return NULL;
	return connect->attempts[connect->chosen].address;
}

int probe_trusted(const struct probe_env *env, const struct evidence *seen,
	const struct seen_handshake *handshake, char **ret_anchor, char **ret_place)
{
	struct http_env http = probe_http_env(env);
	struct evidence scratch;
	int trusted = -1;

	if (!handshake->chain_count)
		return -1;
	evidence_init(&scratch);
	settings_copy(&scratch.settings, &seen->settings);
	scratch.settings.offline = true;
	trust_look(&http, &scratch.settings, env->store(env->context), handshake, &scratch.trust);
	if (scratch.trust.outcome != TRUST_NO_STORE)
		trusted = scratch.trust.outcome == TRUST_OK;
	if (ret_anchor)
		*ret_anchor = memory_text(scratch.trust.anchor);
	if (ret_place)
		*ret_place = memory_text(scratch.trust.anchor_place);
	evidence_free(&scratch);
	return trusted;
}

bool probe_may_refer(struct evidence *seen, enum part part)
{
	const struct settings *settings = &seen->settings;
	const char *why = settings->depth == DEPTH_QUICK ? WHY_QUICK
			  : settings->offline		 ? WHY_OFFLINE
			  : reference_allowed(settings)	 ? NULL
							 : WHY_CONSENT;

	if (why)
		evidence_part_status(seen, part, PART_SKIPPED, why, NULL);
	return !why;
}

bool probe_worth_more(const struct evidence *seen)
{
	const struct seen_handshake *handshake = &seen->handshake;

	if (handshake->starttls != STARTTLS_NOT_USED && handshake->starttls != STARTTLS_OK)
		return false;
	switch (handshake->outcome) {
	case HS_DONE:
	case HS_ALERT:
	case HS_CLOSED:
	case HS_RESET:
	case HS_LOCAL:
		return true;
	default:
		return false;
	}
}

bool probe_proxy(const struct settings *settings, struct proxy *ret)
{
	*ret = (struct proxy){ 0 };
	return settings->proxy && proxy_parse(settings->proxy, ret);
}

char *probe_first_address(const struct probe_env *env, const struct settings *settings,
	const char *host, int timeout_ms)
{
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(timeout_ms));
	struct seen_lookup lookup = { 0 };
	char *first = NULL;

	resolve_name(host, settings->family, soon, env->cancel, &lookup);
	for (size_t i = 0; i < lookup.address_count; i++)
		if (i)
			free(lookup.addresses[i]);
		else
			first = lookup.addresses[i];
	free(lookup.addresses);
	free(lookup.name);
	return first;
}

const char *probe_behind(const struct evidence *seen)
{
	const struct settings *settings = &seen->settings;

	if (seen->lookup.behind)
		return seen->lookup.behind;
	return settings->connect_address ? settings->connect_address : settings->target.host;
}

void probe_exchange(const struct evidence *seen, const char *const *address,
	const struct proxy *proxy, struct exchange *ret)
{
	const struct settings *settings = &seen->settings;

	exchange_init(ret);
	ret->addresses = address;
	ret->address_count = 1;
	ret->port = seen->connect.port;
	ret->host = probe_behind(seen);
	ret->host_port = settings->connect_port ? settings->connect_port : settings->target.port;
	ret->domain = settings->target.host;
	ret->proxy = proxy;
	ret->starttls = settings->target.starttls;
	ret->connect_timeout_ms = settings->connect_timeout_ms;
	ret->timeout_ms = settings->handshake_timeout_ms;
}

#define SEGMENT_SMALL 536 /* every IPv4 network has to carry that (RFC 9293 section 3.7.1) */

static void prepare_trial(const struct evidence *seen, const struct trial_wish *wish,
	const struct proxy *proxy, struct handshake **ret_handshake, struct exchange *ret)
{
	const struct settings *settings = &seen->settings;
	struct handshake_wish handshake = {
		.sni = wish->sni,
		.min = wish->min,
		.max = wish->max,
		.wants_scts = wish->timestamps,
		.alpn_http = settings->target.http,
		.cert_file = settings->cert_file,
		.key_file = settings->key_file,
	};
	char *why = NULL;

	exchange_init(ret);
	*ret_handshake = handshake_new(&handshake, &why);
	free(why);
	if (!*ret_handshake)
		return;
	probe_exchange(seen, &wish->address, proxy, ret);
	if (wish->small)
		ret->segment_most = SEGMENT_SMALL;
	if (wish->most_ms && wish->most_ms < ret->timeout_ms)
		ret->timeout_ms = wish->most_ms;
	ret->wire = handshake_wire(*ret_handshake);
}

void probe_trials(const struct probe_env *env, const struct evidence *seen,
	const struct trial_wish *wishes, size_t count, struct seen_trials *ret)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	struct exchange *exchanges = memory_new(count, sizeof(*exchanges));
	struct handshake **handshakes = memory_new(count, sizeof(struct handshake *));
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy);

	for (size_t i = 0; i < count; i++)
		prepare_trial(
			seen, &wishes[i], proxied ? &proxy : NULL, &handshakes[i], &exchanges[i]);
	exchange_all(&exchange_env, exchanges, count);
	ret->items = memory_new(count, sizeof(*ret->items));
	ret->count = count;
	for (size_t i = 0; i < count; i++) {
		struct seen_trial *trial = &ret->items[i];

		trial->label = memory_text(wishes[i].label);
		trial->version = wishes[i].min == wishes[i].max && !wishes[i].timestamps &&
						 !wishes[i].small
					 ? wishes[i].min
					 : -1;
		trial->trusted = -1;
		seen_handshake_init(&trial->handshake);
		if (handshakes[i])
			handshake_take(handshakes[i], &exchanges[i], &trial->handshake);
		if (!trial->handshake.address)
			trial->handshake.address = memory_text(wishes[i].address);
		handshake_free(handshakes[i]);
		exchange_free(&exchanges[i]);
	}
	proxy_free(&proxy);
	free(handshakes);
	free(exchanges);
}
