/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/reference.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define HTTP "http://"

bool reference_allowed(const struct settings *settings)
{
	return settings->reference == REFERENCE_ALWAYS && !settings->offline;
}

const char *reference_list(const struct settings *settings, enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_TIME_SERVERS:
		return settings->time_servers ? settings->time_servers : TIME_SERVERS_USUAL;
	case REFERENCE_PORTAL_PROBES:
		return settings->portal_probes ? settings->portal_probes : PORTAL_PROBES_USUAL;
	default:
		return settings->reference_sites ? settings->reference_sites
						 : REFERENCE_SITES_USUAL;
	}
}

size_t reference_items(const char *list, char *ret[REFERENCES_MOST])
{
	size_t count = 0;

	while (*list && count < REFERENCES_MOST) {
		size_t length;

		list += strspn(list, ", ");
		length = strcspn(list, ",");
		while (length && list[length - 1] == ' ')
			length--;
		if (length)
			ret[count++] = memory_text_n(list, length);
		list += strcspn(list, ",");
	}
	return count;
}

bool reference_place(const char *item, int usual_port, char **ret_host, int *ret_port)
{
	const char *end = item[0] == '[' ? strchr(item, ']') : NULL;
	const char *colon = end ? end + 1 : strchr(item, ':');
	struct target target;
	bool port;

	if (strpbrk(item, "/@ ") || (item[0] == '[' && !end))
		return false;
	if (!end && colon && strchr(colon + 1, ':'))
		colon = NULL; /* a bare IPv6 address */
	port = colon && *colon == ':';
	if ((port && !colon[1]) || target_parse(item, &target) != TARGET_OK)
		return false;
	*ret_port = port ? target.port : usual_port;
	*ret_host = memory_text(target.host);
	target_free(&target);
	return true;
}

bool reference_probe(const char *item, char **ret_url, char **ret_expected)
{
	const char *blank = strchr(item, ' ');
	struct target target;

	if (!text_starts_same(item, HTTP) || !blank || strchr(item, '@'))
		return false;
	*ret_url = memory_text_n(item, (size_t)(blank - item));
	if (target_parse(*ret_url, &target) != TARGET_OK) {
		free(*ret_url);
		return false;
	}
	target_free(&target);
	*ret_expected = memory_text(blank + strspn(blank, " "));
	return true;
}

/* Adds HOST (taken over) unless it is there. */
static size_t add_host(char **ret, size_t count, size_t room, char *host)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(ret[i], host)) {
			free(host);
			return count;
		}
	if (count < room)
		ret[count++] = host;
	else
		free(host);
	return count;
}

static char *host_of(const char *item)
{
	struct target target;
	char *host;

	if (target_parse(item, &target) != TARGET_OK)
		return NULL;
	host = memory_text(target.shown);
	target_free(&target);
	return host;
}

size_t reference_hosts(const struct settings *settings, char **ret, size_t room)
{
	size_t count = 0;

	for (enum reference_kind kind = REFERENCE_SITES; kind <= REFERENCE_PORTAL_PROBES; kind++) {
		char *items[REFERENCES_MOST];
		size_t many = reference_items(reference_list(settings, kind), items);

		for (size_t i = 0; i < many; i++) {
			char *host;

			items[i][strcspn(items[i], " ")] = '\0';
			host = host_of(items[i]);
			if (host)
				count = add_host(ret, count, room, host);
			free(items[i]);
		}
	}
	return count;
}
