/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Towards the upstreams, without connecting to them. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "webserver/nginx_judge.h"

struct judging {
	const struct nginx_conf *conf;
	const struct nginx_version *version;
	struct nginx_faults *faults;
};

char *nginx_peer_name(const struct nginx_peer *peer)
{
	return memory_format(strchr(peer->host, ':') ? "[%s]:%d" : "%s:%d", peer->host, peer->port);
}

static struct nginx_fault *add_once(
	struct judging *judging, const char *id, const struct nginx_directive *directive)
{
	if (nginx_fault_known(judging->faults, id, directive->file, directive->line))
		return NULL;
	return nginx_fault_add(judging->faults, id, directive);
}

static struct nginx_fault *add_for_peer(
	struct judging *judging, const char *id, const struct nginx_peer *peer)
{
	struct nginx_fault *fault = add_once(judging, id, peer->directive);
	char *name;

	if (!fault)
		return NULL;
	name = nginx_peer_name(peer);
	facts_text(&fault->facts, "upstream", name);
	facts_number(&fault->facts, "port", FACT_CODE, peer->port);
	free(name);
	return fault;
}

/* ---- Ports and schemes ---- */

/* WORD of DIRECTIVE (the address or URL) with OLD, once, become NEW. */
static void better_word(struct nginx_fault *fault, const struct nginx_directive *directive,
	const char *old, const char *new)
{
	char *line = nginx_as_written(directive);
	char *found = strstr(line, old);

	if (found)
		nginx_fault_better(fault, NGINX_CHANGE_LINE, "%.*s%s%s", (int)(found - line), line,
			new, found + strlen(old));
	free(line);
}

/* "server app;" in a group has port 80 whatever the scheme is. */
static void better_port(struct nginx_fault *fault, const struct nginx_peer *peer, int port)
{
	char *with = memory_format(":%d", peer->port), *right = memory_format(":%d", port);
	const char *address = nginx_value(peer->directive);

	if (address && strstr(address, with))
		better_word(fault, peer->directive, with, right);
	else if (address && !strcmp(peer->directive->name, "server"))
		nginx_fault_better(fault, NGINX_CHANGE_LINE, "server %s:%d;", address, port);
	free(right);
	free(with);
}

void nginx_better_scheme(struct nginx_fault *fault, const struct nginx_pass *pass,
	const struct nginx_peer *peer, int port)
{
	static const char *const plain[] = { "http://", "grpc://", "uwsgi://", NULL };
	static const char *const encrypted[] = { "https://", "grpcs://", "suwsgi://", NULL };
	const char *from = pass->encrypted ? encrypted[pass->module] : plain[pass->module];
	const char *to = pass->encrypted ? plain[pass->module] : encrypted[pass->module];

	if (!from)
		return;
	if (pass->encrypted && peer->port == 80)
		better_port(fault, peer, port);
	else if (peer->directive == pass->directive)
		better_word(fault, pass->directive, from, to);
	else
		nginx_fault_better(fault, NGINX_CHANGE_NONE, "%s %s%s;", pass->directive->name, to,
			pass->authority);
}

void nginx_judge_port(
	const struct nginx_pass *pass, const struct nginx_peer *peer, struct nginx_faults *faults)
{
	struct judging judging = { .faults = faults };
	struct nginx_fault *fault = NULL;

	if (pass->encrypted && peer->port == 80)
		fault = add_for_peer(&judging, "nginx.tls-to-plain-port", peer);
	else if (!pass->encrypted && peer->port == 443 && pass->module == NGINX_PROXY)
		fault = add_for_peer(&judging, "nginx.plain-to-tls-port", peer);
	if (fault)
		nginx_better_scheme(fault, pass, peer, 443);
}

/* ---- Verification, certificates ---- */

static void judge_verify(struct judging *judging, const struct nginx_pass *pass)
{
	const struct nginx_tls *tls = &pass->tls;
	struct nginx_fault *fault;
	char *right;

	if (!pass->encrypted || !tls->verify || tls->trusted_by)
		return;
	fault = add_once(judging, "nginx.verify-without-ca", tls->verify_by);
	if (!fault)
		return;
	right = nginx_ssl_directive(pass->module, "trusted_certificate");
	facts_text(&fault->facts, "directive", right);
	nginx_fault_better(
		fault, NGINX_CHANGE_ADD, "%s /etc/ssl/certs/ca-certificates.crt;", right);
	free(right);
}

static void judge_client_key(struct judging *judging, const struct nginx_pass *pass)
{
	const struct nginx_tls *tls = &pass->tls;
	struct nginx_fault *fault;
	char *right;

	if (!pass->encrypted || !tls->certificate_by || tls->key_by)
		return;
	fault = add_once(judging, "nginx.client-key", tls->certificate_by);
	if (!fault)
		return;
	right = nginx_ssl_directive(pass->module, "certificate_key");
	facts_text(&fault->facts, "file", nginx_value(tls->certificate_by));
	nginx_fault_better(fault, NGINX_CHANGE_ADD, "%s /etc/ssl/site/client-key.pem;", right);
	free(right);
}

/* ---- Names ---- */

static void judge_variable_name(struct judging *judging, const struct nginx_pass *pass)
{
	const struct nginx_tls *tls = &pass->tls;
	struct nginx_fault *fault;

	if (!pass->encrypted || !tls->name_by || !tls->names.by_client ||
		(!tls->verify && !tls->sni))
		return;
	fault = add_once(judging, "nginx.name-variable", tls->name_by);
	if (fault)
		facts_text(&fault->facts, "name", nginx_value(tls->name_by));
}

/* The Host header that goes to the upstream, as it is written, or NULL. */
static const struct nginx_directive *host_header(const struct nginx_pass *pass)
{
	const char *name = pass->module == NGINX_GRPC ? "grpc_set_header" : "proxy_set_header";
	const struct nginx_directive *first = nginx_nearest(pass->directive->parent, name);
	const struct nginx_directive *one;

	for (size_t i = 0; first && (one = nginx_child(first->parent, name, i)); i++)
		if (one->word_count == 2 && text_same(one->words[0], "Host"))
			return one;
	return NULL;
}

static void judge_host(struct judging *judging, const struct nginx_pass *pass)
{
	const struct nginx_directive *header = host_header(pass);
	const struct nginx_tls *tls = &pass->tls;
	struct nginx_fault *fault;
	char *host;
	int port;

	if (!pass->encrypted || !tls->sni || !header || strchr(header->words[1], '$') ||
		tls->names.count != 1 || tls->names.variable || nginx_is_ip(tls->names.items[0]) ||
		!nginx_address(header->words[1], 0, &host, &port))
		return;
	if (!text_same(host, tls->names.items[0])) {
		fault = add_once(judging, "nginx.host-header", header);
		if (fault) {
			facts_text(&fault->facts, "host", host);
			facts_text(&fault->facts, "name", tls->names.items[0]);
			nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s Host %s;", header->name,
				tls->names.items[0]);
		}
	}
	free(host);
}

static void judge_resolver(struct judging *judging, const struct nginx_pass *pass)
{
	struct nginx_fault *fault;

	if (!pass->variable || pass->unknown || pass->group || !pass->peer_count ||
		nginx_is_ip(pass->peers[0].host) || judging->conf->snippet ||
		nginx_nearest(pass->directive->parent, "resolver"))
		return;
	fault = add_once(judging, "nginx.resolver-missing", pass->directive);
	if (!fault)
		return;
	facts_text(&fault->facts, "name", pass->peers[0].host);
	nginx_fault_better(fault, NGINX_CHANGE_ADD, "resolver 127.0.0.53 valid=30s;");
}

/* ---- Connections that are kept ---- */

static const struct nginx_directive *connection_header(const struct nginx_pass *pass)
{
	const struct nginx_directive *first = nginx_nearest(
		pass->directive->parent, "proxy_set_header");
	const struct nginx_directive *one;

	for (size_t i = 0; first && (one = nginx_child(first->parent, first->name, i)); i++)
		if (one->word_count == 2 && text_same(one->words[0], "Connection"))
			return one;
	return NULL;
}

static void judge_keepalive(struct judging *judging, const struct nginx_pass *pass)
{
	const struct nginx_directive *keepalive = pass->group
							  ? nginx_child(pass->group, "keepalive", 0)
							  : NULL;
	const char *version = nginx_value(
		nginx_nearest(pass->directive->parent, "proxy_http_version"));
	struct nginx_fault *fault;

	if (!pass->encrypted || !keepalive)
		return;
	/* Since 1.29.7 connections are kept without a word. */
	if (pass->module == NGINX_PROXY && !nginx_is_since(judging->version, 1, 29, 7) &&
		(!version || !strcmp(version, "1.0") || !connection_header(pass))) {
		fault = add_once(judging, "nginx.keepalive-inactive", pass->directive);
		if (fault) {
			facts_text(&fault->facts, "group", pass->authority);
			nginx_fault_better(fault, NGINX_CHANGE_ADD,
				"proxy_http_version 1.1;\nproxy_set_header Connection \"\";");
		}
	}
	if (pass->tls.sni && pass->tls.names.by_client) {
		fault = add_once(judging, "nginx.keepalive-names", keepalive);
		if (fault) {
			facts_text(&fault->facts, "group", pass->authority);
			nginx_fault_better(fault, NGINX_CHANGE_REMOVE, "%s", "");
		}
	}
}

static void judge_session_reuse(struct judging *judging, const struct nginx_pass *pass)
{
	char *name = nginx_ssl_directive(pass->module, "session_reuse");
	const struct nginx_directive *by;
	struct nginx_fault *fault;

	if (pass->encrypted && !nginx_flag(pass->directive->parent, name, true, &by) &&
		(fault = add_once(judging, "nginx.session-reuse-off", by))) {
		facts_text(&fault->facts, "directive", name);
		nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s on;", name);
	}
	free(name);
}

static void judge_unknown(struct judging *judging, const struct nginx_pass *pass)
{
	struct nginx_fault *fault;

	if (!pass->unknown)
		return;
	fault = add_once(judging, "nginx.upstream-variable", pass->directive);
	if (fault)
		facts_text(&fault->facts, "upstream", pass->authority);
}

void nginx_judge_passes(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_passes *passes, struct nginx_faults *faults)
{
	static void (*const judges[])(struct judging *, const struct nginx_pass *) = {
		judge_verify,
		judge_client_key,
		judge_variable_name,
		judge_host,
		judge_resolver,
		judge_keepalive,
		judge_session_reuse,
		judge_unknown,
	};
	struct judging judging = { conf, version, faults };

	for (size_t i = 0; i < passes->count; i++)
		for (size_t k = 0; k < sizeof(judges) / sizeof(judges[0]); k++)
			judges[k](&judging, &passes->items[i]);
}
