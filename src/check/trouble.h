/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does something go wrong with the target at all? A sign that is innocent by itself, such as an entry in the
 * hosts file or a page that was changed on the way, becomes a cause only beside such a trouble.
 */
#ifndef CHECK_TROUBLE_H
#define CHECK_TROUBLE_H

#include <stdbool.h>
#include "evidence/evidence.h"

/* No connection, or no handshake, or a certificate that is not trusted or made out to another name: what one
 * sees who reached the wrong place. */
bool trouble_seen(const struct evidence *evidence);

/* No path leads to an anchor of this computer, not even with an issuer that was fetched. */
bool trouble_of_trust(const struct evidence *evidence);

/* Whether the same place was reached, but its certificate is another's. */
bool trouble_of_name(const struct evidence *evidence);

#endif
