/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a server accepts, asked of servers that no package has any more, and of broken ones. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "net/budget.h"
#include "probe/probe.h"
#include "speaker.h"

#define LIST(...) ((const unsigned[]){ __VA_ARGS__, 0 })
#define VERSIONS(...) ((const int[]){ __VA_ARGS__, 0 })

enum {
	SSL_2 = 0x0002,
	SSL_3 = 0x0300,
	TLS_1_0 = 0x0301,
	TLS_1_1 = 0x0302,
	TLS_1_2 = 0x0303,
	TLS_1_3 = 0x0304,
	X25519 = 0x001d,
	P_256 = 0x0017,
};

struct scene {
	struct evidence seen;
	struct speaker *speaker;
	struct budget *budget;
	struct cancel cancel;
	int64_t ms;
};

static void nothing_posted(void *context, enum part part)
{
	(void)context, (void)part;
}

static void nothing_asked(void *context, int hellos)
{
	(void)context, (void)hellos;
}

/* As if the judged handshake had ended with OUTCOME at VERSION. */
static void scene_open(struct scene *scene, const struct speaker_rules *rules,
	enum hs_outcome outcome, int version)
{
	struct evidence *seen = &scene->seen;
	struct probe_env env = {
		.posted = nothing_posted, .asked = nothing_asked, .deadline = deadline_in_ms(60000)
	};
	int64_t began_us = timing_monotonic_us();

	*scene = (struct scene){ .budget = budget_new() };
	cancel_open(&scene->cancel);
	env.budget = scene->budget;
	env.cancel = &scene->cancel;
	evidence_init(seen);
	cr_assert_eq(target_parse("site.test", &seen->settings.target), TARGET_OK);
	seen->settings.depth = DEPTH_DEEP;
	seen->settings.handshake_timeout_ms = 400;
	scene->speaker = speaker_start(rules, &seen->connect.port);
	cr_assert(scene->speaker);
	seen->connect.attempts = memory_new(1, sizeof(*seen->connect.attempts));
	seen->connect.attempt_count = 1;
	seen->connect.attempts[0].address = memory_text("127.0.0.1");
	seen->connect.chosen = 0;
	seen->handshake.outcome = outcome;
	seen->handshake.version = version;
	evidence_part_status(seen, PART_HANDSHAKE, PART_SEEN, NULL, NULL);
	probe_matrix.look(&env, seen);
	scene->ms = (timing_monotonic_us() - began_us) / 1000;
	cr_assert_eq(seen->parts[PART_MATRIX].state, PART_SEEN);
}

static void scene_close(struct scene *scene)
{
	speaker_stop(scene->speaker);
	evidence_free(&scene->seen);
	budget_free(scene->budget);
	cancel_close(&scene->cancel);
}

static const struct seen_offer *offer(const struct scene *scene, int version)
{
	for (size_t i = 0; i < scene->seen.matrix.offer_count; i++)
		if (scene->seen.matrix.offers[i].version == version)
			return &scene->seen.matrix.offers[i];
	cr_assert_fail("no offer for %04x", (unsigned)version);
	return NULL;
}

static const struct seen_oddity *oddity(const struct scene *scene, const char *label)
{
	for (size_t i = 0; i < scene->seen.matrix.oddity_count; i++)
		if (!strcmp(scene->seen.matrix.oddities[i].label, label))
			return &scene->seen.matrix.oddities[i];
	cr_assert_fail("not asked: %s", label);
	return NULL;
}

static void expect_numbers(
	const char *what, const int *numbers, size_t count, const unsigned *wanted)
{
	size_t i = 0;

	for (; wanted[i]; i++)
		cr_expect(i < count && numbers[i] == (int)wanted[i], "%s: not %04x at %zu", what,
			wanted[i], i);
	cr_expect_eq(count, i, "%s: %zu, not %zu", what, count, i);
}

static void expect_suites(const struct scene *scene, int version, const unsigned *wanted)
{
	const struct seen_offer *it = offer(scene, version);

	cr_expect_eq(it->spoken, wanted[0] != 0, "%04x", (unsigned)version);
	expect_numbers("suites", it->suites, it->suite_count, wanted);
}

Test(matrix, ssl_2_and_3_are_spoken_and_nothing_newer)
{
	struct speaker_rules rules = { .versions = VERSIONS(SSL_3, SSL_2),
		.suites = LIST(0x0004, 0x0005, 0x0003, 0x000a, 0x010080, 0x0700c0) };
	struct scene scene;

	scene_open(&scene, &rules, HS_ALERT, -1);
	expect_suites(&scene, SSL_3, LIST(0x0003, 0x0004, 0x0005, 0x000a));
	expect_suites(&scene, SSL_2, LIST(0x010080, 0x0700c0));
	expect_suites(&scene, TLS_1_3, LIST(0));
	expect_suites(&scene, TLS_1_2, LIST(0));
	expect_suites(&scene, TLS_1_0, LIST(0));
	cr_expect(scene.seen.matrix.complete);
	cr_expect_eq(offer(&scene, SSL_3)->server_order, -1);
	scene_close(&scene);
}

Test(matrix, export_aria_and_camellia_suites_are_found_at_every_version)
{
	struct speaker_rules rules = { .versions = VERSIONS(TLS_1_2, TLS_1_1, TLS_1_0),
		.suites = LIST(0xc03c, 0x0041, 0x0003, 0x0060, 0xc02f, 0x008c),
		.groups = LIST(P_256),
		.client_order = true };
	struct scene scene;

	scene_open(&scene, &rules, HS_DONE, TLS_1_2);
	expect_suites(&scene, TLS_1_2, LIST(0x0003, 0x0041, 0x0060, 0x008c, 0xc02f, 0xc03c));
	expect_suites(&scene, TLS_1_1, LIST(0x0003, 0x0041, 0x0060, 0x008c));
	expect_suites(&scene, TLS_1_0, LIST(0x0003, 0x0041, 0x0060, 0x008c));
	expect_numbers(
		"groups", scene.seen.matrix.groups, scene.seen.matrix.group_count, LIST(P_256));
	cr_expect_eq(offer(&scene, TLS_1_2)->server_order, 0);
	cr_expect_eq(offer(&scene, TLS_1_2)->master_secret, 1);
	cr_expect_eq(offer(&scene, TLS_1_2)->secure_renegotiation, 0);
	cr_expect(scene.seen.matrix.complete);
	scene_close(&scene);
}

Test(matrix, post_quantum_and_unusual_groups_are_found)
{
	struct speaker_rules rules = { .versions = VERSIONS(TLS_1_3),
		.suites = LIST(0x1301, 0x1304),
		.groups = LIST(0x11ec, 0x001e, 0x0104, 0x0201) };
	struct scene scene;

	scene_open(&scene, &rules, HS_ALERT, -1);
	expect_suites(&scene, TLS_1_3, LIST(0x1301, 0x1304));
	expect_numbers("groups", scene.seen.matrix.groups, scene.seen.matrix.group_count,
		LIST(0x001e, 0x0104, 0x0201, 0x11ec));
	cr_expect_eq(offer(&scene, TLS_1_3)->server_order, 1);
	cr_expect_eq(oddity(&scene, "large")->odd.outcome, HS_DONE);
	cr_expect_gt(oddity(&scene, "large")->bytes, 1500);
	cr_expect_eq(oddity(&scene, "grease")->odd.outcome, HS_DONE);
	scene_close(&scene);
}

static const struct speaker_rules usual = { .versions = VERSIONS(TLS_1_3, TLS_1_2),
	.suites = LIST(0x1302, 0x1301, 0xc02f, 0xc030),
	.groups = LIST(X25519, P_256, 0x0018) };

static void expect_all(const struct scene *scene)
{
	expect_suites(scene, TLS_1_3, LIST(0x1301, 0x1302));
	expect_suites(scene, TLS_1_2, LIST(0xc02f, 0xc030));
	expect_numbers("groups", scene->seen.matrix.groups, scene->seen.matrix.group_count,
		LIST(P_256, 0x0018, X25519));
	cr_expect(scene->seen.matrix.complete);
}

Test(matrix, a_dropped_large_hello_is_told_from_a_small_one)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.longest = 1400;
	scene_open(&scene, &rules, HS_DONE, TLS_1_3);
	expect_all(&scene);
	cr_expect_eq(oddity(&scene, "large")->odd.outcome, HS_SILENT);
	cr_expect_eq(oddity(&scene, "large")->usual.outcome, HS_DONE);
	cr_expect_eq(oddity(&scene, "pieces")->odd.outcome, HS_SILENT);
	cr_expect_eq(oddity(&scene, "pieces")->usual.outcome, HS_DONE);
	cr_expect_eq(oddity(&scene, "split")->odd.outcome, HS_DONE);
	scene_close(&scene);
}

Test(matrix, a_dropped_split_hello_is_told_from_a_whole_one)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.whole_only = true;
	scene_open(&scene, &rules, HS_DONE, TLS_1_3);
	expect_all(&scene);
	cr_expect_eq(oddity(&scene, "split")->odd.outcome, HS_SILENT);
	cr_expect_eq(oddity(&scene, "split")->usual.outcome, HS_DONE);
	cr_expect_eq(oddity(&scene, "grease")->odd.outcome, HS_DONE);
	scene_close(&scene);
}

Test(matrix, grease_and_a_missing_extended_master_secret_are_met_with_alerts)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.no_grease = true;
	rules.needs_ems = true;
	scene_open(&scene, &rules, HS_DONE, TLS_1_3);
	expect_all(&scene);
	cr_expect_eq(oddity(&scene, "grease")->odd.alert, 50);
	cr_expect_eq(oddity(&scene, "grease")->usual.outcome, HS_DONE);
	cr_expect_eq(oddity(&scene, "no-ems")->odd.alert, 40);
	cr_expect_eq(oddity(&scene, "no-ems")->usual.outcome, HS_DONE);
	scene_close(&scene);
}

Test(matrix, compression_and_encrypt_then_mac_are_found)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.versions = VERSIONS(TLS_1_2);
	rules.suites = LIST(0xc02f, 0xc013);
	scene_open(&scene, &rules, HS_DONE, TLS_1_2);
	cr_expect_eq(offer(&scene, TLS_1_2)->compression, 0);
	cr_expect_eq(offer(&scene, TLS_1_2)->encrypt_then_mac, 0);
	scene_close(&scene);
	rules.compresses = true;
	rules.encrypts_first = true;
	scene_open(&scene, &rules, HS_DONE, TLS_1_2);
	cr_expect_eq(offer(&scene, TLS_1_2)->compression, 1);
	cr_expect_eq(offer(&scene, TLS_1_2)->encrypt_then_mac, 1);
	scene_close(&scene);
	rules.suites = LIST(0xc02f, 0xc030);
	scene_open(&scene, &rules, HS_DONE, TLS_1_2);
	cr_expect_eq(offer(&scene, TLS_1_2)->encrypt_then_mac, -1, "no suite with CBC");
	scene_close(&scene);
}

Test(matrix, a_server_that_limits_connections_tells_all_nevertheless, .timeout = 60)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.most_open = 2;
	scene_open(&scene, &rules, HS_DONE, TLS_1_3);
	expect_all(&scene);
	cr_expect_gt(scene.seen.matrix.refused, 0);
	cr_expect(budget_was_refused(scene.budget, "127.0.0.1"));
	scene_close(&scene);
}

Test(matrix, no_more_than_six_are_open_and_old_versions_cost_two_hellos)
{
	struct scene scene;

	scene_open(&scene, &usual, HS_DONE, TLS_1_3);
	expect_all(&scene);
	cr_expect_leq(speaker_peak(scene.speaker), BUDGET_OPEN);
	cr_expect_eq(speaker_count(scene.speaker), scene.seen.matrix.hellos);
	cr_expect_leq(scene.seen.matrix.hellos, 24);
	cr_expect_eq(scene.seen.matrix.refused, 0);
	scene_close(&scene);
}

static void expect_whole_with(enum refusal refusal, int alert)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.refusal = refusal;
	rules.alert = alert;
	scene_open(&scene, &rules, HS_DONE, TLS_1_3);
	expect_all(&scene);
	expect_suites(&scene, TLS_1_1, LIST(0));
	expect_suites(&scene, SSL_3, LIST(0));
	cr_expect_eq(scene.seen.matrix.refused, 0, "%d", refusal);
	scene_close(&scene);
}

Test(matrix, whoever_closes_instead_of_refusing_has_the_same_matrix, .timeout = 60)
{
	expect_whole_with(REFUSE_CLOSE, 0);
}

Test(matrix, whoever_refuses_with_another_alert_has_the_same_matrix)
{
	expect_whole_with(REFUSE_ALERT, 80);
	expect_whole_with(REFUSE_ALERT, 40);
}

Test(matrix, whoever_resets_or_keeps_silent_instead_has_the_same_matrix, .timeout = 120)
{
	expect_whole_with(REFUSE_RESET, 0);
	expect_whole_with(REFUSE_SILENCE, 0);
}

Test(matrix, a_server_that_reads_no_lists_ends_the_questions)
{
	struct speaker_rules rules = usual;
	struct scene scene;

	rules.ignores_lists = true;
	scene_open(&scene, &rules, HS_DONE, TLS_1_2);
	cr_expect_leq(speaker_count(scene.speaker), 60);
	scene_close(&scene);
}
