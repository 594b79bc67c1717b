/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which servers do other scanners and the benchmark look at, too? nginx with one certificate of each kind.
 */
#ifndef TESTS_REAL_SUITES_H
#define TESTS_REAL_SUITES_H

#include "../support/forge.h"
#include "evidence/settings.h"
#include "server.h"

#define SUITES_HOST "site.test"

/* Lines of a server block: 9 suites as recommended today; and all that OpenSSL still has, 126 in four versions. */
#define SUITES_MODERN                                                               \
	"ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; ssl_ciphers " \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"                \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;"
#define SUITES_WIDE                                                                   \
	"ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; " \
	"ssl_dhparam dh.pem; ssl_ciphers ALL:eNULL:@SECLEVEL=0;"

struct suites_server {
	struct server server; /* its folder holds root.pem */
	struct forge forge;
};

/* Starts nginx with LINES. 0, or -1 with the reason on stderr; suites_server_stop() it in either case. */
int suites_server_start(struct suites_server *server, const char *lines);
void suites_server_stop(struct suites_server *server);

#endif
