/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which server does a test ask? One row says how its certificate is made, which program serves it, and with
 * which settings.
 */
#ifndef TESTS_REAL_SITE_H
#define TESTS_REAL_SITE_H

#include <stddef.h>
#include "server.h"

enum program { NGINX, OPENSSL, GNUTLS, HAPROXY, STUNNEL };

struct site {
	const char *name;
	enum program program;
	const char *also; /* forge lines of more certificates above the leaf, or NULL */
	const char *trust; /* what ca.pem holds; NULL: "root" */
	const char *leaf; /* forge line; "issuer=inter" etc. */
	const char *send; /* what the server sends: "leaf inter" */
	const char *
		config; /* nginx: lines of the server block; haproxy: words of its bind line; stunnel:
			     lines of the service; others: further arguments */
	const char
		*extra; /* nginx: lines of another server block; haproxy: lines of the frontend */
	const char *host; /* checked name; NULL: site.test */
	const char *options; /* of tlsdoctor check */
	const char *cause; /* first cause, or NULL for healthy */
	int six;
};

/*
 * Prepares SERVER, makes the certificates of SITE there (ca.pem, chain.pem, key.pem; dh1024.pem) and starts it. 0, or -1; to be ended by server_stop() either way.
 */
int site_start(const struct site *site, struct server *server);

/* The same in two steps, so that more files can be written in between. */
void site_prepare(const struct site *site, struct server *server);
int site_begin(const struct site *site, struct server *server);

/* Splits WORDS (changed) into ARGV behind COUNT, NULL at the end. */
void site_words(char **argv, size_t count, char *words);

#endif
