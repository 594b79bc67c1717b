/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictions.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "base/memory.h"

#define GOOD "leaf issuer=inter dns=site.test"
#define RSA "leaf issuer=inter dns=site.test key=rsa2048"
#define SEND "leaf inter"

const struct site predicted_sites[] = {
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
	{ .name = "an intermediate for clients only",
		.program = NGINX,
		.also = "special ca issuer=root eku=client days=-500..500",
		.leaf = "leaf issuer=special dns=site.test",
		.send = "leaf special",
		.config = "" },
	{ .name = "an ended intermediate beside the good one",
		.program = NGINX,
		.also = "old ca issuer=root subject=inter keyof=inter days=-1000..-10",
		.leaf = GOOD,
		.send = "leaf old inter",
		.config = "" },
	{ .name = "an intermediate of another key",
		.program = NGINX,
		.also = "renewed ca issuer=root subject=inter days=-500..500",
		.leaf = "leaf issuer=renewed dns=site.test",
		.send = SEND,
		.config = "",
		.cause = "chain-incomplete" },
	{ .name = "a critical extension that nobody knows",
		.program = NGINX,
		.leaf = GOOD " raw=1.2.3.4.5:0500:critical",
		.send = SEND,
		.config = "" },
	{ .name = "ends before it begins",
		.program = NGINX,
		.leaf = GOOD " days=20..10",
		.send = SEND,
		.config = "" },
	{ .name = "a list of names with a mail address alone",
		.program = NGINX,
		.leaf = "leaf issuer=inter cn=site.test raw=2.5.29.17:300881066140622e6363",
		.send = SEND,
		.config = "" },
	{ .name = "a negative serial number",
		.program = NGINX,
		.leaf = GOOD " serial=ff01",
		.send = SEND,
		.config = "" },
	{ .name = "outside of a name constraint",
		.program = NGINX,
		.also = "bound ca issuer=root permit=elsewhere.test days=-500..500",
		.leaf = "leaf issuer=bound dns=site.test",
		.send = "leaf bound",
		.config = "" },
	{ .name = "a new key of the authority below a limit of none",
		.program = NGINX,
		.also = "limit ca issuer=root path=0 days=-500..500\n"
			"again ca issuer=limit subject=limit days=-400..400",
		.leaf = "leaf issuer=again dns=site.test",
		.send = "leaf again limit",
		.config = "" },
	{ .name = "deeper than an authority allows",
		.program = NGINX,
		.also = "limit ca issuer=root path=0 days=-500..500\n"
			"lower ca issuer=limit days=-400..400",
		.leaf = "leaf issuer=lower dns=site.test",
		.send = "leaf lower limit",
		.config = "" },
	{ .name = "a root that limits the length of the path",
		.program = NGINX,
		.also = "own ca path=0 days=-500..500\nlower ca issuer=own days=-400..400",
		.trust = "own",
		.leaf = "leaf issuer=lower dns=site.test",
		.send = "leaf lower",
		.config = "" },
	{ .name = "a root that limits itself to other names",
		.program = NGINX,
		.also = "own ca permit=elsewhere.test days=-500..500\n"
			"lower ca issuer=own days=-400..400",
		.trust = "own",
		.leaf = "leaf issuer=lower dns=site.test",
		.send = "leaf lower",
		.config = "" },
	{ .name = "a name with a dot at its end",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=site.test.",
		.send = SEND,
		.config = "" },
	{ .name = "a star before the last part",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=*.test",
		.send = SEND,
		.config = "" },
	{ .name = "a star at the start of a part",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=*w.site.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "a star at the end of a part",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=w*.site.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "a star inside a part",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=w*w.site.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "a star in the second part",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=www.*.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "two stars",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=*.*.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "a star as common name alone",
		.program = NGINX,
		.leaf = "leaf issuer=inter cn=*.site.test",
		.send = SEND,
		.host = "www.site.test",
		.config = "" },
	{ .name = "capital letters in the name",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=SITE.Test",
		.send = SEND,
		.config = "" },
	{ .name = "a name in its own script",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=xn--bcher-kva.test",
		.send = SEND,
		.host = "xn--bcher-kva.test",
		.config = "" },
	{ .name = "a name certified in its own script",
		.program = NGINX,
		.leaf = "leaf issuer=inter raw=2.5.29.17:300e820c62c3bc636865722e74657374",
		.send = SEND,
		.host = "xn--bcher-kva.test",
		.config = "" },
	{ .name = "an address",
		.program = NGINX,
		.leaf = "leaf issuer=inter ip=127.0.0.1",
		.send = SEND,
		.host = "127.0.0.1",
		.config = "" },
	{ .name = "an address as common name alone",
		.program = NGINX,
		.leaf = "leaf issuer=inter cn=127.0.0.1",
		.send = SEND,
		.host = "127.0.0.1",
		.config = "" },
	{ .name = "an address among the names",
		.program = NGINX,
		.leaf = "leaf issuer=inter dns=127.0.0.1",
		.send = SEND,
		.host = "127.0.0.1",
		.config = "" },
	{ .name = "a certificate authority as server",
		.program = NGINX,
		.leaf = "leaf ca issuer=inter dns=site.test eku=server usage=sign",
		.send = SEND,
		.config = "" },
};

const char *predicted_host(const struct site *site)
{
	return site->host ? site->host : "site.test";
}

const size_t predicted_site_count = sizeof(predicted_sites) / sizeof(predicted_sites[0]);
_Static_assert(sizeof(predicted_sites) / sizeof(predicted_sites[0]) <= PREDICTED_SITES_MOST, "");

int predicted_run(const char *folder, const char *line, int limit_ms, char **ret_out)
{
	char *whole = memory_format("cd %s && %s </dev/null", folder, line);
	char *argv[] = { "sh", "-c", whole, NULL };
	struct command command;
	int status;

	command_run(argv, limit_ms, &command);
	status = command.status;
	if (ret_out)
		*ret_out = memory_format("%s%s", command.out, command.err);
	command_free(&command);
	free(whole);
	return status;
}

json_t *predicted_ask(const char *host, int port, const char *ca)
{
	char *place = memory_format("127.0.0.1:%d", port);
	char *target = memory_format("%s:%d", host, port);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--deep", "--format", "json",
		"--connect-to", place, "--ca-file", (char *)ca, target, NULL };
	struct command command;
	json_t *report;

	command_run(argv, 120000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert(report, "no JSON, status %d: %s", command.status, command.err);
	command_free(&command);
	free(target);
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

int predicted_told(const json_t *report, const char *id)
{
	return json_is_boolean(json_object_get(client_of(report, id), "connects"));
}

int predicted_compare(
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
