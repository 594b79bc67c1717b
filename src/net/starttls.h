/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must be said in clear before TLS may begin on this port? A talk takes the server's bytes and says
 * what to send next; it does no I/O itself.
 */
#ifndef NET_STARTTLS_H
#define NET_STARTTLS_H

#include <stddef.h>
#include "base/buffer.h"
#include "evidence/evidence.h"

enum talk_state {
	TALK_MORE, /* send what is to be sent, then read on */
	TALK_READY, /* TLS may begin now */
	TALK_FAILED, /* outcome says why */
};

struct talk {
	enum starttls protocol;
	const char *host; /* the name asked for, for XMPP; borrowed */
	size_t step;
	struct buffer heard; /* bytes not yet dealt with, at most TALK_HEARD_MOST */
	char *offers; /* all lines of the present answer */
	enum starttls_outcome outcome;
	char *reply; /* the line that decided it, cleaned, or NULL */
	enum service service; /* who greeted, when it was another service */
};

#define TALK_HEARD_MOST 16384

/* Begins; TO_SEND gets what the client says first (nothing where the server greets). */
void talk_begin(
	struct talk *talk, enum starttls protocol, const char *host, struct buffer *to_send);

/* Takes LENGTH bytes from the server, appends to TO_SEND. */
enum talk_state talk_hear(
	struct talk *talk, const void *bytes, size_t length, struct buffer *to_send);

/* The server closed (CLOSED) or fell silent: sets the outcome. */
void talk_end(struct talk *talk, bool closed);

void talk_free(struct talk *talk);

#endif
