/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/escape.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include "base/buffer.h"
#include "base/text.h"

/* ---- HTML ---- */

static const char *entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

char *escape_html(const char *text)
{
	struct buffer buffer = { 0 };

	for (; *text; text++) {
		const char *entity = entity_of(*text);

		if (entity)
			buffer_add_text(&buffer, entity);
		else
			buffer_add_char(&buffer, *text);
	}
	return buffer_take(&buffer);
}

/* ---- Markdown ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the text before AT ends in WORD, without regard to case. */
static bool ends_in(const char *text, const char *at, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(at - text) >= length && !strncasecmp(at - length, word, length);
}

/* What is made a link although nothing marks it as one: a scheme, "www.". */
static bool begins_link(const char *text, const char *at)
{
	if (*at == ':')
		return !strncmp(at, "://", 3) || ends_in(text, at, "mailto") ||
		       ends_in(text, at, "xmpp");
	return *at == '.' && ends_in(text, at, "www");
}

/* Between letters an underscore is one (as in TLS_AES_128_GCM_SHA256). */
static bool is_emphasis(const char *text, const char *at)
{
	return *at == '_' && !(at > text && is_word(at[-1]) && is_word(at[1]));
}

/* What makes a heading, a list or a line across of the line that it begins. */
static bool begins_block(const char *text, const char *at)
{
	const char *end = text;

	if (at == text)
		return strchr("#+-=", *at) != NULL;
	while (is_digit(*end))
		end++;
	return at == end && at > text && (*at == '.' || *at == ')') &&
	       (at[1] == ' ' || at[1] == '\0');
}

char *escape_markdown(const char *text)
{
	struct buffer buffer = { 0 };

	while (*text == ' ')
		text++;
	for (const char *at = text; *at; at++) {
		if (strchr("\\`*[]<>|~&$", *at) || is_emphasis(text, at) || begins_link(text, at) ||
			begins_block(text, at))
			buffer_add_char(&buffer, '\\');
		buffer_add_char(&buffer, *at);
		if (*at == '@')
			buffer_add_text(&buffer, "<!-- -->");
	}
	return buffer_take(&buffer);
}
