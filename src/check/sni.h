/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the name in the hello make the difference? A sign that sni.c and ciphers.c both read.
 */
#ifndef CHECK_SNI_H
#define CHECK_SNI_H

#include <stdbool.h>
#include "evidence/evidence.h"

/* Whether the server refuses the right name while it accepts a hello without one or with another. */
bool sni_refused(const struct evidence *evidence);

#endif
