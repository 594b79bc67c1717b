/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we speak TLS to a proxy that is called "https://"? As any client does (RFC 9110 section 9.3.6 leaves the
 * way to the proxy open): its certificate must lead to an anchor and bear its name, else nothing is told to it.
 */
#ifndef TLS_PROXY_LINK_H
#define TLS_PROXY_LINK_H

#include "net/relay.h"
#include "tls/store.h"

struct proxy_link;

/* A client's side on FD; STORE and HOST are borrowed. Never NULL. */
struct proxy_link *proxy_link_open(const struct trust_store *store, const char *host, int fd);

/* The slots of struct secure. */
unsigned proxy_link_shake(void *link, enum proxy_outcome *ret_outcome, struct seen_cert **ret_cert);
ssize_t proxy_link_send(void *link, const void *bytes, size_t length);
ssize_t proxy_link_receive(void *link, void *bytes, size_t room);
void proxy_link_close(void *link);

#endif
