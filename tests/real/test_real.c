/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real servers on the loopback, asked by the real program: the right cause first, and none for a healthy
 * one. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "base/memory.h"
#include "site.h"

#define GOOD "leaf issuer=inter dns=site.test"
#define RSA "leaf issuer=inter dns=site.test key=rsa2048"

static const struct site rows[] = {
	/* Healthy */
	{ .name = "nginx ecdsa",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "" },
	{ .name = "nginx rsa", .program = NGINX, .leaf = RSA, .send = "leaf inter", .config = "" },
	{ .name = "nginx quick",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "",
		.options = "--quick" },
	{ .name = "nginx deep",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "",
		.options = "--deep" },
	{ .name = "nginx tls 1.2 only",
		.program = NGINX,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "ssl_protocols TLSv1.2;" },
	{ .name = "nginx tls 1.3 only",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "ssl_protocols TLSv1.3;" },
	{ .name = "nginx ipv6",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "",
		.six = 1 },
	{ .name = "nginx wildcard",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=*.site.test",
		.send = "leaf inter",
		.config = "",
		.host = "www.site.test" },
	{ .name = "nginx idn",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=xn--bcher-kva.test",
		.send = "leaf inter",
		.config = "",
		.host = "bücher.test" },
	{ .name = "nginx ip address",
		.program = NGINX,
		.leaf = "leaf issuer=inter ip=127.0.0.1",
		.send = "leaf inter",
		.config = "",
		.host = "127.0.0.1" },
	{ .name = "nginx old versions beside new ones",
		.program = NGINX,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers "
			  "DEFAULT:@SECLEVEL=0;",
		.options = "--deep" },
	{ .name = "nginx other names' default",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "server_name site.test;",
		.extra = "ssl_reject_handshake on;" },
	{ .name = "nginx not found",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 404;" },
	{ .name = "nginx that sends the request on in clear to a port that wants TLS",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "location / { proxy_pass http://127.0.0.1:$server_port; }",
		.cause = "upstream-tls-failed" },
	{ .name = "nginx redirect",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 301 https://www.site.test/;" },
	{ .name = "openssl tls 1.2 only",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -www" },
	{ .name = "openssl ed25519",
		.program = OPENSSL,
		.leaf = "leaf issuer=inter dns=site.test key=ed25519",
		.send = "leaf inter",
		.config = "-www",
		.cause = "signature-mismatch" },
	{ .name = "a key that may not sign",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=site.test key=rsa2048 usage=encipher",
		.send = "leaf inter",
		.config = "",
		.cause = "wrong-purpose" },
	{ .name = "openssl wants a certificate but does not insist",
		.program = OPENSSL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "-verify 1 -www" },
	{ .name = "gnutls-serv",
		.program = GNUTLS,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "" },
	/* Certificates */
	{ .name = "expired",
		.program = NGINX,
		.leaf = GOOD " days=-90..-3",
		.send = "leaf inter",
		.config = "",
		.cause = "certificate-expired" },
	{ .name = "expired, quick",
		.program = NGINX,
		.leaf = GOOD " days=-90..-3",
		.send = "leaf inter",
		.config = "",
		.options = "--quick",
		.cause = "certificate-expired" },
	{ .name = "not yet valid",
		.program = NGINX,
		.leaf = GOOD " days=3..90",
		.send = "leaf inter",
		.config = "",
		.cause = "certificate-not-yet-valid" },
	{ .name = "wrong name",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=elsewhere.test",
		.send = "leaf inter",
		.config = "",
		.cause = "hostname-mismatch" },
	{ .name = "no name but the common one",
		.program = NGINX,
		.leaf = "leaf issuer=inter cn=site.test",
		.send = "leaf inter",
		.config = "",
		.cause = "san-missing" },
	{ .name = "self-signed",
		.program = NGINX,
		.leaf = "leaf dns=site.test",
		.send = "leaf",
		.config = "",
		.cause = "certificate-self-signed" },
	{ .name = "private ca",
		.program = NGINX,
		.leaf = "leaf issuer=private dns=site.test",
		.send = "leaf private",
		.config = "",
		.cause = "certificate-untrusted-issuer" },
	{ .name = "incomplete chain",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf",
		.config = "",
		.cause = "chain-incomplete" },
	{ .name = "the root, and nothing in between",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf root",
		.config = "",
		.cause = "chain-incomplete" },
	{ .name = "incomplete chain, quick",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf",
		.config = "",
		.options = "--quick",
		.cause = "chain-incomplete" },
	{ .name = "for clients only",
		.program = NGINX,
		.leaf = GOOD " eku=client",
		.send = "leaf inter",
		.config = "",
		.cause = "wrong-purpose" },
	{ .name = "rsa 1024",
		.program = OPENSSL,
		.leaf = GOOD " key=rsa1024",
		.send = "leaf inter",
		.config = "-cipher DEFAULT:@SECLEVEL=0 -www",
		.cause = "weak-key" },
	{ .name = "expires tomorrow",
		.program = NGINX,
		.leaf = GOOD " days=-89..1",
		.send = "leaf inter",
		.config = "",
		.cause = "certificate-expiring-soon" },
	/* Versions and suites */
	{ .name = "tls 1.0 only",
		.program = NGINX,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "ssl_protocols TLSv1; ssl_ciphers DEFAULT:@SECLEVEL=0;",
		.cause = "protocol-too-old" },
	{ .name = "tls 1.1 only",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_1 -cipher DEFAULT:@SECLEVEL=0 -www",
		.cause = "protocol-too-old" },
	{ .name = "no suite in common",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -cipher ECDHE-ARIA128-GCM-SHA256 -www",
		.cause = "cipher-mismatch" },
	{ .name = "dhe alone, which browsers lack",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384 -www",
		.cause = "cipher-mismatch" },
	{ .name = "dhe first, beside what browsers have",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256 "
			  "-serverpref -www" },
	{ .name = "static rsa alone",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -cipher AES128-GCM-SHA256 -www",
		.cause = "weak-cipher" },
	{ .name = "x448 alone, which browsers lack",
		.program = OPENSSL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "-groups X448 -www",
		.cause = "group-mismatch" },
	{ .name = "x448 beside what browsers have",
		.program = OPENSSL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "-groups X448:X25519 -www" },
	{ .name = "dh of 1024 bits",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam "
			  "dh1024.pem -www",
		.cause = "weak-dh" },
	{ .name = "no secure renegotiation",
		.program = GNUTLS,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "--priority NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION",
		.cause = "legacy-renegotiation" },
	/* Names */
	{ .name = "unknown name",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "server_name elsewhere.test;",
		.extra = "ssl_reject_handshake on;",
		.cause = "sni-unrecognized" },
	{ .name = "asked without a name",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "server_name site.test;",
		.extra = "ssl_reject_handshake on;",
		.options = "--no-sni",
		.cause = "sni-required" },
	/* Client certificates */
	{ .name = "client certificate, tls 1.2",
		.program = OPENSSL,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "-tls1_2 -Verify 1 -www",
		.cause = "client-certificate-required" },
	{ .name = "client certificate, tls 1.3",
		.program = OPENSSL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "-Verify 1 -www",
		.cause = "client-certificate-required" },
	/* HTTP */
	{ .name = "503",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 503;",
		.cause = "service-unavailable" },
	{ .name = "525",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 525;",
		.cause = "cdn-origin-handshake-failed" },
	{ .name = "526",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 526;",
		.cause = "cdn-origin-certificate-invalid" },
	{ .name = "502",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "return 502;",
		.cause = "bad-gateway" },
	/* Front ends */
	{ .name = "haproxy",
		.program = HAPROXY,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "alpn h2,http/1.1",
		.options = "--deep" },
	{ .name = "haproxy tls 1.3 only",
		.program = HAPROXY,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "ssl-min-ver TLSv1.3" },
	{ .name = "haproxy without a server behind it",
		.program = HAPROXY,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "",
		.extra = "http-request return status 503",
		.cause = "service-unavailable" },
	{ .name = "haproxy knows another name",
		.program = HAPROXY,
		.leaf = "leaf issuer=inter dns=elsewhere.test",
		.send = "leaf inter",
		.config = "strict-sni",
		.cause = "sni-unrecognized" },
	{ .name = "haproxy wants a client certificate",
		.program = HAPROXY,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "ca-file ca.pem verify required",
		.cause = "client-certificate-required" },
	{ .name = "haproxy waits for the PROXY protocol",
		.program = HAPROXY,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "accept-proxy",
		.cause = "reset-during-handshake" },
	{ .name = "stunnel",
		.program = STUNNEL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "exec = /bin/sh\nexecArgs = sh answer.sh",
		.options = "--deep" },
	{ .name = "stunnel wants a client certificate",
		.program = STUNNEL,
		.leaf = GOOD,
		.send = "leaf inter",
		.config = "exec = /bin/sh\nexecArgs = sh answer.sh\nCAfile = ca.pem\n"
			  "verifyChain = yes\nrequireCert = yes",
		.cause = "client-certificate-required" },
};

static void check(const struct site *row, const struct server *server, struct command *ret)
{
	const char *host = row->host ? row->host : "site.test";
	char *target = memory_format("%s:%d", host, server->port);
	char *place = memory_format(row->six ? "[::1]:%d" : "127.0.0.1:%d", server->port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *words = memory_text(row->options ? row->options : "");
	char *argv[24] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "--ca-file", ca, target };

	char *record;

	site_words(argv, 9, words);
	record = command_record(argv, row->name);
	command_run(argv, 40000, ret);
	free(record);
	free(words);
	free(ca);
	free(place);
	free(target);
}

static void expect(const struct site *row, const struct command *command)
{
	json_t *report = json_loads(command->out, 0, NULL);
	json_t *causes = json_object_get(report, "causes");
	const char *first = json_string_value(json_object_get(json_array_get(causes, 0), "id"));
	const char *severity = json_string_value(
		json_object_get(json_array_get(causes, 0), "severity"));
	int status = severity && !strcmp(severity, "fail");

	cr_expect(report, "%s: no JSON: %s%s", row->name, command->out, command->err);
	cr_expect(report && json_is_array(causes), "%s: no causes", row->name);
	cr_expect_str_eq(first ? first : "none", row->cause ? row->cause : "none", "%s: %s\n%s",
		row->name, first ? first : "none", command->out);
	cr_expect_eq(command->status, status, "%s: exit status %d", row->name, command->status);
	json_decref(report);
}

static void run(const struct site *row)
{
	struct server server;
	struct command command;

	if (site_start(row, &server)) {
		cr_expect(0, "%s: the server could not be started", row->name);
	} else {
		check(row, &server, &command);
		expect(row, &command);
		command_free(&command);
	}
	server_stop(&server);
}

/* Rows are told apart by name in the messages; strings of a parameter must be copied for the child. */
ParameterizedTestParameters(real, each_server_gets_its_cause_and_a_healthy_one_none)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(
	size_t *number, real, each_server_gets_its_cause_and_a_healthy_one_none, .timeout = 60)
{
	run(&rows[*number]);
}
