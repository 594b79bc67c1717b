/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does one get through a SOCKS proxy? Version 5 by RFC 1928 with the login of RFC 1929, version 4 by
 * openssh.com/txt/socks4.protocol and socks4a.protocol. No I/O in here.
 */
#ifndef NET_SOCKS_H
#define NET_SOCKS_H

#include <stddef.h>
#include "base/buffer.h"
#include "evidence/evidence.h"
#include "net/proxy.h"

enum socks_stage { SOCKS_GREETED, SOCKS_SIGNED_IN, SOCKS_ASKED };

struct socks {
	const struct proxy *proxy; /* borrowed, as is `host` */
	const char *host;
	int port;
	enum socks_stage stage; /* whose answer is awaited */
};

/* What to send first, to get through PROXY to HOST:PORT. */
void socks_begin(struct socks *socks, const struct proxy *proxy, const char *host, int port,
	struct buffer *to_send);

/*
 * BYTES are what came since the last answer was whole. PROXY_OUTCOME_COUNT: not at the end yet; RET_USED is then 0
 * where more must come first, or how many of them the answer took, and TO_SEND has the next question. Else
 * RET_STATUS is the number that the proxy gave, or -1.
 */
enum proxy_outcome socks_hear(struct socks *socks, const char *bytes, size_t length,
	size_t *ret_used, int *ret_status, struct buffer *to_send);

#endif
