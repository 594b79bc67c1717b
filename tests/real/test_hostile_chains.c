/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains that are meant to cost time or memory, sent by a real server: the answer comes in time, with little
 * memory, and shows nothing raw. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "../support/peer.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "server.h"

#ifdef __SANITIZE_ADDRESS__
#define LIMIT_MS 100000 /* each of a million small pieces of memory is watched */
#else
#define LIMIT_MS 20000
#endif
#if defined(__SANITIZE_ADDRESS__)
#define PEAK_KIB (1024 * 1024) /* the sanitizer's own */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PEAK_KIB (1024 * 1024)
#endif
#endif
#ifndef PEAK_KIB
#define PEAK_KIB (64 * 1024)
#endif

/* chain.pem and key.pem are there. */
static void serve(struct server *server)
{
	char *block = memory_format(" server { listen 127.0.0.1:%d ssl; ssl_certificate chain.pem; "
				    "ssl_certificate_key key.pem; return 204; }\n",
		server->port);

	cr_assert_eq(server_start_nginx(server, block, 0), 0, "no server");
	free(block);
}

/* Asks with OPTION (or NULL); the first cause must be CAUSE. */
static void expect(const struct server *server, const char *option, const char *cause)
{
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "site.test", (char *)option, NULL };
	struct command command;
	json_t *report;
	const char *first;

	command_run(argv, 2 * LIMIT_MS, &command);
	report = json_loads(command.out, 0, NULL);
	first = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));
	cr_expect_str_eq(first ? first : "none", cause, "%s\n%s", first, command.out);
	cr_expect_lt(command.ms, LIMIT_MS, "%d ms", command.ms);
	cr_expect_lt(command.peak_kib, PEAK_KIB, "%ld KiB", command.peak_kib);
	json_decref(report);
	command_free(&command);
	free(place);
}

Test(hostile_chains, ten_thousand_certificates, .timeout = 120)
{
	struct server server;
	struct forge forge;
	struct buffer chain = { 0 };
	const char *why;
	char *pem;

	server_prepare(&server, 0);
	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, "root ca days=-100..100", &why));
	cr_assert(forge_cert(&forge, "leaf issuer=root dns=site.test", &why));
	server_key(&server, "key.pem", &forge, "leaf");
	pem = forge_pem(forge_find(&forge, "leaf"));
	buffer_add_text(&chain, pem);
	free(pem);
	pem = forge_pem(forge_find(&forge, "root"));
	for (int i = 1; i < 10000; i++)
		buffer_add_text(&chain, pem);
	free(pem);
	server_file(&server, "chain.pem", chain.bytes);
	buffer_free(&chain);
	forge_close(&forge);
	serve(&server);
	expect(&server, NULL, "certificate-too-large");
	expect(&server, "--deep", "certificate-too-large");
	server_stop(&server);
}

/* A certificate of COUNT names, made by OpenSSL. */
static void make_names(struct server *server, int count)
{
	struct buffer text = { 0 };
	char *line = memory_format(
		"cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		"-config names.cnf -keyout key.pem -out chain.pem -days 30 2>log",
		server->folder);
	char *argv[] = { "sh", "-c", line, NULL };
	struct command command;

	buffer_add_text(&text, "[req]\nprompt = no\ndistinguished_name = dn\nx509_extensions = x\n"
			       "[dn]\nCN = site.test\n[x]\nsubjectAltName = @names\n[names]\n");
	for (int i = 0; i < count; i++)
		buffer_add_format(&text, "DNS.%d = host-%06d.site.test\n", i, i);
	server_file(server, "names.cnf", text.bytes);
	command_run(argv, LIMIT_MS, &command);
	cr_assert_eq(command.status, 0, "openssl req: %s", command.err);
	command_free(&command);
	free(line);
	buffer_free(&text);
}

Test(hostile_chains, a_megabyte_of_names, .timeout = 120)
{
	struct server server;

	server_prepare(&server, 0);
	make_names(&server, 45000);
	serve(&server);
	expect(&server, NULL, "certificate-too-large");
	server_stop(&server);
}

Test(hostile_chains, as_many_names_as_one_message_can_hold, .timeout = 120)
{
	struct server server;

	server_prepare(&server, 0);
	make_names(&server, 3500);
	serve(&server);
	expect(&server, NULL, "hostname-mismatch");
	server_stop(&server);
}

/* Two names that certify each other, again and again: every way up leads round. */
Test(hostile_chains, issuers_in_a_circle, .timeout = 120)
{
	struct server server;
	struct forge forge;
	struct buffer send = { 0 };
	const char *why;

	server_prepare(&server, 0);
	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, "first ca days=-100..100 key=rsa2048", &why));
	cr_assert(forge_cert(&forge, "second ca issuer=first days=-100..100 key=rsa2048", &why));
	cr_assert(forge_cert(&forge, "leaf issuer=second dns=site.test", &why));
	buffer_add_text(&send, "leaf");
	for (int i = 0; i < 14; i++) {
		char *line = memory_format(i % 2 ? "x%d ca issuer=first subject=second keyof=second"
						 : "x%d ca issuer=second subject=first keyof=first",
			i);

		cr_assert(forge_cert(&forge, line, &why), "%s: %s", line, why);
		buffer_add_format(&send, " x%d", i);
		free(line);
	}
	server_pem(&server, "chain.pem", &forge, send.bytes);
	server_key(&server, "key.pem", &forge, "leaf");
	buffer_free(&send);
	forge_close(&forge);
	serve(&server);
	expect(&server, NULL, "certificate-untrusted-issuer");
	expect(&server, "--deep", "certificate-untrusted-issuer");
	server_stop(&server);
}

/* The missing issuer is to be had from a peer that plays SCRIPT to everybody who asks. */
static void fetch_from(const struct line *script)
{
	struct server server;
	struct forge forge;
	struct peer peer;
	const char *why;
	char *line;

	server_prepare(&server, 0);
	peer_start(&peer, script, 64);
	line = memory_format("leaf issuer=inter dns=site.test policy=public "
			     "aia=http://127.0.0.1:%d/issuer ocsp=http://127.0.0.1:%d/ocsp",
		peer.port, peer.port);
	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, "root ca days=-100..100", &why));
	cr_assert(forge_cert(&forge, "inter ca issuer=root days=-100..100", &why));
	cr_assert(forge_cert(&forge, line, &why), "%s", why);
	server_pem(&server, "chain.pem", &forge, "leaf");
	server_key(&server, "key.pem", &forge, "leaf");
	forge_close(&forge);
	free(line);
	serve(&server);
	expect(&server, NULL, "chain-incomplete");
	server_stop(&server);
	peer_end(&peer);
}

Test(hostile_chains, an_issuer_that_redirects_for_ever, .timeout = 120)
{
	static const struct line script[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
			0 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };

	fetch_from(script);
}

Test(hostile_chains, an_issuer_and_a_responder_that_drip, .timeout = 120)
{
	static const struct line script[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", 0 },
		{ PEER_DRIP, "0", 1 }, { PEER_END, NULL, 0 } };

	fetch_from(script);
}

Test(hostile_chains, an_issuer_that_floods, .timeout = 120)
{
	static const struct line script[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 OK\r\n\r\n", 0 }, { PEER_FLOOD, "0000000000000000", 16 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };

	fetch_from(script);
}
