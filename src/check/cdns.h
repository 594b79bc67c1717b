/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which network of content servers (CDN) stands in front of a site? Told by its addresses, which their owners
 * publish, or by how it signs its answers.
 */
#ifndef CHECK_CDNS_H
#define CHECK_CDNS_H

#include <stdbool.h>
#include "evidence/evidence.h"

/* The name of the CDN that was met, or NULL: none that is known here. Static. */
const char *cdn_of(const struct evidence *evidence);

/* The name of the CDN that has ADDRESS (numeric), or NULL. Static. */
const char *cdn_of_address(const char *address);

/* The name of the CDN whose own authority for origin servers issued CERT, by what it says; or NULL. Static. */
const char *cdn_of_origin_authority(const struct seen_cert *cert);

#endif
