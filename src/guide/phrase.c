/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "guide/phrase.h"

enum {
	LIST_SHOWN = 4, /* a longer list is cut to one less, and "n others" */
	MS_MOST = 10000, /* from here on a time is told in seconds */
	DAY_S = 86400,
};

/* TRANSLATORS: milliseconds */
/* xgettext:no-c-format,perl-brace-format */
static const char *const ms_pattern = N_("{number} ms");

/* TRANSLATORS: The last item of a list of names, as in "A, B, C and 7 others". */
/* xgettext:no-c-format,perl-brace-format */
static const char *const others_pattern = N_("{number} others");

/* ---- One fact in words ---- */

static char *say_unknown(const struct language *language)
{
	/* TRANSLATORS: Stands in a sentence in the place of a value that is not known. */
	return memory_text(tr_ctx(language, "value", "unknown"));
}

static char *say_ms(const struct language *language, int64_t ms)
{
	char *number;
	char *text;

	if (ms < 0)
		return say_unknown(language);
	if (ms == 0)
		return memory_text(tr(language, N_("less than 1 ms")));
	if (ms >= MS_MOST)
		return i18n_span(language, ms / 1000);
	number = i18n_number(language, ms);
	text = i18n_fill(tr(language, ms_pattern),
		(const struct fill[]){ { "number", number }, { NULL, NULL } });
	free(number);
	return text;
}

static char *say_days(const struct language *language, int64_t days)
{
	if (days == 0)
		/* TRANSLATORS: A length of time. */
		return memory_text(tr(language, "less than a day"));
	return i18n_span(language, days * DAY_S);
}

static char *say_others(const struct language *language, size_t count)
{
	char *number = i18n_number(language, (int64_t)count);
	char *text = i18n_fill(tr(language, others_pattern),
		(const struct fill[]){ { "number", number }, { NULL, NULL } });

	free(number);
	return text;
}

static char *say_list(const struct language *language, const struct fact *fact)
{
	const char *items[LIST_SHOWN];
	char *others;
	char *text;

	/* Which files were read is said of each. */
	if (fact->list_count <= LIST_SHOWN || !strcmp(fact->name, "files"))
		return i18n_list(language, (const char *const *)fact->list, fact->list_count);
	for (size_t i = 0; i < LIST_SHOWN - 1; i++)
		items[i] = fact->list[i];
	others = say_others(language, fact->list_count - (LIST_SHOWN - 1));
	items[LIST_SHOWN - 1] = others;
	text = i18n_list(language, items, LIST_SHOWN);
	free(others);
	return text;
}

static char *say_number(const struct language *language, const struct fact *fact)
{
	if (!strcmp(fact->name, "days") || !strcmp(fact->name, "allowed_days"))
		return say_days(language, fact->number);
	return i18n_number(language, fact->number);
}

static char *say_fact(const struct language *language, const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_TEXT:
		return fact->text && fact->text[0] ? memory_text(fact->text)
						   : say_unknown(language);
	case FACT_NUMBER:
		return say_number(language, fact);
	case FACT_CODE:
		return memory_format("%" PRId64, fact->number);
	case FACT_TIME:
		return i18n_date(language, fact->number);
	case FACT_SPAN:
		return i18n_span(language, fact->number);
	case FACT_MS:
		return say_ms(language, fact->number);
	case FACT_LIST:
		return say_list(language, fact);
	default:
		return say_unknown(language);
	}
}

/* ---- All values of a sentence ---- */

static bool has_value(const struct phrase *phrase, const char *name, size_t length)
{
	for (size_t i = 0; i < phrase->count; i++)
		if (strlen(phrase->values[i].name) == length &&
			!strncmp(phrase->values[i].name, name, length))
			return true;
	return false;
}

void phrase_add(struct phrase *phrase, const char *name, char *value)
{
	if (has_value(phrase, name, strlen(name))) {
		free(value);
		return;
	}
	phrase->values = memory_resize(phrase->values, phrase->count + 1, sizeof(*phrase->values));
	phrase->values[phrase->count].name = memory_text(name);
	phrase->values[phrase->count].value = value;
	phrase->count++;
}

void phrase_add_facts(
	struct phrase *phrase, const struct language *language, const struct facts *facts)
{
	for (size_t i = 0; facts && i < facts->count; i++)
		phrase_add(phrase, facts->items[i].name, say_fact(language, &facts->items[i]));
}

void phrase_add_target(struct phrase *phrase, const struct evidence *evidence)
{
	const struct target *target = evidence ? &evidence->settings.target : NULL;
	const char *host = NULL;

	if (!target)
		return;
	host = target->shown ? target->shown : target->host;
	if (host)
		phrase_add(phrase, "host", memory_text(host));
	if (target->port > 0)
		phrase_add(phrase, "port", memory_format("%d", target->port));
}

void phrase_free(struct phrase *phrase)
{
	for (size_t i = 0; i < phrase->count; i++) {
		free(phrase->values[i].name);
		free(phrase->values[i].value);
	}
	free(phrase->values);
	*phrase = (struct phrase){ 0 };
}

/* ---- The sentence ---- */

/* Length of the placeholder name behind OPEN, a "{"; 0 when it is none. */
static size_t placeholder_length(const char *open)
{
	size_t length = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return open[1 + length] == '}' ? length : 0;
}

/* Makes "unknown" of what PATTERN asks for and nobody knows. */
static void add_unknowns(
	struct phrase *phrase, const struct language *language, const char *pattern)
{
	for (const char *open = strchr(pattern, '{'); open; open = strchr(open + 1, '{')) {
		size_t length = placeholder_length(open);
		char *name;

		if (!length || has_value(phrase, open + 1, length))
			continue;
		name = memory_text_n(open + 1, length);
		phrase_add(phrase, name, say_unknown(language));
		free(name);
	}
}

static void copy_values(struct phrase *to, const struct phrase *from)
{
	for (size_t i = 0; i < from->count; i++)
		phrase_add(to, from->values[i].name, memory_text(from->values[i].value));
}

char *phrase_sentence(
	const struct phrase *phrase, const struct language *language, const char *pattern)
{
	const char *translated = tr(language, pattern);
	struct phrase all = { 0 };
	struct fill *fills;
	char *sentence;

	copy_values(&all, phrase);
	add_unknowns(&all, language, translated);
	fills = memory_new(all.count + 1, sizeof(*fills));
	for (size_t i = 0; i < all.count; i++)
		fills[i] = (struct fill){ all.values[i].name, all.values[i].value };
	sentence = i18n_fill(translated, fills);
	free(fills);
	phrase_free(&all);
	return sentence;
}

char *phrase_paragraphs(
	const struct phrase *phrase, const struct language *language, const char *const *paragraphs)
{
	struct buffer out = { 0 };

	for (size_t i = 0; paragraphs && paragraphs[i]; i++) {
		char *sentence = phrase_sentence(phrase, language, paragraphs[i]);

		if (i)
			buffer_add_text(&out, "\n\n");
		buffer_add_text(&out, sentence);
		free(sentence);
	}
	return buffer_take(&out);
}
