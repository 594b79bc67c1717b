/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one check ends and the next begins. */
#include <criterion/criterion.h>
#include "base/memory.h"
#include "make.h"

TestSuite(check_rules);

static struct evidence evidence;
static struct findings findings;

static void begin(void)
{
	make_healthy(&evidence);
	findings = (struct findings){ 0 };
}

static void end(void)
{
	findings_free(&findings);
	evidence_free(&evidence);
}

static bool says(const char *id)
{
	check_all(&evidence, 0, &findings);
	return findings_find(&findings, id) != NULL;
}

static void make_lifetime(int64_t days, int64_t left_s)
{
	make_leaf(&evidence)->not_after = NOW_S + left_s;
	make_leaf(&evidence)->not_before = NOW_S + left_s - days * A_DAY_S;
}

struct soon_row {
	int64_t lifetime_days;
	int64_t left_s;
	bool soon;
};

static const struct soon_row soon_rows[] = {
	{ 90, 20 * A_DAY_S, false },
	{ 90, 15 * A_DAY_S + HOUR_S, false },
	{ 90, 15 * A_DAY_S - HOUR_S, true },
	{ 90, HOUR_S, true },
	{ 47, 9 * A_DAY_S, false },
	{ 47, 7 * A_DAY_S, true },
	{ 365, 31 * A_DAY_S, false },
	{ 365, 29 * A_DAY_S, true },
	{ 12, 3 * A_DAY_S - HOUR_S, true },
	{ 12, 3 * A_DAY_S + HOUR_S, false },
	{ 6, 2 * A_DAY_S, false },
	{ 6, A_DAY_S + HOUR_S, false },
	{ 6, 20 * HOUR_S, true },
	{ 1, 5 * HOUR_S, false },
};

Test(check_rules, when_a_certificate_expires_soon, .init = begin, .fini = end)
{
	for (size_t i = 0; i < sizeof(soon_rows) / sizeof(soon_rows[0]); i++) {
		make_lifetime(soon_rows[i].lifetime_days, soon_rows[i].left_s);
		cr_expect_eq(says("certificate.expires-soon"), soon_rows[i].soon,
			"%d days, %d hours left", (int)soon_rows[i].lifetime_days,
			(int)(soon_rows[i].left_s / HOUR_S));
	}
}

Test(check_rules, the_last_second_of_a_certificate_is_valid, .init = begin, .fini = end)
{
	make_leaf(&evidence)->not_after = NOW_S;
	cr_expect_not(says("certificate.expired"));
	make_leaf(&evidence)->not_after = NOW_S - 1;
	cr_expect(says("certificate.expired"));
}

Test(check_rules, one_day_behind_is_a_failure, .init = begin, .fini = end)
{
	make_dates(make_leaf(&evidence), -91, -1);
	cr_assert(says("certificate.expired"));
	cr_expect_eq(
		facts_find(&findings_find(&findings, "certificate.expired")->facts, "days")->number,
		1);
}

struct key_row {
	const char *type;
	int bits;
	bool weak;
};

static const struct key_row key_rows[] = {
	{ "RSA", 1024, true },
	{ "RSA", 2047, true },
	{ "RSA", 2048, false },
	{ "RSA-PSS", 1024, true },
	{ "DSA", 1024, true },
	{ "ECDSA", 192, true },
	{ "EC/ECDSA", 192, true },
	{ "ECDSA", 224, false },
	{ "ECDSA", 256, false },
	{ "Ed25519", 256, false },
	{ "EdDSA (Ed25519)", 256, false },
	{ "Ed448", 456, false },
	{ "something new", 1, false },
	{ "RSA", -1, false },
};

Test(check_rules, which_keys_are_weak, .init = begin, .fini = end)
{
	for (size_t i = 0; i < sizeof(key_rows) / sizeof(key_rows[0]); i++) {
		make_text(&make_leaf(&evidence)->key_type, key_rows[i].type);
		make_leaf(&evidence)->key_bits = key_rows[i].bits;
		cr_expect_eq(says("certificate.weak-key"), key_rows[i].weak, "%s %d",
			key_rows[i].type, key_rows[i].bits);
	}
}

Test(check_rules, a_weak_intermediate_counts_too, .init = begin, .fini = end)
{
	evidence.handshake.chain[1].key_bits = 1024;
	evidence.handshake.chain[1].signature_weak = true;
	cr_expect(says("certificate.weak-key"));
	cr_expect(says("certificate.weak-signature"));
}

Test(check_rules, what_lies_beside_the_path_does_not_count, .init = begin, .fini = end)
{
	evidence.trust.path_count = 1;
	evidence.handshake.chain[1].key_bits = 512;
	evidence.handshake.chain[1].signature_weak = true;
	cr_expect_not(says("certificate.weak-key"));
	cr_expect_not(says("certificate.weak-signature"));
}

struct usage_row {
	const char *group;
	int usage;
	bool wrong;
};

static const struct usage_row usage_rows[] = {
	{ "X25519", -1, false },
	{ "X25519", 128, false },
	{ "X25519", 32, true },
	{ "X25519", 4, true },
	{ "RSA", 32, false },
	{ "RSA", 128, true },
	{ NULL, 32, false },
	{ NULL, 2, true },
};

Test(check_rules, a_key_may_only_do_what_its_certificate_says, .init = begin, .fini = end)
{
	for (size_t i = 0; i < sizeof(usage_rows) / sizeof(usage_rows[0]); i++) {
		make_text(&evidence.handshake.group, usage_rows[i].group);
		make_leaf(&evidence)->key_usage = usage_rows[i].usage;
		cr_expect_eq(says("certificate.wrong-purpose"), usage_rows[i].wrong, "%s %d",
			usage_rows[i].group ? usage_rows[i].group : "unknown", usage_rows[i].usage);
	}
}

struct cipher_row {
	const char *cipher;
	bool weak;
};

static const struct cipher_row cipher_rows[] = {
	{ "TLS_AES_128_GCM_SHA256", false },
	{ "TLS_CHACHA20_POLY1305_SHA256", false },
	{ "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", false },
	{ "TLS_RSA_WITH_AES_128_CBC_SHA", false },
	{ "TLS_RSA_WITH_3DES_EDE_CBC_SHA", true },
	{ "TLS_RSA_WITH_RC4_128_SHA", true },
	{ "TLS_RSA_WITH_NULL_SHA256", true },
	{ "TLS_DH_anon_WITH_AES_128_CBC_SHA", true },
	{ "TLS_RSA_WITH_DES_CBC_SHA", true },
	{ "TLS_RSA_EXPORT_WITH_RC4_40_MD5", true },
};

Test(check_rules, which_suites_are_weak, .init = begin, .fini = end)
{
	make_no_matrix(&evidence);
	for (size_t i = 0; i < sizeof(cipher_rows) / sizeof(cipher_rows[0]); i++) {
		make_text(&evidence.handshake.cipher, cipher_rows[i].cipher);
		cr_expect_eq(says("ciphers.weak-chosen"), cipher_rows[i].weak, "%s",
			cipher_rows[i].cipher);
		cr_expect_eq(says("ciphers.chosen") || says("ciphers.chosen-static"),
			!cipher_rows[i].weak, "%s", cipher_rows[i].cipher);
	}
}

Test(check_rules, a_group_of_2048_bits_is_strong_enough, .init = begin, .fini = end)
{
	evidence.handshake.dh_bits = 2048;
	cr_expect_not(says("ciphers.weak-dh"));
	evidence.handshake.dh_bits = 1536;
	cr_expect(says("ciphers.weak-dh"));
}

Test(check_rules, tls_1_3_needs_no_renegotiation_info, .init = begin, .fini = end)
{
	evidence.handshake.secure_renegotiation = 0;
	cr_expect_not(says("renegotiation.no-info"));
}

Test(check_rules, old_versions_beside_good_ones_are_a_note, .init = begin, .fini = end)
{
	evidence.versions.items[0].handshake.outcome = HS_DONE;
	cr_assert(says("versions.old-too"));
	cr_expect_eq(findings_find(&findings, "versions.old-too")->verdict, VERDICT_NOTE);
	cr_expect_not(says("versions.old-only"));
}

Test(check_rules, only_tls_1_2_is_a_note, .init = begin, .fini = end)
{
	make_no_matrix(&evidence);
	evidence.handshake.version = 0x0303;
	evidence.versions.items[3].handshake.outcome = HS_ALERT;
	evidence.versions.items[3].handshake.alert = 70;
	evidence.versions.items[3].handshake.version = -1;
	cr_expect(says("versions.no-tls13"));
	cr_expect(says("versions.modern"));
}

Test(check_rules, a_name_that_everybody_accepts_is_not_unrecognized, .init = begin, .fini = end)
{
	make_alert(&evidence, 40);
	evidence_part_status(&evidence, PART_SNI, PART_SEEN, NULL, NULL);
	for (size_t i = 0; i < evidence.sni.count; i++) {
		evidence.sni.items[i].handshake.outcome = HS_ALERT;
		evidence.sni.items[i].handshake.alert = 40;
	}
	cr_expect_not(says("sni.unrecognized"));
}

Test(check_rules, a_reset_for_one_name_only_is_not_the_servers, .init = begin, .fini = end)
{
	make_failed(&evidence, HS_RESET, STAGE_HELLO);
	evidence_part_status(&evidence, PART_SNI, PART_SEEN, NULL, NULL);
	cr_expect_not(says("sni.unrecognized"));
}

Test(check_rules, a_wrong_certificate_of_its_own_is_not_the_default_one, .init = begin, .fini = end)
{
	make_names(&evidence, "other.example.org", NULL);
	make_text(&evidence.sni.items[0].handshake.chain[0].sha256, "default");
	make_text(&evidence.sni.items[1].handshake.chain[0].sha256, "default");
	cr_expect_not(says("sni.wrong-certificate"));
	cr_expect(says("sni.default"));
	cr_expect(says("certificate.name-mismatch"));
}

Test(check_rules, a_server_with_one_certificate_has_one_fault, .init = begin, .fini = end)
{
	make_names(&evidence, "other.example.org", NULL);
	cr_expect(says("certificate.name-mismatch"));
	cr_expect(says("sni.always-same"));
	cr_expect_not(says("sni.wrong-certificate"));
}

Test(check_rules, alert_112_without_a_name_is_no_word_about_the_name, .init = begin, .fini = end)
{
	make_alert(&evidence, 112);
	cr_expect(says("handshake.alert-name"));
	make_text(&evidence.handshake.sni, NULL);
	cr_expect_not(says("handshake.alert-name"));
	cr_expect(says("handshake.alert"));
}

Test(check_rules, without_a_name_on_purpose_is_a_note, .init = begin, .fini = end)
{
	evidence.settings.sni = SNI_NONE;
	make_text(&evidence.handshake.sni, NULL);
	cr_expect(says("sni.not-sent"));
	cr_expect_not(says("sni.required"));
}

Test(check_rules, alert_40_before_a_request_is_not_about_client_certificates, .init = begin,
	.fini = end)
{
	make_alert(&evidence, 40);
	cr_expect_not(says("client-certificate.required"));
	cr_expect_not(says("handshake.alert-certificate"));
}

Test(check_rules, alert_40_after_a_request_is_not_about_ciphers, .init = begin, .fini = end)
{
	make_failed(&evidence, HS_ALERT, STAGE_KEYS);
	evidence.handshake.alert = 40;
	evidence.handshake.client_cert_asked = true;
	cr_expect(says("handshake.alert-certificate"));
	cr_expect_not(says("handshake.alert-no-common"));
	cr_expect_not(says("ciphers.none-in-common"));
}

Test(check_rules, asked_but_not_insisted_is_a_note, .init = begin, .fini = end)
{
	evidence.handshake.client_cert_asked = true;
	cr_expect(says("client-certificate.optional"));
	cr_expect_not(says("client-certificate.required"));
}

Test(check_rules, whose_certificate_the_server_wants_is_told, .init = begin, .fini = end)
{
	evidence.handshake.client_cert_asked = true;
	cr_expect_not(says("client-certificate.authorities"));
	evidence.handshake.client_cas = memory_new(1, sizeof(char *));
	evidence.handshake.client_cas[0] = memory_text("CN=Office");
	evidence.handshake.client_ca_count = 1;
	cr_expect(says("client-certificate.authorities"));
	cr_expect(says("client-certificate.optional"));
}

Test(check_rules, a_page_that_may_not_be_seen_is_not_a_missing_certificate, .init = begin,
	.fini = end)
{
	evidence.http.status = 403;
	cr_expect_not(says("client-certificate.required"));
	cr_expect(says("http.answered"));
}

Test(check_rules, the_most_telling_failure_to_connect_is_named, .init = begin, .fini = end)
{
	evidence.connect.attempts[0].outcome = CONNECT_REFUSED;
	evidence.connect.chosen = -1;
	make_attempt(&evidence, "2001:db8::1", 6, CONNECT_UNREACHABLE);
	make_attempt(&evidence, "192.0.2.7", 4, CONNECT_TIMED_OUT);
	make_not_reached(&evidence, PART_HANDSHAKE);
	cr_expect(says("reach.refused"));
	cr_expect_not(says("reach.timeout"));
	cr_expect_not(says("reach.unreachable"));
}

Test(check_rules, all_backends_failing_alike_do_not_differ, .init = begin, .fini = end)
{
	make_dates(make_leaf(&evidence), -100, -1);
	make_dates(&evidence.addresses.items[0].handshake.chain[0], -100, -1);
	cr_expect_not(says("backends.differ"));
	cr_expect(says("backends.same"));
}

Test(check_rules, an_untrusted_chain_counts_where_another_address_has_a_trusted_one, .init = begin,
	.fini = end)
{
	evidence.addresses.items[0].trusted = 0;
	cr_expect(says("backends.differ"));
	evidence.trust.outcome = TRUST_MISSING_ISSUER;
	cr_expect(says("backends.same"), "both alike");
	evidence.addresses.items[0].trusted = 1;
	cr_expect(says("backends.differ"), "the chosen one");
	evidence.addresses.items[0].trusted = -1;
	cr_expect(says("backends.same"), "nobody knows");
}

Test(check_rules, an_address_without_tcp_is_not_a_backend_that_differs, .init = begin, .fini = end)
{
	evidence.addresses.items[0].handshake.outcome = HS_NO_CONNECTION;
	cr_expect_not(says("backends.differ"));
	cr_expect_eq(findings_check(&findings, "backends")->verdict, VERDICT_SKIPPED);
}

Test(check_rules, a_third_of_the_lifetime_left_is_time_to_renew, .init = begin, .fini = end)
{
	make_lifetime(90, 29 * A_DAY_S);
	cr_expect(says("upkeep.renewal"));
	make_lifetime(90, 31 * A_DAY_S);
	cr_expect(says("upkeep.nothing"));
}

Test(check_rules, versions_that_are_refused_for_another_reason_are_not_missing, .init = begin,
	.fini = end)
{
	make_alert(&evidence, 112);
	evidence_part_status(&evidence, PART_VERSIONS, PART_SEEN, NULL, NULL);
	for (size_t i = 0; i < evidence.versions.count; i++) {
		evidence.versions.items[i].handshake.outcome = HS_ALERT;
		evidence.versions.items[i].handshake.alert = i < 2 ? 70 : 112;
		evidence.versions.items[i].handshake.version = -1;
	}
	cr_expect_not(says("versions.none"));
}

Test(check_rules, an_unrecognized_name_that_was_never_sent_is_a_missing_one, .init = begin,
	.fini = end)
{
	make_alert(&evidence, 112);
	evidence.settings.sni = SNI_NONE;
	make_text(&evidence.handshake.sni, NULL);
	evidence_part_status(&evidence, PART_SNI, PART_SKIPPED, WHY_QUICK, NULL);
	cr_expect(says("sni.required"));
}

/* ---- Browsers ---- */

static void add_firefox_policy(const char *name, const char *value)
{
	struct seen_browsers *seen = &evidence.browsers;

	evidence_part_status(&evidence, PART_BROWSERS, PART_SEEN, NULL, NULL);
	seen->policies = memory_resize(
		seen->policies, seen->policy_count + 1, sizeof(*seen->policies));
	seen->policies[seen->policy_count++] = (struct seen_choice){ .browser = BROWSER_FIREFOX,
		.path = memory_text("/etc/firefox/policies/policies.json"),
		.line = -1,
		.name = memory_text(name),
		.value = memory_text(value) };
}

Test(check_rules, extensions_that_are_blocked_are_not_installed, .init = begin, .fini = end)
{
	add_firefox_policy("ExtensionSettings.*.installation_mode", "blocked");
	cr_expect_not(says("browser.policy-extensions"));
	add_firefox_policy("ExtensionSettings.a@b.installation_mode", "force_installed");
	cr_expect(says("browser.policy-extensions"));
}

Test(check_rules, extensions_are_also_installed_by_their_older_policy, .init = begin, .fini = end)
{
	add_firefox_policy("Extensions.Install", "https://example.com/a.xpi");
	cr_expect(says("browser.policy-extensions"));
}
