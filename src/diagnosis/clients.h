/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which programs can connect to this server, which can't, and why? What was measured once is held against
 * the rules of each client (rules/ *.client). Pure; what wasn't measured stays unknown.
 */
#ifndef DIAGNOSIS_CLIENTS_H
#define DIAGNOSIS_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include "check/findings.h"
#include "evidence/evidence.h"

enum client_sha1 {
	SHA1_REFUSED, /* as the signature of a certificate */
	SHA1_PRIVATE, /* accepted below roots that somebody added */
	SHA1_ACCEPTED,
};

enum client_path {
	PATH_BUILT, /* looks for any way to a root it trusts */
	PATH_FIRST, /* the first of the sent ones that fits, up to one that a root it trusts signed */
	PATH_SENT, /* follows what was sent as far as it goes */
};

enum client_missing {
	MISSING_REFUSED, /* an intermediate that wasn't sent */
	MISSING_KNOWN, /* brings those of public CAs along */
	MISSING_FETCHED, /* asks where the certificate says (AIA) */
};

enum client_revoked {
	REVOKED_IGNORED, /* doesn't ask anybody */
	REVOKED_LISTED, /* knows a list of its maker, which may lack it */
	REVOKED_ASKED, /* OCSP or CRL */
};

enum client_common_ip {
	COMMON_IP_UNKNOWN,
	COMMON_IP_NO,
	COMMON_IP_YES,
};

/*
 * A row of the client table. Lists end with NULL. Patterns ("TLS_ECDHE_*_WITH_AES_*") stand for the names
 * of the registries (evidence/suites.h, groups.h); one that begins with '!' takes away. Keys are "RSA",
 * "RSA-PSS", "Ed25519", or a kind and a curve: "ECDSA-SECP256R1".
 */
struct client {
	const char *id;
	const char *name; /* never translated */
	bool today; /* in wide use now: a site that it can't reach is at fault */
	int least, most; /* protocol versions, 0x0301 ... */
	const char *const *suites;
	const char *const *groups;
	const char *const *keys; /* of the server's certificate */
	int rsa_least; /* bits, in any certificate of the chain */
	int dh_least, dh_most; /* bits; most 0: no bound */
	enum client_sha1 sha1;
	bool renegotiation; /* gives up without RFC 5746 */
	bool ems; /* gives up without RFC 7627 */
	bool grease; /* sends values without a meaning (RFC 8701) */
	bool sni; /* sends the name */
	bool verifies; /* looks at the certificate at all */
	enum client_path path;
	enum client_missing missing;
	bool common_name; /* takes it where there is no list of names */
	enum client_common_ip common_ip; /* and an IP address there? */
	const char *const *wildcards; /* kinds of hostname_odd_wildcard() that it takes */
	bool timestamps; /* wants those of Certificate Transparency below public roots */
	bool staple; /* believes a stapled "revoked" */
	bool must_staple; /* RFC 7633 */
	enum client_revoked revoked;
	int days, days_private; /* the longest life below public roots and others; 0: any */
	bool purpose; /* wants "TLS server" said among the purposes since 2019-07-01 */
	bool strict; /* insists on all of RFC 5280, which private authorities often miss */
	const char *distrusts; /* its name in check/distrust.c, or NULL */
	const char *const *lacks; /* roots that its own store never got */
	const char *const *refuses; /* findings of the checks that this client minds */
	const char *const *accepts; /* and those that it, unlike others, doesn't */
	const char *const *unsure; /* and those of which nobody could say */
	const char *const *sources; /* where all this is said, and when that was read */
};

const struct client *client_at(size_t index); /* NULL after the last */
const struct client *client_find(const char *id); /* or NULL */

enum connects {
	CONNECTS_UNKNOWN = -1, /* what decides it wasn't measured */
	CONNECTS_NO,
	CONNECTS_YES,
};

#define CLIENT_BECAUSE_MOST 12

struct client_verdict {
	const struct client *client;
	enum connects connects;
	const char *because[CLIENT_BECAUSE_MOST]; /* finding ids, static; only with CONNECTS_NO */
	size_t because_count;
};

struct clients {
	struct client_verdict
		*items; /* one a row, in their order; none where no TLS was spoken to */
	size_t count;
};

/*
 * Fills RET, which is freed first. To FINDINGS, which check_all() made of the same EVIDENCE, the findings
 * "client.*" are added, each with the names of those whom it is about: fail where a client of today is
 * refused and no check says so, else a note.
 */
void clients_judge(const struct evidence *evidence, struct findings *findings, struct clients *ret);
void clients_free(struct clients *clients);

/* Whether NAME is in a list of patterns. */
bool client_allows(const char *const *patterns, const char *name);

#endif
