/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the clients offer that come to us? A thread of its own waits on a port, keeps the ClientHello of
 * whoever connects, and sends everybody away politely. The main thread takes what it caught.
 */
#ifndef SESSION_DOORMAN_H
#define SESSION_DOORMAN_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/client_hello.h"

struct doorman;

struct doorman_wish {
	const char *const *addresses; /* numeric, as in struct listener_wish */
	size_t address_count;
	int port; /* 0: a free one */
	/* The page for those who come without TLS, HTML in UTF-8; "{port}" in it becomes the port. */
	const char *page;
};

/* Begins to wait. NULL with *RET_ERRNO when the port can't be had. */
struct doorman *doorman_start(const struct doorman_wish *wish, int *ret_errno);

int doorman_port(const struct doorman *doorman);

/* Readable when somebody came. */
int doorman_fd(const struct doorman *doorman);

/* The next hello into RET (of any content; the caller frees it). false: none now. At most 256 are kept waiting. */
bool doorman_next(struct doorman *doorman, struct seen_hello *ret);

/* How many came so far without TLS: with plain HTTP; with anything else or nothing at all. */
struct doorman_strangers {
	int http, other;
};
struct doorman_strangers doorman_strangers(struct doorman *doorman);

/* Ends within 200 ms. */
void doorman_free(struct doorman *doorman);

#endif
