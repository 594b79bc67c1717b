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
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "net/address.h"
#include "server.h"
#include "session/logs.h"
#include "session/upstreams.h"

#define HERE "# HERE"
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
	text = memory_format("%s\nserver {\nlisten 127.0.0.1:%d;\nlocation / {\n%s}\n}\n", top,
		ports->front, front);
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

static int free_port(void)
{
	struct server other;
	int port;

	server_prepare(&other, 0);
	port = other.port;
	rmdir(other.folder);
	return port;
}

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

static bool log_says(const struct server *server, const char *text)
{
	struct deadline deadline = deadline_in_ms(5000);
	char *path = memory_format("%s/log", server->folder);
	bool found = false;

	while (!found && !deadline_over(deadline)) {
		struct buffer log;

		found = !file_read(path, 1 << 20, &log) && log.length &&
			memmem(log.bytes, log.length, text, strlen(text));
		buffer_free(&log);
		if (!found)
			poll(NULL, 0, 5);
	}
	free(path);
	return found;
}

static void expect_log(const struct server *server, const struct row *row)
{
	char *path = memory_format("%s/log", server->folder);
	bool found = log_says(server, row->log);
	struct buffer log = { 0 };

	if (!found && !file_read(path, 1 << 20, &log) && log.length)
		fprintf(stderr, "%s\n", log.bytes);
	cr_expect(found, "%s: the log lacks \"%s\"", row->name, row->log);
	buffer_free(&log);
	free(path);
}

static int marked_line(const struct server *server)
{
	char *path = memory_format("%s/front.conf", server->folder);
	struct buffer text;
	int line = 1;

	cr_assert_eq(file_read(path, 65536, &text), 0);
	free(path);
	for (const char *c = text.bytes; *c; c++) {
		if (!strncmp(c, HERE, strlen(HERE)))
			break;
		line += *c == '\n';
	}
	buffer_free(&text);
	return line;
}

static struct nginx_version installed_version(void)
{
	struct nginx_version version = { 0 };
	char line[200] = "";
	FILE *answer = popen("PATH=$PATH:/usr/sbin nginx -v 2>&1", "r");

	if (answer && fgets(line, sizeof(line), answer))
		nginx_version_read(line, &version);
	if (answer)
		pclose(answer);
	return version;
}

static void run_doctor(const struct server *server, struct upstreams *ret)
{
	struct nginx_version version = installed_version();
	char *path = memory_format("%s/nginx.conf", server->folder);
	struct settings settings = { 0 };
	struct budget *budget = budget_new();

	settings_init(&settings);
	upstreams_run(path, &version, false, &settings, budget, NULL, NULL, NULL, ret);
	settings_free(&settings);
	budget_free(budget);
	free(path);
}

/* The log must tell the same as the configuration: what it says of the upstream, or the upstream of its client. */
static void expect_log_agrees(const struct row *row, const struct server *server)
{
	char *path = memory_format("%s/log", server->folder);
	const char *files[] = { path };
	struct logs_wish wish = {
		.files = files,
		.file_count = 1,
		.since_s = INT64_MIN,
		.until_s = INT64_MAX,
		.stop_fd = -1,
	};
	const char *wanted = row->log_id ? row->log_id : row->id;
	struct logs logs;
	bool found = false;

	logs_run(&wish, &logs);
	for (size_t i = 0; i < logs.book.group_count; i++)
		found |= !strcmp(logs.book.groups[i].cause, wanted);
	cr_expect(found, "%s: the log doesn't lead to %s", row->name, wanted);
	logs_free(&logs);
	free(path);
}

static void show(const struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		fprintf(stderr, "  %s:%d %s %s -> %s\n", fault->file, fault->line, fault->kind->id,
			nginx_fault_id(fault), fault->better ? fault->better : "");
	}
}

/* Exactly the fault of ROW, at its line of front.conf; nothing else but remarks. */
static void expect_fault(
	const struct row *row, const struct server *server, const struct upstreams *upstreams)
{
	const struct nginx_fault *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		if (fault->kind->verdict != VERDICT_FAIL && fault->kind->verdict != VERDICT_WARN)
			continue;
		found = fault;
		count++;
	}
	if (count != (row->id ? 1 : 0))
		show(upstreams);
	cr_assert_eq(count, row->id ? 1 : 0, "%s: %zu faults", row->name, count);
	if (!row->id)
		return;
	cr_expect_str_eq(nginx_fault_id(found), row->id, "%s", row->name);
	cr_expect_str_eq(strrchr(found->file, '/') + 1, "front.conf", "%s", row->name);
	cr_expect_eq(found->line, marked_line(server), "%s: line %d", row->name, found->line);
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
	struct nginx_version version = installed_version();
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
	ports = (struct ports){ server.port, free_port(), free_port(), free_port() };
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
	run_doctor(&server, &upstreams);
	expect_fault(&row, &server, &upstreams);
	upstreams_free(&upstreams);
	server_stop(&server);
}

/* ---- Towards the clients ---- */

struct listening {
	const char *name;
	const char *leaf; /* forge line */
	const char *file; /* certificates in the file that is used */
	const char *key_of; /* whose key is used; NULL: the leaf's */
	const char *beside; /* a second file in the folder, or NULL */
	const char *said; /* by "nginx -t"; NULL: it is content */
	const char *id; /* NULL: nothing may be found */
	bool at_key; /* the line of the key is at fault, not that of the certificate */
};

static const struct listening listening[] = {
	{ .name = "healthy", .file = "leaf inter" },
	{ .name = "without the chain", .file = "leaf", .id = "chain-incomplete" },
	{ .name = "without the chain, which is beside it",
		.file = "leaf",
		.beside = "leaf inter",
		.id = "chain-incomplete" },
	{ .name = "issued by a private root that is beside it",
		.leaf = "leaf issuer=root dns=front.test",
		.file = "leaf",
		.beside = "root" },
	{ .name = "expired",
		.leaf = "leaf issuer=inter dns=front.test days=-90..-3",
		.file = "leaf inter",
		.id = "certificate-expired" },
	{ .name = "not yet valid",
		.leaf = "leaf issuer=inter dns=front.test days=3..90",
		.file = "leaf inter",
		.id = "certificate-not-yet-valid" },
	{ .name = "another key",
		.file = "leaf inter",
		.key_of = "inter",
		.said = "SSL_CTX_use_PrivateKey",
		.id = "chain-misordered" },
	{ .name = "a key of none of them",
		.file = "leaf inter",
		.key_of = "foreign",
		.said = "SSL_CTX_use_PrivateKey",
		.id = "server-key-mismatch",
		.at_key = true },
	{ .name = "in the wrong order",
		.file = "inter leaf",
		.said = "SSL_CTX_use_PrivateKey",
		.id = "chain-misordered" },
	{ .name = "for another name",
		.leaf = "leaf issuer=inter dns=other.test",
		.file = "leaf inter",
		.id = "hostname-mismatch" },
};

static void make_listening(const struct server *server, const struct listening *row)
{
	static const char *const lines[] = { "root ca cn=House-Root",
		"inter issuer=root ca cn=House-Issuing", "foreign ca cn=Foreign-Root" };
	struct forge forge;
	const char *why = "";
	char *text;

	forge_open(&forge, timing_wall_s());
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert_not_null(forge_cert(&forge, lines[i], &why), "%s", why);
	cr_assert_not_null(
		forge_cert(
			&forge, row->leaf ? row->leaf : "leaf issuer=inter dns=front.test", &why),
		"%s", why);
	put(server, &forge, "front", row->file, row->key_of ? row->key_of : "leaf");
	if (row->beside)
		put(server, &forge, "beside", row->beside, NULL);
	forge_close(&forge);
	text = memory_format(
		"error_log log; pid nginx.pid; events { }\nhttp { access_log off; server {\n"
		"listen 127.0.0.1:%d ssl; server_name front.test;\n"
		"ssl_certificate front.pem;\nssl_certificate_key front-key.pem;\n} }\n",
		server->port);
	server_file(server, "nginx.conf", text);
	free(text);
}

static bool nginx_says(const struct server *server, const char *text)
{
	char *command = memory_format(
		"PATH=$PATH:/usr/sbin nginx -t -p %s/ -c nginx.conf 2>&1", server->folder);
	FILE *answer = popen(command, "r");
	char line[600];
	bool found = false;

	while (answer && fgets(line, sizeof(line), answer))
		found |= strstr(line, text) != NULL;
	if (answer)
		pclose(answer);
	free(command);
	return found;
}

Test(nginx_upstreams, certificate_files_are_judged_as_nginx_and_browsers_do, .timeout = 120)
{
	for (size_t i = 0; i < sizeof(listening) / sizeof(listening[0]); i++) {
		const struct listening *row = &listening[i];
		struct upstreams upstreams;
		struct server server;

		server_prepare(&server, 0);
		make_listening(&server, row);
		cr_expect(nginx_says(&server, row->said ? row->said : "test is successful"), "%s",
			row->name);
		run_doctor(&server, &upstreams);
		if (upstreams.faults.count != (row->id ? 1 : 0))
			show(&upstreams);
		cr_assert_eq(upstreams.faults.count, row->id ? 1 : 0, "%s", row->name);
		if (row->id) {
			cr_expect_str_eq(nginx_fault_id(&upstreams.faults.items[0]), row->id, "%s",
				row->name);
			cr_expect_eq(upstreams.faults.items[0].line, row->at_key ? 5 : 4, "%s",
				row->name);
		}
		if (row->beside && row->id)
			cr_expect_not_null(strstr(upstreams.faults.items[0].better, "beside.pem"));
		upstreams_free(&upstreams);
		server_stop(&server);
	}
}
