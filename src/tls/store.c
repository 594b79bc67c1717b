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
#include "tls/chain.h"
#include "tls/roots.h"

#define CA_FILE_MOST (16u << 20)

/* ---- Loading ---- */

static void add_extra(struct trust_store *store, const void *pem, size_t length)
{
	gnutls_datum_t bytes = { (unsigned char *)pem, (unsigned int)length };
	gnutls_x509_crt_t *certs = NULL;
	unsigned int count = 0;

	if (gnutls_x509_crt_list_import2(&certs, &count, &bytes, GNUTLS_X509_FMT_PEM, 0) < 0)
		return;
	store->extra = memory_resize(
		store->extra, store->extra_count + count, sizeof(*store->extra));
	for (unsigned int i = 0; i < count; i++)
		store->extra[store->extra_count++] = certs[i];
	gnutls_x509_trust_list_add_cas(store->anchors, certs, count, 0);
	gnutls_free(certs);
}

static void add_expired(struct trust_store *store, gnutls_x509_crt_t anchor)
{
	char *name;

	if (store->expired++ >= STORE_EXPIRED_MOST)
		return;
	name = chain_name_part(anchor, false, GNUTLS_OID_X520_COMMON_NAME);
	if (!name)
		name = chain_name_part(anchor, false, GNUTLS_OID_X520_ORGANIZATION_NAME);
	store->expired_names[store->expired - 1] = name;
}

/* Which well-known roots are there, and which of all have ended. */
static void count_anchors(struct trust_store *store)
{
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_crt_t anchor;
	time_t now = time(NULL);

	while (gnutls_x509_trust_list_iter_get_ca(store->anchors, &at, &anchor) >= 0) {
		char print[2 * SHA256_BYTES + 1];
		const struct root *root;

		chain_print(anchor, print);
		for (size_t i = 0; (root = root_at(i)); i++)
			if (!strcmp(root->sha256, print))
				store->has |= 1ul << i;
		if (gnutls_x509_crt_get_expiration_time(anchor) < now)
			add_expired(store, anchor);
		gnutls_x509_crt_deinit(anchor);
	}
}

struct trust_store *trust_store_load(const struct settings *settings)
{
	struct trust_store *store = memory_new(1, sizeof(*store));
	struct buffer pem = { 0 };

	if (gnutls_x509_trust_list_init(&store->anchors, 0) < 0) {
		store->anchors = NULL;
		store->system_count = -1;
		return store;
	}
	if (settings->ca_file && !file_read(settings->ca_file, CA_FILE_MOST, &pem))
		add_extra(store, pem.bytes, pem.length);
	buffer_free(&pem);
	if (settings->ca_pem)
		add_extra(store, settings->ca_pem, strlen(settings->ca_pem));
	if (!settings->no_system_trust) {
		store->system_count = gnutls_x509_trust_list_add_system_trust(store->anchors, 0, 0);
		if (store->system_count < 0)
			store->system_count = -1;
	}
	count_anchors(store);
	return store;
}

void trust_store_free(struct trust_store *store)
{
	if (!store)
		return;
	if (store->anchors)
		gnutls_x509_trust_list_deinit(store->anchors, 1);
	for (size_t i = 0; i < STORE_EXPIRED_MOST; i++)
		free(store->expired_names[i]);
	free(store->extra);
	free(store);
}

int trust_file_check(const char *file)
{
	struct buffer pem = { 0 };
	gnutls_x509_crt_t *certs = NULL;
	gnutls_datum_t bytes;
	unsigned int count = 0;
	int error = file_read(file, CA_FILE_MOST, &pem);

	if (error) {
		buffer_free(&pem);
		return error;
	}
	bytes = (gnutls_datum_t){ (unsigned char *)pem.bytes, (unsigned int)pem.length };
	error = EINVAL;
	if (pem.length &&
		gnutls_x509_crt_list_import2(&certs, &count, &bytes, GNUTLS_X509_FMT_PEM, 0) >= 0) {
		for (unsigned int i = 0; i < count; i++)
			gnutls_x509_crt_deinit(certs[i]);
		gnutls_free(certs);
		error = count ? 0 : EINVAL;
	}
	buffer_free(&pem);
	return error;
}

/* ---- Where from ---- */

bool store_is_extra(const struct trust_store *store, gnutls_x509_crt_t cert)
{
	for (unsigned int i = 0; i < store->extra_count; i++)
		if (gnutls_x509_crt_equals(store->extra[i], cert))
			return true;
	return false;
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
	gnutls_x509_crt_t *certs = NULL;
	gnutls_datum_t datum;
	unsigned int count = 0;
	bool found = false;

	if (!file_read(file, LOCAL_BYTES_MOST, &bytes) && bytes.length) {
		datum = (gnutls_datum_t){ (unsigned char *)bytes.bytes,
			(unsigned int)bytes.length };
		if (gnutls_x509_crt_list_import2(&certs, &count, &datum, GNUTLS_X509_FMT_PEM, 0) <
			0)
			gnutls_x509_crt_list_import2(
				&certs, &count, &datum, GNUTLS_X509_FMT_DER, 0);
	}
	for (unsigned int i = 0; i < count; i++) {
		found = found || gnutls_x509_crt_equals(certs[i], cert);
		gnutls_x509_crt_deinit(certs[i]);
	}
	gnutls_free(certs);
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

/* Where distributions keep the system's list. */
static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Ubuntu, Arch, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt", /* Fedora, RHEL */
	"/etc/ssl/ca-bundle.pem", /* SUSE */
	"/etc/ssl/cert.pem", /* BSD, macOS */
};

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
	ret->extra_anchors = (int)store->extra_count;
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
