/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/plural.h"

#include <limits.h>
#include <string.h>

enum { DEPTH_MOST = 50 };

struct parser {
	const char *at, *end;
	unsigned long n;
	int depth;
	bool wrong;
};

struct binary_sign {
	const char *sign;
	int level; /* binds the tighter, the higher */
	unsigned long (*apply)(unsigned long a, unsigned long b);
};

static unsigned long apply_or(unsigned long a, unsigned long b)
{
	return a || b;
}

static unsigned long apply_and(unsigned long a, unsigned long b)
{
	return a && b;
}

static unsigned long apply_equal(unsigned long a, unsigned long b)
{
	return a == b;
}

static unsigned long apply_unequal(unsigned long a, unsigned long b)
{
	return a != b;
}

static unsigned long apply_less(unsigned long a, unsigned long b)
{
	return a < b;
}

static unsigned long apply_more(unsigned long a, unsigned long b)
{
	return a > b;
}

static unsigned long apply_at_most(unsigned long a, unsigned long b)
{
	return a <= b;
}

static unsigned long apply_at_least(unsigned long a, unsigned long b)
{
	return a >= b;
}

static unsigned long apply_plus(unsigned long a, unsigned long b)
{
	return a + b;
}

static unsigned long apply_minus(unsigned long a, unsigned long b)
{
	return a - b;
}

static unsigned long apply_times(unsigned long a, unsigned long b)
{
	return a * b;
}

static unsigned long apply_divided(unsigned long a, unsigned long b)
{
	return b ? a / b : 0;
}

static unsigned long apply_rest(unsigned long a, unsigned long b)
{
	return b ? a % b : 0;
}

/* Two-letter signs first, because "<" begins "<=". */
static const struct binary_sign signs[] = {
	{ "||", 1, apply_or },
	{ "&&", 2, apply_and },
	{ "==", 3, apply_equal },
	{ "!=", 3, apply_unequal },
	{ "<=", 4, apply_at_most },
	{ ">=", 4, apply_at_least },
	{ "<", 4, apply_less },
	{ ">", 4, apply_more },
	{ "+", 5, apply_plus },
	{ "-", 5, apply_minus },
	{ "*", 6, apply_times },
	{ "/", 6, apply_divided },
	{ "%", 6, apply_rest },
};

/* Skips blanks; the next byte, or NUL at the end. */
static char peek(struct parser *parser)
{
	while (parser->at < parser->end && (*parser->at == ' ' || *parser->at == '\t'))
		parser->at++;
	return parser->at < parser->end ? *parser->at : '\0';
}

/* Takes C when it is next. */
static bool take(struct parser *parser, char c)
{
	if (peek(parser) != c)
		return false;
	parser->at++;
	return true;
}

static const struct binary_sign *next_sign(struct parser *parser)
{
	size_t left;

	peek(parser);
	left = (size_t)(parser->end - parser->at);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t length = strlen(signs[i].sign);

		if (length <= left && !memcmp(parser->at, signs[i].sign, length))
			return &signs[i];
	}
	return NULL;
}

static unsigned long choice(struct parser *parser);

static unsigned long number(struct parser *parser)
{
	unsigned long value = 0;

	if (peek(parser) < '0' || peek(parser) > '9')
		parser->wrong = true;
	while (parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9')
		value = value * 10 + (unsigned long)(*parser->at++ - '0');
	return value;
}

static unsigned long operand(struct parser *parser)
{
	unsigned long value;
	unsigned nots = 0;

	while (take(parser, '!'))
		nots++;
	if (take(parser, '(')) {
		value = choice(parser);
		if (!take(parser, ')'))
			parser->wrong = true;
	} else {
		value = take(parser, 'n') ? parser->n : number(parser);
	}
	return !nots ? value : nots % 2 ? !value : !!value;
}

/* Signs that bind at least as tightly as LEVEL. */
static unsigned long binary(struct parser *parser, int level)
{
	unsigned long value = operand(parser);
	const struct binary_sign *next;

	while (!parser->wrong && (next = next_sign(parser)) && next->level >= level) {
		parser->at += strlen(next->sign);
		value = next->apply(value, binary(parser, next->level + 1));
	}
	return value;
}

static unsigned long choice(struct parser *parser)
{
	unsigned long value, yes, no;

	if (++parser->depth > DEPTH_MOST)
		parser->wrong = true;
	value = parser->wrong ? 0 : binary(parser, 1);
	if (!parser->wrong && take(parser, '?')) {
		yes = choice(parser);
		if (!take(parser, ':'))
			parser->wrong = true;
		no = parser->wrong ? 0 : choice(parser);
		value = value ? yes : no;
	}
	parser->depth--;
	return value;
}

bool plural_form(const char *expression, size_t length, unsigned long n, unsigned long *ret)
{
	const char *end = memchr(expression, ';', length);
	struct parser parser = { .at = expression, .end = end ? end : expression + length, .n = n };

	*ret = choice(&parser);
	return !parser.wrong && peek(&parser) == '\0' && parser.at == parser.end;
}
