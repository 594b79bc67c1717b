/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which part of a pasted text is the address? Takes away what copying leaves around it, and refuses
 * what can't be one address; for target.c.
 */
#ifndef EVIDENCE_TYPED_H
#define EVIDENCE_TYPED_H

#include <stddef.h>
#include <stdint.h>
#include "evidence/target.h"

struct typed {
	uint32_t *given; /* characters, without blanks and quotes around them */
	uint32_t *folded; /* the same, full-width forms as ASCII; equally long, index for index */
	size_t length;
};

/* TARGET_OK with RET filled, or TARGET_EMPTY, _SENTENCE, _CONTROL, _TOO_LONG, _BAD_LABEL (not UTF-8)
 * with RET zeroed. */
enum target_error typed_read(const char *text, struct typed *ret);
void typed_free(struct typed *typed);

#endif
