/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>
#include "base/buffer.h"
#include "base/memory.h"

#define REPLACEMENT 0xfffd

struct range {
	ucs4_t first, last;
};

/* Sorted. What a terminal obeys, what hides, and what turns the reading direction. */
static const struct range unsafe[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x061c, 0x061c },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x2060 },
	{ 0x2066, 0x2069 },
	{ 0xe000, 0xf8ff },
	{ 0xfeff, 0xfeff },
	{ 0xe0000, 0xe007f },
	{ 0xf0000, 0x10ffff },
};

static bool is_unsafe(ucs4_t character)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (character >= unsafe[i].first && character <= unsafe[i].last)
			return true;
	return false;
}

/* Decodes one character; a bad byte is U+FFFD of length 1. LENGTH is at least 1. */
static size_t decode(const uint8_t *bytes, size_t length, ucs4_t *ret)
{
	int used = u8_mbtoucr(ret, bytes, length);

	if (used > 0)
		return (size_t)used;
	*ret = REPLACEMENT;
	return 1;
}

static ucs4_t cleaned(ucs4_t character, enum text_keep keep)
{
	if (character == '\n')
		return keep == TEXT_LINES ? '\n' : ' ';
	if (character == '\t')
		return ' ';
	return is_unsafe(character) ? REPLACEMENT : character;
}

static size_t without_final_newlines(const uint8_t *bytes, size_t length)
{
	while (length && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
		length--;
	return length;
}

char *text_clean(const void *bytes, size_t length, enum text_keep keep, size_t most)
{
	const uint8_t *at = bytes;
	struct buffer out = { 0 };
	uint8_t encoded[6];
	ucs4_t character;
	size_t size;

	if (!bytes)
		length = 0;
	length = without_final_newlines(at, length);
	if (length >= 3 && !memcmp(at, "\xef\xbb\xbf", 3)) {
		at += 3;
		length -= 3;
	}
	while (length) {
		if (length >= 2 && at[0] == '\r' && at[1] == '\n') {
			at++;
			length--;
		}
		size = decode(at, length, &character);
		at += size;
		length -= size;
		size = (size_t)u8_uctomb(encoded, cleaned(character, keep), sizeof(encoded));
		if (most && out.length + size > most)
			break;
		buffer_add(&out, encoded, size);
	}
	return buffer_take(&out);
}

bool text_is_utf8(const void *bytes, size_t length)
{
	return !length || !u8_check(bytes, length);
}

/* Without the locale: Turkish has its own idea of I and i. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_same(const char *a, const char *b)
{
	return text_starts_same(a, b) && strlen(a) == strlen(b);
}

bool text_starts(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

bool text_starts_same(const char *text, const char *start)
{
	while (*start && lower(*text) == lower(*start)) {
		text++;
		start++;
	}
	return !*start;
}

void text_drop_logins(char *text)
{
	while ((text = strstr(text, "://"))) {
		char *at;

		text += strlen("://");
		at = memrchr(text, '@', strcspn(text, "/?# \n\"'<>"));
		if (at)
			memmove(text, at + 1, strlen(at));
	}
}
