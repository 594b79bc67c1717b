/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a web server say? libcurl does the work; where it can't be loaded, ENOSYS comes back from all of these.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "base/timing.h"
#include "evidence/evidence.h"
#include "net/budget.h"

struct http_env {
	struct budget *budget;
	struct deadline deadline;
	const struct cancel *cancel;
};

/*
 * One GET of the target's path at ADDRESS (numeric; NULL when a proxy is used) into RET, whose old
 * content is not freed. Only the status and a few headers are read, at most 64 KiB of each. The
 * certificate is not verified here: nothing secret is sent, and what comes back is evidence only.
 * 0, ECANCELED, or another errno when nothing could be asked; RET->error holds libcurl's words when no answer came.
 */
int http_get(const struct http_env *env, const struct settings *settings, const char *address,
	struct seen_http *ret);

/* The same with HOST in the Host header (NULL: what the target says). */
int http_get_of(const struct http_env *env, const struct settings *settings, const char *address,
	const char *host, struct seen_http *ret);

/*
 * One GET of URL (http only, no redirect is followed, no proxy is used) into RET, whose old content is not
 * freed; at most LIMIT bytes of its text into RET_BODY. 0, or ECANCELED; RET->error as above. For pages that
 * the person's settings name, wherever they lead.
 */
int http_page(const struct http_env *env, const struct settings *settings, const char *url,
	size_t limit, struct seen_http *ret, struct buffer *ret_body);

/*
 * Fetches URL (http only, at most 5 redirects, at most LIMIT bytes) into RET. A URL from a certificate
 * is a stranger's choice: with INSIDE false every address that address_is_inside() is refused; behind a
 * proxy, a host that is known here to have such an address, and redirects aren't followed.
 * 0; EPERM for a forbidden address or scheme; EFBIG; ECANCELED; ETIMEDOUT; EIO for anything else.
 */
int http_fetch(const struct http_env *env, const struct settings *settings, const char *url,
	bool inside, size_t limit, struct buffer *ret);

/* The same, but sends BODY (of the media type TYPE) by POST. */
int http_post(const struct http_env *env, const struct settings *settings, const char *url,
	const char *type, const struct buffer *body, bool inside, size_t limit, struct buffer *ret);

#endif
