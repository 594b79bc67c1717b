/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can this text with $variables be? As far as the configuration decides it: set, map, geo,
 * split_clients, and the server's own names. And small questions about values and versions.
 */
#ifndef WEBSERVER_NGINX_VALUES_H
#define WEBSERVER_NGINX_VALUES_H

#include "webserver/nginx_conf.h"

#define NGINX_VALUES_MOST 16

struct nginx_values {
	char *items[NGINX_VALUES_MOST];
	size_t count; /* 0: it can't be known */
	bool variable; /* there was a variable in it */
	bool by_client; /* what the client sends decides: $host, $http_host, $ssl_server_name */
};

/* All that TEXT can be for a request that reaches AT. To be freed. */
void nginx_values_of(const struct nginx_directive *at, const char *text, struct nginx_values *ret);
void nginx_values_free(struct nginx_values *values);

/* The flag NAME for what stands in BLOCK, USUAL when nothing sets it; RET_BY (may be NULL) is the directive
 * that sets it, or NULL. */
bool nginx_flag(const struct nginx_directive *block, const char *name, bool usual,
	const struct nginx_directive **ret_by);

/* Splits "host", "host:port", "[::1]:443", "unix:/path". RET_HOST is lower-case without brackets, the caller
 * frees it; false for something else, a unix socket included. */
bool nginx_address(const char *text, int usual_port, char **ret_host, int *ret_port);
bool nginx_is_ip(const char *host);

struct nginx_version {
	int major, minor, patch; /* all 0: unknown */
};

/* Reads "1.22.1", "nginx/1.22.1 (Debian)", "nginx version: nginx/1.22.1". */
bool nginx_version_read(const char *text, struct nginx_version *ret);

/* Whether VERSION is known, and at least / below the one named. */
bool nginx_is_since(const struct nginx_version *version, int major, int minor, int patch);
bool nginx_is_before(const struct nginx_version *version, int major, int minor, int patch);

#endif
