/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which protocol versions does the server speak, as far as anything that was seen tells it?
 */
#ifndef CHECK_OFFERED_H
#define CHECK_OFFERED_H

#include "evidence/evidence.h"

/* Bits for versions: bit 0 is SSL 3.0, bit 4 TLS 1.3. */
#define OFFERED_BIT(version) (1u << ((version)-0x0300))
#define OFFERED_TLS_1_2 OFFERED_BIT(0x0303)
#define OFFERED_TLS_1_3 OFFERED_BIT(0x0304)
#define OFFERED_MODERN (OFFERED_TLS_1_2 | OFFERED_TLS_1_3) /* what programs of today speak */

struct offered {
	unsigned spoken; /* it said hello with it */
	unsigned refused; /* it was offered, and the server didn't take it */
};

struct offered offered_versions(const struct evidence *evidence);

/* All that the server accepts, when that was asked to the end, or NULL. */
const struct seen_matrix *offered_matrix(const struct evidence *evidence);

#endif
