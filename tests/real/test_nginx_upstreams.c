/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real nginx in front of a real nginx, with one fault each: the page that it answers, the line that it writes into
 * its log, and what tlsdoctor says of its configuration must agree on what is wrong, and where. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "../support/front.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "net/address.h"
#include "nginx.h"
#include "session/upstreams.h"

#define VERIFY \
	"proxy_ssl_verify on; proxy_ssl_trusted_certificate root.pem; proxy_ssl_verify_depth 2;\n"
#define NAMED "proxy_ssl_server_name on; proxy_ssl_name back.test;\n"

struct row {
	const char *name;
	const char *leaf; /* forge line of the upstream's certificate; NULL: the usual one */
	const char *send; /* certificates that the upstream sends; NULL: leaf and inter */
	const char *back; /* lines of the upstream's server block */
	const char *backs; /* further lines beside that block */
	const char *top; /* lines of the front's http block */
	const char *front; /* lines of its location; HERE marks the line at fault */
	const char *log; /* what the front's or the upstream's error log says */
	int status; /* of the page */
	const char *id; /* NULL: nothing may be found */
	const char *
		log_id; /* what the log alone leads to, where that is less exact; "": nothing about TLS */
	struct nginx_version
		since; /* a version that doesn't have this fault any more; 0: all have it */
};

/* TLS is the port of the upstream, PLAIN one that speaks HTTP in clear, NONE one where nobody is. */
static const struct row rows[] = {
	{ .name = "healthy, verified",
		.front = "proxy_pass https://127.0.0.1:TLS;\n" NAMED VERIFY
			 "proxy_set_header Host back.test;\n",
		.status = 200 },
	{ .name = "healthy, not verified, no name",
		.front = "proxy_pass https://127.0.0.1:TLS;\n",
		.status = 200 },
	{ .name = "healthy, plain",
		.front = "proxy_pass http://127.0.0.1:PLAIN;\n",
		.status = 200 },
	{ .name = "healthy group with a certificate for the client",
		.back = "ssl_verify_client on; ssl_client_certificate root.pem;",
		.top = "upstream app { server 127.0.0.1:TLS; }",
		.front = "proxy_pass https://app;\nproxy_ssl_certificate client.pem;\n"
			 "proxy_ssl_certificate_key client-key.pem;\n",
		.status = 200 },
	{ .name = "TLS to a plain port",
		.front = "proxy_pass https://127.0.0.1:PLAIN; " HERE "\n",
		.log = "wrong version number",
		.status = 502,
		.id = "plaintext-on-tls-port" },
	{ .name = "plain to a TLS port",
		.front = "proxy_pass http://127.0.0.1:TLS; " HERE "\n",
		.log = "client sent plain HTTP request to HTTPS port",
		.status = 400,
		.id = "client-sent-plaintext" },
	{ .name = "plain to a TLS port, by a group",
		.top = "upstream app {\nserver 127.0.0.1:TLS; " HERE "\n}",
		.front = "proxy_pass http://app;\n",
		.log = "client sent plain HTTP request to HTTPS port",
		.status = 400,
		.id = "client-sent-plaintext" },
	{ .name = "no name sent, by default",
		.back = "server_name back.test;",
		.backs = "server { listen 127.0.0.1:TLS ssl default_server; ssl_reject_handshake "
			 "on; }",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n"
			 "proxy_set_header Host back.test;\n",
		.log = "unrecognized name",
		.status = 502,
		.id = "sni-required" },
	{ .name = "no name sent, switched off",
		.back = "server_name back.test;",
		.backs = "server { listen 127.0.0.1:TLS ssl default_server; ssl_reject_handshake "
			 "on; }",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_name back.test;\n"
			 "proxy_ssl_server_name off; " HERE "\n",
		.log = "unrecognized name",
		.status = 502,
		.id = "sni-required" },
	{ .name = "a name that nobody has",
		.back = "server_name back.test;",
		.backs = "server { listen 127.0.0.1:TLS ssl default_server; ssl_reject_handshake "
			 "on; }",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_server_name on;\n"
			 "proxy_ssl_name other.test; " HERE "\n",
		.log = "unrecognized name",
		.status = 502,
		.id = "sni-unrecognized",
		.log_id = "sni-required" },
	{ .name = "the name in the certificate is another one",
		.front = "proxy_pass https://127.0.0.1:TLS;\n" VERIFY
			 "proxy_ssl_name wrong.test; " HERE "\n",
		.log = "upstream SSL certificate does not match",
		.status = 502,
		.id = "hostname-mismatch" },
	{ .name = "the name of the group is expected",
		.top = "upstream app { server 127.0.0.1:TLS; }",
		.front = "proxy_pass https://app; " HERE "\n" VERIFY,
		.log = "upstream SSL certificate does not match",
		.status = 502,
		.id = "hostname-mismatch" },
	{ .name = "a variable leads to the wrong name",
		.top = "map $http_x $name { default nowhere.test; }",
		.front = "proxy_pass https://127.0.0.1:TLS;\n" VERIFY "proxy_ssl_name $name; " HERE
			 "\n",
		.log = "upstream SSL certificate does not match",
		.status = 502,
		.id = "hostname-mismatch" },
	{ .name = "the visitor's name is expected",
		.front = "proxy_pass https://127.0.0.1:TLS;\n" VERIFY "proxy_ssl_name $host; " HERE
			 "\n",
		.log = "upstream SSL certificate does not match",
		.status = 502,
		.id = "hostname-mismatch" },
	{ .name = "the page of another name than the handshake's",
		.back = "server_name back.test; ssl_verify_client on; ssl_client_certificate "
			"root.pem;",
		.backs = "server { listen 127.0.0.1:TLS ssl; server_name other.test; "
			 "ssl_verify_client on; ssl_client_certificate root.pem; }",
		.front = "proxy_pass https://127.0.0.1:TLS;\n" NAMED
			 "proxy_ssl_certificate client.pem;\n"
			 "proxy_ssl_certificate_key client-key.pem;\n"
			 "proxy_set_header Host other.test; " HERE "\n",
		.log = "different from the one that was negotiated",
		.status = 421,
		.id = "sni-unrecognized" },
	{ .name = "the issuer isn't trusted",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_verify on;\n" NAMED
			 "proxy_ssl_trusted_certificate foreign.pem; " HERE "\n",
		.log = "unable to get local issuer certificate",
		.status = 502,
		.id = "certificate-untrusted-issuer" },
	{ .name = "the upstream's chain is incomplete",
		.send = "leaf",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n" NAMED VERIFY,
		.log = "unable to verify the first certificate",
		.status = 502,
		.id = "chain-incomplete" },
	{ .name = "the chain is longer than allowed",
		.leaf = "leaf issuer=inter2 dns=back.test",
		.send = "leaf inter2 inter",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n" NAMED
			 "proxy_ssl_verify on; proxy_ssl_trusted_certificate root.pem;\n",
		.log = "unable to get local issuer certificate",
		.status = 502,
		.id = "chain-too-long",
		.log_id = "certificate-untrusted-issuer" },
	{ .name = "the upstream's certificate has expired",
		.leaf = "leaf issuer=inter dns=back.test days=-90..-3",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n" NAMED VERIFY,
		.log = "certificate has expired",
		.status = 502,
		.id = "certificate-expired" },
	{ .name = "expired, but nobody looks",
		.leaf = "leaf issuer=inter dns=back.test days=-90..-3",
		.front = "proxy_pass https://127.0.0.1:TLS;\n",
		.status = 200 },
	{ .name = "no common protocol",
		.back = "ssl_protocols TLSv1.3;",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_protocols TLSv1.2; " HERE
			 "\n",
		.log = "protocol version",
		.status = 502,
		.id = "protocol-mismatch" },
	{ .name = "the version's usual protocols lack TLS 1.3",
		.back = "ssl_protocols TLSv1.3;",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n",
		.log = "protocol version",
		.status = 502,
		.id = "protocol-mismatch",
		.since = { 1, 23, 4 } },
	{ .name = "no common suite",
		.back = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384;",
		.front = "proxy_pass https://127.0.0.1:TLS;\n"
			 "proxy_ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256; " HERE "\n",
		.log = "handshake failure",
		.status = 502,
		.id = "cipher-mismatch" },
	{ .name = "one common suite is enough",
		.back = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:"
			"ECDHE-ECDSA-AES128-GCM-SHA256; ssl_prefer_server_ciphers on;",
		.front = "proxy_pass https://127.0.0.1:TLS;\n"
			 "proxy_ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256;\n",
		.status = 200 },
	{ .name = "no common group",
		.back = "ssl_ecdh_curve secp384r1; ssl_protocols TLSv1.3;",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_protocols TLSv1.3;\n"
			 "proxy_ssl_conf_command Groups X25519; " HERE "\n",
		.log = "handshake failure",
		.status = 502,
		.id = "group-mismatch" },
	{ .name = "the upstream wants a certificate",
		.back = "ssl_verify_client on; ssl_client_certificate root.pem;",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n",
		.log = "client sent no required SSL certificate",
		.status = 400,
		.id = "client-certificate-required" },
	{ .name = "a certificate is welcome, and the page is that of the Host header",
		.back = "server_name back.test; ssl_verify_client optional; "
			"ssl_client_certificate root.pem;",
		.backs = "server { listen 127.0.0.1:TLS ssl default_server; ssl_verify_client "
			 "optional; ssl_client_certificate root.pem; return 403; }",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_set_header Host back.test;\n",
		.status = 200 },
	{ .name = "the upstream refuses the certificate",
		.back = "ssl_verify_client on; ssl_client_certificate root.pem;",
		.front = "proxy_pass https://127.0.0.1:TLS;\n"
			 "proxy_ssl_certificate foreign-client.pem; " HERE "\n"
			 "proxy_ssl_certificate_key foreign-client-key.pem;\n",
		.log = "client SSL certificate verify error",
		.status = 400,
		.id = "client-certificate-rejected" },
	{ .name = "servers of a group differ",
		.back = "ssl_protocols TLSv1.2;",
		.backs = "server { listen 127.0.0.1:NONE ssl; ssl_protocols TLSv1.3; }",
		.top = "upstream app {\nserver 127.0.0.1:TLS;\nserver 127.0.0.1:NONE; " HERE "\n}",
		.front = "proxy_pass https://app;\nproxy_ssl_protocols TLSv1.2;\n",
		.id = "inconsistent-backends" },
	{ .name = "nobody is there",
		.front = "proxy_pass https://127.0.0.1:NONE; " HERE "\n",
		.log = "Connection refused",
		.status = 502,
		.id = "connection-refused",
		.log_id = "" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* ---- Certificates ---- */

static void put(const struct server *server, struct forge *forge, const char *name,
	const char *certificates, const char *key_of)
{
	struct buffer text = { 0 };
	char *list = memory_text(certificates), *rest = NULL, *file;

	for (char *one = strtok_r(list, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
		char *pem = forge_pem(forge_find(forge, one));

		buffer_add_text(&text, pem);
		free(pem);
	}
	file = memory_format("%s.pem", name);
	server_file(server, file, text.bytes);
	free(file);
	if (key_of) {
		char *pem = forge_key_pem(forge_find(forge, key_of));

		file = memory_format("%s-key.pem", name);
		server_file(server, file, pem);
		free(file);
		free(pem);
	}
	buffer_free(&text);
	free(list);
}

static void make_certificates(const struct server *server, const struct row *row)
{
	static const char *const lines[] = { "root ca o=House cn=House-Root",
		"inter issuer=root ca o=House cn=House-Issuing",
		"inter2 issuer=inter ca o=House cn=House-Issuing-2",
		"foreign ca o=Foreign cn=Foreign-Root", "client issuer=root cn=front eku=client",
		"foreign-client issuer=foreign cn=front eku=client" };
	struct forge forge;
	const char *why = "";

	forge_open(&forge, timing_wall_s());
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert_not_null(forge_cert(&forge, lines[i], &why), "%s", why);
	cr_assert_not_null(
		forge_cert(&forge, row->leaf ? row->leaf : "leaf issuer=inter dns=back.test", &why),
		"%s", why);
	put(server, &forge, "back", row->send ? row->send : "leaf inter", "leaf");
	put(server, &forge, "root", "root", NULL);
	put(server, &forge, "foreign", "foreign", NULL);
	put(server, &forge, "client", "client", "client");
	put(server, &forge, "foreign-client", "foreign-client", "foreign-client");
	forge_close(&forge);
}

/* ---- Configurations ---- */

struct ports {
	int front, tls, plain, none;
};

static char *with_ports(const char *text, const struct ports *ports)
{
	const struct {
		const char *word;
		int port;
	} words[] = {
		{ ":TLS", ports->tls },
		{ ":PLAIN", ports->plain },
		{ ":NONE", ports->none },
	};
	struct buffer out = { 0 };

	while (text && *text) {
		size_t length = 1;

		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (strncmp(text, words[i].word, strlen(words[i].word)) != 0)
				continue;
			buffer_add_format(&out, ":%d", words[i].port);
			length = strlen(words[i].word);
			text += length;
			length = 0;
			break;
		}
		buffer_add(&out, text, length);
		text += length;
	}
	return buffer_take(&out);
}

static void write_configurations(
	const struct server *server, const struct row *row, const struct ports *ports)
{
	char *back = with_ports(row->back, ports), *backs = with_ports(row->backs, ports);
	char *top = with_ports(row->top, ports), *front = with_ports(row->front, ports);
	char *text = memory_format("ssl_certificate back.pem;\nssl_certificate_key back-key.pem;\n"
				   "server { listen 127.0.0.1:%d ssl; %s\n return 200 fine; }\n%s\n"
				   "server { listen 127.0.0.1:%d; return 200 plain; }\n",
		ports->tls, back, backs, ports->plain);

	server_file(server, "back.conf", text);
	free(text);
	text = memory_format(
		"%s\nserver {\nlisten 127.0.0.1:%d; server_name front.test;\nlocation / "
		"{\n%s}\n}\n",
		top, ports->front, front);
	server_file(server, "front.conf", text);
	free(text);
	server_file(server, "all.conf",
		"daemon off; master_process off; pid nginx.pid; error_log log info;\n"
		"events { worker_connections 64; }\n"
		"http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		"fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
		"include back.conf; include front.conf; }\n");
	/* What a person has who runs only the front. */
	server_file(server, "nginx.conf",
		"events { worker_connections 64; }\nhttp { include front.conf; }\n");
	free(back);
	free(backs);
	free(top);
	free(front);
}

/* ---- Asking ---- */

/* The status of one GET, or -1. */
static int ask(int port)
{
	static const char request[] = "GET / HTTP/1.0\r\nHost: front.test\r\n\r\n";
	struct sockaddr_storage place;
	socklen_t length = address_socket("127.0.0.1", port, &place);
	int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), status = -1;
	char answer[64] = "";
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	if (!connect(fd, (struct sockaddr *)&place, length) &&
		send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) > 0 &&
		poll(&poll_fd, 1, 20000) == 1 && recv(fd, answer, sizeof(answer) - 1, 0) > 12)
		status = (int)strtol(answer + 9, NULL, 10);
	close(fd);
	return status;
}

static void expect_log(const struct server *server, const struct row *row)
{
	char *path = memory_format("%s/log", server->folder);
	bool found = nginx_log_says(server, row->log);
	struct buffer log = { 0 };

	if (!found && !file_read(path, 1 << 20, &log) && log.length)
		fprintf(stderr, "%s\n", log.bytes);
	cr_expect(found, "%s: the log lacks \"%s\"", row->name, row->log);
	buffer_free(&log);
	free(path);
}

/* The log must tell the same as the configuration: what it says of the upstream, or the upstream of its client. */
static void expect_log_agrees(const struct row *row, const struct server *server)
{
	const char *wanted = row->log_id ? row->log_id : row->id;

	cr_expect(nginx_log_leads_to(server, "log", wanted), "%s: the log doesn't lead to %s",
		row->name, wanted);
	cr_expect(nginx_line_leads_to(server, "log", row->log, wanted),
		"%s: the line is not explained by %s", row->name, wanted);
}

ParameterizedTestParameters(nginx_upstreams, log_page_configuration_and_handshake_agree)
{
	static size_t numbers[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, ROWS);
}

ParameterizedTest(
	size_t *number, nginx_upstreams, log_page_configuration_and_handshake_agree, .timeout = 90)
{
	struct row row = rows[*number];
	struct nginx_version version = nginx_installed();
	struct ports ports = { 0 };
	struct upstreams upstreams;
	struct server server;
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };
	int status;

	if (row.since.minor &&
		nginx_is_since(&version, row.since.major, row.since.minor, row.since.patch)) {
		row.id = row.log = NULL;
		row.status = 200;
	}
	server_prepare(&server, 0);
	snprintf(prefix, sizeof(prefix), "%s/", server.folder);
	ports = (struct ports){ server.port, nginx_free_port(), nginx_free_port(),
		nginx_free_port() };
	make_certificates(&server, &row);
	write_configurations(&server, &row, &ports);
	cr_assert_eq(server_start(&server, argv, 0), 0, "%s", row.name);
	status = ask(server.port);
	if (row.status)
		cr_expect_eq(status, row.status, "%s: %d", row.name, status);
	if (row.log)
		expect_log(&server, &row);
	if (row.log && !(row.log_id && !row.log_id[0]))
		expect_log_agrees(&row, &server);
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "front.conf", row.name, row.id);
	upstreams_free(&upstreams);
	server_stop(&server);
}

/* ---- Connections that are kept ---- */

static void start_both(struct server *server, const struct row *row)
{
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };
	struct ports ports;

	server_prepare(server, 0);
	snprintf(prefix, sizeof(prefix), "%s/", server->folder);
	ports = (struct ports){ server->port, nginx_free_port(), nginx_free_port(),
		nginx_free_port() };
	make_certificates(server, row);
	write_configurations(server, row, &ports);
	cr_assert_eq(server_start(server, argv, 0), 0, "%s", row->name);
}

/* The page for HOST; the caller frees it. */
static char *page_of(const struct server *server, const char *host)
{
	char *url = memory_format("http://127.0.0.1:%d/", server->port);
	char *header = memory_format("Host: %s", host);
	char *argv[] = { "curl", "-sS", "-H", header, url, NULL };
	struct command command;
	char *page;

	command_run(argv, 20000, &command);
	cr_assert_eq(command.status, 0, "%s", command.err);
	page = memory_text(command.out);
	command_free(&command);
	free(header);
	free(url);
	return page;
}

static void expect_pages(const struct row *row, const char *first, const char *second, bool same)
{
	struct upstreams upstreams;
	struct server server;
	char *one, *two;

	start_both(&server, row);
	one = page_of(&server, first);
	two = page_of(&server, second);
	cr_expect_eq(!strcmp(one, two), same, "%s: %s, %s", row->name, one, two);
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "front.conf", row->name, row->id);
	upstreams_free(&upstreams);
	server_stop(&server);
	free(one);
	free(two);
}

#define KEPT "proxy_http_version 1.1; proxy_set_header Connection \"\";\n"

Test(nginx_upstreams, a_kept_connection_has_the_name_of_who_came_first, .timeout = 60)
{
	static const struct row row = {
		.name = "kept, with the visitor's name",
		.back = "return 200 $ssl_server_name;",
		.top = "upstream app {\nserver 127.0.0.1:TLS;\nkeepalive 4; " HERE "\n}",
		.front = "proxy_pass https://app;\n" KEPT
			 "proxy_ssl_server_name on; proxy_ssl_name $host;\n",
		.id = "nginx.keepalive-names",
	};

	expect_pages(&row, "one.test", "two.test", true);
}

/* Each page comes with the number of its connection to the upstream. */
Test(nginx_upstreams, keepalive_without_http_1_1_keeps_nothing, .timeout = 60)
{
	static const struct row row = {
		.name = "not kept",
		.back = "return 200 $connection;",
		.top = "upstream app { server 127.0.0.1:TLS; keepalive 4; }",
		.front = "proxy_pass https://app; " HERE "\n",
		.id = "nginx.keepalive-inactive",
	};
	static const struct row kept = {
		.name = "kept",
		.back = "return 200 $connection;",
		.top = "upstream app { server 127.0.0.1:TLS; keepalive 4; }",
		.front = "proxy_pass https://app;\n" KEPT,
	};
	struct nginx_version version = nginx_installed();

	if (!nginx_is_since(&version, 1, 29, 7))
		expect_pages(&row, "front.test", "front.test", false);
	expect_pages(&kept, "front.test", "front.test", true);
}

/* A session is taken up on the second connection ("r"), or isn't ("."). */
Test(nginx_upstreams, sessions_are_taken_up_unless_that_is_off, .timeout = 60)
{
	static const struct row row = {
		.name = "sessions off",
		.back = "return 200 $ssl_session_reused;",
		.front = "proxy_pass https://127.0.0.1:TLS;\nproxy_ssl_session_reuse off; " HERE
			 "\n",
	};
	static const struct row usual = {
		.name = "sessions",
		.back = "return 200 $ssl_session_reused;",
		.front = "proxy_pass https://127.0.0.1:TLS; " HERE "\n",
	};
	const struct row *const both[] = { &row, &usual };

	for (size_t i = 0; i < 2; i++) {
		struct upstreams upstreams;
		struct server server;
		char *second;

		start_both(&server, both[i]);
		free(page_of(&server, "front.test"));
		second = page_of(&server, "front.test");
		cr_expect_str_eq(second, i ? "r" : ".", "%s", both[i]->name);
		nginx_doctor(&server, &upstreams);
		nginx_expect_fault(&server, &upstreams, "front.conf", both[i]->name, NULL);
		cr_expect_eq(
			nginx_remarks(&server, &upstreams, "front.conf", "nginx.session-reuse-off"),
			!i, "%s", both[i]->name);
		upstreams_free(&upstreams);
		server_stop(&server);
		free(second);
	}
}

/* ---- A box between the two ---- */

Test(nginx_upstreams, a_box_that_alters_the_hello_is_found_by_going_round_it, .timeout = 90)
{
	static const struct row row = {
		.name = "a box that takes groups out of the hello",
		.back = "ssl_protocols TLSv1.3;",
		.front = "proxy_pass https://127.0.0.1:NONE; " HERE "\n"
			 "proxy_ssl_protocols TLSv1.2 TLSv1.3;\n",
	};
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };
	struct upstreams upstreams;
	struct server server;
	struct front box;
	struct ports ports;

	server_prepare(&server, 0);
	snprintf(prefix, sizeof(prefix), "%s/", server.folder);
	ports = (struct ports){ server.port, nginx_free_port(), nginx_free_port(), 0 };
	front_start(&box, FRONT_TAKES_GROUPS, ports.tls);
	ports.none = box.port;
	make_certificates(&server, &row);
	write_configurations(&server, &row, &ports);
	cr_assert_eq(server_start(&server, argv, 0), 0, "%s", row.name);
	cr_expect_eq(ask(server.port), 502);
	cr_expect(nginx_log_says(&server, "alert illegal parameter"));
	cr_expect(nginx_log_says(&server, "bad key share"));
	cr_expect(nginx_log_leads_to(&server, "log", "group-mismatch"));
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "front.conf", row.name, "group-mismatch");
	upstreams_free(&upstreams);
	/* Round the box: the address of the server itself. */
	ports.none = ports.tls;
	write_configurations(&server, &row, &ports);
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "front.conf", row.name, NULL);
	upstreams_free(&upstreams);
	server_stop(&server);
	front_end(&box);
}
