/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is talking, when it isn't TLS?
 */
#ifndef NET_SERVICE_H
#define NET_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"

/* Whether BYTES can be the start of a TLS record (RFC 8446 section 5.1) or an SSL 2 ServerHello. */
bool service_is_tls(const unsigned char *bytes, size_t length);

/* Names the service from the first bytes it sent. SERVICE_UNKNOWN for none at all. */
enum service service_identify(const unsigned char *bytes, size_t length);

#endif
