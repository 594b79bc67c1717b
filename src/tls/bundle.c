/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/bundle.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

static bool is_same(const gnutls_datum_t *a, const gnutls_datum_t *b)
{
	return a->size == b->size && !memcmp(a->data, b->data, a->size);
}

static bool has_issued(gnutls_x509_crt_t issuer, gnutls_x509_crt_t child)
{
	gnutls_datum_t subject = { 0 }, wanted = { 0 };
	bool same = !gnutls_x509_crt_get_raw_dn(issuer, &subject) &&
		    !gnutls_x509_crt_get_raw_issuer_dn(child, &wanted) &&
		    is_same(&subject, &wanted);

	gnutls_free(subject.data);
	gnutls_free(wanted.data);
	return same;
}

static gnutls_x509_crt_t certificate_of(const struct seen_cert *seen)
{
	gnutls_datum_t base64 = { (unsigned char *)seen->der,
		seen->der ? (unsigned)strlen(seen->der) : 0 };
	gnutls_datum_t der = { 0 };
	gnutls_x509_crt_t cert = NULL;

	if (seen->malformed || !seen->der || gnutls_base64_decode2(&base64, &der))
		return NULL;
	if (!gnutls_x509_crt_init(&cert) &&
		gnutls_x509_crt_import(cert, &der, GNUTLS_X509_FMT_DER)) {
		gnutls_x509_crt_deinit(cert);
		cert = NULL;
	}
	gnutls_free(der.data);
	return cert;
}

static bool fits(const gnutls_x509_crt_t *list, unsigned count, const struct seen_cert *seen)
{
	gnutls_x509_crt_t sent = certificate_of(seen);
	bool found = false;

	for (unsigned i = 0; sent && i < count && !found; i++)
		found = gnutls_x509_crt_equals(list[i], sent) || has_issued(list[i], sent);
	if (sent)
		gnutls_x509_crt_deinit(sent);
	return found;
}

void bundle_look(const void *pem, size_t length, const struct seen_handshake *handshake,
	int *ret_count, int *ret_fits)
{
	gnutls_datum_t bytes = { (unsigned char *)pem, (unsigned)length };
	gnutls_x509_crt_t *list = NULL;
	unsigned count = 0;

	if (!length || gnutls_x509_crt_list_import2(&list, &count, &bytes, GNUTLS_X509_FMT_PEM, 0))
		count = 0;
	*ret_count = (int)count;
	*ret_fits = handshake->chain_count ? 0 : -1;
	for (size_t i = 0; i < handshake->chain_count && *ret_fits == 0; i++)
		*ret_fits = fits(list, count, &handshake->chain[i]);
	for (unsigned i = 0; i < count; i++)
		gnutls_x509_crt_deinit(list[i]);
	gnutls_free(list);
}
