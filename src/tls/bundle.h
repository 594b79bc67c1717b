/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do these authorities know the issuer of that chain? For files in PEM that somebody made a program trust.
 */
#ifndef TLS_BUNDLE_H
#define TLS_BUNDLE_H

#include "evidence/evidence.h"

/*
 * RET_COUNT: how many certificates PEM holds (of any bytes). RET_FITS: 1 when one of them is the issuer (by
 * name) of a certificate that HANDSHAKE's server sent, or is itself one of those; 0 when none is; -1 when it
 * sent none.
 */
void bundle_look(const void *pem, size_t length, const struct seen_handshake *handshake,
	int *ret_count, int *ret_fits);

#endif
