/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does whoever talks to a socket talk through a proxy that wants TLS to itself? The connection to the proxy is
 * wrapped; one end of a pair of sockets takes its place, and what is written to one comes out of the other. Who
 * speaks TLS is plugged in.
 */
#ifndef NET_RELAY_H
#define NET_RELAY_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>
#include "base/buffer.h"
#include "evidence/evidence.h"

/* TLS on a connection to a proxy. */
struct secure {
	/* A client's side of it on FD (not blocking), with HOST, whose certificate must name it; borrowed. Never NULL. */
	void *(*open)(void *context, const char *host, int fd);
	/*
	 * Shakes hands. What to wait for (WIRE_* bits), or 0 at the end: then RET_OUTCOME is PROXY_OK, or what went
	 * wrong; RET_CERT (the caller's, may stay NULL) is the proxy's certificate.
	 */
	unsigned (*shake)(
		void *connection, enum proxy_outcome *ret_outcome, struct seen_cert **ret_cert);
	/* As send() and recv() do it: -1 with errno, EAGAIN among them. After that, the same bytes must be sent first. */
	ssize_t (*send)(void *connection, const void *bytes, size_t length);
	ssize_t (*receive)(void *connection, void *bytes, size_t room);
	void (*close)(void *connection); /* says goodbye; FD stays open */
};

struct relay {
	const struct secure *secure;
	void *connection; /* NULL: nothing is wrapped */
	int outer; /* leads to the proxy */
	int near; /* our end of the pair; -1: still shaking hands */
	struct buffer out, in; /* on their way to the proxy, and from it */
	bool outer_ended, near_ended, in_told;
};

#define RELAY_POLLS_MOST 2

/* Begins with SECURE on FD; FD stays the caller's to close. */
void relay_begin(
	struct relay *relay, const struct secure *secure, void *context, const char *host, int fd);

/* After the handshake: the end of the pair to talk to, the caller's to close; -1 with errno. */
int relay_open(struct relay *relay);

/* What to wait for so that the bytes move on; how many of FDS were set. */
size_t relay_polls(const struct relay *relay, struct pollfd *fds);

/* Carries what there is, both ways, without waiting. */
void relay_carry(struct relay *relay);

/* Carries the rest and ends the TLS connection. */
void relay_end(struct relay *relay);

#endif
