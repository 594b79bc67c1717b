/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GnuTLS's rules: its manual, "System-wide configuration of the library". */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/limits.h"
#include "evidence/groups.h"

static const char *const version_names[LIMIT_VERSIONS] = { "SSL3.0", "TLS1.0", "TLS1.1", "TLS1.2",
	"TLS1.3" };

/* Everything that may stand in [overrides], for one kind of thing. */
struct list {
	const struct limits_rules *rules;
	const struct seen_rule *mode; /* where allow lists count: the rule that says so */
	const char *off, *on; /* the names of the rules */
};

static const struct seen_rule *find(
	const struct limits_rules *rules, const char *name, const char *value)
{
	const struct seen_rule *rule, *last = NULL;
	size_t index = 0;

	while ((rule = limits_next(rules, &index)))
		if (text_same(rule->name, name) && (!value || text_same(rule->value, value)))
			last = rule;
	return last;
}

/* Who forbids what is called NAME. */
static const struct seen_rule *forbidden(const struct list *list, const char *name)
{
	if (!list->mode)
		return find(list->rules, list->off, name);
	return find(list->rules, list->on, name) ? NULL : list->mode;
}

/* ---- Suites ---- */

static char *cipher_called(const struct suite *suite)
{
	static const char *const ciphers[CIPHER_COUNT] = {
		[CIPHER_AES] = "AES", [CIPHER_CAMELLIA] = "CAMELLIA"
	};
	static const char *const modes[MODE_COUNT] = {
		[MODE_CBC] = "CBC", [MODE_GCM] = "GCM", [MODE_CCM] = "CCM", [MODE_CCM_8] = "CCM-8"
	};

	if (suite->cipher == CIPHER_CHACHA20)
		return memory_text("CHACHA20-POLY1305");
	if (suite->cipher == CIPHER_DES3)
		return memory_text("3DES-CBC");
	if (suite->cipher == CIPHER_RC4)
		return memory_text("ARCFOUR-128");
	if (!ciphers[suite->cipher] || !modes[suite->mode])
		return NULL;
	return memory_format("%s-%d-%s", ciphers[suite->cipher], suite->bits, modes[suite->mode]);
}

static const char *mac_called(const struct suite *suite)
{
	static const char *const names[MAC_COUNT] = { [MAC_MD5] = "MD5",
		[MAC_SHA1] = "SHA1",
		[MAC_SHA256] = "SHA256",
		[MAC_SHA384] = "SHA384",
		[MAC_AEAD] = "AEAD" };

	return names[suite->mac];
}

static const char *exchange_called(const struct suite *suite)
{
	switch (suite->exchange) {
	case EXCHANGE_RSA:
		return "RSA";
	case EXCHANGE_DHE:
		return suite->auth == AUTH_RSA	 ? "DHE-RSA"
		       : suite->auth == AUTH_DSS ? "DHE-DSS"
						 : "ANON-DH";
	case EXCHANGE_ECDHE:
		return suite->auth == AUTH_RSA	   ? "ECDHE-RSA"
		       : suite->auth == AUTH_ECDSA ? "ECDHE-ECDSA"
						   : "ANON-ECDH";
	default:
		return NULL;
	}
}

static const struct seen_rule *suite_forbidden(
	const struct limits_rules *rules, const struct seen_rule *mode, const struct suite *suite)
{
	struct list ciphers = { rules, mode, "tls-disabled-cipher", "tls-enabled-cipher" };
	struct list macs = { rules, mode, "tls-disabled-mac", "tls-enabled-mac" };
	struct list exchanges = { rules, mode, "tls-disabled-kx", "tls-enabled-kx" };
	char *cipher = cipher_called(suite);
	const char *mac = mac_called(suite), *exchange = exchange_called(suite);
	const struct seen_rule *rule = cipher ? forbidden(&ciphers, cipher) : NULL;

	if (!rule && mac)
		rule = forbidden(&macs, mac);
	if (!rule && exchange)
		rule = forbidden(&exchanges, exchange);
	free(cipher);
	return rule;
}

/* ---- Groups ---- */

static const struct seen_rule *group_forbidden(
	const struct limits_rules *rules, const struct seen_rule *mode, const struct group *group)
{
	struct list groups = { rules, mode, "tls-disabled-group", "tls-enabled-group" };
	struct list curves = { rules, mode, "disabled-curve", "enabled-curve" };
	char *prefixed = memory_format("GROUP-%s", group->name);
	const struct seen_rule *rule = forbidden(&groups, group->name);

	/* Its name is written with or without the prefix. */
	if (mode ? rule != NULL : !rule)
		rule = forbidden(&groups, prefixed);
	if (!rule && group->kind == GROUP_EC)
		rule = forbidden(&curves, group->name);
	free(prefixed);
	return rule;
}

/* ---- Keys ---- */

/* Manual, "Selecting cryptographic key sizes". */
static void limit_sizes(const struct limits_rules *rules, struct limits *limits)
{
	static const struct {
		const char *name;
		int rsa, ec;
	} profiles[] = { { "low", 1024, 160 }, { "legacy", 1776, 192 }, { "medium", 2048, 224 },
		{ "high", 3072, 256 }, { "ultra", 8192, 384 }, { "future", 15360, 512 } };
	const struct seen_rule *rule = find(rules, "min-verification-profile", NULL);

	for (size_t i = 0; rule && i < sizeof(profiles) / sizeof(profiles[0]); i++)
		if (text_same(rule->value, profiles[i].name)) {
			limits->rsa_least = profiles[i].rsa;
			limits->ec_least = profiles[i].ec;
			limits->size_rule = rule;
		}
}

/* ---- Priorities ---- */

static bool names_version(const char *token, size_t length, int index)
{
	char *name = memory_text_n(token, length);
	char *own = memory_format("VERS-%s", version_names[index]);
	bool same = text_same(name, own) || text_same(name, "VERS-ALL") ||
		    text_same(name, "VERS-TLS-ALL");

	free(own);
	free(name);
	return same;
}

/* "NORMAL:-VERS-ALL:+VERS-TLS1.2": what programs get that don't say what they want. */
static void limit_priorities(struct limits *limits, const struct seen_rule *rule)
{
	const char *text = rule->value;

	while (*text) {
		size_t length = strcspn(text, ":");

		for (int i = 0; i < LIMIT_VERSIONS && length && strchr("+-!", *text); i++)
			if (names_version(text + 1, length - 1, i))
				limits->versions[i] = *text == '+' ? NULL : rule;
		text += length;
		text += *text != '\0';
	}
}

void limits_gnutls(const struct limits_rules *rules, struct limits *limits)
{
	const struct seen_rule *mode = find(rules, "override-mode", "allowlist");
	struct list versions = { rules, mode, "disabled-version", "enabled-version" };
	const struct seen_rule *priorities = find(rules, "default-priority-string", NULL);
	size_t suite_count, group_count;
	const struct suite *suites = suites_all(&suite_count);
	const struct group *groups = groups_all(&group_count);

	if (priorities)
		limit_priorities(limits, priorities);
	for (int i = 0; i < LIMIT_VERSIONS; i++)
		if (forbidden(&versions, version_names[i]))
			limits->versions[i] = forbidden(&versions, version_names[i]);
	for (size_t i = 0; i < suite_count; i++)
		limits->suites[i] = suite_forbidden(rules, mode, &suites[i]);
	for (size_t i = 0; i < group_count; i++)
		limits->groups[i] = group_forbidden(rules, mode, &groups[i]);
	limit_sizes(rules, limits);
}
