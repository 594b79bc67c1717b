/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole program under faketime: its clock, and only its clock, is wrong; the real nginx's is right. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "../support/command.h"
#include "../support/timeserver.h"
#include "base/file.h"
#include "base/memory.h"
#include "server.h"
#include "site.h"

TestSuite(real_faketime, .timeout = 240);

enum { LIMIT_MS = 60000, HOURS = 60, DAYS = 24 * HOURS, YEARS = 365 * DAYS };

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

/* "none": no cause at all. */
static const char *first_cause(const json_t *report)
{
	const json_t *causes = json_object_get(report, "causes");
	const char *id = json_string_value(json_object_get(json_array_get(causes, 0), "id"));

	return id ? id : "none";
}

/* What would settle it best. */
static const char *first_question(const json_t *report)
{
	const json_t *settle = json_object_get(report, "settle");
	const char *question = json_string_value(json_array_get(settle, 0));

	return question ? question : "none";
}

static bool is_cause(const json_t *report, const char *id)
{
	const json_t *cause;
	size_t i;

	json_array_foreach(json_object_get(report, "causes"), i, cause)
	{
		if (!strcmp(json_string_value(json_object_get(cause, "id")), id))
			return true;
	}
	return false;
}

/* What the program says of SERVER when its clock is FAST minutes ahead (or behind) and lives by ZONE. Those that
 * tell the time are asked where there is a configuration in the folder HOME. */
static json_t *check_at(const struct server *server, int fast, const char *zone, const char *home)
{
	char *ca = server_path(server, "ca.pem"), *at = memory_format("127.0.0.1:%d", server->port);
	char *target = memory_format("site.test:%d", server->port);
	char *offset = memory_format("%+dm", fast), *local = memory_format("TZ=%s", zone);
	char *config = memory_format("XDG_CONFIG_HOME=%s", home ? home : "/nonexistent");
	char *argv[] = { "env", "DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", local,
		config, "faketime", "-f", offset, (char *)command_tlsdoctor(), "check", "--format",
		"json", "--connect-to", at, "--ca-file", ca, "--rate", "0", target, NULL };
	struct command command;
	json_error_t error;
	json_t *report;

	command_run(argv, LIMIT_MS, &command);
	report = json_loads(command.out, 0, &error);
	cr_assert(report, "is faketime installed? %s %s", command.err, error.text);
	command_free(&command);
	free(config);
	free(local);
	free(offset);
	free(target);
	free(at);
	free(ca);
	return report;
}

static void serve(const char *leaf, struct server *server)
{
	const struct site site = {
		.program = NGINX, .leaf = leaf, .send = "leaf inter", .config = ""
	};

	cr_assert_eq(site_start(&site, server), 0);
}

/* A site whose certificate is good now, and isn't by a clock that is FAST minutes ahead. */
static void serve_spoiled(int fast, struct server *server)
{
	char *leaf =
		fast > 0
			? memory_format("leaf issuer=inter dns=site.test days=-90..0 minutes=0..%d",
				  fast / 2)
			: memory_format("leaf issuer=inter dns=site.test days=0..90 minutes=%d..0",
				  fast / 2);

	serve(leaf, server);
	free(leaf);
}

/* The hands may have been set right in the wrong zone where a place on earth has that time. */
static const struct {
	int fast;
	const char *zone;
	bool may_be_zone;
} wrong_clocks[] = {
	{ -2 * DAYS, "UTC", false },
	{ 2 * DAYS, "UTC", false },
	{ -2 * YEARS, "Asia/Tokyo", false },
	{ 2 * YEARS, "Asia/Tokyo", false },
	{ 1 * HOURS, "UTC", true },
	{ -1 * HOURS, "UTC", true },
	/* Summer time was left out, or added by hand. */
	{ 1 * HOURS, "Europe/Amsterdam", true },
	{ -1 * HOURS, "Europe/Amsterdam", true },
	{ 330, "UTC", true }, /* India */
	{ -330, "Asia/Kolkata", true },
	{ -330, "UTC", false }, /* nobody lives there */
	{ 345, "UTC", true }, /* Nepal */
	{ -345, "Asia/Kathmandu", true },
	{ 9 * HOURS, "UTC", true }, /* Japan */
	{ -9 * HOURS, "UTC", true },
	{ -9 * HOURS, "Asia/Tokyo", true },
	/* A second system on the same computer keeps local time in the hardware: the zone is right. */
	{ 9 * HOURS, "Asia/Tokyo", false },
	{ 12 * HOURS, "UTC", true },
	{ -12 * HOURS, "Asia/Manila", true },
	{ 13 * HOURS, "UTC", true },
	{ -13 * HOURS, "UTC", false },
	{ 16 * HOURS, "America/Los_Angeles", true }, /* as it came from the shop, in Manila */
	{ 15, "UTC", false },
	{ 8 * HOURS + 7, "UTC", false },
};

Test(real_faketime, each_wrong_clock_is_named_and_a_wrong_zone_where_it_may_be_one)
{
	for (size_t i = 0; i < sizeof(wrong_clocks) / sizeof(wrong_clocks[0]); i++) {
		int fast = wrong_clocks[i].fast;
		const char *zone = wrong_clocks[i].zone;
		struct server server;
		json_t *report;

		serve_spoiled(fast, &server);
		report = check_at(&server, fast, zone, NULL);
		/* Which of the two it is, the person at the wall clock says; the cure for the first cures both. */
		cr_expect_str_eq(first_cause(report), "clock-wrong", "%+d min in %s: %s", fast,
			zone, first_cause(report));
		cr_expect(found(report, fast > 0 ? "clock.fast" : "clock.slow"), "%+d min in %s",
			fast, zone);
		cr_expect_eq(found(report, "clock.quarter-hours"), wrong_clocks[i].may_be_zone,
			"%+d min in %s", fast, zone);
		cr_expect_eq(is_cause(report, "time-zone-wrong"), wrong_clocks[i].may_be_zone,
			"%+d min in %s", fast, zone);
		if (wrong_clocks[i].may_be_zone)
			cr_expect_str_eq(first_question(report), "question.wall-clock",
				"%+d min in %s: %s", fast, zone, first_question(report));
		json_decref(report);
		server_stop(&server);
	}
}

Test(real_faketime, what_spoils_nothing_is_no_cause)
{
	static const struct {
		int fast;
		const char *finding;
	} rows[] = { { 0, "clock.right" }, { 3, "clock.right" },
		/* One witness and no symptom: nothing is wrong that anybody could prove. */
		{ 2 * DAYS, "clock.differs" }, { -9 * HOURS, "clock.differs" } };
	struct server server;

	serve("leaf issuer=inter dns=site.test days=-90..90", &server);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *report = check_at(&server, rows[i].fast, "UTC", NULL);

		cr_expect_str_eq(first_cause(report), "none", "%+d min: %s", rows[i].fast,
			first_cause(report));
		cr_expect(found(report, rows[i].finding), "%+d min: %s", rows[i].fast,
			rows[i].finding);
		json_decref(report);
	}
	server_stop(&server);
}

enum { TELLERS = 3 };

/* A configuration in the folder of SERVER that asks TELLERS, whose first lies by LIE seconds. */
static void ask_tellers(
	const struct server *server, struct timeserver tellers[TELLERS], int64_t lie_s)
{
	char *folder = server_path(server, "tlsdoctor"), *path, *text;

	for (size_t i = 0; i < TELLERS; i++)
		timeserver_start(&tellers[i], TIMESERVER_RIGHT, i ? 0 : lie_s);
	path = memory_format("%s/config", folder);
	text = memory_format("reference = always\nreference-sites = 127.0.0.1:1\n"
			     "time-servers = 127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d\n"
			     "portal-probes = http://127.0.0.1:1/ ok\n",
		tellers[0].port, tellers[1].port, tellers[2].port);
	cr_assert_eq(mkdir(folder, 0755), 0);
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	free(text);
	free(path);
	free(folder);
}

Test(real_faketime, one_source_that_lies_raises_no_alarm_and_hides_none)
{
	static const int64_t lies_s[] = { -2 * 86400, 2 * 86400, -9 * 3600, 730 * 86400, 600 };
	static const int clocks[] = { 0, -2 * DAYS, 2 * DAYS };

	for (size_t i = 0; i < sizeof(lies_s) / sizeof(lies_s[0]); i++)
		for (size_t j = 0; j < sizeof(clocks) / sizeof(clocks[0]); j++) {
			struct timeserver tellers[TELLERS];
			struct server server;
			json_t *report;
			char *home;

			if (clocks[j])
				serve_spoiled(clocks[j], &server);
			else
				serve("leaf issuer=inter dns=site.test days=-90..90", &server);
			ask_tellers(&server, tellers, lies_s[i]);
			home = server_path(&server, ".");
			report = check_at(&server, clocks[j], "UTC", home);
			cr_expect_str_eq(first_cause(report), clocks[j] ? "clock-wrong" : "none",
				"clock %+d min, lie %lld s: %s", clocks[j], (long long)lies_s[i],
				first_cause(report));
			json_decref(report);
			free(home);
			for (size_t k = 0; k < TELLERS; k++) {
				timeserver_end(&tellers[k]);
				cr_expect_gt(tellers[k].asked, 0, "teller %zu", k);
			}
			server_stop(&server);
		}
}
