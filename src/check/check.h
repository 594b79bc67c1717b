/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which judgements exist, and what do they say of this evidence? Pure: same evidence, same findings.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "check/findings.h"
#include "evidence/evidence.h"

#define PART_BIT(part) (1u << (part))

struct check {
	const char *id; /* "certificate" */
	int step; /* 1 to 12: the wizard's step it belongs to */
	unsigned
		parts; /* PART_BITs it needs: when the first of them that isn't seen is not-reached,
	                      skipped or could-not, so is the check, without judging. 0: judges always */
	unsigned also; /* PART_BITs it reads when they were seen; it is running while they come */
	const struct finding_kind *kinds; /* ends with a NULL id */
	void (*judge)(const struct evidence *evidence, struct findings *findings);
};

/* All checks in the order of the steps (check/checks.def). */
const struct check *check_at(size_t index); /* NULL after the last */
const struct check *check_find(const char *id);

/*
 * Judges everything that can be judged now (parts may still be missing) into RET, which is freed first.
 * LOOKING: PART_BITs of parts still under way. Checks named by settings.skip, or not by settings.only,
 * are skipped.
 */
void check_all(const struct evidence *evidence, unsigned looking, struct findings *ret);

/* The kind called ID in any check, or NULL. */
const struct finding_kind *check_kind(const char *id);

/* Whether RESULT was not needed and its step has other findings: then it isn't worth a word. */
bool check_is_moot(const struct findings *findings, const struct check_result *result);

/* Whether ID stands in the comma separated LIST (blanks around are allowed; NULL: an empty list). */
bool check_listed(const char *list, const char *id);

/*
 * Seconds to add to this computer's clock for the right time, and whether that is proven: true when
 * evidence calls the clock wrong. Certificates are then judged at both times.
 */
bool check_clock_correction(const struct evidence *evidence, int64_t *ret_seconds);

/* Whether a certificate is out of date by this computer's clock, and nobody has told that the clock is right. */
bool check_clock_doubted(const struct evidence *evidence);

#endif
