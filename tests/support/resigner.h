/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test get a box that opens encrypted connections and signs them anew? A thread that answers TLS at
 * every address, makes a certificate for whatever name it is asked for, from an authority of its own, and
 * carries what it decrypts to a real server behind, which it asks for the same name. Without one behind it is a
 * site of its own that answers HTTP: for a world where every name has a server.
 */
#ifndef TESTS_SUPPORT_RESIGNER_H
#define TESTS_SUPPORT_RESIGNER_H

#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include "support/forge.h"

struct resigner {
	/* To be set before it starts. */
	const char *authority; /* words of forge.h that name it: "o=Hotel cn=Hotel_Gateway" */
	const char *priority; /* what it speaks to clients, as GnuTLS writes it; NULL: the usual */
	const char *spares; /* a name that it lets pass as it is, or NULL */
	int behind; /* port of the server behind, at 127.0.0.1; 0: none */
	bool one_for_all; /* one certificate, for no name, whatever is asked for */
	bool public; /* its certificates bear the timestamps that browsers want of public authorities */
	bool no_alpn; /* it takes part in no ALPN */

	int port; /* 0: any; set by resigner_start() */
	pthread_t thread;
	int fd;
	atomic_int opened; /* connections that it decrypted */
	struct forge forge;
	pthread_mutex_t lock; /* of the forge and `busy` */
	pthread_cond_t idle;
	int busy; /* connections */
};

void resigner_start(struct resigner *resigner);
void resigner_end(struct resigner *resigner);

/* Its authority's certificate. The caller frees it. */
char *resigner_pem(struct resigner *resigner);

#endif
