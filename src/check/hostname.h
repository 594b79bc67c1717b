/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this certificate made out to that name? RFC 9525: subjectAltName alone counts; a wildcard is the
 * whole left-most label and stands for exactly one; names are compared as A-labels without regard to case.
 */
#ifndef CHECK_HOSTNAME_H
#define CHECK_HOSTNAME_H

#include <stdbool.h>
#include "evidence/evidence.h"

/* Whether PATTERN, a dNSName as sent, stands for HOST (section 6.3). Two labels or more must follow the
 * asterisk, as browsers insist. */
bool hostname_fits(const char *pattern, const char *host);

/* Whether HOST is an IPv4 or IPv6 literal, without []. */
bool hostname_is_ip(const char *host);

/* Whether CERT is made out to HOST, a name or an IP literal (compared with iPAddress entries alone). */
bool hostname_certified(const struct seen_cert *cert, const char *host);

/* A wildcard name of CERT that HOST is one or more labels too deep for, or NULL. */
const char *hostname_too_deep(const struct seen_cert *cert, const char *host);

#endif
