/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that lead astray, and how a whole run tells why; each test in a network of its own. */
#include <criterion/criterion.h>
#include "place.h"
#include "support/peer.h"

TestSuite(probe_names, .timeout = 120);

#define NOBODY "192.0.2.9" /* an address of this network where nothing listens */

static const struct names_row right[] = { { "practice.test", "127.0.0.1" }, { NULL, NULL } };

Test(probe_names, a_name_that_is_right_has_no_cause)
{
	struct place place;

	place_open(&place, "healthy", right);
	place_look(&place);
	place_expect(&place, "none", "reach.connected");
	cr_expect_eq(place.session->verdict, VERDICT_PASS);
	cr_expect_eq(place.session->evidence.resolver.invented, 0);
	cr_expect_null(place_finding(&place, "reach.hosts-entry"));
	place_close(&place);
}

Test(probe_names, an_old_line_of_the_hosts_file)
{
	struct place place;

	place_open(&place, "healthy", right);
	space_add_address(NOBODY);
	space_hosts("127.0.0.1 localhost\n# mine\n" NOBODY " old.test practice.test\n");
	place_look(&place);
	place_expect(&place, "hosts-override", "reach.hosts-override");
	cr_expect_eq(place.session->evidence.resolver.hosts_line, 3);
	place_close(&place);
}

Test(probe_names, a_line_that_leads_to_another_server_s_certificate)
{
	static const struct names_row elsewhere[] = { { "practice.test", NOBODY }, { NULL, NULL } };
	struct place place;

	place_open(&place, "wrong-name", elsewhere);
	space_hosts("127.0.0.1 localhost practice.test\n");
	place_look(&place);
	place_expect(&place, "hosts-override", "reach.hosts-override");
	place_close(&place);
}

Test(probe_names, a_line_that_is_right_is_a_note)
{
	struct place place;

	place_open(&place, "healthy", right);
	space_hosts("127.0.0.1 localhost practice.test\n");
	place_look(&place);
	place_expect(&place, "none", "reach.hosts-entry");
	place_close(&place);
}

Test(probe_names, a_faulty_site_behind_a_right_line_is_the_site_s_fault)
{
	struct place place;

	place_open(&place, "wrong-name", right);
	space_hosts("127.0.0.1 localhost practice.test\n");
	place_look(&place);
	place_expect(&place, "hostname-mismatch", "reach.hosts-entry");
	place_close(&place);
}

Test(probe_names, a_search_domain_that_finds_what_does_not_exist)
{
	static const struct names_row corner[] = { { "practice.test.corp.test", "127.0.0.1" },
		{ NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", corner);
	space_resolver("nameserver 127.0.0.1\nsearch corp.test\n");
	place_look(&place);
	place_expect(&place, "none", "reach.search-domain");
	place_close(&place);
}

Test(probe_names, a_name_service_that_invents_addresses)
{
	static const struct names_row liar[] = { { "practice.test", "127.0.0.1" }, { "*", NOBODY },
		{ NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", liar);
	space_add_address(NOBODY);
	place_look(&place);
	place_expect(&place, "none", "reach.names-invented");
	place_again(&place, "www.gone.example");
	place_look(&place);
	place_expect(&place, "dns-tampering", "reach.name-invented");
	place_close(&place);
}

Test(probe_names, without_consent_no_name_is_invented)
{
	static const struct names_row liar[] = { { "*", "127.0.0.1" }, { NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", liar);
	place_settings(&place)->reference = REFERENCE_ASK;
	place_look(&place);
	cr_expect_eq(place.session->evidence.resolver.invented, -1);
	place_expect(&place, "none", "reach.connected");
	place_close(&place);
}

Test(probe_names, a_filter_that_sends_a_site_nowhere)
{
	static const struct names_row filter[] = { { "www.blocked.example", "0.0.0.0" },
		{ NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", filter);
	place_again(&place, "www.blocked.example:9");
	place_look(&place);
	place_expect(&place, "dns-tampering", "reach.sinkhole");
	place_close(&place);
}

Test(probe_names, a_name_that_does_not_exist)
{
	struct place place;

	place_open(&place, "healthy", right);
	place_again(&place, "www.gone.example");
	place_look(&place);
	place_expect(&place, "dns-not-found", "reach.name-not-found");
	place_close(&place);
}

Test(probe_names, a_name_service_that_is_out_of_order)
{
	struct place place;

	place_open(&place, "healthy", right);
	space_resolver("nameserver 127.0.0.3\noptions timeout:1 attempts:1\n");
	place_look(&place);
	place_expect(&place, "dns-failure", NULL);
	place_close(&place);
}

Test(probe_names, ipv6_without_a_route_harms_nobody)
{
	static const struct names_row both[] = { { "practice.test", "2001:db8::1" },
		{ "practice.test", "127.0.0.1" }, { NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", both);
	place_look(&place);
	place_expect(&place, "none", "reach.connected");
	place_close(&place);
}

Test(probe_names, ipv6_that_is_refused_while_ipv4_works)
{
	static const struct names_row both[] = { { "practice.test", "::1" },
		{ "practice.test", "127.0.0.1" }, { NULL, NULL } };
	struct place place;

	place_open(&place, "healthy", both);
	place_look(&place);
	place_expect(&place, "ipv6-broken", "reach.ipv6-broken");
	place_close(&place);
}

Test(probe_names, a_port_behind_a_firewall_that_drops)
{
	struct full_port full;
	struct place place;
	char target[64];

	place_open(&place, "healthy", right);
	full_port_open(&full);
	snprintf(target, sizeof(target), "practice.test:%d", full.port);
	place_again(&place, target);
	place_settings(&place)->connect_timeout_ms = 700;
	place_look(&place);
	place_expect(&place, "connection-timeout", "reach.timeout");
	full_port_close(&full);
	place_close(&place);
}
