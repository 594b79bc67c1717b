/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/search.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "guide/own_row.h"
#include "guide/tables.h"

#define WORDS_MOST 8
#define IN_TITLE 4

/* ---- Words ---- */

/* A character as it is compared: small, of normal width, in one of the two alphabets. */
static unsigned folded(unsigned code)
{
	if (code >= 0xff01 && code <= 0xff5e)
		code = code - 0xff01 + '!';
	if (code == 0x3000)
		return ' ';
	if (code >= 'A' && code <= 'Z')
		return code - 'A' + 'a';
	if (code >= 0x30a1 && code <= 0x30f6)
		return code - 0x60;
	return code;
}

static void add_code(struct buffer *out, unsigned code)
{
	if (code < 0x80) {
		buffer_add_char(out, (char)code);
		return;
	}
	buffer_add_char(out, (char)(0xe0 | code >> 12));
	buffer_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
	buffer_add_char(out, (char)(0x80 | (code & 0x3f)));
}

/* TEXT folded; characters beyond three bytes, and bytes that are none, stay as they are. */
static char *fold(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;
	struct buffer out = { 0 };

	while (*c) {
		bool three = (*c & 0xf0) == 0xe0 && (c[1] & 0xc0) == 0x80 && (c[2] & 0xc0) == 0x80;

		if (three) {
			add_code(&out, folded((unsigned)(*c & 0xf) << 12 |
					       (unsigned)(c[1] & 0x3f) << 6 | (c[2] & 0x3fu)));
			c += 3;
		} else {
			buffer_add_char(&out, (char)(*c < 0x80 ? folded(*c) : *c));
			c++;
		}
	}
	return out.bytes ? buffer_take(&out) : memory_text("");
}

struct query {
	char *text; /* folded, cut up by NULs */
	const char *words[WORDS_MOST];
	size_t count;
	const struct language *language;
};

static void cut_up(struct query *query, const char *words, const struct language *language)
{
	char *rest = NULL;

	*query = (struct query){ .text = fold(words), .language = language };
	for (char *word = strtok_r(query->text, " ,", &rest); word && query->count < WORDS_MOST;
		word = strtok_r(NULL, " ,", &rest))
		query->words[query->count++] = word;
}

/* ---- Texts ---- */

/* Which of the words a text has, as bits. */
static unsigned words_in(const struct query *query, const char *text)
{
	char *own = fold(tr(query->language, text)), *english = fold(text);
	unsigned found = 0;

	for (size_t i = 0; i < query->count; i++)
		if (strstr(own, query->words[i]) || strstr(english, query->words[i]))
			found |= 1u << i;
	free(own);
	free(english);
	return found;
}

static unsigned words_in_all(const struct query *query, const char *const *paragraphs)
{
	unsigned found = 0;

	for (size_t i = 0; paragraphs && paragraphs[i]; i++)
		found |= words_in(query, paragraphs[i]);
	return found;
}

static int bits(unsigned set)
{
	int count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

/* 0 when a word is missing. */
static int score(const struct query *query, const char *title, const char *const *const *texts)
{
	unsigned all = (1u << query->count) - 1, in_title = words_in(query, title);
	unsigned found = in_title;

	for (size_t i = 0; texts[i]; i++)
		found |= words_in_all(query, texts[i]);
	return found == all ? 1 + IN_TITLE * bits(in_title) : 0;
}

/* ---- The tables ---- */

struct hits {
	struct guide_hit *items;
	size_t count, room;
};

static void keep(struct hits *hits, struct guide_hit hit)
{
	if (!hit.score)
		return;
	hits->items = memory_resize(hits->items, hits->count + 1, sizeof(*hits->items));
	hits->items[hits->count++] = hit;
}

static void search_small(const struct query *query, struct hits *hits)
{
	for (size_t i = 0; i < guide_terms_count; i++)
		keep(hits, (struct guide_hit){ .kind = HIT_TERM,
				   .row = &guide_terms[i],
				   .score = score(query, guide_terms[i].word,
					   (const char *const *const[]){
						   guide_terms[i].text, NULL }) });
	for (size_t i = 0; i < guide_steps_count; i++)
		keep(hits, (struct guide_hit){ .kind = HIT_STEP,
				   .step = guide_steps[i].step,
				   .score = score(query, guide_steps[i].title,
					   (const char *const *const[]){ guide_steps[i].why,
						   guide_steps[i].checked, NULL }) });
	for (size_t i = 0; i < guide_faqs_count; i++)
		keep(hits, (struct guide_hit){ .kind = HIT_FAQ,
				   .row = &guide_faqs[i],
				   .score = score(query, guide_faqs[i].question,
					   (const char *const *const[]){
						   guide_faqs[i].answer, NULL }) });
	for (size_t i = 0; i < guide_causes_count; i++)
		keep(hits, (struct guide_hit){ .kind = HIT_CAUSE,
				   .cause = guide_causes[i].id,
				   .score = score(query, guide_causes[i].title,
					   (const char *const *const[]){
						   guide_causes[i].text, NULL }) });
}

static void search_fixes(
	const struct query *query, const struct evidence *evidence, struct hits *hits)
{
	const struct fix_row **fixes = memory_new(guide_fixes_table_count + 1, sizeof(*fixes));
	size_t count = guide_fixes_of_step(0, evidence, fixes, guide_fixes_table_count);

	for (size_t i = 0; i < count; i++)
		keep(hits, (struct guide_hit){ .kind = HIT_FIX,
				   .row = fixes[i],
				   .score = score(query, fixes[i]->title,
					   (const char *const *const[]){ fixes[i]->body,
						   fixes[i]->expect, fixes[i]->stop, NULL }) });
	free(fixes);
}

/* In the searcher's language where the organization wrote in it. */
static void search_own(const struct query *query, const struct evidence *evidence,
	const struct guide_own *own, struct hits *hits)
{
	const struct fix_row **fixes = memory_new(GUIDE_OWN_STANZAS_MOST, sizeof(*fixes));
	size_t count = guide_own_fixes(own, NULL, 0, evidence, fixes, GUIDE_OWN_STANZAS_MOST);

	for (size_t i = 0; i < count; i++) {
		const struct fix_row *row = own_row_in(query->language, fixes[i]);

		keep(hits, (struct guide_hit){ .kind = HIT_FIX,
				   .row = fixes[i],
				   .score = score(query, row->title,
					   (const char *const *const[]){
						   row->body, row->expect, row->stop, NULL }) });
	}
	free(fixes);
}

static void search_questions(
	const struct query *query, const struct evidence *evidence, struct hits *hits)
{
	for (size_t i = 0; i < guide_questions_count; i++)
		if (guide_questions[i].step && guide_question_fits(&guide_questions[i], evidence))
			keep(hits, (struct guide_hit){ .kind = HIT_QUESTION,
					   .row = &guide_questions[i],
					   .score = score(query, guide_questions[i].title,
						   (const char *const *const[]){
							   guide_questions[i].text, NULL }) });
}

/* Stable: what stands first in the files stays first among equals. */
static void sort(struct hits *hits)
{
	for (size_t i = 1; i < hits->count; i++) {
		struct guide_hit hit = hits->items[i];
		size_t at = i;

		for (; at && hits->items[at - 1].score < hit.score; at--)
			hits->items[at] = hits->items[at - 1];
		hits->items[at] = hit;
	}
}

/* What stands in for a check that wasn't made. */
static void nothing_known(struct evidence *ret, const struct language *language)
{
	evidence_init(ret);
	settings_init(&ret->settings);
	ret->settings.target.host = memory_text(tr(language, N_("the server")));
	ret->settings.target.shown = memory_text(ret->settings.target.host);
	ret->settings.target.port = 443;
}

size_t guide_search(const struct language *language, const char *words,
	const struct evidence *evidence, const struct guide_own *own, struct guide_hit *ret,
	size_t room)
{
	struct evidence nothing;
	struct query query;
	struct hits hits = { 0 };

	nothing_known(&nothing, language);
	cut_up(&query, words, language);
	if (query.count) {
		search_own(&query, evidence ? evidence : &nothing, own, &hits);
		search_small(&query, &hits);
		search_fixes(&query, evidence ? evidence : &nothing, &hits);
		if (evidence)
			search_questions(&query, evidence, &hits);
	}
	sort(&hits);
	for (size_t i = 0; i < hits.count && i < room; i++)
		ret[i] = hits.items[i];
	free(hits.items);
	free(query.text);
	evidence_free(&nothing);
	return hits.count;
}

/* ---- What was found, in words ---- */

static char *cause_words(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence, bool title)
{
	struct cause cause = { .rule = diagnosis_rule(hit->cause) };

	if (!cause.rule)
		return memory_text(title ? hit->cause : "");
	return title ? guide_cause_title(language, &cause, evidence, NULL)
		     : guide_cause_text(language, &cause, evidence, NULL);
}

/* A sentence that begins with "the server" begins with a capital letter. */
static char *capital(char *sentence)
{
	if (sentence[0] >= 'a' && sentence[0] <= 'z')
		sentence[0] = (char)(sentence[0] - 32);
	return sentence;
}

static char *title_with(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence)
{
	switch (hit->kind) {
	case HIT_STEP:
		return memory_text(guide_step_title(language, hit->step));
	case HIT_TERM:
		return memory_text(guide_term_word(language, hit->row));
	case HIT_CAUSE:
		return cause_words(language, hit, evidence, true);
	case HIT_FIX:
		return memory_text(guide_fix_title(language, hit->row));
	case HIT_FAQ:
		return memory_text(guide_faq_question(language, hit->row));
	default:
		return memory_text(guide_question_title(language, hit->row));
	}
}

static char *text_with(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence)
{
	switch (hit->kind) {
	case HIT_STEP:
		return guide_step_text(language, hit->step);
	case HIT_TERM:
		return guide_term_text(language, hit->row);
	case HIT_CAUSE:
		return cause_words(language, hit, evidence, false);
	case HIT_FIX:
		return guide_fix_text(language, hit->row, evidence, NULL);
	case HIT_FAQ:
		return guide_faq_answer(language, hit->row);
	default:
		return guide_question_text(language, hit->row);
	}
}

char *guide_hit_title(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence)
{
	struct evidence nothing;
	char *title;

	nothing_known(&nothing, language);
	title = evidence ? title_with(language, hit, evidence)
			 : capital(title_with(language, hit, &nothing));
	evidence_free(&nothing);
	return title;
}

char *guide_hit_text(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence)
{
	struct evidence nothing;
	char *text;

	nothing_known(&nothing, language);
	text = text_with(language, hit, evidence ? evidence : &nothing);
	evidence_free(&nothing);
	return text;
}
