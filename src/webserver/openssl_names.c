/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/openssl_names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "evidence/groups.h"

#define PARTS_MOST 8 /* of "kEECDH+AESGCM" */

/* ---- Suites by word ---- */

static bool is_kept(const struct suite *suite)
{
	return suite->number <= 0xffff && !(suite->flags & (SUITE_SIGNAL | SUITE_EXPORT)) &&
	       suite->first_version < 0x0304 && suite->cipher != CIPHER_RC4 &&
	       suite->cipher != CIPHER_RC2 && suite->cipher != CIPHER_DES &&
	       suite->cipher != CIPHER_DES3 && suite->cipher != CIPHER_SKIPJACK &&
	       suite->cipher != CIPHER_SM4 && suite->cipher != CIPHER_AEGIS &&
	       (suite->exchange == EXCHANGE_RSA || suite->exchange == EXCHANGE_DHE ||
		       suite->exchange == EXCHANGE_ECDHE || suite->exchange == EXCHANGE_PSK ||
		       suite->exchange == EXCHANGE_DHE_PSK ||
		       suite->exchange == EXCHANGE_ECDHE_PSK ||
		       suite->exchange == EXCHANGE_RSA_PSK || suite->exchange == EXCHANGE_SRP);
}

static bool is_high(const struct suite *suite)
{
	return suite->cipher != CIPHER_NULL && suite->bits >= 128 && suite->cipher != CIPHER_SEED &&
	       suite->cipher != CIPHER_IDEA;
}

static bool is_medium(const struct suite *suite)
{
	return suite->cipher == CIPHER_SEED || suite->cipher == CIPHER_IDEA;
}

static bool is_null(const struct suite *suite)
{
	return suite->cipher == CIPHER_NULL;
}

static bool is_all(const struct suite *suite)
{
	return !is_null(suite);
}

static bool is_usual(const struct suite *suite)
{
	return !is_null(suite) && suite->auth != AUTH_ANON && suite->auth != AUTH_SRP &&
	       suite->cipher != CIPHER_ARIA;
}

static bool is_anon(const struct suite *suite)
{
	return suite->auth == AUTH_ANON;
}

static bool is_rsa_exchange(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_RSA;
}

static bool is_dhe(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_DHE;
}

static bool is_ecdhe(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_ECDHE;
}

static bool is_rsa_auth(const struct suite *suite)
{
	return suite->auth == AUTH_RSA;
}

static bool is_ecdsa(const struct suite *suite)
{
	return suite->auth == AUTH_ECDSA;
}

static bool is_dss(const struct suite *suite)
{
	return suite->auth == AUTH_DSS;
}

static bool is_psk(const struct suite *suite)
{
	return suite->auth == AUTH_PSK || suite->exchange == EXCHANGE_RSA_PSK ||
	       suite->exchange == EXCHANGE_DHE_PSK || suite->exchange == EXCHANGE_ECDHE_PSK;
}

static bool is_srp(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_SRP;
}

static bool is_aes(const struct suite *suite)
{
	return suite->cipher == CIPHER_AES;
}

static bool is_aes128(const struct suite *suite)
{
	return is_aes(suite) && suite->bits == 128;
}

static bool is_aes256(const struct suite *suite)
{
	return is_aes(suite) && suite->bits == 256;
}

static bool is_aesgcm(const struct suite *suite)
{
	return is_aes(suite) && suite->mode == MODE_GCM;
}

static bool is_aesccm(const struct suite *suite)
{
	return is_aes(suite) && (suite->mode == MODE_CCM || suite->mode == MODE_CCM_8);
}

static bool is_chacha(const struct suite *suite)
{
	return suite->cipher == CIPHER_CHACHA20;
}

static bool is_camellia(const struct suite *suite)
{
	return suite->cipher == CIPHER_CAMELLIA;
}

static bool is_aria(const struct suite *suite)
{
	return suite->cipher == CIPHER_ARIA;
}

static bool is_seed(const struct suite *suite)
{
	return suite->cipher == CIPHER_SEED;
}

static bool is_sha1(const struct suite *suite)
{
	return suite->mac == MAC_SHA1;
}

static bool is_md5(const struct suite *suite)
{
	return suite->mac == MAC_MD5;
}

static bool is_sha256(const struct suite *suite)
{
	return suite->mac == MAC_SHA256;
}

static bool is_sha384(const struct suite *suite)
{
	return suite->mac == MAC_SHA384;
}

static bool is_of_tls12(const struct suite *suite)
{
	return suite->first_version == 0x0303;
}

static bool is_older(const struct suite *suite)
{
	return suite->first_version < 0x0303;
}

static bool is_none(const struct suite *suite)
{
	(void)suite;
	return false;
}

static const struct word {
	const char *name;
	bool (*fits)(const struct suite *suite);
	bool weak; /* means suites that today's OpenSSL lacks, or that protect nothing */
} words[] = {
	{ "ALL", is_all, false },
	{ "DEFAULT", is_usual, false },
	{ "COMPLEMENTOFDEFAULT", is_anon, true },
	{ "COMPLEMENTOFALL", is_null, true },
	{ "HIGH", is_high, false },
	{ "MEDIUM", is_medium, false },
	{ "LOW", is_none, true },
	{ "EXP", is_none, true },
	{ "EXPORT", is_none, true },
	{ "EXPORT40", is_none, true },
	{ "EXPORT56", is_none, true },
	{ "eNULL", is_null, true },
	{ "NULL", is_null, true },
	{ "aNULL", is_anon, true },
	{ "ADH", is_anon, true },
	{ "AECDH", is_anon, true },
	{ "kRSA", is_rsa_exchange, false },
	{ "RSA", is_rsa_exchange, false },
	{ "aRSA", is_rsa_auth, false },
	{ "kDHE", is_dhe, false },
	{ "kEDH", is_dhe, false },
	{ "DH", is_dhe, false },
	{ "DHE", is_dhe, false },
	{ "EDH", is_dhe, false },
	{ "kECDHE", is_ecdhe, false },
	{ "kEECDH", is_ecdhe, false },
	{ "ECDH", is_ecdhe, false },
	{ "ECDHE", is_ecdhe, false },
	{ "EECDH", is_ecdhe, false },
	{ "aECDSA", is_ecdsa, false },
	{ "ECDSA", is_ecdsa, false },
	{ "aDSS", is_dss, false },
	{ "DSS", is_dss, false },
	{ "PSK", is_psk, false },
	{ "kPSK", is_psk, false },
	{ "aPSK", is_psk, false },
	{ "SRP", is_srp, false },
	{ "kSRP", is_srp, false },
	{ "AES", is_aes, false },
	{ "AES128", is_aes128, false },
	{ "AES256", is_aes256, false },
	{ "AESGCM", is_aesgcm, false },
	{ "AESCCM", is_aesccm, false },
	{ "AESCCM8", is_aesccm, false },
	{ "CHACHA20", is_chacha, false },
	{ "CAMELLIA", is_camellia, false },
	{ "CAMELLIA128", is_camellia, false },
	{ "CAMELLIA256", is_camellia, false },
	{ "ARIA", is_aria, false },
	{ "ARIAGCM", is_aria, false },
	{ "SEED", is_seed, false },
	{ "IDEA", is_none, true },
	{ "RC4", is_none, true },
	{ "RC2", is_none, true },
	{ "DES", is_none, true },
	{ "3DES", is_none, true },
	{ "MD5", is_md5, true },
	{ "SHA", is_sha1, false },
	{ "SHA1", is_sha1, false },
	{ "SHA256", is_sha256, false },
	{ "SHA384", is_sha384, false },
	{ "TLSv1.2", is_of_tls12, false },
	{ "TLSv1.0", is_older, false },
	{ "TLSv1", is_older, false },
	{ "SSLv3", is_older, false },
	{ "SSLv2", is_none, true },
};

static const struct word *word_find(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].name) == length && !memcmp(words[i].name, text, length))
			return &words[i];
	return NULL;
}

/* "kEECDH+AESGCM": what its parts mean. */
struct parts {
	const struct word *words[PARTS_MOST];
	const struct suite *suites[PARTS_MOST]; /* where the word is NULL */
	size_t count;
	bool weak;
};

/* false when one of the parts means nothing. */
static bool parts_read(const char *text, size_t length, struct parts *ret)
{
	*ret = (struct parts){ 0 };
	while (length) {
		const char *plus = memchr(text, '+', length);
		size_t part = plus ? (size_t)(plus - text) : length;
		const struct word *word = word_find(text, part);
		const struct suite *suite = word ? NULL : suite_find_name(text, part);

		if ((!word && !suite) || ret->count == PARTS_MOST)
			return false;
		ret->weak |= word ? word->weak : !is_kept(suite);
		ret->words[ret->count] = word;
		ret->suites[ret->count++] = suite;
		text += part + (plus != NULL);
		length -= part + (plus != NULL);
	}
	return ret->count > 0;
}

static bool fits(const struct suite *suite, const struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (parts->words[i] ? !parts->words[i]->fits(suite) : parts->suites[i] != suite)
			return false;
	return true;
}

/* ---- Cipher strings ---- */

enum { OUT, IN, NEVER };

struct table {
	const struct suite *all;
	size_t count;
	unsigned char *states;
};

static unsigned char next_state(unsigned char state, char sign)
{
	if (sign == '!' || state == NEVER)
		return NEVER;
	if (sign == '-')
		return OUT;
	return sign ? state : IN; /* "+" only changes the order */
}

static void apply(
	struct table *table, char sign, const char *text, size_t length, struct openssl_suites *ret)
{
	struct parts parts;

	if (!parts_read(text, length, &parts))
		return;
	for (size_t i = 0; i < table->count; i++)
		if (is_kept(&table->all[i]) && fits(&table->all[i], &parts))
			table->states[i] = next_state(table->states[i], sign);
	if (!sign)
		ret->only_weak |= parts.weak;
}

static void apply_command(const char *text, size_t length, struct openssl_suites *ret)
{
	if (length == 11 && !memcmp(text, "@SECLEVEL=", 10) && text[10] >= '0' && text[10] <= '5')
		ret->security_level = text[10] - '0';
}

void openssl_suites(const char *text, struct openssl_suites *ret)
{
	struct table table;

	*ret = (struct openssl_suites){ .security_level = -1 };
	table.all = suites_all(&table.count);
	table.states = memory_new(table.count, 1);
	while (*text) {
		size_t length = strcspn(text, ":, ;");
		/* "DEFAULT@SECLEVEL=0" is two words. */
		const char *at = length ? memchr(text + 1, '@', length - 1) : NULL;
		char sign = strchr("!+-", *text) ? *text : '\0';
		size_t rest = at ? (size_t)(at - text) : length;

		if (*text == '@')
			apply_command(text, rest, ret);
		else if (rest > (sign != '\0'))
			apply(&table, sign, text + (sign != '\0'), rest - (sign != '\0'), ret);
		if (at)
			apply_command(at, length - rest, ret);
		text += length;
		text += *text != '\0';
	}
	for (size_t i = 0; i < table.count && ret->count < OPENSSL_SUITES_MOST; i++)
		if (table.states[i] == IN)
			ret->items[ret->count++] = &table.all[i];
	free(table.states);
}

bool openssl_suites_have(const struct openssl_suites *suites, const struct suite *suite)
{
	for (size_t i = 0; i < suites->count; i++)
		if (suites->items[i] == suite)
			return true;
	return false;
}

char *openssl_suite_name(const struct suite *suite)
{
	return memory_text(suite->openssl ? suite->openssl : suite->name);
}

/* ---- Groups ---- */

size_t openssl_groups(const char *text, unsigned *ret, size_t room, bool *ret_unknown)
{
	size_t count = 0;

	if (ret_unknown)
		*ret_unknown = false;
	while (*text) {
		size_t length = strcspn(text, ":/");
		/* "?" (optional) and "*" (with a share) stand before a name since OpenSSL 3.5. */
		size_t marks = strspn(text, "?*-");
		const struct group *group;

		marks = marks < length ? marks : length;
		group = group_find_name(text + marks, length - marks);
		if (group && count < room)
			ret[count++] = group->number;
		else if (!group && length && strncmp(text, "auto", length) != 0 && ret_unknown)
			*ret_unknown = true;
		text += length;
		text += *text != '\0';
	}
	return count;
}

/* ---- Protocols ---- */

static const struct {
	const char *name;
	int version;
} protocols[] = {
	{ "SSLv2", 0x0002 },
	{ "SSLv3", 0x0300 },
	{ "TLSv1", 0x0301 },
	{ "TLSv1.1", 0x0302 },
	{ "TLSv1.2", 0x0303 },
	{ "TLSv1.3", 0x0304 },
};

int openssl_protocol(const char *word)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++)
		if (!strcasecmp(word, protocols[i].name))
			return protocols[i].version;
	return 0;
}

const char *openssl_protocol_name(int version)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++)
		if (version == protocols[i].version)
			return protocols[i].name;
	return NULL;
}
