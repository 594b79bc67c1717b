/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The twelve steps of the wizard.
 */
#include <stdlib.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

static const struct step_row *find(int step)
{
	for (size_t i = 0; i < guide_steps_count; i++)
		if (guide_steps[i].step == step)
			return &guide_steps[i];
	return NULL;
}

const char *guide_step_title(const struct language *language, int step)
{
	const struct step_row *row = find(step);

	return row ? tr(language, row->title) : "";
}

char *guide_step_text(const struct language *language, int step)
{
	const struct step_row *row = find(step);
	struct phrase nothing = { 0 };
	char *why;
	char *checked;
	char *text;

	if (!row)
		return memory_text("");
	why = phrase_paragraphs(&nothing, language, row->why);
	checked = phrase_paragraphs(&nothing, language, row->checked);
	text = memory_format("%s\n\n%s", why, checked);
	free(why);
	free(checked);
	return text;
}
