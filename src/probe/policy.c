/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The TLS rules that this computer gives its programs, as its files and its environment say them. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/local.h"
#include "probe/openssl_conf.h"
#include "probe/probe.h"
#include "tls/bundle.h"

enum {
	CONFIG_MOST = 1 << 20, /* bytes of a configuration */
	BUNDLE_MOST = 16 << 20, /* of a file of certificates */
	RULES_MOST = 500,
	VALUE_MOST = 4000, /* bytes of a value kept */
	INCLUDES_MOST = 40,
	JAVAS_MOST = 8,
	FOLDERS_MOST = 8, /* of SSL_CERT_DIR */
};

struct gathering {
	struct local local;
	const struct evidence *seen;
	struct seen_policy *policy;
	const char *path; /* that is being read, with the root */
	int includes;
};

/* ---- Rules ---- */

static void add_rule(struct gathering *gathering, enum rules_of of, const char *path, int line,
	const char *name, const char *value)
{
	struct seen_policy *policy = gathering->policy;

	if (policy->rule_count >= RULES_MOST)
		return;
	policy->rules = memory_resize(
		policy->rules, policy->rule_count + 1, sizeof(*policy->rules));
	policy->rules[policy->rule_count++] = (struct seen_rule){
		.of = of,
		.path = text_clean(path, strlen(path), TEXT_ONE_LINE, 0),
		.line = line,
		.name = text_clean(name, strlen(name), TEXT_ONE_LINE, 200),
		.value = text_clean(value, strlen(value), TEXT_ONE_LINE, VALUE_MOST),
	};
}

/* ---- OpenSSL ---- */

static const char *environment(const char *name)
{
	return getenv(name);
}

static void include(void *context, struct conf *conf, const char *path);

static struct conf_source source_of(struct gathering *gathering)
{
	return (struct conf_source){ include, environment, gathering };
}

/* Reads PATH into CONF; whether it could. */
static bool read_conf(struct gathering *gathering, struct conf *conf, const char *path)
{
	struct conf_source source = source_of(gathering);
	struct buffer text;
	char *whole;

	if (local_read(&gathering->local, path, CONFIG_MOST, &text) != FILE_READ)
		return false;
	whole = local_path(&gathering->local, path);
	openssl_conf_parse(conf, &source, whole, text.bytes, text.length);
	if (conf->broken)
		local_bad(&gathering->local, path);
	free(whole);
	buffer_free(&text);
	return true;
}

static bool is_folder(const struct gathering *gathering, const char *path)
{
	char *whole = local_path(&gathering->local, path);
	struct stat state;
	bool folder = !stat(whole, &state) && S_ISDIR(state.st_mode);

	free(whole);
	return folder;
}

static bool ends_like_conf(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".cnf") || !strcmp(dot, ".conf"));
}

/* config(5): of a folder, the files that end in .cnf or .conf. */
static void include(void *context, struct conf *conf, const char *path)
{
	struct gathering *gathering = context;
	char **files;
	char *pattern;
	size_t count;

	if (gathering->includes++ >= INCLUDES_MOST)
		return;
	if (!is_folder(gathering, path)) {
		read_conf(gathering, conf, path);
		return;
	}
	pattern = memory_format("%s/*", path);
	files = local_glob(&gathering->local, pattern, INCLUDES_MOST, &count);
	for (size_t i = 0; i < count; i++)
		if (ends_like_conf(files[i]))
			read_conf(gathering, conf, files[i]);
	local_glob_free(files, count);
	free(pattern);
}

static void look_at_openssl(struct gathering *gathering)
{
	static const char *const places[] = { "/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf",
		"/etc/pki/tls/openssl.cnf" };
	const char *told = getenv("OPENSSL_CONF");
	struct conf conf = { 0 };
	const char *section;
	bool found = false;

	if (told && *told)
		read_conf(gathering, &conf, told);
	for (size_t i = 0; !told && i < sizeof(places) / sizeof(places[0]) && !found; i++)
		found = read_conf(gathering, &conf, places[i]);
	section = openssl_conf_rules(&conf);
	for (size_t i = 0; section && i < conf.count; i++) {
		const struct conf_pair *pair = &conf.pairs[i];
		const char *dot = strchr(pair->name, '.'); /* "1.Options": names may be numbered */

		if (!strcmp(pair->section, section))
			add_rule(gathering, RULES_OPENSSL, pair->path, pair->line,
				dot ? dot + 1 : pair->name, pair->value);
	}
	openssl_conf_free(&conf);
}

/* ---- GnuTLS ---- */

static void visit_gnutls(
	void *context, const char *section, const char *name, const char *value, int line)
{
	struct gathering *gathering = context;
	static const char *const sections[] = { "global", "overrides", "priorities" };

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (text_same(section, sections[i]))
			add_rule(gathering, RULES_GNUTLS, gathering->path, line, name, value);
}

static bool read_gnutls(struct gathering *gathering, const char *path)
{
	struct buffer text;
	char *whole;

	if (local_read(&gathering->local, path, CONFIG_MOST, &text) != FILE_READ)
		return false;
	whole = local_path(&gathering->local, path);
	gathering->path = whole;
	ini_parse(text.bytes, text.length, visit_gnutls, gathering);
	gathering->path = NULL;
	free(whole);
	buffer_free(&text);
	return true;
}

static void look_at_gnutls(struct gathering *gathering)
{
	static const char *const places[] = { "/etc/gnutls/config",
		"/etc/crypto-policies/back-ends/gnutls.config" };
	const char *told = getenv("GNUTLS_SYSTEM_PRIORITY_FILE");
	bool found = false;

	if (told)
		read_gnutls(gathering, told);
	for (size_t i = 0; !told && i < sizeof(places) / sizeof(places[0]) && !found; i++)
		found = read_gnutls(gathering, places[i]);
}

/* ---- Java ---- */

static void visit_java(void *context, const char *name, const char *value, int line)
{
	static const char *const names[] = { "jdk.tls.disabledAlgorithms",
		"jdk.certpath.disabledAlgorithms", "security.useSystemPropertiesFile" };
	struct gathering *gathering = context;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			add_rule(gathering, RULES_JAVA, gathering->path, line, name, value);
}

static void read_java(struct gathering *gathering, const char *path)
{
	struct buffer text;
	char *whole;

	if (local_read(&gathering->local, path, CONFIG_MOST, &text) != FILE_READ)
		return;
	whole = local_path(&gathering->local, path);
	gathering->path = whole;
	properties_parse(text.bytes, text.length, visit_java, gathering);
	gathering->path = NULL;
	free(whole);
	buffer_free(&text);
}

static void look_at_java(struct gathering *gathering)
{
	static const char *const patterns[] = { "/etc/java-*-openjdk/security/java.security",
		"/usr/lib/jvm/java-*/conf/security/java.security",
		"/usr/lib/jvm/java-*/jre/lib/security/java.security" };
	size_t count = 0;

	/* The later patterns lead to the same files where the first finds some. */
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]) && !count; i++) {
		char **files = local_glob(&gathering->local, patterns[i], JAVAS_MOST, &count);

		for (size_t k = 0; k < count; k++)
			read_java(gathering, files[k]);
		local_glob_free(files, count);
	}
	if (count)
		read_java(gathering, "/etc/crypto-policies/back-ends/java.config");
}

/* ---- The system as a whole ---- */

/* The first line of PATH, clean, without the blanks around it; NULL when there is none. */
static char *first_word(struct gathering *gathering, const char *path)
{
	struct buffer text;
	char *word = NULL;
	size_t begin = 0, length;

	if (local_read(&gathering->local, path, CONFIG_MOST, &text) != FILE_READ || !text.length)
		return NULL;
	while (text.bytes[begin] == '#' || text.bytes[begin] == '\n') {
		begin += strcspn(text.bytes + begin, "\n");
		begin += text.bytes[begin] == '\n';
	}
	length = strcspn(text.bytes + begin, " \t\r\n");
	if (length)
		word = text_clean(text.bytes + begin, length, TEXT_ONE_LINE, 200);
	buffer_free(&text);
	return word;
}

/* NAMES is the desktop's own name after those of its kin, "ubuntu:GNOME". NULL: one that has no menus in the guide. */
static char *known_desktop(const char *names)
{
	static const char *const known[] = { "gnome", "kde" };

	for (const char *name = names; name && *name;) {
		size_t length = strcspn(name, ":");

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (length == strlen(known[i]) && !strncasecmp(name, known[i], length))
				return memory_text(known[i]);
		name += length + (name[length] == ':');
	}
	return NULL;
}

static void look_at_system(struct gathering *gathering)
{
	struct seen_policy *policy = gathering->policy;
	char *fips = first_word(gathering, "/proc/sys/crypto/fips_enabled");

	policy->fips = fips ? !strcmp(fips, "1") : -1;
	free(fips);
	policy->crypto_policy = first_word(gathering, "/etc/crypto-policies/state/current");
	if (!policy->crypto_policy)
		policy->crypto_policy = first_word(gathering, "/etc/crypto-policies/config");
	policy->desktop = known_desktop(environment("XDG_CURRENT_DESKTOP"));
}

/* ---- Authorities named by the environment ---- */

static void look_into_folder(
	const struct gathering *gathering, struct seen_bundle *bundle, const char *path)
{
	char *whole = local_path(&gathering->local, path);
	char *pattern = memory_format("%s/*", path);
	char **files;
	size_t count;

	bundle->folder = true;
	if (access(whole, R_OK | X_OK)) {
		bundle->state = FILE_DENIED;
	} else {
		files = local_glob(&gathering->local, pattern, 1000, &count);
		bundle->state = FILE_READ;
		bundle->certificates = (int)count;
		local_glob_free(files, count);
	}
	free(pattern);
	free(whole);
}

/* What another variable names too is read once. */
static bool take_over(const struct seen_policy *policy, struct seen_bundle *bundle)
{
	for (size_t i = 0; i < policy->bundle_count; i++) {
		const struct seen_bundle *other = &policy->bundles[i];

		if (strcmp(other->path, bundle->path) != 0)
			continue;
		bundle->state = other->state;
		bundle->folder = other->folder;
		bundle->certificates = other->certificates;
		bundle->fits = other->fits;
		return true;
	}
	return false;
}

static void look_into_file(
	struct gathering *gathering, struct seen_bundle *bundle, const char *path)
{
	struct buffer pem;

	bundle->state = local_read(&gathering->local, path, BUNDLE_MOST, &pem);
	if (bundle->state != FILE_READ)
		return;
	bundle_look(pem.bytes, pem.length, &gathering->seen->handshake, &bundle->certificates,
		&bundle->fits);
	buffer_free(&pem);
}

static void add_bundle(struct gathering *gathering, const char *variable, const char *path)
{
	struct seen_policy *policy = gathering->policy;
	struct seen_bundle bundle = {
		.variable = memory_text(variable),
		.path = text_clean(path, strlen(path), TEXT_ONE_LINE, 0),
		.certificates = -1,
		.fits = -1,
	};

	if (!take_over(policy, &bundle)) {
		if (is_folder(gathering, path))
			look_into_folder(gathering, &bundle, path);
		else
			look_into_file(gathering, &bundle, path);
	}
	policy->bundles = memory_resize(
		policy->bundles, policy->bundle_count + 1, sizeof(*policy->bundles));
	policy->bundles[policy->bundle_count++] = bundle;
}

/* SSL_CERT_DIR names several, with ':' between them. */
static void add_folders(struct gathering *gathering, const char *variable, const char *paths)
{
	for (int i = 0; *paths && i < FOLDERS_MOST; i++) {
		size_t length = strcspn(paths, ":");
		char *path = memory_text_n(paths, length);

		if (length)
			add_bundle(gathering, variable, path);
		free(path);
		paths += length + (paths[length] == ':');
	}
}

/* OpenSSL reads this file beside the folder that SSL_CERT_DIR names. */
static int has_default_bundle(const struct gathering *gathering)
{
	static const char *const places[] = { "/usr/lib/ssl/cert.pem", "/etc/ssl/cert.pem",
		"/etc/pki/tls/cert.pem" };
	bool found = false;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *whole = local_path(&gathering->local, places[i]);

		found = found || !access(whole, R_OK);
		free(whole);
	}
	return found;
}

/* And its folder beside the file that SSL_CERT_FILE names: links called after hashes (c_rehash(1)). */
static int has_default_folder(const struct gathering *gathering)
{
	static const char *const patterns[] = { "/usr/lib/ssl/certs/*.0", "/etc/ssl/certs/*.0",
		"/etc/pki/tls/certs/*.0" };
	size_t count = 0;

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]) && !count; i++) {
		char **files = local_glob(&gathering->local, patterns[i], 1, &count);

		local_glob_free(files, count);
	}
	return count > 0;
}

static void look_at_environment(struct gathering *gathering)
{
	static const char *const variables[] = { "SSL_CERT_FILE", "CURL_CA_BUNDLE",
		"REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS" };
	const char *value;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		value = getenv(variables[i]);
		if (value && *value)
			add_bundle(gathering, variables[i], value);
	}
	value = getenv("SSL_CERT_DIR");
	if (value)
		add_folders(gathering, "SSL_CERT_DIR", value);
	gathering->policy->default_bundle = has_default_bundle(gathering);
	gathering->policy->default_folder = has_default_folder(gathering);
	value = getenv("SSLKEYLOGFILE");
	if (value && *value)
		gathering->policy->key_log = text_clean(value, strlen(value), TEXT_ONE_LINE, 0);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	struct gathering gathering = {
		.local = { .root = seen->settings.root },
		.seen = seen,
		.policy = &seen->policy,
	};

	(void)env;
	if (!probe_reads_here(seen, PART_POLICY))
		return;
	look_at_openssl(&gathering);
	look_at_gnutls(&gathering);
	look_at_java(&gathering);
	look_at_system(&gathering);
	look_at_environment(&gathering);
	local_take(&gathering.local, &seen->policy.files, &seen->policy.file_count);
	probe_done(seen, PART_POLICY, began_us);
}

const struct probe probe_policy = { .part = PART_POLICY, .look = look };
