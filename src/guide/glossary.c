/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The glossary, questions that people ask, and the faults to practise with.
 */
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

static char *paragraphs(const struct language *language, const char *const *texts)
{
	struct phrase nothing = { 0 };

	return phrase_paragraphs(&nothing, language, texts);
}

const struct term_row *guide_term_at(size_t index)
{
	return index < guide_terms_count ? &guide_terms[index] : NULL;
}

const char *guide_term_word(const struct language *language, const struct term_row *term)
{
	return tr(language, term->word);
}

char *guide_term_text(const struct language *language, const struct term_row *term)
{
	return paragraphs(language, term->text);
}

const struct term_row *guide_term(const char *id)
{
	for (size_t i = 0; i < guide_terms_count; i++)
		if (!strcmp(guide_terms[i].id, id))
			return &guide_terms[i];
	return NULL;
}

const struct faq_row *guide_faq_at(size_t index)
{
	return index < guide_faqs_count ? &guide_faqs[index] : NULL;
}

const char *guide_faq_id(const struct faq_row *faq)
{
	return faq->id;
}

const char *guide_faq_question(const struct language *language, const struct faq_row *faq)
{
	return tr(language, faq->question);
}

char *guide_faq_answer(const struct language *language, const struct faq_row *faq)
{
	return paragraphs(language, faq->answer);
}

int guide_faq_step(const struct faq_row *faq)
{
	return faq->step;
}

const struct term_row *guide_faq_term(const struct faq_row *faq, size_t index)
{
	size_t count = 0;

	while (faq->terms[count])
		count++;
	return index < count ? guide_term(faq->terms[index]) : NULL;
}

static const struct fault_row *find_fault(const char *id)
{
	for (size_t i = 0; i < guide_faults_count; i++)
		if (!strcmp(guide_faults[i].id, id))
			return &guide_faults[i];
	return NULL;
}

const char *guide_fault_title(const struct language *language, const char *fault)
{
	const struct fault_row *row = find_fault(fault);

	return row ? tr(language, row->title) : NULL;
}

char *guide_fault_text(const struct language *language, const char *fault)
{
	const struct fault_row *row = find_fault(fault);

	return row ? paragraphs(language, row->text) : NULL;
}
