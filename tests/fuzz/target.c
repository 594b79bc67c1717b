/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "evidence/target.h"

static int has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x21 || *text == 0x7f)
			return 1;
	return 0;
}

static void look_at(const struct target *target)
{
	fuzz_promise(target->host && *target->host, "a target has a host");
	fuzz_promise(strlen(target->host) <= 253, "a host is at most 253 bytes");
	fuzz_promise(!has_control(target->host), "a host has no control character or blank");
	fuzz_promise(text_is_utf8(target->shown, strlen(target->shown)), "what is shown is UTF-8");
	fuzz_promise(target->port >= 1 && target->port <= 65535, "a port is a port");
	fuzz_promise(target->path && target->path[0] == '/', "a path begins with a slash");
	fuzz_promise(!has_control(target->path), "a path has no control character or blank");
}

/* The name that is shown for a target leads to the same service. */
static void name_leads_back(const struct target *target)
{
	char *name = target_name(target);
	struct target again;

	fuzz_promise(target_parse(name, &again) == TARGET_OK, "a target's name is a target");
	fuzz_promise(strcmp(again.host, target->host) == 0, "a target's name leads to its host");
	fuzz_promise(again.port == target->port, "a target's name leads to its port");
	target_free(&again);
	free(name);
}

static void run(const uint8_t *data, size_t size)
{
	char *typed = fuzz_as_text(data, size);
	struct target target;

	if (target_parse(typed, &target) == TARGET_OK) {
		look_at(&target);
		name_leads_back(&target);
		target_free(&target);
	}
	free(typed);
}

const struct fuzz_target fuzz_target_typed = { .name = "target", .run = run };
