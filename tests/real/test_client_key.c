/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client certificate is shown to an nginx that insists on one. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/memory.h"
#include "server.h"

static struct server site;
static struct forge forge;

static void setup(void)
{
	static const char *const lines[] = { "root ca days=-1000..1000",
		"leaf issuer=root dns=site.test", "me issuer=root cn=me eku=client",
		"others ca days=-1000..1000", "stranger issuer=others cn=stranger eku=client" };
	char *blocks;

	server_prepare(&site, 0);
	forge_open(&forge, (int64_t)time(NULL));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *why;

		cr_assert(forge_cert(&forge, lines[i], &why), "%s: %s", lines[i], why);
	}
	server_pem(&site, "ca.pem", &forge, "root");
	server_pem(&site, "site.pem", &forge, "leaf");
	server_key(&site, "site.key", &forge, "leaf");
	server_pem(&site, "me.pem", &forge, "me");
	server_key(&site, "me.key", &forge, "me");
	server_pem(&site, "stranger.pem", &forge, "stranger");
	server_key(&site, "stranger.key", &forge, "stranger");
	blocks = memory_format(" server { listen 127.0.0.1:%d ssl; ssl_certificate site.pem;\n"
			       " ssl_certificate_key site.key; ssl_client_certificate ca.pem;\n"
			       " ssl_verify_client on; root .; index ca.pem; }\n",
		site.port);
	cr_assert_eq(server_start_nginx(&site, blocks, 0), 0, "nginx could not be started");
	free(blocks);
}

static void teardown(void)
{
	server_stop(&site);
	forge_close(&forge);
}

TestSuite(client_key, .init = setup, .fini = teardown, .timeout = 60);

/* The report with the client's CERT and KEY of the folder (NULL: none), as JSON. */
static json_t *look(const char *cert, const char *key)
{
	char *line = memory_format(
		"program=$(realpath %s) && cd %s && $program check --format json "
		"--offline --ca-file ca.pem --connect-to 127.0.0.1 site.test:%d",
		command_tlsdoctor(), site.folder, site.port);
	char *whole = cert ? memory_format("%s --cert %s --key %s", line, cert, key)
			   : memory_text(line);
	char *argv[] = { "sh", "-c", whole, NULL };
	struct command command;
	json_t *report;

	command_run(argv, 40000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert(report, "%s: %s%s", whole, command.out, command.err);
	command_free(&command);
	free(whole);
	free(line);
	return report;
}

static const char *first_cause(const json_t *report)
{
	const char *id = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));

	return id ? id : "none";
}

Test(client_key, without_one_it_is_required_and_with_one_nothing_is_wrong)
{
	json_t *without = look(NULL, NULL), *with = look("me.pem", "me.key");

	cr_expect_str_eq(first_cause(without), "client-certificate-required");
	cr_expect_str_eq(first_cause(with), "none");
	cr_expect_str_eq(json_string_value(json_object_get(with, "verdict")), "pass");
	json_decref(without);
	json_decref(with);
}

Test(client_key, one_of_another_authority_is_rejected)
{
	json_t *report = look("stranger.pem", "stranger.key");

	cr_expect_str_eq(first_cause(report), "client-certificate-rejected");
	json_decref(report);
}
