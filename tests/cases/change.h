/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a line of a case change evidence? Each returns NULL, or why it can't (caller frees).
 */
#ifndef TESTS_CASES_CHANGE_H
#define TESTS_CASES_CHANGE_H

#include "evidence/evidence.h"

/* NAME of a change in tests/check/cases.c, for better or worse. */
char *change_by_name(struct evidence *evidence, const char *name);

/*
 * "handshake.chain[0].key_bits = 1024": a path as evidence_json() has it, and JSON. Objects and the next item of
 * an array are made when they are missing. "@-10d" stands for a time, ten days before the healthy evidence's now;
 * units are s, m, h and d.
 */
char *change_value(struct evidence *evidence, const char *assignment);

#endif
