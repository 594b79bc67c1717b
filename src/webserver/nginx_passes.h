/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom does this nginx connect to, and how would it shake hands there? One entry for each place that a
 * proxy_pass, grpc_pass or uwsgi_pass can lead to, in http and in stream, with what the directives around it say.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_proxy_module.html and its neighbours 2026-11.
 */
#ifndef WEBSERVER_NGINX_PASSES_H
#define WEBSERVER_NGINX_PASSES_H

#include "webserver/nginx_conf.h"
#include "webserver/nginx_values.h"

enum nginx_module { NGINX_PROXY, NGINX_GRPC, NGINX_UWSGI, NGINX_STREAM, NGINX_MODULE_COUNT };

struct nginx_peer {
	const struct nginx_directive *directive; /* "server" in the group, or the pass itself */
	char *host; /* lower-case, without brackets */
	int port;
	bool backup;
};

#define NGINX_GROUPS_MOST 16

/* What it offers and wants; each `..._by` is the directive that says so, or NULL: nothing says it. */
struct nginx_tls {
	bool sni;
	const struct nginx_directive *sni_by;
	struct nginx_values names; /* of proxy_ssl_name, or what stands in for it */
	const struct nginx_directive *name_by;
	bool verify;
	const struct nginx_directive *verify_by;
	int depth;
	const struct nginx_directive *depth_by;
	char *trusted; /* path, or NULL */
	const struct nginx_directive *trusted_by;
	bool versions[4]; /* TLS 1.0 ... 1.3 */
	const struct nginx_directive *versions_by;
	const char *ciphers; /* cipher string, or NULL */
	const struct nginx_directive *ciphers_by;
	unsigned groups[NGINX_GROUPS_MOST];
	size_t group_count; /* 0: the library's own */
	const struct nginx_directive *groups_by;
	char *certificate, *key; /* paths, or NULL */
	const struct nginx_directive *certificate_by, *key_by;
	bool certificate_variable;
};

struct nginx_pass {
	enum nginx_module module;
	const struct nginx_directive *directive; /* proxy_pass ... */
	const struct nginx_directive *server; /* the server block around it, or NULL */
	const struct nginx_directive *group; /* the upstream block, or NULL */
	bool encrypted; /* https, grpcs, suwsgi, or proxy_ssl in stream */
	char *authority; /* what was written: the host or the name of the group */
	bool unknown; /* it is decided by a variable that the configuration doesn't settle */
	bool variable; /* it is written with a variable */
	struct nginx_peer *peers; /* none for unix sockets */
	size_t peer_count;
	struct nginx_tls tls;
};

struct nginx_passes {
	struct nginx_pass *items;
	size_t count;
};

/* VERSION decides what holds when nothing is said. At most 500 entries. RET is to be freed before CONF. */
void nginx_passes_read(const struct nginx_conf *conf, const struct nginx_version *version,
	struct nginx_passes *ret);
void nginx_passes_free(struct nginx_passes *passes);

/* "proxy_ssl_server_name" for NGINX_PROXY and "server_name": the caller frees it. */
char *nginx_ssl_directive(enum nginx_module module, const char *end);

#endif
