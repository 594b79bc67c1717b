/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What could not be read, and words that nginx doesn't know. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "webserver/nginx_judge.h"

/* ---- Problems of reading ---- */

static const struct {
	const char *id;
	const char *fact; /* that gets the detail, or NULL */
} problems[NGINX_PROBLEM_COUNT] = {
	[NGINX_PROBLEM_BRACE] = { "nginx.brace", NULL },
	[NGINX_PROBLEM_OPEN] = { "nginx.block-open", "directive" },
	[NGINX_PROBLEM_END] = { "nginx.no-semicolon", "directive" },
	[NGINX_PROBLEM_QUOTE] = { "nginx.quote-open", NULL },
	[NGINX_PROBLEM_LENGTH] = { "nginx.word-long", "directive" },
	[NGINX_PROBLEM_EMPTY] = { "nginx.empty", "sign" },
	[NGINX_PROBLEM_CYCLE] = { "nginx.include-cycle", "file" },
	[NGINX_PROBLEM_MISSING] = { "nginx.include-missing", "file" },
	[NGINX_PROBLEM_UNREADABLE] = { "nginx.include-unread", "file" },
	[NGINX_PROBLEM_LARGE] = { "nginx.too-large", "file" },
	[NGINX_PROBLEM_DEEP] = { "nginx.too-deep", "directive" },
	[NGINX_PROBLEM_LUA] = { "nginx.lua", "directive" },
};

/* In another host's output, or a part of a configuration, a file that isn't here says nothing. */
static const char *id_of(const struct nginx_conf *conf, const struct nginx_problem *problem)
{
	if (problem->kind == NGINX_PROBLEM_MISSING && (conf->dump || conf->snippet))
		return "nginx.include-unread";
	return problems[problem->kind].id;
}

void nginx_judge_reading(const struct nginx_conf *conf, struct nginx_faults *faults)
{
	for (size_t i = 0; i < conf->problem_count; i++) {
		const struct nginx_problem *problem = &conf->problems[i];
		struct nginx_fault *fault = nginx_fault_at(
			faults, id_of(conf, problem), problem->file, problem->line);

		if (problems[problem->kind].fact)
			facts_text(&fault->facts, problems[problem->kind].fact, problem->detail);
		if (problem->kind == NGINX_PROBLEM_BRACE)
			nginx_fault_better(fault, NGINX_CHANGE_REMOVE, "%s", "");
	}
}

/* ---- Words ---- */

#define FLAG 1u
#define OF_PASSES 2u /* stands behind proxy_ssl_, grpc_ssl_, uwsgi_ssl_ */
#define OF_LISTENS 4u /* stands behind ssl_ */

static const struct {
	const char *end;
	unsigned bits;
} known[] = {
	{ "alpn", OF_LISTENS | OF_PASSES },
	{ "buffer_size", OF_LISTENS },
	{ "certificate", OF_LISTENS | OF_PASSES },
	{ "certificate_cache", OF_LISTENS | OF_PASSES },
	{ "certificate_compression", OF_LISTENS },
	{ "certificate_key", OF_LISTENS | OF_PASSES },
	{ "ciphers", OF_LISTENS | OF_PASSES },
	{ "client_certificate", OF_LISTENS },
	{ "conf_command", OF_LISTENS | OF_PASSES },
	{ "crl", OF_LISTENS | OF_PASSES },
	{ "dhparam", OF_LISTENS },
	{ "early_data", OF_LISTENS },
	{ "ecdh_curve", OF_LISTENS },
	{ "ech_file", OF_LISTENS },
	{ "encrypted_hello_key", OF_LISTENS },
	{ "engine", OF_LISTENS },
	{ "handshake_timeout", OF_LISTENS },
	{ "key_log", OF_LISTENS | OF_PASSES },
	{ "name", OF_PASSES },
	{ "object_cache_inheritable", OF_LISTENS },
	{ "ocsp", OF_LISTENS },
	{ "ocsp_cache", OF_LISTENS },
	{ "ocsp_responder", OF_LISTENS },
	{ "password_file", OF_LISTENS | OF_PASSES },
	{ "prefer_server_ciphers", OF_LISTENS | FLAG },
	{ "preread", OF_LISTENS | FLAG },
	{ "protocols", OF_LISTENS | OF_PASSES },
	{ "reject_handshake", OF_LISTENS | FLAG },
	{ "server_name", OF_PASSES | FLAG },
	{ "session_cache", OF_LISTENS },
	{ "session_reuse", OF_PASSES | FLAG },
	{ "session_ticket_key", OF_LISTENS },
	{ "session_tickets", OF_LISTENS | FLAG },
	{ "session_timeout", OF_LISTENS },
	{ "stapling", OF_LISTENS | FLAG },
	{ "stapling_file", OF_LISTENS },
	{ "stapling_responder", OF_LISTENS },
	{ "stapling_verify", OF_LISTENS | FLAG },
	{ "trusted_certificate", OF_LISTENS | OF_PASSES },
	{ "verify", OF_PASSES | FLAG },
	{ "verify_client", OF_LISTENS },
	{ "verify_depth", OF_LISTENS | OF_PASSES },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* How many letters stand at the same place from both ends: enough to tell a slip. */
static size_t alike(const char *a, const char *b)
{
	size_t length_a = strlen(a), length_b = strlen(b), start = 0, end = 0;

	while (a[start] && a[start] == b[start])
		start++;
	while (end < length_a - start && end < length_b - start &&
		a[length_a - 1 - end] == b[length_b - 1 - end])
		end++;
	return start + end;
}

static const char *nearest_end(const char *end, unsigned group)
{
	const char *best = NULL;
	size_t best_alike = 0;

	for (size_t i = 0; i < KNOWN; i++) {
		size_t here = alike(end, known[i].end), length = strlen(known[i].end);
		size_t longer = length > strlen(end) ? length : strlen(end);

		if (known[i].bits & group && here > best_alike && longer - here <= 3) {
			best = known[i].end;
			best_alike = here;
		}
	}
	return best;
}

static void judge_flag(struct nginx_faults *faults, const struct nginx_directive *directive)
{
	const char *value = nginx_value(directive);
	struct nginx_fault *fault;

	if (directive->word_count == 1 && (text_same(value, "on") || text_same(value, "off")))
		return;
	fault = nginx_fault_add(faults, "nginx.bad-value", directive);
	facts_text(&fault->facts, "directive", directive->name);
	facts_text(&fault->facts, "value", value ? value : "");
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s on;", directive->name);
}

static void judge_name(struct nginx_faults *faults, const struct nginx_directive *directive,
	const char *prefix, unsigned group)
{
	const char *end = directive->name + strlen(prefix);
	const char *nearest;
	struct nginx_fault *fault;
	char *right;

	for (size_t i = 0; i < KNOWN; i++) {
		if (!(known[i].bits & group) || strcmp(known[i].end, end) != 0)
			continue;
		if (known[i].bits & FLAG)
			judge_flag(faults, directive);
		return;
	}
	/* Modules of others have directives of their own: only what looks like a slip is one. */
	nearest = nearest_end(end, group);
	if (!nearest)
		return;
	right = memory_format("%s%s", prefix, nearest);
	fault = nginx_fault_add(faults, "nginx.unknown-directive", directive);
	facts_text(&fault->facts, "directive", directive->name);
	facts_text(&fault->facts, "nearest", right);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s%s%s;", right,
		directive->word_count ? " " : "", directive->word_count ? directive->words[0] : "");
	free(right);
}

static void visit(void *context, const struct nginx_directive *directive)
{
	static const struct {
		const char *prefix;
		unsigned group;
	} prefixes[] = {
		{ "proxy_ssl_", OF_PASSES },
		{ "grpc_ssl_", OF_PASSES },
		{ "uwsgi_ssl_", OF_PASSES },
		{ "ssl_", OF_LISTENS },
	};

	/* The rows of a map are no directives. */
	if (directive->block ||
		(directive->parent && (!strcmp(directive->parent->name, "map") ||
					      !strcmp(directive->parent->name, "geo"))))
		return;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (text_starts(directive->name, prefixes[i].prefix))
			judge_name(context, directive, prefixes[i].prefix, prefixes[i].group);
}

void nginx_judge_words(const struct nginx_conf *conf, struct nginx_faults *faults)
{
	nginx_walk(conf->root, visit, faults);
}
