/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/hosts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"

#define ADDRESS_ROOM 64
#define DOMAIN_MOST 255

/* Part of a text that needn't end with a NUL. */
struct piece {
	const char *at;
	size_t length;
};

/* Takes the next line off REST, without its comment. false at the end. */
static bool next_line(struct piece *rest, const char *comments, struct piece *ret)
{
	const char *end;

	if (!rest->length)
		return false;
	end = memchr(rest->at, '\n', rest->length);
	*ret = (struct piece){ rest->at, end ? (size_t)(end - rest->at) : rest->length };
	rest->at += ret->length + (end != NULL);
	rest->length -= ret->length + (end != NULL);
	for (size_t i = 0; i < ret->length; i++)
		if (ret->at[i] && strchr(comments, ret->at[i]))
			ret->length = i;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the next word off LINE. false when there is none. */
static bool next_word(struct piece *line, struct piece *ret)
{
	while (line->length && is_blank(*line->at)) {
		line->at++;
		line->length--;
	}
	*ret = (struct piece){ line->at, 0 };
	while (ret->length < line->length && !is_blank(line->at[ret->length]))
		ret->length++;
	line->at += ret->length;
	line->length -= ret->length;
	return ret->length > 0;
}

static bool is_word(const struct piece *word, const char *text)
{
	return strlen(text) == word->length && !strncasecmp(word->at, text, word->length);
}

/* The address at the beginning of a line, or NULL. The caller frees it. */
static char *address_of(const struct piece *word)
{
	char *text;

	if (word->length >= ADDRESS_ROOM || memchr(word->at, '\0', word->length))
		return NULL;
	text = memory_text_n(word->at, word->length);
	if (address_family(text))
		return text;
	free(text);
	return NULL;
}

static bool is_named(struct piece line, const char *name)
{
	struct piece word;

	while (next_word(&line, &word))
		if (is_word(&word, name))
			return true;
	return false;
}

size_t hosts_addresses(
	const char *text, size_t length, const char *name, char *ret[HOSTS_MOST], int *ret_line)
{
	struct piece rest = { text, length }, line, word;
	size_t count = 0;
	int number = 0;

	*ret_line = 0;
	while (count < HOSTS_MOST && next_line(&rest, "#", &line)) {
		char *address;

		number++;
		if (!next_word(&line, &word) || !is_named(line, name))
			continue;
		address = address_of(&word);
		if (!address)
			continue;
		ret[count++] = address;
		if (!*ret_line)
			*ret_line = number;
	}
	return count;
}

size_t hosts_search(const char *text, size_t length, char *ret[HOSTS_MOST])
{
	struct piece rest = { text, length }, line, word;
	size_t count = 0;

	while (next_line(&rest, "#;", &line)) {
		if (!next_word(&line, &word) ||
			!(is_word(&word, "search") || is_word(&word, "domain")))
			continue;
		while (count)
			free(ret[--count]);
		while (count < HOSTS_MOST && next_word(&line, &word))
			ret[count++] = text_clean(word.at, word.length, TEXT_ONE_LINE, DOMAIN_MOST);
	}
	return count;
}
