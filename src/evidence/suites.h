/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which cipher suite is this, and what is it made of? Facts only; how strong it is, is for checks.
 */
#ifndef EVIDENCE_SUITES_H
#define EVIDENCE_SUITES_H

#include <stdbool.h>
#include <stddef.h>

/* How the two sides come to a common secret. */
enum suite_exchange {
	EXCHANGE_NONE, /* not at all: the NULL suite and the signals */
	EXCHANGE_ANY, /* TLS 1.3: decided apart from the suite */
	EXCHANGE_RSA, /* encrypted to the key of the certificate */
	EXCHANGE_DHE,
	EXCHANGE_ECDHE,
	EXCHANGE_DH, /* static: the key of the certificate */
	EXCHANGE_ECDH, /* static */
	EXCHANGE_PSK,
	EXCHANGE_DHE_PSK,
	EXCHANGE_ECDHE_PSK,
	EXCHANGE_RSA_PSK,
	EXCHANGE_SRP,
	EXCHANGE_KRB5,
	EXCHANGE_PWD, /* a password: RFC 8492, EC-JPAKE */
	EXCHANGE_GOST,
	EXCHANGE_FORTEZZA,
	EXCHANGE_CECPQ1,
	EXCHANGE_COUNT
};

/* How the server proves who it is. With a static exchange: who signed its certificate. */
enum suite_auth {
	AUTH_NONE, /* the NULL suite and the signals */
	AUTH_ANY, /* TLS 1.3 */
	AUTH_RSA,
	AUTH_DSS,
	AUTH_ECDSA,
	AUTH_ANON, /* not at all */
	AUTH_PSK,
	AUTH_SRP,
	AUTH_KRB5,
	AUTH_PWD,
	AUTH_GOST,
	AUTH_COUNT
};

enum suite_cipher {
	CIPHER_NULL,
	CIPHER_RC4,
	CIPHER_RC2,
	CIPHER_DES,
	CIPHER_DES3,
	CIPHER_IDEA,
	CIPHER_SKIPJACK,
	CIPHER_SEED,
	CIPHER_AES,
	CIPHER_CAMELLIA,
	CIPHER_ARIA,
	CIPHER_SM4,
	CIPHER_CHACHA20,
	CIPHER_AEGIS,
	CIPHER_GOST28147,
	CIPHER_MAGMA,
	CIPHER_KUZNYECHIK,
	CIPHER_COUNT
};

enum suite_mode {
	MODE_NONE, /* nothing is encrypted */
	MODE_STREAM,
	MODE_CBC,
	MODE_GCM, /* this and all below encrypt and protect at once (AEAD) */
	MODE_CCM,
	MODE_CCM_8,
	MODE_POLY1305,
	MODE_MGM,
	MODE_AEGIS,
	MODE_COUNT
};

enum suite_mac {
	MAC_NONE,
	MAC_MD5,
	MAC_SHA1,
	MAC_SHA256,
	MAC_SHA384,
	MAC_GOST,
	MAC_AEAD, /* the cipher does it */
	MAC_COUNT
};

#define SUITE_EXPORT 1u /* made weak for export, and RSA or DH keys with it */
#define SUITE_RECOMMENDED 2u /* "Y" in IANA's column Recommended */
#define SUITE_SIGNAL 4u /* no suite: a message in a suite's place (SCSV) */

struct suite {
	unsigned
		number; /* two bytes, or the three of an SSL 2 kind, which are always above 0xffff */
	const char *name; /* as IANA writes it; SSL 2's begin with "SSL2_" */
	const char *openssl; /* OpenSSL's name where it has one of its own, or NULL */
	enum suite_exchange exchange;
	enum suite_auth auth;
	enum suite_cipher cipher;
	int bits; /* of the key, as far as they count: 112 for 3DES, 40 for export */
	enum suite_mode mode;
	enum suite_mac mac;
	int first_version, last_version; /* 0x0002, 0x0300 ... 0x0304; servers choose it at these */
	unsigned flags; /* SUITE_* */
};

/* All, by number. */
const struct suite *suites_all(size_t *ret_count);

/* NULL when nobody registered it, or when it is GREASE (see names_grease()). */
const struct suite *suite_find(unsigned number);

/*
 * By the name that people paste: IANA's, OpenSSL's (also the old EDH-), Java's (SSL_ for TLS_), GnuTLS's
 * (no WITH_, ARCFOUR, SHA1); case doesn't matter. The first LENGTH bytes of TEXT. An OpenSSL name that an SSL 2 kind
 * shares means the newer suite. NULL when unknown.
 */
const struct suite *suite_find_name(const char *text, size_t length);

/* The same for the whole of NAME; NULL for NULL. */
const struct suite *suite_named(const char *name);

/* Whether a recorded connection stays secret when the server's key is lost later. */
bool suite_forward_secret(const struct suite *suite);

bool suite_aead(const struct suite *suite);

#endif
