/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions that only the person can answer.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
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

/* ---- Which make sense ---- */

static bool is_answer(const struct evidence *evidence, const char *question, const char *choice)
{
	const char *given = evidence_answered(evidence, question);

	return given && !strcmp(given, choice);
}

static bool about_clock(const struct evidence *evidence)
{
	int64_t offset_s;

	return check_clock_correction(evidence, &offset_s) || check_clock_doubted(evidence);
}

static bool about_certificate(const struct evidence *evidence)
{
	return evidence->handshake.chain_count > 0;
}

static bool about_others(const struct evidence *evidence)
{
	return !evidence->settings.offline && !evidence->settings.ca_pem;
}

static bool about_program(const struct evidence *evidence)
{
	return is_answer(evidence, "symptom", "program") ||
	       is_answer(evidence, "browser", "program");
}

/* Who only checks an address has no browser with a problem. */
static bool about_browser(const struct evidence *evidence)
{
	return !about_program(evidence) && !is_answer(evidence, "symptom", "check");
}

static const struct {
	const char *about;
	bool (*fits)(const struct evidence *evidence);
} abouts[] = {
	{ "clock", about_clock },
	{ "certificate", about_certificate },
	{ "others", about_others },
	{ "program", about_program },
	{ "browser", about_browser },
};

static bool fits_about(const struct question_row *q, const struct evidence *evidence)
{
	for (size_t i = 0; q->about && i < sizeof(abouts) / sizeof(abouts[0]); i++)
		if (!strcmp(q->about, abouts[i].about))
			return abouts[i].fits(evidence);
	return true;
}

/* One thing after another: who has not tried the simple ones need not see the others. */
static bool fits_order(const struct question_row *q, const struct evidence *evidence)
{
	for (size_t i = 0; q->after && q->after[i]; i++) {
		size_t name = strcspn(q->after[i], "=");
		char *question = memory_text_n(q->after[i], name);
		bool given = is_answer(evidence, question, q->after[i] + name + 1);

		free(question);
		if (given)
			return true;
	}
	return !q->after || !q->after[0];
}

static bool fits_device(const struct question_row *q, const struct evidence *evidence)
{
	const char *system = guide_system(evidence), *browser = guide_browser(evidence);
	bool other = evidence->settings.device == DEVICE_OTHER;

	if ((q->device && strcmp(q->device, other ? "other" : "this") != 0) ||
		(q->system && (!system || strcmp(q->system, system) != 0)))
		return false;
	for (size_t i = 0; q->browsers && q->browsers[i]; i++)
		if (browser && !strcmp(q->browsers[i], browser))
			return true;
	return !q->browsers || !q->browsers[0];
}

bool guide_question_fits(const struct question_row *q, const struct evidence *evidence)
{
	return fits_about(q, evidence) && fits_order(q, evidence) && fits_device(q, evidence);
}

char *guide_question_how(const struct language *language, const struct question_row *q,
	const struct evidence *evidence)
{
	const struct fix_row *fix = q->fix ? guide_fix_named(q->fix, evidence) : NULL;

	return fix ? guide_fix_body(language, fix, evidence) : NULL;
}

const struct question_row *guide_question_of(
	const struct fix_row *fix, const struct evidence *evidence)
{
	for (size_t i = 0; i < guide_questions_count; i++) {
		const struct question_row *q = &guide_questions[i];

		if (q->fix && !strcmp(q->fix, guide_fix_id(fix)) && fits_about(q, evidence) &&
			fits_device(q, evidence))
			return q;
	}
	return NULL;
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
