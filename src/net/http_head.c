/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_head.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/text.h"
#include "base/timing.h"
#include "net/address.h"

#define HTTPS_PORT 443

const struct seen_http http_nothing = {
	.status = -1, .date_s = -1, .local_s = -1, .rtt_ms = -1, .age_s = -1
};

/* ---- The answer ---- */

/* The value of a header line when it is called NAME ("Date:"), cleaned; or NULL. */
static char *header_value(const char *line, size_t length, const char *name)
{
	size_t at = strlen(name);

	if (length < at || strncasecmp(line, name, at) != 0)
		return NULL;
	while (at < length && (line[at] == ' ' || line[at] == '\t'))
		at++;
	while (length > at && (line[length - 1] == '\r' || line[length - 1] == '\n'))
		length--;
	return text_clean(line + at, length - at, TEXT_ONE_LINE, 500);
}

/* Seconds, up to the largest that RFC 9111 section 1.2.2 knows; -1 when it is no number. */
static int64_t age_of(const char *value)
{
	size_t digits = strspn(value, "0123456789");

	if (!digits || value[digits])
		return -1;
	return digits > 9 ? INT32_MAX : strtol(value, NULL, 10);
}

/* Whether the header line is one that a CDN alone sets; its name goes to SEEN. */
static void take_mark(const char *bytes, size_t length, struct seen_http *seen)
{
	static const struct {
		const char *name; /* with its colon */
		const char *begins; /* how the value begins */
	} marks[] = {
		{ "X-Amz-Cf-Id:", "" },
		{ "X-Azure-Ref:", "" },
		{ "X-Served-By:", "cache-" },
		{ "Via:", "1.1 google" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !seen->mark; i++) {
		char *value = header_value(bytes, length, marks[i].name);

		if (value && !strncmp(value, marks[i].begins, strlen(marks[i].begins)))
			seen->mark = memory_text_n(marks[i].name, strlen(marks[i].name) - 1);
		free(value);
	}
}

void http_head_line(const char *line, size_t length, struct seen_http *seen)
{
	char *value;

	if ((value = header_value(line, length, "Date:"))) {
		if (!timing_from_http_date(value, &seen->date_s))
			seen->date_s = -1;
		free(value);
	} else if ((value = header_value(line, length, "Age:"))) {
		seen->age_s = age_of(value);
		free(value);
	} else if ((value = header_value(line, length, "Server:"))) {
		free(seen->server);
		seen->server = value;
	} else if ((value = header_value(line, length, "Location:"))) {
		free(seen->location);
		seen->location = value;
	} else if ((value = header_value(line, length, "CF-RAY:"))) {
		seen->cloudflare = true;
		free(value);
	} else {
		take_mark(line, length, seen);
	}
}

void http_head_init(struct http_head *head)
{
	head->text = (struct buffer){ 0 };
	head->heard = 0;
	head->seen = http_nothing;
}

void http_head_free(struct http_head *head)
{
	buffer_free(&head->text);
	free(head->seen.server);
	free(head->seen.location);
	free(head->seen.mark);
	free(head->seen.error);
	head->seen = http_nothing;
}

/* The status in "HTTP/1.1 200 OK", or -1. */
static int status_of(const char *text)
{
	const char *digits = text + strcspn(text, " \n");
	size_t count = *digits == ' ' ? strspn(digits + 1, "0123456789") : 0;

	return count == 3 && !strncmp(text, "HTTP/", 5) ? atoi(digits + 1) : -1;
}

/* Where the empty line at the end of the head is over, or NULL. */
static const char *end_of(const char *text)
{
	const char *end = strstr(text, "\r\n\r\n"), *bare = strstr(text, "\n\n");

	if (bare && (!end || bare < end))
		return bare + 2;
	return end ? end + 4 : NULL;
}

/* All lines of a head that ends before END. */
static void take_lines(const char *text, const char *end, struct seen_http *seen)
{
	while (text < end) {
		size_t length = strcspn(text, "\n");

		http_head_line(text, length, seen);
		text += length + 1;
	}
}

static bool has_one_of(const char *text, const char *const *phrases)
{
	for (; *phrases; phrases++)
		if (strstr(text, *phrases))
			return true;
	return false;
}

static bool is_refusal(int status)
{
	return status == 400 || status == 403;
}

void http_page_says(const char *text, struct seen_http *seen)
{
	static const char *const plain[] = { "plain HTTP request was sent to HTTPS port",
		"speaking plain HTTP to an SSL-enabled server port",
		"Client sent an HTTP request to an HTTPS server", NULL };
	static const char *const wants[] = { "No required SSL certificate was sent",
		"requires a client certificate", "Post-Handshake Authentication", NULL };

	if (seen->status == 400)
		seen->sent_plain = has_one_of(text, plain);
	if (is_refusal(seen->status))
		seen->wants_certificate = has_one_of(text, wants);
}

/* A head ends before END: what came behind it stays. Whether the answer is complete. */
static bool take_head(struct http_head *head, const char *end)
{
	struct buffer *text = &head->text;
	int status = status_of(text->bytes);
	size_t used = (size_t)(end - text->bytes);
	/* 1xx is only an announcement (RFC 9110 section 15.2): the answer comes behind it. */
	bool announced = status >= 100 && status <= 199;

	if (!announced) {
		head->seen.status = status;
		take_lines(text->bytes, end, &head->seen);
	}
	memmove(text->bytes, text->bytes + used, text->length - used + 1);
	text->length -= used;
	return !announced;
}

bool http_head_hear(struct http_head *head, const char *bytes, size_t length)
{
	static const char begin[] = "HTTP/";
	struct buffer *text = &head->text;
	bool refused = is_refusal(head->seen.status);
	const char *end;

	head->heard += length;
	buffer_add(text, bytes, length);
	if (!refused && strncmp(text->bytes, begin, text->length < 5 ? text->length : 5) != 0)
		return false;
	while (!refused && (end = end_of(text->bytes))) {
		if (!take_head(head, end))
			continue;
		refused = is_refusal(head->seen.status);
		if (!refused)
			return false;
	}
	if (refused)
		http_page_says(text->bytes, &head->seen);
	return !head->seen.sent_plain && !head->seen.wants_certificate &&
	       head->heard <= HTTP_HEAD_MOST;
}

/* ---- The question ---- */

/* What may not stand in the first line as it is goes as its number (RFC 3986 section 2.1). */
static void add_path(struct buffer *ret, const char *path)
{
	for (; *path && *path != '#'; path++)
		if (*path > ' ' && *path < 0x7f)
			buffer_add_char(ret, *path);
		else
			buffer_add_format(ret, "%%%02X", (unsigned)(unsigned char)*path);
}

char *http_head_name(const struct settings *settings, const char *address)
{
	const char *name = settings_sni(settings);

	if (!name)
		name = address ? address : settings->target.host;
	return address_family(name) == 6 ? memory_format("[%s]", name) : memory_text(name);
}

void http_head_request(const struct settings *settings, const char *address, struct buffer *ret)
{
	const struct target *target = &settings->target;
	char *name = http_head_name(settings, address);

	buffer_add_text(ret, "GET ");
	add_path(ret, target->path ? target->path : "/");
	buffer_add_format(ret, " HTTP/1.1\r\nHost: %s", name);
	free(name);
	if (target->port != HTTPS_PORT)
		buffer_add_format(ret, ":%d", target->port);
	buffer_add_text(ret, "\r\nUser-Agent: " HTTP_AGENT "\r\nAccept: */*\r\n"
			     "Connection: close\r\n\r\n");
}
