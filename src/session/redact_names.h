/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this private, and which words stand for it? What redact.c knows of names and addresses.
 */
#ifndef SESSION_REDACT_NAMES_H
#define SESSION_REDACT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum hidden {
	HIDDEN_ADDRESS,
	HIDDEN_HOST,
	HIDDEN_USER,
	HIDDEN_MAIL,
	HIDDEN_CERTIFICATE,
	HIDDEN_COUNT
};

/* Texts without duplicates, compared without regard to ASCII case. */
struct name_list {
	char **items;
	size_t count;
};

/* Where TEXT of LENGTH bytes stands in LIST, or its count. */
size_t name_list_find(const struct name_list *list, const char *text, size_t length);

/* The same, adding it when it isn't there. */
size_t name_list_add(struct name_list *list, const char *text, size_t length);
void name_list_free(struct name_list *list);

/* Whether TEXT of LENGTH bytes is the numeric form of an address that means nothing elsewhere; loopback isn't. */
bool is_private_address(const char *text, size_t length);
bool is_loopback(const char *text);

/* Whether NAME of LENGTH bytes ends as names of one's own network do (RFC 6761, 6762, 8375, and usage). */
bool is_private_name(const char *name, size_t length);

/* Whether NAME is DOMAIN or below it. */
bool is_below(const char *name, size_t length, const char *domain);

#endif
