/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/hostname.h"

#include <arpa/inet.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

/* Letters, digits, hyphens and (seen in the wild) underscores, in labels of 1 to 63 characters. */
static bool is_host_name(const char *name)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

	for (;;) {
		size_t label = strspn(name, letters);

		if (label < 1 || label > 63)
			return false;
		if (!name[label])
			return true;
		if (name[label] != '.')
			return false;
		name += label + 1;
	}
}

bool hostname_is_ip(const char *host)
{
	unsigned char bytes[16];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool is_wildcard(const char *pattern)
{
	return text_starts(pattern, "*.") && is_host_name(pattern + 2) && strchr(pattern + 2, '.');
}

bool hostname_fits(const char *pattern, const char *host)
{
	const char *rest = strchr(host, '.');

	if (!is_host_name(host) || hostname_is_ip(host))
		return false;
	if (is_wildcard(pattern))
		return rest && text_same(pattern + 1, rest);
	return is_host_name(pattern) && text_same(pattern, host);
}

bool hostname_fits_but_dot(const char *pattern, const char *host)
{
	char name[256];
	size_t length = strlen(pattern);

	if (length < 2 || length >= sizeof(name) || pattern[length - 1] != '.')
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)(length - 1), pattern);
	return hostname_fits(name, host);
}

/* Copies NAME, with '/' for '.': fnmatch() then keeps to the labels. */
static bool as_path(const char *name, char ret[256])
{
	size_t length = strlen(name);

	if (length >= 256)
		return false;
	for (size_t i = 0; i <= length; i++)
		ret[i] = (char)(name[i] == '.' ? '/' : name[i]);
	return true;
}

static const char *wildcard_kind(const char *pattern)
{
	const char *star = strchr(pattern, '*');
	size_t label = strcspn(pattern, ".");

	if (strchr(star + 1, '*'))
		return "several";
	if ((size_t)(star - pattern) >= label)
		return "later";
	if (label == 1)
		return "wide";
	if (star == pattern)
		return "start";
	return (size_t)(star - pattern) == label - 1 ? "end" : "inside";
}

const char *hostname_odd_wildcard(
	const struct seen_cert *cert, const char *host, const char **ret_kind)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*";
	char name[256], pattern[256];

	if (!is_host_name(host) || hostname_is_ip(host) || !as_path(host, name))
		return NULL;
	for (size_t i = 0; i < cert->dns_name_count; i++) {
		const char *odd = cert->dns_names[i];

		if (!strchr(odd, '*') || odd[strspn(odd, letters)] || !strchr(odd, '.') ||
			!as_path(odd, pattern) ||
			fnmatch(pattern, name, FNM_PATHNAME | FNM_CASEFOLD) != 0)
			continue;
		*ret_kind = wildcard_kind(odd);
		return odd;
	}
	return NULL;
}

static bool same_ip(const char *a, const char *b)
{
	static const int families[] = { AF_INET, AF_INET6 };
	unsigned char bytes_a[16] = { 0 };
	unsigned char bytes_b[16] = { 0 };

	for (size_t i = 0; i < 2; i++)
		if (inet_pton(families[i], a, bytes_a) == 1)
			return inet_pton(families[i], b, bytes_b) == 1 &&
			       !memcmp(bytes_a, bytes_b, sizeof(bytes_a));
	return false;
}

bool hostname_certified(const struct seen_cert *cert, const char *host)
{
	if (hostname_is_ip(host)) {
		for (size_t i = 0; i < cert->ip_address_count; i++)
			if (same_ip(cert->ip_addresses[i], host))
				return true;
		return false;
	}
	for (size_t i = 0; i < cert->dns_name_count; i++)
		if (hostname_fits(cert->dns_names[i], host))
			return true;
	return false;
}

const char *hostname_too_deep(const struct seen_cert *cert, const char *host)
{
	for (size_t i = 0; i < cert->dns_name_count; i++) {
		const char *wildcard = cert->dns_names[i];
		const char *rest = strchr(host, '.');

		if (!is_wildcard(wildcard) || hostname_is_ip(host))
			continue;
		while (rest && (rest = strchr(rest + 1, '.')))
			if (text_same(wildcard + 1, rest))
				return wildcard;
	}
	return NULL;
}
