/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would settle it? The questions to the person, and the looks that weren't taken, that would separate the
 * causes that stand best. Pure: each answer is tried on the ranking.
 */
#ifndef DIAGNOSIS_SETTLE_H
#define DIAGNOSIS_SETTLE_H

#include <stdbool.h>
#include "diagnosis/diagnosis.h"

enum settle_kind {
	SETTLE_QUESTION, /* id of a question */
	SETTLE_LOOK, /* "others": ask other servers; "everything": ask for all that the server accepts */
};

struct settler {
	enum settle_kind kind;
	const char *id; /* static */
	double bits; /* what its answer tells of the cause on the average, above 0 */
};

#define SETTLERS_MOST 32

/*
 * Fills RET, best first; returns how many. None where no cause stands, or the first is as good as certain. The
 * answers of one question are taken to be equally likely; then the bits are the mutual information between answer
 * and cause (the Jensen-Shannon divergence of the rankings; Lin, IEEE Trans. Inf. Theory 37, 1991).
 */
size_t diagnosis_settle(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes, struct settler ret[SETTLERS_MOST]);

/* Whether QUESTION (its id) is one that is weighed here. */
bool diagnosis_can_ask(const char *question);

/* "question" or "look", as in JSON. */
const char *settle_kind_name(enum settle_kind kind);

#endif
