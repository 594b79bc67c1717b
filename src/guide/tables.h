/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the stanza files of text/ become? Rows of generated tables (tools/gen writes tables.c at build
 * time). Only guide/ reads them. Every text is an msgid; lists of paragraphs end with NULL and are never
 * NULL themselves.
 */
#ifndef GUIDE_TABLES_H
#define GUIDE_TABLES_H

#include <stddef.h>
#include "diagnosis/diagnosis.h"

struct step_row {
	int step;
	const char *title;
	const char *const *why;
	const char *const *checked;
};

struct finding_row {
	const char *id;
	const char *const *text;
};

struct cause_row {
	const char *id;
	const char *title;
	const char *portless; /* the title where no port is known, or NULL: it names none */
	const char *const *text;
};

struct own_fix;

struct fix_row {
	const char *id;
	int step;
	const char *const *causes; /* NULL-ended ids */
	const char *system; /* or NULL */
	const char *browser; /* or NULL */
	const char *server; /* a server program that it is for, beside the one without; or NULL */
	const char *const
		*statuses; /* of the page, "521": only for these; empty or NULL: for all */
	enum who who;
	const char *recheck; /* or NULL */
	const char *title;
	const char *const *body;
	const char *command; /* or NULL */
	const char *const *expect; /* may be empty */
	const char *const *stop; /* may be empty */
	const char *source; /* or NULL */
	const struct own_fix *own; /* of guide/own.c; NULL: of the tables */
};

struct choice_row {
	const char *id; /* NULL ends the list */
	const char *label;
};

struct question_row {
	const char *id;
	int step;
	const char *device; /* "other": asked only when another device has the problem; or NULL */
	const char *about; /* docs/stanzas.md says which there are; or NULL */
	const char *const
		*after; /* asked only once one of these "question=choice" was answered; or NULL */
	const char *system; /* asked only when that is the system; or NULL */
	const char *const *browsers; /* asked only when one of these is the browser; or NULL */
	const char *fix; /* which tells how to try what is asked; or NULL */
	const char *title;
	const char *const *text;
	const struct choice_row *choices;
};

struct term_row {
	const char *id;
	const char *word;
	const char *const *text;
};

struct faq_row {
	const char *id;
	int step; /* that it is about; 0: none */
	const char *const *terms; /* NULL-ended ids */
	const char *question;
	const char *const *answer;
};

struct fault_row {
	const char *id;
	const char *title;
	const char *const *text;
};

extern const struct step_row guide_steps[];
extern const size_t guide_steps_count;
extern const struct finding_row guide_findings[];
extern const size_t guide_findings_count;
extern const struct cause_row guide_causes[];
extern const size_t guide_causes_count;
extern const struct fix_row guide_fixes_table[];
extern const size_t guide_fixes_table_count;
extern const struct question_row guide_questions[];
extern const size_t guide_questions_count;
extern const struct term_row guide_terms[];
extern const size_t guide_terms_count;
extern const struct faq_row guide_faqs[];
extern const size_t guide_faqs_count;
extern const struct fault_row guide_faults[];
extern const size_t guide_faults_count;

#endif
