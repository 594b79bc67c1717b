/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does this nginx wait for clients, and with which certificates? http, mail and stream servers.
 */
#ifndef WEBSERVER_NGINX_LISTENS_H
#define WEBSERVER_NGINX_LISTENS_H

#include "webserver/nginx_conf.h"
#include "webserver/nginx_values.h"

enum nginx_side { NGINX_SIDE_HTTP, NGINX_SIDE_MAIL, NGINX_SIDE_STREAM };

struct nginx_listen {
	const struct nginx_directive *directive; /* listen */
	const struct nginx_directive *server;
	enum nginx_side side;
	char *address; /* "*:443", "[::]:443": the same for all that share a socket */
	int port; /* 0 for a unix socket */
	bool ssl; /* this line says so, or another one of that address, or "ssl on" */
	bool starttls; /* a mail server that goes on in TLS when the client asks for it */
	bool quic;
	bool is_default; /* it is said to be */
};

/* A certificate that a server shows, with its key. */
struct nginx_certificate {
	const struct nginx_directive *directive; /* ssl_certificate */
	const struct nginx_directive *key_directive; /* or NULL */
	const struct nginx_directive *server; /* the first that uses it */
	char *path, *key_path; /* key_path: or NULL */
};

struct nginx_listens {
	struct nginx_listen *items;
	size_t count;
	struct nginx_certificate *certificates;
	size_t certificate_count;
};

/* At most 2000 of each. RET is to be freed before CONF. */
void nginx_listens_read(const struct nginx_conf *conf, struct nginx_listens *ret);
void nginx_listens_free(struct nginx_listens *listens);

/* Which of TLS 1.0 ... 1.3 a server takes, by ssl_protocols or by VERSION; RET_BY: the directive, or NULL. */
void nginx_listen_versions(const struct nginx_directive *server,
	const struct nginx_version *version, bool ret[4], const struct nginx_directive **ret_by);

#endif
