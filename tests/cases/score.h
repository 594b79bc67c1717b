/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often is the first cause right, and is it as sure as it is right?
 */
#ifndef TESTS_CASES_SCORE_H
#define TESTS_CASES_SCORE_H

#include "case.h"

#define SCORE_BINS 6

/* One row of the reliability table: causes named first with a confidence from LEAST up to the next row's. */
struct score_bin {
	double least;
	size_t count, right;
	double sum; /* of the confidences */
};

struct score {
	size_t faults, named,
		accepted; /* with the right first cause; with that or an acceptable one */
	size_t healthy, alarms; /* healthy ones that got a cause */
	struct score_bin bins[SCORE_BINS];
	char *report; /* a line for each case whose first cause isn't the right one */
};

/* Judges those of SET that are kept apart, or the others. 0, or -1 with *RET_WHY; free RET's report. */
int score_cases(const struct case_set *set, bool apart, struct score *ret, char **ret_why);

/* Of the cases with a fault: share whose first cause is the right one, acceptable ones not counted. */
double score_share(const struct score *score);

#endif
