/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One GET of the pasted path: what status, and what time it is there. */
#include <errno.h>
#include <string.h>
#include "probe/probe.h"

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	struct http_env http = probe_http_env(env);
	int64_t began_us = timing_monotonic_us();
	const char *address;
	int error;

	if (settings->depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	if (!settings->target.http || settings->target.starttls) {
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_NOT_HTTP, NULL);
		return;
	}
	if (seen->parts[PART_HANDSHAKE].state != PART_SEEN || seen->handshake.outcome != HS_DONE) {
		evidence_part_status(seen, PART_HTTP, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	/* A proxy is told the name, unless somebody said where to connect. */
	address = settings->proxy ? settings->connect_address : probe_chosen(seen);
	error = http_get(&http, settings, address, &seen->http);
	if (error == ECANCELED)
		evidence_part_status(seen, PART_HTTP, PART_SKIPPED, WHY_CANCELLED, NULL);
	else if (error)
		evidence_part_status(seen, PART_HTTP, PART_COULD_NOT, WHY_LOCAL, strerror(error));
	else
		probe_done(seen, PART_HTTP, began_us);
}

const struct probe probe_http = { .part = PART_HTTP, .beside = true, .look = look };
