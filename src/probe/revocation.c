/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the leaf was called back: the last look, because strangers are asked who may be slow. */
#include "tls/revocation.h"
#include "probe/probe.h"

static void look(const struct probe_env *env, struct evidence *seen)
{
	struct http_env http = probe_http_env(env);
	int64_t began_us = timing_monotonic_us();

	if (!seen->handshake.chain_count) {
		bool reached = seen->parts[PART_HANDSHAKE].state == PART_SEEN;

		evidence_part_status(seen, PART_REVOCATION,
			reached ? PART_COULD_NOT : PART_NOT_REACHED,
			reached ? WHY_NO_CHAIN : WHY_EARLIER, NULL);
		return;
	}
	revocation_look(&http, &seen->settings, &seen->handshake, &seen->trust, &seen->revocation);
	probe_done(seen, PART_REVOCATION, began_us);
}

const struct probe probe_revocation = { .part = PART_REVOCATION, .beside = true, .look = look };
