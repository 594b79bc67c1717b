/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was seen of the places and files that a configuration names, and what does it say of the configuration?
 * Filled by session, judged here.
 */
#ifndef WEBSERVER_NGINX_SEEN_H
#define WEBSERVER_NGINX_SEEN_H

#include "evidence/evidence.h"
#include "webserver/nginx_judge.h"

/* What nginx's own, narrower offer comes to where the upstream chose something outside of it. */
enum nginx_offer {
	NGINX_OFFER_FITS, /* what was chosen is in it, or a hello of just this offer was accepted */
	NGINX_OFFER_VERSIONS, /* the first of these that is the reason */
	NGINX_OFFER_SUITES,
	NGINX_OFFER_GROUPS,
	NGINX_OFFER_UNKNOWN, /* it was not or could not be tried */
};

enum nginx_trusted {
	NGINX_TRUSTED_NOT_WANTED, /* nginx doesn't verify */
	NGINX_TRUSTED_SEEN, /* evidence.trust is by the trusted certificates alone */
	NGINX_TRUSTED_UNREAD, /* their file could not be read */
};

/* One place that nginx connects to, looked at as nginx would. */
struct nginx_look {
	const struct nginx_pass *pass;
	const struct nginx_peer *peer;
	const char *name; /* of SNI and certificate, in pass->tls.names; NULL: can't be known */
	bool looked; /* else nothing below is set */
	/* Look-up, the handshake with nginx's name and client certificate but everything else on offer, its trust,
	 * and a GET when a client certificate was asked for and none is there. */
	struct evidence evidence;
	enum nginx_offer offer;
	enum nginx_trusted trusted;
	enum hs_outcome other; /* with the name of `other_name`; HS_NOT_TRIED: it wasn't needed */
	char *other_name; /* the upstream's own name, where nginx sends none or another one */
	bool other_certified; /* its certificate is for that name */
};

struct nginx_looks {
	struct nginx_look *items;
	size_t count;
};

/* One certificate file of a server. */
struct nginx_certificate_seen {
	const struct nginx_certificate *certificate;
	int file_errno; /* 0, or why it can't be read; EINVAL: no certificate in it */
	bool folder_here; /* its folder is on this computer */
	int key_fits; /* -1 not known; 0 the key is of none of them; 1: of `key_of` */
	size_t key_of;
	bool issuer_is_root; /* a file beside it holds its issuer, which issued itself: no chain is missing */
	char *whole; /* a file beside it begins with the same certificate and goes on with its issuer; or NULL */
	struct evidence
		evidence; /* handshake.chain, trust (by the system and all roots that the configuration names) */
};

/* Judges what came of the looks, and of ports that no look could settle. */
void nginx_judge_looks(const struct nginx_conf *conf, const struct nginx_looks *looks,
	struct nginx_faults *faults);

void nginx_judge_certificates(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_certificate_seen *seen, size_t count, struct nginx_faults *faults);

/* Whether the handshake came to its end as nginx would do it. */
bool nginx_look_is_good(const struct nginx_look *look);

/* How far it got: the rung that broke, or STAGE_DONE. */
enum stage nginx_look_stage(const struct nginx_look *look);

/* Whether what nginx offers has VERSION (0x0301 ... 0x0304), the suite called CIPHER and the group called GROUP (NULL:
 * it doesn't matter). */
bool nginx_offers(const struct nginx_tls *tls, int version, const char *cipher, const char *group);

/* Whether CERT is for NAME as nginx judges: no IP addresses; the common name when there are no others. */
bool nginx_name_fits(const struct seen_cert *cert, const char *name);

#endif
