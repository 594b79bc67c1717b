/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This computer's own clock: what can be known of it without asking anybody. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/probe.h"

/* Whether the kernel thinks that something keeps its clock right: 1, 0, or -1 when it doesn't say. */
static int kernel_synced(void)
{
	struct timex state = { .modes = 0 };
	int result = adjtimex(&state);

	if (result < 0)
		return -1;
	return result != TIME_ERROR && !(state.status & STA_UNSYNC);
}

/* "Asia/Tokyo" from where /etc/localtime points, or NULL. */
static char *zone_name(void)
{
	static const char folder[] = "zoneinfo/";
	char path[512];
	ssize_t length = readlink("/etc/localtime", path, sizeof(path) - 1);
	const char *name;

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	name = strstr(path, folder);
	if (!name)
		return NULL;
	name += sizeof(folder) - 1;
	return text_clean(name, strlen(name), TEXT_ONE_LINE, 100);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	time_t now = (time_t)seen->now_s;
	struct tm local;

	(void)env;
	seen->clock.build_s = BUILD_DATE_S;
	seen->clock.kernel_synced = kernel_synced();
	tzset();
	if (localtime_r(&now, &local))
		seen->clock.utc_offset_min = (int)(local.tm_gmtoff / 60);
	seen->clock.zone = zone_name();
	probe_done(seen, PART_CLOCK, began_us);
}

const struct probe probe_clock = { .part = PART_CLOCK, .look = look };
