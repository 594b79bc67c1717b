/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/i18n.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "i18n/catalogues.h"
#include "i18n/mo.h"

struct language {
	const char *code;
	const char *own_name;
	const struct mo *mo; /* NULL for English, which the msgids are */
};

enum { LANGUAGES_MOST = 64 };

static const struct language english = { "en", "English", NULL };

static const struct language *languages[LANGUAGES_MOST + 1];
static pthread_once_t languages_made = PTHREAD_ONCE_INIT;

/* Other codes by which people and systems know a language of ours. */
static const struct {
	const char *name, *code;
} aliases[] = {
	{ "fil", "tl" },
	{ "tgl", "tl" },
	{ "jpn", "ja" },
	{ "nld", "nl" },
	{ "eng", "en" },
};

/* The row of CATALOGUE; lives as long as the program. NULL for a catalogue that can't be used. */
static const struct language *language_of(const struct catalogue *catalogue)
{
	struct mo mo;
	struct mo *kept;
	struct language *language;
	const char *own_name;
	size_t length;

	if (!mo_open(catalogue->bytes, catalogue->size, &mo))
		return NULL;
	kept = memory_new(1, sizeof(*kept));
	*kept = mo;
	own_name = mo_header(kept, "X-Language-Name", &length);
	language = memory_new(1, sizeof(*language));
	language->code = catalogue->code;
	language->own_name = own_name ? memory_text_n(own_name, length) : catalogue->code;
	language->mo = kept;
	return language;
}

static void make_languages(void)
{
	size_t count = 0;

	languages[count++] = &english;
	for (const struct catalogue *c = i18n_catalogues; c->code && count < LANGUAGES_MOST; c++) {
		languages[count] = language_of(c);
		count += languages[count] != NULL;
	}
}

const struct language *language_at(size_t index)
{
	pthread_once(&languages_made, make_languages);
	return index < LANGUAGES_MOST ? languages[index] : NULL;
}

const struct language *language_english(void)
{
	return &english;
}

const char *language_code(const struct language *language)
{
	return language->code;
}

const char *language_own_name(const struct language *language)
{
	return language->own_name;
}

static const struct language *language_coded(const char *code)
{
	const struct language *language;

	for (size_t i = 0; (language = language_at(i)); i++)
		if (text_same(language->code, code))
			return language;
	return NULL;
}

/* Copies NAME's leading "ll" and, when it has one, "_CC"; whatever follows is ".codeset" or "@modifier". */
static void split_name(const char *name, char *language, char *with_country, size_t room)
{
	size_t length = strcspn(name, "_-.@");
	size_t whole = strcspn(name, ".@");

	language[0] = with_country[0] = '\0';
	if (whole >= room)
		return;
	memcpy(language, name, length);
	language[length] = '\0';
	memcpy(with_country, name, whole);
	with_country[whole] = '\0';
	if (length < whole)
		with_country[length] = '_';
}

const struct language *language_by_name(const char *name)
{
	char code[32], with_country[32];
	const struct language *found;

	if (!name)
		return NULL;
	split_name(name, code, with_country, sizeof(code));
	found = language_coded(with_country);
	if (!found)
		found = language_coded(code);
	for (size_t i = 0; !found && i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (text_same(aliases[i].name, code))
			found = language_coded(aliases[i].code);
	return found;
}

/* The first language of a list like "fil_PH:tl:en" that we have. */
static const struct language *language_of_list(const char *list)
{
	const struct language *found = NULL;

	while (list && *list && !found) {
		size_t length = strcspn(list, ":");
		char *name = memory_text_n(list, length);

		found = language_by_name(name);
		free(name);
		list += length;
		list += *list == ':';
	}
	return found;
}

const struct language *language_from_environment(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const struct language *found = language_of_list(getenv("LANGUAGE"));

	for (size_t i = 0; !found && i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);

		if (value && *value)
			return language_by_name(value);
	}
	return found;
}

const char *tr_ctx(const struct language *language, const char *context, const char *text)
{
	const char *found = language->mo ? mo_find(language->mo, context, text) : NULL;

	return found ? found : text;
}

const char *tr(const struct language *language, const char *text)
{
	return tr_ctx(language, NULL, text);
}

const char *tr_n(const struct language *language, const char *one, const char *many, long n)
{
	unsigned long count = n < 0 ? 0 - (unsigned long)n : (unsigned long)n;
	const char *found = language->mo ? mo_find_plural(language->mo, one, count) : NULL;

	if (found)
		return found;
	return count == 1 ? one : many;
}

bool tr_known(const struct language *language, const char *text)
{
	return !language->mo || mo_find(language->mo, NULL, text);
}
