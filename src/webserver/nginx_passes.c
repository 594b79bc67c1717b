/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_passes.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "webserver/openssl_names.h"

#define PASSES_MOST 500
#define PEERS_MOST 64

static const struct module {
	const char *directive;
	const char *plain, *encrypted; /* schemes with "://" */
	const char *prefix;
} modules[NGINX_MODULE_COUNT] = {
	[NGINX_PROXY] = { "proxy_pass", "http://", "https://", "proxy_ssl_" },
	[NGINX_GRPC] = { "grpc_pass", "grpc://", "grpcs://", "grpc_ssl_" },
	[NGINX_UWSGI] = { "uwsgi_pass", "uwsgi://", "suwsgi://", "uwsgi_ssl_" },
	[NGINX_STREAM] = { "proxy_pass", NULL, NULL, "proxy_ssl_" },
};

char *nginx_ssl_directive(enum nginx_module module, const char *end)
{
	return memory_format("%s%s", modules[module].prefix, end);
}

/* ---- What the directives say ---- */

static const struct nginx_directive *setting(const struct nginx_pass *pass, const char *end)
{
	char *name = nginx_ssl_directive(pass->module, end);
	const struct nginx_directive *found = nginx_nearest(pass->directive->parent, name);

	free(name);
	return found;
}

static bool flag(const struct nginx_pass *pass, const char *end, bool usual,
	const struct nginx_directive **ret_by)
{
	const char *value = nginx_value(*ret_by = setting(pass, end));

	return value ? text_same(value, "on") : usual;
}

static char *path_setting(const struct nginx_conf *conf, const struct nginx_pass *pass,
	const char *end, const struct nginx_directive **ret_by)
{
	const char *value = nginx_value(*ret_by = setting(pass, end));

	return value && *value && !strchr(value, '$') && !text_starts(value, "engine:") &&
			       !text_starts(value, "data:")
		       ? nginx_conf_path(conf, value)
		       : NULL;
}

/* TLS 1.3 is offered by itself since 1.23.4, TLS 1.0 and 1.1 no longer since 1.27.3. */
static void usual_versions(const struct nginx_version *version, struct nginx_tls *tls)
{
	tls->versions[0] = tls->versions[1] = nginx_is_before(version, 1, 27, 3);
	tls->versions[2] = true;
	tls->versions[3] = !nginx_is_before(version, 1, 23, 4);
}

static void read_versions(
	const struct nginx_pass *pass, const struct nginx_version *version, struct nginx_tls *tls)
{
	tls->versions_by = setting(pass, "protocols");
	if (!tls->versions_by || !tls->versions_by->word_count) {
		usual_versions(version, tls);
		return;
	}
	for (size_t i = 0; i < tls->versions_by->word_count; i++) {
		int number = openssl_protocol(tls->versions_by->words[i]);

		if (number >= 0x0301)
			tls->versions[number - 0x0301] = true;
	}
}

/* proxy_ssl_conf_command Groups ... and Curves ...; the same command may come several times. */
static void read_commands(const struct nginx_pass *pass, struct nginx_tls *tls)
{
	const struct nginx_directive *first = setting(pass, "conf_command");
	const struct nginx_directive *command;

	for (size_t i = 0; first && (command = nginx_child(first->parent, first->name, i)); i++) {
		if (command->word_count != 2)
			continue;
		if (text_same(command->words[0], "Groups") ||
			text_same(command->words[0], "Curves")) {
			tls->groups_by = command;
			tls->group_count = openssl_groups(
				command->words[1], tls->groups, NGINX_GROUPS_MOST, NULL);
		} else if (text_same(command->words[0], "CipherString")) {
			tls->ciphers_by = command;
			tls->ciphers = command->words[1];
		}
	}
}

/* The name without its port; nginx cuts that off, too. */
static void cut_ports(struct nginx_values *names)
{
	for (size_t i = 0; i < names->count; i++) {
		char *host;
		int port;

		if (!nginx_address(names->items[i], 0, &host, &port))
			continue;
		free(names->items[i]);
		names->items[i] = host;
	}
}

static void read_names(const struct nginx_pass *pass, struct nginx_tls *tls)
{
	const char *value = nginx_value(tls->name_by = setting(pass, "name"));

	if (!value || !strcmp(value, "$proxy_host"))
		value = pass->authority;
	nginx_values_of(pass->directive->parent, value, &tls->names);
	cut_ports(&tls->names);
}

static void read_tls(
	const struct nginx_conf *conf, const struct nginx_version *version, struct nginx_pass *pass)
{
	struct nginx_tls *tls = &pass->tls;
	const char *value;

	tls->sni = flag(pass, "server_name", false, &tls->sni_by);
	tls->verify = flag(pass, "verify", false, &tls->verify_by);
	tls->depth = 1;
	value = nginx_value(tls->depth_by = setting(pass, "verify_depth"));
	if (value)
		tls->depth = (int)strtol(value, NULL, 10);
	tls->trusted = path_setting(conf, pass, "trusted_certificate", &tls->trusted_by);
	tls->certificate = path_setting(conf, pass, "certificate", &tls->certificate_by);
	tls->key = path_setting(conf, pass, "certificate_key", &tls->key_by);
	tls->certificate_variable = tls->certificate_by && !tls->certificate;
	tls->ciphers = nginx_value(tls->ciphers_by = setting(pass, "ciphers"));
	read_versions(pass, version, tls);
	read_commands(pass, tls);
	read_names(pass, tls);
}

/* ---- Where it leads ---- */

static void add_peer(struct nginx_pass *pass, const struct nginx_directive *directive,
	const char *address, int usual_port)
{
	char *host;
	int port;

	if (pass->peer_count >= PEERS_MOST || !nginx_address(address, usual_port, &host, &port))
		return;
	pass->peers = memory_resize(pass->peers, pass->peer_count + 1, sizeof(*pass->peers));
	pass->peers[pass->peer_count++] = (struct nginx_peer){
		.directive = directive,
		.host = host,
		.port = port,
		.backup = nginx_has_word(directive, "backup"),
	};
}

static void add_group_peers(struct nginx_pass *pass, const struct nginx_directive *group)
{
	const struct nginx_directive *server;

	for (size_t i = 0; (server = nginx_child(group, "server", i)); i++)
		if (server->word_count && !nginx_has_word(server, "down"))
			add_peer(pass, server, server->words[0], 80);
}

/* The upstream block of that name, of the http or stream block that AT is in. */
static const struct nginx_directive *group_called(
	const struct nginx_directive *at, const char *name)
{
	for (const struct nginx_directive *block = at; block; block = block->parent) {
		const struct nginx_directive *group;

		for (size_t i = 0; (group = nginx_child(block, "upstream", i)); i++)
			if (group->word_count && text_same(group->words[0], name))
				return group;
	}
	return NULL;
}

static void lead(struct nginx_pass *pass, int usual_port)
{
	pass->group = group_called(pass->directive->parent, pass->authority);
	if (pass->group)
		add_group_peers(pass, pass->group);
	else
		add_peer(pass, pass->directive, pass->authority, usual_port);
}

/* ---- One pass ---- */

struct collecting {
	const struct nginx_conf *conf;
	const struct nginx_version *version;
	struct nginx_passes *passes;
};

static struct nginx_pass *add_pass(struct collecting *collecting, enum nginx_module module,
	const struct nginx_directive *directive)
{
	struct nginx_passes *passes = collecting->passes;
	struct nginx_pass *pass;

	if (passes->count >= PASSES_MOST)
		return NULL;
	passes->items = memory_resize(passes->items, passes->count + 1, sizeof(*passes->items));
	pass = &passes->items[passes->count++];
	*pass = (struct nginx_pass){
		.module = module,
		.directive = directive,
		.server = nginx_within(directive, "server"),
	};
	return pass;
}

/* URL is "https://host:port/path" with all variables in its head settled. */
static void add_url(struct collecting *collecting, enum nginx_module module,
	const struct nginx_directive *directive, const char *url, bool variable)
{
	const struct module *kind = &modules[module];
	struct nginx_pass *pass = add_pass(collecting, module, directive);
	const char *start = url;
	int usual_port = 80;

	if (!pass)
		return;
	pass->variable = variable;
	if (kind->encrypted && text_starts_same(url, kind->encrypted)) {
		pass->encrypted = true;
		usual_port = 443;
		start = url + strlen(kind->encrypted);
	} else if (kind->plain && text_starts_same(url, kind->plain)) {
		start = url + strlen(kind->plain);
	}
	if (module == NGINX_STREAM)
		pass->encrypted = nginx_flag(directive->parent, "proxy_ssl", false, NULL);
	if (module == NGINX_UWSGI || module == NGINX_STREAM)
		usual_port = 0;
	pass->authority = memory_text_n(start, strcspn(start, "/?"));
	lead(pass, usual_port);
	read_tls(collecting->conf, collecting->version, pass);
}

/* Only the head of the URL says where it leads: "https://$backend$request_uri". */
static char *head_of(const char *url)
{
	const char *authority = strstr(url, "://");
	size_t length = authority ? (size_t)(authority - url) + 3 : 0;

	length += strcspn(url + length, "/?");
	/* A variable that begins with the path: what stands before it is all. */
	for (const char *c = url + length; c > url && authority; c--) {
		static const char *const paths[] = { "$request_uri", "$uri", "$1", "$document_uri",
			"$is_args", "$args" };

		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			if (text_starts(c - 1, paths[i]) && c - 1 > authority + 2)
				return memory_text_n(url, (size_t)(c - 1 - url));
	}
	return memory_text_n(url, length);
}

static void add_unknown(struct collecting *collecting, enum nginx_module module,
	const struct nginx_directive *directive)
{
	struct nginx_pass *pass = add_pass(collecting, module, directive);
	const char *encrypted = modules[module].encrypted;

	if (!pass)
		return;
	pass->unknown = true;
	pass->variable = true;
	pass->authority = memory_text(directive->words[0]);
	pass->encrypted = encrypted && text_starts_same(directive->words[0], encrypted);
	read_tls(collecting->conf, collecting->version, pass);
}

static void visit(void *context, const struct nginx_directive *directive)
{
	struct collecting *collecting = context;
	enum nginx_module module = NGINX_MODULE_COUNT;
	struct nginx_values urls;
	char *head;

	for (int i = 0; i < NGINX_STREAM; i++)
		if (!strcmp(directive->name, modules[i].directive))
			module = (enum nginx_module)i;
	if (module == NGINX_MODULE_COUNT || !directive->word_count || directive->block)
		return;
	if (module == NGINX_PROXY && nginx_within(directive, "stream"))
		module = NGINX_STREAM;
	/* In a part of a configuration nothing says so but the missing scheme. */
	if (module == NGINX_PROXY && !strstr(directive->words[0], "://") &&
		directive->words[0][0] != '$' && !nginx_within(directive, "http") &&
		!nginx_within(directive, "location"))
		module = NGINX_STREAM;
	head = head_of(directive->words[0]);
	nginx_values_of(directive->parent, head, &urls);
	for (size_t i = 0; i < urls.count; i++)
		add_url(collecting, module, directive, urls.items[i], urls.variable);
	if (!urls.count)
		add_unknown(collecting, module, directive);
	nginx_values_free(&urls);
	free(head);
}

void nginx_passes_read(const struct nginx_conf *conf, const struct nginx_version *version,
	struct nginx_passes *ret)
{
	struct collecting collecting = { .conf = conf, .version = version, .passes = ret };

	*ret = (struct nginx_passes){ 0 };
	nginx_walk(conf->root, visit, &collecting);
}

void nginx_passes_free(struct nginx_passes *passes)
{
	for (size_t i = 0; i < passes->count; i++) {
		struct nginx_pass *pass = &passes->items[i];

		for (size_t k = 0; k < pass->peer_count; k++)
			free(pass->peers[k].host);
		free(pass->peers);
		free(pass->authority);
		nginx_values_free(&pass->tls.names);
		free(pass->tls.trusted);
		free(pass->tls.certificate);
		free(pass->tls.key);
	}
	free(passes->items);
	*passes = (struct nginx_passes){ 0 };
}
