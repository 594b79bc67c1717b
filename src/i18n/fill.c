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

/* Whether the UTF-8 character that begins at AT is one of U+3000 to U+9FFF: kana, kanji and their marks. */
static bool is_japanese(const char *at)
{
	return (unsigned char)*at >= 0xe3 && (unsigned char)*at <= 0xe9;
}

static bool ends_japanese(const char *text, size_t length)
{
	return length >= 3 && is_japanese(text + length - 3);
}

/*
 * Japanese puts a blank between its own and Latin letters, and patterns are written for Latin values: beside a
 * Japanese value it goes.
 */
static void drop_blank_before(struct buffer *out, const char *value)
{
	if (is_japanese(value) && out->length && out->bytes[out->length - 1] == ' ' &&
		ends_japanese(out->bytes, out->length - 1))
		out->bytes[--out->length] = '\0';
}

static bool is_blank_after(const char *value, const char *rest)
{
	return rest[0] == ' ' && is_japanese(rest + 1) && ends_japanese(value, strlen(value));
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
	drop_blank_before(out, value);
	buffer_add_text(out, value);
	return length + 2 + (is_blank_after(value, at + length + 2) ? 1 : 0);
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
