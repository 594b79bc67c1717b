/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is read of a computer's own settings files. */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/limits.h"
#include "probe/browsers.h"
#include "probe/openssl_conf.h"

static void line_seen(const char *name, const char *value, int line)
{
	fuzz_promise(name && value, "a setting has a name and a value");
	fuzz_promise(line >= 0, "a line has a number");
	fuzz_promise(!strchr(name, '\n') && !strchr(value, '\n'), "a setting is one line");
}

static void ini_seen(
	void *context, const char *section, const char *name, const char *value, int line)
{
	(void)context;
	fuzz_promise(section != NULL, "a setting stands in a section");
	line_seen(name, value, line);
}

static void plain_seen(void *context, const char *name, const char *value, int line)
{
	(void)context;
	line_seen(name, value, line);
}

static void pair_seen(void *context, const char *name, const char *value)
{
	(void)context;
	fuzz_promise(name && value, "a pair has two");
}

static void read_conf(const char *text, size_t size)
{
	struct conf conf = { 0 };
	struct conf_source source = { 0 };
	const char *rules;

	openssl_conf_parse(&conf, &source, "fuzz", text, size);
	rules = openssl_conf_rules(&conf);
	fuzz_promise(!rules || !conf.broken, "what is broken sets no rules");
	for (size_t i = 0; i < conf.count; i++)
		fuzz_promise(conf.pairs[i].name && conf.pairs[i].value && conf.pairs[i].line > 0,
			"a pair is whole");
	openssl_conf_free(&conf);
}

/* The text as the value of each rule. */
static void read_limits(const char *text)
{
	static const struct {
		enum rules_of of;
		const char *name;
	} rules[] = { { RULES_OPENSSL, "MinProtocol" }, { RULES_OPENSSL, "Protocol" },
		{ RULES_OPENSSL, "CipherString" }, { RULES_OPENSSL, "Ciphersuites" },
		{ RULES_OPENSSL, "Groups" }, { RULES_OPENSSL, "SignatureAlgorithms" },
		{ RULES_GNUTLS, "default-priority-string" }, { RULES_GNUTLS, "disabled-version" },
		{ RULES_JAVA, "jdk.tls.disabledAlgorithms" },
		{ RULES_JAVA, "jdk.certpath.disabledAlgorithms" } };
	char *path = memory_text("fuzz");

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		char *name = memory_text(rules[i].name);
		struct seen_rule rule = { rules[i].of, path, 1, name, (char *)text };
		struct seen_policy policy = { .rules = &rule, .rule_count = 1 };
		struct limits limits;

		limits_read(&policy, rules[i].of, NULL, &limits);
		fuzz_promise(limits.rsa_least >= 0 && limits.ec_least >= 0,
			"a key is never shorter than nothing");
		limits_free(&limits);
		free(name);
	}
	free(path);
}

static bool any_package(const char *package)
{
	return package != NULL;
}

static void run(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "SSLVersionMin", "Proxy", NULL };
	const char *bytes = size ? (const char *)data : "";
	char *text = fuzz_as_text(data, size);

	ini_parse(bytes, size, ini_seen, NULL);
	properties_parse(bytes, size, plain_seen, NULL);
	prefs_parse(bytes, size, plain_seen, NULL);
	policy_parse(bytes, size, NULL, names, pair_seen, NULL);
	policy_parse(bytes, size, "policies", names, pair_seen, NULL);
	dpkg_parse(bytes, size, any_package, pair_seen, NULL);
	read_conf(bytes, size);
	if (size < 4096)
		read_limits(text);
	free(text);
}

const struct fuzz_target fuzz_settings = { .name = "settings", .run = run };
