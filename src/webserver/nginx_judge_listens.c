/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Towards the clients. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "check/strength.h"
#include "webserver/nginx_judge.h"
#include "webserver/openssl_names.h"

/* Where ssl_ciphers says nothing. */
#define USUAL_CIPHERS "HIGH:!aNULL:!MD5"

struct judging {
	const struct nginx_conf *conf;
	const struct nginx_version *version;
	const struct nginx_listens *listens;
	struct nginx_faults *faults;
};

/* Adds the fault unless that line has it already. NULL then. */
static struct nginx_fault *add_once(
	struct judging *judging, const char *id, const struct nginx_directive *directive)
{
	if (nginx_fault_known(judging->faults, id, directive->file, directive->line))
		return NULL;
	return nginx_fault_add(judging->faults, id, directive);
}

/* DIRECTIVE as written, with WORD at its end. */
static void better_with_word(
	struct nginx_fault *fault, const struct nginx_directive *directive, const char *word)
{
	char *line = nginx_as_written(directive);

	line[strlen(line) - 1] = '\0';
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s %s;", line, word);
	free(line);
}

static char *all_words(const struct nginx_directive *directive)
{
	struct buffer words = { 0 };

	for (size_t i = 0; i < directive->word_count; i++)
		buffer_add_format(&words, "%s%s", i ? " " : "", directive->words[i]);
	return buffer_take(&words);
}

static void set_words(
	struct nginx_fault *fault, const char *fact, const struct nginx_directive *directive)
{
	char *words = all_words(directive);

	facts_text(&fault->facts, fact, words);
	free(words);
}

/* ---- Several servers at one address ---- */

static const char *first_name(const struct nginx_directive *server)
{
	const char *name = nginx_value(nginx_child(server, "server_name", 0));

	return name ? name : "";
}

static bool same_socket(const struct nginx_listen *a, const struct nginx_listen *b)
{
	return a->side == b->side && !strcmp(a->address, b->address);
}

static bool same_words(const struct nginx_directive *a, const struct nginx_directive *b)
{
	if (!a || !b || a->word_count != b->word_count)
		return a == b;
	for (size_t i = 0; i < a->word_count; i++)
		if (!nginx_has_word(b, a->words[i]))
			return false;
	return true;
}

/* The server that answers when no name fits: the one that is said to be, else the first. */
static const struct nginx_listen *default_of(
	const struct nginx_listens *listens, const struct nginx_listen *listen, bool *ret_said)
{
	const struct nginx_listen *first = NULL;

	*ret_said = false;
	for (size_t i = 0; i < listens->count; i++) {
		const struct nginx_listen *other = &listens->items[i];

		if (!same_socket(other, listen))
			continue;
		if (other->is_default) {
			*ret_said = true;
			return other;
		}
		first = first ? first : other;
	}
	return first;
}

/* What counts for all servers of the socket, because it is agreed on before the name is known. */
static const struct nginx_directive *deciding_server(
	const struct judging *judging, const struct nginx_listen *listen)
{
	bool said;

	return default_of(judging->listens, listen, &said)->server;
}

/* ---- listen ---- */

static bool is_tls_port(const struct nginx_listen *listen)
{
	if (listen->side == NGINX_SIDE_MAIL)
		return listen->port == 465 || listen->port == 993 || listen->port == 995;
	return listen->side == NGINX_SIDE_HTTP && listen->port == 443;
}

/* The server has a certificate of its own and no line that would use it. */
static bool wastes_certificate(
	const struct nginx_listens *listens, const struct nginx_listen *listen)
{
	if (listen->port == 80 || listen->port == 0 ||
		!nginx_child(listen->server, "ssl_certificate", 0))
		return false;
	for (size_t i = 0; i < listens->count; i++)
		if (listens->items[i].server == listen->server &&
			(listens->items[i].ssl || listens->items[i].quic ||
				listens->items[i].starttls))
			return false;
	return true;
}

/* Ports where mail programs begin in clear and go on in TLS. */
static bool is_starttls_port(const struct nginx_listen *listen)
{
	return listen->side == NGINX_SIDE_MAIL &&
	       (listen->port == 25 || listen->port == 110 || listen->port == 143 ||
		       listen->port == 587);
}

static void judge_starttls(struct judging *judging, const struct nginx_listen *listen)
{
	struct nginx_fault *fault;

	if (listen->starttls || !is_starttls_port(listen) ||
		!wastes_certificate(judging->listens, listen))
		return;
	fault = add_once(judging, "nginx.starttls-off", listen->directive);
	if (!fault)
		return;
	facts_number(&fault->facts, "port", FACT_CODE, listen->port);
	nginx_fault_better(fault, NGINX_CHANGE_ADD, "starttls on;");
}

static void judge_ssl_missing(struct judging *judging, const struct nginx_listen *listen)
{
	struct nginx_fault *fault;

	if (listen->ssl || listen->quic || is_starttls_port(listen) ||
		(!is_tls_port(listen) && !wastes_certificate(judging->listens, listen)))
		return;
	fault = add_once(judging, "nginx.listen-without-ssl", listen->directive);
	if (!fault)
		return;
	facts_number(&fault->facts, "port", FACT_CODE, listen->port);
	better_with_word(fault, listen->directive, "ssl");
}

/* "ssl on" is gone since 1.25.1. */
static void judge_ssl_on(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *ssl = nginx_nearest(listen->server, "ssl");
	struct nginx_fault *fault;
	char *version;

	if (!ssl || listen->side != NGINX_SIDE_HTTP || !nginx_is_since(judging->version, 1, 25, 1))
		return;
	fault = add_once(judging, "nginx.ssl-on-removed", ssl);
	if (!fault)
		return;
	version = memory_format("%d.%d.%d", judging->version->major, judging->version->minor,
		judging->version->patch);
	facts_text(&fault->facts, "version", version);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "listen %d ssl;", listen->port);
	free(version);
}

/* At once, or when a mail client asks for it. */
static bool speaks_tls(const struct nginx_listen *listen)
{
	return listen->ssl || listen->starttls;
}

static void judge_certificate_given(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *certificate = nginx_nearest(
		listen->server, "ssl_certificate");
	const struct nginx_directive *deciding = deciding_server(judging, listen);
	struct nginx_fault *fault;

	if (!speaks_tls(listen) || nginx_flag(listen->server, "ssl_reject_handshake", false, NULL))
		return;
	/* A server without a certificate shows that of the default server, where that has one. */
	if (!certificate && nginx_nearest(deciding, "ssl_certificate"))
		return;
	if (!certificate && !judging->conf->snippet) {
		fault = add_once(judging, "nginx.no-certificate", listen->directive);
		if (!fault)
			return;
		facts_number(&fault->facts, "port", FACT_CODE, listen->port);
		nginx_fault_better(fault, NGINX_CHANGE_ADD,
			"ssl_certificate     /etc/ssl/site/fullchain.pem;\n"
			"ssl_certificate_key /etc/ssl/site/privkey.pem;");
	} else if (certificate && certificate->word_count &&
		   !nginx_nearest(listen->server, "ssl_certificate_key")) {
		fault = add_once(judging, "nginx.no-key", certificate);
		if (!fault)
			return;
		facts_text(&fault->facts, "file", certificate->words[0]);
		nginx_fault_better(
			fault, NGINX_CHANGE_ADD, "ssl_certificate_key /etc/ssl/site/privkey.pem;");
	}
}

static void judge_default(struct judging *judging, const struct nginx_listen *listen)
{
	bool said;
	const struct nginx_listen *first = default_of(judging->listens, listen, &said);
	struct nginx_fault *fault;

	if (!listen->ssl || said || first == listen ||
		!nginx_nearest(listen->server, "ssl_certificate") ||
		same_words(nginx_nearest(first->server, "ssl_certificate"),
			nginx_nearest(listen->server, "ssl_certificate")))
		return;
	fault = add_once(judging, "nginx.no-default-server", first->directive);
	if (!fault)
		return;
	facts_text(&fault->facts, "address", listen->address);
	facts_text(&fault->facts, "name", first_name(first->server));
	better_with_word(fault, first->directive, "default_server");
}

static void judge_difference_of(
	struct judging *judging, const struct nginx_listen *listen, const char *name)
{
	const struct nginx_directive *first = deciding_server(judging, listen);
	const struct nginx_directive *own = nginx_child(listen->server, name, 0);
	struct nginx_fault *fault;
	char *right;

	if (first == listen->server || !own || same_words(own, nginx_nearest(first, name)))
		return;
	fault = add_once(judging, "nginx.blocks-differ", own);
	if (!fault)
		return;
	facts_text(&fault->facts, "directive", name);
	facts_text(&fault->facts, "address", listen->address);
	facts_text(&fault->facts, "name", first_name(first));
	right = nginx_nearest(first, name) ? all_words(nginx_nearest(first, name)) : NULL;
	if (right)
		nginx_fault_better(fault, NGINX_CHANGE_LINE, "%s %s;", name, right);
	else
		nginx_fault_better(fault, NGINX_CHANGE_REMOVE, "%s", "");
	free(right);
}

/* Certificate and ciphers are each server's own; these two are not. */
static void judge_difference(struct judging *judging, const struct nginx_listen *listen)
{
	if (!listen->ssl)
		return;
	judge_difference_of(judging, listen, "ssl_protocols");
	judge_difference_of(judging, listen, "ssl_ecdh_curve");
}

/* ---- Stapling, clients' certificates ---- */

static void judge_stapling(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *by;
	struct nginx_fault *fault;

	if (!listen->ssl || !nginx_flag(listen->server, "ssl_stapling", false, &by) || !by ||
		nginx_nearest(listen->server, "resolver") ||
		nginx_nearest(listen->server, "ssl_stapling_file") ||
		(judging->conf->snippet && !nginx_within(by, "http")))
		return;
	fault = add_once(judging, "nginx.stapling-resolver", by);
	if (fault)
		nginx_fault_better(fault, NGINX_CHANGE_ADD, "resolver 127.0.0.53 valid=300s;");
}

static void judge_client_ca(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *by = nginx_nearest(listen->server, "ssl_verify_client");
	const char *value = nginx_value(by);
	struct nginx_fault *fault;

	if (!listen->ssl || !value || (!text_same(value, "on") && !text_same(value, "optional")) ||
		nginx_nearest(listen->server, "ssl_client_certificate") ||
		nginx_nearest(listen->server, "ssl_trusted_certificate"))
		return;
	fault = add_once(judging, "nginx.client-ca-missing", by);
	if (fault)
		nginx_fault_better(fault, NGINX_CHANGE_ADD,
			"ssl_client_certificate /etc/ssl/site/client-ca.pem;");
}

/* ---- Sessions ---- */

static void judge_resumption(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *server = deciding_server(judging, listen);
	const char *cache = nginx_value(nginx_nearest(server, "ssl_session_cache"));
	const struct nginx_directive *by;
	struct nginx_fault *fault;

	if (!speaks_tls(listen) || nginx_flag(server, "ssl_session_tickets", true, &by) ||
		(cache && strcmp(cache, "none") != 0 && strcmp(cache, "off") != 0))
		return;
	fault = add_once(judging, "nginx.no-resumption", by);
	if (fault)
		nginx_fault_better(fault, NGINX_CHANGE_ADD, "ssl_session_cache shared:SSL:10m;");
}

/* ---- Protocols, ciphers, groups ---- */

static void judge_protocols(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *by;
	const char *id = NULL;
	struct nginx_fault *fault;
	bool versions[4];

	nginx_listen_versions(deciding_server(judging, listen), judging->version, versions, &by);
	if (!speaks_tls(listen) || !by)
		return;
	if (!versions[2] && !versions[3])
		id = "nginx.listen-protocols-old";
	else if (!versions[2] && !versions[0] && !versions[1])
		id = "nginx.listen-protocols-strict";
	else if (versions[0] || versions[1] || nginx_has_word(by, "SSLv3") ||
		 nginx_has_word(by, "SSLv2"))
		id = "nginx.listen-protocols-many";
	fault = id ? add_once(judging, id, by) : NULL;
	if (!fault)
		return;
	set_words(fault, "protocols", by);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "ssl_protocols TLSv1.2 TLSv1.3;");
}

static bool none_reaches(const struct openssl_suites *suites, enum strength least)
{
	for (size_t i = 0; i < suites->count; i++)
		if (strength_of_suite(suites->items[i]).strength >= least)
			return false;
	return true;
}

static void judge_ciphers(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *by = nginx_nearest(listen->server, "ssl_ciphers");
	const struct nginx_directive *versions_by;
	struct openssl_suites suites;
	struct nginx_fault *fault;
	bool versions[4];
	const char *id;

	if (!speaks_tls(listen) || !by || by->word_count != 1 ||
		nginx_fault_known(
			judging->faults, "nginx.listen-ciphers-none", by->file, by->line) ||
		nginx_fault_known(judging->faults, "nginx.listen-ciphers-weak", by->file, by->line))
		return;
	nginx_listen_versions(
		deciding_server(judging, listen), judging->version, versions, &versions_by);
	openssl_suites(by->words[0], &suites);
	if (suites.count && (versions[3] || !none_reaches(&suites, STRENGTH_SECURE)))
		return;
	id = suites.count || suites.only_weak ? "nginx.listen-ciphers-weak"
					      : "nginx.listen-ciphers-none";
	fault = nginx_fault_add(judging->faults, id, by);
	facts_text(&fault->facts, "ciphers", by->words[0]);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "ssl_ciphers " USUAL_CIPHERS ";");
}

/* What every browser of today has. */
static bool is_common_group(unsigned group)
{
	return group == 0x001d || group == 0x0017 || group == 0x0018;
}

/* TLS 1.2 can do without a group: the client encrypts its secret for the RSA key of the certificate. */
static bool goes_without_group(const struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *ciphers = nginx_nearest(listen->server, "ssl_ciphers");
	const struct nginx_directive *by;
	struct openssl_suites suites;
	bool versions[4];

	nginx_listen_versions(listen->server, judging->version, versions, &by);
	if (versions[3] || !versions[2])
		return false;
	openssl_suites(ciphers && ciphers->word_count ? ciphers->words[0] : USUAL_CIPHERS, &suites);
	for (size_t i = 0; i < suites.count; i++)
		if (suites.items[i]->exchange == EXCHANGE_RSA)
			return true;
	return false;
}

static void judge_groups(struct judging *judging, const struct nginx_listen *listen)
{
	const struct nginx_directive *by = nginx_nearest(listen->server, "ssl_ecdh_curve");
	unsigned groups[32];
	bool unknown;
	size_t count;
	struct nginx_fault *fault;

	if (!speaks_tls(listen) || !by || by->word_count != 1 ||
		deciding_server(judging, listen) != listen->server ||
		goes_without_group(judging, listen))
		return;
	count = openssl_groups(by->words[0], groups, 32, &unknown);
	for (size_t i = 0; i < count; i++)
		if (is_common_group(groups[i]))
			return;
	if (!count)
		return;
	fault = add_once(judging, "nginx.listen-groups", by);
	if (!fault)
		return;
	facts_text(&fault->facts, "groups", by->words[0]);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "ssl_ecdh_curve auto;");
}

void nginx_judge_listens(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_listens *listens, struct nginx_faults *faults)
{
	static void (*const judges[])(struct judging *, const struct nginx_listen *) = {
		judge_ssl_missing,
		judge_starttls,
		judge_ssl_on,
		judge_certificate_given,
		judge_default,
		judge_difference,
		judge_stapling,
		judge_client_ca,
		judge_resumption,
		judge_protocols,
		judge_ciphers,
		judge_groups,
	};
	struct judging judging = { conf, version, listens, faults };

	for (size_t i = 0; i < listens->count; i++)
		for (size_t k = 0; k < sizeof(judges) / sizeof(judges[0]); k++)
			judges[k](&judging, &listens->items[i]);
}
