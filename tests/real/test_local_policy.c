/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What we say is forbidden here, the real programs refuse; what we say is allowed, they do. */
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
#include "check/limits.h"
#include "server.h"

enum client { CURL, S_CLIENT, GNUTLS_CLI };

#define EC "leaf issuer=root dns=site.test"
#define RSA "leaf issuer=root dns=site.test key=rsa2048"
#define CONF "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"

static const struct row {
	const char *name;
	enum client client;
	const char *rules; /* of openssl.cnf's last section, or the whole of GnuTLS's file */
	const char *server; /* more arguments of openssl s_server */
	const char *leaf;
	const char *options; /* of tlsdoctor */
	const char *finding; /* or NULL: it may not be called forbidden */
	const char *cause; /* named first, or NULL for none */
	int refused; /* by the client */
} rows[] = {
	{ "no rules", CURL, "", "-www", EC, "", NULL, NULL, 0 },
	{ "usual versions", CURL, "MinProtocol = TLSv1.2\n", "-www", EC, "", NULL, NULL, 0 },
	{ "TLS 1.3 at least", CURL, "MinProtocol = TLSv1.3\n", "-www -tls1_2", EC, "",
		"local-policy.version", "client-policy", 1 },
	{ "TLS 1.3 at least, and there", CURL, "MinProtocol = TLSv1.3\n", "-www", EC, "", NULL,
		NULL, 0 },
	{ "TLS 1.2 at most", S_CLIENT, "MaxProtocol = TLSv1.2\n", "-www -tls1_3", EC, "",
		"local-policy.version", "client-policy", 1 },
	{ "TLS 1.2 at most, and there", CURL, "MaxProtocol = TLSv1.2\n", "-www", EC, "", NULL, NULL,
		0 },
	{ "a list of versions", CURL, "Protocol = ALL,-TLSv1.3\n", "-www -tls1_3", EC, "",
		"local-policy.version", "client-policy", 1 },
	{ "level 3 and RSA 2048", CURL, "CipherString = DEFAULT:@SECLEVEL=3\n", "-www", RSA, "",
		"local-policy.key", "client-policy", 1 },
	{ "level 3 and P-256", CURL, "CipherString = DEFAULT@SECLEVEL=3\n", "-www", EC, "", NULL,
		NULL, 0 },
	{ "level 4 and P-256", CURL, "CipherString = DEFAULT@SECLEVEL=4\n", "-www", EC, "",
		"local-policy.key", "client-policy", 1 },
	{ "level 2 and RSA 2048", CURL, "CipherString = DEFAULT@SECLEVEL=2\n", "-www", RSA, "",
		NULL, NULL, 0 },
	{ "only some suites", CURL, "CipherString = ECDHE+CHACHA20\n",
		"-www -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", EC, "--deep",
		"local-policy.cipher", "client-policy", 1 },
	{ "only some suites, and one is there", CURL, "CipherString = ECDHE+CHACHA20\n",
		"-www -tls1_2", EC, "--deep", NULL, NULL, 0 },
	{ "only some suites of TLS 1.3", CURL, "Ciphersuites = TLS_AES_128_GCM_SHA256\n",
		"-www -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384", EC, "--deep",
		"local-policy.cipher", "client-policy", 1 },
	{ "only one group", CURL, "Groups = P-521\n", "-www -tls1_3 -groups P-384", EC, "--deep",
		"local-policy.group", "client-policy", 1 },
	{ "one group, and it is there", CURL, "Groups = X25519:P-384\n",
		"-www -tls1_3 -groups P-384", EC, "--deep", NULL, NULL, 0 },
	{ "no RSA signatures", CURL, "SignatureAlgorithms = ECDSA+SHA256\n", "-www", RSA, "",
		"local-policy.key-type", "client-policy", 1 },
	{ "a number before a small name", CURL, "1.minprotocol = TLSv1.3\n", "-www -tls1_2", EC, "",
		"local-policy.version", "client-policy", 1 },
	{ "a version in capitals", CURL, "MinProtocol = TLSV1.3\n", "-www -tls1_2", EC, "", NULL,
		NULL, 0 },
	{ "a variable that nobody set", CURL, "MinProtocol = $nothing\n", "-www -tls1_2", EC, "",
		NULL, NULL, 0 },
	{ "GnuTLS without rules", GNUTLS_CLI, "", "-www", EC, "", NULL, NULL, 0 },
	{ "GnuTLS without TLS 1.3", GNUTLS_CLI, "[overrides]\ndisabled-version = tls1.3\n",
		"-www -tls1_3", EC, "--deep", "local-policy.version", "client-policy", 1 },
	{ "GnuTLS without TLS 1.3, which nobody needs", GNUTLS_CLI,
		"[overrides]\ndisabled-version = tls1.3\n", "-www", EC, "", NULL, NULL, 0 },
	{ "GnuTLS without TLS 1.2", GNUTLS_CLI, "[overrides]\ndisabled-version = TLS1.2\n",
		"-www -tls1_2", EC, "", "local-policy.version", "client-policy", 1 },
	{ "GnuTLS with high demands", GNUTLS_CLI, "[overrides]\nmin-verification-profile = high\n",
		"-www", RSA, "", "local-policy.key", "client-policy", 1 },
	{ "GnuTLS with high demands, met", GNUTLS_CLI,
		"[overrides]\nmin-verification-profile = high\n", "-www", EC, "", NULL, NULL, 0 },
	{ "GnuTLS without a cipher", GNUTLS_CLI, "[overrides]\ntls-disabled-cipher = aes-256-gcm\n",
		"-www -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384", EC, "--deep",
		"local-policy.cipher", "client-policy", 1 },
	{ "GnuTLS's list of what is allowed", GNUTLS_CLI,
		"[global]\noverride-mode = allowlist\n[overrides]\nsecure-hash = sha256\n"
		"secure-sig = ecdsa-sha256\nsecure-sig = ecdsa-secp256r1-sha256\n"
		"secure-sig-for-cert = ecdsa-sha256\nenabled-version = tls1.3\n"
		"enabled-curve = secp256r1\ntls-enabled-cipher = aes-128-gcm\n"
		"tls-enabled-mac = aead\ntls-enabled-group = secp256r1\n",
		"-www -tls1_2", EC, "--deep", "local-policy.version", "client-policy", 1 },
};

/* ---- The server ---- */

static void write_certificates(const struct row *row, const struct server *server)
{
	static const char root[] = "root ca o=Test days=-1000..1000";
	const char *rsa = strstr(row->leaf, "rsa") ? " key=rsa3072" : "";
	struct forge forge;
	const char *why;
	char *line = memory_format("%s%s", root, rsa), *pem;

	forge_open(&forge, (int64_t)time(NULL));
	cr_assert(forge_cert(&forge, line, &why), "%s", why);
	cr_assert(forge_cert(&forge, row->leaf, &why), "%s", why);
	pem = forge_pem(forge_find(&forge, "root"));
	server_file(server, "ca.pem", pem);
	free(pem);
	pem = forge_pem(forge_find(&forge, "leaf"));
	server_file(server, "chain.pem", pem);
	free(pem);
	pem = forge_key_pem(forge_find(&forge, "leaf"));
	server_file(server, "key.pem", pem);
	free(pem);
	free(line);
	forge_close(&forge);
}

static void add_words(char **argv, size_t count, char *words)
{
	char *rest = NULL;

	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		argv[count++] = word;
	argv[count] = NULL;
}

/* Before the rules are in the environment: the server keeps its own. */
static int start(const struct row *row, struct server *server)
{
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *words = memory_text(row->server);
	char *argv[30] = { "openssl", "s_server", "-accept", place, "-cert", "chain.pem", "-key",
		"key.pem", "-quiet" };
	int error;

	add_words(argv, 9, words);
	error = server_start(server, argv, 0);
	free(words);
	free(place);
	return error;
}

/* ---- Those who ask ---- */

static void set_rules(const struct row *row, const struct server *server)
{
	char *path = memory_format("%s/rules", server->folder);
	char *text = memory_format("%s%s", row->client == GNUTLS_CLI ? "" : CONF, row->rules);

	server_file(server, "rules", text);
	setenv(row->client == GNUTLS_CLI ? "GNUTLS_SYSTEM_PRIORITY_FILE" : "OPENSSL_CONF", path, 1);
	free(text);
	free(path);
}

/* Its exit status. */
static int ask_client(const struct row *row, const struct server *server)
{
	char *port = memory_format("%d", server->port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *url = memory_format("https://site.test:%d/", server->port);
	char *resolve = memory_format("site.test:%d:127.0.0.1", server->port);
	char *curl[] = { "curl", "-sS", "--noproxy", "*", "--cacert", ca, "--resolve", resolve,
		"-o", "/dev/null", url, NULL };
	char *gnutls[] = { "gnutls-cli", "--x509cafile", ca, "--sni-hostname", "site.test",
		"--verify-hostname", "site.test", "-p", port, "127.0.0.1", NULL };
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *openssl[] = { "openssl", "s_client", "-connect", place, "-servername", "site.test",
		"-verify_hostname", "site.test", "-verify_return_error", "-CAfile", ca, NULL };
	char **const clients[] = { [CURL] = curl, [S_CLIENT] = openssl, [GNUTLS_CLI] = gnutls };
	struct command command;
	int status;

	command_run(clients[row->client], 20000, &command);
	status = command.status;
	command_free(&command);
	free(place);
	free(resolve);
	free(url);
	free(ca);
	free(port);
	return status;
}

static json_t *ask_tlsdoctor(const struct row *row, const struct server *server)
{
	char *target = memory_format("site.test:%d", server->port);
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *words = memory_text(row->options);
	char *argv[20] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "--ca-file", ca, target };
	struct command command;
	json_t *report;

	add_words(argv, 9, words);
	command_run(argv, 60000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_expect(report, "%s: no JSON: %s%s", row->name, command.out, command.err);
	command_free(&command);
	free(words);
	free(ca);
	free(place);
	free(target);
	return report;
}

/* ---- What is said ---- */

static const char *first_cause(const json_t *report)
{
	const json_t *cause = json_array_get(json_object_get(report, "causes"), 0);
	const char *id = json_string_value(json_object_get(cause, "id"));

	return id ? id : "none";
}

static json_t *findings_of(const json_t *report, const char *check)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(report, "checks"), i,
		item) if (!strcmp(json_string_value(json_object_get(item, "id")),
				  check)) return json_object_get(item, "findings");
	return NULL;
}

static bool has(const json_t *findings, const char *key, const char *value)
{
	json_t *item;
	size_t i;

	json_array_foreach(
		findings, i, item) if (!strcmp(json_string_value(json_object_get(item, key)),
					       value)) return true;
	return false;
}

static void expect(const struct row *row, const json_t *report)
{
	const json_t *findings = findings_of(report, "local-policy");
	char *text = json_dumps(findings, JSON_INDENT(1));

	cr_expect(findings, "%s: not looked at", row->name);
	cr_expect_str_eq(
		first_cause(report), row->cause ? row->cause : "none", "%s: %s", row->name, text);
	if (row->finding)
		cr_expect(has(findings, "id", row->finding), "%s: %s", row->name, text);
	else
		cr_expect_not(has(findings, "verdict", "fail"), "%s: %s", row->name, text);
	free(text);
}

static void clear_environment(void)
{
	static const char *const variables[] = { "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
		"REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "OPENSSL_CONF", "SSLKEYLOGFILE",
		"GNUTLS_SYSTEM_PRIORITY_FILE" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
}

static void run(const struct row *row)
{
	struct server server;
	json_t *report;
	int status;

	server_prepare(&server, 0);
	write_certificates(row, &server);
	if (start(row, &server)) {
		cr_expect(0, "%s: the server could not be started", row->name);
	} else {
		set_rules(row, &server);
		status = ask_client(row, &server);
		cr_expect_eq(status != 0, row->refused, "%s: the client ended with %d", row->name,
			status);
		report = ask_tlsdoctor(row, &server);
		expect(row, report);
		json_decref(report);
	}
	server_stop(&server);
}

ParameterizedTestParameters(real_local_policy, what_is_called_forbidden_is_refused)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(
	size_t *number, real_local_policy, what_is_called_forbidden_is_refused, .timeout = 90)
{
	clear_environment();
	run(&rows[*number]);
}

/* ---- Cipher strings ---- */

/* The names that `openssl ciphers` prints for TEXT, with ':' at both ends. */
static char *real_ciphers(const char *text)
{
	char *argv[] = { "openssl", "ciphers", (char *)text, NULL };
	struct command command;
	char *list;

	command_run(argv, 20000, &command);
	cr_expect_eq(command.status, 0, "%s: %s", text, command.err);
	command.out[strcspn(command.out, "\n")] = '\0';
	list = memory_format(":%s:", command.out);
	command_free(&command);
	return list;
}

static bool is_listed(const char *list, const struct suite *suite)
{
	char *name = memory_format(":%s:", suite->openssl ? suite->openssl : suite->name);
	bool listed = strstr(list, name) != NULL;

	free(name);
	return listed;
}

static void compare_ciphers(const char *text, const char *known)
{
	char *list = real_ciphers(text);
	size_t count;
	const struct suite *suites = suites_all(&count);
	bool *allowed = memory_new(count, sizeof(*allowed));
	int level;

	cr_expect(openssl_ciphers(text, allowed, &level), "%s", text);
	for (size_t i = 0; i < count; i++)
		if (suites[i].first_version <= 0x0303 && suites[i].last_version >= 0x0300 &&
			is_listed(known, &suites[i]))
			cr_expect_eq(allowed[i], is_listed(list, &suites[i]), "%s: %s", text,
				suites[i].name);
	free(allowed);
	free(list);
}

Test(real_local_policy, cipher_strings_mean_what_openssl_makes_of_them, .timeout = 60)
{
	static const char *const strings[] = { "DEFAULT", "ALL", "HIGH", "MEDIUM:HIGH",
		"HIGH:!aNULL:!MD5", "DEFAULT:@SECLEVEL=2", "DEFAULT@SECLEVEL=1", "ECDHE+AESGCM",
		"ECDHE+CHACHA20:ECDHE+AES128", "kRSA", "aRSA:!kRSA", "AES256:-SHA1",
		"AES256:!SHA1:AES256", "AES256:-SHA1:AES256", "AESCCM8", "PSK",
		"ALL:eNULL:!PSK:!SRP", "CAMELLIA:ARIA", "DHE:EDH:EECDH", "TLSv1.2", "SSLv3:TLSv1.0",
		"ECDHE-RSA-AES128-GCM-SHA256:NoSuchSuite", "ALL,!SHA384 !SHA256",
		"COMPLEMENTOFDEFAULT", "CBC:+AES128",
		"@SECLEVEL=2:kEECDH:kRSA:kEDH:kPSK:kDHEPSK:kECDHEPSK:kRSAPSK:-aDSS:-3DES:!DES:!RC4:"
		"!RC2:"
		"!IDEA:-SEED:!eNULL:!aNULL:!MD5:-SHA384:-CAMELLIA:-ARIA:-AESCCM8" };
	char *known = real_ciphers("ALL:eNULL:@SECLEVEL=0");

	unsetenv("OPENSSL_CONF");
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		compare_ciphers(strings[i], known);
	free(known);
}

/* ---- Authorities of the environment ---- */

static void expect_authorities(const char *path, const char *finding)
{
	struct row row = { .name = path, .options = "", .leaf = EC, .server = "-www" };
	struct server server;
	struct command command;
	char *url, *resolve, *file;
	json_t *report;

	server_prepare(&server, 0);
	write_certificates(&row, &server);
	cr_assert_eq(start(&row, &server), 0);
	server_file(&server, "empty.pem", "nothing\n");
	file = *path == '/' ? memory_text(path) : memory_format("%s/%s", server.folder, path);
	setenv("SSL_CERT_FILE", file, 1);
	url = memory_format("https://site.test:%d/", server.port);
	resolve = memory_format("site.test:%d:127.0.0.1", server.port);
	command_run((char *[]){ "curl", "-sS", "--noproxy", "*", "--resolve", resolve, "-o",
			    "/dev/null", url, NULL },
		20000, &command);
	cr_expect_eq(command.status != 0, finding != NULL, "%s: curl ended with %d", path,
		command.status);
	command_free(&command);
	report = ask_tlsdoctor(&row, &server);
	if (finding)
		cr_expect_str_eq(first_cause(report), "trust-store-problem");
	else
		cr_expect_str_eq(first_cause(report), "none");
	cr_expect_eq(has(findings_of(report, "local-policy"), "id", finding ? finding : "x"),
		finding != NULL);
	json_decref(report);
	free(file);
	free(url);
	free(resolve);
	server_stop(&server);
}

Test(real_local_policy, a_list_of_authorities_that_is_not_there_trusts_nobody, .timeout = 60)
{
	clear_environment();
	expect_authorities("/nowhere/ca.pem", "local-policy.authorities-missing");
	expect_authorities("empty.pem", "local-policy.authorities-empty");
	expect_authorities("ca.pem", NULL);
}
