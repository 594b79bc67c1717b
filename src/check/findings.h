/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the evidence mean, one fact at a time? A finding is an id, a verdict and facts, never a text.
 */
#ifndef CHECK_FINDINGS_H
#define CHECK_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"
#include "evidence/facts.h"

enum verdict {
	VERDICT_PASS,
	VERDICT_NOTE, /* true, and harms nobody */
	VERDICT_WARN, /* works here; breaks for some, or soon */
	VERDICT_FAIL,
	VERDICT_UNKNOWN, /* could not check; a reason goes with it */
	VERDICT_NOT_REACHED, /* an earlier rung broke */
	VERDICT_SKIPPED,
	VERDICT_COUNT
};
const char *verdict_name(enum verdict verdict); /* "pass" ... "not-reached", as in JSON */

struct finding {
	const char *id; /* static, from a kinds table: "certificate.expired" */
	const char *check; /* static: "certificate" */
	enum verdict verdict;
	bool about_here; /* about this computer while the trouble is on another one: a remark, no cause */
	struct facts facts;
};

struct finding_kind {
	const char *id;
	enum verdict verdict;
	const char *facts; /* names, comma separated, always set: its sentence may use only these */
	bool here; /* it speaks of this computer or its network, not of the server */
	bool path; /* it speaks of the way from here to the server: from elsewhere it may be otherwise */
};

struct check_result {
	const char *id;
	enum verdict verdict; /* worst of its findings, or unknown / not-reached / skipped / pass */
	const char *
		reason; /* WHY_* for unknown and skipped, stage name for not-reached, or NULL; static
	                         or owned by the evidence */
	bool running; /* its parts are still being looked at */
};

struct findings {
	struct finding *items;
	size_t count;
	struct check_result *checks; /* one for each check, in the registry's order */
	size_t check_count;
};

/*
 * Appends a finding of the kind called ID of the check that is judging (the last of `checks`); returns
 * its facts to fill, good until the next one is added. An ID that isn't in that check's table is a mistake
 * in the program and ends it.
 */
struct facts *findings_add(struct findings *findings, const char *id);

/*
 * The same for CHECK after all have judged, with a VERDICT no worse than the kind's. The check's result
 * becomes at least as bad as that.
 */
struct facts *findings_add_late(
	struct findings *findings, const char *check, const char *id, enum verdict verdict);

const struct finding *findings_find(const struct findings *findings, const char *id); /* or NULL */
const struct check_result *findings_check(const struct findings *findings, const char *check);
void findings_free(struct findings *findings);

#endif
