/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is knocking, and what does it offer? For a port that only listens: bytes of a client in, its
 * ClientHello as evidence out, and an answer that ends the visit politely. No I/O.
 */
#ifndef TLS_CAPTURE_H
#define TLS_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "evidence/client_hello.h"
#include "tls/hello.h"

#define CAPTURE_MOST \
	196608 /* bytes that a visitor may say: no ClientHello that is read is longer */

enum capture {
	CAPTURE_MORE, /* not all there yet */
	CAPTURE_HELLO,
	CAPTURE_HTTP, /* a whole request in plain HTTP, or as much of one as is needed to know it */
	CAPTURE_OTHER, /* neither */
	CAPTURE_COUNT
};

/*
 * What LENGTH BYTES from a client are. RET is always initialised (the caller frees it), and filled only with
 * CAPTURE_HELLO; its source is HELLO_CAPTURED, from and at_s are left unknown.
 */
enum capture capture_read(const void *bytes, size_t length, struct seen_hello *ret);

/* HELLO as evidence; RET of any content. Lists are cut to 4,096 entries. */
void capture_take(const struct hello *hello, struct seen_hello *ret);

/*
 * The fatal alert that tells the client of HELLO that nobody is at home here: unrecognized_name where it asked
 * for a name, handshake_failure otherwise. Added to REPLY.
 */
void capture_refuse(const struct seen_hello *hello, struct buffer *reply);

/*
 * What this program offers in a handshake of its own, with SNI (or NULL) and, if ALPN_HTTP, the protocols of
 * the web. false when GnuTLS can't; then RET is initialised.
 */
bool capture_own(const char *sni, bool alpn_http, struct seen_hello *ret);

#endif
