/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network that wants a sign-in answers in the place of everybody; a probe alone proves nothing. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"
#include "place.h"
#include "support/peer.h"

TestSuite(probe_portal, .timeout = 120);

static const struct names_row names[] = { { "practice.test", "127.0.0.1" }, { NULL, NULL } };

#define HEAR                             \
	{                                \
		PEER_HEAR, "\r\n\r\n", 0 \
	}
#define BYE                       \
	{ PEER_CLOSE, NULL, 0 },  \
	{                         \
		PEER_END, NULL, 0 \
	}

static const struct line redirects[] = { HEAR,
	{ PEER_SAY,
		"HTTP/1.1 302 Found\r\nLocation: https://login.wifi.example/hello\r\n"
		"Content-Length: 0\r\n\r\n",
		0 },
	BYE };
static const struct line rewrites[] = { HEAR,
	{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n<html>Welcome!", 0 }, BYE };
static const struct line asks_for_sign_in[] = { HEAR,
	{ PEER_SAY, "HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n",
		0 },
	BYE };
static const struct line is_free[] = { HEAR,
	{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsuccess\n", 0 }, BYE };
static const struct line has_moved[] = { HEAR,
	{ PEER_SAY,
		"HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n",
		0 },
	BYE };

/* A run with a practice server FAULT and a probe that is answered by SCRIPT, a second one by OTHER. */
static void look(
	struct place *place, const char *fault, const struct line *script, const struct line *other)
{
	struct peer first, second;
	struct settings *settings;

	place_open(place, fault, names);
	settings = place_settings(place);
	peer_start(&first, script, 2);
	free(settings->portal_probes);
	settings->portal_probes = memory_format("http://127.0.0.1:%d/x success", first.port);
	if (other) {
		char *one = settings->portal_probes;

		peer_start(&second, other, 2);
		settings->portal_probes = memory_format(
			"%s, http://127.0.0.1:%d/y 204", one, second.port);
		free(one);
	}
	place_look(place);
	peer_end(&first);
	if (other)
		peer_end(&second);
}

Test(probe_portal, a_redirect_beside_a_certificate_that_does_not_fit)
{
	struct place place;

	look(&place, "wrong-name", redirects, NULL);
	place_expect(&place, "captive-portal", "portal.found");
	cr_expect_str_eq(facts_find(&place_finding(&place, "portal.found")->facts, "portal")->text,
		"login.wifi.example");
	place_close(&place);
}

Test(probe_portal, a_rewritten_page_beside_a_handshake_that_fails)
{
	struct place place;

	look(&place, "plain-http", rewrites, redirects);
	place_expect(&place, "captive-portal", "portal.found");
	place_close(&place);
}

Test(probe_portal, a_network_that_says_so)
{
	struct place place;

	look(&place, "healthy", asks_for_sign_in, NULL);
	place_expect(&place, "captive-portal", "portal.found");
	place_close(&place);
}

Test(probe_portal, a_changed_page_alone_is_no_portal)
{
	struct place place;

	look(&place, "healthy", redirects, NULL);
	place_expect(&place, "none", "portal.pages-changed");
	cr_expect_eq(place.session->verdict, VERDICT_PASS);
	place_close(&place);
}

Test(probe_portal, one_page_as_it_should_be_rules_a_portal_out)
{
	struct place place;

	look(&place, "wrong-name", is_free, redirects);
	place_expect(&place, "hostname-mismatch", "portal.some-changed");
	place_close(&place);
}

Test(probe_portal, a_page_that_moved_to_its_own_host_is_not_led_away)
{
	struct place place;

	look(&place, "healthy", has_moved, NULL);
	cr_expect_null(place.session->evidence.portal.items[0].host);
	place_expect(&place, "none", "portal.pages-changed");
	place_close(&place);
}

Test(probe_portal, a_free_network)
{
	struct place place;

	look(&place, "healthy", is_free, NULL);
	place_expect(&place, "none", "portal.none");
	place_close(&place);
}

Test(probe_portal, silence_is_not_known)
{
	struct place place;

	place_open(&place, "healthy", names);
	place_look(&place);
	place_expect(&place, "none", "portal.no-answer");
	cr_expect_eq(findings_check(&place.session->findings, "portal")->verdict, VERDICT_UNKNOWN);
	place_close(&place);
}
