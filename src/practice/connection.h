/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does one connection to a practice server run its course? A small machine that never blocks: it is
 * told when its socket is ready and says what it waits for next.
 */
#ifndef PRACTICE_CONNECTION_H
#define PRACTICE_CONNECTION_H

#include <gnutls/gnutls.h>
#include "base/buffer.h"
#include "base/timing.h"
#include "practice/fault.h"

#define REQUEST_MOST 8192 /* bytes of a request that are looked at */

/* One listening socket; all its connections behave alike. */
struct server {
	int fd;
	int port;
	const char *id; /* of the fault */
	enum conduct conduct;
	gnutls_certificate_credentials_t credentials; /* NULL without TLS */
	gnutls_priority_t priorities;
	gnutls_datum_t file; /* what CONDUCT_ISSUER hands out */
};

struct connection {
	int fd;
	const struct server *server;
	int state;
	short events; /* for poll(): what it waits for */
	struct deadline deadline; /* when it is closed whatever happens */
	gnutls_session_t session; /* NULL without TLS */
	int complaints; /* harmless errors of the handshake so far */
	struct buffer request;
	struct buffer reply;
	size_t sent; /* bytes of the reply */
};

/* Takes over FD, a nonblocking socket that was accepted by SERVER. 0, or -1: FD has been closed. */
int connection_open(struct connection *connection, const struct server *server, int fd);

/* Goes on as far as possible without waiting. false when it is over; then close it. */
bool connection_step(struct connection *connection);

void connection_close(struct connection *connection);

#endif
