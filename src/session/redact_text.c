/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One text without private details: read from left to right, words, addresses and paths at a time. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "session/redact.h"
#include "session/redact_names.h"

#define RUN_MOST 512 /* bytes read at once: no name and no address is longer */

/* ---- What is hidden ---- */

void redact_hide(struct redactor *redactor, struct buffer *buffer, enum hidden kind,
	const char *text, size_t length)
{
	static const char *const words[HIDDEN_COUNT] = {
		[HIDDEN_ADDRESS] = "address",
		[HIDDEN_HOST] = "host",
		[HIDDEN_USER] = "user",
		[HIDDEN_MAIL] = "mail",
		[HIDDEN_CERTIFICATE] = "certificate name",
	};
	size_t index = name_list_add(&redactor->hidden[kind], text, length);

	buffer_add_format(buffer, "[%s %zu]", words[kind], index + 1);
}

static bool is_own_host(const struct redactor *redactor, const char *name, size_t length)
{
	while (length && name[length - 1] == '.')
		length--;
	if (!length || is_below(name, length, "localhost"))
		return false;
	if (name_list_find(&redactor->hosts, name, length) < redactor->hosts.count)
		return true;
	if (redactor->target && strlen(redactor->target) == length &&
		text_starts_same(name, redactor->target))
		return false;
	for (size_t i = 0; i < redactor->domains.count; i++)
		if (is_below(name, length, redactor->domains.items[i]))
			return true;
	return is_private_name(name, length);
}

/* ---- Reading a text ---- */

/* Where a text is being read, and what came before. */
struct reading {
	struct redactor *redactor;
	struct buffer *out;
	const char *at;
	bool in_address; /* inside a web address or a path: a ? begins a query */
};

static bool is_of_run(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '.' || c == '-' || c == '_' || c == ':';
}

static bool ends_word(char c)
{
	return c == '\0' || strchr(" \t\n\"'<>()[]{}|,;", c) != NULL;
}

static bool text_is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static size_t run_length(const char *at)
{
	size_t length = 0;

	while (length < RUN_MOST && is_of_run(at[length]) && !text_starts(at + length, "://"))
		length++;
	return length;
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (!ends_word(at[length]))
		length++;
	return length;
}

/* "user:password@" before a host; a colon may also be in the password, as may anything but "/". */
static bool read_login(struct reading *reading)
{
	size_t length = strcspn(reading->at, "/?# \t\n\"'<>");
	const char *at = memrchr(reading->at, '@', length);

	if (!at)
		return false;
	buffer_add_text(reading->out, "[login]@");
	reading->at = at + 1;
	return true;
}

/* A path to somebody's files: what stands after "/home/". */
static bool read_home(struct reading *reading)
{
	static const char *const folders[] = { "/home/", "/Users/", "\\Users\\", "\\\\Users\\\\",
		"/Documents and Settings/", "\\Documents and Settings\\" };
	const char *home = reading->redactor->home;

	if (home && text_starts(reading->at, home) &&
		(reading->at[strlen(home)] == '/' || ends_word(reading->at[strlen(home)]))) {
		buffer_add_text(reading->out, "[home]");
		reading->at += strlen(home);
		return true;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t length;

		if (!text_starts_same(reading->at, folders[i]))
			continue;
		buffer_add_text(reading->out, folders[i]);
		reading->at += strlen(folders[i]);
		length = strcspn(reading->at, "/\\\"'\n");
		/* A blank belongs to the name when the path goes on behind it. */
		if (reading->at[length] != '/' && reading->at[length] != '\\')
			length = word_length(reading->at);
		if (length)
			redact_hide(
				reading->redactor, reading->out, HIDDEN_USER, reading->at, length);
		reading->at += length;
		return true;
	}
	return false;
}

static bool read_query(struct reading *reading)
{
	if (*reading->at != '?' || !reading->in_address)
		return false;
	reading->at += word_length(reading->at);
	buffer_add_text(reading->out, "?[query]");
	return true;
}

/* A mail address, or a login without a scheme before it: what ends in "@". */
static bool read_before_at(struct reading *reading, size_t length)
{
	const char *colon = memchr(reading->at, ':', length);
	size_t host;

	if (reading->at[length] != '@')
		return false;
	host = run_length(reading->at + length + 1);
	if (!host)
		return false;
	if (colon) {
		buffer_add_text(reading->out, "[login]@");
		reading->at += length + 1;
		return true;
	}
	while (host && (strchr(".:-", reading->at[length + host]) != NULL))
		host--;
	redact_hide(reading->redactor, reading->out, HIDDEN_MAIL, reading->at, length + 1 + host);
	reading->at += length + 1 + host;
	return true;
}

/* What is no address or name as a whole may have an IPv4 address in it. */
static void add_rest(struct reading *reading, const char *text, size_t length)
{
	static const char digits[] = "0123456789.";

	while (length) {
		size_t part = *text == '.' ? 0 : strspn(text, digits);

		part = part < length ? part : length;
		while (part && text[part - 1] == '.')
			part--;
		if (is_private_address(text, part)) {
			redact_hide(reading->redactor, reading->out, HIDDEN_ADDRESS, text, part);
		} else {
			part = part ? part : 1;
			buffer_add(reading->out, text, part);
		}
		text += part;
		length -= part;
	}
}

/* Letters, digits, dots: an address, a name with or without a port, or a word like any other. */
static void read_run(struct reading *reading)
{
	const char *run = reading->at;
	size_t length = run_length(run), host, six, first;
	const char *colon;

	if (read_before_at(reading, length))
		return;
	reading->at += length;
	colon = memchr(run, ':', length);
	first = colon ? (size_t)(colon - run) : length;
	host = first;
	six = length;
	while (six &&
		(run[six - 1] == '.' || (run[six - 1] == ':' && !(six > 1 && run[six - 2] == ':'))))
		six--;
	if (is_private_address(run, six))
		host = six;
	while (host && (run[host - 1] == '.' || run[host - 1] == '-'))
		host--;
	if (is_private_address(run, host))
		redact_hide(reading->redactor, reading->out, HIDDEN_ADDRESS, run, host);
	else if (is_own_host(reading->redactor, run, host))
		redact_hide(reading->redactor, reading->out, HIDDEN_HOST, run, host);
	else
		add_rest(reading, run, host);
	/* What follows the colon may be a name as well: "proxy:http.lan". */
	if (host < length && host == first) {
		buffer_add_char(reading->out, ':');
		reading->at = run + host + 1;
		return;
	}
	add_rest(reading, run + host, length - host);
}

/* A name in another script, which no run of ASCII letters is. */
static bool read_shown(struct reading *reading)
{
	const struct name_list *hosts = &reading->redactor->hosts;

	for (size_t i = 0; i < hosts->count; i++) {
		const char *name = hosts->items[i];
		size_t length = strlen(name);

		if (text_is_ascii(name) || strncmp(reading->at, name, length) != 0)
			continue;
		redact_hide(reading->redactor, reading->out, HIDDEN_HOST, name, length);
		reading->at += length;
		return true;
	}
	return false;
}

static void read_on(struct reading *reading, const char *start)
{
	bool word_begins = reading->at == start || ends_word(reading->at[-1]);

	if (word_begins)
		reading->in_address = *reading->at == '/';
	if (read_home(reading) || read_query(reading) || read_shown(reading))
		return;
	if (text_starts(reading->at, "://")) {
		reading->in_address = true;
		buffer_add_text(reading->out, "://");
		reading->at += 3;
		read_login(reading);
	} else if (is_of_run(*reading->at) && (*reading->at != ':' || reading->at[1] == ':')) {
		read_run(reading);
	} else {
		buffer_add_char(reading->out, *reading->at++);
	}
}

/* A whole text that is a secret as it stands. */
static bool add_whole(struct redactor *redactor, struct buffer *buffer, const char *text)
{
	size_t length = strlen(text);

	if (name_list_find(&redactor->authorities, text, length) < redactor->authorities.count)
		redact_hide(redactor, buffer, HIDDEN_CERTIFICATE, text, length);
	else if (name_list_find(&redactor->users, text, length) < redactor->users.count)
		redact_hide(redactor, buffer, HIDDEN_USER, text, length);
	else if (name_list_find(&redactor->hosts, text, length) < redactor->hosts.count)
		redact_hide(redactor, buffer, HIDDEN_HOST, text, length);
	return buffer->length > 0;
}

char *redactor_text(struct redactor *redactor, const char *text)
{
	struct buffer buffer = { 0 };
	struct reading reading = { .redactor = redactor, .out = &buffer, .at = text };

	if (!add_whole(redactor, &buffer, text))
		while (*reading.at)
			read_on(&reading, text);
	return buffer_take(&buffer);
}
