/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "tls/chain.h"
#include "tls/roots.h"

#define CA_FILE_MOST (16u << 20)

/* ---- Loading ---- */

/* Where distributions keep the system's list. */
static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Ubuntu, Arch, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt", /* Fedora, RHEL */
	"/etc/ssl/ca-bundle.pem", /* SUSE */
	"/etc/ssl/cert.pem", /* BSD, macOS */
};

static void add_expired(struct trust_store *store, const struct piled *piled)
{
	gnutls_x509_crt_t anchor;
	char *name;

	if (store->expired++ >= STORE_EXPIRED_MOST || !(anchor = pile_parse(piled)))
		return;
	name = chain_name_part(anchor, false, GNUTLS_OID_X520_COMMON_NAME);
	if (!name)
		name = chain_name_part(anchor, false, GNUTLS_OID_X520_ORGANIZATION_NAME);
	store->expired_names[store->expired - 1] = name;
	gnutls_x509_crt_deinit(anchor);
}

/* Which well-known roots are there, and which of all have ended. */
static void count_anchors(struct trust_store *store, const struct pile *pile)
{
	time_t now = time(NULL);

	for (size_t i = 0; i < pile->count; i++) {
		const struct piled *piled = &pile->items[i];
		char print[2 * SHA256_BYTES + 1];
		const struct root *root;

		chain_print_der(piled->der.at, piled->der.length, print);
		for (size_t r = 0; (root = root_at(r)); r++)
			if (!strcmp(root->sha256, print))
				store->has |= 1ul << r;
		if (piled->not_after < now)
			add_expired(store, piled);
	}
}

/* Where the list isn't one file: from wherever GnuTLS was told to look (PKCS #11, a folder). */
static void add_from_gnutls(struct pile *pile)
{
	gnutls_x509_trust_list_t list;
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_crt_t anchor;
	gnutls_datum_t der;

	if (gnutls_x509_trust_list_init(&list, 0) < 0)
		return;
	gnutls_x509_trust_list_add_system_trust(list, 0, 0);
	while (gnutls_x509_trust_list_iter_get_ca(list, &at, &anchor) >= 0) {
		if (gnutls_x509_crt_export2(anchor, GNUTLS_X509_FMT_DER, &der) >= 0) {
			pile_add(pile, der.data, der.size);
			gnutls_free(der.data);
		}
		gnutls_x509_crt_deinit(anchor);
	}
	gnutls_x509_trust_list_deinit(list, 1);
}

static void add_system(struct trust_store *store)
{
	struct buffer pem = { 0 };

	for (size_t i = 0; i < sizeof(bundles) / sizeof(bundles[0]) && !store->system.count; i++) {
		if (!file_read(bundles[i], CA_FILE_MOST, &pem))
			pile_read(&store->system, pem.bytes, pem.length);
		buffer_free(&pem);
	}
	if (!store->system.count)
		add_from_gnutls(&store->system);
	store->system_count = store->system.count ? (int)store->system.count : -1;
}

struct trust_store *trust_store_load(const struct settings *settings)
{
	struct trust_store *store = memory_new(1, sizeof(*store));
	struct buffer pem = { 0 };

	if (settings->ca_file && !file_read(settings->ca_file, CA_FILE_MOST, &pem))
		pile_read(&store->extra, pem.bytes, pem.length);
	buffer_free(&pem);
	if (settings->ca_pem)
		pile_read(&store->extra, settings->ca_pem, strlen(settings->ca_pem));
	if (!settings->no_system_trust)
		add_system(store);
	count_anchors(store, &store->extra);
	count_anchors(store, &store->system);
	return store;
}

void trust_store_free(struct trust_store *store)
{
	if (!store)
		return;
	pile_free(&store->extra);
	pile_free(&store->system);
	for (size_t i = 0; i < STORE_EXPIRED_MOST; i++)
		free(store->expired_names[i]);
	free(store);
}

int trust_file_check(const char *file)
{
	struct buffer pem = { 0 };
	struct pile pile = { 0 };
	int error = file_read(file, CA_FILE_MOST, &pem);

	if (!error && !pile_read(&pile, pem.bytes, pem.length))
		error = EINVAL;
	pile_free(&pile);
	buffer_free(&pem);
	return error;
}

/* ---- Who signed ---- */

static gnutls_x509_crt_t anchor_among(
	const struct pile *pile, gnutls_x509_crt_t cert, struct der_bytes issuer)
{
	for (size_t i = 0; i < pile->count; i++) {
		gnutls_x509_crt_t anchor;

		if (!der_same(pile->items[i].subject, issuer) ||
			!(anchor = pile_parse(&pile->items[i])))
			continue;
		if (gnutls_x509_crt_check_issuer(cert, anchor) &&
			(gnutls_x509_crt_equals(cert, anchor) ||
				chain_signing(cert, anchor) == SIGNING_GOOD))
			return anchor;
		gnutls_x509_crt_deinit(anchor);
	}
	return NULL;
}

gnutls_x509_crt_t store_anchor_of(const struct trust_store *store, gnutls_x509_crt_t cert)
{
	gnutls_datum_t issuer = { NULL, 0 };
	gnutls_x509_crt_t anchor;

	if (gnutls_x509_crt_get_raw_issuer_dn(cert, &issuer) < 0)
		return NULL;
	anchor = anchor_among(&store->extra, cert, (struct der_bytes){ issuer.data, issuer.size });
	if (!anchor)
		anchor = anchor_among(
			&store->system, cert, (struct der_bytes){ issuer.data, issuer.size });
	gnutls_free(issuer.data);
	return anchor;
}

static bool organization_among(const struct pile *pile, const char *organization)
{
	bool found = false;

	for (size_t i = 0; i < pile->count && !found; i++) {
		gnutls_x509_crt_t anchor = pile_parse(&pile->items[i]);
		char *has = NULL;

		if (!anchor)
			continue;
		has = chain_name_part(anchor, false, GNUTLS_OID_X520_ORGANIZATION_NAME);
		found = has && text_same(has, organization);
		free(has);
		gnutls_x509_crt_deinit(anchor);
	}
	return found;
}

bool store_has_organization(const struct trust_store *store, const char *organization)
{
	return organization_among(&store->extra, organization) ||
	       organization_among(&store->system, organization);
}

/* ---- Where from ---- */

bool store_is_extra(const struct trust_store *store, gnutls_x509_crt_t cert)
{
	return pile_has(&store->extra, cert);
}

/* Where distributions look for roots that their administrator adds. */
static const char *const local_folders[] = {
	"/usr/local/share/ca-certificates", /* Debian, Ubuntu, Alpine */
	"/etc/pki/ca-trust/source/anchors", /* Fedora, RHEL */
	"/etc/pki/ca-trust/source", /* the same, by p11-kit's trust(1) */
	"/etc/ca-certificates/trust-source/anchors", /* Arch */
	"/etc/ca-certificates/trust-source", /* the same, by p11-kit's trust(1) */
	"/etc/pki/trust/anchors", /* SUSE */
};

#define LOCAL_FILES_MOST 256
#define LOCAL_BYTES_MOST (1u << 20)

/* Whether FILE (PEM or DER) holds CERT. */
static bool file_holds(const char *file, gnutls_x509_crt_t cert)
{
	struct buffer bytes = { 0 };
	struct pile pile = { 0 };
	bool found = false;

	if (!file_read(file, LOCAL_BYTES_MOST, &bytes) && bytes.length) {
		if (!pile_read(&pile, bytes.bytes, bytes.length))
			pile_add(&pile, bytes.bytes, bytes.length);
		found = pile_has(&pile, cert);
	}
	pile_free(&pile);
	buffer_free(&bytes);
	return found;
}

static bool folder_holds(const char *folder, gnutls_x509_crt_t cert)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	for (int i = 0; dir && !found && i < LOCAL_FILES_MOST && (entry = readdir(dir)); i++) {
		char *path = memory_format("%s/%s", folder, entry->d_name);

		found = entry->d_name[0] != '.' && file_holds(path, cert);
		free(path);
	}
	if (dir)
		closedir(dir);
	return found;
}

char *store_place(
	const struct trust_store *store, const struct settings *settings, gnutls_x509_crt_t anchor)
{
	if (store_is_extra(store, anchor))
		return settings->ca_file ? memory_text("--ca-file") : NULL;
	for (size_t i = 0; i < sizeof(local_folders) / sizeof(local_folders[0]); i++)
		if (folder_holds(local_folders[i], anchor))
			return memory_text(local_folders[i]);
	return NULL;
}

/* ---- What it is like ---- */

static void record_place(struct seen_trust *ret)
{
	struct stat status;

	for (size_t i = 0; i < sizeof(bundles) / sizeof(bundles[0]); i++) {
		if (access(bundles[i], R_OK) || stat(bundles[i], &status))
			continue;
		ret->store_path = memory_text(bundles[i]);
		ret->store_s = (int64_t)status.st_mtime;
		return;
	}
}

static void record_expired(const struct trust_store *store, struct seen_trust *ret)
{
	ret->expired_anchors = store->expired;
	for (size_t i = 0; i < STORE_EXPIRED_MOST; i++) {
		if (!store->expired_names[i])
			continue;
		ret->expired = memory_resize(
			ret->expired, ret->expired_count + 1, sizeof(*ret->expired));
		ret->expired[ret->expired_count++] = memory_text(store->expired_names[i]);
	}
}

void store_record(const struct trust_store *store, struct seen_trust *ret)
{
	const struct root *root;

	ret->system_anchors = store->system_count;
	ret->extra_anchors = (int)store->extra.count;
	record_place(ret);
	if (store->system_count <= 0)
		return;
	record_expired(store, ret);
	for (size_t i = 0; (root = root_at(i)); i++) {
		if (store->has & 1ul << i)
			continue;
		ret->lacking = memory_resize(
			ret->lacking, ret->lacking_count + 1, sizeof(*ret->lacking));
		ret->lacking[ret->lacking_count++] = memory_text(root->name);
	}
}
