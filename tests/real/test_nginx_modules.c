/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same reading for gRPC, uwsgi, stream and mail: a real nginx with one fault each, what its client gets, what it
 * logs, and what tlsdoctor says of its configuration must agree. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "nginx.h"

#define STATUS "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:$FRONT/"
#define IMAP "auth_http 127.0.0.1:9/; protocol imap; ssl_certificate back.pem; "
#define IMAP_KEY "ssl_certificate_key back-key.pem;\n"
#define OPENSSL "openssl s_client -connect 127.0.0.1:$FRONT -CAfile root.pem -verify_return_error "

struct row {
	const char *name;
	const char *leaf; /* forge line of the certificate behind; NULL: the usual one */
	const char *back; /* lines of the server block behind */
	const char *backs; /* further servers behind */
	const char *block; /* "http", "stream" or "mail": where `conf` stands */
	const char *conf; /* FRONT, TLS, H2 (TLS with HTTP/2) and PLAIN are ports */
	const char *client; /* a command of the shell */
	const char *got; /* what it says */
	const char *log;
	const char *id; /* NULL: nothing may be found */
	const char *log_id; /* what the log alone leads to, where that is less exact; "": nothing */
};

#define VERIFY(prefix) \
	prefix "verify on; " prefix "trusted_certificate root.pem; " prefix "verify_depth 2;\n"
#define NAMED(prefix) prefix "server_name on; " prefix "name back.test;\n"
#define ONLY_NAMED                                                                       \
	"server { listen 127.0.0.1:TLS ssl default_server; ssl_reject_handshake on; }\n" \
	"server { listen 127.0.0.1:H2 ssl default_server; ssl_reject_handshake on; }"
#define FRONT(lines) "server { listen 127.0.0.1:FRONT; location / {\n" lines "} }\n"
#define THROUGH(lines) "server { listen 127.0.0.1:FRONT;\n" lines "}\n"
#define EXPIRED "leaf issuer=inter dns=back.test days=-90..-3"

static const struct row rows[] = {
	/* gRPC */
	{ .name = "gRPC, healthy",
		.block = "http",
		.conf = FRONT(
			"grpc_pass grpcs://127.0.0.1:H2;\n" NAMED("grpc_ssl_") VERIFY("grpc_ssl_")),
		.client = STATUS,
		.got = "200" },
	{ .name = "gRPC to a plain port",
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:PLAIN; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "wrong version number",
		.id = "plaintext-on-tls-port" },
	{ .name = "plain gRPC to a TLS port",
		.block = "http",
		.conf = FRONT("grpc_pass grpc://127.0.0.1:H2; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "while reading response header from upstream",
		.id = "client-sent-plaintext",
		.log_id = "" },
	{ .name = "gRPC without the name",
		.backs = ONLY_NAMED,
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:H2; " HERE "\n"
			      "grpc_ssl_name back.test;\n"),
		.client = STATUS,
		.got = "502",
		.log = "unrecognized name",
		.id = "sni-required" },
	{ .name = "gRPC with a name that is not in the certificate",
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:H2;\n" VERIFY(
			"grpc_ssl_") "grpc_ssl_name other.test; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "upstream SSL certificate does not match",
		.id = "hostname-mismatch" },
	{ .name = "gRPC, expired",
		.leaf = EXPIRED,
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:H2; " HERE "\n" NAMED("grpc_ssl_")
				VERIFY("grpc_ssl_")),
		.client = STATUS,
		.got = "502",
		.log = "certificate has expired",
		.id = "certificate-expired" },
	{ .name = "gRPC, no common protocol",
		.back = "ssl_protocols TLSv1.3;",
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:H2;\n"
			      "grpc_ssl_protocols TLSv1.2; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "alert protocol version",
		.id = "protocol-mismatch" },
	{ .name = "gRPC to a server without HTTP/2",
		.block = "http",
		.conf = FRONT("grpc_pass grpcs://127.0.0.1:TLS; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "no application protocol",
		.id = "alpn-mismatch" },
	/* uwsgi */
	{ .name = "uwsgi to a plain port",
		.block = "http",
		.conf = FRONT("uwsgi_pass suwsgi://127.0.0.1:PLAIN; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "wrong version number",
		.id = "plaintext-on-tls-port" },
	{ .name = "uwsgi without the name",
		.backs = ONLY_NAMED,
		.block = "http",
		.conf = FRONT("uwsgi_pass suwsgi://127.0.0.1:TLS; " HERE "\n"
			      "uwsgi_ssl_name back.test;\n"),
		.client = STATUS,
		.got = "502",
		.log = "unrecognized name",
		.id = "sni-required" },
	{ .name = "uwsgi, the issuer isn't trusted",
		.block = "http",
		.conf = FRONT("uwsgi_pass suwsgi://127.0.0.1:TLS;\nuwsgi_ssl_verify on;\n" NAMED(
			"uwsgi_ssl_") "uwsgi_ssl_trusted_certificate foreign.pem; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "unable to get local issuer certificate",
		.id = "certificate-untrusted-issuer" },
	{ .name = "uwsgi, no common suite",
		.back = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384;",
		.block = "http",
		.conf = FRONT("uwsgi_pass suwsgi://127.0.0.1:TLS;\n"
			      "uwsgi_ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256; " HERE "\n"),
		.client = STATUS,
		.got = "502",
		.log = "handshake failure",
		.id = "cipher-mismatch" },
	/* stream */
	{ .name = "stream, healthy",
		.block = "stream",
		.conf = THROUGH("proxy_pass 127.0.0.1:TLS; proxy_ssl on;\n" NAMED("proxy_ssl_")
				VERIFY("proxy_ssl_")),
		.client = STATUS,
		.got = "200" },
	{ .name = "stream that passes TLS on as it is",
		.block = "stream",
		.conf = THROUGH("proxy_pass 127.0.0.1:TLS;\n"),
		.client = "curl -sS --cacert root.pem --connect-to ::127.0.0.1:$FRONT "
			  "https://back.test",
		.got = "fine" },
	{ .name = "stream, TLS to a plain port",
		.block = "stream",
		.conf = THROUGH("proxy_pass 127.0.0.1:PLAIN; " HERE "\nproxy_ssl on;\n"),
		.client = STATUS,
		.got = "000",
		.log = "wrong version number",
		.id = "plaintext-on-tls-port" },
	{ .name = "stream without the name",
		.backs = ONLY_NAMED,
		.block = "stream",
		.conf = THROUGH("proxy_pass 127.0.0.1:TLS; " HERE
				"\nproxy_ssl on; proxy_ssl_name back.test;\n"),
		.client = STATUS,
		.got = "000",
		.log = "unrecognized name",
		.id = "sni-required" },
	{ .name = "stream with a name that is not in the certificate",
		.block = "stream",
		.conf = THROUGH("proxy_pass 127.0.0.1:TLS; proxy_ssl on;\n" VERIFY(
			"proxy_ssl_") "proxy_ssl_name other.test; " HERE "\n"),
		.client = STATUS,
		.got = "000",
		.log = "upstream SSL certificate does not match",
		.id = "hostname-mismatch" },
	{ .name = "stream to a group, expired",
		.leaf = EXPIRED,
		.block = "stream",
		.conf = "upstream app {\nserver 127.0.0.1:TLS; " HERE "\n}\n" THROUGH(
			"proxy_pass app; proxy_ssl on;\n" NAMED("proxy_ssl_") VERIFY("proxy_ssl_")),
		.client = STATUS,
		.got = "000",
		.log = "certificate has expired",
		.id = "certificate-expired" },
	{ .name = "stream that listens without ssl",
		.block = "stream",
		.conf = "server {\nlisten 127.0.0.1:FRONT; " HERE
			"\nssl_certificate back.pem; ssl_certificate_key back-key.pem;\n"
			"proxy_pass 127.0.0.1:PLAIN; }\n",
		.client = "curl -sS --cacert root.pem --connect-to ::127.0.0.1:$FRONT "
			  "https://back.test 2>&1",
		.got = "wrong version number",
		.log = "client sent invalid method",
		.id = "plaintext-on-tls-port" },
	{ .name = "stream that shows an expired certificate",
		.leaf = EXPIRED,
		.block = "stream",
		.conf = "server { listen 127.0.0.1:FRONT ssl;\nssl_certificate back.pem; " HERE
			"\nssl_certificate_key back-key.pem; proxy_pass 127.0.0.1:PLAIN; }\n",
		.client = OPENSSL "</dev/null",
		.got = "certificate has expired",
		.log = "alert certificate expired",
		.id = "certificate-expired" },
	/* mail */
	{ .name = "mail, healthy",
		.block = "mail",
		.conf = "server { listen 127.0.0.1:FRONT ssl; " IMAP IMAP_KEY "}\n",
		.client = "(sleep 1; echo . logout) | " OPENSSL "-quiet",
		.got = "* OK IMAP4 ready" },
	{ .name = "mail that listens without ssl",
		.block = "mail",
		.conf = "server {\nlisten 127.0.0.1:FRONT; " HERE "\n" IMAP IMAP_KEY "}\n",
		.client = OPENSSL "</dev/null",
		.got = "wrong version number",
		.id = "plaintext-on-tls-port" },
	{ .name = "mail, expired, by STARTTLS",
		.leaf = EXPIRED,
		.block = "mail",
		.conf = "server { listen 127.0.0.1:FRONT; starttls on;\n" IMAP HERE "\n" IMAP_KEY
			"}\n",
		.client = OPENSSL "-starttls imap </dev/null",
		.got = "certificate has expired",
		.log = "alert certificate expired",
		.id = "certificate-expired" },
	{ .name = "mail, protocols too old",
		.block = "mail",
		.conf = "server { listen 127.0.0.1:FRONT ssl; " IMAP IMAP_KEY
			"ssl_ciphers DEFAULT:@SECLEVEL=0;\nssl_protocols TLSv1 TLSv1.1; " HERE
			"\n}\n",
		.client = OPENSSL "-min_protocol TLSv1.2 </dev/null",
		.got = "alert protocol version",
		.log = "unsupported protocol",
		.id = "protocol-too-old",
		.log_id = "protocol-mismatch" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void make_certificates(const struct server *server, const char *leaf)
{
	const char *const lines[] = { "root ca cn=House-Root",
		"inter issuer=root ca cn=House-Issuing", "foreign ca cn=Foreign-Root",
		leaf ? leaf : "leaf issuer=inter dns=back.test" };
	struct forge forge;
	const char *why = "";

	forge_open(&forge, timing_wall_s());
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert_not_null(forge_cert(&forge, lines[i], &why), "%s", why);
	server_pem(server, "root.pem", &forge, "root");
	server_pem(server, "foreign.pem", &forge, "foreign");
	server_pem(server, "back.pem", &forge, "leaf inter");
	server_key(server, "back-key.pem", &forge, "leaf");
	forge_close(&forge);
}

struct ports {
	int front, tls, h2, plain;
};

static char *with_ports(const char *text, const struct ports *ports)
{
	const struct {
		const char *word;
		int port;
	} words[] = {
		{ ":FRONT", ports->front },
		{ ":TLS", ports->tls },
		{ ":H2", ports->h2 },
		{ ":PLAIN", ports->plain },
	};
	struct buffer out = { 0 };

	while (text && *text) {
		size_t length = 0;

		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && !length; i++) {
			if (strncmp(text, words[i].word, strlen(words[i].word)) != 0)
				continue;
			length = strlen(words[i].word);
			buffer_add_format(&out, ":%d", words[i].port);
		}
		if (!length)
			buffer_add(&out, text, length = 1);
		text += length;
	}
	return buffer_take(&out);
}

/* "http2" stands behind listen, since 1.25.1 in a line of its own. */
static void write_back(
	const struct server *server, const struct row *row, const struct ports *ports)
{
	struct nginx_version version = nginx_installed();
	bool own_line = nginx_is_since(&version, 1, 25, 1);
	char *backs = with_ports(row->backs, ports);
	const char *back = row->back ? row->back : "";
	char *text = memory_format("ssl_certificate back.pem; ssl_certificate_key back-key.pem;\n"
				   "server { listen 127.0.0.1:%d ssl; server_name back.test; %s\n"
				   "return 200 fine; }\n"
				   "server { listen 127.0.0.1:%d ssl%s; server_name back.test; %s\n"
				   "%s return 200 fine; }\n%s\n"
				   "server { listen 127.0.0.1:%d; return 200 plain; }\n",
		ports->tls, back, ports->h2, own_line ? "" : " http2", back,
		own_line ? "http2 on;" : "", backs, ports->plain);

	server_file(server, "back.conf", text);
	free(text);
	free(backs);
}

/* What is a module of its own is loaded; other builds have it in them. */
static void write_configurations(
	const struct server *server, const struct row *row, const struct ports *ports)
{
	static const char *const folders[] = { "/usr/lib/nginx/modules",
		"/usr/lib64/nginx/modules" };
	static const char *const modules[] = { "stream", "mail" };
	char *site = with_ports(row->conf, ports);
	const char *inside = strcmp(row->block, "http") == 0 ? "include site.conf;" : "";
	struct buffer all = { 0 };
	char *text;

	write_back(server, row, ports);
	server_file(server, "site.conf", site);
	for (size_t i = 0; i < 4; i++) {
		char *file = memory_format("%s/ngx_%s_module.so", folders[i / 2], modules[i % 2]);

		if (!access(file, R_OK))
			buffer_add_format(&all, "load_module %s;\n", file);
		free(file);
	}
	buffer_add_format(&all,
		"daemon off; master_process off; pid nginx.pid; error_log log info;\n"
		"events { worker_connections 64; }\n"
		"http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		"fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
		"include back.conf; %s }\n",
		inside);
	if (!inside[0])
		buffer_add_format(&all, "%s { include site.conf; }\n", row->block);
	server_file(server, "all.conf", all.bytes);
	buffer_free(&all);
	text = memory_format("events { }\n%s { include site.conf; }\n", row->block);
	server_file(server, "nginx.conf", text);
	free(text);
	free(site);
}

static void expect_client_gets(
	const struct server *server, const struct row *row, const struct ports *ports)
{
	char *shell = memory_format(
		"cd %s && FRONT=%d; { %s; } 2>&1", server->folder, ports->front, row->client);
	char *argv[] = { "sh", "-c", shell, NULL };
	struct command command;

	command_run(argv, 30000, &command);
	cr_expect_not_null(strstr(command.out, row->got), "%s: %s", row->name, command.out);
	command_free(&command);
	free(shell);
}

ParameterizedTestParameters(nginx_modules, client_log_configuration_and_handshake_agree)
{
	static size_t numbers[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, ROWS);
}

ParameterizedTest(
	size_t *number, nginx_modules, client_log_configuration_and_handshake_agree, .timeout = 90)
{
	const struct row *row = &rows[*number];
	const char *wanted = row->log_id ? row->log_id : row->id;
	struct upstreams upstreams;
	struct server server;
	struct ports ports;
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };

	server_prepare(&server, 0);
	snprintf(prefix, sizeof(prefix), "%s/", server.folder);
	ports = (struct ports){ server.port, nginx_free_port(), nginx_free_port(),
		nginx_free_port() };
	make_certificates(&server, row->leaf);
	write_configurations(&server, row, &ports);
	cr_assert_eq(server_start(&server, argv, 0), 0, "%s", row->name);
	expect_client_gets(&server, row, &ports);
	if (row->log)
		cr_expect(nginx_log_says(&server, row->log), "%s: the log lacks \"%s\"", row->name,
			row->log);
	if (row->log && wanted[0]) {
		cr_expect(nginx_log_leads_to(&server, "log", wanted), "%s: the log has no %s",
			row->name, wanted);
		cr_expect(nginx_line_leads_to(&server, "log", row->log, wanted),
			"%s: the line is not explained by %s", row->name, wanted);
	}
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "site.conf", row->name, row->id);
	upstreams_free(&upstreams);
	server_stop(&server);
}
