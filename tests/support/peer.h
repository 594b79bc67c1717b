/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A peer that does what a script says: a thread that listens on 127.0.0.1 and plays one script to each
 * connection, then ends by itself.
 */
#ifndef TESTS_SUPPORT_PEER_H
#define TESTS_SUPPORT_PEER_H

#include <pthread.h>
#include <stddef.h>

enum act {
	PEER_SAY, /* sends text */
	PEER_HEAR, /* reads until text was heard (anything when text is NULL) */
	PEER_CLOSE, /* FIN */
	PEER_RESET, /* RST */
	PEER_HOLD, /* keeps quiet until the other side closes */
	PEER_DRIP, /* sends text again and again, a byte at a time, until the other side closes */
	PEER_FLOOD, /* sends text again and again, as fast as it is taken, 12 MB at most */
	PEER_END = 0xff,
};

struct line {
	enum act act;
	const char *text;
	size_t length; /* of text; 0: strlen */
};

struct peer {
	pthread_t thread;
	int fd;
	int port;
	int connections; /* how many will be served before it ends by itself */
	int most_open; /* seen at one time */
	const struct line *script;
};

/* Starts a peer for CONNECTIONS connections, served side by side when CONNECTIONS > 1. */
void peer_start(struct peer *peer, const struct line *script, int connections);

/* Waits for its end. */
void peer_end(struct peer *peer);

#endif
