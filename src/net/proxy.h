/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which proxy is it, and how does one get through one that speaks HTTP? By CONNECT (RFC 9110 section 9.3.6);
 * net/socks.h knows the others. No I/O in here.
 */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "evidence/evidence.h"

/* As curl names them: 4a and 5h are told names, the others addresses that are looked up here. */
enum proxy_kind { PROXY_HTTP, PROXY_SOCKS4, PROXY_SOCKS4A, PROXY_SOCKS5, PROXY_SOCKS5H };

struct proxy {
	enum proxy_kind kind;
	char *host;
	int port;
	char *login; /* "user:password" from the URL, or NULL; never recorded as evidence */
	bool tls; /* it is called "https://": it wants TLS to itself first (net/relay.h) */
};

/*
 * Reads "http://[user:password@]host[:port]", the same with https (whose usual port is 443), with socks4, socks4a,
 * socks5 or socks5h (1080), or "host:port". false when it is nothing of the kind; then RET is zeroed.
 */
bool proxy_parse(const char *url, struct proxy *ret);
bool proxy_is_socks5(enum proxy_kind kind);

/* Whether it wants to be told an address, looked up here, instead of a name. */
bool proxy_wants_address(const struct proxy *proxy);
void proxy_free(struct proxy *proxy);

/* "host:port", for people. The caller frees it. */
char *proxy_name(const struct proxy *proxy);

/* What the environment says for HOST (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, unless no_proxy or
 * NO_PROXY names it, as curl reads them). The caller frees it; NULL for none. */
char *proxy_from_environment(const char *host);

/* Whether the environment names any proxy, for this host or another: it then goes before other settings. */
bool proxy_is_environments(void);

/* The request for HOST:PORT. */
void proxy_request(const struct proxy *proxy, const char *host, int port, struct buffer *to_send);

/*
 * Reads the answer's head so far, which needn't end with a NUL. PROXY_OUTCOME_COUNT: not complete yet.
 * RET_STATUS is set when there is one (else -1), RET_USED to the bytes of the head.
 */
enum proxy_outcome proxy_answer(
	const char *bytes, size_t length, int *ret_status, size_t *ret_used);

#endif
