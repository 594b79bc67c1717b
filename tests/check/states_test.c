/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failing to look is never a failed check; what lies behind a broken rung isn't reached. */
#include <criterion/criterion.h>
#include "base/memory.h"
#include "make.h"

TestSuite(check_states);

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

static void expect(const char *check, enum verdict verdict, const char *reason)
{
	const struct check_result *result = findings_check(&findings, check);

	cr_expect_eq(result->verdict, verdict, "%s: %s", check, verdict_name(result->verdict));
	if (reason)
		cr_expect(result->reason && !strcmp(result->reason, reason), "%s: %s", check,
			result->reason ? result->reason : "no reason");
	else
		cr_expect_null(result->reason, "%s: %s", check, result->reason);
}

Test(check_states, everything_is_judged_when_everything_was_seen, .init = begin, .fini = end)
{
	make_site(&evidence, "www.example.net");
	evidence.portal.items = memory_new(1, sizeof(*evidence.portal.items));
	evidence.portal.count = 1;
	evidence.portal.items[0].first = PORTAL_EXPECTED;
	make_client(&evidence, "TLS1.3 TLS_AES_128_GCM_SHA256 X25519 P-256");
	evidence.settings.origin = true;
	check_all(&evidence, 0, &findings);
	for (size_t i = 0; i < findings.check_count; i++) {
		cr_expect_leq(
			findings.checks[i].verdict, VERDICT_NOTE, "%s", findings.checks[i].id);
		cr_expect_not(findings.checks[i].running);
		cr_expect_null(findings.checks[i].reason);
	}
}

Test(check_states, behind_a_name_without_address_nothing_is_reached, .init = begin, .fini = end)
{
	evidence.lookup.outcome = LOOKUP_NO_SUCH_NAME;
	make_not_reached(&evidence, PART_CONNECT);
	check_all(&evidence, 0, &findings);
	expect("reach", VERDICT_FAIL, NULL);
	for (size_t i = 0; i < findings.check_count; i++) {
		const char *id = findings.checks[i].id;

		if (strcmp(id, "reach") != 0 && strcmp(id, "clock") != 0)
			expect(id, VERDICT_NOT_REACHED, "dns");
	}
}

Test(check_states, behind_a_closed_port_the_handshake_is_not_reached, .init = begin, .fini = end)
{
	evidence.connect.chosen = -1;
	evidence.connect.attempts[0].outcome = CONNECT_REFUSED;
	make_not_reached(&evidence, PART_HANDSHAKE);
	check_all(&evidence, 0, &findings);
	expect("handshake", VERDICT_NOT_REACHED, "tcp");
	expect("certificate", VERDICT_NOT_REACHED, "tcp");
	expect("http", VERDICT_NOT_REACHED, "tcp");
}

Test(check_states, behind_a_broken_handshake_the_certificate_is_not_reached, .init = begin,
	.fini = end)
{
	make_alert(&evidence, 40);
	check_all(&evidence, 0, &findings);
	expect("handshake", VERDICT_FAIL, NULL);
	expect("starttls", VERDICT_PASS, NULL);
	expect("certificate", VERDICT_NOT_REACHED, "hello");
	expect("trust", VERDICT_NOT_REACHED, "hello");
	expect("versions", VERDICT_NOT_REACHED, "hello");
	expect("client-certificate", VERDICT_NOT_REACHED, "hello");
	expect("upkeep", VERDICT_NOT_REACHED, "hello");
}

Test(check_states, behind_a_proxy_that_refuses_nothing_is_reached, .init = begin, .fini = end)
{
	evidence.connect.proxy = PROXY_FORBIDDEN;
	make_not_reached(&evidence, PART_HANDSHAKE);
	check_all(&evidence, 0, &findings);
	expect("proxy", VERDICT_FAIL, NULL);
	expect("reach", VERDICT_NOT_REACHED, "proxy");
	expect("handshake", VERDICT_NOT_REACHED, "proxy");
}

Test(check_states, failed_starttls_leaves_the_handshake_unreached, .init = begin, .fini = end)
{
	make_failed(&evidence, HS_NO_CONNECTION, STAGE_STARTTLS);
	evidence.settings.target.starttls = STARTTLS_SMTP;
	evidence.handshake.starttls = STARTTLS_REFUSED;
	check_all(&evidence, 0, &findings);
	expect("starttls", VERDICT_FAIL, NULL);
	expect("handshake", VERDICT_NOT_REACHED, "starttls");
}

Test(check_states, a_look_that_failed_is_unknown_with_its_reason, .init = begin, .fini = end)
{
	evidence_part_status(&evidence, PART_TRUST, PART_COULD_NOT, WHY_LOCAL, "no memory");
	evidence_part_status(&evidence, PART_CONNECT, PART_COULD_NOT, WHY_TIMEOUT, NULL);
	check_all(&evidence, 0, &findings);
	expect("trust", VERDICT_UNKNOWN, WHY_LOCAL);
	expect("reach", VERDICT_UNKNOWN, WHY_TIMEOUT);
	expect("proxy", VERDICT_UNKNOWN, WHY_TIMEOUT);
}

Test(check_states, a_handshake_without_certificates_says_so, .init = begin, .fini = end)
{
	seen_handshake_free(&evidence.handshake);
	evidence.handshake.outcome = HS_DONE;
	evidence.handshake.stage = STAGE_DONE;
	check_all(&evidence, 0, &findings);
	expect("certificate", VERDICT_UNKNOWN, WHY_NO_CHAIN);
	expect("trust", VERDICT_UNKNOWN, WHY_NO_CHAIN);
}

Test(check_states, what_a_quick_run_leaves_out_is_skipped, .init = begin, .fini = end)
{
	evidence_part_status(&evidence, PART_HTTP, PART_SKIPPED, WHY_QUICK, NULL);
	evidence_part_status(&evidence, PART_SNI, PART_SKIPPED, WHY_QUICK, NULL);
	evidence_part_status(&evidence, PART_ADDRESSES, PART_NOT_LOOKED, NULL, NULL);
	check_all(&evidence, 0, &findings);
	expect("http", VERDICT_SKIPPED, WHY_QUICK);
	expect("sni", VERDICT_SKIPPED, WHY_QUICK);
	expect("backends", VERDICT_SKIPPED, WHY_NOT_NEEDED);
}

Test(check_states, nothing_is_called_unknown_while_more_is_on_its_way, .init = begin, .fini = end)
{
	evidence_part_status(&evidence, PART_HTTP, PART_NOT_LOOKED, NULL, NULL);
	evidence.http.date_s = -1;
	check_all(&evidence, PART_BIT(PART_HTTP), &findings);
	cr_expect_null(findings_find(&findings, "clock.not-compared"));
	check_all(&evidence, 0, &findings);
	cr_expect(findings_find(&findings, "clock.not-compared"));
}

Test(check_states, a_check_is_running_while_its_parts_come, .init = begin, .fini = end)
{
	evidence_part_status(&evidence, PART_TRUST, PART_NOT_LOOKED, NULL, NULL);
	evidence_part_status(&evidence, PART_HTTP, PART_NOT_LOOKED, NULL, NULL);
	check_all(&evidence, PART_BIT(PART_TRUST) | PART_BIT(PART_HTTP), &findings);
	expect("trust", VERDICT_UNKNOWN, NULL);
	expect("http", VERDICT_UNKNOWN, NULL);
	cr_expect(findings_check(&findings, "trust")->running);
	cr_expect(findings_check(&findings, "http")->running);
	cr_expect(findings_check(&findings, "clock")->running);
	cr_expect_not(findings_check(&findings, "proxy")->running);
}

Test(check_states, only_names_what_is_judged, .init = begin, .fini = end)
{
	make_text(&evidence.settings.only, "reach,certificate");
	check_all(&evidence, 0, &findings);
	expect("reach", VERDICT_PASS, NULL);
	expect("certificate", VERDICT_PASS, NULL);
	expect("trust", VERDICT_SKIPPED, WHY_OPTION);
	cr_expect_null(findings_find(&findings, "trust.trusted"));
}

Test(check_states, skip_names_what_is_not_judged, .init = begin, .fini = end)
{
	make_text(&evidence.settings.skip, "trust");
	check_all(&evidence, 0, &findings);
	expect("trust", VERDICT_SKIPPED, WHY_OPTION);
	expect("reach", VERDICT_PASS, NULL);
}

Test(check_states, a_failure_weighs_more_than_what_could_not_be_checked, .init = begin, .fini = end)
{
	make_failed(&evidence, HS_LOCAL, STAGE_HELLO);
	make_text(&evidence.handshake.error, "GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED");
	check_all(&evidence, 0, &findings);
	expect("renegotiation", VERDICT_FAIL, NULL);
	expect("ciphers", VERDICT_NOT_REACHED, "hello");
}

Test(check_states, an_ip_address_has_no_server_name_to_check, .init = begin, .fini = end)
{
	evidence.settings.target.is_ip = true;
	evidence_part_status(&evidence, PART_SNI, PART_SKIPPED, WHY_IP, NULL);
	check_all(&evidence, 0, &findings);
	expect("sni", VERDICT_SKIPPED, WHY_IP);
}

Test(check_states, cancelled_is_unknown, .init = begin, .fini = end)
{
	make_failed(&evidence, HS_CANCELLED, STAGE_HELLO);
	check_all(&evidence, 0, &findings);
	expect("handshake", VERDICT_UNKNOWN, WHY_CANCELLED);
	expect("certificate", VERDICT_UNKNOWN, WHY_CANCELLED);
}

Test(check_states, trust_without_a_chain_is_behind_the_broken_handshake, .init = begin, .fini = end)
{
	make_alert(&evidence, 40);
	evidence_part_status(&evidence, PART_TRUST, PART_COULD_NOT, WHY_NO_CHAIN, NULL);
	evidence_part_status(&evidence, PART_SNI, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
	check_all(&evidence, 0, &findings);
	expect("trust", VERDICT_NOT_REACHED, "hello");
	expect("sni", VERDICT_NOT_REACHED, "hello");
}

Test(check_states, a_proxy_without_address_is_not_a_site_without_address, .init = begin,
	.fini = end)
{
	make_text(&evidence.settings.proxy, "http://me:secret@proxy.example.net:3128");
	make_text(&evidence.lookup.name, "proxy.example.net");
	evidence.lookup.outcome = LOOKUP_NO_SUCH_NAME;
	make_not_reached(&evidence, PART_CONNECT);
	check_all(&evidence, 0, &findings);
	expect("reach", VERDICT_NOT_REACHED, "proxy");
	expect("proxy", VERDICT_FAIL, NULL);
	cr_expect_str_eq(
		facts_find(&findings_find(&findings, "proxy.unreachable")->facts, "proxy")->text,
		"proxy.example.net");
}

Test(check_states, behind_a_proxy_it_is_the_proxy_that_accepts_connections, .init = begin,
	.fini = end)
{
	evidence.connect.proxy = PROXY_OK;
	make_text(&evidence.lookup.name, "proxy.example.net");
	check_all(&evidence, 0, &findings);
	cr_expect_str_eq(
		facts_find(&findings_find(&findings, "reach.connected")->facts, "host")->text,
		"proxy.example.net");
}
