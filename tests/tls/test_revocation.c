/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and answers that say what they shouldn't, and addresses that must not be asked. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "../support/forge.h"
#include "base/memory.h"
#include "net/cache.h"
#include "tls/chain.h"
#include "tls/crl.h"
#include "tls/revocation.h"

#define NOW 1800000000

struct scene {
	struct forge forge;
	struct evidence evidence;
	char *issuer; /* base64 of "root" */
};

static char *base64_of(const struct scene *scene, const char *name)
{
	gnutls_datum_t der;
	char *text;

	gnutls_x509_crt_export2(forge_find(&scene->forge, name)->cert, GNUTLS_X509_FMT_DER, &der);
	text = chain_base64(der.data, der.size);
	gnutls_free(der.data);
	return text;
}

static void open_scene(struct scene *scene, const char *leaf)
{
	struct seen_handshake *handshake = &scene->evidence.handshake;
	gnutls_datum_t der;
	const char *why;

	evidence_init(&scene->evidence);
	settings_init(&scene->evidence.settings);
	forge_open(&scene->forge, NOW);
	forge_cert(&scene->forge, "root ca days=-1000..1000", &why);
	forge_cert(&scene->forge, "stranger ca days=-1000..1000", &why);
	cr_assert(forge_cert(&scene->forge, leaf, &why), "%s", why);
	handshake->address = memory_text("192.0.2.1");
	handshake->chain = memory_new(1, sizeof(*handshake->chain));
	handshake->chain_count = 1;
	gnutls_x509_crt_export2(forge_find(&scene->forge, "leaf")->cert, GNUTLS_X509_FMT_DER, &der);
	chain_read(&der, &handshake->chain[0]);
	gnutls_free(der.data);
	scene->issuer = base64_of(scene, "root");
	scene->evidence.trust.leaf_issuer = memory_text(scene->issuer);
}

static void close_scene(struct scene *scene)
{
	free(scene->issuer);
	evidence_free(&scene->evidence);
	forge_close(&scene->forge);
}

static void look(struct scene *scene)
{
	struct evidence *evidence = &scene->evidence;
	struct cancel cancel;
	struct budget *budget = budget_new();
	struct http_env env = { budget, deadline_in_ms(3000), &cancel };

	cancel_open(&cancel);
	revocation_look(&env, &evidence->settings, &evidence->handshake, &evidence->trust,
		&evidence->revocation);
	cancel_close(&cancel);
	budget_free(budget);
}

Test(tls_revocation, loopback_is_not_asked_for_a_target_outside)
{
	struct scene scene;

	open_scene(&scene, "leaf issuer=root dns=site.test ocsp=http://127.0.0.1:1/");
	look(&scene);
	cr_expect_eq(scene.evidence.revocation.ocsp.outcome, REVOCATION_NOT_ASKED);
	cr_expect_str_eq(scene.evidence.revocation.ocsp.why, WHY_PRIVATE);
	close_scene(&scene);
}

Test(tls_revocation, a_list_inside_a_private_network_is_not_fetched_from_outside)
{
	struct scene scene;

	open_scene(&scene, "leaf issuer=root dns=site.test crl=http://10.0.0.1/list");
	look(&scene);
	cr_expect_eq(scene.evidence.revocation.crl.outcome, REVOCATION_NOT_ASKED);
	cr_expect_str_eq(scene.evidence.revocation.crl.why, WHY_PRIVATE);
	close_scene(&scene);
}

Test(tls_revocation, without_the_issuer_nobody_is_asked)
{
	struct scene scene;

	open_scene(&scene, "leaf issuer=root dns=site.test ocsp=http://127.0.0.1:1/");
	free(scene.evidence.trust.leaf_issuer);
	scene.evidence.trust.leaf_issuer = NULL;
	look(&scene);
	cr_expect_str_eq(scene.evidence.revocation.ocsp.why, WHY_NO_SOURCE);
	close_scene(&scene);
}

static struct seen_status read_list(
	const struct scene *scene, const char *issuer, const char *revoked, int spoil)
{
	struct seen_revocation seen = { .crl = { .signature_good = -1 } };
	gnutls_datum_t der = forge_crl(&scene->forge, issuer, revoked, -1, 6);

	if (spoil)
		der.data[der.size - 3] ^= 1;
	revocation_read_crl(der.data, der.size, scene->evidence.handshake.chain[0].der,
		scene->issuer, &seen.crl);
	gnutls_free(der.data);
	return seen.crl;
}

Test(tls_revocation, a_list_names_a_certificate_by_its_serial_number)
{
	struct seen_status status;
	struct scene scene;

	open_scene(&scene, "leaf issuer=root dns=site.test");
	status = read_list(&scene, "root", "leaf", 0);
	cr_expect_eq(status.outcome, REVOCATION_REVOKED);
	cr_expect_eq(status.signature_good, 1);
	cr_expect_eq(status.revoked_s, NOW - 86400);
	cr_expect_eq(status.this_update, NOW - 86400);
	cr_expect_eq(status.next_update, NOW + 6 * 86400);
	status = read_list(&scene, "root", "stranger", 0);
	cr_expect_eq(status.outcome, REVOCATION_NOT_REVOKED);
	cr_expect_eq(status.signature_good, 1);
	close_scene(&scene);
}

Test(tls_revocation, a_list_with_a_wrong_signature_is_seen_to_have_one)
{
	struct scene scene;

	open_scene(&scene, "leaf issuer=root dns=site.test");
	cr_expect_eq(read_list(&scene, "root", "leaf", 1).signature_good, 0);
	cr_expect_eq(read_list(&scene, "stranger", "leaf", 0).signature_good, 0);
	close_scene(&scene);
}

Test(tls_revocation, a_list_cut_anywhere_is_read_without_harm)
{
	struct scene scene;
	gnutls_datum_t der;
	struct crl crl;

	open_scene(&scene, "leaf issuer=root dns=site.test");
	der = forge_crl(&scene.forge, "root", "leaf", -1, 6);
	cr_assert(crl_read(der.data, der.size, &crl));
	for (size_t length = 0; length < der.size; length++) {
		/* A copy of just that size: a sanitizer sees a step too far. */
		unsigned char *cut = memory_new(length + 1, 1);

		memcpy(cut, der.data, length);
		cut = memory_resize(cut, length ? length : 1, 1);
		cr_expect_not(crl_read(cut, length, &crl), "%zu", length);
		free(cut);
	}
	gnutls_free(der.data);
	close_scene(&scene);
}

/* tag and length of a SEQUENCE of LENGTH bytes */
static void put_head(unsigned char *at, int tag, size_t length)
{
	at[0] = (unsigned char)tag;
	at[1] = 0x83;
	at[2] = (unsigned char)(length >> 16);
	at[3] = (unsigned char)(length >> 8);
	at[4] = (unsigned char)length;
}

#define ENTRY                          \
	"\x30\x12\x02\x01\x07\x17\x0d" \
	"260101000000Z"
#define ENTRIES 450000u

Test(tls_revocation, a_list_of_ten_megabytes_is_walked_in_time, .timeout = 10)
{
	size_t entry = sizeof(ENTRY) - 1, length = ENTRIES * entry;
	unsigned char *bytes = memory_new(5 + length, 1);
	struct crl crl = { .entries = { bytes + 5, length } };
	bool broken;
	int64_t when;

	put_head(bytes, 0x30, length);
	for (size_t i = 0; i < ENTRIES; i++)
		memcpy(bytes + 5 + i * entry, ENTRY, entry);
	bytes[5 + (ENTRIES - 1) * entry + 4] = 0x08;
	cr_expect(crl_names(&crl, "\x08", 1, &when, &broken));
	cr_expect_eq(when, 1767225600);
	cr_expect_not(crl_names(&crl, "\x09", 1, &when, &broken));
	cr_expect_not(broken);
	free(bytes);
}

Test(tls_revocation, garbage_is_no_answer)
{
	struct scene scene;
	struct seen_status status = { .signature_good = -1 };

	open_scene(&scene, "leaf issuer=root dns=site.test");
	revocation_read_ocsp(
		"<html>", 6, scene.evidence.handshake.chain[0].der, scene.issuer, &status);
	cr_expect_eq(status.outcome, REVOCATION_UNREADABLE);
	/* OCSPResponse with the status tryLater (3) and nothing else. */
	revocation_read_ocsp("\x30\x03\x0a\x01\x03", 5, scene.evidence.handshake.chain[0].der,
		scene.issuer, &status);
	cr_expect_eq(status.outcome, REVOCATION_REFUSED);
	cr_expect_str_eq(status.words, "tryLater");
	free(status.words);
	close_scene(&scene);
}

Test(tls_revocation, timestamps_of_logs_are_counted)
{
	struct scene scene;
	const struct seen_cert *leaf;

	open_scene(&scene, "leaf issuer=root dns=site.test days=-10..50 scts=3");
	leaf = &scene.evidence.handshake.chain[0];
	cr_expect_eq(leaf->sct_count, 3);
	cr_expect_eq(leaf->sct_log_count, 3);
	cr_expect_eq(leaf->first_sct_s, NOW - 10 * 86400);
	close_scene(&scene);
	open_scene(&scene, "leaf issuer=root dns=site.test");
	leaf = &scene.evidence.handshake.chain[0];
	cr_expect_eq(leaf->sct_count, 0);
	cr_expect_eq(leaf->first_sct_s, -1);
	close_scene(&scene);
}

Test(tls_revocation, a_list_that_this_run_has_already_is_not_fetched_again)
{
	struct scene scene;
	struct cancel cancel;
	struct budget *budget = budget_new();
	struct http_env env = { budget, deadline_in_ms(3000), &cancel };
	gnutls_datum_t der;
	struct buffer list = { 0 };

	/* Nobody could fetch it from there. */
	open_scene(&scene, "leaf issuer=root dns=site.test crl=http://10.0.0.1/list");
	der = forge_crl(&scene.forge, "root", "leaf", -1, 6);
	buffer_add(&list, der.data, der.size);
	cache_put(budget_cache(budget), "http://10.0.0.1/list", &list);
	cancel_open(&cancel);
	revocation_look(&env, &scene.evidence.settings, &scene.evidence.handshake,
		&scene.evidence.trust, &scene.evidence.revocation);
	cr_expect_eq(scene.evidence.revocation.crl.outcome, REVOCATION_REVOKED);
	cancel_close(&cancel);
	budget_free(budget);
	buffer_free(&list);
	gnutls_free(der.data);
	close_scene(&scene);
}
