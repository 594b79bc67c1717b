/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/log_line.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "diagnosis/paste.h"

#define ASKED_MOST 1000
#define SECOND_MOST 20 /* "2026/11/22 06:43:06 ", "[Sun Nov 22 06:43:06" */

static const struct phrase {
	const char *text;
	size_t length;
	const char *upstream, *client;
	enum log_kind kind;
} phrases[] = {
#define PHRASE(text, upstream, client, kind) \
	{ text, sizeof(text) - 1, upstream, client, LOG_##kind },
#include "webserver/log_phrases.def"
#undef PHRASE
};

static const char *find(const char *text, size_t length, const char *wanted)
{
	return memmem(text, length, wanted, strlen(wanted));
}

static bool has(const char *text, size_t length, const char *wanted)
{
	return find(text, length, wanted) != NULL;
}

static const char hello_as_request[] = "plaintext-on-tls-port";

/*
 * Whether somebody said a TLS hello where this server expects HTTP in clear: the request begins with the head of a TLS
 * record. nginx's error log has the bytes as they came (and may say something of the same request in further lines),
 * its access log and Apache write them as "\x16\x03".
 */
static bool is_hello_as_request(const char *text, size_t length)
{
	if (has(text, length, "\x16\x03"))
		return has(text, length, "request: \"\x16\x03") &&
		       has(text, length, "client sent invalid");
	return has(text, length, "\"\\x16\\x03") || has(text, length, "request \\x16\\x03");
}

/* Most lines of a log have nothing to do with it. */
static bool is_candidate(const char *text, size_t length)
{
	static const char *const words[] = { "SSL", "TLS", "ssl", "HTTPS", "ertificate", "andshake",
		"was negotiated", "Layer6" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has(text, length, words[i]))
			return true;
	return false;
}

/* ---- Time ---- */

static int month_of(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *found;
	char name[4] = { text[0], text[1], text[2], '\0' };

	if (strlen(name) != 3)
		return -1;
	found = strstr(months, name);
	return found && (found - months) % 3 == 0 ? (int)(found - months) / 3 : -1;
}

/* Seconds of a local time; the zone's own rules say whether it is summer. */
static int64_t local_s(int year, int month, int day, int hour, int minute, int second)
{
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
		.tm_isdst = -1,
	};

	if (year < 1970 || year > 9999 || month < 0 || month > 11 || day < 1 || day > 31 ||
		hour > 23 || minute > 59 || second > 60)
		return -1;
	return (int64_t)mktime(&tm);
}

static int64_t utc_s(int year, int month, int day, int hour, int minute, int second)
{
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
	};

	if (year < 1970 || year > 9999 || month < 0 || month > 11 || day < 1 || day > 31)
		return -1;
	return (int64_t)timegm(&tm);
}

/* "+01:00", "+0100", "Z" behind an ISO time; RET_OFFSET_S to take off. */
static bool zone_of(const char *text, int *ret_offset_s)
{
	int hours, minutes;

	text += strspn(text, ".,0123456789");
	*ret_offset_s = 0;
	if (*text == 'Z')
		return true;
	if ((*text != '+' && *text != '-') ||
		(sscanf(text + 1, "%2d:%2d", &hours, &minutes) != 2 &&
			sscanf(text + 1, "%2d%2d", &hours, &minutes) != 2))
		return false;
	*ret_offset_s = (hours * 3600 + minutes * 60) * (*text == '-' ? -1 : 1);
	return true;
}

/* "2026/11/22 06:43:06" (nginx), "2026.11.22 06:43:06" (stunnel), "2026-11-22T06:43:06+01:00" (syslog). */
static int64_t numeric_time(const char *text)
{
	int year, month, day, hour, minute, second, used = 0, offset_s;
	char a, b, between;

	if (sscanf(text, "%4d%c%2d%c%2d%c%2d:%2d:%2d%n", &year, &a, &month, &b, &day, &between,
		    &hour, &minute, &second, &used) != 9 ||
		a != b || !strchr("/.-", a) || (between != ' ' && between != 'T'))
		return -1;
	if (zone_of(text + used, &offset_s))
		return utc_s(year, month - 1, day, hour, minute, second) - offset_s;
	return local_s(year, month - 1, day, hour, minute, second);
}

/* "[Sun Nov 22 06:43:06.123 2026]" (Apache). */
static int64_t apache_time(const char *text)
{
	char month[4];
	int year, day, hour, minute, second;

	if (sscanf(text, "[%*3s %3s %2d %2d:%2d:%2d%*[.0-9] %4d]", month, &day, &hour, &minute,
		    &second, &year) != 6 &&
		sscanf(text, "[%*3s %3s %2d %2d:%2d:%2d %4d]", month, &day, &hour, &minute, &second,
			&year) != 6)
		return -1;
	return local_s(year, month_of(month), day, hour, minute, second);
}

/* "192.0.2.1 - - [22/Nov/2026:06:43:06 +0100] ..." (access logs). */
static int64_t access_time(const char *text)
{
	const char *open = strchr(text, '[');
	char month[4];
	int year, day, hour, minute, second, used = 0, offset_s = 0;

	if (!open ||
		sscanf(open, "[%2d/%3[A-Za-z]/%4d:%2d:%2d:%2d %n", &day, month, &year, &hour,
			&minute, &second, &used) != 6 ||
		!used || !zone_of(open + used, &offset_s))
		return -1;
	return utc_s(year, month_of(month), day, hour, minute, second) - offset_s;
}

/* "Nov 22 06:43:06" (syslog), of this year or the last. */
static int64_t syslog_time(const struct log_clock *clock, const char *text)
{
	int day, hour, minute, second;
	struct tm now;
	time_t now_s = (time_t)clock->now_s;
	int64_t at_s;
	char month[4];

	if (sscanf(text, "%3[A-Za-z] %2d %2d:%2d:%2d", month, &day, &hour, &minute, &second) != 5 ||
		month_of(month) < 0 || !localtime_r(&now_s, &now))
		return -1;
	at_s = local_s(now.tm_year + 1900, month_of(month), day, hour, minute, second);
	if (at_s > clock->now_s + 86400)
		at_s = local_s(now.tm_year + 1899, month_of(month), day, hour, minute, second);
	return at_s;
}

int64_t log_line_time(struct log_clock *clock, const char *text, size_t length)
{
	char head[96] = "";
	size_t kept = length < sizeof(head) - 1 ? length : sizeof(head) - 1;

	if (clock->given_s)
		return clock->given_s;
	memcpy(head, text, kept);
	head[kept] = '\0';
	/* Lines of one second come together, and a zone's rules take long to ask. */
	if (clock->last[0] && !memcmp(clock->last, head, SECOND_MOST))
		return clock->last_s;
	if (isdigit((unsigned char)head[0]))
		clock->last_s = numeric_time(head);
	else if (head[0] == '[')
		clock->last_s = apache_time(head);
	else
		clock->last_s = syslog_time(clock, head);
	if (clock->last_s < 0)
		clock->last_s = access_time(head);
	clock->last[0] = '\0';
	/* nginx's and Apache's forms end with the second there; others have a zone behind it, or nothing fixed. */
	if (clock->last_s >= 0 && (head[4] == '/' || head[0] == '['))
		memcpy(clock->last, head, SECOND_MOST);
	return clock->last_s;
}

/* ---- Who ---- */

static void copy_name(char *to, const char *from, size_t length)
{
	size_t kept = length < LOG_NAME_MOST - 1 ? length : LOG_NAME_MOST - 1;

	memcpy(to, from, kept);
	to[kept] = '\0';
	for (char *c = to; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
}

/* What stands behind LEAD, up to one of STOPS. */
static bool copy_after(
	const char *text, size_t length, const char *lead, const char *stops, char *to)
{
	const char *found = find(text, length, lead);
	size_t room, kept = 0;

	if (!found)
		return false;
	found += strlen(lead);
	room = length - (size_t)(found - text);
	while (kept < room && found[kept] && !strchr(stops, found[kept]))
		kept++;
	copy_name(to, found, kept);
	return kept > 0;
}

/* Takes ":PORT" off an address: what is left must be numeric, else it is emptied. */
static void keep_address(char *address)
{
	unsigned char bytes[16];
	char *colon;

	if (address[0] == '[') {
		memmove(address, address + 1, strlen(address));
		address[strcspn(address, "]")] = '\0';
	}
	if (inet_pton(AF_INET6, address, bytes) == 1 || inet_pton(AF_INET, address, bytes) == 1)
		return;
	colon = strrchr(address, ':');
	if (colon)
		*colon = '\0';
	/* "::ffff:192.0.2.1" */
	if (inet_pton(AF_INET, address, bytes) != 1 && inet_pton(AF_INET6, address, bytes) != 1)
		address[0] = '\0';
}

/* HAProxy begins with "ADDRESS:PORT [" behind syslog's "haproxy[pid]: ". */
static bool haproxy_client(const char *text, size_t length, char *to)
{
	const char *name = find(text, length, "haproxy[");
	const char *start = name ? find(name, length - (size_t)(name - text), "]: ") : NULL;
	const char *end;

	start = start ? start + 3 : text;
	end = memchr(start, ' ', length - (size_t)(start - text));
	if (!end || end + 1 >= text + length || end[1] != '[')
		return false;
	copy_name(to, start, (size_t)(end - start));
	keep_address(to);
	return to[0] != '\0';
}

static void find_client(const char *text, size_t length, struct log_line *ret)
{
	if (copy_after(text, length, ", client: ", ",", ret->client) || /* nginx */
		copy_after(text, length, "[client ", "]", ret->client) || /* Apache */
		copy_after(text, length, "rip=", ", ", ret->client) || /* Dovecot */
		copy_after(text, length, "[remote ", "]", ret->client)) {
		keep_address(ret->client);
		return;
	}
	if (haproxy_client(text, length, ret->client))
		return;
	/* Postfix: "SSL_accept error from unknown[192.0.2.1]: -1" */
	if (copy_after(text, length, " from ", ":", ret->client)) {
		const char *open = strchr(ret->client, '[');

		if (open) {
			memmove(ret->client, open, strlen(open) + 1);
			keep_address(ret->client);
			return;
		}
		ret->client[strcspn(ret->client, " ,")] = '\0';
		keep_address(ret->client);
		return;
	}
	ret->client[0] = '\0';
}

/* "https://127.0.0.1:8443/x" becomes "127.0.0.1:8443". */
static void keep_authority(char *url)
{
	char *start = strstr(url, "://");

	if (start)
		memmove(url, start + 3, strlen(start + 3) + 1);
	url[strcspn(url, "/?\"")] = '\0';
}

static void find_upstream(const char *text, size_t length, struct log_line *ret)
{
	if (copy_after(text, length, ", upstream: \"", "\"", ret->upstream)) { /* nginx */
		keep_authority(ret->upstream);
		return;
	}
	if (copy_after(text, length, "ssl support for ", " ", ret->upstream) || /* Apache */
		copy_after(text, length, "remote server ", " ", ret->upstream) ||
		copy_after(text, length, "Server ", " ", ret->upstream) || /* HAProxy */
		copy_after(text, length, "check for server ", " ", ret->upstream) ||
		copy_after(text, length, "verification failed for ", " ", ret->upstream) ||
		copy_after(
			text, length, "SSL_connect error to ", " ", ret->upstream)) { /* Postfix */
		size_t end = strlen(ret->upstream);

		while (end && strchr(":,;", ret->upstream[end - 1]))
			ret->upstream[--end] = '\0';
	}
}

static enum log_side side_of(const char *text, size_t length)
{
	static const char *const words[] = { "to upstream", "upstream: \"", "upstream SSL",
		"SSL_connect", "SSL Proxy", "[proxy:", "[proxy_http:", "[remote ", "postfix/smtp[",
		"postfix/lmtp[", "Health check for ", " is DOWN", "CERT: ", "ssl support for",
		"remote server" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has(text, length, words[i]))
			return LOG_UPSTREAM;
	return LOG_CLIENT;
}

/* ---- What no phrase explains ---- */

/* Lines that differ in numbers alone are of one kind (FNV-1a over the rest). */
static uint64_t kind_of(const char *text, size_t length)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < length; i++) {
		if (isdigit((unsigned char)text[i]))
			continue;
		hash ^= (unsigned char)text[i];
		hash *= 1099511628211u;
	}
	return hash ? hash : 1;
}

static const char *matched(const char *text, size_t length)
{
	struct paste paste;
	const char *cause;

	paste_read(text, length, &paste);
	cause = paste.cause_count ? paste.causes[0].id : NULL;
	paste_free(&paste);
	return cause;
}

static bool tells_of_failure(const char *text, size_t length)
{
	static const char *const words[] = { "error", "fail", "Error", "Fail", "alert", "reject" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has(text, length, words[i]))
			return true;
	return false;
}

/* What the catalogue of error messages makes of the line, or NULL. */
static const char *look_up(struct log_clock *clock, const char *text, size_t length)
{
	uint64_t hash;
	struct log_known *known;

	if (!tells_of_failure(text, length))
		return NULL;
	hash = kind_of(text, length);
	known = &clock->known[hash % (sizeof(clock->known) / sizeof(clock->known[0]))];
	if (known->hash == hash)
		return known->cause;
	if (clock->asked >= ASKED_MOST)
		return NULL;
	clock->asked++;
	*known = (struct log_known){ hash, matched(text, length) };
	return known->cause;
}

/* ---- The whole ---- */

/* A request that a visitor made, or a page: what stands there is not the server's word. */
static size_t own_words(const char *text, size_t length)
{
	const char *request = find(text, length, ", request: \"");

	return request ? (size_t)(request - text) : length;
}

static void read_hello_as_request(
	struct log_clock *clock, const char *text, size_t length, struct log_line *ret)
{
	*ret = (struct log_line){
		.cause = hello_as_request,
		.side = LOG_CLIENT,
		.kind = LOG_NOISE,
		.time_s = log_line_time(clock, text, length),
	};
	find_client(text, own_words(text, length), ret);
	/* An access log begins with it. */
	if (!ret->client[0] && copy_after(text, length, "", " ", ret->client))
		keep_address(ret->client);
}

bool log_line_read(struct log_clock *clock, const char *text, size_t length, struct log_line *ret)
{
	size_t own;

	if (is_hello_as_request(text, length)) {
		read_hello_as_request(clock, text, length, ret);
		return true;
	}
	if (!is_candidate(text, length))
		return false;
	own = own_words(text, length);
	*ret = (struct log_line){ .side = side_of(text, length), .time_s = -1 };
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]) && !ret->cause; i++) {
		const struct phrase *phrase = &phrases[i];
		const char *cause = ret->side == LOG_UPSTREAM ? phrase->upstream : phrase->client;

		if (!cause || !memmem(text, own, phrase->text, phrase->length))
			continue;
		ret->cause = cause;
		ret->kind = ret->side == LOG_UPSTREAM ? LOG_REAL : phrase->kind;
	}
	if (!ret->cause)
		ret->cause = look_up(clock, text, own);
	if (!ret->cause)
		return false;
	find_client(text, own, ret);
	if (ret->side == LOG_UPSTREAM)
		find_upstream(text, length, ret);
	ret->time_s = log_line_time(clock, text, length);
	return true;
}

void log_network(const char *address, char *ret, size_t room)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET, address, bytes) == 1) {
		snprintf(ret, room, "%d.%d.%d.0/24", bytes[0], bytes[1], bytes[2]);
	} else if (inet_pton(AF_INET6, address, bytes) == 1) {
		memset(bytes + 6, 0, 10);
		inet_ntop(AF_INET6, bytes, text, sizeof(text));
		snprintf(ret, room, "%s/48", text);
	} else {
		snprintf(ret, room, "%s", address);
	}
}

void log_finding_id(enum log_side side, const char *cause, char *ret, size_t room)
{
	snprintf(ret, room, "log.%s-%s", side == LOG_UPSTREAM ? "upstream" : "client", cause);
}

bool log_finding_at(size_t index, char *ret, size_t room)
{
	static const struct phrase hello = { .client = hello_as_request };
	const size_t count = sizeof(phrases) / sizeof(phrases[0]);
	const struct phrase *phrase = index / 2 < count ? &phrases[index / 2] : &hello;
	enum log_side side = index % 2 ? LOG_CLIENT : LOG_UPSTREAM;
	const char *cause;

	if (index / 2 > count)
		return false;
	cause = side == LOG_UPSTREAM ? phrase->upstream : phrase->client;
	ret[0] = '\0';
	if (cause)
		log_finding_id(side, cause, ret, room);
	return true;
}
