/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One GET of the pasted path: what status, and what time it is there. It is asked by a handshake of our own: the head
 * of the answer is all that is wanted, and a library for pages costs more time than all other looks.
 */
#include <stdlib.h>
#include "base/memory.h"
#include "net/http_head.h"
#include "probe/probe.h"
#include "tls/handshake.h"

static bool hear(void *context, const char *bytes, size_t length)
{
	return http_head_hear(context, bytes, length);
}

/* The server stamped its Date between our request and its first byte. BEGAN_S: this computer's clock at BEGAN_US. */
static void take_times(
	const struct conversation *talk, int64_t began_s, int64_t began_us, struct seen_http *seen)
{
	seen->rtt_ms = (talk->heard_us - talk->said_us) / 1000;
	seen->local_s = began_s + ((talk->said_us + talk->heard_us) / 2 - began_us) / 1000000;
}

/* No answer: and when the time was over before the question could be asked, that says nothing of the page. */
static void take_failure(const struct conversation *talk, const struct seen_handshake *second,
	struct seen_http *seen)
{
	seen->error = memory_text(second->error);
	seen->late = !talk->said_us &&
		     (second->outcome == HS_SILENT || second->outcome == HS_STALLED);
}

static struct handshake *prepare(
	const struct settings *settings, struct conversation *talk, char **ret_why)
{
	struct handshake_wish wish = {
		.sni = settings_sni(settings),
		.min = 0x0301,
		.max = 0x0304,
		.alpn_h1 = true,
		.cert_file = settings->cert_file,
		.key_file = settings->key_file,
		.talk = talk,
	};

	return handshake_new(&wish, ret_why);
}

/* Whether it was cancelled. */
static bool get(const struct probe_env *env, struct handshake *handshake, struct evidence *seen,
	struct seen_handshake *ret)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *address = probe_chosen(seen);
	struct exchange exchange = { 0 };
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy), cancelled;

	probe_exchange(seen, &address, proxied ? &proxy : NULL, &exchange);
	exchange.wire = handshake_wire(handshake);
	exchange_all(&exchange_env, &exchange, 1);
	handshake_take(handshake, &exchange, ret);
	cancelled = exchange.cancelled;
	exchange_free(&exchange);
	proxy_free(&proxy);
	return cancelled;
}

static void ask(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	int64_t began_s = timing_wall_s() + settings->now_offset_s;
	int64_t began_us = timing_monotonic_us();
	struct http_head head;
	struct conversation talk = { .hear = hear, .context = &head };
	struct seen_handshake second;
	char *why = NULL;
	struct handshake *handshake = prepare(settings, &talk, &why);

	if (!handshake) {
		evidence_part_status(seen, PART_HTTP, PART_COULD_NOT, WHY_LOCAL, why);
		free(why);
		return;
	}
	http_head_init(&head);
	http_head_request(settings,
		settings->proxy ? settings->connect_address : probe_chosen(seen), &talk.say);
	if (get(env, handshake, seen, &second)) {
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_CANCELLED, NULL);
	} else {
		if (head.seen.status > 0)
			take_times(&talk, began_s, began_us, &head.seen);
		else
			take_failure(&talk, &second, &head.seen);
		seen->http = head.seen;
		head.seen = http_nothing;
		probe_done(seen, PART_HTTP, began_us);
	}
	seen_handshake_free(&second);
	handshake_free(handshake);
	buffer_free(&talk.say);
	http_head_free(&head);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;

	if (settings->depth == DEPTH_QUICK)
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_QUICK, NULL);
	else if (!settings->target.http || settings->target.starttls)
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_NOT_HTTP, NULL);
	else if (seen->parts[PART_HANDSHAKE].state != PART_SEEN ||
		 seen->handshake.outcome != HS_DONE)
		evidence_part_status(seen, PART_HTTP, PART_NOT_REACHED, WHY_EARLIER, NULL);
	else
		ask(env, seen);
}

const struct probe probe_http = { .part = PART_HTTP, .beside = true, .look = look };
