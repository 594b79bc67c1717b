/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How are certificates for tests made? From one line of text each, by GnuTLS, at test time:
 *
 *   NAME [issuer=NAME] [ca] [days=FROM..UNTIL] [minutes=FROM..UNTIL] [cn=TEXT] [o=TEXT] [dns=NAME]... [ip=ADDRESS]...
 *        [key=p192|p224|p256|p384|p521|ed25519|rsa1024|rsa2048|rsa3072|rsa4096|rsapss] [hash=sha1|sha256|sha384|md5] [eku=server|client|both|any]
 *        [aia=URL] [ocsp=URL] [crl=URL] [staple] [serial=HEX] [usage=sign|encipher|agree|ca] [scts=N] [path=N] [policy=public] [permit=NAME] [exclude=NAME] [signer=NAME] [v1] [subject=NAME] [keyof=NAME]
 *        [names=N] [aki=HEX] [raw=OID:HEX[:critical]]...
 *
 * scts: so many timestamps, each of another log, one a day from the first day on;
 * issuer: whose name and key sign (itself when absent); signer: another one's key under that name;
 * keyof: has the key of that other certificate;
 * names: so many more, host-0.test and on;
 * aki: names that issuer's key, whoever signs; raw: an extension as it is; in a word, '_' is a blank and %5F the
 * byte 0x5f;
 * subject: bears the subject of that other certificate; days are counted from NOW, and minutes are added.
 */
#ifndef TESTS_SUPPORT_FORGE_H
#define TESTS_SUPPORT_FORGE_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stddef.h>
#include <stdint.h>

struct forged {
	char *name;
	gnutls_x509_crt_t cert;
	gnutls_x509_privkey_t key;
};

struct forge {
	struct forged items[32];
	size_t count;
	int64_t now_s;
};

void forge_open(struct forge *forge, int64_t now_s);
void forge_close(struct forge *forge);

/* Makes the certificate of LINE; earlier ones may be named in it. NULL and RET_WHY (static) when LINE
 * can't be followed. */
const struct forged *forge_cert(struct forge *forge, const char *line, const char **ret_why);
const struct forged *forge_find(const struct forge *forge, const char *name);

/* The serial number in hex, capital letters, as OpenSSL writes it. The caller frees it. */
char *forge_serial(const struct forged *forged);

/* DER of a CRL that ISSUER signs over REVOKED (or NULL: nobody), from FROM_DAYS to UNTIL_DAYS. Free with
 * gnutls_free(). */
gnutls_datum_t forge_crl(const struct forge *forge, const char *issuer, const char *revoked,
	int from_days, int until_days);

/* PEM texts; the caller frees them with free(). */
char *forge_pem(const struct forged *forged);
char *forge_key_pem(const struct forged *forged);

#endif
