/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revocation with the real thing: an `openssl ocsp` responder, nginx stapling what it answered, and a CRL
 * that nginx serves. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "../support/peer.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "server.h"

struct scene {
	struct server site, responder; /* the responder's port may stay unused */
	struct forge forge;
};

/* The table of `openssl ca`: one line a certificate. */
static void write_index(const struct scene *scene, const char *revoked)
{
	char *serial = forge_serial(forge_find(&scene->forge, "leaf"));
	char *line = memory_format("%s\t490101000000Z\t%s\t%s\tunknown\t/CN=leaf\n",
		revoked ? "R" : "V", revoked ? revoked : "", serial);

	server_file(&scene->site, "index.txt", line);
	free(line);
	free(serial);
}

/* LEAF and INTER: words for them, with at most one %d for the responder's port; REVOKED: the day as in an
 * index, or NULL. */
static void open_scene_above(
	struct scene *scene, const char *inter, const char *leaf, int port, const char *revoked)
{
	char *line, *upper;
	const char *why;

	server_prepare(&scene->site, 0);
	server_prepare(&scene->responder, 0);
	forge_open(&scene->forge, (int64_t)time(NULL));
	line = memory_format(leaf, port ? port : scene->responder.port);
	cr_assert(forge_cert(&scene->forge, "root ca days=-1000..1000", &why));
	upper = memory_format(inter, port ? port : scene->responder.port);
	cr_assert(forge_cert(&scene->forge, upper, &why), "%s", why);
	free(upper);
	cr_assert(forge_cert(&scene->forge, "stranger ca days=-500..500", &why));
	cr_assert(forge_cert(&scene->forge, line, &why), "%s", why);
	free(line);
	server_pem(&scene->site, "chain.pem", &scene->forge, "leaf inter");
	server_pem(&scene->site, "ca.pem", &scene->forge, "root");
	server_pem(&scene->site, "inter.pem", &scene->forge, "inter");
	server_pem(&scene->site, "leaf.pem", &scene->forge, "leaf");
	server_key(&scene->site, "key.pem", &scene->forge, "leaf");
	server_key(&scene->site, "inter.key", &scene->forge, "inter");
	server_pem(&scene->site, "stranger.pem", &scene->forge, "stranger");
	server_key(&scene->site, "stranger.key", &scene->forge, "stranger");
	write_index(scene, revoked);
}

static void open_scene(struct scene *scene, const char *leaf, int port, const char *revoked)
{
	open_scene_above(scene, "inter ca issuer=root days=-500..500", leaf, port, revoked);
}

static void close_scene(struct scene *scene)
{
	server_stop(&scene->responder);
	server_stop(&scene->site);
	forge_close(&scene->forge);
}

static void start_site(struct scene *scene, const char *lines)
{
	char *blocks = memory_format(
		" server { listen 127.0.0.1:%d ssl; ssl_certificate chain.pem;\n"
		" ssl_certificate_key key.pem; root .; index ca.pem; %s }\n"
		" server { listen 127.0.0.1:%d; root .; access_log lists.log; }\n",
		scene->site.port, lines, scene->responder.port);

	cr_assert_eq(server_start_nginx(&scene->site, blocks, 0), 0, "nginx could not be started");
	free(blocks);
}

/* The site alone, so that the responder's port is free for others. */
static void start_site_alone(struct scene *scene)
{
	int port = scene->responder.port;
	struct server spare;

	server_prepare(&spare, 0);
	scene->responder.port = spare.port;
	start_site(scene, "");
	scene->responder.port = port;
	server_stop(&spare);
}

/* Signed with KEY of the certificate SIGNER. */
static void start_responder(struct scene *scene)
{
	char *port = memory_format("%d", scene->responder.port);
	char *index = server_path(&scene->site, "index.txt"),
	     *ca = server_path(&scene->site, "inter.pem");
	char *key = server_path(&scene->site, "inter.key");
	char *argv[] = { "openssl", "ocsp", "-port", port, "-index", index, "-CA", ca, "-rsigner",
		ca, "-rkey", key, "-ndays", "2", NULL };

	cr_assert_eq(server_start_said(&scene->responder, argv, "waiting for"), 0, "no responder");
	free(key);
	free(ca);
	free(index);
	free(port);
}

static void run(const struct scene *scene, const char *words)
{
	char *line = memory_format("cd %s && %s", scene->site.folder, words);
	char *argv[] = { "sh", "-c", line, NULL };
	struct command command;

	command_run(argv, 20000, &command);
	cr_assert_eq(command.status, 0, "%s: %s%s", words, command.out, command.err);
	command_free(&command);
	free(line);
}

/* staple.der: what the responder would answer, signed by SIGNER.pem, AGO days ago and for two days. */
static void make_answer(const struct scene *scene, const char *signer, int ago)
{
	char *line = memory_format(
		"faketime -f -%dd openssl ocsp -index index.txt -CA inter.pem -rsigner %s.pem "
		"-rkey %s.key -reqin request.der -respout staple.der -ndays 2",
		ago, signer, signer);

	run(scene, "openssl ocsp -issuer inter.pem -cert leaf.pem -reqout request.der");
	run(scene, line);
	free(line);
}

static void make_staple(const struct scene *scene)
{
	make_answer(scene, "inter", 0);
}

/* ---- Asking and judging ---- */

struct report {
	json_t *json;
	int ms;
};

static struct report check(const struct scene *scene, const char *option)
{
	char *target = memory_format("site.test:%d", scene->site.port);
	char *place = memory_format("127.0.0.1:%d", scene->site.port);
	char *ca = server_path(&scene->site, "ca.pem");
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--connect-to",
		place, "--ca-file", ca, target, (char *)option, NULL };
	struct command command;
	struct report report;

	command_run(argv, 40000, &command);
	report.json = json_loads(command.out, 0, NULL);
	report.ms = command.ms;
	cr_assert(report.json, "no JSON, status %d: %s", command.status, command.err);
	command_free(&command);
	free(ca);
	free(place);
	free(target);
	return report;
}

static const json_t *revocation(const struct report *report)
{
	size_t index;
	json_t *item;

	json_array_foreach(json_object_get(report->json, "checks"), index,
		item) if (!strcmp(json_string_value(json_object_get(item, "id")),
				  "revocation")) return item;
	return NULL;
}

static int has(const struct report *report, const char *finding)
{
	size_t index;
	json_t *item;

	json_array_foreach(json_object_get(revocation(report), "findings"), index,
		item) if (!strcmp(json_string_value(json_object_get(item, "id")),
				  finding)) return 1;
	return 0;
}

static void expect(struct report report, const char *cause, const char *finding)
{
	json_t *first = json_array_get(json_object_get(report.json, "causes"), 0);
	const char *id = json_string_value(json_object_get(first, "id"));
	char *shown = json_dumps(revocation(&report), 0);

	cr_expect_str_eq(id ? id : "none", cause, "%s", shown);
	cr_expect(!finding || has(&report, finding), "no %s: %s", finding, shown);
	free(shown);
	json_decref(report.json);
}

#define WITH_OCSP "leaf issuer=inter dns=site.test ocsp=http://127.0.0.1:%d"
#define WITH_CRL "leaf issuer=inter dns=site.test crl=http://127.0.0.1:%d/list.crl"

Test(revocation, a_responder_that_says_good_is_believed, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	start_site_alone(&scene);
	start_responder(&scene);
	expect(check(&scene, NULL), "none", "revocation.good");
	close_scene(&scene);
}

Test(revocation, a_responder_that_says_revoked_is_believed, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, "260101000000Z,keyCompromise");
	start_site_alone(&scene);
	start_responder(&scene);
	expect(check(&scene, NULL), "certificate-revoked", "revocation.revoked");
	close_scene(&scene);
}

Test(revocation, a_responder_that_does_not_know_the_certificate, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	server_file(&scene.site, "index.txt", "");
	start_site_alone(&scene);
	start_responder(&scene);
	expect(check(&scene, NULL), "revocation-unreachable", "revocation.not-known");
	close_scene(&scene);
}

Test(revocation, an_answer_that_a_stranger_signed_is_not_believed, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	start_site_alone(&scene);
	server_pem(&scene.site, "inter.pem", &scene.forge, "stranger");
	server_key(&scene.site, "inter.key", &scene.forge, "stranger");
	start_responder(&scene);
	expect(check(&scene, NULL), "revocation-unreachable", NULL);
	close_scene(&scene);
}

Test(revocation, a_responder_that_is_not_there_is_neither_good_nor_bad, .timeout = 60)
{
	struct scene scene;
	struct report report;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	start_site_alone(&scene);
	report = check(&scene, NULL);
	cr_expect(!has(&report, "revocation.good") && !has(&report, "revocation.revoked"));
	expect(report, "revocation-unreachable", "revocation.unreachable");
	close_scene(&scene);
}

/* ---- Answers of a responder that is not well: nginx hands out a file at the address of one ---- */

/* The file, whatever is asked. */
static void start_site_with_answer(struct scene *scene)
{
	char *blocks = memory_format(
		" server { listen 127.0.0.1:%d ssl; ssl_certificate chain.pem;\n"
		" ssl_certificate_key key.pem; root .; index ca.pem; }\n"
		" server { listen 127.0.0.1:%d; root .; error_page 403 404 405 =200 /answer.der;\n"
		" location = /answer.der { default_type application/ocsp-response; } }\n",
		scene->site.port, scene->responder.port);

	cr_assert_eq(server_start_nginx(&scene->site, blocks, 0), 0, "nginx could not be started");
	free(blocks);
}

/* Neither good nor revoked: the answer was no answer. */
static void expect_no_answer(const struct scene *scene)
{
	struct report report = check(scene, NULL);

	cr_expect(!has(&report, "revocation.good") && !has(&report, "revocation.revoked"));
	expect(report, "revocation-unreachable", "revocation.bad-answer");
}

/* RFC 6960 section 4.2.1: malformedRequest, internalError, tryLater, sigRequired, unauthorized. */
Test(revocation, a_responder_that_declines_has_not_answered, .timeout = 120)
{
	static const char *const refusals[] = { "0\3\n\1\1", "0\3\n\1\2", "0\3\n\1\3", "0\3\n\1\5",
		"0\3\n\1\6" };
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	start_site_with_answer(&scene);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		server_file(&scene.site, "answer.der", refusals[i]);
		expect_no_answer(&scene);
	}
	close_scene(&scene);
}

Test(revocation, an_answer_that_is_not_built_by_the_rules_is_none, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	server_file(&scene.site, "answer.der", "<html>Please sign in</html>");
	start_site_with_answer(&scene);
	expect_no_answer(&scene);
	close_scene(&scene);
}

Test(revocation, an_answer_that_has_ended_is_none, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	make_answer(&scene, "inter", 10);
	run(&scene, "mv staple.der answer.der");
	start_site_with_answer(&scene);
	expect_no_answer(&scene);
	close_scene(&scene);
}

Test(revocation, what_was_revoked_stays_so_in_an_answer_that_has_ended, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, "260101000000Z");
	make_answer(&scene, "inter", 10);
	run(&scene, "mv staple.der answer.der");
	start_site_with_answer(&scene);
	expect(check(&scene, NULL), "certificate-revoked", "revocation.revoked");
	close_scene(&scene);
}

Test(revocation, nobody_is_asked_offline, .timeout = 60)
{
	struct scene scene;
	struct report report;

	open_scene(&scene, WITH_OCSP, 0, "260101000000Z");
	start_site_alone(&scene);
	report = check(&scene, "--offline");
	cr_expect_str_eq(
		json_string_value(json_object_get(revocation(&report), "verdict")), "skipped");
	cr_expect_str_eq(
		json_string_value(json_object_get(revocation(&report), "reason")), "offline");
	expect(report, "none", "revocation.not-asked");
	close_scene(&scene);
}

Test(revocation, a_dripping_responder_keeps_the_time, .timeout = 60)
{
	static const struct line drip[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", 0 },
		{ PEER_DRIP, "0", 1 }, { PEER_END, NULL, 0 } };
	struct scene scene;
	struct report report;
	struct peer peer;

	peer_start(&peer, drip, 1);
	open_scene(&scene, WITH_OCSP, peer.port, NULL);
	start_site_alone(&scene);
	report = check(&scene, NULL);
	cr_expect_lt(report.ms, 12000, "%d ms", report.ms);
	expect(report, "revocation-unreachable", "revocation.unreachable");
	close_scene(&scene);
	peer_end(&peer);
}

Test(revocation, a_good_staple_settles_it, .timeout = 60)
{
	struct scene scene;

	/* Nobody answers at the URL: with the staple nobody is asked. */
	open_scene(&scene, WITH_OCSP " staple", 0, NULL);
	make_staple(&scene);
	start_site(&scene, "ssl_stapling on; ssl_stapling_file staple.der;");
	expect(check(&scene, NULL), "none", "revocation.staple-good");
	close_scene(&scene);
}

Test(revocation, a_staple_that_says_revoked, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, "260101000000Z");
	make_staple(&scene);
	start_site(&scene, "ssl_stapling on; ssl_stapling_file staple.der;");
	expect(check(&scene, NULL), "certificate-revoked", "revocation.staple-revoked");
	close_scene(&scene);
}

/* ---- Staples that prove nothing: they are named, and nobody takes them for good ---- */

static void expect_staple(struct scene *scene, const char *cause, const char *finding)
{
	struct report report;

	start_site(scene, "ssl_stapling on; ssl_stapling_file staple.der;");
	report = check(scene, "--offline");
	cr_expect(!has(&report, "revocation.staple-good") && !has(&report, "revocation.good") &&
			  !has(&report, "revocation.staple-revoked"),
		"%s", finding);
	expect(report, cause, finding);
	close_scene(scene);
}

Test(revocation, a_staple_that_has_ended, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	make_answer(&scene, "inter", 10);
	expect_staple(&scene, "stale-ocsp-staple", "revocation.staple-stale");
}

Test(revocation, a_staple_that_a_stranger_signed, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, "260101000000Z");
	make_answer(&scene, "stranger", 0);
	expect_staple(&scene, "stale-ocsp-staple", "revocation.staple-bad");
}

Test(revocation, a_staple_that_does_not_know_the_certificate, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_OCSP, 0, NULL);
	server_file(&scene.site, "index.txt", "");
	make_staple(&scene);
	expect_staple(&scene, "revocation-unreachable", "revocation.not-known");
}

Test(revocation, must_staple_without_a_staple, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, "leaf issuer=inter dns=site.test staple", 0, NULL);
	start_site(&scene, "");
	expect(check(&scene, NULL), "must-staple-missing", "revocation.must-staple-missing");
	close_scene(&scene);
}

static void write_crl_of(
	const struct scene *scene, const char *issuer, const char *revoked, int from, int until)
{
	gnutls_datum_t crl = forge_crl(&scene->forge, issuer, revoked, from, until);
	char *path = server_path(&scene->site, "list.crl");

	cr_assert_eq(file_write(path, (char *)crl.data, crl.size), 0);
	gnutls_free(crl.data);
	free(path);
}

static void write_crl(const struct scene *scene, const char *issuer, const char *revoked)
{
	write_crl_of(scene, issuer, revoked, -1, 6);
}

Test(revocation, a_list_without_it_means_good, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl(&scene, "inter", "root");
	start_site(&scene, "");
	expect(check(&scene, NULL), "none", "revocation.good");
	close_scene(&scene);
}

Test(revocation, the_issuer_may_be_revoked_too, .timeout = 60)
{
	struct scene scene;

	open_scene_above(&scene,
		"inter ca issuer=root days=-500..500 crl=http://127.0.0.1:%d/list.crl",
		"leaf issuer=inter dns=site.test", 0, NULL);
	write_crl(&scene, "root", "inter");
	start_site(&scene, "");
	expect(check(&scene, NULL), "certificate-revoked", "revocation.issuer-revoked");
	expect(check(&scene, "--offline"), "none", NULL);
	close_scene(&scene);
}

Test(revocation, an_issuer_that_its_list_does_not_name_is_fine, .timeout = 60)
{
	struct scene scene;

	open_scene_above(&scene,
		"inter ca issuer=root days=-500..500 crl=http://127.0.0.1:%d/list.crl",
		"leaf issuer=inter dns=site.test", 0, NULL);
	write_crl(&scene, "root", "stranger");
	start_site(&scene, "");
	expect(check(&scene, NULL), "none", NULL);
	close_scene(&scene);
}

Test(revocation, a_list_that_names_it_means_revoked, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl(&scene, "inter", "leaf");
	start_site(&scene, "");
	expect(check(&scene, NULL), "certificate-revoked", "revocation.revoked");
	close_scene(&scene);
}

Test(revocation, a_list_of_a_stranger_means_nothing, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl(&scene, "stranger", "leaf");
	start_site(&scene, "");
	expect(check(&scene, NULL), "revocation-unreachable", "revocation.bad-answer");
	close_scene(&scene);
}

Test(revocation, a_page_instead_of_a_list_means_nothing, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_CRL, 0, NULL);
	server_file(&scene.site, "list.crl", "<html>Please sign in</html>");
	start_site(&scene, "");
	expect(check(&scene, NULL), "revocation-unreachable", "revocation.bad-answer");
	close_scene(&scene);
}

Test(revocation, a_list_that_has_ended_means_nothing, .timeout = 60)
{
	struct scene scene;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl_of(&scene, "inter", "root", -20, -10);
	start_site(&scene, "");
	expect(check(&scene, NULL), "revocation-unreachable", "revocation.bad-answer");
	close_scene(&scene);
}

Test(revocation, a_list_that_is_too_large_is_not_read, .timeout = 60)
{
	struct scene scene;
	struct report report;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl(&scene, "inter", "root");
	run(&scene, "truncate -s 11M list.crl");
	start_site(&scene, "");
	report = check(&scene, NULL);
	cr_expect(!has(&report, "revocation.good"));
	expect(report, "revocation-unreachable", "revocation.bad-answer");
	close_scene(&scene);
}

/* Three servers with certificates of one issuer: its list is fetched once. */
Test(revocation, a_list_is_fetched_once_a_run, .timeout = 60)
{
	struct scene scene;
	char *ca, *place, *hosts, *log;
	struct command command;
	struct buffer text = { 0 };
	int fetched = 0;

	open_scene(&scene, WITH_CRL, 0, NULL);
	write_crl(&scene, "inter", "root");
	start_site(&scene, "");
	ca = server_path(&scene.site, "ca.pem");
	place = memory_format("127.0.0.1:%d", scene.site.port);
	hosts = memory_format("site.test:%d\nsite.test.:%d\nsite.test:%d\n", scene.site.port,
		scene.site.port, scene.site.port);
	server_file(&scene.site, "hosts", hosts);
	free(hosts);
	hosts = server_path(&scene.site, "hosts");
	command_run((char *[]){ (char *)command_tlsdoctor(), "check", "--format", "jsonl",
			    "--connect-to", place, "--ca-file", ca, "--hosts", hosts, "--jobs", "1",
			    NULL },
		40000, &command);
	log = server_path(&scene.site, "lists.log");
	cr_assert_eq(file_read(log, 1 << 20, &text), 0, "%s", log);
	for (const char *at = text.bytes; (at = strstr(at, "GET /list.crl")); at++)
		fetched++;
	cr_expect_eq(fetched, 1, "%d times: %s%s", fetched, command.out, command.err);
	for (const char *at = command.out; (at = strstr(at, "revocation.good")); at++)
		fetched++;
	cr_expect_geq(fetched, 3, "%s", command.out);
	command_free(&command);
	buffer_free(&text);
	free(log);
	free(hosts);
	free(place);
	free(ca);
	close_scene(&scene);
}
