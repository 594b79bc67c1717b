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

/* Takes TEXT over. */
static void add_text(char ***list, size_t *count, size_t most, char *text)
{
	if (*count >= most || !text) {
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
		add_text(&ret->dns_names, &ret->dns_name_count, CERT_SANS_MOST,
			text_clean(value, size, TEXT_ONE_LINE, 255));
	else if (kind == GNUTLS_SAN_IPADDRESS)
		add_text(&ret->ip_addresses, &ret->ip_address_count, CERT_SANS_MOST,
			ip_text(value, size));
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

static const struct {
	const char *oid, *name;
} purposes[] = {
	{ GNUTLS_KP_TLS_WWW_SERVER, "serverAuth" },
	{ GNUTLS_KP_TLS_WWW_CLIENT, "clientAuth" },
	{ GNUTLS_KP_CODE_SIGNING, "codeSigning" },
	{ GNUTLS_KP_EMAIL_PROTECTION, "emailProtection" },
	{ GNUTLS_KP_TIME_STAMPING, "timeStamping" },
	{ GNUTLS_KP_OCSP_SIGNING, "OCSPSigning" },
	{ GNUTLS_KP_ANY, "anyExtendedKeyUsage" },
};

static const char *purpose_name(const char *oid)
{
	for (size_t i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if (!strcmp(purposes[i].oid, oid))
			return purposes[i].name;
	return oid;
}

/* extendedKeyUsage (RFC 5280 section 4.2.1.12). */
static void read_purposes(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	char oid[128];

	for (unsigned int index = 0; index < 64; index++) {
		size_t size = sizeof(oid);
		unsigned int critical;
		int error = gnutls_x509_crt_get_key_purpose_oid(cert, index, oid, &size, &critical);

		if (error == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			break;
		if (ret->server_auth < 0)
			ret->server_auth = 0;
		if (error < 0 && error != GNUTLS_E_SHORT_MEMORY_BUFFER)
			break;
		if (error < 0)
			continue;
		if (!strcmp(oid, GNUTLS_KP_TLS_WWW_SERVER) || !strcmp(oid, GNUTLS_KP_ANY))
			ret->server_auth = 1;
		add_text(&ret->purposes, &ret->purpose_count, CERT_ITEMS_MOST,
			text_clean(purpose_name(oid), strlen(purpose_name(oid)), TEXT_ONE_LINE,
				sizeof(oid)));
	}
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
static void read_policies(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	struct gnutls_x509_policy_st policy;
	unsigned int critical;

	for (unsigned int index = 0; index < CERT_ITEMS_MOST; index++) {
		if (gnutls_x509_crt_get_policy(cert, index, &policy, &critical) < 0)
			break;
		ret->public_policy = ret->public_policy ||
				     text_starts(policy.oid, "2.23.140.1.2.") ||
				     !strcmp(policy.oid, "2.23.140.1.1");
		add_text(&ret->policies, &ret->policy_count, CERT_ITEMS_MOST,
			text_clean(policy.oid, strlen(policy.oid), TEXT_ONE_LINE, 128));
		gnutls_x509_policy_release(&policy);
	}
}

/* An address and its mask (RFC 5280 section 4.2.1.10): "192.0.2.0/255.255.255.0". */
static char *range_text(const gnutls_datum_t *bytes)
{
	size_t half = bytes->size / 2;
	char *address = ip_text(bytes->data, half);
	char *mask = ip_text(bytes->data + half, bytes->size - half);
	char *text = address && mask ? memory_format("%s/%s", address, mask) : NULL;

	free(address);
	free(mask);
	return text;
}

/* "permitted DNS:site.test". The caller frees it. */
static char *constraint_text(const char *rule, unsigned int type, const gnutls_datum_t *name)
{
	static const struct {
		unsigned int type;
		const char *name;
	} kinds[] = {
		{ GNUTLS_SAN_DNSNAME, "DNS" },
		{ GNUTLS_SAN_RFC822NAME, "email" },
		{ GNUTLS_SAN_URI, "URI" },
		{ GNUTLS_SAN_IPADDRESS, "IP" },
	};
	char *text = NULL, *shown;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !text; i++) {
		if (kinds[i].type != type)
			continue;
		shown = type == GNUTLS_SAN_IPADDRESS
				? range_text(name)
				: text_clean(name->data, name->size, TEXT_ONE_LINE, 255);
		text = memory_format("%s %s:%s", rule, kinds[i].name, shown ? shown : "?");
		free(shown);
	}
	return text ? text : memory_format("%s ?", rule);
}

static void read_constraints(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	gnutls_x509_name_constraints_t constraints;
	gnutls_datum_t name;
	unsigned int critical, type;

	if (gnutls_x509_name_constraints_init(&constraints) < 0)
		return;
	if (gnutls_x509_crt_get_name_constraints(cert, constraints, 0, &critical) >= 0) {
		for (unsigned int i = 0;
			i < CERT_ITEMS_MOST && gnutls_x509_name_constraints_get_permitted(
						       constraints, i, &type, &name) >= 0;
			i++)
			add_text(&ret->constraints, &ret->constraint_count, CERT_ITEMS_MOST,
				constraint_text("permitted", type, &name));
		for (unsigned int i = 0;
			i < CERT_ITEMS_MOST && gnutls_x509_name_constraints_get_excluded(
						       constraints, i, &type, &name) >= 0;
			i++)
			add_text(&ret->constraints, &ret->constraint_count, CERT_ITEMS_MOST,
				constraint_text("excluded", type, &name));
	}
	gnutls_x509_name_constraints_deinit(constraints);
}

/*
 * A program must refuse what has a critical extension that it doesn't understand (RFC 5280 section 4.2). These are
 * the ones of that section and of RFC 7633 that clients read; that of RFC 6962 section 3.1, which keeps a
 * precertificate from being used, is not among them.
 */
static bool is_understood(const char *oid)
{
	static const char *const known[] = { "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18",
		"2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.33", "2.5.29.35",
		"2.5.29.36", "2.5.29.37", "2.5.29.46", "2.5.29.54", "1.3.6.1.5.5.7.1.1",
		"1.3.6.1.5.5.7.1.24", "1.3.6.1.4.1.11129.2.4.2" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i], oid))
			return true;
	return false;
}

static void read_critical(gnutls_x509_crt_t cert, struct seen_cert *ret)
{
	char oid[128];

	for (unsigned int index = 0; index < 64 && !ret->critical; index++) {
		size_t size = sizeof(oid);
		unsigned int critical = 0;
		int error = gnutls_x509_crt_get_extension_info(cert, index, oid, &size, &critical);

		if (error == GNUTLS_E_SHORT_MEMORY_BUFFER)
			continue;
		if (error < 0)
			break;
		if (critical && !is_understood(oid))
			ret->critical = text_clean(oid, strlen(oid), TEXT_ONE_LINE, sizeof(oid));
	}
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
	read_purposes(cert, ret);
	ret->aia_issuer = access_url(cert, GNUTLS_IA_CAISSUERS_URI);
	ret->ocsp_url = access_url(cert, GNUTLS_IA_OCSP_URI);
	ret->crl_url = crl_url(cert);
	read_policies(cert, ret);
	read_constraints(cert, ret);
	read_critical(cert, ret);
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

enum signing chain_signing(gnutls_x509_crt_t child, gnutls_x509_crt_t issuer)
{
	unsigned int flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_ALLOW_BROKEN |
			     GNUTLS_VERIFY_DISABLE_CRL_CHECKS | GNUTLS_VERIFY_ALLOW_X509_V1_CA_CRT |
			     GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT;
	unsigned int status = 0;

	if (gnutls_x509_crt_verify(child, &issuer, 1, flags, &status) < 0)
		return SIGNING_FORGED;
	if (status & GNUTLS_CERT_SIGNER_NOT_CA)
		return SIGNING_NOT_A_CA;
	if (status & GNUTLS_CERT_SIGNATURE_FAILURE)
		return SIGNING_FORGED;
	return status & GNUTLS_CERT_SIGNER_NOT_FOUND ? SIGNING_OTHERS : SIGNING_GOOD;
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
			   chain_signing(cert, cert) == SIGNING_GOOD;
	gnutls_x509_crt_deinit(cert);
}
