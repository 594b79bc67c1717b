/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do programs of today get as far as we did? One hello with what they offer, where the judged handshake came to
 * something that not all of them do: a server that refuses it turns them away. A deep run asks for everything.
 */
#include "base/memory.h"
#include "probe/probe.h"
#include "probe/question.h"

#define ANSWER_MS 5000 /* this server has answered before */

static bool may_look(struct evidence *seen, enum oddity hello)
{
	const char *why = NULL;

	if (seen->settings.depth == DEPTH_QUICK)
		why = WHY_QUICK;
	else if (seen->settings.depth == DEPTH_DEEP || !hello)
		why = WHY_NOT_NEEDED;
	if (!probe_chosen(seen) || seen->parts[PART_HANDSHAKE].state != PART_SEEN)
		evidence_part_status(seen, PART_TODAY, PART_NOT_REACHED, WHY_EARLIER, NULL);
	else if (why)
		evidence_part_status(seen, PART_TODAY, PART_SKIPPED, why, NULL);
	else
		return true;
	return false;
}

static void ask(const struct probe_env *env, struct evidence *seen, enum oddity hello)
{
	const struct question question = {
		.kind = ASK_HELLO, .version = seen->handshake.offered_max, .oddity = hello
	};
	struct greeting *greeting = question_greeting(&question, &seen->settings);
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *address = probe_chosen(seen);
	struct exchange exchange = { 0 };
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy);

	probe_exchange(seen, &address, proxied ? &proxy : NULL, &exchange);
	if (exchange.timeout_ms > ANSWER_MS)
		exchange.timeout_ms = ANSWER_MS;
	exchange.hang_up = true;
	exchange.wire = greeting_wire(greeting);
	exchange_all(&exchange_env, &exchange, 1);
	seen->today.hello = memory_text(oddity_label(hello));
	seen->today.reaction.outcome = greeting_outcome(greeting, &exchange);
	seen->today.reaction.alert = greeting_reply(greeting)->alert;
	exchange_free(&exchange);
	greeting_free(greeting);
	proxy_free(&proxy);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	enum oddity hello = question_of_today(&seen->handshake);
	int64_t began_us = timing_monotonic_us();

	if (!may_look(seen, hello))
		return;
	ask(env, seen, hello);
	if (cancel_asked(env->cancel))
		evidence_part_status(seen, PART_TODAY, PART_SKIPPED, WHY_CANCELLED, NULL);
	else
		probe_done(seen, PART_TODAY, began_us);
}

const struct probe probe_today = { .part = PART_TODAY, .beside = true, .look = look };
