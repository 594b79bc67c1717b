/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole program under faketime: its clock, and only its clock, is wrong; the real nginx's is right. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "base/memory.h"
#include "server.h"
#include "site.h"

TestSuite(real_faketime, .timeout = 120);

enum { LIMIT_MS = 60000 };

static bool found(const json_t *report, const char *id)
{
	const json_t *check, *finding;
	size_t i, j;

	json_array_foreach(json_object_get(report, "checks"), i, check)
	{
		json_array_foreach(json_object_get(check, "findings"), j, finding)
		{
			if (!strcmp(json_string_value(json_object_get(finding, "id")), id))
				return true;
		}
	}
	return false;
}

/* What the program says of SERVER when its clock is OFFSET away. */
static json_t *check_at(const struct server *server, const char *offset)
{
	char *ca = server_path(server, "ca.pem"), *at = memory_format("127.0.0.1:%d", server->port);
	char *target = memory_format("site.test:%d", server->port);
	char *argv[] = { "env", "DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
		"faketime", "-f", (char *)offset, (char *)command_tlsdoctor(), "check", "--format",
		"json", "--connect-to", at, "--ca-file", ca, "--rate", "0", target, NULL };
	struct command command;
	json_error_t error;
	json_t *report;

	command_run(argv, LIMIT_MS, &command);
	report = json_loads(command.out, 0, &error);
	cr_assert(report, "is faketime installed? %s %s", command.err, error.text);
	command_free(&command);
	free(target);
	free(at);
	free(ca);
	return report;
}

static const struct {
	const char *offset;
	const char *leaf;
	const char *cause; /* "none" */
	const char *finding;
} rows[] = {
	{ "+0", "leaf issuer=inter dns=site.test days=-90..90", "none", "clock.right" },
	{ "-2d", "leaf issuer=inter dns=site.test days=-1..90", "clock-wrong", "clock.slow" },
	{ "+2d", "leaf issuer=inter dns=site.test days=-90..1", "clock-wrong", "clock.fast" },
	{ "-2y", "leaf issuer=inter dns=site.test days=-90..90", "clock-wrong", "clock.slow" },
	{ "+2y", "leaf issuer=inter dns=site.test days=-90..90", "clock-wrong", "clock.fast" },
	/* Which of the two it is, the person at the wall clock says. */
	{ "-9h", "leaf issuer=inter dns=site.test days=0..90", "clock-wrong",
		"clock.quarter-hours" },
	/* One witness and no symptom: nothing is wrong that anybody could prove. */
	{ "+2d", "leaf issuer=inter dns=site.test days=-90..90", "none", "clock.differs" },
	{ "+9h", "leaf issuer=inter dns=site.test days=-90..90", "none", "clock.differs" },
};

Test(real_faketime, each_offset_is_named_by_what_it_spoils)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct site site = {
			.program = NGINX, .leaf = rows[i].leaf, .send = "leaf inter", .config = ""
		};
		struct server server;
		const json_t *causes;
		const char *first;
		json_t *report;

		cr_assert_eq(site_start(&site, &server), 0);
		report = check_at(&server, rows[i].offset);
		causes = json_object_get(report, "causes");
		first = json_string_value(json_object_get(json_array_get(causes, 0), "id"));
		cr_expect_str_eq(first ? first : "none", rows[i].cause, "%s", rows[i].offset);
		cr_expect(
			found(report, rows[i].finding), "%s: %s", rows[i].offset, rows[i].finding);
		json_decref(report);
		server_stop(&server);
	}
}
