/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timestamps of certificate logs that OpenSSL sends beside the certificate are seen, whatever the version. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "base/memory.h"
#include "site.h"

/* Extension 18 for ServerHello and Certificate: one timestamp of log "a", two of log "b". Made of a list as in
 * tests/fuzz/corpus/sct, with its header by SSL_CTX_use_serverinfo_ex(3). */
static const char serverinfo[] =
	"-----BEGIN SERVERINFOV2 FOR SCT-----\n"
	"AAARgAASAKEAnwAzAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAABi8/laAAAAAQD\n"
	"AARhYmNkADMAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAAAGLz+VoAAAABAMABGFi\n"
	"Y2QAMwACAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgAAAYvP5WgAAAAEAwAEYWJjZA==\n"
	"-----END SERVERINFOV2 FOR SCT-----\n";

static json_t *save(const struct server *server)
{
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *ca = server_path(server, "ca.pem"), *saved = server_path(server, "saved.json");
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "--ca-file", ca, "--save", saved, "site.test", NULL };
	struct command command;
	json_t *report;

	command_run(argv, 40000, &command);
	report = json_load_file(saved, 0, NULL);
	cr_assert(report, "status %d: %s", command.status, command.err);
	command_free(&command);
	free(saved);
	free(ca);
	free(place);
	return report;
}

static void expect(const char *version)
{
	char *config = memory_format("%s -serverinfo info.pem -www", version);
	struct site site = { .name = version,
		.program = OPENSSL,
		.leaf = "leaf issuer=inter dns=site.test policy=public",
		.send = "leaf inter",
		.config = config };
	json_t *report, *evidence, *trial;
	struct server server;

	site_prepare(&site, &server);
	server_file(&server, "info.pem", serverinfo);
	cr_assert_eq(site_begin(&site, &server), 0, "no server");
	report = save(&server);
	evidence = json_object_get(report, "evidence");
	trial = json_array_get(json_object_get(json_object_get(evidence, "versions"), "items"), 0);
	cr_expect_str_eq(json_string_value(json_object_get(
				 json_object_get(evidence, "handshake"), "outcome")),
		"done");
	cr_expect_eq(json_integer_value(
			     json_object_get(json_object_get(trial, "handshake"), "scts_sent")),
		2, "%s", version);
	cr_expect_gt(json_array_size(json_object_get(json_object_get(trial, "handshake"), "chain")),
		0, "%s: of which certificate?", version);
	json_decref(report);
	server_stop(&server);
	free(config);
}

Test(timestamps, in_a_server_hello_they_are_counted, .timeout = 60)
{
	expect("-tls1_2");
}

Test(timestamps, beside_a_certificate_of_tls_1_3_they_are_counted, .timeout = 60)
{
	expect("-tls1_3");
}
