/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which words stand in an nginx configuration? Cuts text as nginx does: quotes, escapes, comments, "${name}",
 * and the blocks of Lua code, whose braces are not nginx's. No I/O; any bytes will do.
 *
 * Source: https://nginx.org/en/docs/beginners_guide.html#conf_structure and the behaviour of nginx 1.22 2026-11.
 */
#ifndef WEBSERVER_NGINX_LEX_H
#define WEBSERVER_NGINX_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

#define NGINX_WORD_MOST 4096 /* bytes; nginx's own limit for a parameter */

enum nginx_token {
	NGINX_WORD, /* in `word` */
	NGINX_END, /* ";" */
	NGINX_OPEN, /* "{" */
	NGINX_CLOSE, /* "}" */
	NGINX_EOF,
	NGINX_BAD_QUOTE, /* a quote that nothing closes; the word is what its line holds */
	NGINX_BAD_LENGTH, /* a word of more than NGINX_WORD_MOST bytes; `word` is its start */
};

struct nginx_lex {
	const char *text;
	size_t length;
	size_t at;
	int line; /* of the text at `at`, from 1 */
	int token_line; /* where the last token began */
	struct buffer word; /* of the last NGINX_WORD or NGINX_BAD_*; ended by a NUL */
	bool quoted; /* it stood in quotes */
};

/* TEXT is borrowed. */
void nginx_lex_begin(struct nginx_lex *lex, const char *text, size_t length);
void nginx_lex_free(struct nginx_lex *lex);

enum nginx_token nginx_lex_next(struct nginx_lex *lex);

/* Passes over Lua code up to the brace that closes it, an NGINX_OPEN having been read. false when the text
 * ends first. */
bool nginx_lex_skip_lua(struct nginx_lex *lex);

#endif
