/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"

#define HEAD_MOST 65536
#define SOCKS_PORT 1080

/* Record types, RFC 8446 section 5.1. */
enum { TLS_ALERT = 21, TLS_HANDSHAKE = 22 };

/* Splits "host", "host:port" or "[v6]:port". */
static bool host_and_port(const char *text, struct proxy *ret)
{
	const char *end = *text == '[' ? strchr(text, ']') : NULL;
	const char *colon = end ? (end[1] == ':' ? end + 1 : NULL) : strrchr(text, ':');
	size_t length = end	? (size_t)(end - text - 1)
			: colon ? (size_t)(colon - text)
				: strlen(text);
	char *rest = NULL;
	long port = ret->kind != PROXY_HTTP ? SOCKS_PORT : ret->tls ? 443 : 80;

	if (colon) {
		port = strtol(colon + 1, &rest, 10);
		if (rest == colon + 1 || (*rest && strcmp(rest, "/")))
			return false;
	}
	if (!length || port < 1 || port > 65535)
		return false;
	ret->host = memory_text_n(end ? text + 1 : text, length);
	if (!end && !colon && length > 1 && ret->host[length - 1] == '/')
		ret->host[length - 1] = '\0';
	ret->port = (int)port;
	return strpbrk(ret->host, "/ \"<>\r\n\t") == NULL;
}

static const struct scheme {
	const char *name;
	enum proxy_kind kind;
	bool tls;
} schemes[] = {
	{ "http://", PROXY_HTTP, false },
	{ "https://", PROXY_HTTP, true },
	{ "socks4://", PROXY_SOCKS4, false },
	{ "socks4a://", PROXY_SOCKS4A, false },
	{ "socks5://", PROXY_SOCKS5, false },
	{ "socks5h://", PROXY_SOCKS5H, false },
};

static const struct scheme *scheme_of(const char *url)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (text_starts_same(url, schemes[i].name))
			return &schemes[i];
	return strstr(url, "://") ? NULL : &schemes[0];
}

bool proxy_parse(const char *url, struct proxy *ret)
{
	const struct scheme *scheme = scheme_of(url);
	const char *scheme_end = strstr(url, "://");
	const char *rest = scheme_end ? scheme_end + 3 : url;
	const char *at = strrchr(rest, '@');

	*ret = (struct proxy){ 0 };
	if (!scheme)
		return false;
	ret->kind = scheme->kind;
	ret->tls = scheme->tls;
	if (at) {
		ret->login = memory_text_n(rest, (size_t)(at - rest));
		rest = at + 1;
	}
	if (host_and_port(rest, ret))
		return true;
	proxy_free(ret);
	return false;
}

bool proxy_is_socks5(enum proxy_kind kind)
{
	return kind == PROXY_SOCKS5 || kind == PROXY_SOCKS5H;
}

bool proxy_wants_address(const struct proxy *proxy)
{
	return proxy->kind == PROXY_SOCKS4 || proxy->kind == PROXY_SOCKS5;
}

void proxy_free(struct proxy *proxy)
{
	free(proxy->host);
	free(proxy->login);
	*proxy = (struct proxy){ 0 };
}

char *proxy_name(const struct proxy *proxy)
{
	if (strchr(proxy->host, ':'))
		return memory_format("[%s]:%d", proxy->host, proxy->port);
	return memory_format("%s:%d", proxy->host, proxy->port);
}

/* Whether one entry of no_proxy names HOST: "*", the name itself, or a domain above it. */
static bool entry_names(const char *entry, size_t length, const char *host)
{
	size_t host_length = strlen(host);

	if (length == 1 && *entry == '*')
		return true;
	if (length && *entry == '.') {
		entry++;
		length--;
	}
	if (!length || length > host_length ||
		strncasecmp(host + host_length - length, entry, length) != 0)
		return false;
	return length == host_length || host[host_length - length - 1] == '.';
}

static bool exempt(const char *list, const char *host)
{
	while (list && *list) {
		size_t length;

		list += strspn(list, ", ");
		length = strcspn(list, ", ");
		if (entry_names(list, length, host))
			return true;
		list += length;
	}
	return false;
}

static const char *first_set(const char *const *names)
{
	for (; *names; names++) {
		const char *value = getenv(*names);

		if (value && *value)
			return value;
	}
	return NULL;
}

char *proxy_from_environment(const char *host)
{
	static const char *const proxies[] = { "https_proxy", "HTTPS_PROXY", "all_proxy",
		"ALL_PROXY", NULL };
	static const char *const exemptions[] = { "no_proxy", "NO_PROXY", NULL };

	if (exempt(first_set(exemptions), host))
		return NULL;
	return memory_text(first_set(proxies));
}

static void add_base64(struct buffer *out, const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i += 3) {
		unsigned int group = (unsigned int)(unsigned char)text[i] << 16;

		if (i + 1 < length)
			group |= (unsigned int)(unsigned char)text[i + 1] << 8;
		if (i + 2 < length)
			group |= (unsigned int)(unsigned char)text[i + 2];
		buffer_add_char(out, digits[group >> 18 & 63]);
		buffer_add_char(out, digits[group >> 12 & 63]);
		buffer_add_char(out, i + 1 < length ? digits[group >> 6 & 63] : '=');
		buffer_add_char(out, i + 2 < length ? digits[group & 63] : '=');
	}
}

void proxy_request(const struct proxy *proxy, const char *host, int port, struct buffer *to_send)
{
	bool six = address_family(host) == 6;

	for (int i = 0; i < 2; i++) {
		buffer_add_text(to_send, i ? " HTTP/1.1\r\nHost: " : "CONNECT ");
		if (six)
			buffer_add_format(to_send, "[%s]:%d", host, port);
		else
			buffer_add_format(to_send, "%s:%d", host, port);
	}
	if (proxy->login) {
		buffer_add_text(to_send, "\r\nProxy-Authorization: Basic ");
		add_base64(to_send, proxy->login);
	}
	buffer_add_text(to_send, "\r\n\r\n");
}

/* The number in "HTTP/1.1 200 ...", -1 when there is none. LINE needn't end with a NUL. */
static int status_of(const char *line, size_t length)
{
	char opening[] = "HTTP/1.1 200";
	int status;

	if (length < sizeof(opening) - 1)
		return -1;
	memcpy(opening, line, sizeof(opening) - 1);
	return sscanf(opening, "HTTP/1.%*1d %3d", &status) == 1 ? status : -1;
}

enum proxy_outcome proxy_answer(const char *bytes, size_t length, int *ret_status, size_t *ret_used)
{
	static const char opening[] = "HTTP/1.";
	size_t compare = length < sizeof(opening) - 1 ? length : sizeof(opening) - 1;
	const char *end;

	*ret_status = -1;
	*ret_used = 0;
	if (length > 1 && (bytes[0] == TLS_ALERT || bytes[0] == TLS_HANDSHAKE) && bytes[1] == 3)
		return PROXY_WANTS_TLS;
	if (length == 1 && (bytes[0] == TLS_ALERT || bytes[0] == TLS_HANDSHAKE))
		return PROXY_OUTCOME_COUNT;
	if (strncmp(bytes, opening, compare) != 0 || length > HEAD_MOST)
		return PROXY_NOT_A_PROXY;
	end = memmem(bytes, length, "\r\n\r\n", 4);
	if (!end)
		return PROXY_OUTCOME_COUNT;
	*ret_used = (size_t)(end - bytes) + 4;
	*ret_status = status_of(bytes, (size_t)(end - bytes));
	if (*ret_status < 100) {
		*ret_status = -1;
		return PROXY_NOT_A_PROXY;
	}
	if (*ret_status >= 200 && *ret_status < 300)
		return PROXY_OK;
	return *ret_status == 407 ? PROXY_AUTH_REQUIRED : PROXY_FORBIDDEN;
}
