/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is right in this case? Evidence with a label: the cause that must be named first, or none. Read from
 * the *.cases files beside this one (README.md there says how to write them).
 */
#ifndef TESTS_CASES_CASE_H
#define TESTS_CASES_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/stanza.h"
#include "diagnosis/diagnosis.h"

#define CASE_HEALTHY "none"

/* One case; all texts live as long as the set. */
struct labelled {
	const struct stanza *stanza;
	const char *name;
	const char *first; /* the right cause, or CASE_HEALTHY */
	bool apart; /* kept apart: rules are not tuned on it */
};

struct case_set {
	char *folder; /* of the *.cases files */
	struct stanzas *files;
	char **paths;
	size_t file_count;
	struct labelled *items; /* in the order of their names */
	size_t count;
};

/* All cases of FOLDER, or NULL with *RET_WHY (caller frees). The caller frees it with cases_free(). */
struct case_set *cases_read(const char *folder, char **ret_why);
void cases_free(struct case_set *set);

/* Whether ID may stand first: it is the right cause or an acceptable one. */
bool case_accepts(const struct labelled *labelled, const char *id);

/* What was seen in that case. 0, or -1 with *RET_WHY (caller frees); then RET is left initialised. */
int case_evidence(const struct case_set *set, const struct labelled *labelled, struct evidence *ret,
	char **ret_why);

/* A case judged and ranked. */
struct judged {
	struct evidence evidence;
	struct findings findings;
	struct causes causes;
};

int case_judge(const struct case_set *set, const struct labelled *labelled, struct judged *ret,
	char **ret_why);
void judged_free(struct judged *judged);
const char *judged_first(const struct judged *judged); /* a cause, or CASE_HEALTHY */

#endif
