/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/settle.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"

static bool fits(const struct settler *settler, const struct evidence *evidence)
{
	const struct question_row *question;

	if (settler->kind == SETTLE_LOOK)
		return true;
	question = guide_question(settler->id);
	return question && guide_question_fits(question, evidence);
}

size_t guide_settle(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes, struct settler ret[SETTLERS_MOST])
{
	size_t count = diagnosis_settle(evidence, findings, causes, ret);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (fits(&ret[i], evidence))
			ret[kept++] = ret[i];
	return kept;
}

char *guide_settler(const struct language *language, const struct settler *settler)
{
	const char *text;
	bool others;

	if (settler->kind == SETTLE_QUESTION)
		return memory_text(guide_question_title(language, guide_question(settler->id)));
	others = !strcmp(settler->id, "others");
	/* xgettext:no-c-format,perl-brace-format */
	text = others ? N_("Let the program compare the site with others. The option for that is "
			   "{option}.")
		      /* xgettext:no-c-format,perl-brace-format */
		      : N_("Let the program look at everything that the server accepts. The option "
			   "for that is {option}.");
	return i18n_fill(tr(language, text),
		(struct fill[]){ { "option", others ? "--reference" : "--deep" }, { NULL, NULL } });
}
