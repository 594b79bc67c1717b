/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forge.h"

#include <arpa/inet.h>
#include <gnutls/abstract.h>
#include <gnutls/x509-ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

/* What one line asks for. */
struct order {
	const char *name, *issuer, *signer, *subject, *keyof, *cn, *o, *key, *hash, *eku, *aia,
		*ocsp, *crl, *permit, *exclude, *serial, *usage, *aki;
	const char *raw[4];
	size_t raw_count;
	const char *dns[16], *ip[8];
	size_t dns_count, ip_count;
	int from_days, until_days, from_min, until_min, path;
	int ca, public_policy, v1, staple, scts, names;
};

void forge_open(struct forge *forge, int64_t now_s)
{
	*forge = (struct forge){ .now_s = now_s };
}

void forge_close(struct forge *forge)
{
	for (size_t i = 0; i < forge->count; i++) {
		free(forge->items[i].name);
		gnutls_x509_crt_deinit(forge->items[i].cert);
		gnutls_x509_privkey_deinit(forge->items[i].key);
	}
	forge->count = 0;
}

const struct forged *forge_find(const struct forge *forge, const char *name)
{
	for (size_t i = 0; i < forge->count; i++)
		if (!strcmp(forge->items[i].name, name))
			return &forge->items[i];
	return NULL;
}

static const struct {
	const char *name;
	gnutls_pk_algorithm_t algorithm;
	unsigned int bits;
} keys[] = {
	{ "p192", GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP192R1) },
	{ "p224", GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP224R1) },
	{ "p256", GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1) },
	{ "p384", GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1) },
	{ "p521", GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP521R1) },
	{ "ed25519", GNUTLS_PK_EDDSA_ED25519, 0 },
	{ "rsa1024", GNUTLS_PK_RSA, 1024 },
	{ "rsa2048", GNUTLS_PK_RSA, 2048 },
	{ "rsa3072", GNUTLS_PK_RSA, 3072 },
	{ "rsa4096", GNUTLS_PK_RSA, 4096 },
	{ "rsapss", GNUTLS_PK_RSA_PSS, 2048 },
};

static int make_key(const char *name, gnutls_x509_privkey_t *ret)
{
	gnutls_x509_privkey_init(ret);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i].name, name))
			return gnutls_x509_privkey_generate(
				*ret, keys[i].algorithm, keys[i].bits, 0);
	return -1;
}

static const struct {
	const char *word;
	size_t offset;
} texts[] = {
	{ "issuer=", offsetof(struct order, issuer) },
	{ "signer=", offsetof(struct order, signer) },
	{ "subject=", offsetof(struct order, subject) },
	{ "keyof=", offsetof(struct order, keyof) },
	{ "cn=", offsetof(struct order, cn) },
	{ "o=", offsetof(struct order, o) },
	{ "key=", offsetof(struct order, key) },
	{ "hash=", offsetof(struct order, hash) },
	{ "eku=", offsetof(struct order, eku) },
	{ "aia=", offsetof(struct order, aia) },
	{ "ocsp=", offsetof(struct order, ocsp) },
	{ "crl=", offsetof(struct order, crl) },
	{ "serial=", offsetof(struct order, serial) },
	{ "usage=", offsetof(struct order, usage) },
	{ "permit=", offsetof(struct order, permit) },
	{ "exclude=", offsetof(struct order, exclude) },
	{ "aki=", offsetof(struct order, aki) },
};

static int read_word(struct order *order, const char *word)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t length = strlen(texts[i].word);

		if (!strncmp(word, texts[i].word, length)) {
			*(const char **)((char *)order + texts[i].offset) = word + length;
			return 0;
		}
	}
	if (!strncmp(word, "dns=", 4) && order->dns_count < 16)
		order->dns[order->dns_count++] = word + 4;
	else if (!strncmp(word, "ip=", 3) && order->ip_count < 8)
		order->ip[order->ip_count++] = word + 3;
	else if (!strncmp(word, "raw=", 4) && order->raw_count < 4 && strchr(word, ':'))
		order->raw[order->raw_count++] = word + 4;
	else if (!strcmp(word, "ca"))
		order->ca = 1;
	else if (!strcmp(word, "staple"))
		order->staple = 1;
	else if (!strcmp(word, "v1"))
		order->v1 = 1;
	else if (!strcmp(word, "policy=public"))
		order->public_policy = 1;
	else if (sscanf(word, "days=%d..%d", &order->from_days, &order->until_days) != 2 &&
		 sscanf(word, "minutes=%d..%d", &order->from_min, &order->until_min) != 2 &&
		 sscanf(word, "path=%d", &order->path) != 1 &&
		 sscanf(word, "scts=%d", &order->scts) != 1 &&
		 sscanf(word, "names=%d", &order->names) != 1)
		return -1;
	return 0;
}

/* In place: '_' stands for a blank, "%5F" for the byte 0x5f. */
static void unescape(char *word)
{
	char *to = word;
	unsigned int byte;

	for (; *word; word++, to++) {
		*to = *word == '_' ? ' ' : *word;
		if (*word == '%' && sscanf(word + 1, "%2x", &byte) == 1) {
			*to = (char)byte;
			word += 2;
		}
	}
	*to = '\0';
}

/* Splits LINE (changed) at blanks. */
static int read_line(struct order *order, char *line)
{
	char *rest = NULL;
	char *word = strtok_r(line, " ", &rest);

	*order = (struct order){ .key = "p256", .from_days = -30, .until_days = 60, .path = -1 };
	order->name = word;
	if (!word)
		return -1;
	while ((word = strtok_r(NULL, " ", &rest))) {
		unescape(word);
		if (read_word(order, word) < 0)
			return -1;
	}
	return 0;
}

/* The common name and organisation of OTHER. */
static void copy_subject(gnutls_x509_crt_t cert, const struct forged *other)
{
	static const char *const parts[] = { GNUTLS_OID_X520_COMMON_NAME,
		GNUTLS_OID_X520_ORGANIZATION_NAME };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char value[256];
		size_t size = sizeof(value);

		if (gnutls_x509_crt_get_dn_by_oid(other->cert, parts[i], 0, 0, value, &size) >= 0)
			gnutls_x509_crt_set_dn_by_oid(cert, parts[i], 0, value, (unsigned int)size);
	}
}

static void set_names(const struct forge *forge, gnutls_x509_crt_t cert, const struct order *order)
{
	const char *cn = order->cn ? order->cn : order->name;

	if (order->subject && forge_find(forge, order->subject))
		copy_subject(cert, forge_find(forge, order->subject));
	else if (*cn)
		gnutls_x509_crt_set_dn_by_oid(
			cert, GNUTLS_OID_X520_COMMON_NAME, 0, cn, (unsigned int)strlen(cn));
	if (order->o)
		gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, order->o,
			(unsigned int)strlen(order->o));
	for (size_t i = 0; i < order->dns_count; i++)
		gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, order->dns[i],
			(unsigned int)strlen(order->dns[i]), GNUTLS_FSAN_APPEND);
	for (int i = 0; i < order->names; i++) {
		char name[32];
		int length = snprintf(name, sizeof(name), "host-%d.test", i);

		gnutls_x509_crt_set_subject_alt_name(
			cert, GNUTLS_SAN_DNSNAME, name, (unsigned int)length, GNUTLS_FSAN_APPEND);
	}
	for (size_t i = 0; i < order->ip_count; i++) {
		unsigned char bytes[16];
		int six = strchr(order->ip[i], ':') != NULL;

		inet_pton(six ? AF_INET6 : AF_INET, order->ip[i], bytes);
		gnutls_x509_crt_set_subject_alt_name(
			cert, GNUTLS_SAN_IPADDRESS, bytes, six ? 16 : 4, GNUTLS_FSAN_APPEND);
	}
}

static unsigned int usage_of(const struct order *order)
{
	static const struct {
		const char *name;
		unsigned int bits;
	} usages[] = {
		{ "sign", GNUTLS_KEY_DIGITAL_SIGNATURE },
		{ "encipher", GNUTLS_KEY_KEY_ENCIPHERMENT },
		{ "agree", GNUTLS_KEY_KEY_AGREEMENT },
		{ "ca", GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN },
	};

	for (size_t i = 0; order->usage && i < sizeof(usages) / sizeof(usages[0]); i++)
		if (!strcmp(order->usage, usages[i].name))
			return usages[i].bits;
	return order->ca ? GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN
			 : GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT;
}

static void set_serial(gnutls_x509_crt_t cert, const struct order *order, size_t number)
{
	unsigned char bytes[64] = { 1, 2, 3, 4, 5, 6, 7, (unsigned char)number };
	size_t size = 8;

	if (order->serial) {
		gnutls_datum_t hex = { (unsigned char *)order->serial,
			(unsigned int)strlen(order->serial) };

		size = sizeof(bytes);
		if (gnutls_hex_decode(&hex, bytes, &size) < 0)
			size = 0;
	}
	gnutls_x509_crt_set_serial(cert, bytes, size);
}

static void set_purpose(gnutls_x509_crt_t cert, const struct order *order)
{
	const char *eku = order->eku ? order->eku : order->ca ? "" : "server";

	gnutls_x509_crt_set_basic_constraints(cert, order->ca ? 1 : 0, order->path);
	gnutls_x509_crt_set_key_usage(cert, usage_of(order));
	if (!strcmp(eku, "server") || !strcmp(eku, "both"))
		gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
	if (!strcmp(eku, "client") || !strcmp(eku, "both"))
		gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_CLIENT, 0);
	if (!strcmp(eku, "any"))
		gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_ANY, 0);
}

static void set_revocation(gnutls_x509_crt_t cert, const struct order *order)
{
	if (order->ocsp) {
		gnutls_datum_t url = { (unsigned char *)order->ocsp,
			(unsigned int)strlen(order->ocsp) };

		gnutls_x509_crt_set_authority_info_access(cert, GNUTLS_IA_OCSP_URI, &url);
	}
	if (order->crl)
		gnutls_x509_crt_set_crl_dist_points2(
			cert, GNUTLS_SAN_URI, order->crl, (unsigned int)strlen(order->crl), 0);
	if (order->staple) {
		gnutls_x509_tlsfeatures_t features;

		gnutls_x509_tlsfeatures_init(&features);
		gnutls_x509_tlsfeatures_add(features, 5); /* status_request */
		gnutls_x509_crt_set_tlsfeatures(cert, features);
		gnutls_x509_tlsfeatures_deinit(features);
	}
}

/* SignedCertificateTimestampList (RFC 6962 section 3.3) in an OCTET STRING; the signatures are nothing. */
static void set_scts(gnutls_x509_crt_t cert, const struct order *order, int64_t first_s)
{
	enum { ONE = 1 + 32 + 8 + 2 + 2 + 2 + 4 };
	unsigned char list[2 + 8 * (2 + ONE)] = { 0 };
	size_t length = 2;
	unsigned char der[4 + sizeof(list)];
	size_t head = 1;

	for (int i = 0; i < order->scts && i < 8; i++) {
		uint64_t ms = (uint64_t)(first_s + i * 86400LL) * 1000;
		unsigned char *sct = list + length + 2;

		list[length + 1] = ONE;
		memset(sct + 1, i + 1, 32);
		for (int b = 0; b < 8; b++)
			sct[33 + b] = (unsigned char)(ms >> (56 - 8 * b));
		sct[43] = 4; /* SHA-256 */
		sct[44] = 3; /* ECDSA */
		sct[46] = 4;
		length += 2 + ONE;
	}
	list[0] = (unsigned char)((length - 2) >> 8);
	list[1] = (unsigned char)(length - 2);
	der[0] = 0x04; /* OCTET STRING */
	if (length < 128) {
		der[head++] = (unsigned char)length;
	} else {
		der[head++] = length < 256 ? 0x81 : 0x82;
		if (length >= 256)
			der[head++] = (unsigned char)(length >> 8);
		der[head++] = (unsigned char)length;
	}
	memcpy(der + head, list, length);
	gnutls_x509_crt_set_extension_by_oid(
		cert, "1.3.6.1.4.1.11129.2.4.2", der, head + length, 0);
}

static void set_constraints(gnutls_x509_crt_t cert, const struct order *order)
{
	gnutls_x509_name_constraints_t constraints;

	gnutls_x509_name_constraints_init(&constraints);
	if (order->permit) {
		gnutls_datum_t name = { (unsigned char *)order->permit,
			(unsigned int)strlen(order->permit) };

		gnutls_x509_name_constraints_add_permitted(constraints, GNUTLS_SAN_DNSNAME, &name);
	}
	if (order->exclude) {
		gnutls_datum_t name = { (unsigned char *)order->exclude,
			(unsigned int)strlen(order->exclude) };

		gnutls_x509_name_constraints_add_excluded(constraints, GNUTLS_SAN_DNSNAME, &name);
	}
	gnutls_x509_crt_set_name_constraints(cert, constraints, 1);
	gnutls_x509_name_constraints_deinit(constraints);
}

/* "OID:HEX", or "OID:HEX:critical". */
static void set_raw(gnutls_x509_crt_t cert, const char *text)
{
	char oid[64];
	unsigned char der[256];
	size_t size = sizeof(der);
	const char *value = strchr(text, ':') + 1;
	gnutls_datum_t hex = { (unsigned char *)value, (unsigned int)strcspn(value, ":") };

	snprintf(oid, sizeof(oid), "%.*s", (int)(value - 1 - text), text);
	if (gnutls_hex_decode(&hex, der, &size) >= 0)
		gnutls_x509_crt_set_extension_by_oid(cert, oid, der, size, value[hex.size] == ':');
}

static void set_extensions(gnutls_x509_crt_t cert, const struct order *order)
{
	set_revocation(cert, order);
	if (order->aia) {
		gnutls_datum_t url = { (unsigned char *)order->aia,
			(unsigned int)strlen(order->aia) };

		gnutls_x509_crt_set_authority_info_access(cert, GNUTLS_IA_CAISSUERS_URI, &url);
	}
	if (order->public_policy) {
		struct gnutls_x509_policy_st policy = { .oid = (char *)"2.23.140.1.2.1" };

		gnutls_x509_crt_set_policy(cert, &policy, 0);
	}
	if (order->permit || order->exclude)
		set_constraints(cert, order);
	for (size_t i = 0; i < order->raw_count; i++)
		set_raw(cert, order->raw[i]);
}

static gnutls_digest_algorithm_t hash_of(const struct order *order, gnutls_x509_privkey_t key)
{
	const char *name = order->hash;

	if (gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_EDDSA_ED25519)
		return GNUTLS_DIG_SHA512;
	if (!name || !strcmp(name, "sha256"))
		return GNUTLS_DIG_SHA256;
	if (!strcmp(name, "sha1"))
		return GNUTLS_DIG_SHA1;
	return !strcmp(name, "md5") ? GNUTLS_DIG_MD5 : GNUTLS_DIG_SHA384;
}

static int sign(struct forge *forge, struct forged *forged, const struct order *order)
{
	const struct forged *issuer = order->issuer ? forge_find(forge, order->issuer) : forged;
	const struct forged *signer = order->signer ? forge_find(forge, order->signer) : issuer;
	unsigned char id[20];
	size_t size = sizeof(id);

	if (!issuer || !signer)
		return -1;
	gnutls_x509_crt_get_key_id(forged->cert, 0, id, &size);
	if (!order->v1)
		gnutls_x509_crt_set_subject_key_id(forged->cert, id, size);
	size = sizeof(id);
	if (order->aki) {
		gnutls_datum_t hex = { (unsigned char *)order->aki,
			(unsigned int)strlen(order->aki) };

		if (gnutls_hex_decode(&hex, id, &size) >= 0)
			gnutls_x509_crt_set_authority_key_id(forged->cert, id, size);
	} else if (!order->v1 && order->issuer && !order->signer &&
		   gnutls_x509_crt_get_key_id(signer->cert, 0, id, &size) >= 0)
		gnutls_x509_crt_set_authority_key_id(forged->cert, id, size);
	return gnutls_x509_crt_sign2(
		forged->cert, issuer->cert, signer->key, hash_of(order, signer->key), 0);
}

/* A new key, or the one of another certificate. */
static int give_key(
	const struct forge *forge, const struct order *order, gnutls_x509_privkey_t *ret)
{
	const struct forged *other = order->keyof ? forge_find(forge, order->keyof) : NULL;

	if (!order->keyof)
		return make_key(order->key, ret);
	gnutls_x509_privkey_init(ret);
	return other ? gnutls_x509_privkey_cpy(*ret, other->key) : -1;
}

static int build(struct forge *forge, struct forged *forged, const struct order *order)
{
	int64_t from_s = forge->now_s + order->from_days * 86400LL + order->from_min * 60;
	gnutls_x509_crt_t cert;

	if (give_key(forge, order, &forged->key) < 0 || gnutls_x509_crt_init(&forged->cert) < 0)
		return -1;
	cert = forged->cert;
	gnutls_x509_crt_set_version(cert, order->v1 ? 1 : 3);
	gnutls_x509_crt_set_key(cert, forged->key);
	set_serial(cert, order, forge->count + 1);
	gnutls_x509_crt_set_activation_time(cert, (time_t)from_s);
	gnutls_x509_crt_set_expiration_time(
		cert, (time_t)(forge->now_s + order->until_days * 86400LL + order->until_min * 60));
	set_names(forge, cert, order);
	if (!order->v1) {
		set_purpose(cert, order);
		set_extensions(cert, order);
		if (order->scts)
			set_scts(cert, order, from_s);
	}
	return sign(forge, forged, order);
}

const struct forged *forge_cert(struct forge *forge, const char *line, const char **ret_why)
{
	struct forged *forged = &forge->items[forge->count];
	char *words = memory_text(line);
	struct order order;

	*ret_why = NULL;
	*forged = (struct forged){ 0 };
	if (forge->count >= 32 || read_line(&order, words) < 0) {
		*ret_why = "a word isn't understood";
		free(words);
		return NULL;
	}
	if (order.subject && !order.cn)
		order.cn = order.subject;
	forged->name = memory_text(order.name);
	forge->count++;
	if (build(forge, forged, &order) < 0)
		*ret_why = "GnuTLS could not make it";
	free(words);
	return *ret_why ? NULL : forged;
}

static char *take(gnutls_datum_t *datum)
{
	char *text = memory_text_n((const char *)datum->data, datum->size);

	gnutls_free(datum->data);
	return text;
}

char *forge_serial(const struct forged *forged)
{
	unsigned char bytes[64];
	size_t size = sizeof(bytes);
	char *text;

	if (gnutls_x509_crt_get_serial(forged->cert, bytes, &size) < 0)
		return NULL;
	text = memory_new(2 * size + 1, 1);
	for (size_t i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02X", bytes[i]);
	return text;
}

gnutls_datum_t forge_crl(const struct forge *forge, const char *issuer, const char *revoked,
	int from_days, int until_days)
{
	const struct forged *by = forge_find(forge, issuer);
	time_t from = (time_t)(forge->now_s + from_days * 86400LL);
	gnutls_datum_t der = { NULL, 0 };
	gnutls_x509_crl_t crl;

	gnutls_x509_crl_init(&crl);
	gnutls_x509_crl_set_version(crl, 2);
	gnutls_x509_crl_set_this_update(crl, from);
	gnutls_x509_crl_set_next_update(crl, (time_t)(forge->now_s + until_days * 86400LL));
	if (revoked)
		gnutls_x509_crl_set_crt(crl, forge_find(forge, revoked)->cert, from);
	gnutls_x509_crl_sign2(crl, by->cert, by->key, GNUTLS_DIG_SHA256, 0);
	gnutls_x509_crl_export2(crl, GNUTLS_X509_FMT_DER, &der);
	gnutls_x509_crl_deinit(crl);
	return der;
}

char *forge_pem(const struct forged *forged)
{
	gnutls_datum_t pem;

	return gnutls_x509_crt_export2(forged->cert, GNUTLS_X509_FMT_PEM, &pem) < 0 ? NULL
										    : take(&pem);
}

char *forge_key_pem(const struct forged *forged)
{
	gnutls_datum_t pem;

	return gnutls_x509_privkey_export2_pkcs8(forged->key, GNUTLS_X509_FMT_PEM, NULL, 0, &pem) <
			       0
		       ? NULL
		       : take(&pem);
}
