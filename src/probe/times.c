/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time the time servers say it is; only with the person's consent. */
#include <stdlib.h>
#include "base/memory.h"
#include "evidence/reference.h"
#include "net/sntp.h"
#include "probe/probe.h"

#define LOOKUP_MS 2000

static void ask(const struct probe_env *env, struct evidence *seen, char **items, size_t count)
{
	struct sntp_server servers[REFERENCES_MOST] = { 0 };
	const struct sntp_env sntp = { env->budget, env->deadline, env->cancel,
		seen->settings.now_offset_s };
	char *addresses[REFERENCES_MOST] = { 0 };
	struct seen_times *times = &seen->times;

	times->items = memory_new(count, sizeof(*times->items));
	times->count = count;
	for (size_t i = 0; i < count; i++) {
		char *host = NULL;

		times->items[i] = (struct seen_time){
			.source = memory_text(items[i]), .unsure_ms = -1, .stratum = -1
		};
		if (reference_place(items[i], SNTP_PORT, &host, &servers[i].port))
			addresses[i] = probe_first_address(env, &seen->settings, host, LOOKUP_MS);
		servers[i].address = addresses[i];
		free(host);
	}
	sntp_ask(&sntp, servers, count, times->items);
	for (size_t i = 0; i < count; i++)
		free(addresses[i]);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	char *items[REFERENCES_MOST];
	size_t count;

	if (!probe_may_refer(seen, PART_TIMES))
		return;
	count = reference_items(reference_list(&seen->settings, REFERENCE_TIME_SERVERS), items);
	ask(env, seen, items, count);
	for (size_t i = 0; i < count; i++)
		free(items[i]);
	probe_done(seen, PART_TIMES, began_us);
}

const struct probe probe_times = { .part = PART_TIMES, .beside = true, .look = look };
