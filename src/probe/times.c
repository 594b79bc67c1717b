/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time the time servers say it is; only with the person's consent. */
#include <stdlib.h>
#include "base/memory.h"
#include "evidence/reference.h"
#include "net/resolve.h"
#include "net/sntp.h"
#include "probe/probe.h"

#define LOOKUP_MS 2000

/* The first address of HOST, or NULL. The caller frees it. */
static char *first_address(
	const struct probe_env *env, const struct settings *settings, const char *host)
{
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
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
			addresses[i] = first_address(env, &seen->settings, host);
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
