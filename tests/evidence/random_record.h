/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What could stand in a record? Fills one with valid values that a seed decides.
 */
#ifndef TESTS_EVIDENCE_RANDOM_RECORD_H
#define TESTS_EVIDENCE_RANDOM_RECORD_H

#include "evidence/evidence.h"
#include "evidence/record.h"

/* The next number; the same ones for the same seed. SEED isn't 0. */
uint64_t random_next(uint64_t *seed);

/* RECORD must be initialised. */
void random_record(const struct record *record, void *memory, uint64_t *seed);

/* All of it, with indexes that fit the arrays. */
void random_evidence(struct evidence *evidence, uint64_t *seed);

#endif
