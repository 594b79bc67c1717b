/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/i18n.h"

#include <string.h>
#include "base/buffer.h"

/* The value of the placeholder that is NAME's first LENGTH bytes, or NULL. */
static const char *value_of(const struct fill *fills, const char *name, size_t length)
{
	for (; fills && fills->name; fills++)
		if (strlen(fills->name) == length && !memcmp(fills->name, name, length))
			return fills->value;
	return NULL;
}

/* Adds what stands for the brace at AT; returns how many bytes of the pattern that was. */
static size_t fill_brace(struct buffer *out, const char *at, const struct fill *fills)
{
	size_t length = strcspn(at + 1, "{}");
	const char *value;

	if (at[1] == '{') {
		buffer_add_char(out, '{');
		return 2;
	}
	value = at[1 + length] == '}' ? value_of(fills, at + 1, length) : NULL;
	if (!value) {
		buffer_add_char(out, '{');
		return 1;
	}
	buffer_add_text(out, value);
	return length + 2;
}

char *i18n_fill(const char *pattern, const struct fill *fills)
{
	struct buffer out = { 0 };

	while (*pattern) {
		size_t plain = strcspn(pattern, "{");

		buffer_add(&out, pattern, plain);
		pattern += plain;
		if (*pattern)
			pattern += fill_brace(&out, pattern, fills);
	}
	return buffer_take(&out);
}
