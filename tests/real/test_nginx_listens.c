/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real nginx with one fault towards its visitors: what a real client gets, what nginx logs or refuses to start with,
 * what tlsdoctor says of its configuration and what it finds from outside must agree. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "nginx.h"

#define OWN "ssl_certificate front.pem; ssl_certificate_key front-key.pem;\n"
#define CURL "curl -sS --cacert root.pem --connect-to ::127.0.0.1:$PORT "
#define OPENSSL "openssl s_client -connect 127.0.0.1:$PORT -servername front.test "

struct row {
	const char *name;
	const char *leaf; /* forge line of the server's certificate; NULL: the usual one */
	const char *file; /* certificates in its file; NULL: leaf and inter */
	const char
		*conf; /* lines of the http block; HERE marks the line at fault, PORT is its port */
	const char *client; /* a command of the shell */
	const char *got; /* what it says */
	const char *log; /* what nginx logs about it */
	const char *id; /* the fault; NULL: none may be found */
	const char *log_id; /* what the log alone leads to, where that is another cause */
	const char *
		seen_id; /* the first cause that `check` names, where that is another one; "": none */
	const char *check; /* an option for it, or NULL */
};

static const struct row rows[] = {
	{ .name = "healthy",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "fine" },
	{ .name = "no ssl behind listen",
		.conf = "server {\nlisten 127.0.0.1:PORT; " HERE "\nserver_name front.test; " OWN
			"return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "wrong version number",
		.log = "client sent invalid method while reading client request line",
		.id = "plaintext-on-tls-port" },
	{ .name = "no default server, and a name that none has",
		.conf = OWN "server {\nlisten 127.0.0.1:PORT ssl; " HERE "\n"
			    "server_name other.test; ssl_certificate other.pem;\n"
			    "ssl_certificate_key other-key.pem; return 200 other; }\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name www.front.test; "
			    "return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "no alternative certificate subject name matches target host name",
		.id = "nginx.no-default-server",
		.seen_id = "hostname-mismatch" },
	{ .name = "a server without a certificate beside the default server",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name other.test; " OWN
			"return 200 other; }\n"
			"server { listen 127.0.0.1:PORT; server_name front.test; return 200 fine; "
			"}\n",
		.client = CURL "https://front.test",
		.got = "fine" },
	{ .name = "stapling without a resolver",
		.leaf = "leaf issuer=inter dns=front.test ocsp=http://localhost:9/",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_stapling on; " HERE "\n return 200 fine; }\n",
		.client = OPENSSL "-status </dev/null",
		.got = "OCSP response: no response sent",
		.log = "no resolver defined to resolve localhost",
		.id = "stale-ocsp-staple",
		.seen_id = "" },
	{ .name = "protocols that only the default server decides",
		.conf = OWN "server { listen 127.0.0.1:PORT ssl; server_name other.test; "
			    "ssl_protocols TLSv1.2; return 200 other; }\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			    "ssl_protocols TLSv1.3; " HERE "\n return 200 fine; }\n",
		.client = CURL "--tlsv1.3 https://front.test",
		.got = "alert protocol version",
		.log = "unsupported protocol",
		.id = "nginx.blocks-differ",
		.log_id = "protocol-mismatch",
		.seen_id = "" },
	{ .name = "groups that only the default server decides",
		.conf = OWN "ssl_protocols TLSv1.2 TLSv1.3;\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name other.test; "
			    "ssl_ecdh_curve prime256v1; return 200 other; }\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			    "ssl_ecdh_curve secp384r1; " HERE "\n return 200 fine; }\n",
		.client = OPENSSL "-tls1_3 -groups P-384 </dev/null",
		.got = "alert handshake failure",
		.log = "no suitable key share",
		.id = "nginx.blocks-differ",
		.log_id = "group-mismatch",
		.seen_id = "" },
	{ .name = "ciphers are each server's own",
		.conf = OWN "ssl_protocols TLSv1.2;\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name other.test; "
			    "ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; return 200 other; }\n"
			    "server { listen 127.0.0.1:PORT ssl; server_name front.test; "
			    "ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384; return 200 fine; }\n",
		.leaf = "leaf issuer=inter dns=front.test key=rsa2048",
		.client = OPENSSL "-cipher ECDHE-RSA-AES256-GCM-SHA384 </dev/null",
		.got = "Cipher is ECDHE-RSA-AES256-GCM-SHA384" },
	{ .name = "protocols too old",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_ciphers DEFAULT:@SECLEVEL=0;\nssl_protocols TLSv1 TLSv1.1; " HERE
			"\n return 200 fine; }\n",
		.client = CURL "--tlsv1.2 https://front.test",
		.got = "alert protocol version",
		.log = "unsupported protocol",
		.id = "protocol-too-old",
		.log_id = "protocol-mismatch" },
	{ .name = "protocols too old even for OpenSSL 3",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1 TLSv1.1; " HERE "\n return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "alert internal error",
		.log = "no suitable signature algorithm",
		.id = "protocol-too-old",
		.log_id = "signature-mismatch",
		.seen_id = "server-internal-error" },
	{ .name = "protocols too strict",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1.3; " HERE "\n return 200 fine; }\n",
		.client = CURL "--tls-max 1.2 https://front.test",
		.got = "alert protocol version",
		.log = "unsupported protocol",
		.id = "protocol-mismatch",
		.seen_id = "" },
	{ .name = "ciphers too old",
		.leaf = "leaf issuer=inter dns=front.test key=rsa2048",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1.2;\nssl_ciphers AES128-SHA; " HERE
			"\n return 200 fine; }\n",
		.client = OPENSSL "</dev/null",
		.got = "Cipher is AES128-SHA",
		.id = "weak-cipher",
		.check = "--deep" },
	{ .name = "ciphers that the key can't do",
		.leaf = "leaf issuer=inter dns=front.test key=rsa2048",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1.2;\nssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384; " HERE
			"\n return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "alert handshake failure",
		.log = "no shared cipher",
		.id = "cipher-mismatch" },
	{ .name = "groups that browsers don't have",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1.2 TLSv1.3;\nssl_ecdh_curve secp521r1; " HERE
			"\n return 200 fine; }\n",
		.client = OPENSSL "-groups X25519:P-256 </dev/null",
		.got = "alert handshake failure",
		.log = "no suitable key share",
		.id = "group-mismatch",
		.check = "--deep" },
	{ .name = "such groups, and an RSA key that goes without",
		.leaf = "leaf issuer=inter dns=front.test key=rsa2048",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
			"ssl_protocols TLSv1.2; ssl_ecdh_curve secp521r1; return 200 fine; }\n",
		.client = OPENSSL "-groups X25519:P-256 </dev/null",
		.got = "Cipher is AES256-GCM-SHA384" },
	{ .name = "expired",
		.leaf = "leaf issuer=inter dns=front.test days=-90..-3",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			"ssl_certificate front.pem; " HERE
			"\nssl_certificate_key front-key.pem; return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "certificate has expired",
		.log = "alert certificate expired",
		.id = "certificate-expired" },
	{ .name = "not yet valid",
		.leaf = "leaf issuer=inter dns=front.test days=3..90",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			"ssl_certificate front.pem; " HERE
			"\nssl_certificate_key front-key.pem; return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "certificate is not yet valid",
		.log = "alert bad certificate",
		.id = "certificate-not-yet-valid",
		.log_id = "certificate-untrusted-issuer" },
	{ .name = "without the chain",
		.file = "leaf",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			"ssl_certificate front.pem; " HERE
			"\nssl_certificate_key front-key.pem; return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "unable to get local issuer certificate",
		.log = "alert unknown ca",
		.id = "chain-incomplete",
		.log_id = "certificate-untrusted-issuer" },
	{ .name = "for another name",
		.leaf = "leaf issuer=inter dns=elsewhere.test",
		.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test;\n"
			"ssl_certificate front.pem; " HERE
			"\nssl_certificate_key front-key.pem; return 200 fine; }\n",
		.client = CURL "https://front.test",
		.got = "no alternative certificate subject name matches target host name",
		.id = "hostname-mismatch" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void make_certificates(const struct server *server, const char *leaf, const char *file)
{
	const char *const lines[] = {
		"root ca cn=House-Root", "inter issuer=root ca cn=House-Issuing",
		"foreign ca cn=Foreign-Root", "other issuer=inter dns=other.test",
		leaf ? leaf : "leaf issuer=inter dns=front.test dns=www.front.test dns=other.test"
	};
	struct forge forge;
	const char *why = "";

	forge_open(&forge, timing_wall_s());
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert_not_null(forge_cert(&forge, lines[i], &why), "%s", why);
	server_pem(server, "root.pem", &forge, "root");
	server_pem(server, "front.pem", &forge, file ? file : "leaf inter");
	server_key(server, "front-key.pem", &forge, "leaf");
	server_pem(server, "other.pem", &forge, "other inter");
	server_key(server, "other-key.pem", &forge, "other");
	forge_close(&forge);
}

static char *with_port(const char *text, int port)
{
	struct buffer out = { 0 };
	const char *word;

	while ((word = strstr(text, ":PORT"))) {
		buffer_add_format(&out, "%.*s:%d", (int)(word - text), text, port);
		text = word + strlen(":PORT");
	}
	buffer_add_text(&out, text);
	return buffer_take(&out);
}

/* site.conf is what both nginx and tlsdoctor read. */
static void write_configuration(const struct server *server, const char *conf)
{
	char *text = with_port(conf, server->port);

	server_file(server, "site.conf", text);
	free(text);
	server_file(server, "all.conf",
		"daemon off; master_process off; pid nginx.pid; error_log log info;\n"
		"events { worker_connections 64; }\n"
		"http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		"fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
		"include site.conf; }\n");
	server_file(server, "nginx.conf",
		"error_log log; pid nginx.pid; events { }\nhttp { include site.conf; }\n");
}

static void expect_client_gets(const struct server *server, const struct row *row)
{
	char *shell = memory_format(
		"cd %s && PORT=%d; { %s; } 2>&1", server->folder, server->port, row->client);
	char *argv[] = { "sh", "-c", shell, NULL };
	struct command command;

	command_run(argv, 30000, &command);
	cr_expect_not_null(strstr(command.out, row->got), "%s: %s", row->name, command.out);
	command_free(&command);
	free(shell);
}

static void expect_seen_from_outside(const struct server *server, const struct row *row)
{
	const char *wanted = row->seen_id ? row->seen_id : row->id ? row->id : "";
	char *root = server_path(server, "root.pem");
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--offline", "--format", "json",
		"--ca-file", root, "--connect-to", place, "front.test", (char *)row->check, NULL };
	struct command command;
	json_t *report;
	const char *id;

	command_run(argv, 60000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert_not_null(report, "%s: %s", row->name, command.err);
	id = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));
	cr_expect_str_eq(id ? id : "", wanted, "%s: %s", row->name, id ? id : "nothing");
	json_decref(report);
	command_free(&command);
	free(place);
	free(root);
}

static void start_listening(struct server *server, const struct row *row)
{
	char prefix[80];
	char *argv[] = { "nginx", "-p", prefix, "-c", "all.conf", NULL };

	server_prepare(server, 0);
	snprintf(prefix, sizeof(prefix), "%s/", server->folder);
	make_certificates(server, row->leaf, row->file);
	write_configuration(server, row->conf);
	cr_assert_eq(server_start(server, argv, 0), 0, "%s", row->name);
}

ParameterizedTestParameters(nginx_listens, client_log_configuration_and_check_agree)
{
	static size_t numbers[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, ROWS);
}

ParameterizedTest(
	size_t *number, nginx_listens, client_log_configuration_and_check_agree, .timeout = 90)
{
	const struct row *row = &rows[*number];
	struct upstreams upstreams;
	struct server server;

	start_listening(&server, row);
	expect_client_gets(&server, row);
	if (row->log) {
		const char *wanted = row->log_id ? row->log_id : row->id;

		cr_expect(nginx_log_says(&server, row->log), "%s: the log lacks \"%s\"", row->name,
			row->log);
		cr_expect(nginx_log_leads_to(&server, "log", wanted), "%s: the log has no %s",
			row->name, wanted);
		cr_expect(nginx_line_leads_to(&server, "log", row->log, wanted),
			"%s: the line is not explained by %s", row->name, wanted);
	}
	expect_seen_from_outside(&server, row);
	nginx_doctor(&server, &upstreams);
	nginx_expect_fault(&server, &upstreams, "site.conf", row->name, row->id);
	upstreams_free(&upstreams);
	server_stop(&server);
}

/* A client that comes back: its session is taken up, or is not. */
Test(nginx_listens, visitors_that_can_take_up_no_session_are_remarked, .timeout = 60)
{
	static const struct row rows_of_two[] = {
		{ .name = "no tickets, no cache",
			.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
				"ssl_session_tickets off; " HERE "\n return 200 fine; }\n",
			.client = OPENSSL "-tls1_2 -sess_out s </dev/null >out; " OPENSSL
					  "-tls1_2 -sess_in s </dev/null | grep -a ^New,",
			.got = "New, TLSv1.2" },
		{ .name = "tickets",
			.conf = "server { listen 127.0.0.1:PORT ssl; server_name front.test; " OWN
				HERE "\n return 200 fine; }\n",
			.client = OPENSSL "-tls1_2 -sess_out s </dev/null >out; " OPENSSL
					  "-tls1_2 -sess_in s </dev/null | grep -a ^Reused,",
			.got = "Reused, TLSv1.2" },
	};

	for (size_t i = 0; i < 2; i++) {
		struct upstreams upstreams;
		struct server server;

		start_listening(&server, &rows_of_two[i]);
		expect_client_gets(&server, &rows_of_two[i]);
		nginx_doctor(&server, &upstreams);
		nginx_expect_fault(&server, &upstreams, "site.conf", rows_of_two[i].name, NULL);
		cr_expect_eq(nginx_remarks(&server, &upstreams, "site.conf", "nginx.no-resumption"),
			!i, "%s", rows_of_two[i].name);
		upstreams_free(&upstreams);
		server_stop(&server);
	}
}

/* ---- With these it does not start ---- */

static const struct {
	const char *conf, *said, *id;
	const char *log_id; /* NULL: the log's line is about no handshake */
} refused[] = {
	{ "server {\nlisten 127.0.0.1:PORT ssl; " HERE "\n}\n", "no \"ssl_certificate\" is defined",
		"server-certificate-not-loaded", "server-certificate-not-loaded" },
	{ "server { listen 127.0.0.1:PORT ssl;\nssl_certificate front.pem; " HERE "\n}\n",
		"no \"ssl_certificate_key\" is defined", "server-certificate-not-loaded",
		"server-certificate-not-loaded" },
	{ "server { listen 127.0.0.1:PORT ssl; " OWN
	  "ssl_ciphers ECDHE-RSA-AES128-GCM-SHA265; " HERE "\n}\n",
		"no cipher match", "cipher-mismatch", "cipher-mismatch" },
	{ "server { listen 127.0.0.1:PORT ssl; " OWN "ssl_verify_client on; " HERE "\n}\n",
		"no ssl_client_certificate for", "nginx.client-ca-missing", NULL },
	{ "server { location / { proxy_pass https://127.0.0.1:PORT;\nproxy_ssl_verify on; " HERE
	  "\n} }\n",
		"no proxy_ssl_trusted_certificate for proxy_ssl_verify", "nginx.verify-without-ca",
		NULL },
	{ "server { location / { grpc_pass grpcs://127.0.0.1:PORT;\ngrpc_ssl_verify on; " HERE
	  "\n} }\n",
		"no grpc_ssl_trusted_certificate for grpc_ssl_verify", "nginx.verify-without-ca",
		NULL },
	{ "server { location / { uwsgi_pass suwsgi://127.0.0.1:PORT;\nuwsgi_ssl_verify on; " HERE
	  "\n} }\n",
		"no uwsgi_ssl_trusted_certificate for uwsgi_ssl_verify", "nginx.verify-without-ca",
		NULL },
	{ "server { location / { proxy_pass https://127.0.0.1:PORT;\n"
	  "proxy_ssl_certificate front.pem; " HERE "\n} }\n",
		"no \"proxy_ssl_certificate_key\" is defined", "nginx.client-key", NULL },
	{ "server { location / { proxy_pass https://127.0.0.1:PORT;\n"
	  "proxy_ssl_server_name yes; " HERE "\n} }\n",
		"invalid value \"yes\" in \"proxy_ssl_server_name\" directive", "nginx.bad-value",
		NULL },
};

/* Nobody listens at the upstreams' port, which is a fault of its own: those faults come beside it. */
static bool has_fault(const struct upstreams *upstreams, const char *id)
{
	for (size_t i = 0; i < upstreams->faults.count; i++)
		if (!strcmp(nginx_fault_id(&upstreams->faults.items[i]), id))
			return true;
	return false;
}

Test(nginx_listens, what_nginx_refuses_to_start_with_is_found, .timeout = 120)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct upstreams upstreams;
		struct server server;

		server_prepare(&server, 0);
		make_certificates(&server, NULL, NULL);
		write_configuration(&server, refused[i].conf);
		cr_expect(nginx_test_says(&server, refused[i].said), "%s", refused[i].said);
		if (refused[i].log_id) {
			cr_expect(nginx_log_leads_to(&server, "said", refused[i].log_id), "%s",
				refused[i].said);
			cr_expect(nginx_line_leads_to(
					  &server, "said", refused[i].said, refused[i].log_id),
				"%s", refused[i].said);
		}
		nginx_doctor(&server, &upstreams);
		if (strstr(refused[i].conf, "_pass"))
			cr_expect(has_fault(&upstreams, refused[i].id), "%s", refused[i].said);
		else
			nginx_expect_fault(
				&server, &upstreams, "site.conf", refused[i].said, refused[i].id);
		upstreams_free(&upstreams);
		server_stop(&server);
	}
}

/* ---- Files of certificates and keys ---- */

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
	server_pem(server, "front.pem", &forge, row->file);
	server_key(server, "front-key.pem", &forge, row->key_of ? row->key_of : "leaf");
	if (row->beside)
		server_pem(server, "beside.pem", &forge, row->beside);
	forge_close(&forge);
	text = memory_format(
		"error_log log; pid nginx.pid; events { }\nhttp { access_log off; server {\n"
		"listen 127.0.0.1:%d ssl; server_name front.test;\n"
		"ssl_certificate front.pem;\nssl_certificate_key front-key.pem;\n} }\n",
		server->port);
	server_file(server, "nginx.conf", text);
	free(text);
}

Test(nginx_listens, certificate_files_are_judged_as_nginx_and_browsers_do, .timeout = 120)
{
	for (size_t i = 0; i < sizeof(listening) / sizeof(listening[0]); i++) {
		const struct listening *row = &listening[i];
		struct upstreams upstreams;
		struct server server;

		server_prepare(&server, 0);
		make_listening(&server, row);
		cr_expect(nginx_test_says(&server, row->said ? row->said : "test is successful"),
			"%s", row->name);
		nginx_doctor(&server, &upstreams);
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
