/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/paste_text.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"

#define UNKNOWN 0xfffdu
#define ESCAPE 0x1bu

/* ---- UTF-16 ---- */

enum paste_encoding paste_encoding_of(const unsigned char *bytes, size_t length)
{
	size_t zeros[2] = { 0, 0 };

	if (length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return PASTE_UTF16_LE;
	if (length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return PASTE_UTF16_BE;
	for (size_t i = 0; i < length; i++)
		zeros[i % 2] += bytes[i] == 0;
	if (zeros[1] > length / 4 && zeros[1] > 4 * zeros[0])
		return PASTE_UTF16_LE;
	if (zeros[0] > length / 4 && zeros[0] > 4 * zeros[1])
		return PASTE_UTF16_BE;
	return PASTE_UTF8;
}

static void add_utf8(struct buffer *out, uint32_t code)
{
	if (code < 0x80) {
		buffer_add_char(out, (char)code);
		return;
	}
	if (code < 0x800) {
		buffer_add_char(out, (char)(0xc0 | code >> 6));
	} else {
		if (code < 0x10000) {
			buffer_add_char(out, (char)(0xe0 | code >> 12));
		} else {
			buffer_add_char(out, (char)(0xf0 | code >> 18));
			buffer_add_char(out, (char)(0x80 | (code >> 12 & 0x3f)));
		}
		buffer_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	buffer_add_char(out, (char)(0x80 | (code & 0x3f)));
}

static void add_unit(struct paste_utf16 *state, uint32_t unit, struct buffer *out)
{
	if (state->high && unit >= 0xdc00 && unit < 0xe000) {
		add_utf8(out, 0x10000 + ((state->high - 0xd800) << 10) + (unit - 0xdc00));
		state->high = 0;
		return;
	}
	if (state->high)
		add_utf8(out, UNKNOWN);
	state->high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
	if (!state->high)
		add_utf8(out, unit >= 0xdc00 && unit < 0xe000 ? UNKNOWN : unit);
}

void paste_utf16_add(
	struct paste_utf16 *state, const unsigned char *bytes, size_t length, struct buffer *out)
{
	for (size_t i = 0; i < length; i++) {
		unsigned first, second;

		if (state->half < 0) {
			state->half = bytes[i];
			continue;
		}
		first = (unsigned)state->half;
		second = bytes[i];
		state->half = -1;
		add_unit(state, state->big_endian ? first << 8 | second : second << 8 | first, out);
	}
}

/* ---- Characters, with escapes undone ---- */

struct source {
	const char *bytes;
	size_t length;
	size_t at;
};

static int peek(const struct source *source, size_t ahead)
{
	size_t at = source->at + ahead;

	return at < source->length ? (unsigned char)source->bytes[at] : -1;
}

/* A character of UTF-8, or UNKNOWN for a byte that begins none. */
static uint32_t take_utf8(struct source *source)
{
	unsigned first = (unsigned char)source->bytes[source->at++];
	int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
	uint32_t code = first & (0x3fu >> more);

	if (first < 0x80)
		return first;
	if (first < 0xc2 || first > 0xf4)
		return UNKNOWN;
	for (int i = 0; i < more; i++)
		if ((peek(source, (size_t)i) & 0xc0) != 0x80 || peek(source, (size_t)i) < 0)
			return UNKNOWN;
	for (int i = 0; i < more; i++)
		code = code << 6 | ((unsigned char)source->bytes[source->at++] & 0x3fu);
	return code;
}

static int hex_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* COUNT hexadecimal digits AHEAD, or -1. */
static long peek_hex(const struct source *source, size_t ahead, size_t count)
{
	long value = 0;

	for (size_t i = 0; i < count; i++) {
		int digit = hex_value(peek(source, ahead + i));

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* What stands behind one or more backslashes (source->at is at the first), as quoting in JSON, shells and
 * programs makes them; a lone one stays out. */
static uint32_t take_backslash(struct source *source)
{
	size_t slashes = 0;
	long code;
	int next;

	while (peek(source, slashes) == '\\' && slashes < 16)
		slashes++;
	next = peek(source, slashes);
	source->at += slashes;
	if (next == 'n' || next == 'r' || next == 't') {
		source->at++;
		return next == 't' ? ' ' : '\n';
	}
	code = next == 'u' ? peek_hex(source, 1, 4) : next == 'x' ? peek_hex(source, 1, 2) : -1;
	if (code >= 0) {
		source->at += next == 'u' ? 5 : 3;
		return code >= 0xd800 && code < 0xe000 ? UNKNOWN : (uint32_t)code;
	}
	if (next == 'e' || (next == '0' && peek(source, 1) == '3' && peek(source, 2) == '3')) {
		size_t width = next == 'e' ? 1 : 3;

		if (peek(source, width) == '[') {
			source->at += width;
			return ESCAPE;
		}
	}
	return next == '"' || next == '\'' || next == '/' ? (uint32_t)source->bytes[source->at++]
							  : ' ';
}

static const struct {
	const char *name;
	uint32_t code;
} entities[] = {
	{ "&quot;", '"' },
	{ "&apos;", '\'' },
	{ "&amp;", '&' },
	{ "&lt;", '<' },
	{ "&gt;", '>' },
	{ "&nbsp;", ' ' },
	{ "&#39;", '\'' },
	{ "&#039;", '\'' },
	{ "&#34;", '"' },
	{ "&#x27;", '\'' },
	{ "&#x22;", '"' },
	{ "&#8217;", '\'' },
	{ "<br>", '\n' },
	{ "<br/>", '\n' },
	{ "<br />", '\n' },
};

/* An entity or 0. */
static uint32_t take_entity(struct source *source)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		size_t length = strlen(entities[i].name);

		if (source->length - source->at < length ||
			memcmp(source->bytes + source->at, entities[i].name, length) != 0)
			continue;
		source->at += length;
		return entities[i].code;
	}
	return 0;
}

/* "%20" and other signs of a URL, or 0: letters are never written so. */
static uint32_t take_percent(struct source *source)
{
	long code = peek_hex(source, 1, 2);

	if (code != '\n' && code != '\r' && (code < ' ' || code > '~'))
		return 0;
	if ((code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
		(code >= 'a' && code <= 'z'))
		return 0;
	source->at += 3;
	return (uint32_t)code;
}

static uint32_t take(struct source *source)
{
	int c = peek(source, 0);
	uint32_t code = 0;

	if (c == '\\')
		return take_backslash(source);
	if (c == '&' || c == '<')
		code = take_entity(source);
	else if (c == '%')
		code = take_percent(source);
	else if (c == '^' && peek(source, 1) == '[' && peek(source, 2) == '[') {
		source->at += 2; /* as "cat -v" shows it */
		return ESCAPE;
	}
	return code ? code : take_utf8(source);
}

/* Skips the rest of a terminal's control sequence: CSI ... letter, OSC ... BEL or ST. */
static void skip_control(struct source *source)
{
	int kind = peek(source, 0);
	size_t most = 64;

	if (kind == '[') {
		source->at++;
		while (most-- && peek(source, 0) >= 0x20 && peek(source, 0) < 0x40)
			source->at++;
		if (peek(source, 0) >= 0x40 && peek(source, 0) < 0x7f)
			source->at++;
	} else if (kind == ']') {
		for (most = 512; most-- && peek(source, 0) >= 0;) {
			int c = peek(source, 0);

			source->at++;
			if (c == 7 || (c == 0x1b && peek(source, 0) == '\\'))
				return;
		}
	}
}

/* ---- The plain form ---- */

/* Characters that mean the same as an ASCII one; 0: leave it out. */
static uint32_t plain_of(uint32_t code)
{
	if (code < 0x80)
		return code == '\r' ? '\n' : code < ' ' && code != '\n' ? ' ' : code;
	if (code >= 0xff01 && code <= 0xff5e)
		return code - 0xff01 + '!';
	if (code >= 0x2010 && code <= 0x2015)
		return '-';
	if (code >= 0x2018 && code <= 0x201b)
		return '\'';
	if (code >= 0x201c && code <= 0x201f)
		return '"';
	if ((code >= 0x2000 && code <= 0x200a) || (code >= 0x2500 && code <= 0x259f))
		return ' '; /* spaces, and the frames of a terminal */
	if (code == 0x2028 || code == 0x2029 || code == 0x85)
		return '\n';
	switch (code) {
	case 0xa0:
	case 0x202f:
	case 0x205f:
	case 0x3000:
	case 0x2022:
	case 0xb7:
	case 0x21b5:
	case 0x23ce:
		return ' ';
	case 0x2212:
		return '-';
	case 0x60:
	case 0xb4:
	case 0x2032:
		return '\'';
	case 0x2026:
		return '.';
	case 0xad:
	case 0x200b:
	case 0x200c:
	case 0x200d:
	case 0x2060:
	case 0xfeff:
	case 0x200e:
	case 0x200f:
		return 0;
	default:
		return code < 0xa0 || (code >= 0x202a && code <= 0x202e) ? 0 : code;
	}
}

static void put(struct paste_text *text, struct buffer *plain, uint32_t code, size_t from)
{
	size_t before = plain->length;

	add_utf8(plain, code < 0x80 && code >= 'A' && code <= 'Z' ? code + 32 : code);
	for (size_t i = before; i < plain->length; i++)
		text->source[i] = (uint32_t)from;
}

/* The head of a TLS record says so in letters: else nothing would be left of it. */
static bool take_record(struct source *source, uint32_t code)
{
	struct source next = *source;

	if (code != 0x16 || next.at >= next.length || take(&next) != 0x03)
		return false;
	*source = next;
	return true;
}

static void make_plain(const char *bytes, size_t length, struct paste_text *text)
{
	struct source source = { .bytes = bytes, .length = length };
	struct buffer plain = { 0 };

	/* No character becomes longer than it was, but a bad byte becomes three, and two of a record seven. */
	text->source = memory_new(4 * length + 4, sizeof(*text->source));
	while (source.at < length) {
		size_t from = source.at;
		uint32_t code = take(&source);

		if (code == ESCAPE) {
			skip_control(&source);
			continue;
		}
		if (take_record(&source, code)) {
			for (const char *c = " x16x0"; *c; c++)
				put(text, &plain, (unsigned char)*c, from);
			code = '3';
		}
		code = plain_of(code);
		if (code)
			put(text, &plain, code, from);
	}
	text->length = plain.length;
	text->plain = buffer_take(&plain);
}

/* ---- The tight form ---- */

static bool is_kept(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static void make_tight(struct paste_text *text)
{
	text->tight = memory_new(text->length + 1, 1);
	text->at = memory_new(text->length + 1, sizeof(*text->at));
	for (size_t i = 0; i < text->length; i++) {
		if (!is_kept(text->plain[i]))
			continue;
		text->at[text->tight_length] = (uint32_t)i;
		text->tight[text->tight_length++] = text->plain[i];
	}
	text->at[text->tight_length] = (uint32_t)text->length;
}

void paste_text_make(const char *bytes, size_t length, struct paste_text *ret)
{
	*ret = (struct paste_text){ 0 };
	make_plain(bytes, length, ret);
	make_tight(ret);
}

void paste_text_free(struct paste_text *text)
{
	free(text->plain);
	free(text->tight);
	free(text->at);
	free(text->source);
	*text = (struct paste_text){ 0 };
}

char *paste_text_tight(const char *pattern)
{
	struct paste_text text;
	char *tight;

	paste_text_make(pattern, strlen(pattern), &text);
	tight = text.tight;
	text.tight = NULL;
	paste_text_free(&text);
	return tight;
}
