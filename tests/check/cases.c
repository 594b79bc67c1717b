/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One fault at a time. A row's finding and cause are what the field knows about that fault, not what the
 * program happens to say.
 */
#include "cases_local.h"
#include "make.h"

#include <stdlib.h>
#include "base/memory.h"
#include "evidence/records.h"

static void a_name_that_does_not_exist(struct evidence *ev)
{
	ev->lookup.outcome = LOOKUP_NO_SUCH_NAME;
	make_not_reached(ev, PART_CONNECT);
}

static void a_resolver_that_fails(struct evidence *ev)
{
	ev->lookup.outcome = LOOKUP_FAILED;
	make_not_reached(ev, PART_CONNECT);
}

static void a_resolver_that_is_silent(struct evidence *ev)
{
	ev->lookup.outcome = LOOKUP_TIMED_OUT;
	make_not_reached(ev, PART_CONNECT);
}

static void no_connection(struct evidence *ev, enum connect_outcome outcome)
{
	ev->connect.attempts[0].outcome = outcome;
	ev->connect.chosen = -1;
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_closed_port(struct evidence *ev)
{
	no_connection(ev, CONNECT_REFUSED);
}

static void a_silent_address(struct evidence *ev)
{
	no_connection(ev, CONNECT_TIMED_OUT);
}

static void no_route(struct evidence *ev)
{
	no_connection(ev, CONNECT_UNREACHABLE);
}

static void a_local_firewall(struct evidence *ev)
{
	no_connection(ev, CONNECT_DENIED);
}

static void dead_ipv6(struct evidence *ev)
{
	make_attempt(ev, "2001:db8::1", 6, CONNECT_TIMED_OUT);
}

static void one_dead_address(struct evidence *ev)
{
	make_attempt(ev, "192.0.2.9", 4, CONNECT_TIMED_OUT);
}

static void proxy(struct evidence *ev, enum proxy_outcome outcome)
{
	ev->connect.proxy = outcome;
	ev->connect.proxy_status = 403;
	make_text(&ev->connect.proxy_name, "proxy.example.net:3128");
	if (outcome == PROXY_NO_CONNECT)
		ev->connect.chosen = -1;
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_dead_proxy(struct evidence *ev)
{
	proxy(ev, PROXY_NO_CONNECT);
}

static void a_proxy_with_login(struct evidence *ev)
{
	proxy(ev, PROXY_AUTH_REQUIRED);
}

static void a_proxy_that_forbids(struct evidence *ev)
{
	proxy(ev, PROXY_FORBIDDEN);
}

static void no_proxy_at_all(struct evidence *ev)
{
	proxy(ev, PROXY_NOT_A_PROXY);
}

/* ---- Clock ---- */

static void a_clock_a_month_slow(struct evidence *ev)
{
	make_clock_off(ev, -40 * A_DAY_S);
}

static void a_clock_a_year_fast(struct evidence *ev)
{
	make_clock_off(ev, 365 * A_DAY_S);
}

static void a_clock_of_1970(struct evidence *ev)
{
	make_clock_off(ev, -NOW_S);
	evidence_part_status(ev, PART_HTTP, PART_SKIPPED, WHY_OFFLINE, NULL);
}

/* The hands were set right in the wrong zone: 9 hours too few, and the certificate is 3 hours old. */
static void a_wrong_time_zone(struct evidence *ev)
{
	make_clock_off(ev, -9 * HOUR_S);
	make_leaf(ev)->not_before = NOW_S - 3 * HOUR_S;
	evidence_answer(ev, "wall-clock", "right");
}

/* ---- Names that lead astray ---- */

static void add_address(char ***list, size_t *count, const char *address)
{
	*list = memory_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = memory_text(address);
}

static void an_old_line_in_the_hosts_file(struct evidence *ev)
{
	struct seen_resolver *resolver = &ev->resolver;

	a_closed_port(ev);
	evidence_part_status(ev, PART_RESOLVER, PART_SEEN, NULL, NULL);
	make_text(&resolver->hosts_file, "/etc/hosts");
	resolver->hosts_line = 12;
	add_address(&resolver->hosts, &resolver->hosts_count, "192.0.2.1");
	resolver->exact = LOOKUP_FOUND;
	add_address(&resolver->addresses, &resolver->address_count, "203.0.113.7");
}

static void a_filter_that_leads_nowhere(struct evidence *ev)
{
	a_closed_port(ev);
	evidence_part_status(ev, PART_RESOLVER, PART_SEEN, NULL, NULL);
	make_text(&ev->lookup.addresses[0], "0.0.0.0");
}

static void a_name_service_that_invents(struct evidence *ev)
{
	a_closed_port(ev);
	evidence_part_status(ev, PART_RESOLVER, PART_SEEN, NULL, NULL);
	ev->resolver.invented = 1;
	add_address(&ev->resolver.inventions, &ev->resolver.invention_count, "192.0.2.1");
}

static void a_name_service_that_leads_all_to_one_place(struct evidence *ev)
{
	a_closed_port(ev);
	evidence_part_status(ev, PART_RESOLVER, PART_SEEN, NULL, NULL);
	evidence_part_status(ev, PART_SITES, PART_SEEN, NULL, NULL);
	for (int i = 0; i < 2; i++) {
		struct seen_site *site = make_site(ev, i ? "www.example.net" : "www.example.org");

		seen_handshake_free(&site->handshake);
		site->handshake.outcome = HS_NO_CONNECTION;
		add_address(&site->addresses, &site->address_count, "192.0.2.1");
	}
}

static void change_page(struct evidence *ev, enum portal_outcome outcome)
{
	struct seen_portal *portal = &ev->portal;

	portal->items = memory_resize(portal->items, portal->count + 1, sizeof(*portal->items));
	portal->items[portal->count++] = (struct seen_portal_probe){
		.url = memory_text("http://www.example.net/known"),
		.first = outcome,
		.second = outcome,
		.status = outcome == PORTAL_REDIRECTED ? 302 : 200,
		.host = outcome == PORTAL_REDIRECTED ? memory_text("login.example") : NULL,
	};
	evidence_part_status(ev, PART_PORTAL, PART_SEEN, NULL, NULL);
}

static void a_sign_in_page(struct evidence *ev)
{
	make_names(ev, "login.example", NULL);
	change_page(ev, PORTAL_REDIRECTED);
	change_page(ev, PORTAL_ANOTHER);
}

/* ---- A weak or a wrong way ---- */

static void a_weak_connection(struct evidence *ev)
{
	static const enum hs_outcome outcomes[] = { HS_DONE, HS_RESET, HS_DONE, HS_SILENT, HS_DONE,
		HS_DONE };

	evidence_part_status(ev, PART_REPEATS, PART_SEEN, NULL, NULL);
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		make_trial(&ev->repeats, "again", -1)->outcome = outcomes[i];
}

/* A round trip of 80 ms, and the reset comes after 5. */
static void a_reset_from_nearby(struct evidence *ev)
{
	make_failed(ev, HS_RESET, STAGE_HELLO);
	ev->handshake.way_ms = 80;
	ev->handshake.late_ms = 5;
}

/* Connecting took long because this computer was busy; the way itself is short. */
static void a_reset_on_a_busy_computer(struct evidence *ev)
{
	make_failed(ev, HS_RESET, STAGE_HELLO);
	ev->handshake.tcp_ms = 80;
	ev->handshake.way_ms = 1;
	ev->handshake.late_ms = 0;
}

static void go_by_proxy(struct evidence *ev, enum proxy_outcome outcome)
{
	make_text(&ev->settings.proxy, "http://proxy.example.net:3128");
	make_text(&ev->connect.proxy_name, "proxy.example.net:3128");
	ev->connect.proxy = outcome;
	evidence_part_status(ev, PART_DETOUR, PART_SEEN, NULL, NULL);
}

static void direct_is_fine(struct evidence *ev)
{
	struct seen_site *site = make_site(ev, "www.example.com");

	seen_handshake_free(&ev->detour.direct);
	ev->detour.direct = site->handshake;
	seen_handshake_init(&site->handshake);
	ev->detour.direct_trusted = 1;
	evidence_part_status(ev, PART_SITES, PART_SKIPPED, WHY_CONSENT, NULL);
}

static void a_proxy_that_speaks_http(struct evidence *ev)
{
	go_by_proxy(ev, PROXY_SPEAKS_HTTP);
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_proxy_that_cannot_reach_it(struct evidence *ev)
{
	go_by_proxy(ev, PROXY_CANNOT_REACH);
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_proxy_that_wants_tls(struct evidence *ev)
{
	go_by_proxy(ev, PROXY_WANTS_TLS);
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_proxy_with_the_wrong_scheme(struct evidence *ev)
{
	go_by_proxy(ev, PROXY_NOT_TLS);
	make_not_reached(ev, PART_HANDSHAKE);
}

static void go_by_tls_proxy(struct evidence *ev, enum proxy_outcome outcome)
{
	struct seen_connect *connect = &ev->connect;

	go_by_proxy(ev, outcome);
	make_not_reached(ev, PART_HANDSHAKE);
	connect->proxy_chain = memory_new(1, sizeof(*connect->proxy_chain));
	connect->proxy_chain_count = 1;
	seen_cert_init(&connect->proxy_chain[0]);
	make_text(&connect->proxy_chain[0].issuer_name, "Example Proxy CA");
	connect->proxy_chain[0].not_before = NOW_S + 86400;
	connect->proxy_chain[0].not_after = NOW_S - 86400;
}

static void a_proxy_without_a_handshake(struct evidence *ev)
{
	go_by_proxy(ev, PROXY_TLS_FAILED);
	make_not_reached(ev, PART_HANDSHAKE);
}

static void a_proxy_that_nobody_trusts(struct evidence *ev)
{
	go_by_tls_proxy(ev, PROXY_CERT_UNTRUSTED);
}

static void a_proxy_whose_certificate_ended(struct evidence *ev)
{
	go_by_tls_proxy(ev, PROXY_CERT_EXPIRED);
}

static void a_proxy_whose_certificate_begins_tomorrow(struct evidence *ev)
{
	go_by_tls_proxy(ev, PROXY_CERT_NOT_YET_VALID);
}

static void a_proxy_with_another_name(struct evidence *ev)
{
	struct seen_cert *cert;

	go_by_tls_proxy(ev, PROXY_CERT_OTHER_NAME);
	cert = &ev->connect.proxy_chain[0];
	cert->dns_names = memory_new(1, sizeof(*cert->dns_names));
	cert->dns_names[0] = memory_text("gate.example.org");
	cert->dns_name_count = 1;
}

static void a_proxy_that_breaks_the_handshake(struct evidence *ev)
{
	make_failed(ev, HS_CLOSED, STAGE_HELLO);
	go_by_proxy(ev, PROXY_OK);
	direct_is_fine(ev);
}

static void a_proxy_that_answers_itself(struct evidence *ev)
{
	make_failed(ev, HS_NOT_TLS, STAGE_HELLO);
	ev->handshake.service = SERVICE_HTTP;
	go_by_proxy(ev, PROXY_OK);
	direct_is_fine(ev);
}

/* The way of the browsers, which this program didn't take. */
static void go_by_desktop(struct evidence *ev, enum proxy_outcome outcome)
{
	evidence_part_status(ev, PART_DETOUR, PART_SEEN, NULL, NULL);
	make_text(&ev->detour.desktop_proxy, "proxy.example.net:3128");
	ev->detour.desktop_outcome = outcome;
	if (outcome != PROXY_OK)
		return;
	record_copy(&handshake_record, &ev->detour.desktop, &ev->handshake);
	ev->detour.desktop_trusted = 1;
}

static void a_desktop_proxy_that_refuses(struct evidence *ev)
{
	go_by_desktop(ev, PROXY_FORBIDDEN);
}

static void a_desktop_proxy_that_re_signs(struct evidence *ev)
{
	go_by_desktop(ev, PROXY_OK);
	ev->detour.desktop_trusted = 0;
}

static void a_desktop_proxy_that_works(struct evidence *ev)
{
	go_by_desktop(ev, PROXY_OK);
}

static void a_proxy_that_re_signs(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 1);
	go_by_proxy(ev, PROXY_OK);
	direct_is_fine(ev);
}

/* ---- Something on the way ---- */

static void resign_target(struct evidence *ev, const char *issuer)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 1);
	make_text(&make_leaf(ev)->issuer_name, issuer);
	free(make_leaf(ev)->issuer);
	make_leaf(ev)->issuer = memory_format("CN=%s", issuer);
	make_leaf(ev)->public_policy = false;
	make_stamps(ev, 0);
}

static void a_gateway_that_signs_for_all_sites(struct evidence *ev)
{
	resign_target(ev, "Gateway of the school");
	make_resigned(make_site(ev, "www.example.net"), "Gateway of the school");
	make_resigned(make_site(ev, "www.example.org"), "Gateway of the school");
}

static void an_antivirus_that_isn_t_trusted(struct evidence *ev)
{
	resign_target(ev, "avast! Web/Mail Shield Root");
}

static void one_device_that_answers_for_all(struct evidence *ev)
{
	struct seen_site *site = make_site(ev, "www.example.net");

	make_resigned(site, "Router");
	make_text(&site->handshake.chain[0].sha256, make_leaf(ev)->sha256);
}

static void a_store_that_trusts_nobody(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 2);
	ev->trust.missing_below = 1;
	make_text(&ev->handshake.chain[1].issuer_name, "Example Root");
	make_site(ev, "www.example.net")->trusted = 0;
	make_site(ev, "www.example.org")->trusted = 0;
}

/* ---- Handshake ---- */

static void alert_40(struct evidence *ev)
{
	make_alert(ev, 40);
}

static void alert_70(struct evidence *ev)
{
	make_alert(ev, 70);
}

static void alert_71(struct evidence *ev)
{
	make_alert(ev, 71);
}

static void alert_80(struct evidence *ev)
{
	make_alert(ev, 80);
}

static void alert_112(struct evidence *ev)
{
	make_alert(ev, 112);
}

static void alert_120(struct evidence *ev)
{
	make_alert(ev, 120);
}

static void alert_47(struct evidence *ev)
{
	make_alert(ev, 47);
}

static void alert_46(struct evidence *ev)
{
	make_alert(ev, 46);
}

static void closed(struct evidence *ev)
{
	make_failed(ev, HS_CLOSED, STAGE_HELLO);
}

static void reset(struct evidence *ev)
{
	make_failed(ev, HS_RESET, STAGE_HELLO);
}

static void silent(struct evidence *ev)
{
	make_failed(ev, HS_SILENT, STAGE_HELLO);
}

static void stalled(struct evidence *ev)
{
	make_failed(ev, HS_STALLED, STAGE_CERTIFICATE);
	ev->handshake.bytes_received = 1400;
}

static void not_tls(struct evidence *ev, enum service service)
{
	make_failed(ev, HS_NOT_TLS, STAGE_HELLO);
	ev->handshake.service = service;
}

static void an_address_with_http(struct evidence *ev)
{
	make_text(&ev->settings.target.typed, "http://www.example.com:8443/shop");
	ev->settings.target.port = 8443;
	ev->handshake.port = 8443;
}

static void plain_http(struct evidence *ev)
{
	not_tls(ev, SERVICE_HTTP);
}

static void plain_imap(struct evidence *ev)
{
	not_tls(ev, SERVICE_IMAP);
}

static void plain_ldap(struct evidence *ev)
{
	not_tls(ev, SERVICE_LDAP);
}

static void ssh(struct evidence *ev)
{
	not_tls(ev, SERVICE_SSH);
}

static void garbage(struct evidence *ev)
{
	not_tls(ev, SERVICE_GARBAGE);
}

static void local(struct evidence *ev, const char *error)
{
	make_failed(ev, HS_LOCAL, STAGE_HELLO);
	make_text(&ev->handshake.error, error);
}

static void our_own_library(struct evidence *ev)
{
	local(ev, "GNUTLS_E_NO_CIPHER_SUITES");
}

static void a_huge_message(struct evidence *ev)
{
	local(ev, "GNUTLS_E_HANDSHAKE_TOO_LARGE");
}

static void a_key_that_is_not_the_certificate_s(struct evidence *ev)
{
	local(ev, "GNUTLS_E_PK_SIG_VERIFY_FAILED");
}

static void a_key_that_may_not_sign(struct evidence *ev)
{
	local(ev, "GNUTLS_E_KEY_USAGE_VIOLATION");
}

static void records_that_were_changed(struct evidence *ev)
{
	local(ev, "GNUTLS_E_DECRYPTION_FAILED");
}

static void a_broken_message(struct evidence *ev)
{
	local(ev, "GNUTLS_E_UNEXPECTED_PACKET_LENGTH");
}

static void a_hello_that_was_changed(struct evidence *ev)
{
	local(ev, "GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER");
	ev->handshake.downgrade = 0x0303;
}

/* ---- STARTTLS ---- */

static void starttls(struct evidence *ev, enum starttls_outcome outcome)
{
	make_failed(ev, HS_NO_CONNECTION, STAGE_STARTTLS);
	ev->settings.target.starttls = STARTTLS_SMTP;
	ev->settings.target.port = 25;
	ev->handshake.starttls = outcome;
	make_text(&ev->handshake.starttls_reply, "454 TLS not available");
}

static void no_starttls(struct evidence *ev)
{
	starttls(ev, STARTTLS_NOT_OFFERED);
}

static void starttls_said_no(struct evidence *ev)
{
	starttls(ev, STARTTLS_REFUSED);
}

static void no_greeting(struct evidence *ev)
{
	starttls(ev, STARTTLS_NO_GREETING);
}

static void no_greeting_but_tls(struct evidence *ev)
{
	starttls(ev, STARTTLS_NO_GREETING);
	ev->handshake.tls_at_once = 1;
}

static void another_greeting(struct evidence *ev)
{
	starttls(ev, STARTTLS_WRONG_SERVICE);
}

static void starttls_closed(struct evidence *ev)
{
	starttls(ev, STARTTLS_CLOSED);
}

static void tls_at_once(struct evidence *ev)
{
	starttls(ev, STARTTLS_GOT_TLS);
}

/* ---- Certificate ---- */

static void expired(struct evidence *ev)
{
	make_dates(make_leaf(ev), -100, -10);
}

static void expired_issuer(struct evidence *ev)
{
	make_dates(&ev->handshake.chain[1], -1000, -1);
}

static void expired_anchor(struct evidence *ev)
{
	ev->trust.anchor_not_after = NOW_S - A_DAY_S;
}

static void tomorrows(struct evidence *ev)
{
	make_dates(make_leaf(ev), 1, 91);
}

static void tomorrows_issuer(struct evidence *ev)
{
	make_dates(&ev->handshake.chain[1], 1, 900);
}

static void fourteen_days_of_ninety(struct evidence *ev)
{
	make_dates(make_leaf(ev), -76, 14);
}

static void another_name(struct evidence *ev)
{
	make_names(ev, "other.example.org", "mail.example.org");
}

static void only_the_bare_name(struct evidence *ev)
{
	make_names(ev, "example.com", NULL);
}

static void too_deep(struct evidence *ev)
{
	make_host(ev, "a.b.example.com");
	make_names(ev, "*.example.com", "example.com");
}

static void part_of_a_star(struct evidence *ev)
{
	make_names(ev, "w*.example.com", NULL);
}

static void dot_at_the_end(struct evidence *ev)
{
	make_names(ev, "www.example.com.", NULL);
}

static void only_a_common_name(struct evidence *ev)
{
	make_names(ev, NULL, NULL);
}

static void rsa_1024(struct evidence *ev)
{
	make_leaf(ev)->key_bits = 1024;
}

static void sha1(struct evidence *ev)
{
	make_text(&make_leaf(ev)->signature, "RSA-SHA1");
	make_leaf(ev)->signature_weak = true;
}

static void a_clients_certificate(struct evidence *ev)
{
	make_leaf(ev)->server_auth = 0;
}

static void on_a_rare_curve(struct evidence *ev)
{
	make_text(&make_leaf(ev)->key_type, "ECDSA");
	make_leaf(ev)->key_bits = 256;
	make_text(&make_leaf(ev)->key_curve, "unknown");
}

static void a_ca_as_server(struct evidence *ev)
{
	make_leaf(ev)->is_ca = 1;
}

static void an_intermediate_of_version_1(struct evidence *ev)
{
	ev->handshake.chain[1].version = 1;
}

static void a_negative_serial(struct evidence *ev)
{
	make_text(&make_leaf(ev)->serial, "8001");
}

static void an_intermediate_for_mail(struct evidence *ev)
{
	ev->handshake.chain[1].server_auth = 0;
}

static void a_critical_extension(struct evidence *ev)
{
	make_text(&make_leaf(ev)->critical, "1.2.3.4.5");
}

static void ends_before_it_begins(struct evidence *ev)
{
	make_dates(make_leaf(ev), 30, 20);
}

static void a_lifetime_of_a_year_today(struct evidence *ev)
{
	make_dates(make_leaf(ev), -30, 335);
}

static void a_misspelt_name(struct evidence *ev)
{
	make_names(ev, "www.exmaple.com", "www.exampl.com");
}

static void unreadable(struct evidence *ev)
{
	make_leaf(ev)->malformed = true;
}

/* ---- Trust ---- */

static void self_signed(struct evidence *ev)
{
	make_untrusted(ev, TRUST_SELF_SIGNED, 1);
	make_leaf(ev)->self_signed = true;
	make_leaf(ev)->same_issuer = true;
	make_leaf(ev)->public_policy = false;
	make_stamps(ev, 0);
}

static void a_root_of_ones_own(struct evidence *ev)
{
	make_untrusted(ev, TRUST_PRIVATE_ROOT, 2);
	ev->handshake.chain[1].self_signed = true;
	ev->handshake.chain[1].same_issuer = true;
}

static void make_private(struct evidence *ev)
{
	make_leaf(ev)->public_policy = false;
	make_stamps(ev, 0);
	make_text(&make_leaf(ev)->aia_issuer, NULL);
}

static void a_private_root_not_sent(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 1);
	make_private(ev);
	make_text(&make_leaf(ev)->issuer_name, "Office Root CA");
}

static void a_leaf_alone(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 1);
}

static void a_leaf_alone_without_marks(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 1);
	make_private(ev);
}

static void a_bad_signature(struct evidence *ev)
{
	make_untrusted(ev, TRUST_BAD_SIGNATURE, 2);
}

static void signed_by_a_server(struct evidence *ev)
{
	make_untrusted(ev, TRUST_NOT_A_CA, 2);
}

static void a_name_constraint(struct evidence *ev)
{
	make_untrusted(ev, TRUST_CONSTRAINT, 2);
}

static void a_constraint_of_the_root(struct evidence *ev)
{
	make_untrusted(ev, TRUST_CONSTRAINT, 2);
	make_text(&ev->trust.anchor, "Office Root");
	ev->trust.anchor_forbids = true;
}

static void a_self_issued_one_too_many(struct evidence *ev)
{
	ev->trust.self_issued_counts = true;
}

static void known_root_fetched(struct evidence *ev)
{
	make_untrusted(ev, TRUST_MISSING_ISSUER, 2);
	make_text(&ev->trust.missing_issuer, "ISRG Root X1");
	make_text(&ev->trust.known_root, "ISRG Root X1");
	ev->trust.aia = 0;
	ev->trust.known_root_proven = true;
}

static void known_root_named(struct evidence *ev)
{
	known_root_fetched(ev);
	ev->trust.aia = -1;
	ev->trust.known_root_proven = false;
}

static void no_store(struct evidence *ev)
{
	make_untrusted(ev, TRUST_NO_STORE, 2);
}

static void a_path_that_jumps_back(struct evidence *ev)
{
	struct seen_handshake *handshake = &ev->handshake;

	handshake->chain = memory_resize(handshake->chain, 3, sizeof(*handshake->chain));
	handshake->chain[2] = handshake->chain[1];
	seen_cert_init(&handshake->chain[1]);
	make_text(&handshake->chain[1].subject, "CN=Example CA 0");
	handshake->chain_count = 3;
	ev->trust.path = memory_resize(ev->trust.path, 3, sizeof(*ev->trust.path));
	ev->trust.path[1] = 2;
	ev->trust.path[2] = 1;
	ev->trust.path_count = 3;
	ev->trust.in_order = false;
}

static void a_root_in_between(struct evidence *ev)
{
	a_path_that_jumps_back(ev);
	ev->handshake.chain[1].same_issuer = true;
	ev->handshake.chain[1].self_signed = true;
	ev->trust.path_count = 2;
}

static void a_dropped_authority(struct evidence *ev)
{
	make_text(&ev->handshake.chain[1].issuer,
		"CN=Entrust Root Certification Authority - G2,O=Entrust\\, Inc.,C=US");
}

static void too_few_timestamps(struct evidence *ev)
{
	make_stamps(ev, 1);
	ev->handshake.scts_sent = 0;
}

static void timestamps_of_one_log(struct evidence *ev)
{
	make_stamps(ev, 3);
	make_leaf(ev)->sct_log_count = 1;
	ev->handshake.scts_sent = 0;
}

/* ---- Revocation ---- */

static struct seen_status *asked(struct evidence *ev)
{
	struct seen_status *ocsp = &ev->revocation.ocsp;

	make_text(&make_leaf(ev)->ocsp_url, "http://ocsp.example.net");
	make_text(&ocsp->url, "http://ocsp.example.net");
	ocsp->outcome = REVOCATION_NOT_REVOKED;
	ocsp->signature_good = 1;
	ocsp->this_update = NOW_S - A_DAY_S;
	ocsp->next_update = NOW_S + A_DAY_S;
	return ocsp;
}

static struct seen_status *stapled(struct evidence *ev)
{
	struct seen_status *staple = &ev->revocation.staple;

	make_text(&ev->handshake.staple, "AAAA");
	staple->outcome = REVOCATION_NOT_REVOKED;
	staple->signature_good = 1;
	staple->this_update = NOW_S - A_DAY_S;
	staple->next_update = NOW_S + A_DAY_S;
	return staple;
}

static void revoked_by_ocsp(struct evidence *ev)
{
	struct seen_status *ocsp = asked(ev);

	ocsp->outcome = REVOCATION_REVOKED;
	ocsp->revoked_s = NOW_S - 3 * A_DAY_S;
}

static void revoked_by_crl(struct evidence *ev)
{
	struct seen_status *crl = &ev->revocation.crl;

	make_text(&make_leaf(ev)->crl_url, "http://crl.example.net/1.crl");
	crl->outcome = REVOCATION_REVOKED;
	crl->signature_good = 1;
	crl->this_update = NOW_S - A_DAY_S;
}

static void issuer_revoked(struct evidence *ev)
{
	struct seen_above *above = memory_new(1, sizeof(*above));

	seen_above_init(above);
	above->subject = memory_text("Example Issuing CA");
	above->status.url = memory_text("http://crl.example.net/root.crl");
	above->status.outcome = REVOCATION_REVOKED;
	above->status.signature_good = 1;
	above->status.this_update = NOW_S - A_DAY_S;
	ev->revocation.above = above;
	ev->revocation.above_count = 1;
}

static void revoked_by_staple(struct evidence *ev)
{
	stapled(ev)->outcome = REVOCATION_REVOKED;
}

static void a_silent_responder(struct evidence *ev)
{
	asked(ev)->outcome = REVOCATION_NO_ANSWER;
}

static void a_responder_that_knows_nothing(struct evidence *ev)
{
	asked(ev)->outcome = REVOCATION_NOT_KNOWN;
}

static void a_responder_that_refuses(struct evidence *ev)
{
	asked(ev)->outcome = REVOCATION_REFUSED;
}

static void an_answer_signed_by_a_stranger(struct evidence *ev)
{
	asked(ev)->signature_good = 0;
}

static void an_answer_of_last_month(struct evidence *ev)
{
	asked(ev)->next_update = NOW_S - 20 * A_DAY_S;
}

static void a_stale_staple(struct evidence *ev)
{
	stapled(ev)->next_update = NOW_S - A_DAY_S;
}

static void a_staple_of_another_certificate(struct evidence *ev)
{
	stapled(ev)->outcome = REVOCATION_ANOTHER;
}

static void a_forged_staple(struct evidence *ev)
{
	stapled(ev)->signature_good = 0;
}

static void no_staple_but_must(struct evidence *ev)
{
	make_leaf(ev)->must_staple = true;
}

/* ---- Versions and ciphers ---- */

static void tls_1_1_only(struct evidence *ev)
{
	ev->handshake.version = 0x0302;
	evidence_part_status(ev, PART_VERSIONS, PART_SKIPPED, WHY_QUICK, NULL);
	make_no_matrix(ev);
}

static void no_version_at_all(struct evidence *ev)
{
	make_alert(ev, 70);
	evidence_part_status(ev, PART_VERSIONS, PART_SEEN, NULL, NULL);
	for (size_t i = 0; i < ev->versions.count; i++) {
		ev->versions.items[i].handshake.outcome = HS_ALERT;
		ev->versions.items[i].handshake.alert = 70;
		ev->versions.items[i].handshake.version = -1;
	}
}

static void no_cipher_in_common(struct evidence *ev)
{
	no_version_at_all(ev);
	ev->handshake.alert = 40;
	ev->versions.items[2].handshake.alert = 40;
}

static void tls_1_2(struct evidence *ev)
{
	ev->handshake.version = 0x0303;
	make_text(&ev->handshake.version_name, "TLS 1.2");
	make_text(&ev->handshake.cipher, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	ev->handshake.secure_renegotiation = 1;
	ev->handshake.extended_master_secret = 1;
	make_offered(ev, 0x0304)->spoken = 0;
	make_offered(ev, 0x0304)->suite_count = 0;
	ev->matrix.group_version = 0x0303;
	ev->versions.items[3].handshake.outcome = HS_ALERT;
	ev->versions.items[3].handshake.alert = 70;
	ev->versions.items[3].handshake.version = -1;
}

static void dh_1024(struct evidence *ev)
{
	tls_1_2(ev);
	make_text(&ev->handshake.cipher, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
	make_text(&ev->handshake.group, "FFDHE");
	ev->handshake.dh_bits = 1024;
}

static void triple_des(struct evidence *ev)
{
	tls_1_2(ev);
	make_text(&ev->handshake.cipher, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
	make_text(&ev->handshake.group, "RSA");
	make_no_matrix(ev);
}

static void camellia_only(struct evidence *ev)
{
	tls_1_2(ev);
	make_text(&ev->handshake.cipher, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA");
	make_text(&ev->handshake.group, "RSA");
	evidence_part_status(ev, PART_VERSIONS, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
	make_offer(ev, 0x0303, 0x0041);
}

static void x448_only(struct evidence *ev)
{
	make_text(&ev->handshake.group, "X448");
	make_offer(ev, 0x0304, 0x1301);
	make_group(ev, 0x001e);
}

static void a_client_of_tls_1_0(struct evidence *ev)
{
	make_client(ev, "TLS1.0 AES128-SHA P-256");
}

static void a_server_older_than_the_client(struct evidence *ev)
{
	tls_1_1_only(ev);
	make_free_trials(&ev->versions);
	for (int version = 0x0301; version <= 0x0304; version++) {
		struct seen_handshake *trial = make_trial(&ev->versions, "version", version);
		bool spoken = version == 0x0302;

		trial->outcome = spoken ? HS_DONE : HS_ALERT;
		trial->alert = spoken ? -1 : 70;
		trial->version = spoken ? version : -1;
	}
	evidence_part_status(ev, PART_VERSIONS, PART_SEEN, NULL, NULL);
	make_client(ev, "TLS1.3 TLS1.2 TLS_AES_128_GCM_SHA256 X25519");
}

static void a_client_with_other_suites(struct evidence *ev)
{
	make_client(ev, "TLS1.2 CAMELLIA128-SHA P-256");
}

static void a_client_with_another_group(struct evidence *ev)
{
	make_client(ev, "TLS1.3 TLS_AES_128_GCM_SHA256 brainpoolP256r1tls13");
}

/* What a check says better is left to it: those who leave the check out still hear of it. */
static void camellia_only_and_no_check_of_suites(struct evidence *ev)
{
	camellia_only(ev);
	make_text(&ev->settings.skip, "ciphers");
}

static void x448_only_and_no_check_of_groups(struct evidence *ev)
{
	x448_only(ev);
	make_text(&ev->settings.skip, "groups");
}

static void no_rfc_5746(struct evidence *ev)
{
	tls_1_2(ev);
	ev->handshake.secure_renegotiation = 0;
}

static void suites_of_tls_1_2(struct evidence *ev, const char *chosen, const int *suites)
{
	tls_1_2(ev);
	make_text(&ev->handshake.cipher, chosen);
	make_text(&ev->handshake.group, "RSA");
	make_suites(ev, 0x0303, suites);
}

static void rc4_and_3des_alone(struct evidence *ev)
{
	suites_of_tls_1_2(ev, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", (const int[]){ 0x0005, 0x000a, 0 });
}

static void rsa_exchange_alone(struct evidence *ev)
{
	suites_of_tls_1_2(ev, "TLS_RSA_WITH_AES_128_CBC_SHA", (const int[]){ 0x002f, 0x0035, 0 });
}

/* A handshake that fails at all versions with ALERT, while the matrix could be asked. */
static void refused_but_asked(struct evidence *ev, int alert)
{
	tls_1_2(ev);
	no_cipher_in_common(ev);
	ev->handshake.alert = alert;
	evidence_part_status(ev, PART_MATRIX, PART_SEEN, NULL, NULL);
}

static void aria_alone(struct evidence *ev)
{
	refused_but_asked(ev, 40);
	make_suites(ev, 0x0303, (const int[]){ 0xc060, 0xc061, 0 });
}

static void a_curve_that_nobody_offers(struct evidence *ev)
{
	refused_but_asked(ev, 40);
	make_suites(ev, 0x0303, (const int[]){ 0xc02f, 0xc030, 0 });
	make_groups(ev, 0x0303, (const int[]){ 0x0016, 0 });
}

static void ml_kem_alone(struct evidence *ev)
{
	make_alert(ev, 40);
	evidence_part_status(ev, PART_MATRIX, PART_SEEN, NULL, NULL);
	make_groups(ev, 0x0304, (const int[]){ 0x11ec, 0 });
}

/* One hello more, in an ordinary run. */
static void make_today(struct evidence *ev, const char *hello, enum hs_outcome outcome, int alert)
{
	make_no_matrix(ev);
	evidence_part_status(ev, PART_TODAY, PART_SEEN, NULL, NULL);
	make_text(&ev->today.hello, hello);
	ev->today.reaction.outcome = outcome;
	ev->today.reaction.alert = alert;
}

static void dhe_that_browsers_refuse(struct evidence *ev)
{
	ev->handshake.version = 0x0303;
	make_text(&ev->handshake.cipher, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
	make_text(&ev->handshake.group, "FFDHE2048");
	make_today(ev, "browser", HS_ALERT, 40);
}

static void dhe_beside_better_ones(struct evidence *ev)
{
	dhe_that_browsers_refuse(ev);
	make_today(ev, "browser", HS_DONE, -1);
}

static void static_rsa_that_go_refuses(struct evidence *ev)
{
	ev->handshake.version = 0x0303;
	make_text(&ev->handshake.cipher, "TLS_RSA_WITH_AES_128_GCM_SHA256");
	make_text(&ev->handshake.group, "RSA");
	make_today(ev, "ephemeral", HS_CLOSED, -1);
}

static void x448_that_browsers_refuse(struct evidence *ev)
{
	make_text(&ev->handshake.group, "X448");
	make_today(ev, "browser", HS_ALERT, 40);
}

static void ed25519_that_browsers_refuse(struct evidence *ev)
{
	make_text(&make_leaf(ev)->key_type, "Ed25519");
	make_text(&make_leaf(ev)->key_curve, NULL);
	make_today(ev, "browser", HS_ALERT, 40);
}

static void a_large_hello_that_is_cut(struct evidence *ev)
{
	make_today(ev, "large", HS_RESET, -1);
	ev->today.bytes = 1805;
	ev->today.pieces.outcome = HS_RESET;
	ev->today.usual.outcome = HS_DONE;
}

static void a_large_hello_that_only_pieces_pass(struct evidence *ev)
{
	a_large_hello_that_is_cut(ev);
	ev->today.reaction.outcome = HS_SILENT;
	ev->today.pieces.outcome = HS_DONE;
}

static void any_hello_that_is_cut_now_and_then(struct evidence *ev)
{
	a_large_hello_that_is_cut(ev);
	ev->today.usual.outcome = HS_RESET;
}

static void x448_when_the_line_was_cut(struct evidence *ev)
{
	x448_that_browsers_refuse(ev);
	make_today(ev, "browser", HS_SILENT, -1);
}

static void dh_1024_in_the_matrix(struct evidence *ev)
{
	refused_but_asked(ev, 40);
	make_suites(ev, 0x0303, (const int[]){ 0x009e, 0 });
	make_groups(ev, 0x0303, (const int[]){ 0 });
	make_offered(ev, 0x0303)->dh_bits = 1024;
}

static void signatures_with_sha1(struct evidence *ev)
{
	static int sha1[] = { 0x0201 };

	tls_1_2(ev);
	ev->matrix.schemes = memory_new(1, sizeof(int));
	ev->matrix.schemes[0] = sha1[0];
	ev->matrix.scheme_count = 1;
}

static void a_key_for_no_browser(struct evidence *ev)
{
	make_text(&make_leaf(ev)->key_type, "Ed25519");
	make_leaf(ev)->key_bits = 256;
	make_oddity(ev, "browser", HS_ALERT, HS_DONE);
}

static void no_large_hello(struct evidence *ev)
{
	make_oddity(ev, "large", HS_SILENT, HS_DONE);
	make_oddity(ev, "pieces", HS_SILENT, HS_DONE);
}

static void no_split_hello(struct evidence *ev)
{
	make_oddity(ev, "split", HS_RESET, HS_DONE);
}

static void no_large_packet(struct evidence *ev)
{
	make_oddity(ev, "large", HS_SILENT, HS_DONE);
	make_oddity(ev, "pieces", HS_DONE, HS_NOT_TRIED);
}

static void no_large_answer(struct evidence *ev)
{
	make_failed(ev, HS_SILENT, STAGE_HELLO);
	evidence_part_status(ev, PART_VERSIONS, PART_SEEN, NULL, NULL);
	for (size_t i = 0; i < ev->versions.count; i++) {
		ev->versions.items[i].handshake.outcome = HS_SILENT;
		ev->versions.items[i].handshake.version = -1;
	}
	make_trial(&ev->versions, LABEL_SMALL, -1);
}

static void no_grease(struct evidence *ev)
{
	make_oddity(ev, "grease", HS_ALERT, HS_DONE);
}

static void closed_on_tls_1_3(struct evidence *ev)
{
	make_failed(ev, HS_CLOSED, STAGE_HELLO);
	evidence_part_status(ev, PART_VERSIONS, PART_SEEN, NULL, NULL);
	ev->versions.items[3].handshake.outcome = HS_CLOSED;
	ev->versions.items[3].handshake.version = -1;
}

static void reset_on_tls_1_3(struct evidence *ev)
{
	closed_on_tls_1_3(ev);
	ev->handshake.outcome = HS_RESET;
}

static void alert_70_on_tls_1_3(struct evidence *ev)
{
	closed_on_tls_1_3(ev);
	ev->handshake.outcome = HS_ALERT;
	ev->handshake.alert = 70;
}

static void no_extended_master_secret(struct evidence *ev)
{
	tls_1_2(ev);
	ev->handshake.extended_master_secret = 0;
}

static void cut_off_when_it_comes_back(struct evidence *ev)
{
	make_offer(ev, 0x0304, 0x1301);
	ev->resumption.given = 1;
	ev->resumption.outcome = HS_RESET;
	evidence_part_status(ev, PART_RESUMPTION, PART_SEEN, NULL, NULL);
}

/* ---- SNI ---- */

static void the_name_is_refused(struct evidence *ev)
{
	make_alert(ev, 40);
	evidence_part_status(ev, PART_SNI, PART_SEEN, NULL, NULL);
}

static void the_default_certificate(struct evidence *ev)
{
	another_name(ev);
	make_text(&ev->sni.items[0].handshake.chain[0].sha256, "another");
}

static void no_name_sent(struct evidence *ev)
{
	make_alert(ev, 40);
	evidence_part_status(ev, PART_SNI, PART_SEEN, NULL, NULL);
	ev->settings.sni = SNI_NONE;
	make_text(&ev->handshake.sni, NULL);
	make_free_trials(&ev->sni);
	make_trial(&ev->sni, "name", -1);
}

/* ---- Client certificate ---- */

static void asked_then_alert_40(struct evidence *ev)
{
	make_failed(ev, HS_ALERT, STAGE_KEYS);
	ev->handshake.alert = 40;
	ev->handshake.client_cert_asked = true;
}

static void alert_116(struct evidence *ev)
{
	make_failed(ev, HS_ALERT, STAGE_DATA);
	ev->handshake.alert = 116;
	ev->handshake.client_cert_asked = true;
}

static void asked_then_closed(struct evidence *ev)
{
	make_failed(ev, HS_CLOSED, STAGE_KEYS);
	ev->handshake.client_cert_asked = true;
}

static void asked_then_400(struct evidence *ev)
{
	ev->handshake.client_cert_asked = true;
	ev->http.status = 400;
}

static void ours_is_rejected(struct evidence *ev)
{
	asked_then_alert_40(ev);
	ev->handshake.alert = 48;
	ev->settings.client_cert = true;
}

/* ---- Page and addresses ---- */

static void status_525(struct evidence *ev)
{
	ev->http.status = 525;
}

static void status_526(struct evidence *ev)
{
	ev->http.status = 526;
}

/* Behind one address, every second certificate has expired. */
static void servers_that_take_turns(struct evidence *ev)
{
	for (int i = 0; i < 4; i++) {
		struct seen_handshake *handshake = make_trial(&ev->repeats, "again", -1);

		if (i % 2)
			make_dates(&handshake->chain[0], -90, -3);
	}
}

static void a_page_about_plain_http(struct evidence *ev)
{
	ev->http.status = 400;
	ev->http.sent_plain = true;
}

static void a_page_that_there_was_no_time_for(struct evidence *ev)
{
	ev->http.status = -1;
	ev->http.late = true;
}

static void status_502(struct evidence *ev)
{
	ev->http.status = 502;
}

static void status_503(struct evidence *ev)
{
	ev->http.status = 503;
}

static void status_522(struct evidence *ev)
{
	ev->http.status = 522;
}

static void status_520(struct evidence *ev)
{
	ev->http.status = 520;
}

static void status_521(struct evidence *ev)
{
	ev->http.status = 521;
}

static void status_523(struct evidence *ev)
{
	ev->http.status = 523;
}

static void status_524(struct evidence *ev)
{
	ev->http.status = 524;
}

static void status_530(struct evidence *ev)
{
	ev->http.status = 530;
}

static void an_origin_that_signs_for_itself(struct evidence *ev)
{
	self_signed(ev);
	ev->settings.origin = true;
}

static void an_origin_with_rare_suites(struct evidence *ev)
{
	aria_alone(ev);
	ev->settings.origin = true;
}

static void no_page(struct evidence *ev)
{
	ev->http.status = -1;
}

static void one_bad_backend(struct evidence *ev)
{
	ev->addresses.items[0].handshake.outcome = HS_CLOSED;
}

static void one_backend_with_an_old_certificate(struct evidence *ev)
{
	make_dates(&ev->addresses.items[0].handshake.chain[0], -100, -1);
}

/* What the person pasted, as diagnosis/paste.c puts it. */
static void pasted(struct evidence *ev, const char *meaning)
{
	evidence_part_status(ev, PART_PASTE, PART_SEEN, NULL, NULL);
	ev->paste.meanings = memory_new(1, sizeof(*ev->paste.meanings));
	ev->paste.meanings[0] = memory_text(meaning);
	ev->paste.meaning_count = 1;
}

static void a_pinned_key_that_changed(struct evidence *ev)
{
	pasted(ev, "pin");
}

static void http_to_a_tls_port(struct evidence *ev)
{
	pasted(ev, "sent-plaintext");
}

static void an_encrypted_greeting_that_failed(struct evidence *ev)
{
	pasted(ev, "ech");
}

static void a_record_that_was_changed(struct evidence *ev)
{
	pasted(ev, "tampered");
}

static void http3_that_does_not_get_through(struct evidence *ev)
{
	pasted(ev, "quic");
}

static void a_certificate_that_was_not_loaded(struct evidence *ev)
{
	pasted(ev, "server-no-certificate");
}

static void a_key_of_another_certificate(struct evidence *ev)
{
	pasted(ev, "key-mismatch");
}

static void a_proxy_that_can_t_reach_its_backend(struct evidence *ev)
{
	pasted(ev, "upstream");
}

static void a_message_of_another_day(struct evidence *ev)
{
	pasted(ev, "expired");
}

#define CASE(change, finding, cause)            \
	{                                       \
#change, change, finding, cause \
	}

const struct made_case made_cases[] = {
	CASE(a_name_that_does_not_exist, "reach.name-not-found", "dns-not-found"),
	CASE(a_resolver_that_fails, "reach.name-lookup-failed", "dns-failure"),
	CASE(a_resolver_that_is_silent, "reach.name-lookup-timeout", "dns-failure"),
	CASE(a_closed_port, "reach.refused", "connection-refused"),
	CASE(a_silent_address, "reach.timeout", "connection-timeout"),
	CASE(no_route, "reach.unreachable", "network-unreachable"),
	CASE(a_local_firewall, "reach.not-permitted", "network-unreachable"),
	CASE(dead_ipv6, "reach.ipv6-broken", "ipv6-broken"),
	CASE(one_dead_address, "reach.some-addresses-fail", "inconsistent-backends"),
	CASE(a_dead_proxy, "proxy.unreachable", "proxy-interference"),
	CASE(a_proxy_with_login, "proxy.wants-login", "proxy-interference"),
	CASE(a_proxy_that_forbids, "proxy.refused", "proxy-interference"),
	CASE(no_proxy_at_all, "proxy.not-a-proxy", "proxy-interference"),
	CASE(a_clock_a_month_slow, "clock.slow", "clock-wrong"),
	CASE(a_clock_a_year_fast, "clock.fast", "clock-wrong"),
	CASE(a_clock_of_1970, "clock.before-build", "clock-wrong"),
	CASE(a_wrong_time_zone, "clock.quarter-hours", "time-zone-wrong"),
	CASE(an_old_line_in_the_hosts_file, "reach.hosts-override", "hosts-override"),
	CASE(a_filter_that_leads_nowhere, "reach.sinkhole", "dns-tampering"),
	CASE(a_name_service_that_invents, "reach.name-invented", "dns-tampering"),
	CASE(a_name_service_that_leads_all_to_one_place, "reach.same-address", "dns-tampering"),
	CASE(a_sign_in_page, "portal.found", "captive-portal"),
	CASE(a_weak_connection, "reach.unstable", "unstable-connection"),
	CASE(a_reset_from_nearby, "interception.early-reset", "middlebox-tampering"),
	CASE(a_reset_on_a_busy_computer, "handshake.reset", "reset-during-handshake"),
	CASE(a_hello_that_was_changed, "handshake.downgraded", "middlebox-tampering"),
	CASE(a_proxy_that_speaks_http, "proxy.speaks-http", "proxy-interference"),
	CASE(a_proxy_that_cannot_reach_it, "proxy.cannot-reach", "proxy-interference"),
	CASE(a_proxy_that_wants_tls, "proxy.wants-tls", "proxy-interference"),
	CASE(a_proxy_with_the_wrong_scheme, "proxy.wrong-scheme", "proxy-interference"),
	CASE(a_proxy_without_a_handshake, "proxy.tls-failed", "proxy-interference"),
	CASE(a_proxy_that_nobody_trusts, "proxy.certificate-untrusted", "proxy-interference"),
	CASE(a_proxy_whose_certificate_ended, "proxy.certificate-expired", "proxy-interference"),
	CASE(a_proxy_whose_certificate_begins_tomorrow, "proxy.certificate-not-yet-valid",
		"proxy-interference"),
	CASE(a_proxy_with_another_name, "proxy.certificate-of-another-name", "proxy-interference"),
	CASE(a_proxy_that_breaks_the_handshake, "proxy.direct-works", "proxy-interference"),
	CASE(a_proxy_that_answers_itself, "proxy.answers-itself", "proxy-interference"),
	CASE(a_desktop_proxy_that_refuses, "proxy.desktop-fails", "proxy-interference"),
	CASE(a_desktop_proxy_that_re_signs, "proxy.desktop-changes-certificate", "interception"),
	CASE(a_proxy_that_re_signs, "proxy.changes-certificate", "interception"),
	CASE(a_gateway_that_signs_for_all_sites, "interception.same-issuer", "interception"),
	CASE(an_antivirus_that_isn_t_trusted, "interception.product", "interception"),
	CASE(one_device_that_answers_for_all, "interception.same-certificate", "interception"),
	CASE(a_store_that_trusts_nobody, "trust.issuer-not-found", "trust-store-problem"),
	CASE(alert_40, "handshake.alert-no-common", "cipher-mismatch"),
	CASE(alert_70, "handshake.alert-version", "protocol-mismatch"),
	CASE(alert_71, "handshake.alert-insufficient", "cipher-mismatch"),
	CASE(alert_80, "handshake.alert-internal", "server-internal-error"),
	CASE(alert_112, "handshake.alert-name", "sni-unrecognized"),
	CASE(alert_120, "handshake.alert-alpn", "alpn-mismatch"),
	CASE(alert_47, "handshake.alert", "closed-during-handshake"),
	CASE(alert_46, "handshake.alert-certificate", "client-certificate-rejected"),
	CASE(closed, "handshake.closed", "closed-during-handshake"),
	CASE(reset, "handshake.reset", "reset-during-handshake"),
	CASE(silent, "handshake.silent", "handshake-timeout"),
	CASE(stalled, "handshake.stalled", "handshake-timeout"),
	CASE(an_address_with_http, "handshake.http-address", "client-sent-plaintext"),
	CASE(plain_http, "handshake.plaintext-http", "plaintext-on-tls-port"),
	CASE(plain_imap, "handshake.plaintext-mail", "starttls-needed"),
	CASE(plain_ldap, "handshake.plaintext-starttls", "starttls-needed"),
	CASE(ssh, "handshake.plaintext-other", "plaintext-on-tls-port"),
	CASE(garbage, "handshake.garbage", "garbage-reply"),
	CASE(a_broken_message, "handshake.garbage", "garbage-reply"),
	CASE(our_own_library, "handshake.local", "client-configuration"),
	CASE(a_key_that_is_not_the_certificate_s, "handshake.bad-signature", "server-key-mismatch"),
	CASE(a_key_that_may_not_sign, "handshake.key-usage", "wrong-purpose"),
	CASE(records_that_were_changed, "handshake.altered", "middlebox-tampering"),
	CASE(a_huge_message, "handshake.too-large", "certificate-too-large"),
	CASE(no_starttls, "starttls.not-offered", "starttls-not-offered"),
	CASE(starttls_said_no, "starttls.refused", "starttls-not-offered"),
	CASE(no_greeting, "starttls.no-greeting", "handshake-timeout"),
	CASE(no_greeting_but_tls, "starttls.wants-tls-at-once", "implicit-tls-needed"),
	CASE(another_greeting, "starttls.wrong-service", "starttls-not-offered"),
	CASE(starttls_closed, "starttls.closed", "closed-during-handshake"),
	CASE(tls_at_once, "starttls.wants-tls-at-once", "implicit-tls-needed"),
	CASE(expired, "certificate.expired", "certificate-expired"),
	CASE(expired_issuer, "certificate.issuer-expired", "certificate-expired"),
	CASE(expired_anchor, "certificate.issuer-expired", "certificate-expired"),
	CASE(tomorrows, "certificate.not-yet-valid", "certificate-not-yet-valid"),
	CASE(tomorrows_issuer, "certificate.issuer-not-yet-valid", "certificate-not-yet-valid"),
	CASE(fourteen_days_of_ninety, "certificate.expires-soon", "certificate-expiring-soon"),
	CASE(another_name, "certificate.name-mismatch", "hostname-mismatch"),
	CASE(only_the_bare_name, "certificate.name-www", "hostname-mismatch"),
	CASE(too_deep, "certificate.name-too-deep", "hostname-mismatch"),
	CASE(part_of_a_star, "certificate.name-wildcard", "hostname-mismatch"),
	CASE(dot_at_the_end, "certificate.name-dot", "hostname-mismatch"),
	CASE(only_a_common_name, "certificate.no-san", "san-missing"),
	CASE(rsa_1024, "certificate.weak-key", "weak-key"),
	CASE(sha1, "certificate.weak-signature", "weak-signature"),
	CASE(a_clients_certificate, "certificate.wrong-purpose", "wrong-purpose"),
	CASE(on_a_rare_curve, "certificate.weak-curve", "weak-key"),
	CASE(a_ca_as_server, "certificate.ca-as-leaf", "wrong-purpose"),
	CASE(an_intermediate_of_version_1, "certificate.old-version", "certificate-malformed"),
	CASE(a_negative_serial, "certificate.bad-serial", "certificate-malformed"),
	CASE(an_intermediate_for_mail, "certificate.issuer-purpose", "wrong-purpose"),
	CASE(a_critical_extension, "certificate.critical-extension", "certificate-malformed"),
	CASE(ends_before_it_begins, "certificate.dates-reversed", "certificate-malformed"),
	CASE(a_lifetime_of_a_year_today, "certificate.lifetime-too-long", "certificate-lifetime"),
	CASE(a_misspelt_name, "certificate.name-typo", "hostname-mismatch"),
	CASE(unreadable, "certificate.malformed", "certificate-malformed"),
	CASE(self_signed, "trust.self-signed", "certificate-self-signed"),
	CASE(a_root_of_ones_own, "trust.private-root", "certificate-untrusted-issuer"),
	CASE(a_private_root_not_sent, "trust.unknown-issuer", "certificate-untrusted-issuer"),
	CASE(a_leaf_alone, "trust.missing-intermediate", "chain-incomplete"),
	CASE(a_leaf_alone_without_marks, "trust.issuer-not-found", "chain-incomplete"),
	CASE(a_bad_signature, "trust.bad-signature", "certificate-bad-signature"),
	CASE(signed_by_a_server, "trust.not-a-ca", "wrong-purpose"),
	CASE(a_name_constraint, "trust.constraint", "name-constraint-violated"),
	CASE(a_constraint_of_the_root, "trust.constraint-of-root", "name-constraint-violated"),
	CASE(a_self_issued_one_too_many, "trust.length-counted", "name-constraint-violated"),
	CASE(no_store, "trust.no-store", "trust-store-problem"),
	CASE(known_root_fetched, "trust.known-root-missing", "trust-store-problem"),
	CASE(known_root_named, "trust.known-root-named", "trust-store-problem"),
	CASE(a_root_in_between, "trust.out-of-order", "chain-misordered"),
	CASE(a_path_that_jumps_back, "trust.out-of-order", "chain-misordered"),
	CASE(a_dropped_authority, "trust.distrusted", "certificate-distrusted-ca"),
	CASE(too_few_timestamps, "certificate.not-logged", "certificate-transparency-missing"),
	CASE(timestamps_of_one_log, "certificate.not-logged", "certificate-transparency-missing"),
	CASE(revoked_by_ocsp, "revocation.revoked", "certificate-revoked"),
	CASE(revoked_by_crl, "revocation.revoked", "certificate-revoked"),
	CASE(issuer_revoked, "revocation.issuer-revoked", "certificate-revoked"),
	CASE(revoked_by_staple, "revocation.staple-revoked", "certificate-revoked"),
	CASE(a_silent_responder, "revocation.unreachable", "revocation-unreachable"),
	CASE(a_responder_that_knows_nothing, "revocation.not-known", "revocation-unreachable"),
	CASE(a_responder_that_refuses, "revocation.bad-answer", "revocation-unreachable"),
	CASE(an_answer_signed_by_a_stranger, "revocation.bad-answer", "revocation-unreachable"),
	CASE(an_answer_of_last_month, "revocation.bad-answer", "revocation-unreachable"),
	CASE(a_stale_staple, "revocation.staple-stale", "stale-ocsp-staple"),
	CASE(a_staple_of_another_certificate, "revocation.staple-bad", "stale-ocsp-staple"),
	CASE(a_forged_staple, "revocation.staple-bad", "stale-ocsp-staple"),
	CASE(no_staple_but_must, "revocation.must-staple-missing", "must-staple-missing"),
	CASE(tls_1_1_only, "versions.old-only", "protocol-too-old"),
	CASE(no_version_at_all, "versions.none", "protocol-mismatch"),
	CASE(no_cipher_in_common, "ciphers.none-in-common", "cipher-mismatch"),
	CASE(dh_1024, "ciphers.weak-dh", "weak-dh"),
	CASE(triple_des, "ciphers.weak-chosen", "weak-cipher"),
	CASE(camellia_only, "ciphers.weak-only", "weak-cipher"),
	CASE(camellia_only_and_no_check_of_suites, "client.suite", "cipher-mismatch"),
	CASE(a_client_of_tls_1_0, "offer.client-too-old", "client-too-old"),
	CASE(a_server_older_than_the_client, "offer.server-too-old", "protocol-too-old"),
	CASE(a_client_with_other_suites, "offer.no-suite", "cipher-mismatch"),
	CASE(a_client_with_another_group, "offer.no-group", "group-mismatch"),
	CASE(x448_only_and_no_check_of_groups, "client.group", "group-mismatch"),
	CASE(x448_only, "groups.none-of-today", "group-mismatch"),
	CASE(no_rfc_5746, "renegotiation.no-info", "legacy-renegotiation"),
	CASE(rc4_and_3des_alone, "ciphers.weak-only", "weak-cipher"),
	CASE(rsa_exchange_alone, "ciphers.static-only", "weak-cipher"),
	CASE(aria_alone, "ciphers.none-of-today", "cipher-mismatch"),
	CASE(dh_1024_in_the_matrix, "ciphers.weak-dh", "weak-dh"),
	CASE(a_curve_that_nobody_offers, "groups.none-of-today", "group-mismatch"),
	CASE(ml_kem_alone, "groups.only-post-quantum", "group-mismatch"),
	CASE(signatures_with_sha1, "groups.old-signatures", "signature-mismatch"),
	CASE(a_key_for_no_browser, "groups.key-browsers-lack", "signature-mismatch"),
	CASE(no_large_hello, "hello.large-refused", "large-hello-intolerance"),
	CASE(no_split_hello, "hello.split-refused", "large-hello-intolerance"),
	CASE(no_large_packet, "hello.packets-lost", "path-mtu"),
	CASE(no_large_answer, "hello.answer-lost", "path-mtu"),
	CASE(no_grease, "hello.unknown-refused", "version-intolerance"),
	CASE(closed_on_tls_1_3, "hello.version-refused", "version-intolerance"),
	CASE(reset_on_tls_1_3, "hello.version-refused", "version-intolerance"),
	CASE(alert_70_on_tls_1_3, "hello.version-refused", "version-intolerance"),
	CASE(no_extended_master_secret, "renegotiation.no-master-secret",
		"extended-master-secret-required"),
	CASE(cut_off_when_it_comes_back, "renegotiation.resumption-fails",
		"session-resumption-problem"),
	CASE(the_name_is_refused, "sni.unrecognized", "sni-unrecognized"),
	CASE(the_default_certificate, "sni.wrong-certificate", "hostname-mismatch"),
	CASE(no_name_sent, "sni.required", "sni-required"),
	CASE(asked_then_alert_40, "client-certificate.required", "client-certificate-required"),
	CASE(alert_116, "client-certificate.required", "client-certificate-required"),
	CASE(asked_then_closed, "client-certificate.required", "client-certificate-required"),
	CASE(asked_then_400, "client-certificate.required", "client-certificate-required"),
	CASE(ours_is_rejected, "client-certificate.rejected", "client-certificate-rejected"),
	CASE(status_525, "http.origin-handshake", "cdn-origin-handshake-failed"),
	CASE(status_526, "http.origin-certificate", "cdn-origin-certificate-invalid"),
	CASE(dhe_that_browsers_refuse, "ciphers.browsers-refused", "cipher-mismatch"),
	CASE(static_rsa_that_go_refuses, "ciphers.static-refused", "weak-cipher"),
	CASE(x448_that_browsers_refuse, "groups.browsers-refused", "group-mismatch"),
	CASE(ed25519_that_browsers_refuse, "groups.key-browsers-lack", "signature-mismatch"),
	CASE(a_large_hello_that_is_cut, "hello.large-refused", "large-hello-intolerance"),
	CASE(a_large_hello_that_only_pieces_pass, "hello.packets-lost", "path-mtu"),
	CASE(status_502, "http.bad-gateway", "bad-gateway"),
	CASE(a_page_about_plain_http, "http.plain-to-tls", "upstream-tls-failed"),
	CASE(servers_that_take_turns, "backends.take-turns", "inconsistent-backends"),
	CASE(status_503, "http.unavailable", "service-unavailable"),
	CASE(status_522, "http.cdn-timeout", "bad-gateway"),
	CASE(status_520, "http.cdn-unknown", "bad-gateway"),
	CASE(status_521, "http.cdn-down", "bad-gateway"),
	CASE(status_523, "http.cdn-unreachable", "bad-gateway"),
	CASE(status_524, "http.cdn-slow", "bad-gateway"),
	CASE(status_530, "http.cdn-error", "bad-gateway"),
	CASE(an_origin_that_signs_for_itself, "origin.strict-refuses", "certificate-self-signed"),
	CASE(an_origin_with_rare_suites, "origin.full-refuses", "cipher-mismatch"),
	CASE(no_page, "http.no-answer", "service-unavailable"),
	CASE(one_bad_backend, "backends.differ", "inconsistent-backends"),
	CASE(one_backend_with_an_old_certificate, "backends.differ", "inconsistent-backends"),
	CASE(local_tls_1_3_at_least, "local-policy.version", "client-policy"),
	CASE(local_java_without_tls_1_3, "local-policy.version", "client-policy"),
	CASE(local_few_suites, "local-policy.cipher", "client-policy"),
	CASE(local_java_without_static_rsa, "local-policy.cipher", "client-policy"),
	CASE(local_security_level_3, "local-policy.key", "client-policy"),
	CASE(local_java_wants_longer_keys, "local-policy.key", "client-policy"),
	CASE(local_no_rsa_signatures, "local-policy.key-type", "client-policy"),
	CASE(local_one_group, "local-policy.group", "client-policy"),
	CASE(local_fips, "local-policy.master-secret", "client-policy"),
	CASE(local_firefox_26, "browser.too-old", "client-too-old"),
	CASE(local_policy_of_tls_1_3, "browser.policy-version", "client-policy"),
	CASE(local_profile_without_tls_1_2, "profile.version", "browser-profile"),
	CASE(local_profile_without_suites, "profile.ciphers", "browser-profile"),
	CASE(local_profile_that_insists_on_ocsp, "profile.ocsp-required", "browser-profile"),
	CASE(local_store_of_root, "profile.store-denied", "browser-profile"),
	CASE(local_store_damaged, "profile.store-damaged", "browser-profile"),
	CASE(local_authorities_missing, "local-policy.authorities-missing", "trust-store-problem"),
	CASE(local_authorities_empty, "local-policy.authorities-empty", "trust-store-problem"),
	CASE(local_authorities_lack, "local-policy.authorities-lack", "trust-store-problem"),
	CASE(a_pinned_key_that_changed, "paste.pin", "certificate-pin-mismatch"),
	CASE(http_to_a_tls_port, "paste.sent-plaintext", "client-sent-plaintext"),
	CASE(an_encrypted_greeting_that_failed, "paste.ech", "ech-failure"),
	CASE(a_record_that_was_changed, "paste.tampered", "middlebox-tampering"),
	CASE(http3_that_does_not_get_through, "paste.quic", "quic-blocked"),
	CASE(a_certificate_that_was_not_loaded, "paste.server-no-certificate",
		"server-certificate-not-loaded"),
	CASE(a_key_of_another_certificate, "paste.key-mismatch", "server-key-mismatch"),
	CASE(a_proxy_that_can_t_reach_its_backend, "paste.upstream", "upstream-tls-failed"),
	{ 0 },
};

/* ---- Healthy in many ways ---- */

static void as_it_is(struct evidence *ev)
{
	(void)ev;
}

static void ecdsa(struct evidence *ev)
{
	make_text(&make_leaf(ev)->key_type, "ECDSA");
	make_leaf(ev)->key_bits = 256;
	make_leaf(ev)->key_usage = 128;
}

static void ed25519(struct evidence *ev)
{
	make_text(&make_leaf(ev)->key_type, "Ed25519");
	make_leaf(ev)->key_bits = 256;
}

static void an_ip_address(struct evidence *ev)
{
	make_host(ev, "192.0.2.1");
	ev->settings.target.is_ip = true;
	make_text(&ev->handshake.sni, NULL);
	make_ip_name(ev, "192.0.2.1");
	evidence_part_status(ev, PART_SNI, PART_SKIPPED, WHY_IP, NULL);
	evidence_part_status(ev, PART_ADDRESSES, PART_SKIPPED, WHY_IP, NULL);
}

static void an_ipv6_address(struct evidence *ev)
{
	an_ip_address(ev);
	make_host(ev, "2001:db8::1");
	make_ip_name(ev, "2001:0db8:0:0:0:0:0:1");
}

static void an_idn(struct evidence *ev)
{
	make_host(ev, "xn--bcher-kva.example");
	make_names(ev, "xn--bcher-kva.example", "www.xn--bcher-kva.example");
	evidence_part_status(ev, PART_ADDRESSES, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
}

static void a_wildcard(struct evidence *ev)
{
	make_names(ev, "*.example.com", "example.com");
}

static void the_root_is_sent(struct evidence *ev)
{
	ev->trust.root_sent = true;
	ev->handshake.chain[1].self_signed = true;
	make_text(&ev->handshake.chain[1].signature, "RSA-SHA1");
	ev->handshake.chain[1].signature_weak = true;
}

static void twenty_days_of_ninety(struct evidence *ev)
{
	make_dates(make_leaf(ev), -70, 20);
}

static void two_days_of_six(struct evidence *ev)
{
	make_dates(make_leaf(ev), -4, 2);
}

static void fifty_days_of_a_year(struct evidence *ev)
{
	make_stamps(ev, 3);
	make_dates(make_leaf(ev), -315, 50);
}

static void nothing_to_resume(struct evidence *ev)
{
	ev->resumption.given = 0;
	evidence_part_status(ev, PART_RESUMPTION, PART_SEEN, NULL, NULL);
}

static void resumed_as_new(struct evidence *ev)
{
	ev->resumption.given = 1;
	ev->resumption.resumed = 0;
	ev->resumption.outcome = HS_DONE;
	evidence_part_status(ev, PART_RESUMPTION, PART_SEEN, NULL, NULL);
}

static void reset_where_connections_are_limited(struct evidence *ev)
{
	cut_off_when_it_comes_back(ev);
	ev->matrix.refused = 3;
}

static void no_connection_for_the_second(struct evidence *ev)
{
	ev->resumption.given = 1;
	ev->resumption.outcome = HS_NO_CONNECTION;
	evidence_part_status(ev, PART_RESUMPTION, PART_SEEN, NULL, NULL);
}

static void tls_1_2_with_renegotiation_info(struct evidence *ev)
{
	tls_1_2(ev);
}

static void old_versions_too(struct evidence *ev)
{
	ev->versions.items[0].handshake.outcome = HS_DONE;
	ev->versions.items[0].handshake.version = 0x0301;
}

static void nobody_asked_for_everything(struct evidence *ev)
{
	make_no_matrix(ev);
}

static void weak_suites_beside_good_ones(struct evidence *ev)
{
	make_suites(ev, 0x0303, (const int[]){ 0x0005, 0x000a, 0x002f, 0xc02f, 0 });
	make_offered(ev, 0x0303)->dh_bits = 1024;
	make_offered(ev, 0x0303)->secure_renegotiation = 0;
	make_offered(ev, 0x0303)->master_secret = 0;
	make_offered(ev, 0x0303)->compression = 1;
	ev->matrix.fallback = 0;
}

static void few_connections_at_a_time(struct evidence *ev)
{
	ev->matrix.refused = 5;
}

static void tls_1_3_alone(struct evidence *ev)
{
	make_suites(ev, 0x0303, (const int[]){ 0 });
	make_oddity(ev, "split", HS_ALERT, HS_ALERT);
}

static void a_matrix_with_holes(struct evidence *ev)
{
	ev->matrix.complete = false;
	make_suites(ev, 0x0304, (const int[]){ 0 });
	make_suites(ev, 0x0303, (const int[]){ 0x002f, 0 });
	make_groups(ev, 0x0304, (const int[]){ 0x0100, 0 });
}

static void another_default_certificate(struct evidence *ev)
{
	make_text(&ev->sni.items[0].handshake.chain[0].sha256, "another");
}

static void no_handshake_without_a_name(struct evidence *ev)
{
	ev->sni.items[0].handshake.outcome = HS_ALERT;
	ev->sni.items[0].handshake.alert = 40;
	ev->sni.items[1].handshake.outcome = HS_ALERT;
	ev->sni.items[1].handshake.alert = 112;
}

static void a_surplus_expired_certificate(struct evidence *ev)
{
	ev->trust.path_count = 1;
	ev->trust.in_order = false;
	make_dates(&ev->handshake.chain[1], -1000, -10);
}

static void an_optional_client_certificate(struct evidence *ev)
{
	ev->handshake.client_cert_asked = true;
}

static void no_ipv6_here(struct evidence *ev)
{
	make_attempt(ev, "2001:db8::1", 6, CONNECT_UNREACHABLE);
}

static void a_page_that_is_not_found(struct evidence *ev)
{
	ev->http.status = 404;
}

static void a_lying_server_date(struct evidence *ev)
{
	ev->http.date_s = NOW_S - 3 * A_DAY_S;
}

static void a_clock_two_minutes_off(struct evidence *ev)
{
	make_clock_off(ev, 2 * MINUTE_S);
}

static void an_unsynchronised_clock(struct evidence *ev)
{
	ev->clock.kernel_synced = 0;
}

static void other_good_certificates_behind_other_addresses(struct evidence *ev)
{
	make_text(&ev->addresses.items[0].handshake.chain[0].sha256, "another");
}

static void a_working_proxy(struct evidence *ev)
{
	ev->connect.proxy = PROXY_OK;
	make_text(&ev->connect.proxy_name, "proxy.example.net:3128");
}

static void working_starttls(struct evidence *ev)
{
	ev->settings.target.starttls = STARTTLS_SMTP;
	ev->settings.target.port = 25;
	ev->settings.target.http = false;
	ev->handshake.starttls = STARTTLS_OK;
	evidence_part_status(ev, PART_HTTP, PART_SKIPPED, WHY_NOT_HTTP, NULL);
}

static void silence_where_no_web_server_is_expected(struct evidence *ev)
{
	ev->settings.target.port = 8883;
	ev->http.status = -1;
}

static void an_old_warning_about_the_name(struct evidence *ev)
{
	ev->handshake.warning_alert = 112;
}

static void a_serial_of_zero(struct evidence *ev)
{
	make_text(&make_leaf(ev)->serial, "00");
}

static void a_serial_with_its_leading_zero(struct evidence *ev)
{
	make_text(&make_leaf(ev)->serial, "00ffeeddccbbaa99887766554433221100ffeeddcc");
}

static void a_dropped_authority_long_before(struct evidence *ev)
{
	make_text(&ev->handshake.chain[1].issuer, "CN=NetLock Arany,O=NetLock Kft.,C=HU");
	make_leaf(ev)->first_sct_s = 1753000000; /* July 2025: trusted until it ends */
	make_leaf(ev)->not_before = 1753000000;
}

static void a_dropped_authority_that_was_added_here(struct evidence *ev)
{
	a_dropped_authority(ev);
	make_text(&ev->trust.anchor_place, "/usr/local/share/ca-certificates");
}

static void its_reseller_below_another_root(struct evidence *ev)
{
	make_text(&make_leaf(ev)->issuer, "CN=Entrust OV TLS Issuing RSA CA 1,O=Entrust Limited");
	make_text(&ev->handshake.chain[1].issuer, "CN=Example Anchor,O=Example");
}

static void a_private_ca_without_timestamps(struct evidence *ev)
{
	make_stamps(ev, 0);
	make_leaf(ev)->public_policy = false;
}

static void timestamps_in_the_stapled_answer(struct evidence *ev)
{
	make_stamps(ev, 0);
	ev->handshake.scts_sent = 0;
	ev->handshake.scts_stapled = 2;
}

static void timestamps_where_nobody_could_look(struct evidence *ev)
{
	make_stamps(ev, 0);
	ev->handshake.scts_sent = -1;
}

static void timestamps_in_an_older_handshake(struct evidence *ev)
{
	struct seen_handshake *trial = make_trial(&ev->versions, "TLS 1.2", 0x0303);

	make_stamps(ev, 0);
	make_text(&make_leaf(ev)->sha256, "ab12");
	make_text(&trial->chain[0].sha256, "ab12");
	trial->scts_sent = 2;
}

static void an_added_root_without_timestamps(struct evidence *ev)
{
	make_stamps(ev, 0);
	ev->trust.anchor_extra = true;
	make_text(&ev->trust.anchor_place, "--ca-file");
}

static void a_year_from_before_the_limit_fell(struct evidence *ev)
{
	make_stamps(ev, 3);
	make_dates(make_leaf(ev), -200, 197);
}

static void a_private_certificate_of_ten_years(struct evidence *ev)
{
	make_leaf(ev)->public_policy = false;
	make_stamps(ev, 0);
	make_dates(make_leaf(ev), -100, 3650);
}

static void a_good_responder(struct evidence *ev)
{
	asked(ev);
}

static void a_good_staple_for_one_that_must(struct evidence *ev)
{
	stapled(ev);
	make_leaf(ev)->must_staple = true;
}

static void a_responder_that_was_not_asked(struct evidence *ev)
{
	struct seen_status *ocsp = asked(ev);

	ocsp->outcome = REVOCATION_NOT_ASKED;
	make_text(&ocsp->why, WHY_OFFLINE);
}

static void a_responder_inside_a_private_network(struct evidence *ev)
{
	struct seen_status *ocsp = asked(ev);

	ocsp->outcome = REVOCATION_NOT_ASKED;
	make_text(&ocsp->why, WHY_PRIVATE);
}

static void an_answer_that_is_young_by_the_right_clock(struct evidence *ev)
{
	asked(ev)->next_update = NOW_S + 60;
}

/* ---- Others, asked with consent ---- */

static void other_sites_that_work(struct evidence *ev)
{
	make_site(ev, "www.example.net");
	make_site(ev, "www.example.org");
	make_time_server(ev, "ntp.example.net", 0);
}

static void a_page_that_was_changed_on_the_way(struct evidence *ev)
{
	change_page(ev, PORTAL_ANOTHER);
}

static void a_name_service_that_invents_other_names(struct evidence *ev)
{
	ev->resolver.invented = 1;
	add_address(&ev->resolver.inventions, &ev->resolver.invention_count, "198.51.100.7");
}

static void a_line_of_the_hosts_file_that_works(struct evidence *ev)
{
	struct seen_resolver *resolver = &ev->resolver;

	make_text(&resolver->hosts_file, "/etc/hosts");
	resolver->hosts_line = 1;
	add_address(&resolver->hosts, &resolver->hosts_count, "192.0.2.1");
	resolver->exact = LOOKUP_NO_SUCH_NAME;
}

/* A server that takes so many connections and no more isn't a weak link. */
static void a_server_that_limits_connections(struct evidence *ev)
{
	for (int i = 0; i < 6; i++)
		make_trial(&ev->repeats, "again", -1)->outcome = i < 3 ? HS_DONE : HS_RESET;
}

static void one_that_was_lost(struct evidence *ev)
{
	for (int i = 0; i < 6; i++)
		make_trial(&ev->repeats, "again", -1)->outcome = i == 2 ? HS_RESET : HS_DONE;
}

static void uneven_handshakes(struct evidence *ev)
{
	for (int i = 0; i < 6; i++) {
		struct seen_handshake *handshake = make_trial(&ev->repeats, "again", -1);

		handshake->tcp_ms = 20;
		handshake->tls_ms = i ? 40 : 4000;
	}
}

static void a_socks_proxy_in_the_environment(struct evidence *ev)
{
	make_text(&ev->settings.proxy_other, "socks5://proxy.example.net:1080");
}

static void no_consent(struct evidence *ev)
{
	evidence_part_status(ev, PART_TIMES, PART_SKIPPED, WHY_CONSENT, NULL);
	evidence_part_status(ev, PART_SITES, PART_SKIPPED, WHY_CONSENT, NULL);
}

static void other_sites_that_can_t_be_reached(struct evidence *ev)
{
	struct seen_handshake *handshake = &make_site(ev, "www.example.net")->handshake;

	seen_handshake_free(handshake);
	handshake->outcome = HS_NO_CONNECTION;
}

static void other_sites_that_are_intercepted(struct evidence *ev)
{
	make_resigned(make_site(ev, "www.example.net"), "Gateway");
	make_resigned(make_site(ev, "www.example.org"), "Gateway");
}

static void a_company_whose_root_was_added(struct evidence *ev)
{
	make_text(&make_site(ev, "www.example.net")->anchor_place, "/usr/local/share");
	make_text(&ev->trust.anchor_place, "/usr/local/share");
	make_text(&ev->handshake.chain[0].issuer, "CN=FortiGate CA,O=Fortinet");
}

static void a_server_whose_clock_is_wrong(struct evidence *ev)
{
	ev->http.date_s = NOW_S - 2 * A_DAY_S;
	make_time_server(ev, "ntp.example.net", 0);
	make_site(ev, "www.example.net");
}

static void a_public_ca_that_others_use_too(struct evidence *ev)
{
	struct seen_site *site = make_site(ev, "www.example.net");

	make_text(&site->handshake.chain[0].issuer, make_leaf(ev)->issuer);
}

static void middlebox_for_all(struct evidence *ev)
{
	for (int i = 0; i < 2; i++)
		make_site(ev, i ? "www.example.net" : "www.example.org")->handshake.version =
			0x0303;
}

#define HEALTHY(change)         \
	{                       \
#change, change \
	}

const struct made_healthy made_healthy[] = {
	HEALTHY(as_it_is),
	HEALTHY(a_desktop_proxy_that_works),
	HEALTHY(local_authority_added),
	HEALTHY(local_store_without_additions),
	HEALTHY(a_message_of_another_day),
	HEALTHY(other_sites_that_work),
	HEALTHY(a_page_that_was_changed_on_the_way),
	HEALTHY(a_name_service_that_invents_other_names),
	HEALTHY(a_line_of_the_hosts_file_that_works),
	HEALTHY(a_server_that_limits_connections),
	HEALTHY(any_hello_that_is_cut_now_and_then),
	HEALTHY(a_page_that_there_was_no_time_for),
	HEALTHY(one_that_was_lost),
	HEALTHY(uneven_handshakes),
	HEALTHY(a_socks_proxy_in_the_environment),
	HEALTHY(no_consent),
	HEALTHY(other_sites_that_can_t_be_reached),
	HEALTHY(other_sites_that_are_intercepted),
	HEALTHY(a_company_whose_root_was_added),
	HEALTHY(a_server_whose_clock_is_wrong),
	HEALTHY(a_public_ca_that_others_use_too),
	HEALTHY(middlebox_for_all),
	HEALTHY(ecdsa),
	HEALTHY(ed25519),
	HEALTHY(an_ip_address),
	HEALTHY(an_ipv6_address),
	HEALTHY(an_idn),
	HEALTHY(a_wildcard),
	HEALTHY(the_root_is_sent),
	HEALTHY(twenty_days_of_ninety),
	HEALTHY(two_days_of_six),
	HEALTHY(fifty_days_of_a_year),
	HEALTHY(tls_1_2_with_renegotiation_info),
	HEALTHY(nothing_to_resume),
	HEALTHY(resumed_as_new),
	HEALTHY(no_connection_for_the_second),
	HEALTHY(reset_where_connections_are_limited),
	HEALTHY(old_versions_too),
	HEALTHY(nobody_asked_for_everything),
	HEALTHY(weak_suites_beside_good_ones),
	HEALTHY(few_connections_at_a_time),
	HEALTHY(tls_1_3_alone),
	HEALTHY(a_matrix_with_holes),
	HEALTHY(another_default_certificate),
	HEALTHY(no_handshake_without_a_name),
	HEALTHY(a_surplus_expired_certificate),
	HEALTHY(an_optional_client_certificate),
	HEALTHY(no_ipv6_here),
	HEALTHY(a_page_that_is_not_found),
	HEALTHY(a_lying_server_date),
	HEALTHY(a_clock_two_minutes_off),
	HEALTHY(an_unsynchronised_clock),
	HEALTHY(other_good_certificates_behind_other_addresses),
	HEALTHY(a_working_proxy),
	HEALTHY(working_starttls),
	HEALTHY(silence_where_no_web_server_is_expected),
	HEALTHY(an_old_warning_about_the_name),
	HEALTHY(a_serial_of_zero),
	HEALTHY(a_serial_with_its_leading_zero),
	HEALTHY(a_dropped_authority_long_before),
	HEALTHY(a_dropped_authority_that_was_added_here),
	HEALTHY(its_reseller_below_another_root),
	HEALTHY(a_private_ca_without_timestamps),
	HEALTHY(an_added_root_without_timestamps),
	HEALTHY(timestamps_in_the_stapled_answer),
	HEALTHY(timestamps_where_nobody_could_look),
	HEALTHY(timestamps_in_an_older_handshake),
	HEALTHY(a_year_from_before_the_limit_fell),
	HEALTHY(a_private_certificate_of_ten_years),
	HEALTHY(a_good_responder),
	HEALTHY(a_good_staple_for_one_that_must),
	HEALTHY(a_responder_that_was_not_asked),
	HEALTHY(a_responder_inside_a_private_network),
	HEALTHY(an_answer_that_is_young_by_the_right_clock),
	HEALTHY(local_usual_rules),
	HEALTHY(local_browsers_of_today),
	HEALTHY(local_policy_that_does_no_harm),
	HEALTHY(local_policies_that_nobody_heeds),
	HEALTHY(local_profiles_in_order),
	HEALTHY(local_profile_with_a_second_word),
	HEALTHY(local_profile_of_somebody_else),
	HEALTHY(local_lax_rules),
	HEALTHY(local_rules_and_an_unknown_rest),
	HEALTHY(local_fedora),
	HEALTHY(local_authorities_in_order),
	HEALTHY(local_authorities_beside_the_systems),
	HEALTHY(dhe_beside_better_ones),
	HEALTHY(x448_when_the_line_was_cut),
	{ 0 },
};
