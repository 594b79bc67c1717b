/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real servers on the loopback, asked by the real program: the right cause first, and none for a healthy
 * one. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "server.h"

enum program { NGINX, OPENSSL, GNUTLS, HAPROXY, STUNNEL };

struct row {
	const char *name;
	enum program program;
	const char *leaf; /* forge line; "issuer=inter" etc. */
	const char *send; /* what the server sends: "leaf inter" */
	const char *
		config; /* nginx: lines of the server block; haproxy: words of its bind line; stunnel:
			     lines of the service; others: further arguments */
	const char
		*extra; /* nginx: lines of another server block; haproxy: lines of the frontend */
	const char *host; /* checked name; NULL: site.test */
	const char *options; /* of tlsdoctor check */
	const char *cause; /* first cause, or NULL for healthy */
	int six;
};

#define GOOD "leaf issuer=inter dns=site.test"
#define RSA "leaf issuer=inter dns=site.test key=rsa2048"

static const struct row rows[] = {
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
		.config = "-www" },
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

/* 1,024-bit parameters, made once by "openssl dhparam 1024"; a group has no secret. */
static const char dh1024[] = "-----BEGIN DH PARAMETERS-----\n"
			     "MIGHAoGBAOev0F9hTiwzTrt12APgDp8AV8qXfuDULovYRcxkocfSQVGG5Q9UyZCD\n"
			     "fJgbCdU+vYpisp/H5wHX6LP7/GafHKjPjM+R6/qfdR1lmFkV11oUHd2uYYhpeqa6\n"
			     "iT9pNDbYH3xIs5ni3bh0Bv2MkkqPSeXa/1NGGWBSvAPv7dbhYo7vAgEC\n"
			     "-----END DH PARAMETERS-----\n";

static void add_pem(struct buffer *out, const struct forge *forge, const char *words)
{
	char *copy = memory_text(words), *rest = NULL;

	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *pem = forge_pem(forge_find(forge, word));

		buffer_add_text(out, pem);
		free(pem);
	}
	free(copy);
}

/* ca.pem, chain.pem, key.pem and the last two in all.pem in the server's folder. */
static void write_certificates(const struct row *row, const struct server *server)
{
	static const char *const above[] = { "root ca o=Test days=-1000..1000",
		"inter ca issuer=root o=Test days=-500..500",
		"private ca o=Office days=-500..500" };
	struct buffer chain = { 0 };
	struct forge forge;
	const char *why;
	char *pem;

	forge_open(&forge, (int64_t)time(NULL));
	for (size_t i = 0; i < sizeof(above) / sizeof(above[0]); i++)
		cr_assert(forge_cert(&forge, above[i], &why), "%s", why);
	cr_assert(forge_cert(&forge, row->leaf, &why), "%s: %s", row->name, why);
	add_pem(&chain, &forge, row->send);
	server_file(server, "chain.pem", chain.bytes);
	pem = forge_key_pem(forge_find(&forge, "leaf"));
	server_file(server, "key.pem", pem);
	buffer_add_text(&chain, pem);
	server_file(server, "all.pem", chain.bytes);
	buffer_free(&chain);
	free(pem);
	pem = forge_pem(forge_find(&forge, "root"));
	server_file(server, "ca.pem", pem);
	free(pem);
	server_file(server, "dh1024.pem", dh1024);
	forge_close(&forge);
}

static void write_nginx(const struct row *row, const struct server *server)
{
	const char *place = row->six ? "[::1]" : "127.0.0.1";
	struct buffer text = { 0 };

	buffer_add_format(&text,
		"daemon off; master_process off; pid nginx.pid; error_log log;\n"
		"events { worker_connections 64; }\n"
		"http {\n access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		" fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n");
	if (row->extra)
		buffer_add_format(&text, " server { listen %s:%d ssl default_server; %s }\n", place,
			server->port, row->extra);
	buffer_add_format(&text,
		" server { listen %s:%d ssl; ssl_certificate chain.pem; ssl_certificate_key "
		"key.pem;\n"
		" root .; index ca.pem; %s }\n}\n",
		place, server->port, row->config);
	server_file(server, "nginx.conf", text.bytes);
	buffer_free(&text);
}

static void write_haproxy(const struct row *row, const struct server *server)
{
	char *text = memory_format("defaults\n mode http\n timeout connect 5s\n timeout client 9s\n"
				   " timeout server 5s\n"
				   "frontend site\n bind 127.0.0.1:%d ssl crt all.pem %s\n %s\n"
				   " http-request return status 200 content-type text/plain "
				   "string fine\n",
		server->port, row->config, row->extra ? row->extra : "");

	server_file(server, "haproxy.cfg", text);
	free(text);
}

static void write_stunnel(const struct row *row, const struct server *server)
{
	char *text = memory_format("foreground = yes\npid =\nsyslog = no\n[site]\n"
				   "accept = 127.0.0.1:%d\ncert = chain.pem\nkey = key.pem\n%s\n",
		server->port, row->config);

	server_file(server, "stunnel.conf", text);
	free(text);
	/* An HTTP server that hears one request. */
	server_file(server, "answer.sh",
		"while read -r line && [ ${#line} -gt 1 ]; do :; done\n"
		"printf 'HTTP/1.0 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nfine'\n");
}

/* Splits WORDS into ARGV behind COUNT. */
static void add_words(char **argv, size_t count, char *words)
{
	char *rest = NULL;

	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		argv[count++] = word;
	argv[count] = NULL;
}

static int start(const struct row *row, struct server *server)
{
	char *place = memory_format(row->program == OPENSSL ? "127.0.0.1:%d" : "%d", server->port);
	char *words = memory_text(row->config);
	char *prefix = memory_format("%s/", server->folder);
	char *argv[40] = { NULL };
	int error;

	if (row->program == NGINX) {
		char *nginx[] = { "nginx", "-p", prefix, "-c", "nginx.conf", NULL };

		write_nginx(row, server);
		memcpy(argv, nginx, sizeof(nginx));
	} else if (row->program == OPENSSL) {
		char *openssl[] = { "openssl", "s_server", "-accept", place, "-cert", "chain.pem",
			"-cert_chain", "chain.pem", "-key", "key.pem", "-quiet" };

		memcpy(argv, openssl, sizeof(openssl));
		add_words(argv, sizeof(openssl) / sizeof(openssl[0]), words);
	} else if (row->program == HAPROXY) {
		char *haproxy[] = { "haproxy", "-db", "-f", "haproxy.cfg", NULL };

		write_haproxy(row, server);
		memcpy(argv, haproxy, sizeof(haproxy));
	} else if (row->program == STUNNEL) {
		char *stunnel[] = { "stunnel", "stunnel.conf", NULL };

		write_stunnel(row, server);
		memcpy(argv, stunnel, sizeof(stunnel));
	} else {
		char *gnutls[] = { "gnutls-serv", "--http", "--quiet", "--port", place,
			"--x509certfile", "chain.pem", "--x509keyfile", "key.pem" };

		memcpy(argv, gnutls, sizeof(gnutls));
		add_words(argv, sizeof(gnutls) / sizeof(gnutls[0]), words);
	}
	error = server_start(server, argv, row->six);
	free(prefix);
	free(words);
	free(place);
	return error;
}

static void check(const struct row *row, const struct server *server, struct command *ret)
{
	const char *host = row->host ? row->host : "site.test";
	char *target = memory_format("%s:%d", host, server->port);
	char *place = memory_format(row->six ? "[::1]:%d" : "127.0.0.1:%d", server->port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *words = memory_text(row->options ? row->options : "");
	char *argv[24] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "--ca-file", ca, target };

	add_words(argv, 9, words);
	command_run(argv, 40000, ret);
	free(words);
	free(ca);
	free(place);
	free(target);
}

static void expect(const struct row *row, const struct command *command)
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

static void run(const struct row *row)
{
	struct server server;
	struct command command;

	server_prepare(&server, row->six);
	write_certificates(row, &server);
	if (start(row, &server)) {
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
