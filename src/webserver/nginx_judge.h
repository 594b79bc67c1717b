/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be said of a configuration without connecting to anything? Each function adds the faults of one kind
 * of trouble. Pure but for what the caller looked up.
 */
#ifndef WEBSERVER_NGINX_JUDGE_H
#define WEBSERVER_NGINX_JUDGE_H

#include "webserver/nginx_faults.h"
#include "webserver/nginx_listens.h"
#include "webserver/nginx_passes.h"

/* Braces, quotes, includes; what could not be read. */
void nginx_judge_reading(const struct nginx_conf *conf, struct nginx_faults *faults);

/* Directives about TLS that don't exist, and flags that are neither on nor off. */
void nginx_judge_words(const struct nginx_conf *conf, struct nginx_faults *faults);

/* Towards the upstreams, without connecting to them: names, verification, keepalive. */
void nginx_judge_passes(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_passes *passes, struct nginx_faults *faults);

/* A scheme that the port's number speaks against, where the port itself could not be asked. */
void nginx_judge_port(
	const struct nginx_pass *pass, const struct nginx_peer *peer, struct nginx_faults *faults);

/* Says what would be right when the scheme of PASS isn't what PEER speaks: the other scheme, or PORT. */
void nginx_better_scheme(struct nginx_fault *fault, const struct nginx_pass *pass,
	const struct nginx_peer *peer, int port);

/* Towards the clients: listen, default servers, protocols, ciphers, stapling. */
void nginx_judge_listens(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_listens *listens, struct nginx_faults *faults);

/* "https://app.example.com:443": how a pass and its peer are called. The caller frees it. */
char *nginx_peer_name(const struct nginx_peer *peer);

#endif
