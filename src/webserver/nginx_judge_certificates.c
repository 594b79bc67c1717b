/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the certificate files of the servers say. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "check/hostname.h"
#include "check/times.h"
#include "webserver/nginx_seen.h"
#include "webserver/openssl_names.h"

struct judging {
	const struct nginx_conf *conf;
	const struct nginx_version *version;
	const struct nginx_certificate_seen *seen;
	struct nginx_faults *faults;
};

static struct nginx_fault *add(
	struct judging *judging, const char *id, const struct nginx_directive *directive)
{
	struct nginx_fault *fault = nginx_fault_add(judging->faults, id, directive);

	facts_text(&fault->facts, "file", judging->seen->certificate->path);
	return fault;
}

static struct nginx_fault *add_here(struct judging *judging, const char *id)
{
	return add(judging, id, judging->seen->certificate->directive);
}

static bool judge_file(struct judging *judging)
{
	const struct nginx_certificate_seen *seen = judging->seen;

	if (!seen->file_errno)
		return false;
	if (seen->file_errno == EINVAL)
		add_here(judging, "nginx.certificate-malformed");
	else
		add_here(judging,
			seen->file_errno == ENOENT && seen->folder_here && !judging->conf->dump
				? "nginx.file-missing"
				: "nginx.file-unread");
	return true;
}

static bool judge_key(struct judging *judging)
{
	const struct nginx_certificate_seen *seen = judging->seen;
	const struct nginx_certificate *certificate = seen->certificate;

	if (seen->key_fits < 0 || (seen->key_fits && !seen->key_of))
		return false;
	if (seen->key_fits) {
		add_here(judging, "nginx.chain-order");
	} else {
		struct nginx_fault *fault = add(
			judging, "nginx.key-differs", certificate->key_directive);

		facts_text(&fault->facts, "key", certificate->key_path);
	}
	return true;
}

static bool judge_dates(struct judging *judging)
{
	const struct evidence *evidence = &judging->seen->evidence;

	for (size_t i = 0; i < evidence->handshake.chain_count; i++) {
		const struct seen_cert *cert = &evidence->handshake.chain[i];
		enum dates dates = times_dates(cert, evidence->now_s);
		struct nginx_fault *fault;

		if (dates == DATES_GOOD || cert->malformed)
			continue;
		fault = add_here(judging, dates == DATES_EXPIRED ? "nginx.certificate-expired"
								 : "nginx.certificate-not-yet");
		if (dates == DATES_EXPIRED)
			facts_number(&fault->facts, "not_after", FACT_TIME, cert->not_after);
		else
			facts_number(&fault->facts, "not_before", FACT_TIME, cert->not_before);
		return true;
	}
	return false;
}

/* The certificate's own file ends below a certificate that nobody has. */
static bool judge_chain(struct judging *judging)
{
	const struct evidence *evidence = &judging->seen->evidence;
	const struct seen_cert *leaf = &evidence->handshake.chain[0];
	struct nginx_fault *fault;

	if (evidence->parts[PART_TRUST].state != PART_SEEN ||
		evidence->trust.outcome != TRUST_MISSING_ISSUER || leaf->self_signed ||
		judging->seen->issuer_is_root || evidence->handshake.chain_count > 1)
		return false;
	fault = add_here(judging, "nginx.chain-missing");
	facts_text(&fault->facts, "issuer",
		evidence->trust.missing_issuer ? evidence->trust.missing_issuer
		: leaf->issuer_name	       ? leaf->issuer_name
					       : "?");
	if (judging->seen->whole)
		nginx_fault_better(
			fault, NGINX_CHANGE_LINE, "ssl_certificate %s;", judging->seen->whole);
	return true;
}

/* ---- Names ---- */

static bool is_plain_name(const char *name)
{
	return strchr(name, '.') && !strpbrk(name, "*~$\"") && name[0] != '.' &&
	       !hostname_is_ip(name);
}

/* A certificate that is for none of the server's names. */
static bool judge_names(struct judging *judging)
{
	const struct seen_cert *leaf = &judging->seen->evidence.handshake.chain[0];
	const struct nginx_directive *names = nginx_child(
		judging->seen->certificate->server, "server_name", 0);
	const struct nginx_directive *own = nginx_child(
		judging->seen->certificate->server, "ssl_certificate", 0);
	const char *first = NULL;
	struct buffer list = { 0 };
	struct nginx_fault *fault;

	if (!own)
		return false;
	for (size_t i = 0; names && i < names->word_count; i++) {
		if (!is_plain_name(names->words[i]))
			continue;
		first = first ? first : names->words[i];
		if (nginx_name_fits(leaf, names->words[i]))
			return false;
	}
	if (!first)
		return false;
	fault = add_here(judging, "nginx.certificate-name");
	facts_text(&fault->facts, "name", first);
	for (size_t i = 0; i < leaf->dns_name_count && i < 3; i++)
		buffer_add_format(&list, "%s%s", i ? ", " : "", leaf->dns_names[i]);
	facts_text(&fault->facts, "names",
		list.length	    ? list.bytes
		: leaf->common_name ? leaf->common_name
				    : "?");
	buffer_free(&list);
	return true;
}

/* ---- Suites for this key ---- */

static bool any_for_key(const char *ciphers, enum suite_auth auth)
{
	struct openssl_suites suites;

	openssl_suites(ciphers, &suites);
	for (size_t i = 0; i < suites.count; i++)
		if (suites.items[i]->auth == auth)
			return true;
	return !suites.count; /* an empty list is another fault */
}

static bool judge_ciphers(struct judging *judging)
{
	const struct nginx_directive *server = judging->seen->certificate->server;
	const struct nginx_directive *by = nginx_nearest(server, "ssl_ciphers");
	const struct nginx_directive *certificate = judging->seen->certificate->directive;
	const char *key = judging->seen->evidence.handshake.chain[0].key_type;
	const struct nginx_directive *versions_by;
	struct nginx_fault *fault;
	bool versions[4];
	bool ecdsa = key && !strcmp(key, "ECDSA");

	nginx_listen_versions(server, judging->version, versions, &versions_by);
	if (!by || by->word_count != 1 || !key || (!ecdsa && strcmp(key, "RSA") != 0) ||
		!versions[2] || nginx_child(certificate->parent, "ssl_certificate", 1) ||
		any_for_key(by->words[0], ecdsa ? AUTH_ECDSA : AUTH_RSA) ||
		nginx_fault_known(judging->faults, "nginx.listen-ciphers-key", by->file, by->line))
		return false;
	fault = nginx_fault_add(judging->faults, "nginx.listen-ciphers-key", by);
	facts_text(&fault->facts, "ciphers", by->words[0]);
	facts_text(&fault->facts, "key", key);
	nginx_fault_better(fault, NGINX_CHANGE_LINE, "ssl_ciphers HIGH:!aNULL:!MD5;");
	return true;
}

void nginx_judge_certificates(const struct nginx_conf *conf, const struct nginx_version *version,
	const struct nginx_certificate_seen *seen, size_t count, struct nginx_faults *faults)
{
	static bool (*const judges[])(struct judging *) = {
		judge_file,
		judge_key,
		judge_dates,
		judge_chain,
		judge_names,
	};
	struct judging judging = { .conf = conf, .version = version, .faults = faults };

	for (size_t i = 0; i < count; i++) {
		bool done = false;

		judging.seen = &seen[i];
		for (size_t k = 0; k < sizeof(judges) / sizeof(judges[0]) && !done; k++)
			done = judges[k](&judging);
		if (!seen[i].file_errno)
			judge_ciphers(&judging);
	}
}
