/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a server accepts: what sslscan and nmap agree on, and the same however we ask. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../bench/relay.h"
#include "../support/command.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "evidence/suites.h"
#include "session/session.h"
#include "suites_server.h"

#define PATIENCE_MS 120000

/* ---- The servers ---- */

struct scene {
	struct suites_server server;
	struct settings settings;
};

static void open_scene(struct scene *scene, const char *lines)
{
	struct settings *settings = &scene->settings;

	cr_assert_eq(suites_server_start(&scene->server, lines), 0);
	settings_init(settings);
	cr_assert_eq(target_parse(SUITES_HOST, &settings->target), TARGET_OK);
	settings->target.port = scene->server.server.port;
	settings->connect_address = memory_text("127.0.0.1");
	settings->connect_port = scene->server.server.port;
	settings->ca_pem = forge_pem(forge_find(&scene->server.forge, "root"));
	settings->no_system_trust = true;
	settings->offline = true;
	settings->depth = DEPTH_DEEP;
	settings->rate = 0;
	settings->total_timeout_ms = PATIENCE_MS;
}

static void close_scene(struct scene *scene)
{
	settings_free(&scene->settings);
	suites_server_stop(&scene->server);
}

/* ---- What each program found: lines "0303 c02f", sorted ---- */

struct found {
	char lines[512][16];
	size_t count;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void found_add(struct found *found, int version, unsigned suite)
{
	cr_assert_lt(found->count, sizeof(found->lines) / sizeof(found->lines[0]));
	snprintf(found->lines[found->count++], sizeof(found->lines[0]), "%04x %04x",
		(unsigned)version, suite);
	qsort(found->lines, found->count, sizeof(found->lines[0]), by_text);
}

static bool found_has(const struct found *found, const char *line)
{
	return bsearch(line, found->lines, found->count, sizeof(found->lines[0]), by_text);
}

static void found_name(struct found *found, int version, const char *name, size_t length)
{
	const struct suite *suite = suite_find_name(name, length);

	cr_assert(suite, "%.*s", (int)length, name);
	found_add(found, version, suite->number);
}

static int version_of(const char *word)
{
	static const char *const words[] = { "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncmp(word, words[i], strlen(words[i])))
			return 0x0300 + (int)i;
	return -1;
}

static char *run(char *const argv[])
{
	struct command command;
	char *out;

	command_run(argv, PATIENCE_MS, &command);
	cr_assert_eq(command.status, 0, "%s: %s", argv[0], command.err);
	out = memory_text(command.out);
	command_free(&command);
	return out;
}

/* <cipher status="accepted" sslversion="TLSv1.2" ... cipher="ECDHE-RSA-AES128-GCM-SHA256" ... */
static void ask_sslscan(const struct scene *scene, struct found *ret)
{
	char *at = memory_format("127.0.0.1:%d", scene->server.server.port);
	char *argv[] = { "sslscan", "--no-colour", "--xml=-", "--sni-name=" SUITES_HOST, at, NULL };
	char *out = run(argv);

	*ret = (struct found){ 0 };
	for (char *line = out; (line = strstr(line, "<cipher ")); line++) {
		char *version = strstr(line, "sslversion=\"");
		char *name = strstr(line, " cipher=\"");

		cr_assert(version && name);
		name += strlen(" cipher=\"");
		found_name(ret, version_of(version + strlen("sslversion=\"")), name,
			strcspn(name, "\""));
	}
	free(out);
	free(at);
}

static void found_1_3(struct found *found, const char *name, size_t length)
{
	char *whole = memory_format("TLS_%.*s", (int)length, name);

	found_name(found, 0x0304, whole, strlen(whole));
	free(whole);
}

/* "|   TLSv1.2: ", below it "|       TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (secp256r1) - A" */
static void ask_nmap(const struct scene *scene, struct found *ret)
{
	char *port = memory_format("%d", scene->server.server.port);
	char *argv[] = { "nmap", "-n", "-Pn", "-p", port, "--script", "+ssl-enum-ciphers",
		"--script-args", "tls.servername=" SUITES_HOST, "127.0.0.1", NULL };
	char *out = run(argv), *rest = NULL;
	int version = -1;

	*ret = (struct found){ 0 };
	for (char *line = strtok_r(out, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		const char *text = line + strspn(line, "|_ ");
		int named = version_of(text);

		if (named > 0)
			version = named;
		else if (!strncmp(text, "TLS_AKE_WITH_", 13)) /* its own word for TLS 1.3 */
			found_1_3(ret, text + 13, strcspn(text + 13, " "));
		else if (!strncmp(text, "TLS_", 4))
			found_name(ret, version, text, strcspn(text, " "));
	}
	free(out);
	free(port);
}

/* Looks with at most OPEN connections at a time. The caller frees the session. */
static struct session *look(const struct settings *settings, int open)
{
	struct budget *budget = budget_new();
	struct session *session = session_new(settings, budget);

	budget_set_open(budget, open);
	cr_assert_eq(session_start(session), 0);
	session_wait(session, -1);
	budget_free(budget);
	cr_assert_eq(session->evidence.parts[PART_MATRIX].state, PART_SEEN);
	cr_expect(session->evidence.matrix.complete);
	return session;
}

static void gather(const struct seen_matrix *matrix, struct found *ret)
{
	*ret = (struct found){ 0 };
	for (size_t i = 0; i < matrix->offer_count; i++)
		for (size_t n = 0; n < matrix->offers[i].suite_count; n++)
			found_add(ret, matrix->offers[i].version,
				(unsigned)matrix->offers[i].suites[n]);
}

static void expect_agreement(const char *lines, size_t at_least)
{
	struct found sslscan, nmap, ours;
	struct session *session;
	struct scene scene;

	open_scene(&scene, lines);
	ask_sslscan(&scene, &sslscan);
	ask_nmap(&scene, &nmap);
	session = look(&scene.settings, BUDGET_OPEN);
	gather(&session->evidence.matrix, &ours);
	cr_expect_geq(ours.count, at_least);
	for (size_t i = 0; i < sslscan.count; i++)
		if (found_has(&nmap, sslscan.lines[i]))
			cr_expect(
				found_has(&ours, sslscan.lines[i]), "missed: %s", sslscan.lines[i]);
	for (size_t i = 0; i < ours.count; i++)
		cr_expect(found_has(&sslscan, ours.lines[i]) && found_has(&nmap, ours.lines[i]),
			"found by %s: %s",
			found_has(&sslscan, ours.lines[i]) ? "sslscan and us"
			: found_has(&nmap, ours.lines[i])  ? "nmap and us"
							   : "nobody else",
			ours.lines[i]);
	session_free(session);
	close_scene(&scene);
}

Test(matrix, finds_what_sslscan_and_nmap_agree_on_at_a_modern_server, .timeout = 240)
{
	expect_agreement(SUITES_MODERN, 9);
}

Test(matrix, finds_what_sslscan_and_nmap_agree_on_at_a_server_that_accepts_all, .timeout = 240)
{
	expect_agreement(SUITES_WIDE, 60);
}

/* ---- The same answer, however it is asked ---- */

/* What may not depend on how many were open and how far away it is. */
static char *answer(const struct session *session)
{
	json_t *all = evidence_json(&session->evidence);
	json_t *matrix = json_object_get(all, "matrix");
	char *text;

	json_object_del(matrix, "oddities"); /* in the order in which they came */
	text = json_dumps(matrix, JSON_SORT_KEYS | JSON_INDENT(1));
	json_decref(all);
	return text;
}

static char *answer_of(const struct settings *settings, int open)
{
	struct session *session = look(settings, open);
	char *text = answer(session);

	cr_expect_eq(session->evidence.matrix.refused, 0);
	cr_expect_eq(session->evidence.parts[PART_REPEATS].state, PART_SKIPPED,
		"nothing was lost: why ask again?");
	for (size_t i = 0; i < session->evidence.matrix.oddity_count; i++)
		cr_expect_eq(session->evidence.matrix.oddities[i].odd.outcome, HS_DONE, "%s",
			session->evidence.matrix.oddities[i].label);
	cr_expect_eq(session->causes.count, 0);
	session_free(session);
	return text;
}

/* How it is asked: so many open at a time, so far away. */
struct way {
	int open, rtt_ms;
};

static char *answer_by(const struct scene *scene, struct way way)
{
	struct settings settings = scene->settings;
	struct relay *relay = NULL;
	char *text;

	if (way.rtt_ms)
		relay = relay_start(scene->server.server.port, way.rtt_ms, &settings.connect_port);
	cr_assert(relay || !way.rtt_ms);
	text = answer_of(&settings, way.open);
	if (relay)
		relay_stop(relay);
	return text;
}

static void expect_same(const char *lines, const struct way *ways, size_t count)
{
	struct scene scene;
	char *first;

	open_scene(&scene, lines);
	first = answer_by(&scene, ways[0]);
	for (size_t i = 1; i < count; i++) {
		char *text = answer_by(&scene, ways[i]);

		cr_expect_str_eq(text, first, "%d open, %d ms away", ways[i].open, ways[i].rtt_ms);
		free(text);
	}
	free(first);
	close_scene(&scene);
}

Test(matrix, the_answer_is_the_same_with_1_6_and_32_open_near_and_far, .timeout = 240)
{
	static const struct way ways[] = { { 6, 0 }, { 1, 0 }, { 32, 0 }, { 6, 50 }, { 32, 50 },
		{ 1, 50 } };

	expect_same(SUITES_MODERN, ways, sizeof(ways) / sizeof(ways[0]));
}

Test(matrix, so_is_that_of_a_server_that_accepts_all, .timeout = 240)
{
	static const struct way ways[] = { { 6, 0 }, { 1, 0 }, { 32, 0 }, { 6, 50 }, { 32, 50 } };

	expect_same(SUITES_WIDE, ways, sizeof(ways) / sizeof(ways[0]));
}

/* ---- Nobody is asked a hundred times without a greeting ---- */

/* The most handshakes in a row that SERVER's log calls broken off. */
static int longest_run(const struct server *server)
{
	char *path = server_path(server, "log"), *rest = NULL;
	struct buffer log = { 0 };
	int now = 0, most = 0;

	cr_assert_eq(file_read(path, 16 << 20, &log), 0);
	for (char *line = strtok_r(log.bytes, "\n", &rest); line;
		line = strtok_r(NULL, "\n", &rest)) {
		if (strstr(line, "SSL handshak"))
			now++;
		else if (strstr(line, "while waiting for request"))
			now = 0;
		most = now > most ? now : most;
	}
	buffer_free(&log);
	free(path);
	return most;
}

Test(matrix, no_hundred_handshakes_in_a_row_are_broken_off, .timeout = 120)
{
	struct scene scene;
	int run;

	open_scene(&scene, SUITES_WIDE " error_log log info;");
	session_free(look(&scene.settings, BUDGET_OPEN));
	run = longest_run(&scene.server.server);
	cr_expect_geq(run, 50, "the log tells of %d", run);
	cr_expect_lt(run, 100, "%d", run);
	close_scene(&scene);
}
