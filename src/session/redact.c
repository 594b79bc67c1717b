/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/redact.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "session/redact_names.h"

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
		redact_hide(redactor, &buffer, HIDDEN_ADDRESS, *text, strlen(*text));
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
