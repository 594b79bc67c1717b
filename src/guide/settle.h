/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do we ask next, and in which words? What would settle it (diagnosis/settle.h), as far as it fits the
 * device that has the problem.
 */
#ifndef GUIDE_SETTLE_H
#define GUIDE_SETTLE_H

#include "diagnosis/settle.h"
#include "i18n/i18n.h"

/* As diagnosis_settle(), without questions that make no sense here. */
size_t guide_settle(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes, struct settler ret[SETTLERS_MOST]);

/* The question, or what to let the program do. The caller frees it. */
char *guide_settler(const struct language *language, const struct settler *settler);

#endif
