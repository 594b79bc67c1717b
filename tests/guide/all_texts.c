/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "all_texts.h"
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/tables.h"

typedef void visitor(const struct text_place *place, const char *text);

static void one(visitor *visit, const char *kind, const char *id, const char *text)
{
	visit(&(struct text_place){ kind, id, true }, text);
}

static void many(visitor *visit, const char *kind, const char *id, const char *const *texts)
{
	for (size_t i = 0; texts[i]; i++)
		visit(&(struct text_place){ kind, id, false }, texts[i]);
}

static void steps(visitor *visit)
{
	for (size_t i = 0; i < guide_steps_count; i++) {
		const struct step_row *row = &guide_steps[i];

		one(visit, "step", row->title, row->title);
		many(visit, "step", row->title, row->why);
		many(visit, "step", row->title, row->checked);
	}
}

static void findings(visitor *visit)
{
	for (size_t i = 0; i < guide_findings_count; i++)
		many(visit, "finding", guide_findings[i].id, guide_findings[i].text);
}

/* A cause's title is a sentence. */
static void causes(visitor *visit)
{
	for (size_t i = 0; i < guide_causes_count; i++) {
		const char *title[] = { guide_causes[i].title, NULL };

		many(visit, "cause", guide_causes[i].id, title);
		many(visit, "cause", guide_causes[i].id, guide_causes[i].text);
	}
}

static void fixes(visitor *visit)
{
	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *row = &guide_fixes_table[i];

		one(visit, "fix", row->id, row->title);
		many(visit, "fix", row->id, row->body);
		many(visit, "fix", row->id, row->expect);
		many(visit, "fix", row->id, row->stop);
	}
}

static void questions(visitor *visit)
{
	for (size_t i = 0; i < guide_questions_count; i++) {
		const struct question_row *row = &guide_questions[i];

		one(visit, "question", row->id, row->title);
		many(visit, "question", row->id, row->text);
		for (const struct choice_row *choice = row->choices; choice->id; choice++)
			one(visit, "question", row->id, choice->label);
	}
}

static void faqs(visitor *visit)
{
	for (size_t i = 0; i < guide_faqs_count; i++) {
		one(visit, "faq", guide_faqs[i].id, guide_faqs[i].question);
		many(visit, "faq", guide_faqs[i].id, guide_faqs[i].answer);
	}
}

static void words(visitor *visit)
{
	for (size_t i = 0; i < guide_terms_count; i++) {
		one(visit, "term", guide_terms[i].id, guide_terms[i].word);
		many(visit, "term", guide_terms[i].id, guide_terms[i].text);
	}
	for (size_t i = 0; i < guide_faults_count; i++) {
		one(visit, "fault", guide_faults[i].id, guide_faults[i].title);
		many(visit, "fault", guide_faults[i].id, guide_faults[i].text);
	}
}

void all_texts(visitor *visit)
{
	steps(visit);
	findings(visit);
	causes(visit);
	fixes(visit);
	questions(visit);
	faqs(visit);
	words(visit);
}

void all_placeholders(
	const char *text, void (*visit)(const char *name, void *context), void *context)
{
	for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
		char *name = memory_text_n(open + 1, strcspn(open + 1, "}"));

		visit(name, context);
		free(name);
	}
}
