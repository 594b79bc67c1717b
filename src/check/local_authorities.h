/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the lists of authorities that the environment names do? A part of the check "local-policy".
 */
#ifndef CHECK_LOCAL_AUTHORITIES_H
#define CHECK_LOCAL_AUTHORITIES_H

#include <stdbool.h>
#include "check/findings.h"
#include "evidence/evidence.h"

/* Adds what is wrong with them; whether there was something to say. */
bool local_authorities_judge(const struct evidence *evidence, struct findings *findings);

#endif
