/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Which programs can connect?" is answered first, then the programs themselves are asked. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/tunnel.h"
#include "base/memory.h"
#include "site.h"

#define GOOD "leaf issuer=inter dns=site.test"
#define RSA "leaf issuer=inter dns=site.test key=rsa2048"
#define SEND "leaf inter"

static const struct site sites[] = {
	{ .name = "healthy", .program = NGINX, .leaf = GOOD, .send = SEND, .config = "" },
	{ .name = "rsa", .program = NGINX, .leaf = RSA, .send = SEND, .config = "" },
	{ .name = "tls 1.2 only",
		.program = NGINX,
		.leaf = RSA,
		.send = SEND,
		.config = "ssl_protocols TLSv1.2;" },
	{ .name = "tls 1.3 only",
		.program = NGINX,
		.leaf = GOOD,
		.send = SEND,
		.config = "ssl_protocols TLSv1.3;" },
	{ .name = "tls 1.0 only",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1 -cipher DEFAULT@SECLEVEL=0 -www" },
	{ .name = "expired",
		.program = NGINX,
		.leaf = GOOD " days=-100..-10",
		.send = SEND,
		.config = "" },
	{ .name = "wrong name",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=other.test",
		.send = SEND,
		.config = "" },
	{ .name = "self-signed",
		.program = NGINX,
		.leaf = "leaf dns=site.test",
		.send = "leaf",
		.config = "" },
	{ .name = "private ca",
		.program = NGINX,
		.leaf = "leaf issuer=private dns=site.test",
		.send = "leaf private",
		.config = "" },
	{ .name = "intermediate missing",
		.program = NGINX,
		.leaf = GOOD " policy=public",
		.send = "leaf",
		.config = "" },
	{ .name = "root sent",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf inter root",
		.config = "" },
	{ .name = "surplus in between",
		.program = NGINX,
		.leaf = GOOD,
		.send = "leaf private inter",
		.config = "" },
	{ .name = "rsa 1024",
		.program = OPENSSL,
		.leaf = GOOD " key=rsa1024",
		.send = SEND,
		.config = "-cipher DEFAULT@SECLEVEL=0 -www" },
	{ .name = "dh 1024",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config =
			"-tls1_2 -dhparam dh1024.pem -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 "
			"-www" },
	{ .name = "no secure renegotiation",
		.program = GNUTLS,
		.leaf = RSA,
		.send = SEND,
		.config = "--priority NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION" },
	{ .name = "sha-1",
		.program = OPENSSL,
		.leaf = GOOD " hash=sha1",
		.send = SEND,
		.config = "-cipher DEFAULT@SECLEVEL=0 -www" },
	{ .name = "client purpose",
		.program = NGINX,
		.leaf = GOOD " eku=client",
		.send = SEND,
		.config = "" },
	{ .name = "common name alone",
		.program = NGINX,
		.leaf = "leaf issuer=inter cn=site.test",
		.send = SEND,
		.config = "" },
	{ .name = "ed25519",
		.program = OPENSSL,
		.leaf = GOOD " key=ed25519",
		.send = SEND,
		.config = "-www" },
	{ .name = "p-521",
		.program = OPENSSL,
		.leaf = GOOD " key=p521",
		.send = SEND,
		.config = "-www" },
	{ .name = "static rsa alone",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1_2 -cipher AES128-GCM-SHA256 -www" },
	{ .name = "cbc with sha-1 alone",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1_2 -cipher ECDHE-RSA-AES128-SHA -www" },
	{ .name = "cbc with sha-384 alone",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1_2 -cipher ECDHE-RSA-AES256-SHA384 -www",
		.cause = "cipher-mismatch" },
	{ .name = "camellia alone",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1_2 -cipher CAMELLIA128-SHA -www" },
	{ .name = "x448 alone",
		.program = OPENSSL,
		.leaf = GOOD,
		.send = SEND,
		.config = "-groups X448 -www" },
	{ .name = "only with the name",
		.program = NGINX,
		.leaf = GOOD,
		.send = SEND,
		.config = "server_name site.test;",
		.extra = "ssl_reject_handshake on;" },
	{ .name = "client certificate wanted",
		.program = OPENSSL,
		.leaf = RSA,
		.send = SEND,
		.config = "-tls1_2 -Verify 1 -www" },
	{ .name = "must-staple without a staple",
		.program = NGINX,
		.leaf = GOOD " staple",
		.send = SEND,
		.config = "" },
};

/* ---- The programs ---- */

#define S_CLIENT                                                                                  \
	"openssl s_client -connect 127.0.0.1:%d -servername site.test -CAfile ca.pem -no-CApath " \
	"-no-CAstore -verify_return_error -verify_hostname site.test -cipher DEFAULT@SECLEVEL="

/* Each ends with 0 when it connected; %d is the port. */
static const struct {
	const char *id; /* of the client; NULL: what the line `which` says */
	const char *line, *which;
} programs[] = {
	{ "curl",
		"curl -sf --noproxy '*' -o page --connect-to ::127.0.0.1: --max-time 8 --cacert "
		"ca.pem https://site.test:%d/",
		NULL },
	{ "openssl-3", S_CLIENT "2", NULL },
	{ "openssl-3-level-1", S_CLIENT "1", NULL },
	{ "openssl-3-level-0", S_CLIENT "0", NULL },
	{ "gnutls",
		"gnutls-cli --x509cafile ca.pem --sni-hostname site.test --verify-hostname "
		"site.test "
		"-p %d 127.0.0.1",
		NULL },
	{ NULL, "python3 client.py %d", "python3 client.py" },
};

/* With how many suites a Python was built tells whose defaults it has. */
static const char python[] =
	"import socket, ssl, sys\n"
	"context = ssl.create_default_context(cafile='ca.pem')\n"
	"own = not any(c['name'] == 'AES128-GCM-SHA256' for c in context.get_ciphers())\n"
	"if len(sys.argv) < 2:\n"
	"    print('python-3.13' if sys.version_info >= (3, 13) else\n"
	"          'python-3' if own else 'python-3-openssl', end='')\n"
	"    sys.exit()\n"
	"plain = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 8)\n"
	"context.wrap_socket(plain, server_hostname='site.test').close()\n";

static int run(const struct server *server, const char *line, char **ret_out)
{
	char *whole = memory_format("cd %s && %s </dev/null", server->folder, line);
	char *argv[] = { "sh", "-c", whole, NULL };
	struct command command;
	int status;

	command_run(argv, 20000, &command);
	status = command.status;
	if (ret_out)
		*ret_out = memory_format("%s%s", command.out, command.err);
	command_free(&command);
	free(whole);
	return status;
}

/* ---- What is told before ---- */

static json_t *ask(const struct server *server)
{
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *target = memory_format("site.test:%d", server->port);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--deep", "--format", "json",
		"--connect-to", place, "--ca-file", ca, target, NULL };
	struct command command;
	json_t *report;

	command_run(argv, 40000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert(report, "no JSON, status %d: %s", command.status, command.err);
	command_free(&command);
	free(target);
	free(ca);
	free(place);
	return report;
}

static const json_t *client_of(const json_t *report, const char *id)
{
	json_t *clients = json_object_get(report, "clients");

	for (size_t i = 0; i < json_array_size(clients); i++) {
		json_t *client = json_array_get(clients, i);

		if (!strcmp(json_string_value(json_object_get(client, "id")), id))
			return client;
	}
	return NULL;
}

/* Whether something was told of the client called ID that could be compared. */
static int compare(
	const char *name, const json_t *report, const char *id, int status, const char *said)
{
	const json_t *client = client_of(report, id);
	json_t *connects = json_object_get(client, "connects");
	char *shown = client ? json_dumps(client, 0) : NULL;

	cr_expect(client, "%s: no client is called %s", name, id);
	if (json_is_boolean(connects))
		cr_expect_eq(json_is_true(connects), status == 0,
			"%s: %s, but the program ended with %d: %s", name, shown, status, said);
	free(shown);
	return json_is_boolean(connects);
}

/* ---- nginx in front of it ---- */

static int ask_nginx(const struct server *site, char **ret_said)
{
	struct server front;
	char *blocks, *line;
	int status;

	server_prepare(&front, 0);
	blocks = memory_format(" server { listen 127.0.0.1:%d; location / { proxy_pass "
			       "https://127.0.0.1:%d; } }\n",
		front.port, site->port);
	cr_assert_eq(server_start_nginx(&front, blocks, 0), 0, "nginx could not be started");
	line = memory_format(
		"curl -sf --noproxy '*' -o page --max-time 8 http://127.0.0.1:%d/; s=$?; cat log; "
		"exit $s",
		front.port);
	status = run(&front, line, ret_said);
	server_stop(&front);
	free(line);
	free(blocks);
	return status;
}

/* wget takes no address for a name: a proxy leads it to the right port. */
static int ask_wget(const struct server *site, char **ret_said)
{
	struct tunnel tunnel;
	char *line;
	int status;

	tunnel_start(&tunnel, site->port);
	line = memory_format("https_proxy=http://127.0.0.1:%d/ no_proxy= wget -O page --tries=1 "
			     "--timeout=8 --ca-certificate=ca.pem https://site.test:%d/",
		tunnel.port, site->port);
	status = run(site, line, ret_said);
	tunnel_end(&tunnel);
	free(line);
	return status;
}

/* TLS 1.3 by default since 1.23.4. */
static const char *nginx_id(const struct server *server)
{
	char *said = NULL;
	int minor = 0, patch = 0;
	const char *version;

	run(server, "PATH=$PATH:/usr/sbin nginx -v", &said);
	version = strstr(said, "nginx/1.");
	if (version)
		sscanf(version, "nginx/1.%d.%d", &minor, &patch);
	free(said);
	cr_assert(minor, "which nginx?");
	return minor > 23 || (minor == 23 && patch >= 4) ? "nginx-proxy" : "nginx-proxy-1.22";
}

/* ---- All of them ---- */

static int ask_programs(const struct site *site, const struct server *server, const json_t *report)
{
	int compared = 0;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		char *line = memory_format(programs[i].line, server->port), *said = NULL;
		char *id = memory_text(programs[i].id);
		int status = run(server, line, &said);

		if (!id)
			run(server, programs[i].which, &id);
		compared += compare(site->name, report, id, status, said);
		free(said);
		free(line);
		free(id);
	}
	return compared;
}

ParameterizedTestParameters(clients, what_is_told_of_a_program_is_what_it_does)
{
	static size_t numbers[sizeof(sites) / sizeof(sites[0])];

	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(sites) / sizeof(sites[0]));
}

ParameterizedTest(
	size_t *number, clients, what_is_told_of_a_program_is_what_it_does, .timeout = 120)
{
	const struct site *site = &sites[*number];
	struct server server;
	char *said = NULL;
	json_t *report;
	int compared, status;

	cr_assert_eq(site_start(site, &server), 0, "%s: no server", site->name);
	server_file(&server, "client.py", python);
	report = ask(&server);
	compared = ask_programs(site, &server, report);
	status = ask_nginx(&server, &said);
	compared += compare(site->name, report, nginx_id(&server), status, said);
	free(said);
	status = ask_wget(&server, &said);
	compared += compare(site->name, report, "wget", status, said);
	/* Where GnuTLS can't get in, no certificate was seen, and little can be told. */
	cr_expect_geq(compared, site->cause ? 1 : 6, "%s: too little was told", site->name);
	json_decref(report);
	free(said);
	server_stop(&server);
}
