/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole run against a practice server: looking, judging, looking again, stopping, opening again. */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "practice/practice.h"
#include "session/session.h"
#include "support/timeserver.h"

struct scene {
	struct practice *practice;
	struct budget *budget;
	struct settings settings;
	struct session *session;
};

static void scene_open(struct scene *scene, const char *fault)
{
	struct settings *settings = &scene->settings;
	char *why = NULL;

	*scene = (struct scene){ 0 };
	scene->practice = practice_start(&fault, 1, 0, &why);
	cr_assert(scene->practice, "%s", why);
	scene->budget = budget_new();
	settings_init(settings);
	cr_assert_eq(target_parse(PRACTICE_HOST, &settings->target), TARGET_OK);
	settings->target.port = practice_port(scene->practice, 0);
	settings->connect_address = memory_text("127.0.0.1");
	settings->connect_port = settings->target.port;
	settings->ca_pem = memory_text(practice_ca_pem(scene->practice));
	settings->no_system_trust = true;
	scene->session = session_new(settings, scene->budget);
}

static void scene_close(struct scene *scene)
{
	session_free(scene->session);
	settings_free(&scene->settings);
	budget_free(scene->budget);
	practice_stop(scene->practice);
}

static const char *first_cause(const struct session *session)
{
	return session->causes.count ? session->causes.items[0].rule->id : "none";
}

Test(session, a_run_fills_every_part_and_finds_the_cause)
{
	struct scene scene;

	scene_open(&scene, "expired");
	cr_expect_eq(scene.session->state, SESSION_IDLE);
	cr_expect_eq(session_fd(scene.session), -1);
	cr_assert_eq(session_start(scene.session), 0);
	cr_expect_eq(scene.session->state, SESSION_LOOKING);
	session_wait(scene.session, -1);
	cr_expect_eq(scene.session->state, SESSION_DONE);
	cr_expect_eq(scene.session->looking, 0);
	for (int part = 0; part < PART_COUNT; part++)
		cr_expect(part == PART_ANSWERS || part == PART_PASTE ||
				  scene.session->evidence.parts[part].state != PART_NOT_LOOKED,
			"%s", part_name((enum part)part));
	cr_expect_str_eq(first_cause(scene.session), "certificate-expired");
	cr_expect_eq(scene.session->verdict, VERDICT_FAIL);
	cr_expect_eq(scene.session->done, scene.session->of);
	scene_close(&scene);
}

Test(session, a_healthy_server_has_no_cause_and_few_connections)
{
	struct scene scene;

	scene_open(&scene, "healthy");
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_str_eq(first_cause(scene.session), "none");
	cr_expect_eq(scene.session->verdict, VERDICT_PASS);
	cr_expect_leq(budget_count(scene.budget, "127.0.0.1"), 12);
	scene_close(&scene);
}

Test(session, quick_needs_one_connection)
{
	struct scene scene;

	scene_open(&scene, "healthy");
	scene.session->evidence.settings.depth = DEPTH_QUICK;
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_eq(scene.session->verdict, VERDICT_PASS);
	cr_expect_eq(budget_count(scene.budget, "127.0.0.1"), 1);
	scene_close(&scene);
}

Test(session, stopping_takes_effect_within_200_ms)
{
	struct scene scene;
	struct pollfd news;
	int64_t began_us;

	scene_open(&scene, "silent");
	session_start(scene.session);
	/* Until the hello is out, there is nothing to interrupt. */
	while (scene.session->rung != STAGE_HELLO) {
		news = (struct pollfd){ .fd = session_fd(scene.session), .events = POLLIN };
		cr_assert_gt(poll(&news, 1, 5000), 0);
		session_absorb(scene.session);
	}
	began_us = timing_monotonic_us();
	session_stop(scene.session);
	session_wait(scene.session, -1);
	cr_expect_lt(timing_monotonic_us() - began_us, 200000);
	cr_expect_eq(scene.session->state, SESSION_STOPPED);
	cr_expect_str_eq(first_cause(scene.session), "none", "what wasn't seen is no cause");
	cr_expect_eq(scene.session->verdict, VERDICT_UNKNOWN);
	scene_close(&scene);
}

Test(session, freeing_while_it_looks_takes_less_than_200_ms)
{
	struct scene scene;
	int64_t began_us;

	scene_open(&scene, "silent");
	session_start(scene.session);
	began_us = timing_monotonic_us();
	session_free(scene.session);
	scene.session = NULL;
	cr_expect_lt(timing_monotonic_us() - began_us, 200000);
	scene_close(&scene);
}

Test(session, a_recheck_keeps_the_answers_and_what_lies_before)
{
	struct scene scene;
	int before;

	scene_open(&scene, "wrong-name");
	session_answer(scene.session, "symptom", "page");
	session_start(scene.session);
	session_wait(scene.session, -1);
	before = budget_count(scene.budget, "127.0.0.1");
	cr_assert_eq(session_recheck(scene.session, "http"), 0);
	session_wait(scene.session, -1);
	cr_expect_eq(budget_count(scene.budget, "127.0.0.1"), before + 1, "one GET more");
	cr_expect_str_eq(first_cause(scene.session), "hostname-mismatch");
	cr_expect_str_eq(evidence_answered(&scene.session->evidence, "symptom"), "page");
	cr_assert_eq(session_recheck(scene.session, "certificate"), 0);
	cr_expect_eq(scene.session->evidence.parts[PART_HANDSHAKE].state, PART_NOT_LOOKED);
	session_wait(scene.session, -1);
	cr_expect_str_eq(first_cause(scene.session), "hostname-mismatch");
	scene_close(&scene);
}

Test(session, on_another_device_our_fast_clock_is_no_cause)
{
	struct scene scene;

	scene_open(&scene, "healthy");
	scene.session->evidence.settings.now_offset_s = 400 * 86400LL;
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_str_eq(first_cause(scene.session), "clock-wrong");
	session_set_device(scene.session, DEVICE_OTHER);
	cr_expect_str_eq(first_cause(scene.session), "none");
	session_set_device(scene.session, DEVICE_THIS);
	cr_expect_str_eq(first_cause(scene.session), "clock-wrong");
	scene_close(&scene);
}

Test(session, no_step_speaks_of_this_clock_when_the_trouble_is_elsewhere)
{
	struct scene scene;
	enum verdict certificate;
	bool running;

	scene_open(&scene, "healthy");
	session_start(scene.session);
	session_wait(scene.session, -1);
	certificate = session_step_verdict(scene.session, 5, &running);
	cr_expect_lt(certificate, VERDICT_FAIL);
	cr_expect_lt(session_step_verdict(scene.session, 1, &running), VERDICT_FAIL);
	session_set_device(scene.session, DEVICE_OTHER);
	cr_expect_eq(session_step_verdict(scene.session, 1, &running), VERDICT_COUNT);
	cr_expect_eq(session_step_verdict(scene.session, 5, &running), certificate);
	scene_close(&scene);
}

Test(session, a_step_that_nobody_reached_is_not_in_order)
{
	struct scene scene;
	bool running;

	scene_open(&scene, "plain-http");
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_eq(session_step_verdict(scene.session, 2, &running), VERDICT_FAIL);
	for (int step = 5; step <= 10; step++)
		cr_expect_eq(session_step_verdict(scene.session, step, &running),
			VERDICT_NOT_REACHED, "step %d", step);
	scene_close(&scene);
}

Test(session, a_saved_one_is_judged_the_same)
{
	struct session *opened;
	struct scene scene;
	char *where = NULL;
	json_t *json;

	scene_open(&scene, "incomplete-chain");
	session_start(scene.session);
	session_wait(scene.session, -1);
	json = evidence_json(&scene.session->evidence);
	opened = session_from_json(json, scene.budget, &where);
	cr_assert(opened, "%s", where);
	cr_expect_str_eq(first_cause(scene.session), "chain-incomplete");
	cr_expect_str_eq(first_cause(opened), "chain-incomplete");
	cr_expect_eq(opened->findings.count, scene.session->findings.count);
	cr_expect_eq(opened->state, SESSION_DONE);
	session_free(opened);
	json_decref(json);
	scene_close(&scene);
}

Test(session, a_skipped_check_is_no_cause)
{
	struct scene scene;
	bool running;

	scene_open(&scene, "expired");
	session_start(scene.session);
	session_wait(scene.session, -1);
	session_skip(scene.session, "certificate", true);
	cr_expect_str_eq(first_cause(scene.session), "none");
	session_skip(scene.session, "certificate", false);
	cr_expect_str_eq(first_cause(scene.session), "certificate-expired");
	cr_expect_eq(session_step_verdict(scene.session, 5, &running), VERDICT_FAIL);
	cr_expect_not(running);
	scene_close(&scene);
}

/* ---- Others, with consent ---- */

static void name_time_servers(struct scene *scene, const struct timeserver *servers, size_t count)
{
	struct settings *settings = &scene->session->evidence.settings;
	char *list = memory_format("127.0.0.1:%d%s", servers[0].port, count > 1 ? ", " : "");

	if (count > 1) {
		char *more = memory_format("%s127.0.0.1:%d", list, servers[1].port);

		free(list);
		list = more;
	}
	free(settings->time_servers);
	settings->time_servers = list;
}

Test(session, without_consent_nobody_else_is_asked)
{
	static const enum reference wishes[] = { REFERENCE_ASK, REFERENCE_NEVER, REFERENCE_ALWAYS };

	for (size_t i = 0; i < 3; i++) {
		struct timeserver server;
		struct scene scene;

		timeserver_start(&server, TIMESERVER_RIGHT, 0);
		scene_open(&scene, "healthy");
		name_time_servers(&scene, &server, 1);
		scene.session->evidence.settings.reference = wishes[i];
		scene.session->evidence.settings.offline = wishes[i] == REFERENCE_ALWAYS;
		session_start(scene.session);
		session_wait(scene.session, -1);
		cr_expect_eq(scene.session->evidence.parts[PART_TIMES].state, PART_SKIPPED);
		cr_expect_str_eq(scene.session->evidence.parts[PART_TIMES].why,
			wishes[i] == REFERENCE_ALWAYS ? WHY_OFFLINE : WHY_CONSENT);
		scene_close(&scene);
		timeserver_end(&server);
		cr_expect_eq(server.asked, 0);
	}
}

Test(session, a_wrong_clock_is_found_by_time_servers)
{
	struct timeserver servers[2];
	struct scene scene;

	timeserver_start(&servers[0], TIMESERVER_RIGHT, 0);
	timeserver_start(&servers[1], TIMESERVER_RIGHT, 0);
	scene_open(&scene, "healthy");
	scene.session->evidence.settings.now_offset_s = 1000 * 86400;
	name_time_servers(&scene, servers, 2);
	scene.session->evidence.settings.reference = REFERENCE_ALWAYS;
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_eq(scene.session->evidence.parts[PART_TIMES].state, PART_SEEN);
	cr_expect_str_eq(first_cause(scene.session), "clock-wrong");
	scene_close(&scene);
	timeserver_end(&servers[0]);
	timeserver_end(&servers[1]);
}

Test(session, consent_given_later_is_followed_at_once)
{
	struct timeserver server;
	struct scene scene;

	timeserver_start(&server, TIMESERVER_RIGHT, 0);
	scene_open(&scene, "healthy");
	name_time_servers(&scene, &server, 1);
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_eq(session_set_reference(scene.session, REFERENCE_ALWAYS), 0);
	cr_expect_eq(scene.session->state, SESSION_LOOKING);
	session_wait(scene.session, -1);
	cr_expect_eq(scene.session->evidence.parts[PART_TIMES].state, PART_SEEN);
	cr_expect_eq(scene.session->evidence.parts[PART_HANDSHAKE].state, PART_SEEN);
	cr_expect_eq(scene.session->state, SESSION_DONE);
	scene_close(&scene);
	timeserver_end(&server);
	cr_expect_eq(server.asked, 1);
}

Test(session, consent_given_while_looking_is_followed_in_the_same_run)
{
	struct timeserver server;
	struct scene scene;
	unsigned ends = 0;

	timeserver_start(&server, TIMESERVER_RIGHT, 0);
	scene_open(&scene, "healthy");
	name_time_servers(&scene, &server, 1);
	session_start(scene.session);
	cr_expect_eq(session_set_reference(scene.session, REFERENCE_ALWAYS), 0);
	while (session_fd(scene.session) >= 0) {
		struct pollfd news = { .fd = session_fd(scene.session), .events = POLLIN };

		cr_assert_gt(poll(&news, 1, 20000), 0);
		ends += (session_absorb(scene.session) & SESSION_NEWS_END) != 0;
	}
	cr_expect_eq(ends, 1, "one run, one end");
	cr_expect_eq(scene.session->evidence.parts[PART_TIMES].state, PART_SEEN);
	cr_expect_eq(scene.session->verdict, VERDICT_PASS);
	scene_close(&scene);
	timeserver_end(&server);
}

/* ---- Reference sites ---- */

/* A target with the first fault, and the second as a reference site, both of one practice authority. */
static void scene_pair(struct scene *scene, const char *fault, const char *other)
{
	const char *faults[] = { fault, other };
	struct settings *settings = &scene->settings;
	char *why = NULL;

	*scene = (struct scene){ 0 };
	scene->practice = practice_start(faults, 2, 0, &why);
	cr_assert(scene->practice, "%s", why);
	scene->budget = budget_new();
	settings_init(settings);
	cr_assert_eq(target_parse(PRACTICE_HOST, &settings->target), TARGET_OK);
	settings->target.port = practice_port(scene->practice, 0);
	settings->connect_address = memory_text("127.0.0.1");
	settings->connect_port = settings->target.port;
	settings->ca_pem = memory_text(practice_ca_pem(scene->practice));
	settings->no_system_trust = true;
	settings->reference = REFERENCE_ALWAYS;
	settings->time_servers = memory_text("127.0.0.1:1");
	settings->reference_sites = memory_format(
		"127.0.0.1:%d", practice_port(scene->practice, 1));
	scene->session = session_new(settings, scene->budget);
}

struct pair {
	const char *fault, *other;
	const char *finding; /* that the other site brings about */
	const char *cause;
};

static const struct pair pairs[] = {
	{ "healthy", "healthy", "sites.work", "none" },
	{ "healthy", "healthy", "interception.none", "none" },
	{ "healthy", "untrusted-issuer", "sites.distrusted", "none" },
	{ "healthy", "silent", "sites.no-handshake", "none" },
	{ "untrusted-issuer", "healthy", "sites.work", "certificate-untrusted-issuer" },
	{ "untrusted-issuer", "untrusted-issuer", "interception.same-issuer", "interception" },
	{ "closes-at-once", "healthy", "sites.work", "closed-during-handshake" },
};

Test(session, another_site_tells_one_from_all)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct scene scene;

		scene_pair(&scene, pairs[i].fault, pairs[i].other);
		scene.session->evidence.settings.handshake_timeout_ms = 1000;
		session_start(scene.session);
		session_wait(scene.session, -1);
		cr_expect(findings_find(&scene.session->findings, pairs[i].finding),
			"%s beside %s: no %s", pairs[i].fault, pairs[i].other, pairs[i].finding);
		cr_expect_str_eq(first_cause(scene.session), pairs[i].cause, "%s beside %s: %s",
			pairs[i].fault, pairs[i].other, first_cause(scene.session));
		scene_close(&scene);
	}
}

Test(session, a_target_is_no_witness_for_itself)
{
	struct scene scene;
	struct settings *settings;

	scene_pair(&scene, "healthy", "healthy");
	settings = &scene.session->evidence.settings;
	free(settings->reference_sites);
	settings->reference_sites = memory_format("%s:%d", PRACTICE_HOST, settings->target.port);
	session_start(scene.session);
	session_wait(scene.session, -1);
	cr_expect_eq(scene.session->evidence.sites.count, 0);
	cr_expect_eq(scene.session->verdict, VERDICT_PASS);
	scene_close(&scene);
}
