/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/redact.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "session/redact_names.h"

struct redactor {
	struct name_list hidden[HIDDEN_COUNT]; /* [i] is "[kind i+1]" */
	struct name_list hosts; /* of the own network, whatever they look like */
	struct name_list domains; /* search domains */
	struct name_list users;
	struct name_list authorities; /* for client certificates */
	char *home;
	char *target; /* a public name that stays, though it may be below a search domain */
};

/* ---- What is hidden ---- */

static void add_hidden(struct redactor *redactor, struct buffer *buffer, enum hidden kind,
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

	while (is_of_run(at[length]) && !text_starts(at + length, "://"))
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
			add_hidden(
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
	size_t host = run_length(reading->at + length + 1);
	const char *colon = memchr(reading->at, ':', length);

	if (reading->at[length] != '@' || !host)
		return false;
	if (colon) {
		buffer_add_text(reading->out, "[login]@");
		reading->at += length + 1;
		return true;
	}
	while (host && (strchr(".:-", reading->at[length + host]) != NULL))
		host--;
	add_hidden(reading->redactor, reading->out, HIDDEN_MAIL, reading->at, length + 1 + host);
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
			add_hidden(reading->redactor, reading->out, HIDDEN_ADDRESS, text, part);
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
	size_t length = run_length(run), host, six;

	if (read_before_at(reading, length))
		return;
	reading->at += length;
	host = strcspn(run, ":") < length ? strcspn(run, ":") : length;
	six = length;
	while (six &&
		(run[six - 1] == '.' || (run[six - 1] == ':' && !(six > 1 && run[six - 2] == ':'))))
		six--;
	if (is_private_address(run, six))
		host = six;
	while (host && (run[host - 1] == '.' || run[host - 1] == '-'))
		host--;
	if (is_private_address(run, host))
		add_hidden(reading->redactor, reading->out, HIDDEN_ADDRESS, run, host);
	else if (is_own_host(reading->redactor, run, host))
		add_hidden(reading->redactor, reading->out, HIDDEN_HOST, run, host);
	else
		add_rest(reading, run, host);
	/* What follows the colon may be a name as well: "proxy:http.lan". */
	if (host < length && run[host] == ':' && host == strcspn(run, ":")) {
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
		add_hidden(reading->redactor, reading->out, HIDDEN_HOST, name, length);
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
		add_hidden(redactor, buffer, HIDDEN_CERTIFICATE, text, length);
	else if (name_list_find(&redactor->users, text, length) < redactor->users.count)
		add_hidden(redactor, buffer, HIDDEN_USER, text, length);
	else if (name_list_find(&redactor->hosts, text, length) < redactor->hosts.count)
		add_hidden(redactor, buffer, HIDDEN_HOST, text, length);
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

/* ---- What a session tells of its network ---- */

static void add_name(struct name_list *list, const char *name)
{
	if (name && *name && strcmp(name, "localhost") != 0)
		name_list_add(list, name, strlen(name));
}

/* The host of "http://user:password@host:port". */
static void add_proxy(struct redactor *redactor, const char *url)
{
	const char *start = url ? strstr(url, "://") : NULL;
	const char *host = start ? start + 3 : url;
	const char *login = host ? memrchr(host, '@', strcspn(host, "/")) : NULL;

	if (!host)
		return;
	host = login ? login + 1 : host;
	if (*host != '[' && !is_loopback(host) && strcspn(host, ":/"))
		name_list_add(&redactor->hosts, host, strcspn(host, ":/"));
}

static bool all_private(char *const *addresses, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_private_address(addresses[i], strlen(addresses[i])))
			return false;
	return count > 0;
}

static bool is_private_target(const struct redactor *redactor, const struct evidence *evidence)
{
	const char *host = evidence->settings.target.host;
	size_t length = host ? strlen(host) : 0;

	if (!length || is_below(host, length, "localhost"))
		return false;
	if (evidence->settings.target.is_ip)
		return is_private_address(host, length);
	return !strchr(host, '.') || is_private_name(host, length) ||
	       name_list_find(&redactor->hosts, host, length) < redactor->hosts.count ||
	       all_private(evidence->lookup.addresses, evidence->lookup.address_count);
}

static void add_cert_names(struct redactor *redactor, const struct seen_cert *cert)
{
	add_name(&redactor->hosts, cert->is_ca == 1 ? NULL : cert->common_name);
	for (size_t i = 0; i < cert->dns_name_count; i++) {
		const char *name = cert->dns_names[i];

		add_name(&redactor->hosts, text_starts(name, "*.") ? name + 2 : name);
	}
}

static void learn_target(struct redactor *redactor, const struct evidence *evidence)
{
	const struct settings *settings = &evidence->settings;
	const struct seen_handshake *handshake = &evidence->handshake;

	free(redactor->target);
	redactor->target = NULL;
	if (!is_private_target(redactor, evidence)) {
		redactor->target = memory_text(settings->target.host);
		return;
	}
	if (!settings->target.is_ip) {
		add_name(&redactor->hosts, settings->target.host);
		add_name(&redactor->hosts, settings->target.shown);
	}
	add_name(&redactor->hosts, settings->servername);
	for (size_t i = 0; i < handshake->chain_count; i++)
		add_cert_names(redactor, &handshake->chain[i]);
}

static void learn(struct redactor *redactor, const struct evidence *evidence)
{
	const struct settings *settings = &evidence->settings;

	for (size_t i = 0; i < evidence->resolver.search_count; i++)
		add_name(&redactor->domains, evidence->resolver.search[i]);
	add_proxy(redactor, settings->proxy);
	add_proxy(redactor, settings->proxy_other);
	add_proxy(redactor, evidence->connect.proxy_name);
	add_name(&redactor->users, settings->user);
	add_name(&redactor->users, evidence->browsers.user);
	for (size_t i = 0; i < evidence->handshake.client_ca_count; i++)
		add_name(&redactor->authorities, evidence->handshake.client_cas[i]);
	learn_target(redactor, evidence);
}

/* ---- The copy ---- */

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

/* Of one text of the evidence. */
static void change_text(void *context, const char *name, char **text)
{
	static const char *const raw[] = { "der", "staple", "repaired", "anchor_der", "leaf_issuer",
		"first_bytes", "ca_pem", NULL };
	static const char *const ids[] = { "why", "aia_why", "question", "choice", "only", "skip",
		"sha256", "serial", NULL };
	struct redactor *redactor = context;
	struct buffer buffer = { 0 };
	char *changed = NULL;

	if (is_one_of(name, ids))
		return;
	if (!strcmp(name, "from") && !is_loopback(*text)) {
		add_hidden(redactor, &buffer, HIDDEN_ADDRESS, *text, strlen(*text));
		changed = buffer_take(&buffer);
	} else if (!is_one_of(name, raw)) {
		changed = redactor_text(redactor, *text);
	}
	free(*text);
	*text = changed;
}

static void change_facts(struct redactor *redactor, struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		struct fact *fact = &facts->items[i];

		if (fact->text)
			change_text(redactor, fact->name, &fact->text);
		for (size_t item = 0; item < fact->list_count; item++)
			change_text(redactor, "", &fact->list[item]);
	}
}

static void copy_findings(
	struct redactor *redactor, struct findings *to, const struct findings *from)
{
	*to = *from;
	to->items = memory_new(from->count, sizeof(*to->items));
	to->checks = memory_new(from->check_count, sizeof(*to->checks));
	if (from->check_count)
		memcpy(to->checks, from->checks, from->check_count * sizeof(*to->checks));
	for (size_t i = 0; i < from->count; i++) {
		to->items[i] = from->items[i];
		to->items[i].facts = (struct facts){ 0 };
		facts_copy(&to->items[i].facts, &from->items[i].facts);
		change_facts(redactor, &to->items[i].facts);
	}
}

static char **copy_texts(char *const *texts, size_t count)
{
	char **copies = memory_new(count, sizeof(*copies));

	for (size_t i = 0; i < count; i++)
		copies[i] = memory_text(texts[i]);
	return copies;
}

static void copy_causes(struct causes *to, const struct causes *from)
{
	*to = *from;
	to->items = memory_new(from->count, sizeof(*to->items));
	for (size_t i = 0; i < from->count; i++) {
		const struct cause *cause = &from->items[i];

		to->items[i] = *cause;
		to->items[i].because = copy_texts(cause->because, cause->because_count);
		to->items[i].against = copy_texts(cause->against, cause->against_count);
	}
}

static void copy_clients(struct clients *to, const struct clients *from)
{
	*to = *from;
	to->items = memory_new(from->count, sizeof(*to->items));
	if (from->count)
		memcpy(to->items, from->items, from->count * sizeof(*to->items));
}

struct session *redactor_session(struct redactor *redactor, const struct session *session)
{
	struct session *copy = memory_new(1, sizeof(*copy));

	*copy = *session;
	copy->prober = NULL;
	copy->redacted = true;
	copy->earlier = session->earlier ? redactor_session(redactor, session->earlier) : NULL;
	learn(redactor, &session->evidence);
	evidence_copy(&copy->evidence, &session->evidence);
	evidence_texts(&copy->evidence, change_text, redactor);
	copy_findings(redactor, &copy->findings, &session->findings);
	copy_clients(&copy->clients, &session->clients);
	copy_causes(&copy->causes, &session->causes);
	changes_copy(&copy->changes, &session->changes);
	for (size_t i = 0; i < copy->changes.count; i++)
		change_facts(redactor, &copy->changes.items[i].facts);
	return copy;
}

/* ---- Beginning and end ---- */

struct redactor *redactor_new(const struct redact_own *own)
{
	struct redactor *redactor = memory_new(1, sizeof(*redactor));

	add_name(&redactor->hosts, own->host);
	if (own->user && strcmp(own->user, "root") != 0)
		add_name(&redactor->users, own->user);
	/* Those that are called like everybody's are recognised anyway. */
	if (own->home && strlen(own->home) > 1 && strcmp(own->home, "/root") != 0 &&
		!text_starts(own->home, "/home/") && !text_starts(own->home, "/Users/"))
		redactor->home = memory_text(own->home);
	return redactor;
}

void redactor_free(struct redactor *redactor)
{
	if (!redactor)
		return;
	for (int kind = 0; kind < HIDDEN_COUNT; kind++)
		name_list_free(&redactor->hidden[kind]);
	name_list_free(&redactor->hosts);
	name_list_free(&redactor->domains);
	name_list_free(&redactor->users);
	name_list_free(&redactor->authorities);
	free(redactor->home);
	free(redactor->target);
	free(redactor);
}
