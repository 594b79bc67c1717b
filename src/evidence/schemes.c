/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/schemes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
#define SCHEME(number_, name_, key_, hash_, flags_) \
	{ \
		.number = number_, .name = name_, .key = SCHEME_##key_, .hash = HASH_##hash_, .flags = flags_, \
	},
/* clang-format on */
static const struct scheme schemes[] = {
#include "evidence/schemes.def"
};
#undef SCHEME

#define SCHEMES (sizeof(schemes) / sizeof(schemes[0]))

const struct scheme *schemes_all(size_t *ret_count)
{
	*ret_count = SCHEMES;
	return schemes;
}

static int compare(const void *key, const void *item)
{
	unsigned number = *(const unsigned *)key;
	unsigned other = ((const struct scheme *)item)->number;

	return number < other ? -1 : number > other;
}

const struct scheme *scheme_find(unsigned number)
{
	return bsearch(&number, schemes, SCHEMES, sizeof(schemes[0]), compare);
}

const struct scheme *scheme_find_name(const char *text, size_t length)
{
	for (size_t i = 0; i < SCHEMES; i++)
		if (strlen(schemes[i].name) == length &&
			!strncasecmp(schemes[i].name, text, length))
			return &schemes[i];
	return NULL;
}
