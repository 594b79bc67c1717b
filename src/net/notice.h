/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a text get to whoever asks for it by HTTP? A thread of its own waits on a port and gives everybody the same
 * page, which the main thread changes at any time. What visitors may say and how long they may stay is bounded
 * (net/listener.h).
 */
#ifndef NET_NOTICE_H
#define NET_NOTICE_H

#include "base/buffer.h"
#include "net/listener.h"

struct notice;

#define NOTICE_REQUEST_MOST 8192 /* bytes, the head included */

/* Waits at WISH; the page is at /metrics, of media TYPE (borrowed), and empty until it is set. NULL with *RET_ERRNO. */
struct notice *notice_start(const struct listener_wish *wish, const char *type, int *ret_errno);

int notice_port(const struct notice *notice);

/* PAGE (copied) is what visitors get from now on. */
void notice_set(struct notice *notice, const char *page);

/* Ends within 200 ms. NULL does nothing. */
void notice_free(struct notice *notice);

/* ---- for tests and the fuzzer ---- */

/*
 * The answer to the request of LENGTH BYTES so far (RFC 9112 section 3), added to REPLY; OVER: no more will come. false:
 * its head isn't whole yet, and nothing was added.
 */
bool notice_answer(const void *bytes, size_t length, bool over, const char *type, const char *page,
	struct buffer *reply);

#endif
