/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/pem.h"

#include <errno.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/memory.h"
#include "tls/chain.h"

#define FILE_MOST ((size_t)1 << 20)
#define KEY_ID_ROOM 64

/* A pipe or a device would keep us waiting. */
static int read_plain(const char *file, struct buffer *ret)
{
	struct stat status;

	*ret = (struct buffer){ 0 };
	if (stat(file, &status) < 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return S_ISDIR(status.st_mode) ? EISDIR : EACCES;
	return file_read(file, FILE_MOST, ret);
}

static void take_list(
	gnutls_x509_crt_t *list, unsigned int count, struct seen_cert **ret, size_t *ret_count)
{
	*ret = memory_new(CHAIN_MOST, sizeof(**ret));
	for (unsigned int i = 0; i < count; i++) {
		gnutls_datum_t der;

		if (*ret_count < CHAIN_MOST &&
			gnutls_x509_crt_export2(list[i], GNUTLS_X509_FMT_DER, &der) >= 0) {
			chain_read(&der, &(*ret)[(*ret_count)++]);
			gnutls_free(der.data);
		}
		gnutls_x509_crt_deinit(list[i]);
	}
}

int pem_certificates(const char *file, struct seen_cert **ret, size_t *ret_count)
{
	struct buffer text;
	gnutls_x509_crt_t *list = NULL;
	unsigned int count = 0;
	int error = read_plain(file, &text);

	*ret = NULL;
	*ret_count = 0;
	if (!error) {
		gnutls_datum_t pem = { (unsigned char *)text.bytes, (unsigned int)text.length };

		if (!text.length || gnutls_x509_crt_list_import2(
					    &list, &count, &pem, GNUTLS_X509_FMT_PEM, 0) < 0)
			error = EINVAL;
		else
			take_list(list, count, ret, ret_count);
		gnutls_free(list);
	}
	buffer_free(&text);
	return error;
}

static bool id_of_cert(const struct seen_cert *cert, unsigned char *id, size_t *length)
{
	gnutls_datum_t der = { NULL, 0 };
	gnutls_x509_crt_t crt;
	bool good = false;

	if (!cert->der || !chain_from_base64(cert->der, &der))
		return false;
	if (gnutls_x509_crt_init(&crt) >= 0) {
		good = gnutls_x509_crt_import(crt, &der, GNUTLS_X509_FMT_DER) >= 0 &&
		       gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, id, length) >= 0;
		gnutls_x509_crt_deinit(crt);
	}
	gnutls_free(der.data);
	return good;
}

static bool id_of_key(const char *file, unsigned char *id, size_t *length)
{
	struct buffer text;
	gnutls_x509_privkey_t key;
	bool good = false;

	if (read_plain(file, &text) || gnutls_x509_privkey_init(&key) < 0) {
		buffer_free(&text);
		return false;
	}
	if (text.length) {
		gnutls_datum_t pem = { (unsigned char *)text.bytes, (unsigned int)text.length };

		good = gnutls_x509_privkey_import2(key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0 &&
		       gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id, length) >=
			       0;
		gnutls_memset(text.bytes, 0, text.length);
	}
	gnutls_x509_privkey_deinit(key);
	buffer_free(&text);
	return good;
}

enum pem_key pem_key_of(
	const char *file, const struct seen_cert *certs, size_t count, size_t *ret_index)
{
	unsigned char key[KEY_ID_ROOM], own[KEY_ID_ROOM];
	size_t key_length = sizeof(key);

	if (!id_of_key(file, key, &key_length))
		return PEM_KEY_UNREAD;
	for (size_t i = 0; i < count; i++) {
		size_t length = sizeof(own);

		if (!id_of_cert(&certs[i], own, &length) || length != key_length ||
			memcmp(own, key, length) != 0)
			continue;
		*ret_index = i;
		return PEM_KEY_FITS;
	}
	return PEM_KEY_DIFFERS;
}

char *pem_text(const struct seen_cert *cert)
{
	gnutls_datum_t der = { NULL, 0 }, pem = { NULL, 0 };
	char *text = NULL;

	if (!cert->der || !chain_from_base64(cert->der, &der))
		return NULL;
	if (gnutls_pem_base64_encode2("CERTIFICATE", &der, &pem) >= 0) {
		text = memory_text_n((const char *)pem.data, pem.size);
		gnutls_free(pem.data);
	}
	gnutls_free(der.data);
	return text;
}
