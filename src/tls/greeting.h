/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a server answer a ClientHello of our choosing? A wire for the exchange engine that sends the
 * hello, listens until enough was said, and hangs up. No cryptography, so it costs both sides little.
 */
#ifndef TLS_GREETING_H
#define TLS_GREETING_H

#include "evidence/evidence.h"
#include "net/exchange.h"
#include "tls/hello.h"
#include "tls/reply.h"

struct greeting; /* one hello and its answer */

/* How the bytes go out; all 0: at once. */
struct greeting_pace {
	size_t split_at; /* so many bytes first, the rest after pause_ms */
	int pause_ms;
	size_t piece; /* at most so many bytes in a segment */
};

/* The hello of PLAN, listening until UNTIL. */
struct greeting *greeting_new(
	const struct hello_plan *plan, enum reply_until until, const struct greeting_pace *pace);

/* Bytes of the hello with its record headers. */
size_t greeting_size(const struct greeting *greeting);

struct wire greeting_wire(struct greeting *greeting);

/*
 * How it ended, once the exchange that carried it has: HS_DONE when the server said hello (or asked for
 * another one), else as for a handshake.
 */
enum hs_outcome greeting_outcome(const struct greeting *greeting, const struct exchange *exchange);

/* What was heard; as long as the greeting. */
const struct reply *greeting_reply(const struct greeting *greeting);

void greeting_free(struct greeting *greeting);

#endif
