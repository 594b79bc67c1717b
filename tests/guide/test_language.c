/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the English plain? Translators and twelve-year-olds depend on these rules.
 */
#include <criterion/criterion.h>
#include <string.h>
#include "all_texts.h"

enum { WORDS_MOST = 24, SENTENCES_MOST = 4, PARAGRAPH_MOST = 330 };

#define AT "%s %s: \"%s\"", place->kind, place->id, text

static void must_be_plain_ascii(const struct text_place *place, const char *text)
{
	cr_assert(text[0], "%s %s: empty", place->kind, place->id);
	for (const char *c = text; *c; c++)
		cr_expect(*c >= ' ' && *c < 0x7f, AT);
}

Test(guide_language, english_is_plain_ascii)
{
	all_texts(must_be_plain_ascii);
}

static void must_not_shout(const struct text_place *place, const char *text)
{
	cr_expect_not(strchr(text, '!'), AT);
}

Test(guide_language, nothing_is_shouted)
{
	all_texts(must_not_shout);
}

static bool ends_sentence(const char *c)
{
	if (*c != '.' && *c != '?')
		return false;
	if (c[1] == '"')
		c++;
	return c[1] == ' ' || c[1] == '\0';
}

static void must_be_short(const struct text_place *place, const char *text)
{
	int words = 1;
	int sentences = 0;

	for (const char *c = text; *c; c++) {
		if (*c == ' ')
			words++;
		if (!ends_sentence(c))
			continue;
		cr_expect(words <= WORDS_MOST, AT);
		words = 0;
		sentences++;
	}
	cr_expect(words <= WORDS_MOST, AT);
	cr_expect(sentences <= SENTENCES_MOST, AT);
	cr_expect(strlen(text) <= PARAGRAPH_MOST, AT);
}

Test(guide_language, sentences_and_paragraphs_are_short)
{
	all_texts(must_be_short);
}

static void must_end_well(const struct text_place *place, const char *text)
{
	const char *end = text + strlen(text) - 1;

	if (place->title)
		cr_expect(*end != '.', AT);
	else
		cr_expect(strchr(".?", *end) || (end > text && *end == '"' && end[-1] == '.'), AT);
}

Test(guide_language, sentences_end_with_a_full_stop_and_titles_without)
{
	all_texts(must_end_well);
}

/* An ending glued to a value can't be translated, and reads badly in English already. */
static void must_stand_free(const struct text_place *place, const char *text)
{
	for (const char *close = strchr(text, '}'); close; close = strchr(close + 1, '}'))
		cr_expect(!close[1] || strchr(" .,:;\"?)", close[1]), AT);
}

Test(guide_language, nothing_is_glued_to_a_placeholder)
{
	all_texts(must_stand_free);
}

/* "Ignore the warning" and its like are never advice. */
static void must_be_safe_advice(const struct text_place *place, const char *text)
{
	static const char *const never[] = { "gnore the warning", "proceed anyway",
		"continue anyway", "accept the risk", "add an exception", "verify=false",
		"--insecure", "-k ", "thisisunsafe", NULL };

	for (size_t i = 0; never[i]; i++)
		cr_expect_not(strstr(text, never[i]), AT);
}

Test(guide_language, nobody_is_told_to_pass_over_a_warning)
{
	all_texts(must_be_safe_advice);
}
