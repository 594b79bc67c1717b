/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenSSL's cipher strings: ciphers(1) of OpenSSL 3. Only which suites are in, not their order. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/limits.h"

/* ---- Words ---- */

static bool is_psk(const struct suite *s)
{
	return s->exchange == EXCHANGE_PSK || s->exchange == EXCHANGE_DHE_PSK ||
	       s->exchange == EXCHANGE_ECDHE_PSK || s->exchange == EXCHANGE_RSA_PSK;
}

static bool is_any(const struct suite *s)
{
	return s->cipher != CIPHER_NULL;
}

static bool is_null(const struct suite *s)
{
	return s->cipher == CIPHER_NULL;
}

static bool is_anonymous(const struct suite *s)
{
	return s->auth == AUTH_ANON;
}

/* Those that OpenSSL marks as not of the default (ssl/s3_lib.c of 3.0). */
static bool is_not_default(const struct suite *s)
{
	return s->auth == AUTH_ANON || s->auth == AUTH_DSS || s->mode == MODE_CCM ||
	       s->mode == MODE_CCM_8 ||
	       (s->cipher != CIPHER_AES && s->cipher != CIPHER_CHACHA20 &&
		       s->cipher != CIPHER_NULL);
}

static bool is_complement(const struct suite *s)
{
	return is_any(s) && is_not_default(s);
}

static bool is_default(const struct suite *s)
{
	return is_any(s) && !is_not_default(s);
}

static bool is_medium(const struct suite *s)
{
	return s->cipher == CIPHER_RC4 || s->cipher == CIPHER_SEED || s->cipher == CIPHER_IDEA ||
	       s->cipher == CIPHER_DES3 || s->cipher == CIPHER_RC2;
}

static bool is_high(const struct suite *s)
{
	return is_any(s) && !is_medium(s) && s->bits >= 128;
}

static bool is_none(const struct suite *s)
{
	(void)s;
	return false;
}

static bool is_rsa_exchange(const struct suite *s)
{
	return s->exchange == EXCHANGE_RSA;
}

static bool is_dhe(const struct suite *s)
{
	return s->exchange == EXCHANGE_DHE;
}

static bool is_dhe_known(const struct suite *s)
{
	return is_dhe(s) && !is_anonymous(s);
}

static bool is_ecdhe(const struct suite *s)
{
	return s->exchange == EXCHANGE_ECDHE;
}

static bool is_ecdhe_known(const struct suite *s)
{
	return is_ecdhe(s) && !is_anonymous(s);
}

static bool is_anonymous_dh(const struct suite *s)
{
	return is_dhe(s) && is_anonymous(s);
}

static bool is_anonymous_ecdh(const struct suite *s)
{
	return is_ecdhe(s) && is_anonymous(s);
}

static bool is_psk_exchange(const struct suite *s)
{
	return s->exchange == EXCHANGE_PSK;
}

static bool is_dhe_psk(const struct suite *s)
{
	return s->exchange == EXCHANGE_DHE_PSK;
}

static bool is_ecdhe_psk(const struct suite *s)
{
	return s->exchange == EXCHANGE_ECDHE_PSK;
}

static bool is_rsa_psk(const struct suite *s)
{
	return s->exchange == EXCHANGE_RSA_PSK;
}

static bool is_srp(const struct suite *s)
{
	return s->exchange == EXCHANGE_SRP;
}

static bool is_rsa_auth(const struct suite *s)
{
	return s->auth == AUTH_RSA;
}

static bool is_rsa(const struct suite *s)
{
	return s->exchange == EXCHANGE_RSA;
}

static bool is_dss(const struct suite *s)
{
	return s->auth == AUTH_DSS;
}

static bool is_ecdsa(const struct suite *s)
{
	return s->auth == AUTH_ECDSA;
}

static bool is_psk_auth(const struct suite *s)
{
	return is_psk(s) && s->exchange != EXCHANGE_RSA_PSK;
}

static bool is_aes(const struct suite *s)
{
	return s->cipher == CIPHER_AES;
}

static bool is_aes128(const struct suite *s)
{
	return is_aes(s) && s->bits == 128;
}

static bool is_aes256(const struct suite *s)
{
	return is_aes(s) && s->bits == 256;
}

static bool is_aesgcm(const struct suite *s)
{
	return is_aes(s) && s->mode == MODE_GCM;
}

static bool is_aesccm(const struct suite *s)
{
	return is_aes(s) && (s->mode == MODE_CCM || s->mode == MODE_CCM_8);
}

static bool is_aesccm8(const struct suite *s)
{
	return is_aes(s) && s->mode == MODE_CCM_8;
}

static bool is_cbc(const struct suite *s)
{
	return s->mode == MODE_CBC;
}

static bool is_chacha(const struct suite *s)
{
	return s->cipher == CIPHER_CHACHA20;
}

static bool is_aria(const struct suite *s)
{
	return s->cipher == CIPHER_ARIA;
}

static bool is_aria128(const struct suite *s)
{
	return is_aria(s) && s->bits == 128;
}

static bool is_aria256(const struct suite *s)
{
	return is_aria(s) && s->bits == 256;
}

static bool is_camellia(const struct suite *s)
{
	return s->cipher == CIPHER_CAMELLIA;
}

static bool is_camellia128(const struct suite *s)
{
	return is_camellia(s) && s->bits == 128;
}

static bool is_camellia256(const struct suite *s)
{
	return is_camellia(s) && s->bits == 256;
}

static bool is_seed(const struct suite *s)
{
	return s->cipher == CIPHER_SEED;
}

static bool is_rc4(const struct suite *s)
{
	return s->cipher == CIPHER_RC4;
}

static bool is_des3(const struct suite *s)
{
	return s->cipher == CIPHER_DES3;
}

static bool is_idea(const struct suite *s)
{
	return s->cipher == CIPHER_IDEA;
}

static bool is_md5(const struct suite *s)
{
	return s->mac == MAC_MD5;
}

static bool is_sha1(const struct suite *s)
{
	return s->mac == MAC_SHA1;
}

static bool is_sha256(const struct suite *s)
{
	return s->mac == MAC_SHA256;
}

static bool is_sha384(const struct suite *s)
{
	return s->mac == MAC_SHA384;
}

static bool is_tls12(const struct suite *s)
{
	return s->first_version == 0x0303;
}

static bool is_older(const struct suite *s)
{
	return s->first_version < 0x0303;
}

typedef bool suite_test(const struct suite *suite);

static const struct word {
	const char *name;
	suite_test *test;
} words[] = {
	{ "ALL", is_any },
	{ "COMPLEMENTOFALL", is_null },
	{ "DEFAULT", is_default },
	{ "COMPLEMENTOFDEFAULT", is_complement },
	{ "HIGH", is_high },
	{ "MEDIUM", is_medium },
	{ "LOW", is_none },
	{ "EXP", is_none },
	{ "EXPORT", is_none },
	{ "DES", is_none },
	{ "RC2", is_none },
	{ "eNULL", is_null },
	{ "NULL", is_null },
	{ "aNULL", is_anonymous },
	{ "kRSA", is_rsa_exchange },
	{ "RSA", is_rsa },
	{ "aRSA", is_rsa_auth },
	{ "kDHE", is_dhe },
	{ "kEDH", is_dhe },
	{ "DH", is_dhe },
	{ "DHE", is_dhe_known },
	{ "EDH", is_dhe_known },
	{ "kECDHE", is_ecdhe },
	{ "kEECDH", is_ecdhe },
	{ "ECDH", is_ecdhe },
	{ "ECDHE", is_ecdhe_known },
	{ "EECDH", is_ecdhe_known },
	{ "ADH", is_anonymous_dh },
	{ "AECDH", is_anonymous_ecdh },
	{ "PSK", is_psk },
	{ "kPSK", is_psk_exchange },
	{ "kDHEPSK", is_dhe_psk },
	{ "kECDHEPSK", is_ecdhe_psk },
	{ "kRSAPSK", is_rsa_psk },
	{ "aPSK", is_psk_auth },
	{ "SRP", is_srp },
	{ "kSRP", is_srp },
	{ "aDSS", is_dss },
	{ "DSS", is_dss },
	{ "aECDSA", is_ecdsa },
	{ "ECDSA", is_ecdsa },
	{ "AES", is_aes },
	{ "AES128", is_aes128 },
	{ "AES256", is_aes256 },
	{ "AESGCM", is_aesgcm },
	{ "AESCCM", is_aesccm },
	{ "AESCCM8", is_aesccm8 },
	{ "CBC", is_cbc },
	{ "CHACHA20", is_chacha },
	{ "ARIA", is_aria },
	{ "ARIAGCM", is_aria },
	{ "ARIA128", is_aria128 },
	{ "ARIA256", is_aria256 },
	{ "CAMELLIA", is_camellia },
	{ "CAMELLIA128", is_camellia128 },
	{ "CAMELLIA256", is_camellia256 },
	{ "SEED", is_seed },
	{ "RC4", is_rc4 },
	{ "3DES", is_des3 },
	{ "IDEA", is_idea },
	{ "MD5", is_md5 },
	{ "SHA1", is_sha1 },
	{ "SHA", is_sha1 },
	{ "SHA256", is_sha256 },
	{ "SHA384", is_sha384 },
	{ "TLSv1.2", is_tls12 },
	{ "TLSv1.0", is_older },
	{ "TLSv1", is_older },
	{ "SSLv3", is_older },
};

/* ---- Strings ---- */

static bool equals(const char *text, size_t length, const char *word)
{
	return word && strlen(word) == length && !strncmp(text, word, length);
}

/* Whether SUITE is what the word (or the suite's own name) means. */
static bool means(const char *text, size_t length, const struct suite *suite)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (equals(text, length, words[i].name))
			return words[i].test(suite);
	return equals(text, length, suite->openssl ? suite->openssl : suite->name) ||
	       equals(text, length, suite->name);
}

/* "ECDHE+AESGCM": all of them at once. */
static bool fits(const char *text, size_t length, const struct suite *suite)
{
	while (length) {
		const char *plus = memchr(text, '+', length);
		size_t part = plus ? (size_t)(plus - text) : length;

		if (!means(text, part, suite))
			return false;
		part += plus != NULL;
		text += part;
		length -= part;
	}
	return true;
}

struct sets {
	const struct suite *suites;
	size_t count;
	bool *in, *dead;
};

static void apply(struct sets *sets, const char *text, size_t length)
{
	char sign = '\0';

	if (strchr("!-+", *text)) {
		sign = *text++;
		length--;
	}
	if (!length || sign == '+')
		return;
	for (size_t i = 0; i < sets->count; i++) {
		if (sets->suites[i].last_version < 0x0300 ||
			sets->suites[i].first_version > 0x0303 ||
			!fits(text, length, &sets->suites[i]))
			continue;
		sets->in[i] = !sign && !sets->dead[i];
		sets->dead[i] |= sign == '!';
	}
}

bool openssl_ciphers(const char *text, bool *allowed, int *ret_level)
{
	static const char level[] = "@SECLEVEL=";
	struct sets sets = { .in = allowed };
	bool known = true;

	*ret_level = -1;
	sets.suites = suites_all(&sets.count);
	sets.dead = memory_new(sets.count, sizeof(*sets.dead));
	memset(allowed, 0, sets.count * sizeof(*allowed));
	while (*text) {
		size_t length = strcspn(text + 1, ":, ;@") + 1;

		if (strchr(":, ;", *text)) {
			text++;
			continue;
		}

		if (!strncmp(text, level, sizeof(level) - 1))
			*ret_level = text[sizeof(level) - 1] - '0';
		else if (!strncmp(text, "PROFILE=", 8) || !strncmp(text, "SUITEB", 6))
			known = false;
		else if (length && *text != '@')
			apply(&sets, text, length);
		text += length;
	}
	if (*ret_level < 0 || *ret_level > 5)
		*ret_level = -1;
	free(sets.dead);
	return known;
}
