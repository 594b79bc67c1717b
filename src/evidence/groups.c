/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/groups.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
#define GROUP(number_, name_, other_, kind_, bits_, client_, server_, flags_) \
	{ \
		.number = number_, .name = name_, .other = other_, .kind = GROUP_##kind_, .bits = bits_, \
		.client_share = client_, .server_share = server_, .flags = flags_, \
	},
/* clang-format on */
static const struct group groups[] = {
#include "evidence/groups.def"
};
#undef GROUP

#define GROUPS (sizeof(groups) / sizeof(groups[0]))

/* X9.62's name, which OpenSSL prints, beside NIST's and SEC's. */
static const char x962_p256[] = "prime256v1";

const struct group *groups_all(size_t *ret_count)
{
	*ret_count = GROUPS;
	return groups;
}

static int compare(const void *key, const void *item)
{
	unsigned number = *(const unsigned *)key;
	unsigned other = ((const struct group *)item)->number;

	return number < other ? -1 : number > other;
}

const struct group *group_find(unsigned number)
{
	return bsearch(&number, groups, GROUPS, sizeof(groups[0]), compare);
}

static bool is_called(const char *name, const char *text, size_t length)
{
	return name && strlen(name) == length && !strncasecmp(name, text, length);
}

const struct group *group_find_name(const char *text, size_t length)
{
	if (is_called(x962_p256, text, length))
		return group_find(23);
	for (size_t i = 0; i < GROUPS; i++)
		if (is_called(groups[i].name, text, length) ||
			is_called(groups[i].other, text, length))
			return &groups[i];
	return NULL;
}

const struct group *group_named(const char *name)
{
	return name ? group_find_name(name, strlen(name)) : NULL;
}
