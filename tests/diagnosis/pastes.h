/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which texts did people paste, and what is the matter? Reads tests/diagnosis/pastes/ *.paste:
 *
 *     = CAUSE [CAUSE...] [@HOST:PORT] [%FORM]
 *     |a line of the text
 *
 * Each CAUSE is an acceptable first answer; "none": it is no TLS error. PORT -1: the text doesn't tell.
 * FORM: utf16le, utf16be, utf16-bom or colour, which the text is put into first.
 */
#ifndef TESTS_DIAGNOSIS_PASTES_H
#define TESTS_DIAGNOSIS_PASTES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

struct pasted {
	char *causes; /* separated by blanks */
	char *host; /* or NULL */
	int port;
	char *form; /* or NULL */
	struct buffer text; /* UTF-8 */
	int line; /* of the file */
};

struct pasteds {
	struct pasted *items;
	size_t count;
};

/* Reads NAME ("tuned"); the test fails when it can't be read. */
void pasteds_read(const char *name, struct pasteds *ret);
void pasteds_free(struct pasteds *pasteds);

/* The bytes that were pasted. */
void pasted_bytes(const struct pasted *pasted, struct buffer *ret);

bool pasted_accepts(const struct pasted *pasted, const char *cause);

#endif
