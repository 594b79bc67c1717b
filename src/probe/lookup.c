/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which addresses the name has; behind a proxy, those of the proxy. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "net/proxy.h"
#include "net/resolve.h"
#include "probe/probe.h"

#define LOOKUP_MS 5000

/* What a proxy is told that doesn't look up names itself. Where it isn't known here, it gets the name. */
static void look_behind(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const char *name = settings->connect_address ? settings->connect_address
						     : settings->target.host;

	seen->lookup.behind = probe_first_address(env, settings, name, LOOKUP_MS);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const char *name = settings->connect_address ? settings->connect_address
						     : settings->target.host;
	struct deadline deadline = deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
	int64_t began_us = timing_monotonic_us();
	struct proxy proxy = { 0 };
	int error;

	if (settings->proxy && proxy_parse(settings->proxy, &proxy))
		name = proxy.host;
	error = resolve_name(name, settings->family, deadline, env->cancel, &seen->lookup);
	if (proxy.host && proxy_wants_address(&proxy))
		look_behind(env, seen);
	proxy_free(&proxy);
	probe_done(seen, PART_LOOKUP, began_us);
	if (error)
		evidence_part_status(seen, PART_LOOKUP, PART_COULD_NOT,
			error == ECANCELED ? WHY_CANCELLED : WHY_LOCAL, strerror(error));
}

const struct probe probe_lookup = { .part = PART_LOOKUP, .look = look };
