/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do we tell the person? Ids and facts go in, whole sentences of one language come out. The texts
 * stand in text/ as stanzas. Returned char * are the caller's to free; const char * live for ever.
 */
#ifndef GUIDE_GUIDE_H
#define GUIDE_GUIDE_H

#include <stdbool.h>
#include <stddef.h>
#include "check/findings.h"
#include "diagnosis/diagnosis.h"
#include "evidence/evidence.h"
#include "i18n/i18n.h"

#define GUIDE_STEPS 12

/* ---- Steps ---- */
const char *guide_step_title(const struct language *language, int step); /* <= 22 cells */
/* Why it matters and what is checked, paragraphs split by "\n\n". */
char *guide_step_text(const struct language *language, int step);

/* ---- Findings ---- */
/* The finding in one or two sentences. Never NULL. */
char *guide_finding(const struct language *language, const struct finding *finding);
/* Why a check could not be made, was skipped or not reached, as a sentence ending in a full stop. */
char *guide_reason(const struct language *language, const struct check_result *result);

/* ---- Causes ---- */
/* One sentence, may use the facts of the cause's first finding and {host}. */
char *guide_cause_title(const struct language *language, const struct cause *cause,
	const struct evidence *evidence, const struct findings *findings);
/* What that means, in plain words; paragraphs. */
char *guide_cause_text(const struct language *language, const struct cause *cause,
	const struct evidence *evidence, const struct findings *findings);
/* "the owner of the website. You did nothing wrong." */
const char *guide_who(const struct language *language, enum who who);
/* The same for CAUSE: nobody is told "you did nothing wrong" above "check the port number". */
const char *guide_who_mends(
	const struct language *language, const char *cause, const struct evidence *evidence);
/* The same after "Who does it:", for one fix. */
const char *guide_doer(const struct language *language, enum who who);
/* "certain", "very likely", "likely", "possible" for a confidence. */
const char *guide_likelihood(const struct language *language, double confidence);
/* A `because`/`against` id as a sentence: the finding's own, or what the person answered. */
char *guide_reason_for(const struct language *language, const char *id,
	const struct findings *findings, const struct evidence *evidence);

/* ---- Fixes ---- */
struct fix_row; /* guide/tables.h; faces use the functions below */
const char *guide_fix_id(const struct fix_row *fix);
int guide_fix_step(const struct fix_row *fix);
enum who guide_fix_who(const struct fix_row *fix);
const char *guide_fix_recheck(const struct fix_row *fix); /* a check id, or NULL */
const char *guide_fix_command(const struct fix_row *fix); /* to copy, never translated, or NULL */

/* The fixes of CAUSE for SYSTEM and BROWSER (NULL: unknown), best first. Returns how many there are in
 * all, writes at most ROOM of them. */
size_t guide_fixes(const char *cause, const char *system, const char *browser,
	const struct fix_row **ret, size_t room);
/* The same for the system and browser that EVIDENCE is about, without those that have nothing to say
 * about it: with the usual port 443, nobody need compare the port. */
size_t guide_fixes_for(const char *cause, const struct evidence *evidence,
	const struct fix_row **ret, size_t room);
/* The fixes of wizard step STEP for the system and browser that EVIDENCE is about, whatever they mend, in the order of
 * the files. As above. */
size_t guide_fixes_of_step(
	int step, const struct evidence *evidence, const struct fix_row **ret, size_t room);
bool guide_fix_is_particular(const struct fix_row *fix); /* to a system or browser */
bool guide_fix_mends(const struct fix_row *fix, const char *cause);
/* The keys System and Browser of *.fix for the device that has the problem: this computer's system is
 * known, everything else was answered. NULL: not known. */
const char *guide_system(const struct evidence *evidence);
/* The browser that was named, or NULL. */
const char *guide_browser(const struct evidence *evidence);
/* The variant of the fix ID for that system and browser, or NULL; and what it says to do, to be freed. */
const struct fix_row *guide_fix_named(const char *id, const struct evidence *evidence);
char *guide_fix_body(const struct language *language, const struct fix_row *fix,
	const struct evidence *evidence);
const char *guide_browser(const struct evidence *evidence);
const struct fix_row *guide_fix_at(size_t index); /* NULL after the last */
/* The same fix with another server program, in the order of the files: NULL after the last. Lists of
 * fixes name only the one without a program (its commands are for nginx). */
const struct fix_row *guide_fix_variant(const struct fix_row *fix, size_t index);
/* The server program of a variant, as people call it; NULL for the others. */
const char *guide_fix_server(const struct language *language, const struct fix_row *fix);
const char *guide_fix_title(const struct language *language, const struct fix_row *fix);
/* How to do it, how to know that it worked, when to stop: paragraphs; {host} and the like are filled. */
char *guide_fix_text(const struct language *language, const struct fix_row *fix,
	const struct evidence *evidence, const struct findings *findings);

/* ---- The message for whoever has to mend it ---- */
/* Whether the first of CAUSES is for the owner of the site, or for those who run the network. */
bool guide_has_message(const struct causes *causes);
/* A mail to them, ready to be sent: subject, what was found, what would help, facts for a technician. Lines, not
 * wrapped. NULL when there is none. The caller frees it. */
char *guide_message(const struct language *language, const struct causes *causes,
	const struct evidence *evidence, const struct findings *findings);

/* ---- Questions that only the person can answer ---- */
struct question_row;
const struct question_row *guide_question_at(size_t index);
const struct question_row *guide_question(const char *id);
const char *guide_question_title(const struct language *language, const struct question_row *q);
char *guide_question_text(const struct language *language, const struct question_row *q);
const char *guide_question_id(const struct question_row *q);
int guide_question_step(const struct question_row *q); /* 0: asked at the start */
/* Whether it makes sense to ask Q about the device that has the problem. */
bool guide_question_fits(const struct question_row *q, const struct evidence *evidence);
/* How to try what is asked, on the system and with the browser that have the problem; or NULL. The caller frees it. */
char *guide_question_how(const struct language *language, const struct question_row *q,
	const struct evidence *evidence);
/* The question whose answer would show a way to mend CAUSE that fits better: which system, which
 * browser? NULL when nothing depends on it or it has been answered. */
const struct question_row *guide_question_for(const char *cause, const struct evidence *evidence);
/* The question that asks how FIX went, where it makes sense here; or NULL. */
const struct question_row *guide_question_of(
	const struct fix_row *fix, const struct evidence *evidence);
size_t guide_question_choices(const struct question_row *q);
const char *guide_choice_id(const struct question_row *q, size_t choice);
const char *guide_choice_text(
	const struct language *language, const struct question_row *q, size_t choice);

/* ---- Words ---- */
const char *guide_verdict_word(const struct language *language, enum verdict verdict); /* badge */
const char *guide_rung_name(const struct language *language, int rung); /* 0 reach ... 6 data */
#define GUIDE_RUNGS 7
int guide_rung_of(enum stage stage); /* dns, tcp, proxy, starttls -> 0 ... data -> 6, done -> 7 */
/* Why this target can't be one: a sentence with what was typed. */
char *guide_target_error(
	const struct language *language, enum target_error error, const char *typed);

/* The glossary: "what does handshake mean?" */
struct term_row;
const struct term_row *guide_term_at(size_t index); /* NULL after the last */
const char *guide_term_word(const struct language *language, const struct term_row *term);
char *guide_term_text(const struct language *language, const struct term_row *term);

const struct term_row *guide_term(const char *id); /* or NULL */

/* Questions that people ask, with their answers. */
struct faq_row;
const struct faq_row *guide_faq_at(size_t index); /* NULL after the last */
const char *guide_faq_id(const struct faq_row *faq);
const char *guide_faq_question(const struct language *language, const struct faq_row *faq);
char *guide_faq_answer(const struct language *language, const struct faq_row *faq);
int guide_faq_step(const struct faq_row *faq); /* that it is about; 0: none */
const struct term_row *guide_faq_term(
	const struct faq_row *faq, size_t index); /* NULL after the last */

/* Practice servers. NULL for a fault that has no text. */
const char *guide_fault_title(const struct language *language, const char *fault);
char *guide_fault_text(const struct language *language, const char *fault);

#endif
