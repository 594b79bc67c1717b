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

/* Whether PATTERN would stand for HOST without the dot at its end. */
bool hostname_fits_but_dot(const char *pattern, const char *host);

/*
 * A name of CERT with an asterisk where RFC 9525 section 6.3 has none, which would stand for HOST in the eyes of some
 * clients; or NULL. RET_KIND (static): "wide" (straight before the last label), "start" (of the first label: *w), "end"
 * (w*), "inside" (w*w), "later" (in another label) or "several".
 */
const char *hostname_odd_wildcard(
	const struct seen_cert *cert, const char *host, const char **ret_kind);

/* A wildcard name of CERT that HOST is one or more labels too deep for, or NULL. */
const char *hostname_too_deep(const struct seen_cert *cert, const char *host);

#endif
