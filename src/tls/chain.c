/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/chain.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define NAME_MOST 512
#define DER_KEPT_MOST 65536

char *chain_base64(const void *bytes, size_t length)
{
	gnutls_datum_t in = { (unsigned char *)bytes, (unsigned int)length };
	gnutls_datum_t out = { NULL, 0 };
	char *text;

	if (gnutls_base64_encode2(&in, &out) < 0)
		return NULL;
	text = memory_text_n((const char *)out.data, out.size);
	gnutls_free(out.data);
	return text;
}

bool chain_from_base64(const char *text, gnutls_datum_t *ret)
{
	gnutls_datum_t in = { (unsigned char *)text, (unsigned int)strlen(text) };

	return gnutls_base64_decode2(&in, ret) >= 0;
}

static void write_hex(char *text, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	text[2 * length] = '\0';
}

static char *hex(const unsigned char *bytes, size_t length)
{
	char *text = memory_new(length * 2 + 1, 1);

	write_hex(text, bytes, length);
	return text;
}

void chain_print(gnutls_x509_crt_t cert, char ret[2 * SHA256_BYTES + 1])
{
	unsigned char digest[SHA256_BYTES];
	size_t size = sizeof(digest);

	ret[0] = '\0';
	if (gnutls_x509_crt_get_fingerprint(cert, GNUTLS_DIG_SHA256, digest, &size) >= 0)
		write_hex(ret, digest, size);
}

void chain_print_der(const void *der, size_t length, char ret[2 * SHA256_BYTES + 1])
{
	unsigned char digest[SHA256_BYTES];

	ret[0] = '\0';
	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, der, length, digest) >= 0)
		write_hex(ret, digest, sizeof(digest));
}

/* Cleans DATUM and frees it. */
static char *take_name(gnutls_datum_t *datum)
{
	char *text = text_clean(datum->data, datum->size, TEXT_ONE_LINE, NAME_MOST);

	gnutls_free(datum->data);
	return text;
}

char *chain_name_part(gnutls_x509_crt_t cert, bool issuer, const char *oid)
{
	char value[NAME_MOST];
	size_t size = sizeof(value);
	int error;

	if (issuer)
		error = gnutls_x509_crt_get_issuer_dn_by_oid(cert, oid, 0, 0, value, &size);
	else
		error = gnutls_x509_crt_get_dn_by_oid(cert, oid, 0, 0, value, &size);
	if (error < 0 || !size)
		return NULL;
	return text_clean(value, size, TEXT_ONE_LINE, 200);
}

static void read_names(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	gnutls_datum_t name;

	if (gnutls_x509_crt_get_dn3(cert, &name, 0) >= 0)
		ret->subject = take_name(&name);
	if (gnutls_x509_crt_get_issuer_dn3(cert, &name, 0) >= 0)
		ret->issuer = take_name(&name);
	ret->common_name = chain_name_part(cert, false, GNUTLS_OID_X520_COMMON_NAME);
	ret->issuer_name = chain_name_part(cert, true, GNUTLS_OID_X520_COMMON_NAME);
	if (!ret->issuer_name)
		ret->issuer_name = chain_name_part(cert, true, GNUTLS_OID_X520_ORGANIZATION_NAME);
	if (!ret->issuer_name)
		ret->issuer_name = memory_text(ret->issuer ? ret->issuer : "");
}

static void add_text(char ***list, size_t *count, char *text)
{
	if (*count >= CERT_SANS_MOST || !text) {
		free(text);
		return;
	}
	*list = memory_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = text;
}

static char *ip_text(const unsigned char *bytes, size_t length)
{
	char text[INET6_ADDRSTRLEN];

	if (length == 4 && inet_ntop(AF_INET, bytes, text, sizeof(text)))
		return memory_text(text);
	if (length == 16 && inet_ntop(AF_INET6, bytes, text, sizeof(text)))
		return memory_text(text);
	return NULL;
}

/* One entry of the SAN extension (RFC 5280 section 4.2.1.6). false after the last. */
static bool read_san(gnutls_x509_crt_t cert, unsigned int index, struct seen_cert *ret)
{
	unsigned char small[1024];
	size_t size = sizeof(small);
	unsigned int kind = 0, critical;
	unsigned char *value = small;
	int error = gnutls_x509_crt_get_subject_alt_name2(
		cert, index, value, &size, &kind, &critical);

	if (error == GNUTLS_E_SHORT_MEMORY_BUFFER)
		return true; /* longer than any name can be: counted, not kept */
	if (error < 0)
		return false;
	if (kind == GNUTLS_SAN_DNSNAME)
		add_text(&ret->dns_names, &ret->dns_name_count,
			text_clean(value, size, TEXT_ONE_LINE, 255));
	else if (kind == GNUTLS_SAN_IPADDRESS)
		add_text(&ret->ip_addresses, &ret->ip_address_count, ip_text(value, size));
	return true;
}

/* The library parses the extension anew for each index: one too long to be honest isn't walked far. */
#define SAN_BYTES_HONEST 65536
#define SANS_COUNTED 2000

static void read_sans(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	gnutls_datum_t extension = { NULL, 0 };
	unsigned int critical, index = 0, most;

	ret->san_count = 0;
	if (gnutls_x509_crt_get_extension_by_oid2(cert, "2.5.29.17", 0, &extension, &critical) < 0)
		return;
	most = extension.size > SAN_BYTES_HONEST ? CERT_SANS_MOST : SANS_COUNTED;
	gnutls_free(extension.data);
	while (index < most && read_san(cert, index, ret))
		index++;
	ret->san_count = (int)index;
}

static const char *key_name(int algorithm)
{
	switch (algorithm) {
	case GNUTLS_PK_RSA:
		return "RSA";
	case GNUTLS_PK_RSA_PSS:
		return "RSA-PSS";
	case GNUTLS_PK_ECDSA:
		return "ECDSA";
	case GNUTLS_PK_EDDSA_ED25519:
		return "Ed25519";
	case GNUTLS_PK_EDDSA_ED448:
		return "Ed448";
	case GNUTLS_PK_DSA:
		return "DSA";
	default:
		return gnutls_pk_get_name((gnutls_pk_algorithm_t)algorithm);
	}
}

static bool signature_is_weak(int algorithm)
{
	switch (algorithm) {
	case GNUTLS_SIGN_RSA_SHA1:
	case GNUTLS_SIGN_DSA_SHA1:
	case GNUTLS_SIGN_ECDSA_SHA1:
	case GNUTLS_SIGN_RSA_MD5:
	case GNUTLS_SIGN_RSA_MD2:
		return true;
	default:
		return false;
	}
}

/* The name of an elliptic curve, which GnuTLS may not know. */
static char *curve_name(gnutls_x509_crt_t cert)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
	gnutls_datum_t x = { NULL, 0 }, y = { NULL, 0 };
	const char *name = NULL;

	if (gnutls_x509_crt_get_pk_ecc_raw(cert, &curve, &x, &y) >= 0)
		name = gnutls_ecc_curve_get_name(curve);
	gnutls_free(x.data);
	gnutls_free(y.data);
	return memory_text(name ? name : "unknown");
}

static void read_key(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	unsigned int bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(cert, &bits);

	if (algorithm >= 0) {
		ret->key_type = memory_text(key_name(algorithm));
		ret->key_bits = (int)bits;
		if (algorithm == GNUTLS_PK_ECDSA)
			ret->key_curve = curve_name(cert);
	}
	algorithm = gnutls_x509_crt_get_signature_algorithm(cert);
	if (algorithm >= 0) {
		ret->signature = memory_text(
			gnutls_sign_get_name((gnutls_sign_algorithm_t)algorithm));
		ret->signature_weak = signature_is_weak(algorithm);
	}
}

/* extendedKeyUsage: 1 when it allows servers or any, 0 when not, -1 without the extension. */
static int allows_servers(gnutls_x509_crt_t cert)
{
	char oid[128];
	int found = -1;

	for (unsigned int index = 0; index < 64; index++) {
		size_t size = sizeof(oid);
		unsigned int critical;
		int error = gnutls_x509_crt_get_key_purpose_oid(cert, index, oid, &size, &critical);

		if (error == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			break;
		if (found < 0)
			found = 0;
		if (error >= 0 &&
			(!strcmp(oid, GNUTLS_KP_TLS_WWW_SERVER) || !strcmp(oid, GNUTLS_KP_ANY)))
			return 1;
		if (error < 0 && error != GNUTLS_E_SHORT_MEMORY_BUFFER)
			break;
	}
	return found;
}

static char *access_url(gnutls_x509_crt_t cert, int what)
{
	gnutls_datum_t url;
	char *text = NULL;

	for (unsigned int index = 0; index < 16 && !text; index++) {
		int error = gnutls_x509_crt_get_authority_info_access(
			cert, index, what, &url, NULL);

		if (error == GNUTLS_E_UNKNOWN_ALGORITHM)
			continue; /* that entry is of another kind */
		if (error < 0)
			break;
		if (url.size < 1024 && text_starts_same((const char *)url.data, "http://"))
			text = text_clean(url.data, url.size, TEXT_ONE_LINE, 1024);
		gnutls_free(url.data);
	}
	return text;
}

/* The first CRL distribution point that is fetched by http. */
static char *crl_url(gnutls_x509_crt_t cert)
{
	char url[1024];
	char *text = NULL;

	for (unsigned int index = 0; index < 16 && !text; index++) {
		size_t size = sizeof(url);
		int kind = gnutls_x509_crt_get_crl_dist_points(cert, index, url, &size, NULL, NULL);

		if (kind == GNUTLS_E_SHORT_MEMORY_BUFFER)
			continue;
		if (kind < 0)
			break;
		if (kind == GNUTLS_SAN_URI && size < sizeof(url)) {
			url[size] = '\0';
			if (text_starts_same(url, "http://"))
				text = text_clean(url, size, TEXT_ONE_LINE, 1024);
		}
	}
	return text;
}

/* A policy of the CA/Browser Forum (2.23.140.1.2.*) or its EV policy (2.23.140.1.1): a public CA. */
static bool has_public_policy(gnutls_x509_crt_t cert)
{
	struct gnutls_x509_policy_st policy;
	unsigned int critical;
	bool found = false;

	for (unsigned int index = 0; index < 16 && !found; index++) {
		if (gnutls_x509_crt_get_policy(cert, index, &policy, &critical) < 0)
			break;
		found = text_starts(policy.oid, "2.23.140.1.2.") ||
			!strcmp(policy.oid, "2.23.140.1.1");
		gnutls_x509_policy_release(&policy);
	}
	return found;
}

#define SCTS_MOST 64
#define LOG_ID 32

/* Timestamp number INDEX of SCTS; LOGS holds the ids of the logs before it. false after the last. */
static bool read_sct(gnutls_x509_ct_scts_t scts, unsigned int index, unsigned char (*logs)[LOG_ID],
	struct seen_cert *ret)
{
	gnutls_datum_t log = { NULL, 0 }, signature = { NULL, 0 };
	gnutls_sign_algorithm_t algorithm;
	time_t when = -1;
	unsigned int version;
	int known = 0;

	if (gnutls_x509_ct_sct_get_version(scts, index, &version) < 0)
		return false;
	if (gnutls_x509_ct_sct_get(scts, index, &when, &log, &algorithm, &signature) < 0)
		return true; /* counted, of a kind that isn't known here */
	if (when != -1 && (ret->first_sct_s == -1 || when < ret->first_sct_s))
		ret->first_sct_s = (int64_t)when;
	while (log.size == LOG_ID && known < ret->sct_log_count &&
		memcmp(logs[known], log.data, LOG_ID) != 0)
		known++;
	if (log.size == LOG_ID && known == ret->sct_log_count)
		memcpy(logs[ret->sct_log_count++], log.data, LOG_ID);
	gnutls_free(log.data);
	gnutls_free(signature.data);
	return true;
}

/* Signed certificate timestamps (RFC 6962 section 3.3). */
static void read_scts(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	unsigned char logs[SCTS_MOST][LOG_ID];
	gnutls_datum_t extension = { NULL, 0 };
	gnutls_x509_ct_scts_t scts;
	unsigned int critical;

	ret->sct_count = 0;
	ret->sct_log_count = 0;
	if (gnutls_x509_crt_get_extension_by_oid2(
		    cert, "1.3.6.1.4.1.11129.2.4.2", 0, &extension, &critical) < 0)
		return;
	if (gnutls_x509_ext_ct_scts_init(&scts) >= 0) {
		if (gnutls_x509_ext_ct_import_scts(&extension, scts, 0) >= 0)
			while (ret->sct_count < SCTS_MOST &&
				read_sct(scts, (unsigned int)ret->sct_count, logs, ret))
				ret->sct_count++;
		gnutls_x509_ext_ct_scts_deinit(scts);
	}
	gnutls_free(extension.data);
}

static void read_extensions(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	gnutls_datum_t extension = { NULL, 0 };
	unsigned int critical, ca = 0, usage = 0;
	int path_length = -1;

	if (gnutls_x509_crt_get_basic_constraints(cert, &critical, &ca, &path_length) >= 0) {
		ret->is_ca = (int)ca;
		ret->path_length = path_length;
	}
	if (gnutls_x509_crt_get_key_usage(cert, &usage, &critical) >= 0)
		ret->key_usage = (int)usage;
	ret->server_auth = allows_servers(cert);
	ret->aia_issuer = access_url(cert, GNUTLS_IA_CAISSUERS_URI);
	ret->ocsp_url = access_url(cert, GNUTLS_IA_OCSP_URI);
	ret->crl_url = crl_url(cert);
	ret->public_policy = has_public_policy(cert);
	read_scts(cert, ret);
	if (gnutls_x509_crt_get_extension_by_oid2(
		    cert, "1.3.6.1.5.5.7.1.24", 0, &extension, &critical) >= 0) {
		ret->must_staple = true;
		gnutls_free(extension.data);
	}
}

static void read_dates(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	time_t from = gnutls_x509_crt_get_activation_time(cert);
	time_t until = gnutls_x509_crt_get_expiration_time(cert);

	ret->not_before = from == (time_t)-1 ? -1 : (int64_t)from;
	ret->not_after = until == (time_t)-1 ? -1 : (int64_t)until;
}

char *chain_subject(const void *der, size_t length)
{
	const gnutls_datum_t bytes = { (unsigned char *)der, (unsigned int)length };
	struct seen_cert cert;
	char *subject;

	chain_read(&bytes, &cert);
	subject = cert.subject;
	cert.subject = NULL;
	seen_cert_free(&cert);
	return subject;
}

bool chain_verifies(gnutls_x509_crt_t child, gnutls_x509_crt_t issuer, bool *ret_not_ca)
{
	unsigned int flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_ALLOW_BROKEN |
			     GNUTLS_VERIFY_DISABLE_CRL_CHECKS | GNUTLS_VERIFY_ALLOW_X509_V1_CA_CRT |
			     GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT;
	unsigned int status = 0;

	if (ret_not_ca)
		*ret_not_ca = false;
	if (gnutls_x509_crt_verify(child, &issuer, 1, flags, &status) < 0)
		return false;
	if (ret_not_ca && (status & GNUTLS_CERT_SIGNER_NOT_CA))
		*ret_not_ca = true;
	return !(status & (GNUTLS_CERT_SIGNATURE_FAILURE | GNUTLS_CERT_SIGNER_NOT_FOUND |
				  GNUTLS_CERT_SIGNER_NOT_CA));
}

void chain_read(const gnutls_datum_t *der, struct seen_cert *ret)
{
	unsigned char digest[64];
	size_t size = sizeof(digest);
	gnutls_x509_crt_t cert;

	seen_cert_init(ret);
	if (der->size <= DER_KEPT_MOST)
		ret->der = chain_base64(der->data, der->size);
	if (gnutls_fingerprint(GNUTLS_DIG_SHA256, der, digest, &size) >= 0)
		ret->sha256 = hex(digest, size);
	if (gnutls_x509_crt_init(&cert) < 0)
		return;
	if (gnutls_x509_crt_import(cert, der, GNUTLS_X509_FMT_DER) < 0) {
		ret->malformed = true;
		gnutls_x509_crt_deinit(cert);
		return;
	}
	read_names(cert, ret);
	read_dates(cert, ret);
	read_sans(cert, ret);
	read_key(cert, ret);
	read_extensions(cert, ret);
	ret->version = gnutls_x509_crt_get_version(cert);
	size = sizeof(digest);
	if (gnutls_x509_crt_get_serial(cert, digest, &size) >= 0)
		ret->serial = hex(digest, size);
	ret->same_issuer = ret->subject && ret->issuer && !strcmp(ret->subject, ret->issuer);
	ret->self_signed = ret->same_issuer && gnutls_x509_crt_check_issuer(cert, cert) &&
			   chain_verifies(cert, cert, NULL);
	gnutls_x509_crt_deinit(cert);
}
