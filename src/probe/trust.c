/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths from the chain that was sent to an anchor of this computer. */
#include "probe/probe.h"

static void look(const struct probe_env *env, struct evidence *seen)
{
	struct http_env http = probe_http_env(env);
	int64_t began_us = timing_monotonic_us();

	if (!seen->handshake.chain_count) {
		bool reached = seen->parts[PART_HANDSHAKE].state == PART_SEEN;

		evidence_part_status(seen, PART_TRUST, reached ? PART_COULD_NOT : PART_NOT_REACHED,
			reached ? WHY_NO_CHAIN : WHY_EARLIER, NULL);
		return;
	}
	trust_look(
		&http, &seen->settings, env->store(env->context), &seen->handshake, &seen->trust);
	probe_done(seen, PART_TRUST, began_us);
}

const struct probe probe_trust = { .part = PART_TRUST, .look = look };
