/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is one page asked for, and what stands above it in the answer? Bytes of HTTP/1.1 (RFC 9112), without I/O.
 */
#ifndef NET_HTTP_HEAD_H
#define NET_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "evidence/evidence.h"

#define HTTP_AGENT "tlsdoctor"
#define HTTP_HEAD_MOST 65536 /* bytes; no more is read, the page of a refusal (400, 403) included */

extern const struct seen_http http_nothing; /* no answer yet */

/* An answer as far as it has come. */
struct http_head {
	struct buffer text; /* the head, then the page of a refusal; http_head_free() frees it */
	size_t heard; /* bytes */
	struct seen_http seen; /* status -1 until the head is whole; the caller takes it over */
};

void http_head_init(struct http_head *head);
void http_head_free(struct http_head *head);

/*
 * LENGTH more BYTES of the answer. false when no more are wanted: the head is whole, too long, or none at all. Of a 400
 * and a 403 the page is wanted too, for what it says.
 */
bool http_head_hear(struct http_head *head, const char *bytes, size_t length);

/*
 * What TEXT, the page of SEEN's status, says of TLS: nginx, Apache and Go answer so to a request that came without it (the
 * visitor's came with it: somebody behind sent it on in clear); nginx, Apache and IIS to one without a certificate.
 */
void http_page_says(const char *text, struct seen_http *seen);

/* What one LINE of a head, with or without its end, says that SEEN wants to know. */
void http_head_line(const char *line, size_t length, struct seen_http *seen);

/*
 * Who is asked, as it stands in a URL ("[::1]"): the name that SNI carries, so that the same virtual host answers; without
 * one ADDRESS, or the target when that is NULL. The caller frees.
 */
char *http_head_name(const struct settings *settings, const char *address);

/* One GET of the path of SETTINGS' target, for that name, is added to RET. */
void http_head_request(const struct settings *settings, const char *address, struct buffer *ret);

#endif
