/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What kind of place is this numeric address?
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* 4, 6, or 0 when TEXT is no numeric address. */
int address_family(const char *text);

/* Fills RET for ADDRESS (numeric) and PORT. Its length, or 0 when it isn't numeric. */
socklen_t address_socket(const char *address, int port, struct sockaddr_storage *ret);

/* The numeric text of SOCKET, without port. The caller frees it. */
char *address_text(const struct sockaddr *socket);

/*
 * Whether an address that a stranger chose must not be asked: loopback, link-local, private (RFC 1918,
 * RFC 4193), shared (RFC 6598), unspecified, multicast, or one of those mapped into IPv6.
 */
bool address_is_inside(const struct sockaddr *socket);

#endif
