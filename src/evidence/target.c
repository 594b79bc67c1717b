/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/target.h"

#include <string.h>
#include "base/memory.h"
#include "evidence/records.h"

void target_copy(struct target *to, const struct target *from)
{
	record_copy(&target_record, to, from);
}

void target_free(struct target *target)
{
	record_free(&target_record, target);
}

char *target_name(const struct target *target)
{
	const char *format = target->is_ip && strchr(target->host, ':') ? "[%s]:%d" : "%s:%d";

	if (target->port == 443)
		return memory_text(target->host);
	return memory_format(format, target->host, target->port);
}

const char *starttls_name(enum starttls starttls)
{
	return starttls == STARTTLS_NONE ? NULL : starttls_names[starttls];
}

enum starttls starttls_by_name(const char *name)
{
	int found;

	for (found = STARTTLS_NONE + 1; found < STARTTLS_COUNT; found++)
		if (!strcmp(starttls_names[found], name))
			break;
	return (enum starttls)found;
}
