/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/authority.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "practice/practice.h"

#define DAY_S 86400
#define SERIAL_BYTES 16
#define KEY_ID_MOST 64

/* A certificate and the key it belongs to; NULL until made. */
struct identity {
	gnutls_x509_crt_t crt;
	gnutls_x509_privkey_t key;
};

struct authority {
	struct identity root;
	struct identity intermediate;
	struct identity stranger;
	gnutls_x509_privkey_t
		leaf_key; /* one for all servers: keys aren't what one practises with */
	gnutls_datum_t pem; /* of the root, ended by a NUL */
};

/* What distinguishes one certificate from another. */
struct draft {
	const char *name; /* RFC 4514 */
	bool ca;
	int path_length; /* of a CA, -1: not limited */
	int begins_day, ends_day;
	gnutls_x509_privkey_t key;
	const struct identity *issuer; /* NULL: signs itself */
};

static const struct draft root_draft = {
	.name = "CN=Practice CA,O=tlsdoctor practice",
	.ca = true,
	.path_length = -1,
	.begins_day = -365,
	.ends_day = 365,
};

static const struct draft intermediate_draft = {
	.name = "CN=Practice Intermediate CA,O=tlsdoctor practice",
	.ca = true,
	.path_length = 0,
	.begins_day = -200,
	.ends_day = 200,
};

static const struct draft stranger_draft = {
	.name = "CN=Example Office CA,O=Example Office",
	.ca = true,
	.path_length = -1,
	.begins_day = -365,
	.ends_day = 365,
};

static int make_key(gnutls_x509_privkey_t *ret)
{
	gnutls_x509_privkey_t key;
	int rc = gnutls_x509_privkey_init(&key);

	if (rc < 0)
		return rc;
	rc = gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
		(unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	if (rc < 0) {
		gnutls_x509_privkey_deinit(key);
		return rc;
	}
	*ret = key;
	return 0;
}

/* RFC 5280 section 4.1.2.2: positive, at most 20 bytes, unique for the CA. */
static int set_serial(gnutls_x509_crt_t crt)
{
	unsigned char serial[SERIAL_BYTES];
	int rc = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

	if (rc < 0)
		return rc;
	serial[0] = (unsigned char)((serial[0] & 0x3f) | 0x40);
	return gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
}

static int set_dates(gnutls_x509_crt_t crt, const struct draft *draft)
{
	int64_t now_s = timing_wall_s();
	int rc = gnutls_x509_crt_set_activation_time(
		crt, (time_t)(now_s + (int64_t)draft->begins_day * DAY_S));

	if (rc < 0)
		return rc;
	return gnutls_x509_crt_set_expiration_time(
		crt, (time_t)(now_s + (int64_t)draft->ends_day * DAY_S));
}

/* Subject and authority key identifiers (RFC 5280 sections 4.2.1.1 and 4.2.1.2). */
static int set_key_ids(gnutls_x509_crt_t crt, const struct draft *draft)
{
	unsigned char id[KEY_ID_MOST];
	size_t size = sizeof(id);
	int rc = gnutls_x509_privkey_get_key_id(draft->key, 0, id, &size);

	if (rc < 0 || (rc = gnutls_x509_crt_set_subject_key_id(crt, id, size)) < 0)
		return rc;
	if (!draft->issuer)
		return gnutls_x509_crt_set_authority_key_id(crt, id, size);
	size = sizeof(id);
	rc = gnutls_x509_privkey_get_key_id(draft->issuer->key, 0, id, &size);
	return rc < 0 ? rc : gnutls_x509_crt_set_authority_key_id(crt, id, size);
}

static int set_purpose(gnutls_x509_crt_t crt, const struct draft *draft)
{
	int rc = gnutls_x509_crt_set_basic_constraints(
		crt, draft->ca, draft->ca ? draft->path_length : -1);

	if (rc < 0)
		return rc;
	if (draft->ca)
		return gnutls_x509_crt_set_key_usage(
			crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN);
	rc = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
	if (rc < 0)
		return rc;
	return gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
}

/* Everything but the signature. */
static int fill(gnutls_x509_crt_t crt, const struct draft *draft)
{
	int rc;

	if ((rc = gnutls_x509_crt_set_version(crt, 3)) < 0 || (rc = set_serial(crt)) < 0)
		return rc;
	if ((rc = gnutls_x509_crt_set_dn(crt, draft->name, NULL)) < 0)
		return rc;
	if ((rc = gnutls_x509_crt_set_key(crt, draft->key)) < 0)
		return rc;
	if ((rc = set_dates(crt, draft)) < 0 || (rc = set_purpose(crt, draft)) < 0)
		return rc;
	return set_key_ids(crt, draft);
}

static int sign(gnutls_x509_crt_t crt, const struct draft *draft)
{
	gnutls_x509_crt_t issuer = draft->issuer ? draft->issuer->crt : crt;
	gnutls_x509_privkey_t key = draft->issuer ? draft->issuer->key : draft->key;

	return gnutls_x509_crt_sign2(crt, issuer, key, GNUTLS_DIG_SHA256, 0);
}

/* Makes ID a CA by DRAFT, signed by ISSUER or itself, unless it is there already. */
static int make_ca(struct identity *id, const struct draft *draft, const struct identity *issuer)
{
	struct draft own = *draft;
	int rc;

	if (id->crt)
		return 0;
	if (!id->key && (rc = make_key(&id->key)) < 0)
		return rc;
	own.key = id->key;
	own.issuer = issuer;
	if ((rc = gnutls_x509_crt_init(&id->crt)) < 0)
		return rc;
	if ((rc = fill(id->crt, &own)) < 0 || (rc = sign(id->crt, &own)) < 0) {
		gnutls_x509_crt_deinit(id->crt);
		id->crt = NULL;
	}
	return rc;
}

static void identity_free(struct identity *id)
{
	if (id->crt)
		gnutls_x509_crt_deinit(id->crt);
	if (id->key)
		gnutls_x509_privkey_deinit(id->key);
}

int authority_new(struct authority **ret)
{
	struct authority *authority = memory_new(1, sizeof(*authority));
	int rc = make_ca(&authority->root, &root_draft, NULL);

	if (rc >= 0)
		rc = gnutls_x509_crt_export2(
			authority->root.crt, GNUTLS_X509_FMT_PEM, &authority->pem);
	if (rc < 0) {
		authority_free(authority);
		return rc;
	}
	*ret = authority;
	return 0;
}

void authority_free(struct authority *authority)
{
	if (!authority)
		return;
	identity_free(&authority->root);
	identity_free(&authority->intermediate);
	identity_free(&authority->stranger);
	if (authority->leaf_key)
		gnutls_x509_privkey_deinit(authority->leaf_key);
	gnutls_free(authority->pem.data);
	free(authority);
}

const char *authority_pem(const struct authority *authority)
{
	return (const char *)authority->pem.data;
}

int authority_intermediate(struct authority *authority, gnutls_datum_t *ret)
{
	int rc = make_ca(&authority->intermediate, &intermediate_draft, &authority->root);

	if (rc < 0)
		return rc;
	return gnutls_x509_crt_export2(authority->intermediate.crt, GNUTLS_X509_FMT_DER, ret);
}

static int add_dns_name(gnutls_x509_crt_t crt, const char *name)
{
	return gnutls_x509_crt_set_subject_alt_name(
		crt, GNUTLS_SAN_DNSNAME, name, (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
}

static int add_loopback(gnutls_x509_crt_t crt)
{
	struct in_addr four = { .s_addr = htonl(INADDR_LOOPBACK) };
	struct in6_addr six = IN6ADDR_LOOPBACK_INIT;
	int rc = gnutls_x509_crt_set_subject_alt_name(
		crt, GNUTLS_SAN_IPADDRESS, &four, sizeof(four), GNUTLS_FSAN_APPEND);

	if (rc < 0)
		return rc;
	return gnutls_x509_crt_set_subject_alt_name(
		crt, GNUTLS_SAN_IPADDRESS, &six, sizeof(six), GNUTLS_FSAN_APPEND);
}

static int add_names(gnutls_x509_crt_t crt, const struct recipe *recipe)
{
	int rc;

	if (recipe->name)
		return add_dns_name(crt, recipe->name);
	if ((rc = add_dns_name(crt, PRACTICE_HOST)) < 0 ||
		(rc = add_dns_name(crt, "localhost")) < 0)
		return rc;
	return add_loopback(crt);
}

static int add_issuer_url(gnutls_x509_crt_t crt, const char *url)
{
	gnutls_datum_t data = { .data = (unsigned char *)url, .size = (unsigned)strlen(url) };

	return gnutls_x509_crt_set_authority_info_access(crt, GNUTLS_IA_CAISSUERS_URI, &data);
}

/* Who signs RECIPE's certificate: NULL in *RET means itself. */
static int find_signer(
	struct authority *authority, const struct recipe *recipe, const struct identity **ret)
{
	int rc = 0;

	*ret = NULL;
	switch (recipe->signer) {
	case SIGNER_INTERMEDIATE:
		rc = make_ca(&authority->intermediate, &intermediate_draft, &authority->root);
		*ret = &authority->intermediate;
		break;
	case SIGNER_STRANGER:
		rc = make_ca(&authority->stranger, &stranger_draft, NULL);
		*ret = &authority->stranger;
		break;
	case SIGNER_ITSELF:
		break;
	}
	return rc;
}

static int make_leaf(gnutls_x509_crt_t crt, const struct recipe *recipe, const char *issuer_url,
	const struct identity *issuer, gnutls_x509_privkey_t key)
{
	char name[128];
	struct draft draft = {
		.name = name,
		.begins_day = recipe->begins_day,
		.ends_day = recipe->ends_day,
		.key = key,
		.issuer = issuer,
	};
	int rc;

	snprintf(name, sizeof(name), "CN=%s", recipe->name ? recipe->name : PRACTICE_HOST);
	if ((rc = fill(crt, &draft)) < 0 || (rc = add_names(crt, recipe)) < 0)
		return rc;
	if (issuer_url && (rc = add_issuer_url(crt, issuer_url)) < 0)
		return rc;
	return sign(crt, &draft);
}

int authority_issue(struct authority *authority, const struct recipe *recipe,
	const char *issuer_url, gnutls_certificate_credentials_t credentials)
{
	const struct identity *issuer;
	gnutls_x509_crt_t chain[2];
	int rc = find_signer(authority, recipe, &issuer);

	if (rc < 0)
		return rc;
	if (!authority->leaf_key && (rc = make_key(&authority->leaf_key)) < 0)
		return rc;
	if ((rc = gnutls_x509_crt_init(&chain[0])) < 0)
		return rc;
	rc = make_leaf(chain[0], recipe, issuer_url, issuer, authority->leaf_key);
	if (rc >= 0) {
		if (issuer)
			chain[1] = issuer->crt;
		rc = gnutls_certificate_set_x509_key(credentials, chain,
			issuer && !recipe->leaf_only ? 2 : 1, authority->leaf_key);
	}
	gnutls_x509_crt_deinit(chain[0]);
	return rc < 0 ? rc : 0;
}
