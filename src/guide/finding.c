/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings and answers as sentences.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

#define ANSWER "answer."

/* TRANSLATORS: {question} is a question of this program, {answer} what the person chose. */
/* xgettext:no-c-format,perl-brace-format */
static const char *const answer_pattern = N_("{question} Your answer: {answer}.");

/* Why a cause that was seen from here is less sure: "Another device" alone would not say it. */
static const char *const seen_from_here = N_(
	"It was seen from this computer. From the device that has the problem it may look "
	"different.");

/* A finding without a text of its own can't happen in a complete program (tests/guide), but must not
 * leave a person without any word either. */
/* xgettext:no-c-format,perl-brace-format */
static const char *const other_pattern = N_("Technical name of what was found: {id}.");

static const struct finding_row *find(const char *id)
{
	for (size_t i = 0; i < guide_findings_count; i++)
		if (!strcmp(guide_findings[i].id, id))
			return &guide_findings[i];
	return NULL;
}

/* FACTS may be NULL. */
static char *finding_text(
	const struct language *language, const char *id, const struct facts *facts)
{
	const struct finding_row *row = find(id);
	struct phrase phrase = { 0 };
	char *text;

	phrase_add_facts(&phrase, language, facts);
	if (row) {
		text = phrase_paragraphs(&phrase, language, row->text);
	} else {
		phrase_add(&phrase, "id", memory_text(id));
		text = phrase_sentence(&phrase, language, other_pattern);
	}
	phrase_free(&phrase);
	return text;
}

char *guide_finding(const struct language *language, const struct finding *finding)
{
	return finding_text(language, finding->id, &finding->facts);
}

/* ---- Answers ---- */

static const char *choice_label(const struct question_row *question, const char *choice)
{
	for (const struct choice_row *row = question->choices; choice && row->id; row++)
		if (!strcmp(row->id, choice))
			return row->label;
	return NULL;
}

/* "answer.one-site=all" or, with the choice taken from the evidence, "answer.one-site". */
static char *answer_text(
	const struct language *language, const char *id, const struct evidence *evidence)
{
	const char *name = id + strlen(ANSWER);
	char *question_id = memory_text_n(name, strcspn(name, "="));
	const char *equals = strchr(name, '=');
	const struct question_row *question = guide_question(question_id);
	const char *choice = equals	? equals + 1
			     : evidence ? evidence_answered(evidence, question_id)
					: NULL;
	const char *label = question ? choice_label(question, choice) : NULL;
	struct phrase phrase = { 0 };
	char *text;

	if (question && label) {
		phrase_add(&phrase, "question", memory_text(tr(language, question->title)));
		phrase_add(&phrase, "answer", memory_text(tr(language, label)));
		text = phrase_sentence(&phrase, language, answer_pattern);
	} else {
		text = finding_text(language, id, NULL);
	}
	phrase_free(&phrase);
	free(question_id);
	return text;
}

char *guide_reason_for(const struct language *language, const char *id,
	const struct findings *findings, const struct evidence *evidence)
{
	const struct finding *finding = findings ? findings_find(findings, id) : NULL;

	if (!strcmp(id, ANSWER "device=other"))
		return memory_text(tr(language, seen_from_here));
	if (!strncmp(id, ANSWER, strlen(ANSWER)))
		return answer_text(language, id, evidence);
	return finding_text(language, id, finding ? &finding->facts : NULL);
}
