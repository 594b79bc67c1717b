/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may stand in a report that strangers read? A copy of a session in which private details are replaced,
 * each by the same words wherever it stands, in evidence and findings alike: no format can forget one.
 *
 *   [address 1]           private, link-local, shared and unique-local IP addresses (RFC 1918, 3927, 6598,
 *                         4193, 4291), and the address of a client that was listened to; loopback stays
 *   [host 1]              names of the person's own network: of one label, below .local, .lan, .internal and
 *                         the like or a search domain of this computer, the computer's own, the proxy's; the
 *                         target when it is one of these or has private addresses alone, and then all
 *                         names in its certificates
 *   [user 1]              user names: of --user and browser profiles, in paths below /home, /Users and the
 *                         person's own home
 *   [login]               user:password@ in addresses, pasted texts too
 *   [mail 1]              mail addresses
 *   [query]               what follows the ? of a web address: it may hold a session's key
 *   [certificate name 1]  names of the authorities whose client certificates the server asks for
 *
 * Left out altogether: certificates and OCSP responses as bytes, the server's first bytes, what --ca-file
 * and practice trust. Ids, verdicts, causes, versions, fingerprints, serial numbers and public addresses and
 * names stay.
 */
#ifndef SESSION_REDACT_H
#define SESSION_REDACT_H

#include "session/session.h"

/* Who runs this; each may be NULL. */
struct redact_own {
	const char *host; /* this computer's name */
	const char *user;
	const char *home;
};

struct redactor; /* remembers what stands for what, over several sessions */

struct redactor *redactor_new(const struct redact_own *own); /* OWN is copied */
void redactor_free(struct redactor *redactor);

/*
 * A copy of SESSION, which isn't looking, with private details replaced. SESSION must outlive it; the caller
 * frees it with session_free().
 */
struct session *redactor_session(struct redactor *redactor, const struct session *session);

/* TEXT with what REDACTOR knows or recognises replaced. The caller frees it. */
char *redactor_text(struct redactor *redactor, const char *text);

#endif
