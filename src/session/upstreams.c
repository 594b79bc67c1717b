/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/upstreams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "session/upstream_look.h"
#include "tls/pem.h"
#include "tls/trust.h"
#include "webserver/nginx_files.h"

#define LOOKS_MOST 1000
#define LOOKED_MOST 64 /* places that are connected to */
#define ALL_MS 120000
#define BESIDE_MOST 200 /* files in the folder of a certificate */

/* ---- Certificate files ---- */

static void add_roots_of(const char *path, struct buffer *pem)
{
	struct seen_cert *certs;
	size_t count;

	if (pem_certificates(path, &certs, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		char *text = certs[i].self_signed ? pem_text(&certs[i]) : NULL;

		if (text)
			buffer_add_text(pem, text);
		free(text);
		seen_cert_free(&certs[i]);
	}
	free(certs);
}

struct gathering {
	const struct nginx_conf *conf;
	struct buffer pem;
	int files_left;
};

/* Authorities of the house, which the configuration itself names. */
static void gather_roots(void *context, const struct nginx_directive *directive)
{
	static const char *const ends[] = { "trusted_certificate", "client_certificate" };
	struct gathering *gathering = context;
	size_t length = strlen(directive->name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t end = strlen(ends[i]);
		char *path;

		if (length < end || strcmp(directive->name + length - end, ends[i]) != 0 ||
			!directive->word_count || gathering->files_left-- <= 0)
			continue;
		path = nginx_conf_path(gathering->conf, directive->words[0]);
		add_roots_of(path, &gathering->pem);
		free(path);
	}
}

static bool folder_is_here(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash && slash != path ? memory_text_n(path, (size_t)(slash - path))
					      : memory_text("/");
	bool here = !slash || !access(folder, F_OK);

	free(folder);
	return here;
}

/* What FILE, found beside the certificate, says of its chain. */
static void look_beside(
	const char *file, const struct seen_cert *leaf, struct nginx_certificate_seen *ret)
{
	struct seen_cert *certs;
	size_t count;

	if (pem_certificates(file, &certs, &count))
		return;
	if (count > 1 && !ret->whole && leaf->sha256 && certs[0].sha256 &&
		!strcmp(certs[0].sha256, leaf->sha256))
		ret->whole = memory_text(file);
	for (size_t i = 0; i < count; i++) {
		if (certs[i].self_signed && certs[i].subject && leaf->issuer &&
			!strcmp(certs[i].subject, leaf->issuer))
			ret->issuer_is_root = true;
		seen_cert_free(&certs[i]);
	}
	free(certs);
}

/* A private root, or the whole chain, often lies in the same folder. */
static void look_around(const char *path, struct nginx_certificate_seen *ret)
{
	const char *slash = strrchr(path, '/');
	char *pattern = memory_format("%.*s*", slash ? (int)(slash + 1 - path) : 0, path);
	const struct seen_cert *leaf = &ret->evidence.handshake.chain[0];
	size_t count;
	char **files = nginx_files_of_system.find(NULL, pattern, &count);

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(files[i]);

		if (i < BESIDE_MOST && length > 4 && strcmp(files[i], path) != 0 &&
			(!strcmp(files[i] + length - 4, ".pem") ||
				!strcmp(files[i] + length - 4, ".crt") ||
				!strcmp(files[i] + length - 4, ".cer")))
			look_beside(files[i], leaf, ret);
		free(files[i]);
	}
	free(files);
	free(pattern);
}

static void look_at_file(const struct nginx_certificate *certificate,
	const struct settings *settings, const struct trust_store *store,
	struct nginx_certificate_seen *ret)
{
	struct seen_handshake *shown = &ret->evidence.handshake;
	enum pem_key key = PEM_KEY_UNREAD;

	*ret = (struct nginx_certificate_seen){ .certificate = certificate, .key_fits = -1 };
	evidence_init(&ret->evidence);
	ret->evidence.now_s = timing_wall_s() + settings->now_offset_s;
	ret->folder_here = folder_is_here(certificate->path);
	ret->file_errno = pem_certificates(certificate->path, &shown->chain, &shown->chain_count);
	if (ret->file_errno)
		return;
	if (certificate->key_path)
		key = pem_key_of(
			certificate->key_path, shown->chain, shown->chain_count, &ret->key_of);
	if (key != PEM_KEY_UNREAD)
		ret->key_fits = key == PEM_KEY_FITS;
	trust_look(NULL, settings, store, shown, &ret->evidence.trust);
	evidence_part_status(&ret->evidence, PART_TRUST, PART_SEEN, NULL, NULL);
	if (ret->evidence.trust.outcome == TRUST_MISSING_ISSUER && shown->chain_count == 1)
		look_around(certificate->path, ret);
}

static void look_at_files(struct upstreams *upstreams, const struct settings *given)
{
	struct gathering gathering = { .conf = &upstreams->conf, .files_left = 64 };
	struct settings settings = { 0 };
	struct trust_store *store;
	size_t count = upstreams->listens.certificate_count;

	if (!count)
		return;
	nginx_walk(upstreams->conf.root, gather_roots, &gathering);
	settings_copy(&settings, given);
	if (settings.ca_pem)
		buffer_add_text(&gathering.pem, settings.ca_pem);
	free(settings.ca_pem);
	settings.ca_pem = gathering.pem.length ? buffer_take(&gathering.pem) : NULL;
	settings.offline = true;
	store = trust_store_load(&settings);
	upstreams->certificates = memory_new(count, sizeof(*upstreams->certificates));
	upstreams->certificate_count = count;
	for (size_t i = 0; i < count; i++)
		look_at_file(&upstreams->listens.certificates[i], &settings, store,
			&upstreams->certificates[i]);
	trust_store_free(store);
	buffer_free(&gathering.pem);
	settings_free(&settings);
}

/* ---- Upstreams ---- */

static void add_look(struct nginx_looks *looks, const struct nginx_pass *pass,
	const struct nginx_peer *peer, const char *name)
{
	struct nginx_look *look;

	if (looks->count >= LOOKS_MOST)
		return;
	looks->items = memory_resize(looks->items, looks->count + 1, sizeof(*looks->items));
	look = &looks->items[looks->count++];
	*look = (struct nginx_look){ .pass = pass, .peer = peer, .name = name };
	evidence_init(&look->evidence);
}

/* Up to three names a peer: a server with many would be asked too often. */
static void plan_looks(struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->passes.count; i++) {
		const struct nginx_pass *pass = &upstreams->passes.items[i];
		size_t names = pass->encrypted ? pass->tls.names.count : 0;

		names = names > 3 ? 3 : names ? names : 1;
		for (size_t k = 0; k < pass->peer_count; k++)
			for (size_t n = 0; n < names; n++)
				add_look(&upstreams->looks, pass, &pass->peers[k],
					n < pass->tls.names.count ? pass->tls.names.items[n]
								  : NULL);
	}
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Whether two looks would see the same: then one is enough. */
static bool same_look(const struct nginx_look *a, const struct nginx_look *b)
{
	const struct nginx_tls *x = &a->pass->tls, *y = &b->pass->tls;

	return a->pass->encrypted == b->pass->encrypted && a->peer->port == b->peer->port &&
	       same_text(a->peer->host, b->peer->host) && same_text(a->name, b->name) &&
	       x->sni == y->sni && x->verify == y->verify && same_text(x->trusted, y->trusted) &&
	       same_text(x->ciphers, y->ciphers) && same_text(x->certificate, y->certificate) &&
	       same_text(x->key, y->key) &&
	       !memcmp(x->versions, y->versions, sizeof(x->versions)) &&
	       x->group_count == y->group_count &&
	       !memcmp(x->groups, y->groups, x->group_count * sizeof(x->groups[0]));
}

static void copy_look(struct nginx_look *to, const struct nginx_look *from)
{
	evidence_free(&to->evidence);
	evidence_copy(&to->evidence, &from->evidence);
	to->looked = from->looked;
	to->offer = from->offer;
	to->trusted = from->trusted;
	to->other = from->other;
	to->other_name = memory_text(from->other_name);
	to->other_certified = from->other_certified;
}

static const struct nginx_look *seen_before(const struct nginx_looks *looks, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (looks->items[i].looked && same_look(&looks->items[i], &looks->items[index]))
			return &looks->items[i];
	return NULL;
}

/* A stream that is passed on as it is may carry TLS; uwsgi in clear is another protocol altogether. */
static bool is_worth_a_look(const struct nginx_pass *pass)
{
	return pass->encrypted || pass->module == NGINX_PROXY || pass->module == NGINX_GRPC;
}

static void look_at_all(struct upstreams *upstreams, const struct upstream_env *env,
	void (*told)(void *context, const char *place), void *context)
{
	size_t done = 0;

	for (size_t i = 0; i < upstreams->looks.count; i++) {
		struct nginx_look *look = &upstreams->looks.items[i];
		const struct nginx_look *before = seen_before(&upstreams->looks, i);

		if (before) {
			copy_look(look, before);
		} else if (is_worth_a_look(look->pass) && done < LOOKED_MOST &&
			   !deadline_over(env->deadline) && !cancel_asked(env->cancel)) {
			char *name = nginx_peer_name(look->peer);

			if (told)
				told(context, name);
			free(name);
			upstream_look(env, look);
			done++;
		} else if (look->pass->encrypted) {
			upstreams->not_looked++;
		}
	}
}

static void connect_to_all(struct upstreams *upstreams, const struct settings *settings,
	struct budget *budget, const struct cancel *cancel,
	void (*told)(void *context, const char *place), void *context)
{
	struct cancel own;
	struct upstream_env env = {
		.settings = settings,
		.budget = budget,
		.cancel = cancel ? cancel : &own,
		.deadline = deadline_in_ms(ALL_MS),
	};

	cancel_open(&own);
	look_at_all(upstreams, &env, told, context);
	cancel_close(&own);
}

void upstreams_ask_version(struct nginx_version *ret)
{
	static const char *const commands[] = { "/usr/sbin/nginx", "/usr/local/sbin/nginx",
		"/usr/local/nginx/sbin/nginx", "/usr/local/bin/nginx", "/usr/bin/nginx" };

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		char line[256] = "";
		char *command;
		FILE *answer;

		if (access(commands[i], X_OK))
			continue;
		command = memory_format("%s -v 2>&1 </dev/null", commands[i]);
		answer = popen(command, "re");
		if (answer && fgets(line, sizeof(line), answer))
			nginx_version_read(line, ret);
		if (answer)
			pclose(answer);
		free(command);
		return;
	}
}

/* ---- The whole ---- */

/* What "nginx -T" printed may come from anywhere: of this computer is what is also there. */
static bool is_of_this_host(const struct nginx_conf *conf)
{
	return !conf->dump || !access(conf->files[0], F_OK);
}

void upstreams_run(const char *file, const struct nginx_version *version, bool of_this_host,
	const struct settings *settings, struct budget *budget, const struct cancel *cancel,
	void (*told)(void *context, const char *place), void *context, struct upstreams *ret)
{
	*ret = (struct upstreams){ .file = memory_text(file), .version = *version };
	ret->file_errno = nginx_conf_read(file, &ret->conf);
	if (ret->file_errno)
		return;
	if (of_this_host && !is_of_this_host(&ret->conf))
		ret->version = (struct nginx_version){ 0 };
	version = &ret->version;
	nginx_passes_read(&ret->conf, version, &ret->passes);
	nginx_listens_read(&ret->conf, &ret->listens);
	nginx_judge_reading(&ret->conf, &ret->faults);
	nginx_judge_words(&ret->conf, &ret->faults);
	nginx_judge_listens(&ret->conf, version, &ret->listens, &ret->faults);
	nginx_judge_passes(&ret->conf, version, &ret->passes, &ret->faults);
	look_at_files(ret, settings);
	nginx_judge_certificates(
		&ret->conf, version, ret->certificates, ret->certificate_count, &ret->faults);
	plan_looks(ret);
	if (!settings->offline)
		connect_to_all(ret, settings, budget, cancel, told, context);
	nginx_judge_looks(&ret->conf, &ret->looks, &ret->faults);
	nginx_faults_sort(&ret->faults, &ret->conf);
}

void upstreams_free(struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->looks.count; i++) {
		evidence_free(&upstreams->looks.items[i].evidence);
		free(upstreams->looks.items[i].other_name);
	}
	for (size_t i = 0; i < upstreams->certificate_count; i++) {
		evidence_free(&upstreams->certificates[i].evidence);
		free(upstreams->certificates[i].whole);
	}
	free(upstreams->looks.items);
	free(upstreams->certificates);
	nginx_faults_free(&upstreams->faults);
	nginx_listens_free(&upstreams->listens);
	nginx_passes_free(&upstreams->passes);
	if (!upstreams->file_errno)
		nginx_conf_free(&upstreams->conf);
	free(upstreams->file);
	*upstreams = (struct upstreams){ 0 };
}

bool upstreams_found(const struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->faults.count; i++) {
		enum verdict verdict = upstreams->faults.items[i].kind->verdict;

		if (verdict == VERDICT_FAIL || verdict == VERDICT_WARN)
			return true;
	}
	return false;
}

bool upstreams_read_all(const struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const char *id = upstreams->faults.items[i].kind->id;

		if (!strcmp(id, "nginx.too-large") || !strcmp(id, "nginx.too-deep") ||
			!strcmp(id, "nginx.include-unread"))
			return false;
	}
	return true;
}
