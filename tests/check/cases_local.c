/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of this computer itself, and what on it is in order. */
#include <stdlib.h>
#include "base/memory.h"
#include "cases_local.h"

static struct seen_policy *policy_of(struct evidence *ev)
{
	evidence_part_status(ev, PART_POLICY, PART_SEEN, NULL, NULL);
	return &ev->policy;
}

static void make_rule(struct evidence *ev, enum rules_of of, const char *name, const char *value)
{
	struct seen_policy *policy = policy_of(ev);

	policy->rules = memory_resize(
		policy->rules, policy->rule_count + 1, sizeof(*policy->rules));
	policy->rules[policy->rule_count++] = (struct seen_rule){
		.of = of,
		.path = memory_text(of == RULES_JAVA ? "/etc/java/java.security" : "/etc/rules"),
		.line = (int)policy->rule_count,
		.name = memory_text(name),
		.value = memory_text(value),
	};
}

static struct seen_bundle *make_bundle(struct evidence *ev, const char *variable, int certificates)
{
	struct seen_policy *policy = policy_of(ev);

	policy->default_bundle = 0;
	policy->default_folder = 1;
	policy->bundles = memory_resize(
		policy->bundles, policy->bundle_count + 1, sizeof(*policy->bundles));
	policy->bundles[policy->bundle_count++] = (struct seen_bundle){
		.variable = memory_text(variable),
		.path = memory_text("/etc/ca.pem"),
		.state = certificates < 0 ? FILE_MISSING : FILE_READ,
		.certificates = certificates,
		.fits = 0,
	};
	return &policy->bundles[policy->bundle_count - 1];
}

/* Everything was asked, and the server accepts this at VERSION: one suite, or (0) nothing. */
static void offer(struct evidence *ev, int version, int suite)
{
	const int suites[] = { suite, 0 };

	make_suites(ev, version, suites);
	ev->matrix.complete = true;
	evidence_part_status(ev, PART_MATRIX, PART_SEEN, NULL, NULL);
}

static void speaks(struct evidence *ev, int version, const char *cipher)
{
	make_free_trials(&ev->versions);
	make_no_matrix(ev);
	ev->handshake.version = version;
	make_text(&ev->handshake.version_name, version == 0x0304 ? "TLS 1.3" : "TLS 1.2");
	make_text(&ev->handshake.cipher, cipher);
	ev->handshake.secure_renegotiation = 1;
}

/* ---- Rules that forbid ---- */

void local_tls_1_3_at_least(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	make_rule(ev, RULES_OPENSSL, "MinProtocol", "TLSv1.3");
}

void local_java_without_tls_1_3(struct evidence *ev)
{
	make_free_trials(&ev->versions);
	make_rule(ev, RULES_JAVA, "jdk.tls.disabledAlgorithms", "SSLv3, TLSv1, TLSv1.1, TLSv1.3");
	offer(ev, 0x0304, 0x1301);
	offer(ev, 0x0303, 0);
}

void local_few_suites(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "CipherString", "ECDHE+CHACHA20");
	make_rule(ev, RULES_OPENSSL, "Ciphersuites", "TLS_CHACHA20_POLY1305_SHA256");
	offer(ev, 0x0304, 0x1301);
	offer(ev, 0x0303, 0xc02f);
}

void local_java_without_static_rsa(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_RSA_WITH_AES_128_GCM_SHA256");
	make_rule(ev, RULES_JAVA, "jdk.tls.disabledAlgorithms", "TLSv1, TLS_RSA_*");
	offer(ev, 0x0304, 0);
	offer(ev, 0x0303, 0x009c);
}

void local_security_level_3(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "CipherString", "DEFAULT:@SECLEVEL=3");
}

void local_java_wants_longer_keys(struct evidence *ev)
{
	make_rule(ev, RULES_JAVA, "jdk.certpath.disabledAlgorithms",
		"MD2, RSA keySize < 3072, EC keySize < 224");
}

void local_no_rsa_signatures(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "SignatureAlgorithms", "ECDSA+SHA256:ed25519");
}

void local_one_group(struct evidence *ev)
{
	const int groups[] = { 29, 0 };

	make_rule(ev, RULES_OPENSSL, "Groups", "P-521");
	offer(ev, 0x0304, 0x1301);
	make_groups(ev, 0x0304, groups);
}

void local_fips(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	ev->handshake.extended_master_secret = 0;
	policy_of(ev)->fips = 1;
	make_text(&ev->policy.crypto_policy, "FIPS");
}

/* ---- Authorities ---- */

void local_authorities_missing(struct evidence *ev)
{
	make_bundle(ev, "SSL_CERT_FILE", -1);
}

void local_authorities_empty(struct evidence *ev)
{
	make_bundle(ev, "CURL_CA_BUNDLE", 0);
}

void local_authorities_lack(struct evidence *ev)
{
	make_bundle(ev, "REQUESTS_CA_BUNDLE", 3);
}

/* ---- Browsers ---- */

static struct seen_browsers *browsers_of(struct evidence *ev)
{
	evidence_part_status(ev, PART_BROWSERS, PART_SEEN, NULL, NULL);
	return &ev->browsers;
}

static void add_browser(struct evidence *ev, enum browser browser, const char *version)
{
	struct seen_browsers *seen = browsers_of(ev);

	seen->browsers = memory_resize(
		seen->browsers, seen->browser_count + 1, sizeof(*seen->browsers));
	seen->browsers[seen->browser_count++] = (struct seen_browser){ .browser = browser,
		.version = memory_text(version),
		.path = memory_text("/usr/lib/application.ini") };
}

static struct seen_choice choice(enum browser browser, const char *name, const char *value)
{
	return (struct seen_choice){ .browser = browser,
		.path = memory_text("/etc/policies.json"),
		.line = 3,
		.name = memory_text(name),
		.value = memory_text(value) };
}

static void add_policy(
	struct evidence *ev, enum browser browser, const char *name, const char *value)
{
	struct seen_browsers *seen = browsers_of(ev);

	seen->policies = memory_resize(
		seen->policies, seen->policy_count + 1, sizeof(*seen->policies));
	seen->policies[seen->policy_count++] = choice(browser, name, value);
}

static struct seen_profile *add_profile(struct evidence *ev)
{
	struct seen_browsers *seen = browsers_of(ev);

	seen->profiles = memory_resize(
		seen->profiles, seen->profile_count + 1, sizeof(*seen->profiles));
	seen->profiles[seen->profile_count++] =
		(struct seen_profile){ .path = memory_text("/home/x/.mozilla/firefox/a"),
			.store = FILE_READ,
			.store_sound = 1,
			.store_bytes = 229376,
			.store_changed_s = NOW_S };
	return &seen->profiles[seen->profile_count - 1];
}

static void add_pref(struct seen_profile *profile, const char *name, const char *value)
{
	profile->choices = memory_resize(
		profile->choices, profile->choice_count + 1, sizeof(*profile->choices));
	profile->choices[profile->choice_count++] = choice(BROWSER_FIREFOX, name, value);
}

void local_firefox_26(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	add_browser(ev, BROWSER_FIREFOX, "26.0");
}

void local_policy_of_tls_1_3(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	add_browser(ev, BROWSER_FIREFOX, "153.7.0");
	add_policy(ev, BROWSER_FIREFOX, "SSLVersionMin", "tls1.3");
}

void local_profile_without_tls_1_2(struct evidence *ev)
{
	add_pref(add_profile(ev), "security.tls.version.max", "2");
}

void local_profile_without_suites(struct evidence *ev)
{
	struct seen_profile *profile = add_profile(ev);

	speaks(ev, 0x0303, "TLS_RSA_WITH_AES_128_GCM_SHA256");
	offer(ev, 0x0304, 0);
	offer(ev, 0x0303, 0x009c);
	add_pref(profile, "security.ssl3.rsa_aes_128_sha", "false");
	add_pref(profile, "security.ssl3.rsa_aes_128_gcm_sha256", "false");
}

void local_profile_that_insists_on_ocsp(struct evidence *ev)
{
	add_pref(add_profile(ev), "security.OCSP.require", "true");
	ev->revocation.ocsp.outcome = REVOCATION_NO_ANSWER;
	ev->revocation.staple.outcome = REVOCATION_NOT_ASKED;
}

void local_store_of_root(struct evidence *ev)
{
	add_profile(ev)->store = FILE_DENIED;
}

/* As the certificate is untrusted here, a browser that was told to trust it accepts it. */
void local_authority_added(struct evidence *ev)
{
	struct seen_profile *profile = add_profile(ev);

	profile->store_known = 1;
	profile->authorities = memory_new(1, sizeof(*profile->authorities));
	profile->authorities[0] = memory_text(ev->handshake.chain[0].issuer);
	profile->authority_count = 1;
}

void local_store_without_additions(struct evidence *ev)
{
	add_profile(ev)->store_known = 1;
}

void local_store_damaged(struct evidence *ev)
{
	add_profile(ev)->store_sound = 0;
}

/* ---- In order ---- */

void local_usual_rules(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "MinProtocol", "TLSv1.2");
	make_rule(ev, RULES_OPENSSL, "CipherString", "DEFAULT:@SECLEVEL=2");
	make_rule(ev, RULES_GNUTLS, "disabled-version", "tls1.0");
	make_rule(ev, RULES_JAVA, "jdk.tls.disabledAlgorithms",
		"SSLv3, TLSv1, TLSv1.1, DTLSv1.0, RC4, DES, MD5withRSA, DH keySize < 1024, "
		"EC keySize < 224, 3DES_EDE_CBC, anon, NULL, ECDH");
}

void local_lax_rules(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "MinProtocol", "TLSv1");
	make_rule(ev, RULES_OPENSSL, "CipherString", "DEFAULT:@SECLEVEL=0");
	make_rule(ev, RULES_OPENSSL, "Options", "UnsafeLegacyServerConnect");
}

/* What was agreed on is forbidden, but the server may know more. */
void local_rules_and_an_unknown_rest(struct evidence *ev)
{
	make_free_trials(&ev->versions);
	make_no_matrix(ev);
	make_rule(ev, RULES_OPENSSL, "MaxProtocol", "TLSv1.2");
	make_rule(ev, RULES_OPENSSL, "Groups", "P-521");
}

void local_fedora(struct evidence *ev)
{
	make_rule(ev, RULES_OPENSSL, "CipherString",
		"@SECLEVEL=2:kEECDH:kRSA:kEDH:kPSK:kDHEPSK:kECDHEPSK:kRSAPSK:-aDSS:-3DES:!DES:!RC4:"
		"!RC2:!IDEA:-SEED:!eNULL:!aNULL:!MD5:-SHA384:-CAMELLIA:-ARIA:-AESCCM8");
	make_rule(ev, RULES_OPENSSL, "MinProtocol", "TLSv1.2");
	make_rule(ev, RULES_OPENSSL, "Groups", "X25519:secp256r1:X448:secp521r1:secp384r1");
	make_rule(ev, RULES_OPENSSL, "SignatureAlgorithms",
		"ECDSA+SHA256:RSA+SHA256:rsa_pss_pss_sha256");
	policy_of(ev)->fips = 0;
	make_text(&ev->policy.crypto_policy, "DEFAULT");
}

void local_authorities_in_order(struct evidence *ev)
{
	make_bundle(ev, "SSL_CERT_FILE", 140)->fits = 1;
	make_bundle(ev, "CURL_CA_BUNDLE", 140)->fits = 1;
	make_bundle(ev, "REQUESTS_CA_BUNDLE", 140)->fits = 1;
	make_bundle(ev, "SSL_CERT_DIR", 280)->fits = -1;
	make_bundle(ev, "NODE_EXTRA_CA_CERTS", -1);
}

/* OpenSSL looks into its own folder as well. */
void local_authorities_beside_the_systems(struct evidence *ev)
{
	make_bundle(ev, "SSL_CERT_FILE", 1);
	make_bundle(ev, "CURL_CA_BUNDLE", 1);
}

void local_browsers_of_today(struct evidence *ev)
{
	add_browser(ev, BROWSER_FIREFOX, "153.7.0");
	add_browser(ev, BROWSER_CHROMIUM, "156.0.8078.79");
	add_browser(ev, BROWSER_BRAVE, NULL);
	add_browser(ev, BROWSER_CHROME, "60.0");
	add_policy(ev, BROWSER_CHROMIUM, "SSLVersionMin", "tls1.3");
	add_policy(ev, BROWSER_FIREFOX, "SSLVersionMin", "tls1.2");
	add_policy(ev, BROWSER_FIREFOX, "Proxy.HTTPProxy", "proxy:3128");
	add_policy(ev, BROWSER_CHROMIUM, "ExtensionInstallForcelist", "a;b");
	add_policy(ev, BROWSER_CHROMIUM, "ExtensionInstallForcelist", "c;d");
	add_policy(ev, BROWSER_FIREFOX, "Certificates.ImportEnterpriseRoots", "true");
}

/* Firefox heeds it, and the server can do both. */
void local_policy_that_does_no_harm(struct evidence *ev)
{
	add_browser(ev, BROWSER_FIREFOX, "153.7.0");
	add_policy(ev, BROWSER_FIREFOX, "SSLVersionMin", "tls1.3");
	add_policy(ev, BROWSER_FIREFOX, "SSLVersionMax", "tls1.2");
}

/* Chromium ignores it since 98, and a browser that isn't there heeds nothing. */
void local_policies_that_nobody_heeds(struct evidence *ev)
{
	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	add_browser(ev, BROWSER_CHROMIUM, "156.0.8078.79");
	add_policy(ev, BROWSER_CHROMIUM, "SSLVersionMin", "tls1.3");
	add_policy(ev, BROWSER_FIREFOX, "SSLVersionMin", "tls1.3");
}

void local_profiles_in_order(struct evidence *ev)
{
	struct seen_profile *profile = add_profile(ev);

	add_pref(profile, "security.tls.version.min", "1");
	add_pref(profile, "security.tls.version.max", "3");
	add_pref(profile, "security.ssl3.rsa_aes_128_sha", "false");
	add_pref(profile, "security.OCSP.require", "true");
	add_pref(profile, "network.proxy.type", "1");
	add_pref(profile, "network.proxy.ssl", "proxy.example");
	profile = add_profile(ev);
	profile->store = FILE_MISSING;
	profile->old_store = true;
	ev->revocation.ocsp.outcome = REVOCATION_NOT_REVOKED;
}

/* user.js sets right what prefs.js says. */
void local_profile_with_a_second_word(struct evidence *ev)
{
	struct seen_profile *profile = add_profile(ev);

	speaks(ev, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	add_pref(profile, "security.tls.version.min", "4");
	add_pref(profile, "security.tls.version.min", "3");
}

/* Whose profile can't be read says nothing. */
void local_profile_of_somebody_else(struct evidence *ev)
{
	add_profile(ev)->store = FILE_DENIED;
	make_text(&ev->browsers.user, "anna");
}
