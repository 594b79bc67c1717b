/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/fault.h"

#include <string.h>
#include "practice/practice.h"

#define MODERN "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
#define ANCIENT "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0"

/* 90 days in all, as public CAs do it today, 30 of them gone. */
#define IN_DATE .begins_day = -30, .ends_day = 60

const struct fault practice_faults[] = {
	{
		.id = "healthy",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { IN_DATE },
	},
	{
		.id = "expired",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { .begins_day = -102, .ends_day = -12 },
	},
	{
		.id = "not-yet-valid",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { .begins_day = 3, .ends_day = 93 },
	},
	{
		.id = "wrong-name",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { IN_DATE, .name = "another-site.test" },
	},
	{
		.id = "self-signed",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { IN_DATE, .signer = SIGNER_ITSELF },
	},
	{
		.id = "untrusted-issuer",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { IN_DATE, .signer = SIGNER_STRANGER },
	},
	{
		.id = "incomplete-chain",
		.conduct = CONDUCT_TLS,
		.priority = MODERN,
		.recipe = { IN_DATE, .leaf_only = true },
	},
	{
		.id = "plain-http",
		.conduct = CONDUCT_HTTP,
	},
	{
		.id = "silent",
		.conduct = CONDUCT_SILENT,
	},
	{
		.id = "closes-at-once",
		.conduct = CONDUCT_CLOSE,
	},
	{
		.id = "sni-required",
		.option = "--no-sni",
		.conduct = CONDUCT_NEEDS_NAME,
		.priority = MODERN,
		.recipe = { IN_DATE },
	},
	{
		.id = "old-protocol-only",
		.conduct = CONDUCT_TLS,
		.priority = ANCIENT,
		.recipe = { IN_DATE },
	},
};
const size_t practice_fault_count = sizeof(practice_faults) / sizeof(practice_faults[0]);

const struct fault *fault_find(const char *id)
{
	for (size_t i = 0; i < practice_fault_count; i++) {
		if (!strcmp(practice_faults[i].id, id))
			return &practice_faults[i];
	}
	return NULL;
}

const char *practice_fault_at(size_t index)
{
	return index < practice_fault_count ? practice_faults[index].id : NULL;
}

const char *practice_option(const char *fault)
{
	const struct fault *row = fault_find(fault);

	return row ? row->option : NULL;
}
