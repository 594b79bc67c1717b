/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a session up again, as browsers do on every further connection. */
#include <stdlib.h>
#include "probe/probe.h"
#include "tls/handshake.h"

enum { TLS_1_0 = 0x0301, TLS_1_3 = 0x0304 };

/* One more try, when it was answered badly or not at all: was it chance? */
static bool doubtful(enum hs_outcome outcome)
{
	return outcome != HS_DONE && outcome != HS_CANCELLED;
}

static void take_up(const struct probe_env *env, struct evidence *seen)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *address = probe_chosen(seen);
	struct handshake_wish wish = {
		.sni = settings_sni(&seen->settings),
		.min = TLS_1_0,
		.max = TLS_1_3,
		.alpn_http = seen->settings.target.http,
		.cert_file = seen->settings.cert_file,
		.key_file = seen->settings.key_file,
		.resume = env->ticket,
	};
	char *why = NULL;
	struct handshake *handshake = handshake_new(&wish, &why);
	struct exchange exchange = { 0 };
	struct seen_handshake second;
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy);

	free(why);
	if (handshake) {
		probe_exchange(seen, &address, proxied ? &proxy : NULL, &exchange);
		exchange.wire = handshake_wire(handshake);
		exchange_all(&exchange_env, &exchange, 1);
		handshake_take(handshake, &exchange, &second);
		seen->resumption.outcome = second.outcome;
		seen->resumption.alert = second.alert;
		if (second.outcome == HS_DONE)
			seen->resumption.resumed = second.resumed;
		seen_handshake_free(&second);
		exchange_free(&exchange);
	}
	handshake_free(handshake);
	proxy_free(&proxy);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();

	if (!probe_chosen(seen) || seen->parts[PART_HANDSHAKE].state != PART_SEEN ||
		seen->handshake.outcome != HS_DONE) {
		evidence_part_status(seen, PART_RESUMPTION, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	if (seen->settings.depth != DEPTH_DEEP || !env->ticket) {
		evidence_part_status(seen, PART_RESUMPTION, PART_SKIPPED,
			seen->settings.depth == DEPTH_QUICK ? WHY_QUICK : WHY_NOT_NEEDED, NULL);
		return;
	}
	seen->resumption.given = env->ticket->length > 0;
	if (env->ticket->length)
		take_up(env, seen);
	if (env->ticket->length && doubtful(seen->resumption.outcome))
		take_up(env, seen);
	probe_done(seen, PART_RESUMPTION, began_us);
}

const struct probe probe_resumption = { .part = PART_RESUMPTION, .beside = true, .look = look };
