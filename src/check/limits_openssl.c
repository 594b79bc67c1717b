/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenSSL's rules: SSL_CONF_cmd(3), SSL_CTX_set_security_level(3) of OpenSSL 3. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/limits.h"
#include "evidence/groups.h"

/* ---- Versions ---- */

static const char *const version_names[LIMIT_VERSIONS] = { "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2",
	"TLSv1.3" };

static int version_index(const char *text, size_t length)
{
	for (int i = 0; i < LIMIT_VERSIONS; i++)
		if (strlen(version_names[i]) == length &&
			!strncasecmp(text, version_names[i], length))
			return i;
	return -1;
}

static void limit_range(struct limits *limits, const struct seen_rule *rule, bool from_below)
{
	int end = version_index(rule->value, strlen(rule->value));

	/* In this place OpenSSL insists on small and capital letters. */
	if (end >= 0 && strcmp(rule->value, version_names[end]) != 0)
		return;
	for (int i = 0; i < LIMIT_VERSIONS && end >= 0; i++)
		if (from_below ? i < end : i > end)
			limits->versions[i] = rule;
	if (from_below && end >= 0 && end < 3)
		limits->lax = rule;
}

/* "ALL,-TLSv1.3" */
static void limit_list(struct limits *limits, const struct seen_rule *rule)
{
	const char *text = rule->value;

	while (*text) {
		size_t length = strcspn(text, ", ");
		bool off = length && *text == '-';
		size_t skip = length && strchr("+-", *text) ? 1 : 0;
		int index = version_index(text + skip, length - skip);

		for (int i = 0; i < LIMIT_VERSIONS; i++)
			if (i == index ||
				(length - skip == 3 && !strncasecmp(text + skip, "ALL", 3)))
				limits->versions[i] = off ? rule : NULL;
		text += length;
		text += *text != '\0';
	}
}

/* ---- Security levels ---- */

enum { LEVELS = 6 };
static const int level_bits[LEVELS] = { 0, 80, 112, 128, 192, 256 };
static const int level_rsa[LEVELS] = { 0, 1024, 2048, 3072, 7680, 15360 };
static const int level_ec[LEVELS] = { 0, 160, 224, 256, 384, 512 };

static bool level_forbids(int level, const struct suite *suite)
{
	int bits = suite->mode == MODE_CCM_8 ? 64 : suite->bits;

	if (level < 1 || suite->cipher == CIPHER_NULL)
		return level > 0;
	return bits < level_bits[level] || suite->auth == AUTH_ANON || suite->mac == MAC_MD5 ||
	       (suite->mac == MAC_SHA1 && level_bits[level] > 160) ||
	       (level >= 2 && suite->cipher == CIPHER_RC4) ||
	       (level >= 3 && !suite_forward_secret(suite));
}

static void limit_level(struct limits *limits, const struct seen_rule *rule, int level)
{
	size_t count;
	const struct suite *suites = suites_all(&count);

	if (level == 0)
		limits->lax = rule;
	for (size_t i = 0; i < count; i++)
		if (level_forbids(level, &suites[i]))
			limits->suites[i] = rule;
	for (int i = 0; i < 3 && level > 0; i++)
		if (!limits->versions[i])
			limits->versions[i] = rule;
	limits->rsa_least = level_rsa[level];
	limits->ec_least = level_ec[level];
	limits->size_rule = rule;
	limits->sha1 = level > 0 ? rule : NULL;
}

static void limit_ciphers(struct limits *limits, const struct seen_rule *rule)
{
	size_t count;
	const struct suite *suites = suites_all(&count);
	bool *allowed = memory_new(count, sizeof(*allowed));
	int level;
	bool known = openssl_ciphers(rule->value, allowed, &level);

	for (size_t i = 0; i < count && known; i++)
		if (suites[i].first_version <= 0x0303)
			limits->suites[i] = allowed[i] ? NULL : rule;
	if (level >= 0)
		limit_level(limits, rule, level);
	free(allowed);
}

/* ---- Lists ---- */

static bool is_listed(const char *list, const char *marks, const char *name)
{
	while (*list) {
		size_t length = strcspn(list, marks);
		size_t skip = strspn(list, "?*");

		if (skip < length && length - skip == strlen(name) &&
			!strncasecmp(list + skip, name, length - skip))
			return true;
		list += length;
		list += *list != '\0';
	}
	return false;
}

static void limit_suites_13(struct limits *limits, const struct seen_rule *rule)
{
	size_t count;
	const struct suite *suites = suites_all(&count);

	for (size_t i = 0; i < count; i++)
		if (suites[i].first_version == 0x0304 && !(suites[i].flags & SUITE_SIGNAL))
			limits->suites[i] = is_listed(rule->value, ":", suites[i].name) ? NULL
											: rule;
}

static bool group_is_listed(const char *list, const struct group *group)
{
	static const struct {
		const char *nist, *name;
	} others[] = { { "P-256", "secp256r1" }, { "P-384", "secp384r1" },
		{ "P-521", "secp521r1" } };

	if (is_listed(list, ":/", group->name) ||
		(group->other && is_listed(list, ":/", group->other)))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_same(group->name, others[i].name) && is_listed(list, ":/", others[i].nist))
			return true;
	return false;
}

static void limit_groups(struct limits *limits, const struct seen_rule *rule)
{
	size_t count;
	const struct group *groups = groups_all(&count);

	for (size_t i = 0; i < count; i++)
		limits->groups[i] = group_is_listed(rule->value, &groups[i]) ? NULL : rule;
}

/* "RSA+SHA256:ecdsa_secp256r1_sha256": which kinds of keys are among them? */
static void limit_signatures(struct limits *limits, const struct seen_rule *rule)
{
	static const struct {
		const char *begins;
		enum scheme_key key;
	} kinds[] = { { "RSA", SCHEME_RSA }, { "PSS", SCHEME_RSA_PSS }, { "ECDSA", SCHEME_ECDSA },
		{ "ed25519", SCHEME_EDDSA }, { "ed448", SCHEME_EDDSA }, { "DSA", SCHEME_DSA } };
	bool found[SCHEME_KEY_COUNT] = { false };
	const char *text = rule->value;

	while (*text) {
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (text_starts_same(text + strspn(text, "?"), kinds[i].begins))
				found[kinds[i].key] = true;
		text += strcspn(text, ":");
		text += *text != '\0';
	}
	/* PSS may be made with either kind of RSA key. */
	if (found[SCHEME_RSA] || found[SCHEME_RSA_PSS])
		found[SCHEME_RSA] = found[SCHEME_RSA_PSS] = true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		limits->keys[kinds[i].key] = found[kinds[i].key] ? NULL : rule;
}

static void note_options(struct limits *limits, const struct seen_rule *rule)
{
	if (strstr(rule->value, "UnsafeLegacy") && !strstr(rule->value, "-UnsafeLegacy"))
		limits->lax = rule;
}

/* ---- All ---- */

void limits_openssl(const struct limits_rules *rules, struct limits *limits)
{
	static const struct {
		const char *name;
		void (*limit)(struct limits *limits, const struct seen_rule *rule);
	} commands[] = {
		{ "CipherString", limit_ciphers },
		{ "Ciphersuites", limit_suites_13 },
		{ "Protocol", limit_list },
		{ "Groups", limit_groups },
		{ "Curves", limit_groups },
		{ "SignatureAlgorithms", limit_signatures },
		{ "Options", note_options },
	};
	const struct seen_rule *rule;
	size_t index = 0;

	while ((rule = limits_next(rules, &index))) {
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
			if (text_same(rule->name, commands[i].name))
				commands[i].limit(limits, rule);
		if (text_same(rule->name, "MinProtocol") || text_same(rule->name, "MaxProtocol"))
			limit_range(limits, rule, text_same(rule->name, "MinProtocol"));
	}
}
