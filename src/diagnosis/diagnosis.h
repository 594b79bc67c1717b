/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * So what is wrong, who can mend it, and how sure are we? Ranks causes by findings and answers. Pure and
 * explainable: each cause names what speaks for and against it. Nothing wrong gives no cause.
 */
#ifndef DIAGNOSIS_DIAGNOSIS_H
#define DIAGNOSIS_DIAGNOSIS_H

#include <stdbool.h>
#include <stddef.h>
#include "check/findings.h"
#include "evidence/evidence.h"

enum who { WHO_YOU, WHO_NETWORK, WHO_SITE, WHO_COUNT };
const char *who_name(enum who who); /* "you", "network", "site" */

enum severity { SEVERITY_WARN, SEVERITY_FAIL };
const char *severity_name(enum severity severity); /* "warn", "fail" */

/* A row of the cause table (rules/ *.rule). */
struct cause_rule {
	const char *id;
	enum who who;
	enum severity severity;
	enum stage stage; /* the rung it breaks: orders independent causes */
	int turn; /* on one rung: what lower turns complain of is met before */
	double prior; /* how common, 0 to 1: decides ties only */
	const char *const
		*proof; /* alternatives, NULL-ended; each "finding" or "finding & finding" */
	const char *const *support; /* "finding +0.1", NULL-ended */
	const char *const *against; /* "finding -0.3" */
	const char *const *unless; /* findings that rule it out (they explain it better) */
	const char *const *symptoms; /* that it explains, "answer.symptom=page" */
	const char *const *graver; /* findings that make it severity fail all the same */
	double confidence; /* when just proven */
};

const struct cause_rule *diagnosis_rule_at(size_t index); /* NULL after the last */
const struct cause_rule *diagnosis_rule(const char *cause_id);

struct cause {
	const struct cause_rule *rule;
	enum severity severity; /* the rule's, or fail by one of `graver` */
	double confidence; /* 0 to 1 */
	bool beside; /* it doesn't explain the symptom that the person named */
	char **because; /* finding ids and answer.* ids, most telling first; never empty */
	size_t because_count;
	char **against;
	size_t against_count;
};

struct causes {
	struct cause *items; /* most likely first */
	size_t count;
};

/* Ranks into RET, which is freed first. */
void diagnosis_rank(
	const struct evidence *evidence, const struct findings *findings, struct causes *ret);
void causes_free(struct causes *causes);

/*
 * The verdict of the whole run: fail when a cause of severity fail stands, else warn when one of warn
 * does, else unknown when the handshake could not be checked, else pass.
 */
enum verdict diagnosis_verdict(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes);

#endif
