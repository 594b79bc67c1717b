/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates of a file, found by their names before anybody parses them. */
#include <criterion/criterion.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include "../support/forge.h"
#include "base/buffer.h"
#include "tls/pile.h"
#include "tls/store.h"

#define NOW 1800000000

static void make(struct forge *forge, const char *const *lines, size_t count)
{
	const char *why;

	forge_open(forge, NOW);
	for (size_t i = 0; i < count; i++)
		cr_assert(forge_cert(forge, lines[i], &why), "%s: %s", lines[i], why);
}

static void add_pem(struct buffer *file, const struct forge *forge, const char *name)
{
	char *pem = forge_pem(forge_find(forge, name));

	buffer_add_text(file, pem);
	free(pem);
}

Test(tls_pile, names_and_end_are_those_that_gnutls_reads)
{
	static const char *const lines[] = { "root ca cn=First_Root o=Office days=-1000..20000",
		"old ca v1 cn=Old days=-20000..-10000",
		"leaf issuer=root dns=site.test key=rsa2048" };
	struct buffer file = { 0 };
	struct pile pile = { 0 };
	struct forge forge;

	make(&forge, lines, 3);
	for (size_t i = 0; i < 3; i++) {
		buffer_add_text(&file, "# what it is called\r\n");
		add_pem(&file, &forge, forge.items[i].name);
	}
	cr_assert_eq(pile_read(&pile, file.bytes, file.length), 3);
	for (size_t i = 0; i < 3; i++) {
		gnutls_x509_crt_t cert = forge.items[i].cert;
		gnutls_datum_t subject, issuer;

		gnutls_x509_crt_get_raw_dn(cert, &subject);
		gnutls_x509_crt_get_raw_issuer_dn(cert, &issuer);
		cr_expect(der_same(
			pile.items[i].subject, (struct der_bytes){ subject.data, subject.size }));
		cr_expect(der_same(
			pile.items[i].issuer, (struct der_bytes){ issuer.data, issuer.size }));
		cr_expect_eq(pile.items[i].not_after, gnutls_x509_crt_get_expiration_time(cert));
		cr_expect(pile_has(&pile, cert));
		gnutls_free(subject.data);
		gnutls_free(issuer.data);
	}
	pile_free(&pile);
	cr_assert_eq(pile_read(&pile, file.bytes, file.length / 3), 1);
	cr_expect_not(pile_has(&pile, forge.items[2].cert));
	pile_free(&pile);
	buffer_free(&file);
	forge_close(&forge);
}

/* Digits are read by fours, and lines may end anywhere in them. */
Test(tls_pile, lines_of_any_length_hold_the_same_certificate)
{
	static const char *const lines[] = { "root ca cn=First_Root" };
	struct forge forge;
	char *pem;

	make(&forge, lines, 1);
	pem = forge_pem(&forge.items[0]);
	for (size_t width = 1; width <= 9; width++) {
		const char *body = strchr(pem, '\n') + 1, *end = strstr(pem, "-----END");
		struct buffer file = { 0 };
		struct pile pile = { 0 };
		size_t column = 0;

		buffer_add(&file, pem, (size_t)(body - pem));
		for (const char *at = body; at < end; at++) {
			if (*at == '\n')
				continue;
			buffer_add_char(&file, *at);
			if (++column % width == 0)
				buffer_add_text(&file, "\r\n");
		}
		buffer_add_text(&file, end);
		cr_expect_eq(pile_read(&pile, file.bytes, file.length), 1, "%zu", width);
		cr_expect(pile_has(&pile, forge.items[0].cert), "%zu", width);
		pile_free(&pile);
		buffer_free(&file);
	}
	free(pem);
	forge_close(&forge);
}

Test(tls_pile, what_is_no_certificate_is_passed_over)
{
	static const char *const lines[] = { "root ca cn=First_Root", "next ca cn=Next_Root" };
	static const char *const others[] = {
		"-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n",
		"-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\nM!MC\n-----END CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
	};
	struct buffer file = { 0 };
	struct pile pile = { 0 };
	struct forge forge;

	make(&forge, lines, 2);
	add_pem(&file, &forge, "root");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		buffer_add_text(&file, others[i]);
	add_pem(&file, &forge, "next");
	buffer_add_text(&file, "-----BEGIN CERTIFICATE-----\nMIIB"); /* it was cut off */
	cr_expect_eq(pile_read(&pile, file.bytes, file.length), 2);
	cr_expect(pile_has(&pile, forge_find(&forge, "root")->cert));
	cr_expect(pile_has(&pile, forge_find(&forge, "next")->cert));
	pile_free(&pile);
	cr_expect_eq(pile_read(&pile, "", 0), 0);
	pile_free(&pile);
	buffer_free(&file);
	forge_close(&forge);
}

/* The certificate as it arrives. */
static gnutls_x509_crt_t arrived(const struct forge *forge, const char *name)
{
	struct buffer file = { 0 };
	struct pile pile = { 0 };
	gnutls_x509_crt_t cert;

	add_pem(&file, forge, name);
	cr_assert_eq(pile_read(&pile, file.bytes, file.length), 1);
	cert = pile_parse(&pile.items[0]);
	pile_free(&pile);
	buffer_free(&file);
	return cert;
}

/* A root with a new key keeps its name. */
Test(tls_pile, of_two_anchors_of_one_name_the_one_that_signed_is_found)
{
	static const char *const lines[] = { "older ca cn=Office_Root", "newer ca cn=Office_Root",
		"leaf issuer=newer dns=site.test", "stranger issuer=newer signer=leaf dns=b.test" };
	struct settings settings = { .offline = true, .no_system_trust = true };
	struct buffer file = { 0 };
	struct trust_store *store;
	gnutls_x509_crt_t anchor, leaf, stranger;
	struct forge forge;

	make(&forge, lines, 4);
	leaf = arrived(&forge, "leaf");
	stranger = arrived(&forge, "stranger");
	add_pem(&file, &forge, "older");
	add_pem(&file, &forge, "newer");
	settings.ca_pem = buffer_take(&file);
	store = trust_store_load(&settings);
	anchor = store_anchor_of(store, leaf);
	cr_assert_not_null(anchor);
	cr_expect(gnutls_x509_crt_equals(anchor, forge_find(&forge, "newer")->cert));
	gnutls_x509_crt_deinit(anchor);
	cr_expect_null(store_anchor_of(store, stranger));
	gnutls_x509_crt_deinit(stranger);
	gnutls_x509_crt_deinit(leaf);
	trust_store_free(store);
	free(settings.ca_pem);
	forge_close(&forge);
}

/* Whatever this system trusts: none is lost, and GnuTLS can read each. */
Test(tls_pile, the_list_of_the_system_is_as_gnutls_has_it)
{
	struct settings settings = { .offline = true };
	struct trust_store *store = trust_store_load(&settings);
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_trust_list_t list;
	gnutls_x509_crt_t anchor;
	size_t count = 0;

	gnutls_x509_trust_list_init(&list, 0);
	gnutls_x509_trust_list_add_system_trust(list, 0, 0);
	while (gnutls_x509_trust_list_iter_get_ca(list, &at, &anchor) >= 0) {
		cr_expect(pile_has(&store->system, anchor));
		count++;
		gnutls_x509_crt_deinit(anchor);
	}
	gnutls_x509_trust_list_deinit(list, 1);
	cr_expect_eq(store->system.count, count);
	cr_expect_eq(store->system_count, count ? (int)count : -1);
	for (size_t i = 0; i < store->system.count; i++) {
		anchor = pile_parse(&store->system.items[i]);
		cr_expect(anchor);
		gnutls_x509_crt_deinit(anchor);
	}
	trust_store_free(store);
}
