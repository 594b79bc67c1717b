/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each fault that the text alone shows is found at its line; what is right is left alone. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "diagnosis/diagnosis.h"
#include "webserver/nginx_seen.h"

TestSuite(nginx_faults);

static const struct {
	const char *text; /* the line at fault bears "# HERE" */
	const char *id; /* of the kind; NULL: nothing */
} cases[] = {
	/* Listening */
	{ "http { server {\nlisten 443; # HERE\nserver_name a.example; } }",
		"nginx.listen-without-ssl" },
	{ "http { server {\nlisten [::]:443; # HERE\n} }", "nginx.listen-without-ssl" },
	{ "http { server { listen 443; } server { listen 443 ssl; ssl_certificate a; "
	  "ssl_certificate_key b; } ssl_certificate a; ssl_certificate_key b; }",
		NULL },
	{ "http { server {\nlisten 8443; # HERE\nssl_certificate a; ssl_certificate_key b; } }",
		"nginx.listen-without-ssl" },
	{ "http { server { listen 80; ssl_certificate a; ssl_certificate_key b; } }", NULL },
	{ "mail { server {\nlisten 993; # HERE\nprotocol imap; } }", "nginx.listen-without-ssl" },
	{ "mail { server {\nlisten 143; # HERE\nprotocol imap; starttls on; } }",
		"nginx.no-certificate" },
	{ "mail { server {\nlisten 143; # HERE\nprotocol imap; ssl_certificate a; "
	  "ssl_certificate_key b; } }",
		"nginx.starttls-off" },
	{ "mail { server { listen 143; listen 993 ssl; protocol imap; ssl_certificate a; "
	  "ssl_certificate_key b; } }",
		NULL },
	{ "mail { server {\nlisten 1993; # HERE\nprotocol imap; ssl_certificate a; "
	  "ssl_certificate_key b; } }",
		"nginx.listen-without-ssl" },
	{ "mail { ssl_certificate a; ssl_certificate_key b;\nssl_protocols TLSv1 TLSv1.1; # HERE\n"
	  "server { listen 143; protocol imap; starttls only; } }",
		"nginx.listen-protocols-old" },
	{ "mail { ssl_protocols TLSv1; server { listen 143; protocol imap; starttls off; } }",
		NULL },
	{ "stream { server { listen 443; proxy_pass 192.0.2.1:443; } }", NULL },
	{ "http { server { listen 443 quic; listen 443 ssl; ssl_certificate a; ssl_certificate_key "
	  "b; } }",
		NULL },
	{ "http { server {\nlisten 443 ssl; # HERE\n} }", "nginx.no-certificate" },
	{ "http { server { listen 443 ssl; ssl_reject_handshake on; } }", NULL },
	{ "http { server { listen 443 ssl; ssl_certificate a; ssl_certificate_key b; } server { "
	  "listen 443 ssl; server_name x; } }",
		NULL },
	{ "http { server { listen 443 ssl; ssl_reject_handshake on; } server {\nlisten 443 ssl; # "
	  "HERE\nserver_name x; } }",
		"nginx.no-certificate" },
	{ "http { server { listen 443 ssl;\nssl_certificate a; # HERE\n} }", "nginx.no-key" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; } }", NULL },
	{ "http { server {\nlisten 443 ssl; # HERE\nssl_certificate a; ssl_certificate_key b; }\n"
	  "server { listen 443 ssl; ssl_certificate c; ssl_certificate_key d; } }",
		"nginx.no-default-server" },
	{ "http { server { listen 443 ssl default_server; ssl_certificate a; ssl_certificate_key "
	  "b; }\n"
	  "server { listen 443 ssl; ssl_certificate c; ssl_certificate_key d; } }",
		NULL },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; server_name "
	  "x; }\n"
	  "server { listen 443 ssl; } }",
		NULL },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_stapling on; # HERE\n} }",
		"nginx.stapling-resolver" },
	{ "http { resolver 127.0.0.1; ssl_certificate a; ssl_certificate_key b; server { "
	  "listen 443 ssl; ssl_stapling on; } }",
		NULL },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl "
	  "default_server; "
	  "ssl_protocols TLSv1.2; }\nserver { listen 443 ssl;\nssl_protocols TLSv1.2 TLSv1.3; # "
	  "HERE\n} }",
		"nginx.blocks-differ" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_protocols TLSv1 TLSv1.1; # HERE\n} }",
		"nginx.listen-protocols-old" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_protocols TLSv1.3; # HERE\n} }",
		"nginx.listen-protocols-strict" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; "
	  "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers HIGH:!aNULL:!MD5; ssl_ecdh_curve auto; } }",
		NULL },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_ciphers RC4-SHA:DES-CBC3-SHA; # HERE\n} }",
		"nginx.listen-ciphers-weak" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_ciphers ECDHE-RSA-AES128-GCM-SHA265; # HERE\n} }",
		"nginx.listen-ciphers-none" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_ecdh_curve secp521r1; # HERE\n} }",
		"nginx.listen-groups" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; ssl_protocols "
	  "TLSv1.2; ssl_ecdh_curve secp521r1; } }",
		NULL },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl "
	  "default_server; } server { listen 443 ssl;\nssl_ecdh_curve secp521r1; # HERE\n} }",
		"nginx.blocks-differ" },
	{ "http { ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl;\n"
	  "ssl_verify_client on; # HERE\n} }",
		"nginx.client-ca-missing" },
	/* Towards the upstream */
	{ "http { server { location / {\nproxy_pass https://a.example:80; # HERE\n} } }",
		"nginx.tls-to-plain-port" },
	{ "http { server { location / {\nproxy_pass http://a.example:443/x; # HERE\n} } }",
		"nginx.plain-to-tls-port" },
	{ "http { upstream u {\nserver a.example; # HERE\n} server { location / { proxy_pass "
	  "https://u; } } }",
		"nginx.tls-to-plain-port" },
	{ "http { server { location / { proxy_pass https://a.example; } location /b { proxy_pass "
	  "http://b.example:8080; } } }",
		NULL },
	{ "http { server { location / { proxy_pass https://a.example;\nproxy_ssl_verify on; # "
	  "HERE\n} } }",
		"nginx.verify-without-ca" },
	{ "http { server { location / { grpc_pass grpcs://a.example;\ngrpc_ssl_verify on; # "
	  "HERE\n} } }",
		"nginx.verify-without-ca" },
	{ "http { server { location / { proxy_pass https://a.example;\nproxy_ssl_certificate x; # "
	  "HERE\n} } }",
		"nginx.client-key" },
	{ "http { server { location / { proxy_pass https://a.example; proxy_ssl_server_name on;\n"
	  "proxy_set_header Host b.example; # HERE\n} } }",
		"nginx.host-header" },
	{ "http { server { location / { proxy_pass https://a.example; proxy_ssl_server_name on; "
	  "proxy_set_header Host $host; } } }",
		NULL },
	{ "http { server { set $b a.example; location / {\nproxy_pass https://$b; # HERE\n} } }",
		"nginx.resolver-missing" },
	{ "http { resolver 127.0.0.1; server { set $b a.example; location / { proxy_pass "
	  "https://$b; } } }",
		NULL },
	{ "http { upstream u { server a.example:443; keepalive 8; } server { location / {\n"
	  "proxy_pass https://u; # HERE\n} } }",
		"nginx.keepalive-inactive" },
	{ "http { upstream u { server a.example:443; keepalive 8; } server { location / { "
	  "proxy_pass https://u; proxy_http_version 1.1; proxy_set_header Connection \"\"; } } }",
		NULL },
	{ "http { upstream u { server a.example:443;\nkeepalive 8; # HERE\n} server { location / { "
	  "proxy_pass https://u; proxy_http_version 1.1; proxy_set_header Connection \"\"; "
	  "proxy_ssl_server_name on; proxy_ssl_name $host; } } }",
		"nginx.keepalive-names" },
	/* Words */
	{ "http {\nproxy_ssl_server_name yes; # HERE\n}", "nginx.bad-value" },
	{ "http {\nproxy_ssl_servername on; # HERE\n}", "nginx.unknown-directive" },
	{ "http {\nssl_protocol TLSv1.2; # HERE\n}", "nginx.unknown-directive" },
	{ "http { proxy_ssl_alpn h2; ssl_dyn_rec_enable on; }", NULL },
	{ "http {\nserver { # HERE\nlisten 80;\n", "nginx.block-open" },
};

static int marked_line(const char *text)
{
	const char *mark = strstr(text, "# HERE");
	int line = 1;

	for (; mark && text < mark; text++)
		line += *text == '\n';
	return line;
}

/* All that can be judged without a connection or a file. */
static void judge(const char *text, struct nginx_conf *conf, struct nginx_faults *faults)
{
	struct nginx_version version = { 1, 26, 0 };
	struct nginx_passes passes;
	struct nginx_listens listens;

	nginx_conf_parse("test.conf", text, strlen(text), NULL, conf);
	nginx_passes_read(conf, &version, &passes);
	nginx_listens_read(conf, &listens);
	nginx_judge_reading(conf, faults);
	nginx_judge_words(conf, faults);
	nginx_judge_listens(conf, &version, &listens, faults);
	nginx_judge_passes(conf, &version, &passes, faults);
	for (size_t i = 0; i < passes.count; i++)
		for (size_t k = 0; k < passes.items[i].peer_count; k++)
			nginx_judge_port(&passes.items[i], &passes.items[i].peers[k], faults);
	nginx_faults_sort(faults, conf);
	nginx_passes_free(&passes);
	nginx_listens_free(&listens);
}

static bool is_remark(const struct nginx_fault *fault)
{
	return fault->kind->verdict != VERDICT_FAIL && fault->kind->verdict != VERDICT_WARN;
}

Test(nginx_faults, each_is_found_at_its_line_and_nothing_else)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nginx_faults faults = { 0 };
		struct nginx_conf conf;
		bool found = false;

		judge(cases[i].text, &conf, &faults);
		for (size_t k = 0; k < faults.count; k++) {
			const struct nginx_fault *fault = &faults.items[k];
			bool wanted = cases[i].id && !strcmp(fault->kind->id, cases[i].id);

			if (is_remark(fault))
				continue;
			/* An open block leaves more than one block open. */
			cr_expect(wanted, "%s\n%s:%d", cases[i].text, fault->kind->id, fault->line);
			found |= wanted && fault->line == marked_line(cases[i].text);
		}
		cr_expect(found || !cases[i].id, "%s", cases[i].text);
		nginx_faults_free(&faults);
		nginx_conf_free(&conf);
	}
}

Test(nginx_faults, the_corrected_line_is_right)
{
	static const struct {
		const char *text, *better;
	} lines[] = {
		{ "http { server { listen 443; } }", "listen 443 ssl;" },
		{ "http { server { location / { proxy_pass https://a.example:80/x; } } }",
			"proxy_pass https://a.example:443/x;" },
		{ "http { server { location / { proxy_pass http://a.example:443; } } }",
			"proxy_pass https://a.example:443;" },
		{ "http { proxy_ssl_servername on; }", "proxy_ssl_server_name on;" },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct nginx_faults faults = { 0 };
		struct nginx_conf conf;

		judge(lines[i].text, &conf, &faults);
		cr_assert_eq(faults.count, 1, "%s", lines[i].text);
		cr_expect_str_eq(faults.items[0].better, lines[i].better);
		nginx_faults_free(&faults);
		nginx_conf_free(&conf);
	}
}

/* Causes that only a configuration or a log shows, so far. */
static bool is_cause_without_rule(const char *cause)
{
	static const char *const ids[] = { "client-sent-plaintext", "chain-too-long",
		"group-mismatch", "upstream-tls-failed", "server-certificate-not-loaded",
		"server-key-mismatch" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!strcmp(ids[i], cause))
			return true;
	return false;
}

Test(nginx_faults, kinds_are_unique_and_their_causes_exist)
{
	for (size_t i = 0; nginx_kind_at(i); i++) {
		const struct nginx_kind *kind = nginx_kind_at(i);

		cr_expect_eq(nginx_kind(kind->id), kind, "%s", kind->id);
		cr_expect(!strncmp(kind->id, "nginx.", 6), "%s", kind->id);
		if (kind->cause && !is_cause_without_rule(kind->cause))
			cr_expect_not_null(diagnosis_rule(kind->cause), "%s", kind->cause);
	}
}
