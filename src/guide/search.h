/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does the guide speak of this? Words go in, in any of the languages; steps, terms, causes, fixes and questions of
 * both kinds that have all of them come out.
 */
#ifndef GUIDE_SEARCH_H
#define GUIDE_SEARCH_H

#include <stddef.h>
#include "guide/guide.h"
#include "guide/own.h"

enum guide_hit_kind { HIT_STEP, HIT_TERM, HIT_CAUSE, HIT_FIX, HIT_QUESTION, HIT_FAQ };

struct guide_hit {
	enum guide_hit_kind kind;
	int step; /* of a step */
	const void *
		row; /* of a term, a fix, a question, a question that people ask: as its own functions want it */
	const char *cause; /* id of a cause */
	int score; /* private */
};

/*
 * Best first; returns how many there are, writes at most ROOM. Capitals, full-width letters and the two Japanese
 * alphabets don't matter; English words are found in every language. No word, no hit. EVIDENCE (or NULL: this computer,
 * nothing answered) tells for which system and browser a fix shall be. What the organisation of OWN (or NULL) has to say is
 * found too.
 */
size_t guide_search(const struct language *language, const char *words,
	const struct evidence *evidence, const struct guide_own *own, struct guide_hit *ret,
	size_t room);

/* The caller frees each. */
char *guide_hit_title(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence);
/* What stands there, for reading: paragraphs. */
char *guide_hit_text(const struct language *language, const struct guide_hit *hit,
	const struct evidence *evidence);

#endif
