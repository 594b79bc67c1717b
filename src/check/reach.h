/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of the check "reach", one file each; all add findings of its table.
 */
#ifndef CHECK_REACH_H
#define CHECK_REACH_H

#include "check/check.h"

/* Do the addresses come from where they should? Needs PART_RESOLVER, and says nothing without. */
void reach_names(const struct evidence *evidence, struct findings *findings);

/* Does the connection always work, and does it at another port? From PART_REPEATS and PART_DETOUR, where they
 * were seen. */
void reach_stability(const struct evidence *evidence, struct findings *findings);

#endif
