/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which cause is named first? Only diagnosis.c (and tests) include this.
 */
#ifndef DIAGNOSIS_ORDER_H
#define DIAGNOSIS_ORDER_H

#include "diagnosis/diagnosis.h"

/*
 * A cause that explains the symptom that the person named before those that don't. Then failures before
 * warnings. Causes that share a finding explain the same thing: the likelier one first. Those that don't are
 * independent: what breaks an earlier rung (or, on one, an earlier turn) first, because it has to be mended
 * before the later one is even seen; only guesses (less likely than not) come after all that is likely.
 * The result doesn't depend on the order of what comes in.
 */
void order_causes(struct causes *causes);

#endif
