/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies that want TLS to themselves: the real stunnel before the real tinyproxy, with good and bad certificates. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"
#include "base/timing.h"
#include "place.h"
#include "real/server.h"
#include "support/peer.h"

TestSuite(probe_proxy_tls, .timeout = 180);

static const struct names_row names[] = { { "practice.test", "127.0.0.1" },
	{ "proxy.test", "127.0.0.1" }, { NULL, NULL } };

/* Who speaks HTTP in clear, who speaks TLS before it, and whom the place trusts besides. */
struct gate {
	struct forge forge;
	struct server plain, tls;
	char *ca_file;
};

static void start_plain(struct server *server)
{
	char *argv[] = { "tinyproxy", "-d", "-c", "tiny.conf", NULL };
	char *text;

	server_prepare(server, 0);
	text = memory_format("Port %d\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\n"
			     "LogLevel Critical\nAllow 127.0.0.1\n",
		server->port);
	server_file(server, "tiny.conf", text);
	free(text);
	cr_assert_eq(server_start(server, argv, 0), 0, "is tinyproxy installed?");
}

static void start_tls(struct gate *gate)
{
	char *argv[] = { "stunnel", "stunnel.conf", NULL };
	char *text;

	server_prepare(&gate->tls, 0);
	server_pem(&gate->tls, "chain.pem", &gate->forge, "proxy");
	server_key(&gate->tls, "key.pem", &gate->forge, "proxy");
	text = memory_format("foreground = yes\npid =\nsyslog = no\n[proxy]\n"
			     "accept = 127.0.0.1:%d\nconnect = 127.0.0.1:%d\n"
			     "cert = chain.pem\nkey = key.pem\n",
		gate->tls.port, gate->plain.port);
	server_file(&gate->tls, "stunnel.conf", text);
	free(text);
	cr_assert_eq(server_start(&gate->tls, argv, 0), 0, "is stunnel4 installed?");
}

/* LINE makes the proxy's own certificate. */
static void gate_open(struct gate *gate, const char *line)
{
	const char *why = NULL;

	forge_open(&gate->forge, timing_wall_s());
	cr_assert(forge_cert(&gate->forge, "ca ca days=-300..300 cn=Proxy-CA", &why), "%s", why);
	cr_assert(forge_cert(&gate->forge, "stranger ca days=-300..300 cn=Stranger-CA", &why), "%s",
		why);
	cr_assert(forge_cert(&gate->forge, line, &why), "%s", why);
	start_plain(&gate->plain);
	start_tls(gate);
	server_pem(&gate->tls, "ca.pem", &gate->forge, "ca");
	gate->ca_file = server_path(&gate->tls, "ca.pem");
}

static void gate_close(struct gate *gate)
{
	server_stop(&gate->tls);
	server_stop(&gate->plain);
	free(gate->ca_file);
	forge_close(&gate->forge);
}

/* Through SCHEME://proxy.test:PORT to the practice server; the gate's authority is trusted. */
static void go_through(struct place *place, const struct gate *gate, const char *scheme, int port)
{
	struct settings *settings;
	char target[64];

	snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST, practice_port(place->practice, 0));
	place_again(place, target);
	settings = place_settings(place);
	settings->reference = REFERENCE_NEVER;
	settings->handshake_timeout_ms = 3000;
	free(settings->proxy);
	settings->proxy = memory_format("%s://proxy.test:%d", scheme, port);
	if (gate)
		settings->ca_file = memory_text(gate->ca_file);
}

static const char good[] = "proxy issuer=ca days=-10..100 dns=proxy.test";

Test(probe_proxy_tls, a_proxy_that_works)
{
	struct place place;
	struct gate gate;

	place_open(&place, "healthy", names);
	gate_open(&gate, good);
	go_through(&place, &gate, "https", gate.tls.port);
	/* Reading all authorities takes curl long under a sanitizer. */
	place_settings(&place)->connect_timeout_ms = 20000;
	place_settings(&place)->handshake_timeout_ms = 20000;
	place_look(&place);
	place_expect(&place, "none", "proxy.used");
	cr_expect_eq(place.session->evidence.http.status, 200, "HTTP goes through it: %s",
		place.session->evidence.http.error);
	cr_expect_eq(place.session->evidence.parts[PART_DETOUR].state, PART_SKIPPED);
	gate_close(&gate);
	place_close(&place);
}

Test(probe_proxy_tls, every_look_goes_through_it)
{
	struct place place;
	struct gate gate;

	place_open(&place, "healthy", names);
	gate_open(&gate, good);
	go_through(&place, &gate, "https", gate.tls.port);
	place_settings(&place)->depth = DEPTH_DEEP;
	place_settings(&place)->total_timeout_ms = 90000;
	place_settings(&place)->rate = 0;
	place_look(&place);
	place_expect(&place, "none", "proxy.used");
	cr_expect(place.session->evidence.matrix.complete, "raw hellos go through it");
	cr_expect_gt(place.session->evidence.matrix.offer_count, 0);
	cr_expect_gt(place.session->evidence.sni.count, 0);
	for (size_t i = 0; i < place.session->evidence.sni.count; i++)
		cr_expect_eq(place.session->evidence.sni.items[i].handshake.outcome, HS_DONE);
	gate_close(&gate);
	place_close(&place);
}

Test(probe_proxy_tls, a_site_that_is_faulty_behind_it)
{
	struct place place;
	struct gate gate;

	place_open(&place, "self-signed", names);
	gate_open(&gate, good);
	go_through(&place, &gate, "https", gate.tls.port);
	place_look(&place);
	place_expect(&place, "certificate-self-signed", "proxy.used");
	gate_close(&gate);
	place_close(&place);
}

static const struct {
	const char *line, *finding;
} bad[] = {
	{ "proxy issuer=stranger days=-10..100 dns=proxy.test", "proxy.certificate-untrusted" },
	{ "proxy days=-10..100 dns=proxy.test", "proxy.certificate-untrusted" },
	{ "proxy issuer=ca days=-100..-2 dns=proxy.test", "proxy.certificate-expired" },
	{ "proxy issuer=ca days=2..100 dns=proxy.test", "proxy.certificate-not-yet-valid" },
	{ "proxy issuer=ca days=-10..100 dns=gate.test", "proxy.certificate-of-another-name" },
	{ "proxy issuer=ca days=-10..100 cn=proxy.test eku=client dns=proxy.test",
		"proxy.certificate-untrusted" },
};

Test(probe_proxy_tls, proxies_whose_own_certificate_is_bad)
{
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct gate gate;

		gate_open(&gate, bad[i].line);
		go_through(&place, &gate, "https", gate.tls.port);
		place_look(&place);
		place_expect(&place, "proxy-interference", bad[i].finding);
		cr_expect_not(place_finding(&place, "certificate.expired"), "the site's is good");
		cr_expect_eq(place.session->causes.count, 1);
		gate_close(&gate);
	}
	place_close(&place);
}

Test(probe_proxy_tls, the_other_scheme_is_named)
{
	struct place place;
	struct gate gate;

	place_open(&place, "healthy", names);
	gate_open(&gate, good);
	go_through(&place, &gate, "https", gate.plain.port);
	place_look(&place);
	place_expect(&place, "proxy-interference", "proxy.wrong-scheme");
	go_through(&place, &gate, "http", gate.tls.port);
	place_look(&place);
	place_expect(&place, "proxy-interference", "proxy.wants-tls");
	gate_close(&gate);
	place_close(&place);
}

#define HEAR                       \
	{                          \
		PEER_HEAR, NULL, 0 \
	}
#define END                       \
	{ PEER_CLOSE, NULL, 0 },  \
	{                         \
		PEER_END, NULL, 0 \
	}

static const struct line refuses[] = { HEAR, { PEER_SAY, "\x15\x03\x01\x00\x02\x02\x46", 7 }, END };
static const struct line hangs_up[] = { HEAR, END };
static const struct line speaks_ssh[] = { HEAR, { PEER_SAY, "SSH-2.0-x\r\n", 0 }, END };

static const struct {
	const struct line *script;
	const char *finding;
} strangers[] = {
	{ refuses, "proxy.tls-failed" },
	{ hangs_up, "proxy.tls-failed" },
	{ speaks_ssh, "proxy.not-a-proxy" },
};

Test(probe_proxy_tls, what_is_no_such_proxy)
{
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
		struct peer peer;

		peer_start(&peer, strangers[i].script, 40);
		go_through(&place, NULL, "https", peer.port);
		place_look(&place);
		place_expect(&place, "proxy-interference", strangers[i].finding);
		peer_end(&peer);
	}
	place_close(&place);
}
