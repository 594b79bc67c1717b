/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A box in front of a real server that minds the wrong things: it reads the ClientHello, and by its rule breaks
 * off or lets the connection through, both ways, to the server's port on 127.0.0.1.
 */
#ifndef TESTS_SUPPORT_FRONT_H
#define TESTS_SUPPORT_FRONT_H

#include <pthread.h>
#include <stdbool.h>

enum front_rule {
	FRONT_LETS_PASS,
	FRONT_NO_LARGE, /* keeps quiet when the hello has more than 1,400 bytes */
	FRONT_NO_LARGE_ANSWER, /* keeps quiet unless the client asks for small segments: a tunnel that loses large ones */
	FRONT_NO_SPLIT, /* resets when the hello doesn't come whole at once */
	FRONT_NO_TLS_1_3, /* closes when TLS 1.3 is offered */
	FRONT_NO_TLS_1_3_SILENT, /* the same, but keeps quiet */
	FRONT_NO_GREASE, /* alert 50 (decode_error) when a suite means nothing (RFC 8701) */
	FRONT_NO_RESUMPTION, /* closes when somebody wants to take up an earlier session */
	FRONT_HIDES_TLS_1_3, /* takes TLS 1.3 out of the hello and passes the rest on */
	FRONT_TAKES_GROUPS, /* puts others in the place of the groups that a key is sent for */
	FRONT_ONE_AT_A_TIME, /* resets a connection while another one is open */
	FRONT_THREE_AT_A_TIME,
};

struct front {
	pthread_t thread;
	enum front_rule rule;
	int fd, port, server_port;
	int taken, refused; /* connections, guarded by a lock until front_end() */
	int open; /* likewise */
	int most_open;
};

void front_start(struct front *front, enum front_rule rule, int server_port);

/* Ends it; all connections are closed by then. */
void front_end(struct front *front);

#endif
