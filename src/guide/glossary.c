/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The glossary, and the faults to practise with.
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
