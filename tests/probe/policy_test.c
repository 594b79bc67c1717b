/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a computer that a test made up. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "folder.h"
#include "probe/openssl_conf.h"
#include "probe/probe.h"

static struct folder folder;
static struct evidence seen;

static void setup(void)
{
	static const char *const variables[] = { "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
		"REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "OPENSSL_CONF", "SSLKEYLOGFILE",
		"GNUTLS_SYSTEM_PRIORITY_FILE" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
	folder_open(&folder);
	evidence_init(&seen);
	seen.settings.root = memory_text(folder.path);
}

static void teardown(void)
{
	evidence_free(&seen);
	folder_close(&folder);
}

TestSuite(probe_policy_look, .init = setup, .fini = teardown);

static void look(void)
{
	struct probe_env env = { 0 };

	probe_policy.look(&env, &seen);
}

/* "openssl.cnf:4 MinProtocol=TLSv1.3" for each. */
static void expect_rules(const char *expected)
{
	char *all = memory_text("");

	for (size_t i = 0; i < seen.policy.rule_count; i++) {
		const struct seen_rule *rule = &seen.policy.rules[i];
		const char *base = strrchr(rule->path, '/');
		char *more = memory_format("%s%s:%d %s=%s\n", all, base ? base + 1 : rule->path,
			rule->line, rule->name, rule->value);

		free(all);
		all = more;
	}
	cr_expect_str_eq(all, expected);
	free(all);
}

Test(probe_policy_look, a_computer_without_such_files_has_no_rules)
{
	look();
	cr_expect_eq(seen.parts[PART_POLICY].state, PART_SEEN);
	cr_expect_eq(seen.policy.fips, -1);
	cr_expect_null(seen.policy.crypto_policy);
	cr_expect_eq(seen.policy.file_count, 0);
	expect_rules("");
}

Test(probe_policy_look, openssls_chain_of_sections_is_followed)
{
	folder_file(&folder, "/etc/ssl/openssl.cnf",
		"HOME = .\nopenssl_conf = init # first\n[init]\nssl_conf = ssl\n[ssl]\n"
		"system_default = rules\n[other]\nMinProtocol = TLSv1\n[rules]\n"
		"level = 2\nMinProtocol = TLSv1.1\nCipherString = \"DEFAULT\":@SECLEVEL=${level}\n"
		"MinProtocol = TLSv1.2\n");
	look();
	expect_rules("openssl.cnf:10 level=2\nopenssl.cnf:12 CipherString=DEFAULT:@SECLEVEL=2\n"
		     "openssl.cnf:13 MinProtocol=TLSv1.2\n");
}

/* As Fedora has it. */
Test(probe_policy_look, included_files_count_where_they_are_named)
{
	folder_file(&folder, "/etc/pki/tls/openssl.cnf",
		"openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = crypto_policy\n"
		"[crypto_policy]\n.include = /etc/crypto-policies/back-ends/opensslcnf.config\n"
		".include /etc/more\n");
	folder_file(&folder, "/etc/crypto-policies/back-ends/opensslcnf.config",
		"CipherString = @SECLEVEL=2:kEECDH\nTLS.MinProtocol = TLSv1.2\n");
	folder_file(&folder, "/etc/more/a.cnf", "Groups = X25519\n");
	folder_file(&folder, "/etc/more/b.txt", "MinProtocol = TLSv1.3\n");
	look();
	expect_rules("opensslcnf.config:1 CipherString=@SECLEVEL=2:kEECDH\n"
		     "opensslcnf.config:2 MinProtocol=TLSv1.2\na.cnf:1 Groups=X25519\n");
}

Test(probe_policy_look, a_file_that_includes_itself_comes_to_an_end, .timeout = 10)
{
	folder_file(&folder, "/etc/ssl/openssl.cnf", ".include /etc/ssl/openssl.cnf\na = b\n");
	look();
	cr_expect_eq(seen.parts[PART_POLICY].state, PART_SEEN);
}

Test(probe_policy_look, what_openssl_refuses_to_read_sets_no_rules)
{
	folder_file(&folder, "/etc/ssl/openssl.cnf",
		"openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = r\n[r]\n"
		"MinProtocol = TLSv1.3\nnonsense\n");
	look();
	expect_rules("");
	cr_assert_eq(seen.policy.file_count, 1);
	cr_expect_eq(seen.policy.files[0].state, FILE_BAD);
}

Test(probe_policy_look, the_environment_names_another_configuration)
{
	folder_file(&folder, "/etc/ssl/openssl.cnf", "openssl_conf = o\n");
	folder_file(&folder, "/home/my.cnf",
		"openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = r\n[r]\n"
		"MinProtocol = $ENV::LEAST\n");
	setenv("OPENSSL_CONF", "/home/my.cnf", 1);
	setenv("LEAST", "TLSv1.3", 1);
	look();
	expect_rules("my.cnf:7 MinProtocol=TLSv1.3\n");
}

Test(probe_policy_look, gnutls_rules_are_those_of_three_sections)
{
	folder_file(&folder, "/etc/gnutls/config",
		"[global]\noverride-mode = blocklist\n[Overrides]\ndisabled-version = tls1.0\n"
		"[priorities]\nSYSTEM=NORMAL\n[else]\nx = y\n");
	look();
	expect_rules("config:2 override-mode=blocklist\nconfig:4 disabled-version=tls1.0\n"
		     "config:6 SYSTEM=NORMAL\n");
}

Test(probe_policy_look, java_is_read_once_for_each_installed_one)
{
	folder_file(&folder, "/etc/java-17-openjdk/security/java.security",
		"# jdk.tls.disabledAlgorithms=no\njdk.tls.disabledAlgorithms=SSLv3, TLSv1, \\\n"
		"    TLSv1.1\nother=1\n");
	folder_file(&folder, "/usr/lib/jvm/java-17-openjdk-amd64/conf/security/java.security",
		"jdk.tls.disabledAlgorithms=TLSv1.2\n");
	look();
	expect_rules("java.security:2 jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1\n");
}

Test(probe_policy_look, fips_and_the_crypto_policy_are_named)
{
	folder_file(&folder, "/proc/sys/crypto/fips_enabled", "1\n");
	folder_file(&folder, "/etc/crypto-policies/config", "# a comment\nFIPS:OSPP\n");
	look();
	cr_expect_eq(seen.policy.fips, 1);
	cr_expect_str_eq(seen.policy.crypto_policy, "FIPS:OSPP");
}

static const char *desktop_of(const char *names)
{
	setenv("XDG_CURRENT_DESKTOP", names, 1);
	free(seen.policy.desktop);
	seen.policy.desktop = NULL;
	look();
	return seen.policy.desktop ? seen.policy.desktop : "none";
}

Test(probe_policy_look, the_desktop_is_one_with_menus_in_the_guide_or_none)
{
	cr_expect_str_eq(desktop_of("ubuntu:GNOME"), "gnome");
	cr_expect_str_eq(desktop_of("KDE"), "kde");
	cr_expect_str_eq(desktop_of("X-Cinnamon"), "none");
	cr_expect_str_eq(desktop_of("GNOMELIKE:"), "none");
	cr_expect_str_eq(desktop_of(""), "none");
}

Test(probe_policy_look, lists_of_authorities_are_looked_for_where_the_environment_says)
{
	folder_file(&folder, "/empty.pem", "");
	folder_make(&folder, "/certs");
	setenv("SSL_CERT_FILE", "/nowhere.pem", 1);
	setenv("CURL_CA_BUNDLE", "/empty.pem", 1);
	setenv("SSL_CERT_DIR", "/certs::/gone", 1);
	setenv("SSLKEYLOGFILE", "/tmp/keys\033[1m", 1);
	look();
	cr_assert_eq(seen.policy.bundle_count, 4);
	cr_expect_eq(seen.policy.bundles[0].state, FILE_MISSING);
	cr_expect_eq(seen.policy.bundles[1].state, FILE_READ);
	cr_expect_eq(seen.policy.bundles[1].certificates, 0);
	cr_expect(seen.policy.bundles[2].folder);
	cr_expect_eq(seen.policy.bundles[2].certificates, 0);
	cr_expect_eq(seen.policy.bundles[3].state, FILE_MISSING);
	cr_expect_null(strchr(seen.policy.key_log, '\033'));
	cr_expect_eq(seen.policy.default_bundle, 0);
}

Test(probe_policy_look, nothing_is_read_for_another_device_or_in_a_hurry)
{
	folder_file(&folder, "/etc/gnutls/config", "[overrides]\ndisabled-version = tls1.3\n");
	seen.settings.device = DEVICE_OTHER;
	look();
	cr_expect_eq(seen.parts[PART_POLICY].state, PART_SKIPPED);
	cr_expect_str_eq(seen.parts[PART_POLICY].why, WHY_DEVICE);
	seen.settings.device = DEVICE_THIS;
	seen.settings.depth = DEPTH_QUICK;
	look();
	cr_expect_str_eq(seen.parts[PART_POLICY].why, WHY_QUICK);
	expect_rules("");
}

Test(probe_policy_look, quotes_escapes_and_long_lines_are_read_as_openssl_does)
{
	static const char text[] = "a = 'x # y' z\\ \\\n w # comment\nb = \"q\\\"r\"\n[s]\nc = $a\n"
				   "s2::d = ${s::c}!\n";
	struct conf conf = { 0 };
	struct conf_source source = { 0 };

	openssl_conf_parse(&conf, &source, "f", text, sizeof(text) - 1);
	cr_expect_not(conf.broken);
	cr_expect_str_eq(openssl_conf_value(&conf, "default", "a"), "x # y z  w");
	cr_expect_str_eq(openssl_conf_value(&conf, "default", "b"), "q\"r");
	cr_expect_str_eq(openssl_conf_value(&conf, "s", "c"), "x # y z  w");
	cr_expect_str_eq(openssl_conf_value(&conf, "s2", "d"), "x # y z  w!");
	openssl_conf_free(&conf);
}
