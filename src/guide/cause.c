/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Causes in words.
 */
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

static const struct cause_row *find(const char *id)
{
	for (size_t i = 0; i < guide_causes_count; i++)
		if (!strcmp(guide_causes[i].id, id))
			return &guide_causes[i];
	return NULL;
}

/* The target comes first: {host} is always the name the person asked about. */
static void add_facts(struct phrase *phrase, const struct language *language,
	const struct cause *cause, const struct evidence *evidence, const struct findings *findings)
{
	const struct finding *finding = NULL;

	phrase_add_target(phrase, evidence);
	for (size_t i = 0; findings && !finding && i < cause->because_count; i++)
		finding = findings_find(findings, cause->because[i]);
	if (finding)
		phrase_add_facts(phrase, language, &finding->facts);
}

char *guide_cause_title(const struct language *language, const struct cause *cause,
	const struct evidence *evidence, const struct findings *findings)
{
	const struct cause_row *row = find(cause->rule->id);
	struct phrase phrase = { 0 };
	char *title;
	bool placed;

	if (!row)
		return memory_text(cause->rule->id);
	placed = !row->portless || !evidence || evidence->settings.target.port > 0;
	add_facts(&phrase, language, cause, evidence, findings);
	title = phrase_sentence(&phrase, language, placed ? row->title : row->portless);
	phrase_free(&phrase);
	return title;
}

char *guide_cause_text(const struct language *language, const struct cause *cause,
	const struct evidence *evidence, const struct findings *findings)
{
	const struct cause_row *row = find(cause->rule->id);
	struct phrase phrase = { 0 };
	char *text;

	if (!row)
		return memory_text("");
	add_facts(&phrase, language, cause, evidence, findings);
	text = phrase_paragraphs(&phrase, language, row->text);
	phrase_free(&phrase);
	return text;
}
