/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "check --deep" asks for everything: the right cause stands first, in time, and a healthy server has none. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/front.h"
#include "base/memory.h"
#include "site.h"

#define GOOD "leaf issuer=inter dns=site.test"
#define RSA "leaf issuer=inter dns=site.test key=rsa2048"
#define LIMIT_MS 35000

struct deep {
	struct site site;
	enum front_rule front; /* FRONT_LETS_PASS: none */
	const char *finding; /* that must be there too, or NULL */
};

/* A server by openssl s_server, gnutls-serv or nginx with the usual chain. */
#define SERVER(name_, program_, leaf_, config_, cause_, finding_, front_) \
	{                                                                 \
		.site = { .name = name_,                                  \
			.program = program_,                              \
			.leaf = leaf_,                                    \
			.send = "leaf inter",                             \
			.config = config_,                                \
			.cause = cause_ },                                \
		.finding = finding_, .front = front_,                     \
	}
#define OPEN(name, config, cause, finding) \
	SERVER(name, OPENSSL, RSA, config " -www", cause, finding, FRONT_LETS_PASS)
#define BEHIND(name, front, config, cause, finding) \
	SERVER(name, NGINX, RSA, config, cause, finding, front)

static const struct deep rows[] = {
	/* Versions, suites, groups */
	OPEN("tls 1.0 only", "-tls1 -cipher DEFAULT:@SECLEVEL=0", "protocol-too-old",
		"versions.old-only"),
	OPEN("no suite in common", "-tls1_2 -cipher ECDHE-ARIA128-GCM-SHA256", "cipher-mismatch",
		"ciphers.none-of-today"),
	OPEN("no group in common", "-tls1_2 -cipher ECDHE -groups secp256k1", "group-mismatch",
		"groups.none-of-today"),
	OPEN("a group that gnutls knows and browsers don't", "-groups X448", "group-mismatch",
		"groups.none-of-today"),
	OPEN("rsa key exchange only", "-tls1_2 -cipher kRSA", "weak-cipher", "ciphers.static-only"),
	OPEN("camellia with rsa key exchange only", "-tls1_2 -cipher CAMELLIA128-SHA",
		"weak-cipher", "ciphers.weak-only"),
	OPEN("dh of 1024 bits only",
		"-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam dh1024.pem",
		"weak-dh", "ciphers.weak-dh"),
	OPEN("dh of 1024 bits beside better ones",
		"-tls1_2 -cipher DEFAULT:@SECLEVEL=0 -dhparam dh1024.pem", NULL,
		"ciphers.weak-dh-too"),
	/* Repairs of TLS 1.2 */
	SERVER("no secure renegotiation", GNUTLS, RSA,
		"--priority NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION",
		"legacy-renegotiation", "renegotiation.no-info", FRONT_LETS_PASS),
	SERVER("no extended master secret", GNUTLS, RSA,
		"--priority NORMAL:-VERS-TLS1.3:%NO_SESSION_HASH",
		"extended-master-secret-required", "renegotiation.no-master-secret",
		FRONT_LETS_PASS),
	SERVER("no repairs, but tls 1.3", GNUTLS, RSA,
		"--priority NORMAL:%NO_SESSION_HASH:%DISABLE_SAFE_RENEGOTIATION", NULL,
		"renegotiation.no-master-secret-too", FRONT_LETS_PASS),
	OPEN("encrypt-then-mac", "-tls1_2 -cipher ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256",
		NULL, "renegotiation.encrypt-then-mac"),
	OPEN("no encrypt-then-mac",
		"-no_etm -tls1_2 -cipher ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256", NULL,
		"renegotiation.no-encrypt-then-mac"),
	/* Signatures */
	OPEN("signs with sha-1 only", "-tls1_2 -cipher ECDHE:@SECLEVEL=0 -sigalgs RSA+SHA1",
		"signature-mismatch", "groups.old-signatures"),
	SERVER("a key that no browser takes", OPENSSL,
		"leaf issuer=inter dns=site.test key=ed25519", "-www", "signature-mismatch",
		"groups.key-browsers-lack", FRONT_LETS_PASS),
	SERVER("a key of the curve P-521", OPENSSL, "leaf issuer=inter dns=site.test key=p521",
		"-www", "signature-mismatch", "groups.key-browsers-lack", FRONT_LETS_PASS),
	/* Client certificates */
	OPEN("client certificate, tls 1.2", "-tls1_2 -Verify 1", "client-certificate-required",
		"client-certificate.required"),
	OPEN("client certificate, tls 1.3", "-tls1_3 -Verify 1", "client-certificate-required",
		"client-certificate.required"),
	OPEN("one of an authority, tls 1.2", "-tls1_2 -Verify 1 -CAfile ca.pem",
		"client-certificate-required", "client-certificate.authorities"),
	OPEN("one of an authority, tls 1.3", "-tls1_3 -Verify 1 -CAfile ca.pem",
		"client-certificate-required", "client-certificate.authorities"),
	/* Unusual hellos */
	BEHIND("a large hello is dropped", FRONT_NO_LARGE, "", "large-hello-intolerance",
		"hello.large-refused"),
	BEHIND("large answers get lost", FRONT_NO_LARGE_ANSWER, "", "path-mtu",
		"hello.answer-lost"),
	BEHIND("a split hello is dropped", FRONT_NO_SPLIT, "", "large-hello-intolerance",
		"hello.split-refused"),
	BEHIND("closes when tls 1.3 is offered", FRONT_NO_TLS_1_3, "ssl_protocols TLSv1.2;",
		"version-intolerance", "hello.version-refused"),
	BEHIND("is silent when tls 1.3 is offered", FRONT_NO_TLS_1_3_SILENT,
		"ssl_protocols TLSv1.2;", "version-intolerance", "hello.version-refused"),
	BEHIND("an alert for what it does not know", FRONT_NO_GREASE, "", "version-intolerance",
		"hello.unknown-refused"),
	/* On the way, and the second time */
	BEHIND("tls 1.3 is taken out of the hello", FRONT_HIDES_TLS_1_3,
		"ssl_protocols TLSv1.2 TLSv1.3;", "middlebox-tampering", "handshake.downgraded"),
	BEHIND("an earlier session, in tls 1.3", FRONT_NO_RESUMPTION, "ssl_protocols TLSv1.3;",
		"session-resumption-problem", "renegotiation.resumption-fails"),
	BEHIND("an earlier session, in tls 1.2", FRONT_NO_RESUMPTION, "ssl_protocols TLSv1.2;",
		"session-resumption-problem", "renegotiation.resumption-fails"),
	/* Healthy */
	BEHIND("one connection at a time", FRONT_ONE_AT_A_TIME, "", NULL,
		"hello.limits-connections"),
	BEHIND("three connections at a time", FRONT_THREE_AT_A_TIME, "", NULL,
		"hello.limits-connections"),
	BEHIND("tls 1.3 only", FRONT_LETS_PASS, "ssl_protocols TLSv1.3;", NULL, "groups.common"),
	BEHIND("tls 1.2 only", FRONT_LETS_PASS, "ssl_protocols TLSv1.2;", NULL, "groups.common"),
	BEHIND("nginx as it comes", FRONT_LETS_PASS, "", NULL, "hello.all-taken"),
	SERVER("gnutls-serv as it comes", GNUTLS, GOOD, "", NULL, "groups.common", FRONT_LETS_PASS),
	SERVER("haproxy as it comes", HAPROXY, GOOD, "", NULL, "groups.common", FRONT_LETS_PASS),
	OPEN("s_server as it comes", "", NULL, "ciphers.accepted"),
};

/* DEPTH: "--deep"; "--offline", which stands there anyway, for an ordinary run. */
static void check(const struct server *server, int port, const char *depth, struct command *ret)
{
	char *target = memory_format("site.test:%d", server->port);
	char *place = memory_format("127.0.0.1:%d", port);
	char *ca = memory_format("%s/ca.pem", server->folder);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", (char *)depth,
		"--offline", "--timeout", "25", "--connect-to", place, "--ca-file", ca, target,
		NULL };

	command_run(argv, LIMIT_MS, ret);
	free(ca);
	free(place);
	free(target);
}

static bool has_finding(const json_t *report, const char *id)
{
	size_t c, f;
	json_t *check, *finding;

	json_array_foreach(json_object_get(report, "checks"), c, check)
	{
		json_array_foreach(json_object_get(check, "findings"), f, finding)
		{
			if (!strcmp(json_string_value(json_object_get(finding, "id")), id))
				return true;
		}
	}
	return false;
}

/* Nothing of it is unknown: every question was answered. */
static void expect_whole(const char *name, const json_t *report)
{
	static const char *const asked[] = { "hello", "versions", "renegotiation", "ciphers",
		"groups" };
	size_t index;
	json_t *check;

	json_array_foreach(json_object_get(report, "checks"), index, check)
	{
		const char *id = json_string_value(json_object_get(check, "id"));
		const char *verdict = json_string_value(json_object_get(check, "verdict"));

		for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
			if (!strcmp(id, asked[i]))
				cr_expect_str_neq(verdict, "unknown", "%s: %s", name, id);
	}
}

static void expect(const struct deep *row, const struct command *command)
{
	const char *name = row->site.name, *cause = row->site.cause;
	json_t *report = json_loads(command->out, 0, NULL);
	json_t *first = json_array_get(json_object_get(report, "causes"), 0);
	const char *id = json_string_value(json_object_get(first, "id"));

	cr_expect(report, "%s: no JSON in %d ms: %s%s", name, command->ms, command->out,
		command->err);
	cr_expect_str_eq(id ? id : "none", cause ? cause : "none", "%s: %s in %d ms\n%s", name,
		id ? id : "none", command->ms, command->out);
	if (!cause && row->finding)
		expect_whole(name, report);
	if (row->finding)
		cr_expect(has_finding(report, row->finding), "%s: no %s\n%s", name, row->finding,
			command->out);
	json_decref(report);
}

static void run(const struct deep *row, const char *depth)
{
	struct command command;
	struct server server;
	struct front front;

	if (site_start(&row->site, &server)) {
		cr_expect(0, "%s: the server could not be started", row->site.name);
		server_stop(&server);
		return;
	}
	front_start(&front, row->front, server.port);
	check(&server, row->front ? front.port : server.port, depth, &command);
	front_end(&front);
	expect(row, &command);
	command_free(&command);
	server_stop(&server);
}

ParameterizedTestParameters(deep, each_server_gets_its_cause_and_a_healthy_one_none)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(
	size_t *number, deep, each_server_gets_its_cause_and_a_healthy_one_none, .timeout = 120)
{
	run(&rows[*number], "--deep");
}

/* What an ordinary run says too, or must not say. */
static const struct deep usual_rows[] = {
	BEHIND("a large hello is dropped", FRONT_NO_LARGE, "", "large-hello-intolerance",
		"hello.large-refused"),
	BEHIND("one connection at a time", FRONT_ONE_AT_A_TIME, "", NULL, NULL),
	BEHIND("three connections at a time", FRONT_THREE_AT_A_TIME, "", NULL, NULL),
};

ParameterizedTestParameters(deep, an_ordinary_run_sees_as_much_as_it_asks_for)
{
	static size_t numbers[sizeof(usual_rows) / sizeof(usual_rows[0])];

	for (size_t i = 0; i < sizeof(usual_rows) / sizeof(usual_rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(usual_rows) / sizeof(usual_rows[0]));
}

ParameterizedTest(size_t *number, deep, an_ordinary_run_sees_as_much_as_it_asks_for, .timeout = 120)
{
	run(&usual_rows[*number], "--offline");
}

#define USUAL_MOST 12

/* How many connections an ordinary run makes to a server behind RULE. */
static int count_usual(const struct site *site, enum front_rule rule)
{
	struct command command;
	struct server server;
	struct front front;

	cr_assert_eq(site_start(site, &server), 0);
	front_start(&front, rule, server.port);
	check(&server, front.port, "--offline", &command);
	front_end(&front);
	server_stop(&server);
	cr_expect_gt(strlen(command.out), 2);
	command_free(&command);
	return front.taken;
}

Test(deep, an_ordinary_run_makes_at_most_twelve_connections, .timeout = 120)
{
	static const struct site healthy = {
		.name = "healthy", .program = NGINX, .leaf = RSA, .send = "leaf inter", .config = ""
	};
	static const struct site old = { .name = "tls 1.2",
		.program = NGINX,
		.leaf = RSA,
		.send = "leaf inter",
		.config = "ssl_protocols TLSv1.2;" };
	int fine = count_usual(&healthy, FRONT_LETS_PASS);
	int broken = count_usual(&old, FRONT_NO_TLS_1_3);

	cr_expect_gt(fine, 0);
	cr_expect_leq(fine, USUAL_MOST, "%d", fine);
	cr_expect_gt(broken, 0);
	cr_expect_leq(broken, USUAL_MOST, "%d", broken);
}
