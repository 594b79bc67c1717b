/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/redact_names.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/text.h"

size_t name_list_find(const struct name_list *list, const char *text, size_t length)
{
	size_t at = 0;

	while (at < list->count && (strlen(list->items[at]) != length ||
					   strncasecmp(list->items[at], text, length) != 0))
		at++;
	return at;
}

size_t name_list_add(struct name_list *list, const char *text, size_t length)
{
	size_t at = name_list_find(list, text, length);

	if (at < list->count)
		return at;
	list->items = memory_resize(list->items, list->count + 1, sizeof(*list->items));
	list->items[list->count] = memory_text_n(text, length);
	return list->count++;
}

void name_list_free(struct name_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct name_list){ 0 };
}

/* ---- Addresses ---- */

#define ADDRESS_MOST 45 /* characters, INET6_ADDRSTRLEN without its end */

static bool four_is_private(uint32_t four)
{
	return four >> 24 == 10 || four >> 20 == (172 << 4 | 1) || four >> 16 == (192 << 8 | 168) ||
	       four >> 16 == (169 << 8 | 254) || four >> 22 == (100 << 2 | 1);
}

static uint32_t tail_of(const struct in6_addr *six)
{
	uint32_t tail;

	memcpy(&tail, &six->s6_addr[12], sizeof(tail));
	return ntohl(tail);
}

bool is_private_address(const char *text, size_t length)
{
	char copy[ADDRESS_MOST + 1];
	struct in_addr four;
	struct in6_addr six;

	if (!length || length > ADDRESS_MOST)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (inet_pton(AF_INET, copy, &four) == 1)
		return four_is_private(ntohl(four.s_addr));
	if (inet_pton(AF_INET6, copy, &six) != 1)
		return false;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return four_is_private(tail_of(&six));
	return IN6_IS_ADDR_LINKLOCAL(&six) || IN6_IS_ADDR_SITELOCAL(&six) ||
	       (six.s6_addr[0] & 0xfe) == 0xfc;
}

bool is_loopback(const char *text)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, text, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* ---- Names ---- */

bool is_below(const char *name, size_t length, const char *domain)
{
	size_t tail = strlen(domain);

	return tail && length >= tail && !strncasecmp(name + length - tail, domain, tail) &&
	       (length == tail || name[length - tail - 1] == '.');
}

bool is_private_name(const char *name, size_t length)
{
	static const char *const domains[] = { "local", "lan", "home", "home.arpa", "corp",
		"intern", "internal", "intranet", "private", "localdomain", "fritz.box",
		"speedport.ip" };

	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
		if (length > strlen(domains[i]) && is_below(name, length, domains[i]))
			return true;
	return is_below(name, length, "fritz.box");
}
