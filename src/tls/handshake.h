/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens when we shake hands as a client? A wire for the exchange engine that records every step of
 * a GnuTLS handshake and verifies nothing: judging is for checks.
 */
#ifndef TLS_HANDSHAKE_H
#define TLS_HANDSHAKE_H

#include <stdbool.h>
#include "base/buffer.h"
#include "evidence/evidence.h"
#include "net/exchange.h"

struct handshake; /* one attempt */

struct handshake_wish {
	const char *sni; /* the name to send, or NULL for none; borrowed */
	int min, max; /* versions to offer, 0x0301 ... 0x0304 */
	bool alpn_http; /* offer h2 and http/1.1 */
	bool alpn_h2; /* offer h2 alone */
	bool alpn_h1; /* offer http/1.1 alone */
	const char *cert_file; /* a client certificate and key (PEM), or NULL; borrowed */
	const char *key_file;
	bool wants_scts; /* asks for timestamps of logs, also in TLS 1.3: the handshake breaks off where some come
			    (older versions alone ask for them anyway) */
	bool wants_ticket; /* waits a moment for what a later handshake may resume */
	const struct ticket *resume; /* what an earlier one gave, or NULL; borrowed */
	struct conversation
		*talk; /* what is talked about when the handshake is done, or NULL; borrowed */
};

/* What is said under the protection of a finished handshake, and heard. */
struct conversation {
	struct buffer say; /* goes out whole; the caller frees it */
	bool (*hear)(void *context, const char *bytes, size_t length); /* false: that was enough */
	void *context;
	int64_t said_us, heard_us; /* when the last of it went out, when the first came; 0: never */
};

/* What a session left for resuming it: holds its secrets, so it stays in memory. */
struct ticket {
	unsigned char *bytes;
	size_t length; /* 0: none */
};

/* Credentials that can't be loaded: NULL with *RET_WHY (caller frees) in a library's words. */
struct handshake *handshake_new(const struct handshake_wish *wish, char **ret_why);

/* The wire to plug into an exchange; valid as long as the handshake. */
struct wire handshake_wire(struct handshake *handshake);

/*
 * Moves what was seen into RET (initialised here), with the outcome of the exchange that carried it.
 * PROGRESS is what the ladder shows while looking, see handshake_rung().
 */
void handshake_take(
	struct handshake *handshake, const struct exchange *exchange, struct seen_handshake *ret);

/* Told whenever the handshake reaches a further rung; called by the thread that runs the exchange. */
void handshake_on_rung(
	struct handshake *handshake, void (*told)(void *context, enum stage stage), void *context);

/* What was given by a handshake that wanted it and is done. The caller frees it with ticket_free(). */
struct ticket handshake_ticket(const struct handshake *handshake);
void ticket_free(struct ticket *ticket);

void handshake_free(struct handshake *handshake);

#endif
