/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_values.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define EXPANSIONS_MOST 6 /* variables within variables */

/* ---- Lists ---- */

static void add(struct nginx_values *values, char *item)
{
	for (size_t i = 0; i < values->count; i++)
		if (!strcmp(values->items[i], item)) {
			free(item);
			return;
		}
	if (values->count < NGINX_VALUES_MOST)
		values->items[values->count++] = item;
	else
		free(item);
}

void nginx_values_free(struct nginx_values *values)
{
	for (size_t i = 0; i < values->count; i++)
		free(values->items[i]);
	*values = (struct nginx_values){ 0 };
}

/* ---- Variables ---- */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The variable at TEXT, which begins with '$': its name (the caller frees it) and what it takes up. */
static char *variable_at(const char *text, size_t *ret_length)
{
	bool braces = text[1] == '{';
	const char *start = text + 1 + braces;
	size_t length = 0;

	while (is_name(start[length]))
		length++;
	*ret_length = 1 + 2 * (size_t)braces + length;
	if (!length || (braces && start[length] != '}'))
		return NULL;
	return memory_text_n(start, length);
}

/* "set $NAME value" in BLOCK and in the "if" blocks within it. */
static void add_sets(
	const struct nginx_directive *block, const char *name, struct nginx_values *ret)
{
	for (size_t i = 0; i < block->child_count; i++) {
		const struct nginx_directive *child = block->children[i];

		if (!strcmp(child->name, "if"))
			add_sets(child, name, ret);
		else if (!strcmp(child->name, "set") && child->word_count == 2 &&
			 child->words[0][0] == '$' && !strcmp(child->words[0] + 1, name))
			add(ret, memory_text(child->words[1]));
	}
}

static bool is_special(const char *word)
{
	static const char *const words[] = { "hostnames", "volatile", "include", "ranges", "proxy",
		"proxy_recursive", "delete" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/* The values of "map $x $NAME { ... }" and its like. */
static void add_map(const struct nginx_directive *map, struct nginx_values *ret)
{
	for (size_t i = 0; i < map->child_count; i++) {
		const struct nginx_directive *row = map->children[i];

		if (row->word_count == 1 && !is_special(row->name))
			add(ret, memory_text(row->words[0]));
	}
}

static bool is_map_of(const struct nginx_directive *directive, const char *name)
{
	const char *last = directive->word_count ? directive->words[directive->word_count - 1]
						 : NULL;

	return last && directive->block && last[0] == '$' && !strcmp(last + 1, name) &&
	       (!strcmp(directive->name, "map") || !strcmp(directive->name, "geo") ||
		       !strcmp(directive->name, "split_clients"));
}

/* The first names of the server that are no pattern. */
static void add_server_names(const struct nginx_directive *at, struct nginx_values *ret)
{
	const struct nginx_directive *names = nginx_nearest(at, "server_name");

	for (size_t i = 0; names && i < names->word_count; i++)
		if (!strpbrk(names->words[i], "*~$") && strchr(names->words[i], '.') &&
			names->words[i][0] != '.')
			add(ret, memory_text(names->words[i]));
}

static bool is_from_client(const char *name)
{
	static const char *const names[] = { "host", "http_host", "ssl_server_name",
		"ssl_preread_server_name", "server_name" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* What $NAME can be, not yet expanded. */
static void look_up(const struct nginx_directive *at, const char *name, struct nginx_values *ret)
{
	for (const struct nginx_directive *block = at; block; block = block->parent)
		add_sets(block, name, ret);
	for (const struct nginx_directive *block = at; block; block = block->parent)
		for (size_t i = 0; i < block->child_count; i++)
			if (is_map_of(block->children[i], name))
				add_map(block->children[i], ret);
	if (!ret->count && is_from_client(name)) {
		ret->by_client = strcmp(name, "server_name") != 0;
		add_server_names(at, ret);
	}
}

static void expand(
	const struct nginx_directive *at, const char *text, int depth, struct nginx_values *ret)
{
	const char *dollar = strchr(text, '$');
	struct nginx_values found = { 0 };
	size_t length;
	char *name;

	if (!dollar) {
		add(ret, memory_text(text));
		return;
	}
	ret->variable = true;
	name = variable_at(dollar, &length);
	if (!name || depth >= EXPANSIONS_MOST) {
		free(name);
		return;
	}
	look_up(at, name, &found);
	ret->by_client |= found.by_client;
	for (size_t i = 0; i < found.count && ret->count < NGINX_VALUES_MOST; i++) {
		char *whole = memory_format(
			"%.*s%s%s", (int)(dollar - text), text, found.items[i], dollar + length);

		if (strlen(whole) < 2000)
			expand(at, whole, depth + 1, ret);
		free(whole);
	}
	nginx_values_free(&found);
	free(name);
}

void nginx_values_of(const struct nginx_directive *at, const char *text, struct nginx_values *ret)
{
	*ret = (struct nginx_values){ 0 };
	expand(at, text, 0, ret);
}

bool nginx_flag(const struct nginx_directive *block, const char *name, bool usual,
	const struct nginx_directive **ret_by)
{
	const struct nginx_directive *by = nginx_nearest(block, name);

	if (ret_by)
		*ret_by = by;
	return by && by->word_count ? text_same(by->words[0], "on") : usual;
}

/* ---- Addresses ---- */

bool nginx_is_ip(const char *host)
{
	unsigned char bytes[16];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool port_of(const char *text, int *ret)
{
	char *end;
	long port = strtol(text, &end, 10);

	if (end == text || *end || port < 1 || port > 65535)
		return false;
	*ret = (int)port;
	return true;
}

bool nginx_address(const char *text, int usual_port, char **ret_host, int *ret_port)
{
	const char *end = text[0] == '[' ? strchr(text, ']') : text + strcspn(text, ":");
	const char *start = text + (text[0] == '[');

	*ret_port = usual_port;
	if (!end || end == start || text_starts_same(text, "unix:") || strchr(text, '$'))
		return false;
	*ret_host = memory_text_n(start, (size_t)(end - start));
	for (char *c = *ret_host; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	end += *end == ']';
	if (!*end || (*end == ':' && port_of(end + 1, ret_port)))
		return true;
	free(*ret_host);
	return false;
}

/* ---- Versions ---- */

bool nginx_version_read(const char *text, struct nginx_version *ret)
{
	const char *slash = strstr(text, "nginx/");
	char *end;

	*ret = (struct nginx_version){ 0 };
	text = slash ? slash + 6 : text;
	ret->major = (int)(strtol(text, &end, 10) % 1000);
	if (end == text || *end != '.')
		return false;
	text = end + 1;
	ret->minor = (int)(strtol(text, &end, 10) % 1000);
	if (end == text)
		return false;
	if (*end == '.')
		ret->patch = (int)(strtol(end + 1, NULL, 10) % 1000);
	return ret->major > 0 || ret->minor > 0;
}

static long order(int major, int minor, int patch)
{
	return major * 1000000L + minor * 1000L + patch;
}

static long order_of(const struct nginx_version *version)
{
	return order(version->major, version->minor, version->patch);
}

bool nginx_is_since(const struct nginx_version *version, int major, int minor, int patch)
{
	return order_of(version) && order_of(version) >= order(major, minor, patch);
}

bool nginx_is_before(const struct nginx_version *version, int major, int minor, int patch)
{
	return order_of(version) && order_of(version) < order(major, minor, patch);
}
