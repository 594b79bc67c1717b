/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "make.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/client_list.h"

void make_text(char **field, const char *text)
{
	free(*field);
	*field = memory_text(text);
}

struct seen_cert *make_leaf(struct evidence *evidence)
{
	return &evidence->handshake.chain[0];
}

void make_stamps(struct evidence *ev, int count)
{
	make_leaf(ev)->sct_count = count;
	make_leaf(ev)->sct_log_count = count;
}

void make_dates(struct seen_cert *cert, int64_t from_days, int64_t to_days)
{
	cert->not_before = NOW_S + from_days * A_DAY_S;
	cert->not_after = NOW_S + to_days * A_DAY_S;
}

static void free_names(struct seen_cert *cert)
{
	for (size_t i = 0; i < cert->dns_name_count; i++)
		free(cert->dns_names[i]);
	free(cert->dns_names);
	cert->dns_names = NULL;
	cert->dns_name_count = 0;
	cert->san_count = 0;
}

static void add_name(struct seen_cert *cert, const char *name)
{
	if (!name)
		return;
	cert->dns_names = memory_resize(
		cert->dns_names, cert->dns_name_count + 1, sizeof(*cert->dns_names));
	cert->dns_names[cert->dns_name_count++] = memory_text(name);
	cert->san_count++;
}

void make_names(struct evidence *evidence, const char *first, const char *second)
{
	struct seen_cert *leaf = make_leaf(evidence);

	free_names(leaf);
	add_name(leaf, first);
	add_name(leaf, second);
}

void make_ip_name(struct evidence *evidence, const char *address)
{
	struct seen_cert *leaf = make_leaf(evidence);

	leaf->ip_addresses = memory_resize(
		leaf->ip_addresses, leaf->ip_address_count + 1, sizeof(*leaf->ip_addresses));
	leaf->ip_addresses[leaf->ip_address_count++] = memory_text(address);
	leaf->san_count++;
}

void make_host(struct evidence *evidence, const char *host)
{
	struct target *target = &evidence->settings.target;

	make_text(&target->host, host);
	make_text(&target->shown, host);
	make_text(&target->typed, host);
	make_text(&evidence->handshake.sni, host);
}

static void fill_cert(struct seen_cert *cert, const char *name, const char *issuer)
{
	seen_cert_init(cert);
	cert->common_name = memory_text(name);
	cert->subject = memory_format("CN=%s", name);
	cert->issuer = memory_format("CN=%s", issuer);
	cert->issuer_name = memory_text(issuer);
	cert->sha256 = memory_format("fingerprint of %s", name);
	cert->key_type = memory_text("RSA");
	cert->key_bits = 2048;
	cert->signature = memory_text("RSA-SHA256");
	cert->version = 3;
	make_dates(cert, -30, 60);
}

static void fill_chain(struct seen_handshake *handshake)
{
	struct seen_cert *leaf;

	handshake->chain = memory_new(2, sizeof(*handshake->chain));
	handshake->chain_count = 2;
	handshake->chain_sent = 2;
	leaf = &handshake->chain[0];
	fill_cert(leaf, "www.example.com", "Example TLS CA 1");
	add_name(leaf, "www.example.com");
	add_name(leaf, "example.com");
	leaf->is_ca = 0;
	leaf->key_usage = 128 | 32;
	leaf->server_auth = 1;
	leaf->aia_issuer = memory_text("http://aia.example.net/ca1.der");
	leaf->public_policy = true;
	leaf->sct_count = 2;
	leaf->sct_log_count = 2;
	fill_cert(&handshake->chain[1], "Example TLS CA 1", "Example Anchor");
	handshake->chain[1].is_ca = 1;
	make_dates(&handshake->chain[1], -900, 900);
}

static void fill_handshake(struct seen_handshake *handshake, const char *sni)
{
	seen_handshake_init(handshake);
	handshake->outcome = HS_DONE;
	handshake->stage = STAGE_DONE;
	handshake->address = memory_text("192.0.2.1");
	handshake->port = 443;
	handshake->sni = memory_text(sni);
	handshake->offered_min = 0x0301;
	handshake->offered_max = 0x0304;
	handshake->version = 0x0304;
	handshake->version_name = memory_text("TLS 1.3");
	handshake->cipher = memory_text("TLS_AES_256_GCM_SHA384");
	handshake->group = memory_text("X25519");
	handshake->tls_ms = 40;
	fill_chain(handshake);
}

struct seen_handshake *make_trial(struct seen_trials *trials, const char *label, int version)
{
	struct seen_trial *trial;

	trials->items = memory_resize(trials->items, trials->count + 1, sizeof(*trials->items));
	trial = &trials->items[trials->count++];
	trial->label = memory_text(label);
	trial->version = version;
	trial->trusted = -1;
	fill_handshake(&trial->handshake, "www.example.com");
	if (version > 0)
		trial->handshake.version = version;
	return &trial->handshake;
}

void make_free_trials(struct seen_trials *trials)
{
	for (size_t i = 0; i < trials->count; i++) {
		free(trials->items[i].label);
		seen_handshake_free(&trials->items[i].handshake);
	}
	free(trials->items);
	*trials = (struct seen_trials){ 0 };
}

static void refuse(struct seen_handshake *handshake, int alert)
{
	handshake->outcome = HS_ALERT;
	handshake->stage = STAGE_VERSION;
	handshake->alert = alert;
	handshake->version = -1;
}

static void fill_trials(struct evidence *evidence)
{
	make_text(&make_trial(&evidence->sni, "none", -1)->sni, NULL);
	make_text(&make_trial(&evidence->sni, "wrong", -1)->sni, "wrong.invalid");
	refuse(make_trial(&evidence->versions, "TLS 1.0", 0x0301), 70);
	refuse(make_trial(&evidence->versions, "TLS 1.1", 0x0302), 70);
	make_trial(&evidence->versions, "TLS 1.2", 0x0303);
	make_trial(&evidence->versions, "TLS 1.3", 0x0304);
	make_text(&make_trial(&evidence->addresses, "192.0.2.2", -1)->address, "192.0.2.2");
}

struct seen_attempt *make_attempt(
	struct evidence *evidence, const char *address, int family, enum connect_outcome outcome)
{
	struct seen_connect *connect = &evidence->connect;
	struct seen_attempt *attempt;

	connect->attempts = memory_resize(
		connect->attempts, connect->attempt_count + 1, sizeof(*connect->attempts));
	attempt = &connect->attempts[connect->attempt_count++];
	*attempt = (struct seen_attempt){
		.address = memory_text(address), .family = family, .outcome = outcome, .ms = 12
	};
	return attempt;
}

static void fill_reach(struct evidence *evidence)
{
	struct seen_lookup *lookup = &evidence->lookup;

	lookup->outcome = LOOKUP_FOUND;
	lookup->name = memory_text("www.example.com");
	lookup->addresses = memory_new(1, sizeof(*lookup->addresses));
	lookup->addresses[0] = memory_text("192.0.2.1");
	lookup->address_count = 1;
	make_attempt(evidence, "192.0.2.1", 4, CONNECT_OK);
	evidence->connect.chosen = 0;
	evidence->connect.port = 443;
}

static void fill_trust(struct seen_trust *trust)
{
	trust->outcome = TRUST_OK;
	trust->system_anchors = 140;
	trust->edges = memory_new(1, sizeof(*trust->edges));
	trust->edges[0] =
		(struct seen_edge){ .child = 0, .issuer = 1, .name_fits = true, .verifies = true };
	trust->edge_count = 1;
	trust->path = memory_new(2, sizeof(*trust->path));
	trust->path[1] = 1;
	trust->path_count = 2;
	trust->anchor = memory_text("Example Anchor");
	trust->anchor_not_after = NOW_S + 3000 * A_DAY_S;
	trust->in_order = true;
	trust->missing_below = -1;
	trust->aia = -1;
}

/* ---- Matrix ---- */

struct seen_offer *make_offered(struct evidence *evidence, int version)
{
	struct seen_matrix *matrix = &evidence->matrix;

	for (size_t i = 0; i < matrix->offer_count; i++)
		if (matrix->offers[i].version == version)
			return &matrix->offers[i];
	matrix->offers = memory_resize(
		matrix->offers, matrix->offer_count + 1, sizeof(*matrix->offers));
	seen_offer_init(&matrix->offers[matrix->offer_count]);
	matrix->offers[matrix->offer_count].version = version;
	return &matrix->offers[matrix->offer_count++];
}

static void set_numbers(int **to, size_t *count, const int *numbers)
{
	size_t many = 0;

	while (numbers[many])
		many++;
	free(*to);
	*to = memory_new(many, sizeof(**to));
	*count = many;
	for (size_t i = 0; i < many; i++)
		(*to)[i] = numbers[i];
}

void make_suites(struct evidence *evidence, int version, const int *suites)
{
	struct seen_offer *offer = make_offered(evidence, version);

	set_numbers(&offer->suites, &offer->suite_count, suites);
	offer->spoken = offer->suite_count > 0;
}

void make_groups(struct evidence *evidence, int version, const int *groups)
{
	evidence->matrix.group_version = version;
	set_numbers(&evidence->matrix.groups, &evidence->matrix.group_count, groups);
}

struct seen_oddity *make_oddity(
	struct evidence *evidence, const char *label, enum hs_outcome odd, enum hs_outcome usual)
{
	struct seen_matrix *matrix = &evidence->matrix;
	struct seen_oddity *oddity = NULL;

	for (size_t i = 0; i < matrix->oddity_count; i++)
		if (!strcmp(matrix->oddities[i].label, label))
			oddity = &matrix->oddities[i];
	if (!oddity) {
		matrix->oddities = memory_resize(
			matrix->oddities, matrix->oddity_count + 1, sizeof(*matrix->oddities));
		oddity = &matrix->oddities[matrix->oddity_count++];
		seen_oddity_init(oddity);
		oddity->label = memory_text(label);
		oddity->bytes = 1805;
	}
	oddity->odd = (struct seen_reaction){ odd, odd == HS_ALERT ? 50 : -1 };
	oddity->usual = (struct seen_reaction){ usual, usual == HS_ALERT ? 40 : -1 };
	return oddity;
}

void make_no_matrix(struct evidence *evidence)
{
	struct evidence empty;

	evidence_init(&empty);
	evidence_part_status(&empty, PART_MATRIX, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
	evidence_take_part(evidence, &empty, PART_MATRIX);
	evidence_free(&empty);
}

/* What nginx accepts on a system of today. */
static void fill_matrix(struct evidence *evidence)
{
	static const int versions[] = { 0x0304, 0x0303, 0x0302, 0x0301, 0x0300, 0x0002 };
	struct seen_matrix *matrix = &evidence->matrix;
	struct seen_offer *offer;

	matrix->offer_count = sizeof(versions) / sizeof(versions[0]);
	matrix->offers = memory_new(matrix->offer_count, sizeof(*matrix->offers));
	for (size_t i = 0; i < matrix->offer_count; i++) {
		seen_offer_init(&matrix->offers[i]);
		matrix->offers[i].version = versions[i];
		matrix->offers[i].spoken = 0;
	}
	make_suites(evidence, 0x0304, (const int[]){ 0x1301, 0x1302, 0x1303, 0 });
	make_suites(evidence, 0x0303, (const int[]){ 0x009c, 0xc013, 0xc02f, 0xc030, 0xcca8, 0 });
	make_groups(evidence, 0x0304, (const int[]){ 0x0017, 0x0018, 0x001d, 0x0100, 0 });
	offer = make_offered(evidence, 0x0303);
	offer->secure_renegotiation = 1;
	offer->master_secret = 1;
	offer->compression = 0;
	make_oddity(evidence, "large", HS_DONE, HS_NOT_TRIED);
	make_oddity(evidence, "split", HS_DONE, HS_NOT_TRIED);
	make_oddity(evidence, "grease", HS_DONE, HS_NOT_TRIED);
	make_oddity(evidence, "no-ems", HS_DONE, HS_NOT_TRIED);
	matrix->fallback = -1;
	matrix->hellos = 40;
	matrix->refused = 0;
	matrix->complete = true;
}

void make_healthy(struct evidence *evidence)
{
	evidence_init(evidence);
	for (enum part part = 0; part < PART_COUNT; part++)
		evidence_part_status(evidence, part, PART_SEEN, NULL, NULL);
	evidence->now_s = NOW_S;
	evidence->clock.build_s = NOW_S - 100 * A_DAY_S;
	evidence->clock.kernel_synced = 1;
	evidence->settings.target.port = 443;
	evidence->settings.target.http = true;
	fill_reach(evidence);
	fill_handshake(&evidence->handshake, "www.example.com");
	make_host(evidence, "www.example.com");
	fill_trust(&evidence->trust);
	fill_trials(evidence);
	fill_matrix(evidence);
	evidence->http.status = 200;
	evidence->http.date_s = NOW_S;
	evidence->http.local_s = NOW_S;
	evidence->http.rtt_ms = 30;
}

void make_clock_off(struct evidence *evidence, int64_t offset_s)
{
	evidence->now_s = NOW_S + offset_s;
	evidence->http.local_s = NOW_S + offset_s;
}

void make_time_server(struct evidence *evidence, const char *source, int64_t offset_s)
{
	struct seen_times *times = &evidence->times;

	times->items = memory_resize(times->items, times->count + 1, sizeof(*times->items));
	times->items[times->count++] = (struct seen_time){
		.source = memory_text(source),
		.outcome = TIME_ANSWERED,
		.offset_ms = offset_s * 1000 + 17,
		.unsure_ms = 40,
		.stratum = 2,
	};
	evidence_part_status(evidence, PART_TIMES, PART_SEEN, NULL, NULL);
}

struct seen_site *make_site(struct evidence *evidence, const char *host)
{
	struct seen_sites *sites = &evidence->sites;
	struct seen_site *site;

	sites->items = memory_resize(sites->items, sites->count + 1, sizeof(*sites->items));
	site = &sites->items[sites->count++];
	seen_site_init(site);
	site->host = memory_text(host);
	site->trusted = 1;
	site->anchor = memory_format("Anchor of %s", host);
	fill_handshake(&site->handshake, host);
	make_text(&site->handshake.chain[0].dns_names[0], host);
	free(site->handshake.chain[0].sha256);
	site->handshake.chain[0].sha256 = memory_format("fingerprint of %s", host);
	free(site->handshake.chain[0].issuer);
	site->handshake.chain[0].issuer = memory_format("CN=Issuer of %s", host);
	free(site->handshake.chain[1].issuer);
	site->handshake.chain[1].issuer = memory_format("CN=Anchor of %s", host);
	site->http.date_s = NOW_S;
	site->http.local_s = evidence->now_s;
	site->http.rtt_ms = 30;
	return site;
}

void make_resigned(struct seen_site *site, const char *issuer)
{
	seen_cert_free(&site->handshake.chain[--site->handshake.chain_count]);
	free(site->handshake.chain[0].issuer);
	free(site->handshake.chain[0].issuer_name);
	site->handshake.chain[0].issuer = memory_format("CN=%s", issuer);
	site->handshake.chain[0].issuer_name = memory_text(issuer);
	site->trusted = 0;
}

void make_not_reached(struct evidence *evidence, enum part from)
{
	for (enum part part = from; part < PART_ANSWERS; part++)
		evidence_part_status(evidence, part, PART_NOT_REACHED, WHY_EARLIER, NULL);
}

static void free_chain(struct seen_handshake *handshake, size_t kept)
{
	while (handshake->chain_count > kept)
		seen_cert_free(&handshake->chain[--handshake->chain_count]);
}

void make_failed(struct evidence *evidence, enum hs_outcome outcome, enum stage stage)
{
	struct seen_handshake *handshake = &evidence->handshake;

	make_not_reached(evidence, PART_TRUST);
	handshake->outcome = outcome;
	handshake->stage = stage;
	handshake->tls_ms = 10000;
	handshake->late_ms = 20;
	if (stage <= STAGE_CERTIFICATE) {
		free_chain(handshake, 0);
		make_text(&handshake->cipher, NULL);
		make_text(&handshake->group, NULL);
	}
	if (stage <= STAGE_VERSION)
		handshake->version = -1;
}

void make_alert(struct evidence *evidence, int alert)
{
	make_failed(evidence, HS_ALERT, STAGE_HELLO);
	evidence->handshake.alert = alert;
}

void make_untrusted(struct evidence *evidence, enum trust_outcome outcome, size_t count)
{
	struct seen_trust *trust = &evidence->trust;

	free_chain(&evidence->handshake, count);
	trust->outcome = outcome;
	trust->path_count = 0;
	if (count < 2)
		trust->edge_count = 0;
	make_text(&trust->anchor, NULL);
	trust->anchor_not_after = -1;
	if (outcome == TRUST_MISSING_ISSUER)
		trust->missing_below = (int)count - 1;
}

void make_judged(const struct evidence *evidence, struct findings *findings)
{
	struct clients clients = { 0 };

	check_all(evidence, 0, findings);
	clients_judge(evidence, findings, &clients);
	clients_free(&clients);
}

void make_offer(struct evidence *evidence, int version, int suite)
{
	struct seen_offer *offer;

	make_suites(evidence, version, (const int[]){ suite, 0 });
	offer = make_offered(evidence, version);
	offer->secure_renegotiation = 1;
	offer->master_secret = 1;
	evidence->matrix.complete = true;
	evidence_part_status(evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
}

void make_group(struct evidence *evidence, int group)
{
	make_groups(evidence, evidence->handshake.version, (const int[]){ group, 0 });
}

void make_client(struct evidence *evidence, const char *text)
{
	struct client_list list;

	client_list_read(text, strlen(text), &list);
	list.hello.source = HELLO_CAPTURED;
	list.hello.client_version = 0x0303;
	list.hello.record_version = 0x0301;
	/* supported_groups and signature_algorithms were sent: these lists are all. */
	list.hello.extensions = memory_new(2, sizeof(*list.hello.extensions));
	list.hello.extensions[0] = 10;
	list.hello.extensions[1] = 13;
	list.hello.extension_count = 2;
	seen_hellos_add(&evidence->hellos, &list.hello);
	client_list_free(&list);
}
