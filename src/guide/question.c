/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions that only the person can answer.
 */
#include <string.h>
#include "check/check.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

const struct question_row *guide_question_at(size_t index)
{
	return index < guide_questions_count ? &guide_questions[index] : NULL;
}

const struct question_row *guide_question(const char *id)
{
	for (size_t i = 0; i < guide_questions_count; i++)
		if (!strcmp(guide_questions[i].id, id))
			return &guide_questions[i];
	return NULL;
}

const char *guide_question_title(const struct language *language, const struct question_row *q)
{
	return tr(language, q->title);
}

char *guide_question_text(const struct language *language, const struct question_row *q)
{
	struct phrase nothing = { 0 };

	return phrase_paragraphs(&nothing, language, q->text);
}

const char *guide_question_id(const struct question_row *q)
{
	return q->id;
}

int guide_question_step(const struct question_row *q)
{
	return q->step;
}

bool guide_question_fits(const struct question_row *q, const struct evidence *evidence)
{
	bool other = evidence->settings.device == DEVICE_OTHER;
	int64_t offset_s;

	if (q->about && !strcmp(q->about, "clock") && !check_clock_correction(evidence, &offset_s))
		return false;
	if (q->about && !strcmp(q->about, "certificate") && !evidence->handshake.chain_count)
		return false;
	if (q->about && !strcmp(q->about, "others") &&
		(evidence->settings.offline || evidence->settings.ca_pem))
		return false;
	return !q->device || !strcmp(q->device, other ? "other" : "this");
}

size_t guide_question_choices(const struct question_row *q)
{
	size_t count = 0;

	while (q->choices[count].id)
		count++;
	return count;
}

const char *guide_choice_id(const struct question_row *q, size_t choice)
{
	return choice < guide_question_choices(q) ? q->choices[choice].id : NULL;
}

const char *guide_choice_text(
	const struct language *language, const struct question_row *q, size_t choice)
{
	return choice < guide_question_choices(q) ? tr(language, q->choices[choice].label) : "";
}
