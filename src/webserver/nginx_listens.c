/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_listens.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "webserver/openssl_names.h"

#define LISTENS_MOST 2000

static enum nginx_side side_of(const struct nginx_directive *server)
{
	if (nginx_within(server, "mail"))
		return NGINX_SIDE_MAIL;
	return nginx_within(server, "stream") ? NGINX_SIDE_STREAM : NGINX_SIDE_HTTP;
}

/* "443" is "*:443", "localhost" "localhost:80". RET_PORT 0: a unix socket, or nothing that we know. */
static char *normal_address(const char *text, int *ret_port)
{
	char *host, *address;

	*ret_port = 0;
	if (text[0] && strspn(text, "0123456789") == strlen(text)) {
		*ret_port = (int)(strtol(text, NULL, 10) % 65536);
		return memory_format("*:%d", *ret_port);
	}
	if (!nginx_address(text, 80, &host, ret_port))
		return memory_text(text);
	if (!strcmp(host, "0.0.0.0"))
		address = memory_format("*:%d", *ret_port);
	else
		address = memory_format(strchr(host, ':') ? "[%s]:%d" : "%s:%d", host, *ret_port);
	free(host);
	return address;
}

static bool mail_starttls(const struct nginx_directive *server)
{
	const char *value = nginx_value(nginx_nearest(server, "starttls"));

	return value && (!strcmp(value, "on") || !strcmp(value, "only"));
}

static void add_listen(struct nginx_listens *listens, const struct nginx_directive *server,
	const struct nginx_directive *directive)
{
	struct nginx_listen *listen;

	if (listens->count >= LISTENS_MOST || !directive->word_count)
		return;
	listens->items = memory_resize(listens->items, listens->count + 1, sizeof(*listens->items));
	listen = &listens->items[listens->count++];
	*listen = (struct nginx_listen){
		.directive = directive,
		.server = server,
		.side = side_of(server),
		.quic = nginx_has_word(directive, "quic"),
		.is_default = nginx_has_word(directive, "default_server") ||
			      nginx_has_word(directive, "default"),
	};
	listen->starttls = listen->side == NGINX_SIDE_MAIL && mail_starttls(server);
	listen->ssl = nginx_has_word(directive, "ssl") || nginx_flag(server, "ssl", false, NULL);
	listen->address = normal_address(directive->words[0], &listen->port);
}

static bool known_certificate(const struct nginx_listens *listens, const char *path)
{
	for (size_t i = 0; i < listens->certificate_count; i++)
		if (!strcmp(listens->certificates[i].path, path))
			return true;
	return false;
}

/* The certificates of SERVER: those of the nearest level that has any, each with the key beside it. */
static void add_certificates(const struct nginx_conf *conf, struct nginx_listens *listens,
	const struct nginx_directive *server)
{
	const struct nginx_directive *first = nginx_nearest(server, "ssl_certificate");
	const struct nginx_directive *first_key = nginx_nearest(server, "ssl_certificate_key");
	const struct nginx_directive *one;

	for (size_t i = 0; first && (one = nginx_child(first->parent, first->name, i)); i++) {
		const struct nginx_directive *key =
			first_key ? nginx_child(first_key->parent, first_key->name, i) : NULL;
		const char *value = nginx_value(one);
		char *path;

		if (!value || strchr(value, '$') || text_starts(value, "data:") ||
			listens->certificate_count >= LISTENS_MOST)
			continue;
		path = nginx_conf_path(conf, value);
		if (known_certificate(listens, path)) {
			free(path);
			continue;
		}
		listens->certificates = memory_resize(listens->certificates,
			listens->certificate_count + 1, sizeof(*listens->certificates));
		listens->certificates[listens->certificate_count++] = (struct nginx_certificate){
			.directive = one,
			.key_directive = key,
			.server = server,
			.path = path,
			.key_path = key && key->word_count && !strchr(key->words[0], '$') &&
						    !strchr(key->words[0], ':')
					    ? nginx_conf_path(conf, key->words[0])
					    : NULL,
		};
	}
}

struct listing {
	const struct nginx_conf *conf;
	struct nginx_listens *listens;
};

static void visit(void *context, const struct nginx_directive *directive)
{
	struct listing *listing = context;
	const struct nginx_directive *listen;

	if (strcmp(directive->name, "server") != 0 || !directive->block)
		return;
	for (size_t i = 0; (listen = nginx_child(directive, "listen", i)); i++)
		add_listen(listing->listens, directive, listen);
}

/* One "ssl" speaks for all that share the socket. */
static void share_ssl(struct nginx_listens *listens)
{
	for (size_t i = 0; i < listens->count; i++) {
		const struct nginx_listen *one = &listens->items[i];

		for (size_t k = 0; one->ssl && k < listens->count; k++) {
			struct nginx_listen *other = &listens->items[k];

			if (other->side == one->side && !strcmp(other->address, one->address))
				other->ssl = true;
		}
	}
}

void nginx_listens_read(const struct nginx_conf *conf, struct nginx_listens *ret)
{
	struct listing listing = { .conf = conf, .listens = ret };

	*ret = (struct nginx_listens){ 0 };
	nginx_walk(conf->root, visit, &listing);
	share_ssl(ret);
	for (size_t i = 0; i < ret->count; i++)
		if (ret->items[i].ssl || ret->items[i].quic || ret->items[i].starttls)
			add_certificates(conf, ret, ret->items[i].server);
}

void nginx_listens_free(struct nginx_listens *listens)
{
	for (size_t i = 0; i < listens->count; i++)
		free(listens->items[i].address);
	for (size_t i = 0; i < listens->certificate_count; i++) {
		free(listens->certificates[i].path);
		free(listens->certificates[i].key_path);
	}
	free(listens->items);
	free(listens->certificates);
	*listens = (struct nginx_listens){ 0 };
}

void nginx_listen_versions(const struct nginx_directive *server,
	const struct nginx_version *version, bool ret[4], const struct nginx_directive **ret_by)
{
	*ret_by = nginx_nearest(server, "ssl_protocols");
	ret[0] = ret[1] = !*ret_by && nginx_is_before(version, 1, 27, 3);
	ret[2] = !*ret_by;
	ret[3] = !*ret_by && !nginx_is_before(version, 1, 23, 4);
	for (size_t i = 0; *ret_by && i < (*ret_by)->word_count; i++) {
		int number = openssl_protocol((*ret_by)->words[i]);

		if (number >= 0x0301)
			ret[number - 0x0301] = true;
	}
}
