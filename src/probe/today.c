/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do programs of today get as far as we did? One hello with what they offer, where the judged handshake came to
 * something that not all of them do, else one as large as theirs: a server that refuses it turns them away. A deep run
 * asks for everything.
 */
#include "base/memory.h"
#include "probe/probe.h"
#include "probe/question.h"

#define ANSWER_MS 5000 /* this server has answered before */

enum { WAYS_MOST = 3 };

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

/* Asks in each of these ways at the same time; how the server takes them goes to RET. */
static void ask(const struct probe_env *env, struct evidence *seen, const enum oddity *hellos,
	size_t count, struct seen_reaction *ret)
{
	struct exchange_env exchange_env = probe_exchange_env(env);
	const char *address = probe_chosen(seen);
	struct exchange exchanges[WAYS_MOST] = { 0 };
	struct greeting *greetings[WAYS_MOST];
	struct proxy proxy;
	bool proxied = probe_proxy(&seen->settings, &proxy);

	for (size_t i = 0; i < count; i++) {
		const struct question question = { .kind = ASK_HELLO,
			.version = seen->handshake.offered_max,
			.oddity = hellos[i] };

		greetings[i] = question_greeting(&question, &seen->settings);
		probe_exchange(seen, &address, proxied ? &proxy : NULL, &exchanges[i]);
		if (exchanges[i].timeout_ms > ANSWER_MS)
			exchanges[i].timeout_ms = ANSWER_MS;
		exchanges[i].hang_up = true;
		exchanges[i].wire = greeting_wire(greetings[i]);
	}
	exchange_all(&exchange_env, exchanges, count);
	seen->today.bytes = (int64_t)greeting_size(greetings[0]);
	for (size_t i = 0; i < count; i++) {
		ret[i].outcome = greeting_outcome(greetings[i], &exchanges[i]);
		ret[i].alert = greeting_reply(greetings[i])->alert;
		exchange_free(&exchanges[i]);
		greeting_free(greetings[i]);
	}
	proxy_free(&proxy);
}

/* Was it the size, the size of the packets, or an accident? */
static void ask_large_again(const struct probe_env *env, struct evidence *seen)
{
	static const enum oddity hellos[WAYS_MOST] = { ODDITY_LARGE, ODDITY_PIECES, ODDITY_NONE };
	struct seen_reaction reactions[WAYS_MOST];

	ask(env, seen, hellos, WAYS_MOST, reactions);
	seen->today.reaction = reactions[0];
	seen->today.pieces = reactions[1];
	seen->today.usual = reactions[2];
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	enum oddity hello = question_of_today(&seen->handshake);
	int64_t began_us = timing_monotonic_us();

	if (!may_look(seen, hello))
		return;
	seen->today.hello = memory_text(oddity_label(hello));
	ask(env, seen, &hello, 1, &seen->today.reaction);
	if (hello == ODDITY_LARGE && seen->today.reaction.outcome != HS_DONE)
		ask_large_again(env, seen);
	if (cancel_asked(env->cancel))
		evidence_part_status(seen, PART_TODAY, PART_SKIPPED, WHY_CANCELLED, NULL);
	else
		probe_done(seen, PART_TODAY, began_us);
}

const struct probe probe_today = { .part = PART_TODAY, .beside = true, .look = look };
