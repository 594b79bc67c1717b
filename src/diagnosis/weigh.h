/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a rule hold for what is known, and how surely? Only the files of diagnosis/ (and their tests)
 * include this.
 */
#ifndef DIAGNOSIS_WEIGH_H
#define DIAGNOSIS_WEIGH_H

#include <stdbool.h>
#include "diagnosis/diagnosis.h"

/*
 * Fills RET when RULE is proven and nothing rules it out. A proof needs all of its terms, and at least one
 * of them a warning, a failure or an answer: what is merely true harms nobody. Findings about this computer
 * don't count while the trouble is on another one, and what was seen only from here counts less.
 */
bool weigh(const struct cause_rule *rule, const struct evidence *evidence,
	const struct findings *findings, struct cause *ret);

/* One term of a rule: "finding +0.1" or "answer.one-site=all -0.3" has the id up to the blank. */
struct term {
	char id[64];
	double weight; /* 0 when none was given */
};

/* The first term of TEXT, or NULL when it isn't one; RET_REST is behind it and a "&", or NULL. */
bool weigh_term(const char *text, struct term *ret, const char **ret_rest);

#endif
