/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of trusted roots: what it lacks, and a chain that ends in what it lacks. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "../support/forge.h"
#include "base/file.h"
#include "base/memory.h"
#include "tls/chain.h"
#include "tls/roots.h"
#include "tls/trust.h"

Test(tls_roots, each_is_found_by_its_fingerprint_and_by_its_names)
{
	const struct root *root;
	size_t count = 0;

	for (; (root = root_at(count)); count++) {
		cr_expect_eq(strlen(root->sha256), 2 * SHA256_BYTES, "%s", root->name);
		cr_expect_eq(strspn(root->sha256, "0123456789abcdef"), 2 * SHA256_BYTES);
		cr_expect_eq(root_by_print(root->sha256), root, "%s twice", root->name);
		cr_expect_eq(root_by_name(root->name, root->organization), root);
	}
	cr_expect_geq(count, 6);
	cr_expect_null(root_by_name("ISRG Root X1", "Somebody else"));
	cr_expect_null(root_by_name(NULL, NULL));
	cr_expect_null(root_by_print(""));
}

/* Debian keeps each root in a file of its name. */
Test(tls_roots, fingerprints_are_those_of_the_system)
{
	static const char *const files[] = { "ISRG_Root_X1", "ISRG_Root_X2", "GTS_Root_R1",
		"GTS_Root_R4", "DigiCert_Global_Root_G2", "Amazon_Root_CA_1" };
	size_t compared = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *path = memory_format("/etc/ssl/certs/%s.pem", files[i]);
		char print[2 * SHA256_BYTES + 1];
		struct buffer pem = { 0 };
		gnutls_x509_crt_t cert;

		gnutls_x509_crt_init(&cert);
		if (!file_read(path, 65536, &pem)) {
			gnutls_datum_t bytes = { (unsigned char *)pem.bytes,
				(unsigned int)pem.length };

			cr_assert_eq(gnutls_x509_crt_import(cert, &bytes, GNUTLS_X509_FMT_PEM), 0);
			chain_print(cert, print);
			cr_expect(root_by_print(print), "%s is not in the table", files[i]);
			compared++;
		}
		buffer_free(&pem);
		gnutls_x509_crt_deinit(cert);
		free(path);
	}
	if (!compared)
		cr_skip("no such store here");
}

/* A store of COUNT roots with the well-known ones of the bits HAS, and a chain below NAMES. */
static void look(const char *names, int count, unsigned long has, struct evidence *evidence)
{
	struct settings settings = { .offline = true };
	struct trust_store *store = memory_new(1, sizeof(*store));
	char *root = memory_format("root ca %s days=-1000..1000", names);
	const char *const lines[] = { root, "inter ca issuer=root days=-500..500",
		"leaf issuer=inter dns=site.test" };
	const char *why;
	struct forge forge;

	store->system_count = count;
	store->has = has;
	evidence_init(evidence);
	evidence->handshake.chain = memory_new(2, sizeof(*evidence->handshake.chain));
	forge_open(&forge, 1800000000);
	for (size_t i = 0; i < 3; i++)
		cr_assert(forge_cert(&forge, lines[i], &why), "%s: %s", lines[i], why);
	for (size_t i = 2; i > 0; i--) {
		gnutls_datum_t der;

		gnutls_x509_crt_export2(forge.items[i].cert, GNUTLS_X509_FMT_DER, &der);
		chain_read(&der, &evidence->handshake.chain[evidence->handshake.chain_count++]);
		gnutls_free(der.data);
	}
	trust_look(NULL, &settings, store, &evidence->handshake, &evidence->trust);
	trust_store_free(store);
	forge_close(&forge);
	free(root);
}

#define X1 "cn=ISRG_Root_X1 o=Internet_Security_Research_Group"

Test(tls_store, a_chain_below_a_known_root_that_the_store_lacks)
{
	struct evidence evidence;

	look(X1, 3, 0, &evidence);
	cr_expect_eq(evidence.trust.outcome, TRUST_MISSING_ISSUER);
	cr_expect_str_eq(
		evidence.trust.known_root ? evidence.trust.known_root : "none", "ISRG Root X1");
	cr_expect_not(evidence.trust.known_root_proven);
	cr_expect_gt(evidence.trust.lacking_count, 5);
	evidence_free(&evidence);
}

/* Somebody only calls it so. */
Test(tls_store, a_store_that_has_the_root_is_not_blamed)
{
	struct evidence evidence;

	look(X1, 140, ~0ul, &evidence);
	cr_expect_null(evidence.trust.known_root);
	cr_expect_eq(evidence.trust.lacking_count, 0);
	evidence_free(&evidence);
}

Test(tls_store, an_unknown_root_is_not_the_fault_of_the_store)
{
	struct evidence evidence;

	look("cn=Office_Root o=Office", 3, 0, &evidence);
	cr_expect_null(evidence.trust.known_root);
	evidence_free(&evidence);
}

Test(tls_store, without_any_system_root_nothing_is_lacking)
{
	struct evidence evidence;

	look(X1, 0, 0, &evidence);
	cr_expect_null(evidence.trust.known_root);
	cr_expect_eq(evidence.trust.lacking_count, 0);
	evidence_free(&evidence);
}

Test(tls_store, anchors_that_ended_are_named)
{
	struct settings settings = { .offline = true, .no_system_trust = true };
	struct seen_trust seen = { 0 };
	struct trust_store *store;
	struct forge forge;
	const char *why;

	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, "old ca cn=Old_Root days=-1000..-10", &why), "%s", why);
	settings.ca_pem = forge_pem(forge_find(&forge, "old"));
	store = trust_store_load(&settings);
	cr_expect_eq(store->expired, 1);
	store->system_count = 1; /* as if it had come with the system */
	store_record(store, &seen);
	cr_assert_eq(seen.expired_count, 1);
	cr_expect_str_eq(seen.expired[0], "Old Root");
	free(seen.expired[0]);
	free(seen.expired);
	for (size_t i = 0; i < seen.lacking_count; i++)
		free(seen.lacking[i]);
	free(seen.lacking);
	free(seen.store_path);
	trust_store_free(store);
	free(settings.ca_pem);
	forge_close(&forge);
}
