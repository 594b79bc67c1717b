/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test get a proxy that works? A thread that listens on 127.0.0.1, answers CONNECT with 200 (or
 * SOCKS 4 and 5 as they want it) and carries bytes both ways, whatever name it is asked for always to one
 * port of the loopback.
 */
#ifndef TESTS_SUPPORT_TUNNEL_H
#define TESTS_SUPPORT_TUNNEL_H

#include <pthread.h>

struct tunnel {
	pthread_t thread;
	int fd;
	int port; /* of the proxy */
	int behind; /* port of what it leads to */
	int carried; /* tunnels that were opened; read it after tunnel_end() */
	char asked[256]; /* the first line of the last request (of SOCKS: the host); likewise */
};

/* Starts a proxy that leads to 127.0.0.1:BEHIND. */
void tunnel_start(struct tunnel *tunnel, int behind);

/* Ends it, and what it carries. */
void tunnel_end(struct tunnel *tunnel);

#endif
