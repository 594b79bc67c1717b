/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/typed.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>
#include "base/memory.h"
#include "base/text.h"

#define TYPED_MOST 8192 /* bytes: what servers accept as a URL */

struct pair {
	uint32_t open, close;
	bool alone; /* no URL can hold it: taken away even when the other one is missing */
};

static const struct pair pairs[] = {
	{ '"', '"', true },
	{ '<', '>', true },
	{ '\'', '\'', false },
	{ '(', ')', false },
	{ '`', '`', true },
	{ 0x201c, 0x201d, true },
	{ 0x2018, 0x2019, true },
	{ 0x201e, 0x201d, true },
	{ 0x201a, 0x2019, true },
	{ 0x201d, 0x201d, true },
	{ 0x2019, 0x2019, true },
	{ 0x201e, 0x201c, true },
	{ 0x00ab, 0x00bb, true },
	{ 0x2039, 0x203a, true },
	{ 0x300c, 0x300d, true },
	{ 0x300e, 0x300f, true },
	{ 0x3008, 0x3009, true },
	{ 0x300a, 0x300b, true },
	{ 0x3010, 0x3011, true },
	{ 0x3014, 0x3015, true },
	{ 0xff08, 0xff09, true },
	{ 0xff1c, 0xff1e, true },
	{ 0xff02, 0xff02, true },
	{ 0xff62, 0xff63, true },
};

/* Marks that come along invisibly when text is copied: nothing at the ends, a trick in the middle. */
static const uint32_t invisible[] = { 0x200b, 0x200e, 0x200f, 0x2060, 0xfeff };

static bool is_around(uint32_t character)
{
	for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++)
		if (invisible[i] == character)
			return true;
	return uc_is_property_white_space(character);
}

struct span {
	const uint32_t *first;
	size_t length;
};

static struct span without_blanks(struct span span)
{
	while (span.length && is_around(span.first[0])) {
		span.first++;
		span.length--;
	}
	while (span.length && is_around(span.first[span.length - 1]))
		span.length--;
	return span;
}

/* Takes away one quotation mark or bracket at either end, or one at both. */
static struct span without_pair(struct span span, const struct pair *pair)
{
	bool opens = span.length && span.first[0] == pair->open;
	bool closes = span.length && span.first[span.length - 1] == pair->close;

	if (!pair->alone && (!opens || !closes || span.length < 2))
		return span;
	if (opens) {
		span.first++;
		span.length--;
	}
	if (closes && span.length)
		span.length--;
	return span;
}

static struct span without_quotes(struct span span)
{
	size_t before;

	do {
		before = span.length;
		span = without_blanks(span);
		for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
			span = without_pair(span, &pairs[i]);
	} while (span.length != before);
	return span;
}

/* Two words, or the comma of a language that writes without blanks. */
static bool has_words(struct span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (uc_is_property_white_space(span.first[i]) || span.first[i] == 0x3001)
			return true;
	return false;
}

/* What text_clean would change has no place in an address. */
static bool has_control(struct span span)
{
	size_t length = 0;
	uint8_t *bytes = u32_to_u8(span.first, span.length, NULL, &length);
	char *clean = text_clean(bytes, length, TEXT_ONE_LINE, 0);
	bool differs = strlen(clean) != length || memcmp(clean, bytes, length) != 0;

	free(clean);
	free(bytes);
	return differs;
}

/* Full-width forms and the full stops that Japanese and Chinese keyboards give. */
static uint32_t fold(uint32_t character)
{
	if (character >= 0xff01 && character <= 0xff5e)
		return character - 0xff01 + '!';
	return character == 0x3002 || character == 0xff61 ? '.' : character;
}

static enum target_error judge(struct span span)
{
	if (!span.length)
		return TARGET_EMPTY;
	if (has_words(span))
		return TARGET_SENTENCE;
	return has_control(span) ? TARGET_CONTROL : TARGET_OK;
}

static void keep(struct span span, struct typed *ret)
{
	ret->length = span.length;
	ret->given = memory_new(span.length, sizeof(*ret->given));
	ret->folded = memory_new(span.length, sizeof(*ret->folded));
	for (size_t i = 0; i < span.length; i++) {
		ret->given[i] = span.first[i];
		ret->folded[i] = fold(span.first[i]);
	}
}

enum target_error typed_read(const char *text, struct typed *ret)
{
	size_t bytes = text ? strnlen(text, TYPED_MOST + 1) : 0;
	size_t length = 0;
	enum target_error error;
	uint32_t *characters;
	struct span span;

	*ret = (struct typed){ 0 };
	if (!bytes)
		return TARGET_EMPTY;
	if (bytes > TYPED_MOST)
		return TARGET_TOO_LONG;
	characters = u8_to_u32((const uint8_t *)text, bytes, NULL, &length);
	if (!characters)
		return TARGET_BAD_LABEL;
	span = without_quotes((struct span){ .first = characters, .length = length });
	error = judge(span);
	if (error == TARGET_OK)
		keep(span, ret);
	free(characters);
	return error;
}

void typed_free(struct typed *typed)
{
	free(typed->given);
	free(typed->folded);
	*typed = (struct typed){ 0 };
}
