/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a test of the repaired chain need? A site whose two intermediates can be fetched from a port of its own,
 * and the program that writes the chain as it should be sent.
 */
#ifndef TESTS_REAL_BROKEN_SITE_H
#define TESTS_REAL_BROKEN_SITE_H

#include "server.h"

struct broken_site {
	struct server site;
	struct server spare; /* its port is the plain one, where issuers are fetched */
	struct forge forge;
};

/* Makes root, upper, inter and leaf, with ca.pem and key.pem in the site's folder; nothing is started. */
void broken_site_open(struct broken_site *scene);
void broken_site_close(struct broken_site *scene);

/* nginx with the chain of FILE, and the intermediates at the spare port. */
void broken_site_serve(struct broken_site *scene, const char *file);

/* Runs FORMAT, where %d is the site's port, by a shell in its folder. Its exit status; what it said when that
 * isn't 0 goes to stderr. */
int broken_site_run(const struct broken_site *scene, const char *format);

/* tlsdoctor writes the repaired chain into FILE of that folder; OPTION may be NULL. Its exit status. */
int broken_site_repair(const struct broken_site *scene, const char *file, const char *option);

/* To be run: the site is fine for curl, and for openssl, which gets nothing but what is sent. */
#define BROKEN_SITE_CURL \
	"curl -s -o page --cacert ca.pem --connect-to ::127.0.0.1: https://site.test:%d/"
#define BROKEN_SITE_OPENSSL                                                            \
	"openssl s_client -connect 127.0.0.1:%d -servername site.test -CAfile ca.pem " \
	"-no-CApath -no-CAstore -verify_return_error -verify_hostname site.test </dev/null"

#endif
