/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does every judge need? Only the files of check/ include this: how a judge says that it could not
 * judge, the names it gives to things, and the table of all checks.
 */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include "check/check.h"

/*
 * The check that is judging could not go on: VERDICT is unknown, not-reached or skipped; REASON as in
 * struct check_result. A warning or failure that it found all the same weighs more.
 */
void judge_cannot(struct findings *findings, enum verdict verdict, const char *reason);

/* Whether PART was seen; when it wasn't, the check that is judging becomes what the part's state says. */
bool judge_needs(const struct evidence *evidence, struct findings *findings, enum part part);

/* The same for a part that is only looked at with consent: while nobody was asked, that is the reason. */
bool judge_needs_consent(
	const struct evidence *evidence, struct findings *findings, enum part part);

/* The first rung that is known to have broken, or STAGE_DONE. */
enum stage judge_broken_stage(const struct evidence *evidence);

/* Whether the way ended at the proxy; what was looked up and tried then was the proxy. */
bool judge_proxy_broken(const struct evidence *evidence);

/* The name that the certificate must match, as people read it. Never NULL. */
const char *judge_host(const struct evidence *evidence);

/* facts_text() that writes "?" for a text that nobody knows. */
void judge_text(struct facts *facts, const char *name, const char *text);

/* Every check, made from checks.def. */
#define CHECK(name) extern const struct check check_##name;
#include "check/checks.def"
#undef CHECK

#endif
