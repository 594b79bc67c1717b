/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each program says to the same server. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "diagnosis/clients.h"
#include "evidence/groups.h"
#include "evidence/suites.h"
#include "ranked.h"

struct met {
	struct evidence evidence;
	struct findings findings;
	struct clients clients;
};

static void begin(struct met *met)
{
	*met = (struct met){ 0 };
	make_healthy(&met->evidence);
	make_no_matrix(&met->evidence);
	make_text(&met->evidence.handshake.group, "SECP256R1");
	make_free_trials(&met->evidence.versions);
	for (enum part part = PART_SNI; part <= PART_VERSIONS; part++)
		evidence_part_status(&met->evidence, part, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
}

static void judge(struct met *met)
{
	check_all(&met->evidence, 0, &met->findings);
	clients_judge(&met->evidence, &met->findings, &met->clients);
}

static void end(struct met *met)
{
	clients_free(&met->clients);
	findings_free(&met->findings);
	evidence_free(&met->evidence);
}

static const struct client_verdict *verdict_of(const struct met *met, const char *id)
{
	for (size_t i = 0; i < met->clients.count; i++)
		if (!strcmp(met->clients.items[i].client->id, id))
			return &met->clients.items[i];
	cr_assert_fail("no client is called %s", id);
	return NULL;
}

static bool says(const struct client_verdict *verdict, const char *id)
{
	for (size_t i = 0; i < verdict->because_count; i++)
		if (!strcmp(verdict->because[i], id))
			return true;
	return false;
}

#define EXPECT(met, id, wanted)                                           \
	cr_expect_eq(verdict_of(met, id)->connects, wanted, "%s: %d", id, \
		(int)verdict_of(met, id)->connects)

static void expect_refused(const struct met *met, const char *id, const char *because)
{
	EXPECT(met, id, CONNECTS_NO);
	cr_expect(says(verdict_of(met, id), because), "%s not because of %s", id, because);
}

/* ---- The table ---- */

static bool fits_some_suite(const char *pattern)
{
	const char *patterns[] = { pattern + (*pattern == '!'), NULL };
	size_t count;
	const struct suite *suites = suites_all(&count);

	for (size_t i = 0; i < count; i++)
		if (client_allows(patterns, suites[i].name))
			return true;
	return false;
}

static bool fits_some_group(const char *pattern)
{
	const char *patterns[] = { pattern, NULL };
	size_t count;
	const struct group *groups = groups_all(&count);

	for (size_t i = 0; i < count; i++)
		if (client_allows(patterns, groups[i].name))
			return true;
	return false;
}

Test(diagnosis_clients, every_row_is_sound)
{
	size_t count = 0;

	for (const struct client *client; (client = client_at(count)); count++) {
		cr_expect_eq(client_find(client->id), client, "%s twice", client->id);
		cr_expect(client->least <= client->most, "%s", client->id);
		cr_expect(client->rsa_least >= 512, "%s", client->id);
		for (const char *const *s = client->suites; *s; s++)
			cr_expect(fits_some_suite(*s), "%s: no suite is called %s", client->id, *s);
		for (const char *const *g = client->groups; *g; g++)
			cr_expect(fits_some_group(*g), "%s: no group is called %s", client->id, *g);
		for (const char *const *r = client->refuses; *r; r++)
			cr_expect(check_kind(*r), "%s: %s", client->id, *r);
		for (const char *const *a = client->accepts; *a; a++)
			cr_expect(check_kind(*a), "%s: %s", client->id, *a);
		for (const char *const *u = client->unsure; *u; u++)
			cr_expect(check_kind(*u), "%s: %s", client->id, *u);
		for (const char *const *s = client->sources; *s; s++)
			cr_expect(strstr(*s, " 20"), "%s: when was %s read?", client->id, *s);
		cr_expect(*client->sources, "%s", client->id);
	}
	cr_expect_geq(count, 35);
	cr_expect_null(client_find("no-such-client"));
}

Test(diagnosis_clients, patterns_allow_and_take_away)
{
	static const char *const patterns[] = { "TLS_*_WITH_AES_*", "!*_PSK_*", NULL };

	cr_expect(client_allows(patterns, "TLS_RSA_WITH_AES_128_CBC_SHA"));
	cr_expect_not(client_allows(patterns, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA"));
	cr_expect_not(client_allows(patterns, "TLS_RSA_WITH_RC4_128_SHA"));
}

/* ---- A healthy server ---- */

Test(diagnosis_clients, all_of_today_connect_to_a_healthy_server)
{
	struct met met;

	begin(&met);
	judge(&met);
	for (size_t i = 0; i < met.clients.count; i++)
		if (met.clients.items[i].client->today)
			cr_expect_eq(met.clients.items[i].connects, CONNECTS_YES, "%s: %s",
				met.clients.items[i].client->id,
				met.clients.items[i].because_count ? met.clients.items[i].because[0]
								   : "unknown");
	cr_expect(findings_find(&met.findings, "client.of-today"));
	end(&met);
}

Test(diagnosis_clients, what_was_not_measured_stays_unknown)
{
	struct met met;

	begin(&met);
	judge(&met); /* TLS 1.3 was agreed on; nobody tried an older version */
	EXPECT(&met, "ie-11", CONNECTS_UNKNOWN);
	EXPECT(&met, "windows-7", CONNECTS_UNKNOWN);
	end(&met);
}

Test(diagnosis_clients, without_a_connection_nobody_is_judged)
{
	struct met met;

	begin(&met);
	make_not_reached(&met.evidence, PART_HANDSHAKE);
	judge(&met);
	cr_expect_eq(met.clients.count, 0);
	end(&met);
}

Test(diagnosis_clients, leaving_the_check_out_leaves_the_clients_out)
{
	struct met met;

	begin(&met);
	make_text(&met.evidence.settings.skip, "client");
	judge(&met);
	cr_expect_eq(met.clients.count, 0);
	cr_expect_null(findings_find(&met.findings, "client.of-today"));
	end(&met);
}

/* ---- Handshakes ---- */

static void tls_1_2(struct met *met)
{
	struct seen_handshake *handshake = &met->evidence.handshake;

	handshake->version = 0x0303;
	make_text(&handshake->cipher, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	make_text(&handshake->group, "SECP256R1");
	handshake->secure_renegotiation = 1;
	handshake->extended_master_secret = 1;
}

Test(diagnosis_clients, an_old_client_has_no_version_in_common)
{
	struct met met;

	begin(&met);
	make_trial(&met.evidence.versions, "TLS 1.2", 0x0303);
	for (int version = 0x0301; version <= 0x0303; version++) {
		struct seen_handshake *trial = make_trial(&met.evidence.versions, "older", version);

		trial->outcome = HS_ALERT;
		trial->alert = 70;
		trial->version = -1;
	}
	met.evidence.versions.items[0].version = 0x0304;
	evidence_part_status(&met.evidence, PART_VERSIONS, PART_SEEN, NULL, NULL);
	judge(&met);
	expect_refused(&met, "windows-7", "client.version");
	expect_refused(&met, "nginx-proxy-1.22", "client.version");
	EXPECT(&met, "nginx-proxy", CONNECTS_UNKNOWN); /* needs the look without a name */
	EXPECT(&met, "chrome", CONNECTS_YES);
	cr_expect_eq(findings_find(&met.findings, "client.version")->verdict, VERDICT_NOTE);
	end(&met);
}

Test(diagnosis_clients, a_suite_that_only_some_have)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	make_text(&met.evidence.handshake.cipher, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
	make_text(&met.evidence.handshake.group, "FFDHE2048");
	met.evidence.handshake.dh_bits = 2048;
	make_offer(&met.evidence, 0x0303, 0x009e);
	judge(&met);
	expect_refused(&met, "chrome", "client.suite");
	expect_refused(&met, "go", "client.suite");
	EXPECT(&met, "openssl-3", CONNECTS_YES);
	EXPECT(&met, "java-17", CONNECTS_YES);
	cr_expect_eq(findings_find(&met.findings, "client.suite")->verdict, VERDICT_NOTE,
		"a check says so");
	end(&met);
}

Test(diagnosis_clients, a_large_hello_is_sent_by_those_with_post_quantum_groups)
{
	struct met met;

	begin(&met);
	evidence_part_status(&met.evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
	make_oddity(&met.evidence, "large", HS_SILENT, HS_DONE);
	judge(&met);
	expect_refused(&met, "chrome", "client.hello");
	expect_refused(&met, "chrome", "hello.large-refused");
	EXPECT(&met, "openssl-3", CONNECTS_YES);
	EXPECT(&met, "java-17", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, values_without_a_meaning_are_sent_by_some)
{
	struct met met;

	begin(&met);
	evidence_part_status(&met.evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
	make_oddity(&met.evidence, "grease", HS_ALERT, HS_DONE);
	judge(&met);
	expect_refused(&met, "chrome", "hello.unknown-refused");
	expect_refused(&met, "safari", "hello.unknown-refused");
	EXPECT(&met, "firefox", CONNECTS_YES);
	EXPECT(&met, "node-24", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, an_unknown_suite_is_no_refusal_while_the_others_were_not_asked_for)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	make_text(&met.evidence.handshake.cipher, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
	met.evidence.handshake.dh_bits = 2048;
	judge(&met);
	EXPECT(&met, "chrome", CONNECTS_UNKNOWN);
	end(&met);
}

Test(diagnosis_clients, a_short_dh_key_stops_those_who_measure_it)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	make_text(&met.evidence.handshake.cipher, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
	met.evidence.handshake.dh_bits = 1024;
	judge(&met);
	expect_refused(&met, "openssl-3", "ciphers.weak-dh");
	expect_refused(&met, "openssl-3", "client.dh");
	EXPECT(&met, "openssl-3-level-1", CONNECTS_YES);
	EXPECT(&met, "java-17", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, no_rfc_5746_stops_openssl_3_alone)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	met.evidence.handshake.secure_renegotiation = 0;
	judge(&met);
	expect_refused(&met, "curl", "client.renegotiation");
	expect_refused(&met, "node", "renegotiation.no-info");
	EXPECT(&met, "chrome", CONNECTS_YES);
	EXPECT(&met, "java-17", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, no_extended_master_secret_stops_fips_mode)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	met.evidence.handshake.extended_master_secret = 0;
	judge(&met);
	expect_refused(&met, "openssl-3-fips", "client.ems");
	EXPECT(&met, "openssl-3", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, plain_text_stops_everybody)
{
	struct met met;

	begin(&met);
	make_failed(&met.evidence, HS_NOT_TLS, STAGE_HELLO);
	met.evidence.handshake.service = SERVICE_HTTP;
	judge(&met);
	expect_refused(&met, "chrome", "handshake.plaintext-http");
	expect_refused(&met, "windows-7", "handshake.plaintext-http");
	end(&met);
}

Test(diagnosis_clients, a_reset_here_says_nothing_of_others)
{
	struct met met;

	begin(&met);
	make_failed(&met.evidence, HS_RESET, STAGE_HELLO);
	judge(&met);
	EXPECT(&met, "chrome", CONNECTS_UNKNOWN);
	cr_expect_eq(verdict_of(&met, "chrome")->because_count, 0);
	end(&met);
}

/* ---- Certificates ---- */

Test(diagnosis_clients, an_expired_certificate_stops_all_who_look)
{
	struct met met;

	begin(&met);
	make_dates(make_leaf(&met.evidence), -100, -10);
	judge(&met);
	expect_refused(&met, "firefox", "certificate.expired");
	expect_refused(&met, "gnutls", "certificate.expired");
	cr_expect_neq(verdict_of(&met, "nginx-proxy")->connects, CONNECTS_NO);
	end(&met);
}

Test(diagnosis_clients, an_rsa_key_of_1024_bits)
{
	struct met met;

	begin(&met);
	make_text(&make_leaf(&met.evidence)->key_type, "RSA");
	make_leaf(&met.evidence)->key_bits = 1024;
	judge(&met);
	expect_refused(&met, "curl", "certificate.weak-key");
	expect_refused(&met, "safari", "client.rsa");
	EXPECT(&met, "java-17", CONNECTS_YES);
	EXPECT(&met, "gnutls", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, an_ed25519_key_is_too_new_for_browsers_and_no_fault)
{
	struct met met;

	begin(&met);
	make_text(&make_leaf(&met.evidence)->key_type, "Ed25519");
	make_leaf(&met.evidence)->key_bits = 256;
	judge(&met);
	expect_refused(&met, "chrome", "client.key");
	EXPECT(&met, "curl", CONNECTS_YES);
	cr_expect_eq(findings_find(&met.findings, "client.key")->verdict, VERDICT_NOTE);
	end(&met);
}

Test(diagnosis_clients, a_missing_intermediate_is_fetched_by_some)
{
	struct met met;

	begin(&met);
	make_untrusted(&met.evidence, TRUST_MISSING_ISSUER, 1);
	met.evidence.trust.aia = 1;
	judge(&met);
	EXPECT(&met, "chrome", CONNECTS_YES);
	EXPECT(&met, "safari", CONNECTS_YES);
	EXPECT(&met, "firefox", CONNECTS_UNKNOWN);
	expect_refused(&met, "curl", "trust.missing-intermediate");
	expect_refused(&met, "java-17", "client.missing");
	end(&met);
}

Test(diagnosis_clients, a_root_that_an_old_store_lacks)
{
	struct met met;

	begin(&met);
	tls_1_2(&met);
	make_text(&met.evidence.trust.anchor, "ISRG Root X1");
	judge(&met);
	expect_refused(&met, "android-5", "client.root");
	EXPECT(&met, "android-10", CONNECTS_YES);
	end(&met);
}

/* DST Root CA X3, September 2021: a path to a good root is there beside the dead one. */
Test(diagnosis_clients, a_dead_cross_sign_stops_those_who_follow_what_was_sent)
{
	struct met met;
	struct seen_cert *last;

	begin(&met);
	tls_1_2(&met);
	last = &met.evidence.handshake.chain[met.evidence.handshake.chain_count - 1];
	make_text(&last->issuer_name, "DST Root CA X3");
	judge(&met);
	expect_refused(&met, "openssl-1.0.2", "client.path");
	EXPECT(&met, "openssl-1.1.1", CONNECTS_YES);
	EXPECT(&met, "gnutls", CONNECTS_YES);
	end(&met);
}

Test(diagnosis_clients, a_certificate_without_a_list_of_names)
{
	struct met met;

	begin(&met);
	make_names(&met.evidence, NULL, NULL);
	make_text(&make_leaf(&met.evidence)->common_name, met.evidence.settings.target.host);
	judge(&met);
	expect_refused(&met, "chrome", "certificate.no-san");
	expect_refused(&met, "go", "client.names");
	EXPECT(&met, "curl", CONNECTS_YES);
	end(&met);
}

/* Python 3.13: "Missing Authority Key Identifier" and the like come from private authorities. */
Test(diagnosis_clients, of_the_strict_nothing_is_said_below_a_private_root)
{
	struct met met;

	begin(&met);
	met.evidence.trust.anchor_extra = true;
	judge(&met);
	EXPECT(&met, "python-3.13", CONNECTS_UNKNOWN);
	EXPECT(&met, "python-3", CONNECTS_YES);
	end(&met);
}

/* ---- Behind a CDN ---- */

static const char *mode_said(void (*change)(struct evidence *evidence), bool strict)
{
	struct ranked ranked;
	const char *said = "nothing";

	ranked_begin(&ranked, change);
	ranked.evidence.settings.origin = true;
	ranked_again(&ranked);
	if (findings_find(
		    &ranked.findings, strict ? "origin.strict-accepts" : "origin.full-accepts"))
		said = "accepts";
	if (findings_find(
		    &ranked.findings, strict ? "origin.strict-refuses" : "origin.full-refuses"))
		said = "refuses";
	ranked_end(&ranked);
	return said;
}

static void origin_self_signed(struct evidence *evidence)
{
	make_untrusted(evidence, TRUST_SELF_SIGNED, 1);
	make_leaf(evidence)->self_signed = true;
}

static void origin_expired(struct evidence *evidence)
{
	make_dates(make_leaf(evidence), -100, -10);
}

static void origin_of_its_own_authority(struct evidence *evidence)
{
	make_untrusted(evidence, TRUST_MISSING_ISSUER, 1);
	make_leaf(evidence)->public_policy = false;
	make_stamps(evidence, 0);
	make_text(&make_leaf(evidence)->issuer,
		"OU=CloudFlare Origin SSL Certificate Authority,O=CloudFlare\\, Inc.,C=US");
}

static void origin_of_rare_suites(struct evidence *evidence)
{
	make_alert(evidence, 40);
	evidence_part_status(evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
	make_suites(evidence, 0x0304, (const int[]){ 0 });
	make_suites(evidence, 0x0303, (const int[]){ 0xc060, 0xc061, 0 });
}

Test(diagnosis_clients, a_cdn_accepts_an_origin_by_the_rules_of_its_mode)
{
	static const struct {
		void (*change)(struct evidence *evidence);
		const char *full, *strict;
	} rows[] = {
		{ NULL, "accepts", "accepts" },
		{ origin_self_signed, "accepts", "refuses" },
		{ origin_expired, "accepts", "refuses" },
		{ origin_of_its_own_authority, "accepts", "accepts" },
		{ origin_of_rare_suites, "refuses", "nothing" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_expect_str_eq(mode_said(rows[i].change, false), rows[i].full, "%zu: %s", i,
			mode_said(rows[i].change, false));
		cr_expect_str_eq(mode_said(rows[i].change, true), rows[i].strict, "%zu: %s", i,
			mode_said(rows[i].change, true));
	}
}

Test(diagnosis_clients, without_the_option_nothing_is_said_of_a_cdn)
{
	struct ranked ranked;

	ranked_begin(&ranked, NULL);
	ranked_again(&ranked);
	cr_expect_null(findings_find(&ranked.findings, "origin.full-accepts"));
	ranked_end(&ranked);
}

/* TLS 1.3 alone is too new for CloudFront; a self-signed certificate is enough for Google's load balancer. */
static void origin_of_tls_1_3(struct evidence *evidence)
{
	make_free_trials(&evidence->versions);
	for (size_t i = 0; i < evidence->matrix.offer_count; i++)
		evidence->matrix.offers[i].spoken = evidence->matrix.offers[i].version == 0x0304;
}

static enum connects comes_in(void (*change)(struct evidence *evidence), const char *cdn)
{
	struct met met = { 0 };
	enum connects connects = CONNECTS_UNKNOWN;

	make_healthy(&met.evidence);
	met.evidence.settings.origin = true;
	if (change)
		change(&met.evidence);
	judge(&met);
	for (size_t i = 0; i < met.clients.count; i++)
		if (!strcmp(met.clients.items[i].client->id, cdn))
			connects = met.clients.items[i].connects;
	end(&met);
	return connects;
}

Test(diagnosis_clients, each_cdn_has_its_own_rules_for_an_origin)
{
	static const struct {
		void (*change)(struct evidence *evidence);
		enum connects cloudfront, azure, google;
	} rows[] = {
		{ NULL, CONNECTS_YES, CONNECTS_YES, CONNECTS_YES },
		{ origin_self_signed, CONNECTS_NO, CONNECTS_NO, CONNECTS_YES },
		{ origin_expired, CONNECTS_NO, CONNECTS_NO, CONNECTS_YES },
		{ origin_of_rare_suites, CONNECTS_NO, CONNECTS_NO, CONNECTS_NO },
		{ origin_of_tls_1_3, CONNECTS_NO, CONNECTS_YES, CONNECTS_YES },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_expect_eq(comes_in(rows[i].change, "cloudfront"), rows[i].cloudfront, "%zu", i);
		cr_expect_eq(comes_in(rows[i].change, "azure-front-door"), rows[i].azure, "%zu", i);
		cr_expect_eq(
			comes_in(rows[i].change, "google-load-balancer"), rows[i].google, "%zu", i);
	}
}

Test(diagnosis_clients, an_origin_is_told_which_other_cdns_come_in)
{
	struct ranked ranked;

	ranked_begin(&ranked, origin_self_signed);
	ranked.evidence.settings.origin = true;
	ranked_again(&ranked);
	cr_expect_not_null(findings_find(&ranked.findings, "origin.others-accept"));
	cr_expect_not_null(findings_find(&ranked.findings, "origin.others-refuse"));
	ranked_end(&ranked);
}
