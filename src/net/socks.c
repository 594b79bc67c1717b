/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/socks.h"

#include <arpa/inet.h>
#include <string.h>

enum { VERSION_4 = 4, VERSION_5 = 5, CONNECT = 1 };
enum { METHOD_NONE = 0, METHOD_PASSWORD = 2, PASSWORD_VERSION = 1 };
enum { KIND_IPV4 = 1, KIND_NAME = 3, KIND_IPV6 = 4 };
enum { PART_MOST = 255 }; /* of what has its length in one byte before it */

/* ---- Questions ---- */

static void add_byte(struct buffer *out, int byte)
{
	buffer_add_char(out, (char)byte);
}

static void add_port(struct buffer *out, int port)
{
	add_byte(out, port >> 8 & 0xff);
	add_byte(out, port & 0xff);
}

static void add_counted(struct buffer *out, const char *text, size_t length)
{
	if (length > PART_MOST)
		length = PART_MOST;
	add_byte(out, (int)length);
	buffer_add(out, text, length);
}

/* Version 4 has no IPv6; a name goes behind an address that can't be (4a), whoever was to look it up. */
static void ask_4(const struct socks *socks, struct buffer *out)
{
	static const char no_address[] = { 0, 0, 0, 1 };
	struct in_addr address;
	bool four = inet_pton(AF_INET, socks->host, &address) == 1;

	add_byte(out, VERSION_4);
	add_byte(out, CONNECT);
	add_port(out, socks->port);
	buffer_add(out, four ? (const char *)&address : no_address, 4);
	if (socks->proxy->login)
		buffer_add(out, socks->proxy->login, strcspn(socks->proxy->login, ":"));
	add_byte(out, 0);
	if (four)
		return;
	buffer_add_text(out, socks->host);
	add_byte(out, 0);
}

static void ask_5(const struct socks *socks, struct buffer *out)
{
	struct in6_addr six;
	struct in_addr four;

	add_byte(out, VERSION_5);
	add_byte(out, CONNECT);
	add_byte(out, 0);
	if (inet_pton(AF_INET, socks->host, &four) == 1) {
		add_byte(out, KIND_IPV4);
		buffer_add(out, (const char *)&four, sizeof(four));
	} else if (inet_pton(AF_INET6, socks->host, &six) == 1) {
		add_byte(out, KIND_IPV6);
		buffer_add(out, (const char *)&six, sizeof(six));
	} else {
		add_byte(out, KIND_NAME);
		add_counted(out, socks->host, strlen(socks->host));
	}
	add_port(out, socks->port);
}

static void sign_in(const struct socks *socks, struct buffer *out)
{
	const char *login = socks->proxy->login;
	size_t name = strcspn(login, ":");
	const char *password = login + name + (login[name] != '\0');

	add_byte(out, PASSWORD_VERSION);
	add_counted(out, login, name);
	add_counted(out, password, strlen(password));
}

void socks_begin(struct socks *socks, const struct proxy *proxy, const char *host, int port,
	struct buffer *to_send)
{
	*socks = (struct socks){ .proxy = proxy, .host = host, .port = port };
	if (!proxy_is_socks5(proxy->kind)) {
		socks->stage = SOCKS_ASKED;
		ask_4(socks, to_send);
		return;
	}
	socks->stage = SOCKS_GREETED;
	add_byte(to_send, VERSION_5);
	add_byte(to_send, proxy->login ? 2 : 1);
	add_byte(to_send, METHOD_NONE);
	if (proxy->login)
		add_byte(to_send, METHOD_PASSWORD);
}

/* ---- Answers ---- */

/* Another kind of proxy than it is set as. */
static enum proxy_outcome not_socks(const char *bytes, size_t length)
{
	static const char opening[] = "HTTP/1.";
	size_t compare = length < sizeof(opening) - 1 ? length : sizeof(opening) - 1;

	if (strncmp(bytes, opening, compare) != 0)
		return PROXY_NOT_A_PROXY;
	return compare == sizeof(opening) - 1 ? PROXY_SPEAKS_HTTP : PROXY_OUTCOME_COUNT;
}

static enum proxy_outcome hear_method(struct socks *socks, int method, struct buffer *to_send)
{
	if (method == METHOD_PASSWORD && socks->proxy->login) {
		sign_in(socks, to_send);
		socks->stage = SOCKS_SIGNED_IN;
		return PROXY_OUTCOME_COUNT;
	}
	if (method != METHOD_NONE)
		return PROXY_AUTH_REQUIRED;
	ask_5(socks, to_send);
	socks->stage = SOCKS_ASKED;
	return PROXY_OUTCOME_COUNT;
}

static enum proxy_outcome hear_sign_in(struct socks *socks, int status, struct buffer *to_send)
{
	if (status)
		return PROXY_AUTH_REQUIRED;
	ask_5(socks, to_send);
	socks->stage = SOCKS_ASKED;
	return PROXY_OUTCOME_COUNT;
}

/* Of RFC 1928 section 6. */
static enum proxy_outcome outcome_5(int reply)
{
	switch (reply) {
	case 0:
		return PROXY_OK;
	case 3: /* network unreachable */
	case 4: /* host unreachable */
	case 5: /* connection refused */
	case 6: /* TTL expired */
		return PROXY_CANNOT_REACH;
	default:
		return PROXY_FORBIDDEN;
	}
}

/* How long the whole reply is, as far as its first LENGTH bytes tell; 0: more must come. */
static size_t reply_length(const unsigned char *bytes, size_t length)
{
	size_t address;

	if (length < 5)
		return 0;
	address = bytes[3] == KIND_IPV4 ? 4 : bytes[3] == KIND_IPV6 ? 16 : 1 + (size_t)bytes[4];
	return 4 + address + 2;
}

static enum proxy_outcome hear_reply_5(const char *bytes, size_t length, size_t *ret_used)
{
	const unsigned char *reply = (const unsigned char *)bytes;
	size_t whole;

	if (reply[1]) {
		*ret_used = length;
		return outcome_5(reply[1]);
	}
	whole = reply_length(reply, length);
	if (!whole || whole > length)
		return PROXY_OUTCOME_COUNT;
	*ret_used = whole;
	return PROXY_OK;
}

/* 90: granted; 92 and 93: who you are isn't known. */
static enum proxy_outcome hear_reply_4(int code)
{
	if (code == 90)
		return PROXY_OK;
	return code == 92 || code == 93 ? PROXY_AUTH_REQUIRED : PROXY_FORBIDDEN;
}

static enum proxy_outcome hear_4(
	const char *bytes, size_t length, size_t *ret_used, int *ret_status)
{
	if (bytes[0] != 0)
		return not_socks(bytes, length);
	if (length < 8)
		return PROXY_OUTCOME_COUNT;
	*ret_used = 8;
	*ret_status = (unsigned char)bytes[1];
	return hear_reply_4(*ret_status);
}

static enum proxy_outcome hear_5(struct socks *socks, const char *bytes, size_t length,
	size_t *ret_used, int *ret_status, struct buffer *to_send)
{
	int second;

	if (bytes[0] != (socks->stage == SOCKS_SIGNED_IN ? PASSWORD_VERSION : VERSION_5))
		return not_socks(bytes, length);
	if (length < 2)
		return PROXY_OUTCOME_COUNT;
	second = (unsigned char)bytes[1];
	if (socks->stage == SOCKS_ASKED) {
		*ret_status = second ? second : -1;
		return hear_reply_5(bytes, length, ret_used);
	}
	*ret_used = 2;
	return socks->stage == SOCKS_GREETED ? hear_method(socks, second, to_send)
					     : hear_sign_in(socks, second, to_send);
}

enum proxy_outcome socks_hear(struct socks *socks, const char *bytes, size_t length,
	size_t *ret_used, int *ret_status, struct buffer *to_send)
{
	*ret_used = 0;
	*ret_status = -1;
	if (!length)
		return PROXY_OUTCOME_COUNT;
	return proxy_is_socks5(socks->proxy->kind)
		       ? hear_5(socks, bytes, length, ret_used, ret_status, to_send)
		       : hear_4(bytes, length, ret_used, ret_status);
}
