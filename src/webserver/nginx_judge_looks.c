/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the handshakes with the upstreams say of the lines that ask for them. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "check/alerts.h"
#include "check/hostname.h"
#include "check/times.h"
#include "evidence/groups.h"
#include "evidence/names.h"
#include "webserver/nginx_seen.h"
#include "webserver/openssl_names.h"

/* Below this, OpenSSL 3 refuses the group at its usual security level. */
#define DH_BITS_LEAST 2048
#define RSA_BITS_LEAST 2048

/* ---- What nginx offers ---- */

/* OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 alone (SHA-1 signatures). */
static bool speaks(const struct nginx_tls *tls, int version)
{
	struct openssl_suites suites;

	if (version < 0x0301 || version > 0x0304 || !tls->versions[version - 0x0301])
		return false;
	if (version >= 0x0303)
		return true;
	if (!tls->ciphers)
		return false;
	openssl_suites(tls->ciphers, &suites);
	return suites.security_level == 0;
}

static bool has_suite(const struct nginx_tls *tls, const char *cipher)
{
	const struct suite *suite = suite_find_name(cipher, strlen(cipher));
	struct openssl_suites suites;

	if (!suite)
		return true;
	openssl_suites(tls->ciphers ? tls->ciphers : "DEFAULT", &suites);
	return openssl_suites_have(&suites, suite);
}

static bool has_group(const struct nginx_tls *tls, const char *name)
{
	const struct group *group = group_find_name(name, strlen(name));

	for (size_t i = 0; group && i < tls->group_count; i++)
		if (tls->groups[i] == group->number)
			return true;
	return !group || !tls->group_count;
}

bool nginx_offers(const struct nginx_tls *tls, int version, const char *cipher, const char *group)
{
	if (version >= 0 && !speaks(tls, version))
		return false;
	if (cipher && version < 0x0304 && !has_suite(tls, cipher))
		return false;
	return !group || has_group(tls, group);
}

bool nginx_name_fits(const struct seen_cert *cert, const char *name)
{
	if (hostname_is_ip(name))
		return false;
	if (cert->dns_name_count || !cert->common_name)
		return hostname_certified(cert, name);
	return hostname_fits(cert->common_name, name);
}

/* ---- Faults at a look ---- */

struct judging {
	const struct nginx_conf *conf;
	const struct nginx_looks *looks;
	struct nginx_faults *faults;
	const struct nginx_look *look;
};

static const struct nginx_tls *tls_of(const struct judging *judging)
{
	return &judging->look->pass->tls;
}

static const struct seen_handshake *handshake_of(const struct judging *judging)
{
	return &judging->look->evidence.handshake;
}

/* Adds the fault at BY, or where the upstream is named when nothing sets it. */
static struct nginx_fault *add(
	struct judging *judging, const char *id, const struct nginx_directive *by)
{
	const struct nginx_directive *directive = by ? by : judging->look->pass->directive;
	struct nginx_fault *fault;
	char *name;

	if (nginx_fault_known(judging->faults, id, directive->file, directive->line))
		return NULL;
	fault = nginx_fault_add(judging->faults, id, directive);
	name = nginx_peer_name(judging->look->peer);
	facts_text(&fault->facts, "upstream", name);
	free(name);
	return fault;
}

static struct nginx_fault *add_at_peer(struct judging *judging, const char *id)
{
	return add(judging, id, judging->look->peer->directive);
}

/* END of the module's directive with VALUE; in the place of BY, or as a new line. */
static void better(struct judging *judging, struct nginx_fault *fault,
	const struct nginx_directive *by, const char *end, const char *value)
{
	char *name = nginx_ssl_directive(judging->look->pass->module, end);

	nginx_fault_better(fault, by ? NGINX_CHANGE_LINE : NGINX_CHANGE_ADD, "%s %s;", name, value);
	free(name);
}

/* ---- Getting there ---- */

static bool judge_lookup(struct judging *judging)
{
	const struct nginx_look *look = judging->look;

	if (look->evidence.lookup.address_count)
		return false;
	add_at_peer(judging,
		look->evidence.lookup.outcome == LOOKUP_NO_SUCH_NAME && !judging->conf->dump
			? "nginx.upstream-no-name"
			: "nginx.upstream-name-unknown");
	return true;
}

static bool judge_connect(struct judging *judging)
{
	static const struct {
		enum connect_outcome outcome;
		const char *id;
	} ids[] = {
		{ CONNECT_REFUSED, "nginx.upstream-refused" },
		{ CONNECT_TIMED_OUT, "nginx.upstream-timeout" },
		{ CONNECT_UNREACHABLE, "nginx.upstream-no-route" },
	};
	const struct seen_connect *connect = &judging->look->evidence.connect;

	if (handshake_of(judging)->outcome != HS_NO_CONNECTION)
		return false;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (connect->attempt_count && connect->attempts[0].outcome == ids[i].outcome)
			add_at_peer(judging, ids[i].id);
	return true;
}

/* The scheme of the pass, or the port of the peer, is not what the port speaks. */
static bool judge_plain_answer(struct judging *judging)
{
	const struct nginx_pass *pass = judging->look->pass;
	const struct nginx_peer *peer = judging->look->peer;
	struct nginx_fault *fault;

	if (handshake_of(judging)->outcome != HS_NOT_TLS)
		return false;
	if (peer->port == 80) {
		fault = add_at_peer(judging, "nginx.tls-to-plain-port");
		if (fault)
			facts_number(&fault->facts, "port", FACT_CODE, peer->port);
	} else {
		fault = add(judging, "nginx.upstream-plain",
			pass->group ? peer->directive : pass->directive);
	}
	if (fault && pass->module == NGINX_STREAM)
		nginx_fault_better(fault, NGINX_CHANGE_ADD, "proxy_ssl off;");
	else if (fault)
		nginx_better_scheme(fault, pass, peer, 443);
	return true;
}

/* ---- The name ---- */

static bool other_name_helps(const struct nginx_look *look)
{
	return look->other == HS_DONE;
}

static void add_sni_off(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault = add(judging, "nginx.sni-off", tls->sni_by);

	if (!fault)
		return;
	facts_text(&fault->facts, "name", judging->look->other_name);
	better(judging, fault, tls->sni_by, "server_name", "on");
	/* Without a name of its own, the name of the group would be sent. */
	if (!judging->look->name || !text_same(judging->look->name, judging->look->other_name)) {
		char *first = memory_text(fault->better);
		char *name = nginx_ssl_directive(judging->look->pass->module, "name");

		nginx_fault_better(
			fault, fault->change, "%s\n%s %s;", first, name, judging->look->other_name);
		free(name);
		free(first);
	}
}

static bool judge_name_sent(struct judging *judging)
{
	const struct nginx_look *look = judging->look;
	const struct seen_handshake *seen = handshake_of(judging);
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault;

	if (seen->outcome == HS_DONE)
		return false;
	if (!seen->sni && other_name_helps(look)) {
		add_sni_off(judging);
		return true;
	}
	if (!seen->sni || (seen->alert != 112 && !other_name_helps(look)))
		return false;
	fault = add(judging, "nginx.sni-wrong", tls->name_by);
	if (!fault)
		return true;
	facts_text(&fault->facts, "name", seen->sni);
	if (look->other_name)
		better(judging, fault, tls->name_by, "name", look->other_name);
	return true;
}

/* ---- The client's certificate ---- */

/* Which page a visitor of a stream asks for isn't known: that another one is forbidden says nothing. */
static bool page_refused(const struct nginx_look *look)
{
	int status = look->evidence.http.status;
	bool is_page = look->pass->module == NGINX_PROXY || look->pass->module == NGINX_GRPC;

	return status == 400 || status == 495 || status == 496 || (status == 403 && is_page);
}

static void add_client_certificate(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault;

	if (tls->certificate_by) {
		fault = add(judging, "nginx.client-refused", tls->certificate_by);
		if (fault)
			facts_text(&fault->facts, "file", nginx_value(tls->certificate_by));
		return;
	}
	fault = add(judging, "nginx.client-certificate", NULL);
	if (fault) {
		char *certificate = nginx_ssl_directive(judging->look->pass->module, "certificate");

		nginx_fault_better(fault, NGINX_CHANGE_ADD,
			"%s     /etc/ssl/site/client.pem;\n%s_key /etc/ssl/site/client-key.pem;",
			certificate, certificate);
		free(certificate);
	}
}

/* In the handshake. */
static bool judge_client_certificate(struct judging *judging)
{
	const struct seen_handshake *seen = handshake_of(judging);

	if (!seen->client_cert_asked || !alert_refused_client(seen))
		return false;
	add_client_certificate(judging);
	return true;
}

/* After it: nginx itself is content with the handshake and refuses the request. */
static bool judge_page(struct judging *judging)
{
	if (!handshake_of(judging)->client_cert_asked || !page_refused(judging->look))
		return false;
	add_client_certificate(judging);
	return true;
}

/* ---- Protocols, suites, groups ---- */

static char *offered_versions(const struct nginx_tls *tls)
{
	struct buffer list = { 0 };

	for (int i = 0; i < 4; i++)
		if (tls->versions[i])
			buffer_add_format(
				&list, "%s%s", list.length ? ", " : "", names_version(0x0301 + i));
	return buffer_take(&list);
}

static void add_versions(struct judging *judging)
{
	const struct seen_handshake *seen = handshake_of(judging);
	const struct nginx_tls *tls = tls_of(judging);
	bool old = seen->version >= 0 && seen->version < 0x0303;
	const char *id = old		    ? "nginx.upstream-too-old"
			 : tls->versions_by ? "nginx.protocols"
					    : "nginx.protocols-usual";
	struct nginx_fault *fault = add(judging, id, tls->versions_by);
	char *offered;

	if (!fault)
		return;
	offered = offered_versions(tls);
	facts_text(&fault->facts, "offered", offered);
	facts_text(&fault->facts, "accepted", seen->version_name);
	free(offered);
	if (!old)
		better(judging, fault, tls->versions_by, "protocols", "TLSv1.2 TLSv1.3");
}

static void add_suites(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault = add(judging, "nginx.ciphers", tls->ciphers_by);

	if (!fault)
		return;
	facts_text(&fault->facts, "ciphers", tls->ciphers ? tls->ciphers : "DEFAULT");
	if (tls->ciphers_by &&
		!strcmp(tls->ciphers_by->name + strlen(tls->ciphers_by->name) - 12, "conf_command"))
		better(judging, fault, tls->ciphers_by, "conf_command", "CipherString DEFAULT");
	else if (tls->ciphers_by)
		better(judging, fault, tls->ciphers_by, "ciphers", "DEFAULT");
}

static void add_groups(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault = add(judging, "nginx.groups", tls->groups_by);

	if (!fault)
		return;
	facts_text(&fault->facts, "groups",
		tls->groups_by && tls->groups_by->word_count > 1 ? tls->groups_by->words[1] : "");
	if (tls->groups_by)
		better(judging, fault, tls->groups_by, "conf_command",
			"Groups X25519:prime256v1:secp384r1");
}

static bool judge_offer(struct judging *judging)
{
	static void (*const adders[])(struct judging *) = {
		[NGINX_OFFER_VERSIONS] = add_versions,
		[NGINX_OFFER_SUITES] = add_suites,
		[NGINX_OFFER_GROUPS] = add_groups,
	};
	enum nginx_offer offer = judging->look->offer;

	if (handshake_of(judging)->outcome != HS_DONE || offer == NGINX_OFFER_FITS ||
		offer == NGINX_OFFER_UNKNOWN)
		return false;
	adders[offer](judging);
	return true;
}

/* What GnuTLS takes and OpenSSL 3 refuses. */
static bool judge_old_habits(struct judging *judging)
{
	const struct seen_handshake *seen = handshake_of(judging);
	struct nginx_fault *fault;

	if (seen->outcome != HS_DONE || seen->version >= 0x0304)
		return false;
	if (seen->dh_bits > 0 && seen->dh_bits < DH_BITS_LEAST) {
		fault = add_at_peer(judging, "nginx.upstream-weak-dh");
		if (fault)
			facts_number(&fault->facts, "bits", FACT_CODE, seen->dh_bits);
		return true;
	}
	if (seen->secure_renegotiation == 0) {
		add_at_peer(judging, "nginx.upstream-legacy");
		return true;
	}
	return false;
}

/* ---- Any other end ---- */

static bool judge_end(struct judging *judging)
{
	const struct seen_handshake *seen = handshake_of(judging);
	struct nginx_fault *fault;

	switch (seen->outcome) {
	case HS_DONE:
	case HS_NOT_TRIED:
	case HS_CANCELLED:
		return false;
	case HS_SILENT:
	case HS_STALLED:
		add_at_peer(judging, "nginx.upstream-silent");
		return true;
	case HS_CLOSED:
		add_at_peer(judging, "nginx.upstream-closed");
		return true;
	case HS_RESET:
		add_at_peer(judging, "nginx.upstream-reset");
		return true;
	default:
		break;
	}
	if (alert_came(seen, ALERT_NO_APPLICATION_PROTOCOL)) {
		add_at_peer(judging, "nginx.upstream-alpn");
		return true;
	}
	/* What was sent here does not contradict itself: it is the library's own hello. */
	if (alert_came(seen, ALERT_ILLEGAL_PARAMETER)) {
		add_at_peer(judging, "nginx.upstream-hello-altered");
		return true;
	}
	fault = add_at_peer(judging, "nginx.upstream-failed");
	if (fault)
		facts_text(&fault->facts, "alert",
			seen->alert >= 0 && names_alert(seen->alert) ? names_alert(seen->alert)
			: seen->error				     ? seen->error
								     : "?");
	return true;
}

/* ---- Verification ---- */

static char *names_of(const struct seen_cert *cert)
{
	struct buffer list = { 0 };

	for (size_t i = 0; i < cert->dns_name_count && i < 3; i++)
		buffer_add_format(&list, "%s%s", i ? ", " : "", cert->dns_names[i]);
	if (!list.length)
		buffer_add_text(&list, cert->common_name ? cert->common_name : "?");
	return buffer_take(&list);
}

static void add_trust(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	const struct seen_trust *trust = &judging->look->evidence.trust;
	const struct seen_handshake *seen = handshake_of(judging);
	const struct seen_cert *last = &seen->chain[seen->chain_count - 1];
	const char *issuer = trust->missing_issuer ? trust->missing_issuer
			     : last->issuer_name   ? last->issuer_name
						   : "?";
	bool incomplete = seen->chain_count == 1 && trust->outcome == TRUST_MISSING_ISSUER &&
			  trust->issuer_like_anchor;
	struct nginx_fault *fault = incomplete ? add_at_peer(judging, "nginx.upstream-chain")
					       : add(judging, "nginx.trusted-lacks-issuer",
							 tls->trusted_by);

	if (!fault)
		return;
	facts_text(&fault->facts, "issuer", issuer);
	if (!incomplete)
		facts_text(&fault->facts, "file", tls->trusted);
}

/* Certificates between the leaf and its root. */
static int intermediates(const struct nginx_look *look)
{
	const struct seen_trust *trust = &look->evidence.trust;
	const struct seen_handshake *seen = &look->evidence.handshake;
	int count = 0;

	for (size_t i = 1; i < trust->path_count; i++) {
		size_t index = (size_t)trust->path[i];

		count += index < seen->chain_count && !seen->chain[index].self_signed;
	}
	return count;
}

static bool judge_dates(struct judging *judging)
{
	const struct evidence *evidence = &judging->look->evidence;
	struct nginx_fault *fault;

	for (size_t i = 0; i < evidence->handshake.chain_count; i++) {
		const struct seen_cert *cert = &evidence->handshake.chain[i];
		enum dates dates = times_dates(cert, evidence->now_s);

		if (dates == DATES_GOOD || cert->malformed)
			continue;
		fault = add_at_peer(judging, dates == DATES_EXPIRED ? "nginx.upstream-expired"
								    : "nginx.upstream-not-yet");
		if (fault && dates == DATES_EXPIRED)
			facts_number(&fault->facts, "not_after", FACT_TIME, cert->not_after);
		else if (fault)
			facts_number(&fault->facts, "not_before", FACT_TIME, cert->not_before);
		return true;
	}
	return false;
}

static bool judge_depth(struct judging *judging)
{
	const struct nginx_tls *tls = tls_of(judging);
	int needed = intermediates(judging->look);
	struct nginx_fault *fault;
	char *value;

	if (needed <= tls->depth)
		return false;
	fault = add(judging, "nginx.depth", tls->depth_by);
	if (!fault)
		return true;
	facts_number(&fault->facts, "depth", FACT_CODE, tls->depth);
	facts_number(&fault->facts, "needed", FACT_CODE, needed);
	value = memory_format("%d", needed);
	better(judging, fault, tls->depth_by, "verify_depth", value);
	free(value);
	return true;
}

/* What OpenSSL's security level forbids: from 1 on signatures with SHA-1, from 2 on (usual in Debian, Ubuntu and
 * Red Hat's systems) RSA keys below 2048 bits. */
static const char *forbidden(const struct seen_cert *cert, int level)
{
	if (cert->signature_weak && !cert->self_signed && level != 0)
		return "nginx.upstream-weak-signature";
	if (cert->key_type && text_starts(cert->key_type, "RSA") &&
		cert->key_bits < RSA_BITS_LEAST && level != 0 && level != 1)
		return "nginx.upstream-weak-key";
	return NULL;
}

static bool judge_strength(struct judging *judging)
{
	const struct seen_handshake *seen = handshake_of(judging);
	const struct seen_trust *trust = &judging->look->evidence.trust;
	const char *ciphers = tls_of(judging)->ciphers;
	struct openssl_suites suites = { .security_level = -1 };

	if (ciphers)
		openssl_suites(ciphers, &suites);
	for (size_t i = 0; i < trust->path_count; i++) {
		size_t index = (size_t)trust->path[i];
		const char *id = index < seen->chain_count
					 ? forbidden(&seen->chain[index], suites.security_level)
					 : NULL;

		if (id) {
			add_at_peer(judging, id);
			return true;
		}
	}
	return false;
}

static bool judge_certified(struct judging *judging)
{
	const struct nginx_look *look = judging->look;
	const struct nginx_tls *tls = tls_of(judging);
	const struct seen_cert *leaf = &handshake_of(judging)->chain[0];
	struct nginx_fault *fault;
	char *names;

	if (!look->name || nginx_name_fits(leaf, look->name))
		return false;
	if (!tls->sni && look->other_certified) {
		add_sni_off(judging);
		return true;
	}
	fault = add(judging, "nginx.name-wrong", tls->name_by);
	if (!fault)
		return true;
	names = names_of(leaf);
	facts_text(&fault->facts, "name", look->name);
	facts_text(&fault->facts, "names", names);
	free(names);
	/* A wildcard can't be what is asked for. */
	if (leaf->dns_name_count && leaf->dns_names[0][0] != '*')
		better(judging, fault, tls->name_by, "name", leaf->dns_names[0]);
	else if (!leaf->dns_name_count && leaf->common_name && leaf->common_name[0] != '*')
		better(judging, fault, tls->name_by, "name", leaf->common_name);
	return true;
}

static bool judge_verification(struct judging *judging)
{
	const struct nginx_look *look = judging->look;
	const struct nginx_tls *tls = tls_of(judging);
	struct nginx_fault *fault;

	if (!tls->verify || handshake_of(judging)->outcome != HS_DONE ||
		!handshake_of(judging)->chain_count)
		return false;
	if (look->trusted == NGINX_TRUSTED_UNREAD && tls->trusted_by) {
		fault = add(judging, "nginx.file-unread", tls->trusted_by);
		if (fault)
			facts_text(&fault->facts, "file", tls->trusted);
	}
	if (judge_dates(judging))
		return true;
	if (look->trusted == NGINX_TRUSTED_SEEN) {
		if (look->evidence.trust.outcome != TRUST_OK) {
			add_trust(judging);
			return true;
		}
		if (judge_strength(judging) || judge_depth(judging))
			return true;
	}
	return judge_certified(judging);
}

/* ---- One look ---- */

/* What the configuration says in clear, and the port speaks TLS. */
static void judge_plain_pass(struct judging *judging)
{
	const struct nginx_look *look = judging->look;
	struct nginx_fault *fault;

	if (look->evidence.handshake.outcome != HS_DONE && look->evidence.handshake.version < 0 &&
		look->evidence.handshake.outcome != HS_ALERT)
		return;
	fault = add(judging, "nginx.plain-to-tls-port", look->peer->directive);
	if (!fault)
		return;
	facts_number(&fault->facts, "port", FACT_CODE, look->peer->port);
	nginx_better_scheme(fault, look->pass, look->peer, look->peer->port);
}

static void judge_all(struct judging *judging)
{
	static bool (*const judges[])(struct judging *) = {
		judge_lookup,
		judge_connect,
		judge_plain_answer,
		judge_client_certificate,
		judge_name_sent,
		judge_end,
		judge_offer,
		judge_old_habits,
		judge_verification,
		judge_page,
	};

	for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++)
		if (judges[i](judging))
			return;
}

/* ---- Several servers in a group ---- */

/* Trouble of that server alone, which has nothing to do with how nginx shakes hands. */
static bool is_own_trouble(const struct nginx_look *look)
{
	const struct seen_handshake *seen = &look->evidence.handshake;

	return !look->evidence.lookup.address_count || seen->outcome == HS_NO_CONNECTION ||
	       seen->outcome == HS_NOT_TLS;
}

static bool another_is_good(const struct judging *judging)
{
	const struct nginx_look *look = judging->look;

	for (size_t i = 0; i < judging->looks->count; i++) {
		const struct nginx_look *other = &judging->looks->items[i];

		if (other != look && other->pass == look->pass && other->peer != look->peer &&
			other->looked && nginx_look_is_good(other))
			return true;
	}
	return false;
}

bool nginx_look_is_good(const struct nginx_look *look)
{
	struct nginx_faults faults = { 0 };
	struct nginx_conf nowhere = { 0 };
	struct judging judging = { &nowhere, NULL, &faults, look };
	bool good;

	judge_all(&judging);
	good = true;
	for (size_t i = 0; i < faults.count; i++)
		good &= faults.items[i].kind->verdict != VERDICT_FAIL;
	nginx_faults_free(&faults);
	return good;
}

enum stage nginx_look_stage(const struct nginx_look *look)
{
	static const enum stage stages[] = {
		[NGINX_OFFER_VERSIONS] = STAGE_VERSION,
		[NGINX_OFFER_SUITES] = STAGE_CIPHER,
		[NGINX_OFFER_GROUPS] = STAGE_CIPHER,
	};
	const struct seen_handshake *seen = &look->evidence.handshake;

	if (!look->evidence.lookup.address_count)
		return STAGE_DNS;
	if (seen->outcome != HS_DONE)
		return seen->stage;
	if (look->offer != NGINX_OFFER_FITS && look->offer != NGINX_OFFER_UNKNOWN)
		return stages[look->offer];
	if (nginx_look_is_good(look))
		return STAGE_DONE;
	return seen->client_cert_asked && page_refused(look) ? STAGE_DATA : STAGE_CERTIFICATE;
}

static void judge_look(struct judging *judging)
{
	const struct nginx_look *look = judging->look;
	struct nginx_fault *fault;

	if (!look->looked) {
		/* Nothing was seen: the port's number has to do. */
		nginx_judge_port(look->pass, look->peer, judging->faults);
		return;
	}
	if (!look->pass->encrypted) {
		judge_plain_pass(judging);
		return;
	}
	if (look->evidence.handshake.outcome == HS_NOT_TRIED && look->evidence.lookup.address_count)
		return;
	if (nginx_look_is_good(look) || is_own_trouble(look) || !another_is_good(judging)) {
		judge_all(judging);
		if (look->evidence.handshake.outcome == HS_NO_CONNECTION ||
			!look->evidence.lookup.address_count)
			nginx_judge_port(look->pass, look->peer, judging->faults);
		return;
	}
	fault = add_at_peer(judging, "nginx.backend-differs");
	if (fault)
		facts_text(&fault->facts, "group", look->pass->authority);
}

void nginx_judge_looks(
	const struct nginx_conf *conf, const struct nginx_looks *looks, struct nginx_faults *faults)
{
	struct judging judging = { .conf = conf, .looks = looks, .faults = faults };

	for (size_t i = 0; i < looks->count; i++) {
		judging.look = &looks->items[i];
		judge_look(&judging);
	}
}
