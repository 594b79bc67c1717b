/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_lex.h"

#include <string.h>

void nginx_lex_begin(struct nginx_lex *lex, const char *text, size_t length)
{
	*lex = (struct nginx_lex){ .text = text, .length = length, .line = 1, .token_line = 1 };
	if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		lex->at = 3;
}

void nginx_lex_free(struct nginx_lex *lex)
{
	buffer_free(&lex->word);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool more(const struct nginx_lex *lex)
{
	return lex->at < lex->length;
}

static char take(struct nginx_lex *lex)
{
	char c = lex->text[lex->at++];

	lex->line += c == '\n';
	return c;
}

static void skip_blanks(struct nginx_lex *lex)
{
	while (more(lex)) {
		if (lex->text[lex->at] == '#') {
			while (more(lex) && lex->text[lex->at] != '\n')
				lex->at++;
		} else if (is_blank(lex->text[lex->at])) {
			take(lex);
		} else {
			return;
		}
	}
}

/* A backslash before a quote or itself stands for that alone, \t \r \n for the control characters; before
 * anything else it stays. */
static void add_escaped(struct nginx_lex *lex, char c)
{
	switch (c) {
	case '"':
	case '\'':
	case '\\':
		break;
	case 't':
		c = '\t';
		break;
	case 'r':
		c = '\r';
		break;
	case 'n':
		c = '\n';
		break;
	default:
		buffer_add_char(&lex->word, '\\');
	}
	buffer_add_char(&lex->word, c);
}

static bool too_long(const struct nginx_lex *lex)
{
	return lex->word.length > NGINX_WORD_MOST;
}

/* Drops what stands behind the first line of a word: its quote was never closed. */
static void back_to_first_line(struct nginx_lex *lex, size_t start)
{
	const char *end = memchr(lex->text + start, '\n', lex->length - start);
	size_t length = end ? (size_t)(end - lex->text) - start : lex->length - start;

	lex->word.length = 0;
	buffer_add(
		&lex->word, lex->text + start, length < NGINX_WORD_MOST ? length : NGINX_WORD_MOST);
	lex->at = start + length;
	lex->line = lex->token_line;
}

static enum nginx_token quoted_word(struct nginx_lex *lex, char quote)
{
	size_t start = lex->at;

	lex->quoted = true;
	while (more(lex)) {
		char c = take(lex);

		if (c == quote)
			return NGINX_WORD;
		if (c == '\\' && more(lex))
			add_escaped(lex, take(lex));
		else
			buffer_add_char(&lex->word, c);
		if (too_long(lex))
			break;
	}
	back_to_first_line(lex, start);
	return NGINX_BAD_QUOTE;
}

static bool ends_word(char c)
{
	return is_blank(c) || c == ';' || c == '{';
}

static enum nginx_token bare_word(struct nginx_lex *lex)
{
	bool after_dollar = false;

	while (more(lex)) {
		char c = lex->text[lex->at];

		if (ends_word(c) && !(c == '{' && after_dollar))
			break;
		take(lex);
		after_dollar = c == '$';
		if (c == '\\' && more(lex))
			add_escaped(lex, take(lex));
		else
			buffer_add_char(&lex->word, c);
		if (too_long(lex))
			return NGINX_BAD_LENGTH;
	}
	return NGINX_WORD;
}

enum nginx_token nginx_lex_next(struct nginx_lex *lex)
{
	char c;

	skip_blanks(lex);
	lex->token_line = lex->line;
	lex->word.length = 0;
	lex->quoted = false;
	buffer_add(&lex->word, "", 0);
	if (!more(lex))
		return NGINX_EOF;
	c = lex->text[lex->at];
	if (c == ';' || c == '{' || c == '}') {
		lex->at++;
		return c == ';' ? NGINX_END : c == '{' ? NGINX_OPEN : NGINX_CLOSE;
	}
	if (c == '"' || c == '\'') {
		lex->at++;
		return quoted_word(lex, c);
	}
	return bare_word(lex);
}

/* ---- Lua ---- */

/* The length of "[[", "[=[" ... at AT, or 0. RET_LEVEL is the number of its "=". */
static size_t long_bracket(const struct nginx_lex *lex, size_t at, size_t *ret_level)
{
	size_t level = 0;

	if (at >= lex->length || lex->text[at] != '[')
		return 0;
	while (at + 1 + level < lex->length && lex->text[at + 1 + level] == '=')
		level++;
	if (at + 1 + level >= lex->length || lex->text[at + 1 + level] != '[')
		return 0;
	*ret_level = level;
	return level + 2;
}

/* Up to "]]" with LEVEL "=" in it. */
static void skip_long(struct nginx_lex *lex, size_t level)
{
	while (more(lex)) {
		size_t equals = 0;

		if (take(lex) != ']')
			continue;
		while (lex->at + equals < lex->length && lex->text[lex->at + equals] == '=')
			equals++;
		if (equals == level && lex->at + equals < lex->length &&
			lex->text[lex->at + equals] == ']') {
			lex->at += equals + 1;
			return;
		}
	}
}

static void skip_lua_string(struct nginx_lex *lex, char quote)
{
	while (more(lex)) {
		char c = take(lex);

		if (c == '\\' && more(lex))
			take(lex);
		else if (c == quote || c == '\n')
			return;
	}
}

static void skip_lua_comment(struct nginx_lex *lex)
{
	size_t level, length = long_bracket(lex, lex->at, &level);

	if (length) {
		lex->at += length;
		skip_long(lex, level);
		return;
	}
	while (more(lex) && lex->text[lex->at] != '\n')
		lex->at++;
}

bool nginx_lex_skip_lua(struct nginx_lex *lex)
{
	size_t depth = 1, level, length;

	while (more(lex)) {
		char c;

		length = long_bracket(lex, lex->at, &level);
		if (length) {
			lex->at += length;
			skip_long(lex, level);
			continue;
		}
		c = take(lex);
		if (c == '"' || c == '\'') {
			skip_lua_string(lex, c);
		} else if (c == '-' && more(lex) && lex->text[lex->at] == '-') {
			lex->at++;
			skip_lua_comment(lex);
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && !--depth) {
			return true;
		}
	}
	return false;
}
