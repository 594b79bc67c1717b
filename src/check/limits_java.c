/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Java's rules: the comments in java.security of OpenJDK 21 about jdk.*.disabledAlgorithms. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/limits.h"

static const char *const version_names[LIMIT_VERSIONS] = { "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2",
	"TLSv1.3" };

static bool is_rc4(const struct suite *suite)
{
	return suite->cipher == CIPHER_RC4;
}

static bool is_des(const struct suite *suite)
{
	return suite->cipher == CIPHER_DES;
}

static bool is_des3(const struct suite *suite)
{
	return suite->cipher == CIPHER_DES3;
}

static bool is_null(const struct suite *suite)
{
	return suite->cipher == CIPHER_NULL;
}

static bool is_anonymous(const struct suite *suite)
{
	return suite->auth == AUTH_ANON;
}

static bool is_static_ecdh(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_ECDH;
}

static const struct {
	const char *word;
	bool (*test)(const struct suite *suite);
} words[] = { { "RC4", is_rc4 }, { "DES", is_des }, { "3DES_EDE_CBC", is_des3 },
	{ "NULL", is_null }, { "anon", is_anonymous }, { "ECDH", is_static_ecdh } };

/* "RSA keySize < 2048"; 0 when it isn't that. */
static int least_size(const char *entry, const char *algorithm)
{
	const char *at = entry + strlen(algorithm);

	if (!text_starts_same(entry, algorithm) || *at != ' ')
		return 0;
	at += strspn(at, " ");
	if (!text_starts_same(at, "keySize"))
		return 0;
	at += strlen("keySize");
	at += strspn(at, " ");
	return *at == '<' && at[1] != '=' ? atoi(at + 1) : 0;
}

static void limit_size(struct limits *limits, const struct seen_rule *rule, const char *entry)
{
	int rsa = least_size(entry, "RSA"), ec = least_size(entry, "EC");

	if (rsa > limits->rsa_least || ec > limits->ec_least)
		limits->size_rule = rule;
	if (rsa > limits->rsa_least)
		limits->rsa_least = rsa;
	if (ec > limits->ec_least)
		limits->ec_least = ec;
}

/* Of a length and with as many asterisks as suites are written; others would only cost time. */
static bool is_pattern(const char *entry)
{
	int stars = 0;

	for (const char *at = entry; *at; at++)
		stars += *at == '*';
	return text_starts_same(entry, "TLS_") && stars <= 3 && strlen(entry) < 100;
}

static void limit_handshake(struct limits *limits, const struct seen_rule *rule, const char *entry)
{
	size_t count;
	const struct suite *suites = suites_all(&count);

	for (int i = 0; i < LIMIT_VERSIONS; i++)
		if (text_same(entry, version_names[i]))
			limits->versions[i] = rule;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		for (size_t i = 0; text_same(entry, words[k].word) && i < count; i++)
			if (words[k].test(&suites[i]))
				limits->suites[i] = rule;
	/* A suite by its name, or several: TLS_RSA_*. */
	for (size_t i = 0; is_pattern(entry) && i < count; i++)
		if (!fnmatch(entry, suites[i].name, FNM_NOESCAPE))
			limits->suites[i] = rule;
}

static void limit_by(struct limits *limits, const struct seen_rule *rule, bool handshake)
{
	const char *text = rule->value;

	while (*text) {
		size_t length = strcspn(text, ",");
		size_t skip = strspn(text, " ");
		char *entry;

		if (skip > length)
			skip = length;
		entry = memory_text_n(text + skip, length - skip);
		for (size_t end = strlen(entry); end && entry[end - 1] == ' '; end--)
			entry[end - 1] = '\0';
		limit_size(limits, rule, entry);
		if (handshake)
			limit_handshake(limits, rule, entry);
		free(entry);
		text += length;
		text += *text != '\0';
	}
}

void limits_java(const struct limits_rules *rules, struct limits *limits)
{
	const struct seen_rule *rule;
	size_t index = 0;

	while ((rule = limits_next(rules, &index))) {
		if (!strcmp(rule->name, "jdk.tls.disabledAlgorithms"))
			limit_by(limits, rule, true);
		else if (!strcmp(rule->name, "jdk.certpath.disabledAlgorithms"))
			limit_by(limits, rule, false);
	}
}
