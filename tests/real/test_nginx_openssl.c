/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What OpenSSL, the library of nginx, minds about an upstream and other libraries take: a real nginx in front of
 * `openssl s_server`; page, log, configuration and handshake must agree. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/memory.h"
#include "base/timing.h"
#include "nginx.h"

#define VERIFY \
	"proxy_ssl_verify on; proxy_ssl_trusted_certificate root.pem; proxy_ssl_name back.test;\n"

struct row {
	const char *name;
	const char *leaf; /* forge line; NULL: the usual one */
	const char *behind[4]; /* further words for s_server */
	const char *front; /* %d is the upstream's port */
	const char *log;
	const char *id; /* NULL: nothing may be found, and the page comes */
	const char *log_id; /* what the log alone leads to, where that is less exact */
};

static const struct row rows[] = {
	{ .name = "healthy", .front = "proxy_pass https://127.0.0.1:%d; " HERE "\n" VERIFY },
	{ .name = "signed with SHA-1",
		.leaf = "leaf issuer=root dns=back.test hash=sha1",
		.behind = { "-cipher", "DEFAULT:@SECLEVEL=0" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE "\n" VERIFY,
		.log = "signature digest algorithm too weak",
		.id = "weak-signature" },
	{ .name = "signed with SHA-1, and allowed",
		.leaf = "leaf issuer=root dns=back.test hash=sha1",
		.behind = { "-cipher", "DEFAULT:@SECLEVEL=0" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE
			 "\nproxy_ssl_ciphers DEFAULT:@SECLEVEL=0;\n" VERIFY },
	{ .name = "a key of 1024 bits",
		.leaf = "leaf issuer=root dns=back.test key=rsa1024",
		.behind = { "-cipher", "DEFAULT:@SECLEVEL=0" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE "\n" VERIFY,
		.log = "EE certificate key too weak",
		.id = "weak-key" },
	{ .name = "TLS 1.0 alone",
		.behind = { "-tls1", "-cipher", "ALL:@SECLEVEL=0" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE "\n",
		.log = "legacy sigalg disallowed or unsupported",
		.id = "protocol-too-old" },
	{ .name = "TLS 1.0 alone, and allowed",
		.behind = { "-tls1", "-cipher", "ALL:@SECLEVEL=0" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE "\nproxy_ssl_protocols TLSv1;\n"
			 "proxy_ssl_ciphers DEFAULT:@SECLEVEL=0;\n" },
	{ .name = "a suite from the end of a long list",
		.leaf = "leaf issuer=root dns=back.test key=rsa2048",
		.behind = { "-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305" },
		.front = "proxy_pass https://127.0.0.1:%d;\nproxy_ssl_ciphers AES128-SHA; " HERE
			 "\n",
		.log = "alert handshake failure",
		.id = "cipher-mismatch" },
	{ .name = "the same suite on both sides",
		.leaf = "leaf issuer=root dns=back.test key=rsa2048",
		.behind = { "-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE
			 "\nproxy_ssl_ciphers HIGH:!aNULL;\n" },
	{ .name = "a client's certificate, demanded in the handshake",
		.behind = { "-tls1_2", "-Verify", "1", "-verify_return_error" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE "\n",
		.log = "alert handshake failure",
		.id = "client-certificate-required",
		.log_id = "cipher-mismatch" },
	{ .name = "a client's certificate, demanded in TLS 1.3",
		.behind = { "-tls1_3", "-Verify", "1", "-verify_return_error" },
		.front = "proxy_pass https://127.0.0.1:%d; " HERE
			 "\nproxy_ssl_protocols TLSv1.3;\n",
		.log = "alert certificate required",
		.id = "client-certificate-required" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void start_behind(struct server *behind, const struct row *row)
{
	const char *const lines[] = { "root ca cn=House-Root",
		row->leaf ? row->leaf : "leaf issuer=root dns=back.test" };
	char port[16];
	char *argv[16] = { "openssl", "s_server", "-accept", port, "-cert", "back.pem", "-key",
		"back-key.pem", "-www", "-quiet" };
	struct forge forge;
	const char *why = "";
	size_t count = 10;

	server_prepare(behind, 0);
	snprintf(port, sizeof(port), "%d", behind->port);
	for (size_t i = 0; i < 4 && row->behind[i]; i++)
		argv[count++] = (char *)row->behind[i];
	forge_open(&forge, timing_wall_s());
	for (size_t i = 0; i < 2; i++)
		cr_assert_not_null(forge_cert(&forge, lines[i], &why), "%s", why);
	server_pem(behind, "root.pem", &forge, "root");
	server_pem(behind, "back.pem", &forge, "leaf");
	server_key(behind, "back-key.pem", &forge, "leaf");
	forge_close(&forge);
	cr_assert_eq(server_start(behind, argv, 0), 0, "%s", row->name);
}

static void start_front(struct server *front, const struct server *behind, const struct row *row)
{
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };
	char *pass = memory_format("proxy_pass https://127.0.0.1:%d;", behind->port);
	char *text, *root;

	server_prepare(front, 0);
	snprintf(prefix, sizeof(prefix), "%s/", front->folder);
	text = memory_format("server {\nlisten 127.0.0.1:%d;\nlocation / {\n%s%s}\n}\n",
		front->port, pass, strchr(row->front, ';') + 1);
	server_file(front, "site.conf", text);
	free(text);
	root = memory_format("cp %s/root.pem %s/", behind->folder, front->folder);
	cr_assert_eq(system(root), 0);
	free(root);
	free(pass);
	server_file(front, "all.conf",
		"daemon off; master_process off; pid nginx.pid; error_log log info;\n"
		"events { worker_connections 64; }\n"
		"http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		"fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
		"include site.conf; }\n");
	server_file(front, "nginx.conf", "events { }\nhttp { include site.conf; }\n");
	cr_assert_eq(server_start(front, argv, 0), 0, "%s", row->name);
}

static void expect_page(const struct server *front, const struct row *row)
{
	char *url = memory_format("http://127.0.0.1:%d/", front->port);
	char *argv[] = { "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url, NULL };
	struct command command;

	command_run(argv, 30000, &command);
	cr_expect_str_eq(command.out, row->id ? "502" : "200", "%s: %s", row->name, command.out);
	command_free(&command);
	free(url);
}

ParameterizedTestParameters(nginx_openssl, page_log_configuration_and_handshake_agree)
{
	static size_t numbers[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, ROWS);
}

ParameterizedTest(
	size_t *number, nginx_openssl, page_log_configuration_and_handshake_agree, .timeout = 90)
{
	const struct row *row = &rows[*number];
	const char *wanted = row->log_id ? row->log_id : row->id;
	struct server behind, front;
	struct upstreams upstreams;

	start_behind(&behind, row);
	start_front(&front, &behind, row);
	expect_page(&front, row);
	if (row->log) {
		cr_expect(nginx_log_says(&front, row->log), "%s: the log lacks \"%s\"", row->name,
			row->log);
		cr_expect(nginx_log_leads_to(&front, "log", wanted), "%s: the log has no %s",
			row->name, wanted);
		cr_expect(nginx_line_leads_to(&front, "log", row->log, wanted),
			"%s: the line is not explained by %s", row->name, wanted);
	}
	nginx_doctor(&front, &upstreams);
	nginx_expect_fault(&front, &upstreams, "site.conf", row->name, row->id);
	upstreams_free(&upstreams);
	server_stop(&front);
	server_stop(&behind);
}
