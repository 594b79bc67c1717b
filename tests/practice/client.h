/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does an ordinary GnuTLS client meet at a practice server? One connection, no opinion, at most five
 * seconds for each step.
 */
#ifndef TESTS_PRACTICE_CLIENT_H
#define TESTS_PRACTICE_CLIENT_H

#include <gnutls/gnutls.h>
#include <stddef.h>

struct meeting {
	int handshake; /* GnuTLS code, 0: done */
	int alert; /* fatal alert received, or -1 */
	unsigned status; /* GNUTLS_CERT_* bits */
	gnutls_protocol_t version;
	unsigned chain_length;
	gnutls_datum_t leaf; /* DER */
	char reply[2048]; /* what came after a GET, ended by a NUL */
};

struct wish {
	const char *ca_pem;
	const char *sni; /* NULL: none */
	const char *name; /* to verify the certificate by */
	const char *priority; /* NULL: NORMAL */
};

/* Connects to PORT on loopback. Fills RET, whose leaf is freed with client_forget. */
void client_meet(int port, const struct wish *wish, struct meeting *ret);
void client_forget(struct meeting *meeting);

/* A blocking socket connected to PORT on loopback that waits at most five seconds. */
int client_connect(int port);

/* Sends BYTES, then reads to the end. Bytes read, or -1 with errno; ROOM includes a final NUL. */
ptrdiff_t client_exchange(int port, const void *bytes, size_t length, char *ret, size_t room);

#endif
