/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/target.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "evidence/host.h"
#include "evidence/records.h"
#include "evidence/typed.h"

/* ---- How a service is spoken to ---- */
struct scheme {
	const char *name;
	int port;
	enum starttls starttls;
	bool http;
	bool by_port; /* its port alone says so, too */
};

static const struct scheme schemes[] = {
	{ "https", 443, STARTTLS_NONE, true, false }, { "http", 443, STARTTLS_NONE, true, false },
	{ "wss", 443, STARTTLS_NONE, true, false }, { "tls", 443, STARTTLS_NONE, false, false },
	{ "smtp", 25, STARTTLS_SMTP, false, true },
	{ "submission", 587, STARTTLS_SMTP, false, true },
	{ "lmtp", 24, STARTTLS_LMTP, false, false }, { "imap", 143, STARTTLS_IMAP, false, true },
	{ "pop3", 110, STARTTLS_POP3, false, true }, { "ftp", 21, STARTTLS_FTP, false, true },
	{ "ldap", 389, STARTTLS_LDAP, false, true }, { "xmpp", 5222, STARTTLS_XMPP, false, true },
	{ "xmpp-server", 5269, STARTTLS_XMPP_SERVER, false, true },
	{ "sieve", 4190, STARTTLS_SIEVE, false, true }, { "nntp", 119, STARTTLS_NNTP, false, true },
	{ "postgres", 5432, STARTTLS_POSTGRES, false, true },
	{ "postgresql", 5432, STARTTLS_POSTGRES, false, false },
	{ "mysql", 3306, STARTTLS_MYSQL, false, true }, { "irc", 6667, STARTTLS_IRC, false, false },
	{ "smtps", 465, STARTTLS_NONE, false, true },
	{ "submissions", 465, STARTTLS_NONE, false, false },
	{ "imaps", 993, STARTTLS_NONE, false, true }, { "pop3s", 995, STARTTLS_NONE, false, true },
	{ "ftps", 990, STARTTLS_NONE, false, true }, { "ldaps", 636, STARTTLS_NONE, false, true },
	{ "ircs", 6697, STARTTLS_NONE, false, true }, { "nntps", 563, STARTTLS_NONE, false, true },
	{ "sips", 5061, STARTTLS_NONE, false, true }, /* telephones, RFC 3261 section 19.1.2 */
};
#define SCHEME_COUNT (sizeof(schemes) / sizeof(schemes[0]))

static const struct scheme *scheme_by_name(const char *name)
{
	for (size_t i = 0; i < SCHEME_COUNT; i++)
		if (text_same(schemes[i].name, name))
			return &schemes[i];
	return NULL;
}

/* Without a scheme; a web address where the port says nothing else. */
static const struct scheme *scheme_by_port(int port)
{
	for (size_t i = 0; i < SCHEME_COUNT; i++)
		if (schemes[i].by_port && schemes[i].port == port)
			return &schemes[i];
	return &schemes[0];
}

/* ---- The pieces of an address ---- */
/* Indexes into the characters of a struct typed. scheme: 0 to scheme_end, 0 when there is none. */
struct pieces {
	size_t scheme_end;
	size_t login; /* user:password@ begins here, or host where there is none */
	size_t host;
	size_t authority_end; /* the path begins here */
	size_t path_end; /* the fragment, which no server gets, begins here */
};

static size_t find_any(const struct typed *typed, size_t from, size_t to, const char *any)
{
	while (from < to && (typed->folded[from] > 0x7f || !typed->folded[from] ||
				    !strchr(any, (int)typed->folded[from])))
		from++;
	return from;
}

static bool is_at(const struct typed *typed, size_t at, const char *text)
{
	for (; *text; at++, text++)
		if (at >= typed->length || typed->folded[at] != (uint32_t)*text)
			return false;
	return true;
}

/* Characters from START to END as UTF-8, full-width forms as ASCII. */
static char *folded_text(const struct typed *typed, size_t start, size_t end)
{
	size_t length = 0;
	uint8_t *bytes = u32_to_u8(typed->folded + start, end - start, NULL, &length);
	char *text = memory_text_n(bytes ? (const char *)bytes : "", length);

	free(bytes);
	return text;
}

/* "https:/x" is a slip of the finger; "host:8443/x" isn't a scheme. */
static bool one_slash(const struct typed *typed, size_t colon)
{
	char *name;
	bool known;

	if (!is_at(typed, colon, ":/"))
		return false;
	name = folded_text(typed, 0, colon);
	known = scheme_by_name(name) != NULL;
	free(name);
	return known;
}

static void find_host(const struct typed *typed, struct pieces *pieces)
{
	size_t colon = find_any(typed, 0, typed->length, ":/?#@[");
	size_t slash;

	if (is_at(typed, colon, "://") || one_slash(typed, colon)) {
		pieces->scheme_end = colon;
		pieces->login = colon + (is_at(typed, colon, "://") ? 3 : 2);
	} else if (is_at(typed, 0, "//")) {
		pieces->login = 2;
	}
	slash = find_any(typed, pieces->login, typed->length, "/?#");
	pieces->authority_end = slash;
	pieces->path_end = find_any(typed, slash, typed->length, "#");
	pieces->host = pieces->login;
	for (size_t i = pieces->login; i < slash; i++)
		if (typed->folded[i] == '@')
			pieces->host = i + 1;
}

static enum target_error find_scheme(
	const struct typed *typed, const struct pieces *pieces, const struct scheme **ret_scheme)
{
	char *name;

	*ret_scheme = NULL;
	if (!pieces->scheme_end)
		return pieces->login == 3 ? TARGET_NO_HOST : TARGET_OK;
	name = folded_text(typed, 0, pieces->scheme_end);
	*ret_scheme = scheme_by_name(name);
	free(name);
	return *ret_scheme ? TARGET_OK : TARGET_BAD_SCHEME;
}

/* ---- Host and port ---- */
static enum target_error read_port(const char *digits, int *ret_port)
{
	int port = 0;

	if (!*digits)
		return TARGET_OK; /* "host:" is the usual port, RFC 3986 section 3.2.3 */
	for (; *digits; digits++) {
		if (*digits < '0' || *digits > '9')
			return TARGET_BAD_PORT;
		port = port * 10 + (*digits - '0');
		if (port > 65535)
			return TARGET_BAD_PORT;
	}
	*ret_port = port;
	return port ? TARGET_OK : TARGET_BAD_PORT;
}

static enum target_error read_bracketed(char *text, struct target *ret)
{
	char *end = strchr(text, ']');

	if (!end || (end[1] && end[1] != ':'))
		return TARGET_BAD_ADDRESS;
	*end = '\0';
	if (end[1]) {
		enum target_error error = read_port(end + 2, &ret->port);

		if (error != TARGET_OK)
			return error;
	}
	return host_read_ipv6(text + 1, ret);
}

/* Several colons: an IPv6 address without its brackets, or nonsense after a name. */
static enum target_error read_colons(const char *text, struct target *ret)
{
	if (text[strspn(text, "0123456789abcdefABCDEF:.")] && !strchr(text, '%'))
		return TARGET_BAD_PORT;
	return host_read_ipv6(text, ret);
}

static enum target_error read_authority(char *text, struct target *ret)
{
	char *colon = strchr(text, ':');
	enum target_error error = TARGET_OK;

	if (*text == '[')
		return read_bracketed(text, ret);
	if (!*text || colon == text)
		return colon && colon[1] == ':' ? read_colons(text, ret) : TARGET_NO_HOST;
	if (colon && strchr(colon + 1, ':'))
		return read_colons(text, ret);
	if (colon) {
		*colon = '\0';
		error = read_port(colon + 1, &ret->port);
	}
	return error == TARGET_OK ? host_read_name(text, ret) : error;
}

/* ---- The rest ---- */
/* As it goes on the wire: what RFC 3986 doesn't allow in a path or query is %-encoded. */
static char *path_of(const struct typed *typed, const struct pieces *pieces)
{
	struct buffer path = { 0 };
	size_t start = pieces->authority_end;
	size_t length = 0;
	const uint32_t *from;
	uint8_t *bytes;

	buffer_add_text(&path, is_at(typed, start, "?") ? "/?" : "/");
	if (start == pieces->path_end)
		return buffer_take(&path);
	/* Where even the slash came from a full-width keyboard, so did what follows. */
	from = typed->given[start] == typed->folded[start] ? typed->given : typed->folded;
	bytes = u32_to_u8(from + start + 1, pieces->path_end - start - 1, NULL, &length);
	for (size_t i = 0; i < length; i++)
		if (bytes[i] > ' ' && bytes[i] < 0x7f && !strchr("\"<>\\^`{|}", bytes[i]))
			buffer_add_char(&path, (char)bytes[i]);
		else
			buffer_add_format(&path, "%%%02X", bytes[i]);
	free(bytes);
	return buffer_take(&path);
}

/* What was typed, without a password: this text is shown and saved. */
static char *typed_of(const struct typed *typed, const struct pieces *pieces)
{
	struct buffer text = { 0 };
	char *clean;

	for (size_t i = 0; i < typed->length; i++) {
		uint8_t bytes[6];
		int size = u8_uctomb(bytes, typed->given[i], sizeof(bytes));

		if (size > 0 && (i < pieces->login || i >= pieces->host))
			buffer_add(&text, bytes, (size_t)size);
	}
	clean = text_clean(text.bytes, text.length, TEXT_ONE_LINE, 0);
	buffer_free(&text);
	return clean;
}

static void fill(const struct typed *typed, const struct pieces *pieces,
	const struct scheme *scheme, struct target *ret)
{
	if (!scheme)
		scheme = scheme_by_port(ret->port ? ret->port : 443);
	if (!ret->port)
		ret->port = scheme->port;
	ret->starttls = scheme->starttls;
	ret->http = scheme->http;
	ret->typed = typed_of(typed, pieces);
	ret->path = path_of(typed, pieces);
}

static enum target_error read_pieces(const struct typed *typed, struct target *ret)
{
	struct pieces pieces = { 0 };
	const struct scheme *scheme;
	enum target_error error;
	char *authority;

	find_host(typed, &pieces);
	error = find_scheme(typed, &pieces, &scheme);
	if (error != TARGET_OK)
		return error;
	authority = folded_text(typed, pieces.host, pieces.authority_end);
	error = read_authority(authority, ret);
	free(authority);
	if (error == TARGET_OK)
		fill(typed, &pieces, scheme, ret);
	return error;
}

enum target_error target_parse(const char *typed, struct target *ret)
{
	struct typed characters;
	enum target_error error;

	*ret = (struct target){ 0 };
	error = typed_read(typed, &characters);
	if (error != TARGET_OK)
		return error;
	error = read_pieces(&characters, ret);
	typed_free(&characters);
	if (error != TARGET_OK)
		target_free(ret);
	return error;
}

void target_copy(struct target *to, const struct target *from)
{
	record_copy(&target_record, to, from);
}

void target_free(struct target *target)
{
	record_free(&target_record, target);
}

char *target_name(const struct target *target)
{
	const char *format = target->is_ip && strchr(target->host, ':') ? "[%s]:%d" : "%s:%d";

	if (target->port == 443)
		return memory_text(target->host);
	return memory_format(format, target->host, target->port);
}

const char *starttls_name(enum starttls starttls)
{
	return starttls == STARTTLS_NONE ? NULL : starttls_names[starttls];
}

enum starttls starttls_by_name(const char *name)
{
	int found;

	for (found = STARTTLS_NONE + 1; found < STARTTLS_COUNT; found++)
		if (!strcmp(starttls_names[found], name))
			break;
	return (enum starttls)found;
}
