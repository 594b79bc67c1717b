/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "report/sample.h"

static json_t *parse(const char *text)
{
	json_error_t error;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	cr_assert(json, "%s: %s", error.text, text);
	return json;
}

static json_t *as_json(struct session *session)
{
	char *text = sample_render(session, "json", "en", 0);
	json_t *json = parse(text);

	free(text);
	sample_free(session);
	return json;
}

/* The members of OBJECT in their order, with blanks between. */
static void has_members(const json_t *object, const char *expected)
{
	struct buffer names = { 0 };
	const char *name;
	json_t *value;
	char *taken;

	cr_assert(json_is_object(object));
	json_object_foreach((json_t *)object, name, value)
		buffer_add_format(&names, "%s%s", names.length ? " " : "", name);
	taken = buffer_take(&names);
	cr_expect_str_eq(taken, expected, "%s", taken);
	free(taken);
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static json_t *first(const json_t *object, const char *name)
{
	return json_array_get(json_object_get(object, name), 0);
}

Test(report_json, members_stand_in_the_documented_order)
{
	json_t *json = as_json(sample_expired());
	json_t *check = json_array_get(json_object_get(json, "checks"), 1);
	json_t *handshake = json_object_get(json, "handshake");

	has_members(json, "schema target verdict causes settle checks handshake clients accepts");
	has_members(json_object_get(json, "target"), "host port starttls");
	has_members(first(json, "causes"), "id severity confidence who because against fixes");
	has_members(check, "id verdict reason findings");
	has_members(first(check, "findings"), "id verdict facts");
	has_members(handshake, "stage address protocol cipher group alpn ms");
	has_members(json_object_get(handshake, "ms"), "dns tcp tls");
	json_decref(json);
}

Test(report_json, it_says_what_it_is_about)
{
	json_t *json = as_json(sample_expired());
	json_t *target = json_object_get(json, "target");

	cr_expect_eq(json_integer_value(json_object_get(json, "schema")), 1);
	cr_expect_str_eq(text_of(target, "host"), "shop.example");
	cr_expect_eq(json_integer_value(json_object_get(target, "port")), 8443);
	cr_expect(json_is_null(json_object_get(target, "starttls")));
	cr_expect_str_eq(text_of(json, "verdict"), "fail");
	json_decref(json);
}

Test(report_json, a_cause_is_told_with_its_reasons_and_fixes)
{
	json_t *json = as_json(sample_expired());
	json_t *cause = first(json, "causes");

	cr_expect_str_eq(text_of(cause, "id"), "certificate-expired");
	cr_expect_str_eq(text_of(cause, "severity"), "fail");
	cr_expect_str_eq(text_of(cause, "who"), "site");
	cr_expect_float_eq(json_real_value(json_object_get(cause, "confidence")), 0.97, 1e-9);
	cr_expect_str_eq(json_string_value(first(cause, "because")), "certificate.expired");
	cr_expect_str_eq(json_string_value(first(cause, "against")), "reach.connected");
	cr_expect_gt(json_array_size(json_object_get(cause, "fixes")), 0);
	json_decref(json);
}

Test(report_json, causes_keep_their_rank)
{
	json_t *json = as_json(sample_expired());
	json_t *causes = json_object_get(json, "causes");

	cr_assert_eq(json_array_size(causes), 2);
	cr_expect_str_eq(text_of(json_array_get(causes, 1), "id"), "chain-misordered");
	cr_expect_str_eq(text_of(json_array_get(causes, 1), "severity"), "warn");
	json_decref(json);
}

Test(report_json, facts_keep_their_kinds)
{
	json_t *json = as_json(sample_expired());
	json_t *check = json_array_get(json_object_get(json, "checks"), 1);
	json_t *facts = json_object_get(first(check, "findings"), "facts");

	cr_expect_str_eq(text_of(facts, "not_after"), "2026-03-03T12:00:00Z");
	cr_expect_eq(json_integer_value(json_object_get(facts, "days")), 12);
	json_decref(json);
}

Test(report_json, a_check_that_was_not_made_says_why)
{
	json_t *json = as_json(sample_expired());
	json_t *check = json_array_get(json_object_get(json, "checks"), 2);

	cr_expect_str_eq(text_of(check, "verdict"), "skipped");
	cr_expect_str_eq(text_of(check, "reason"), "quick");
	cr_expect_eq(json_array_size(json_object_get(check, "findings")), 0);
	json_decref(json);
}

Test(report_json, the_stage_is_the_rung_that_the_cause_breaks)
{
	json_t *expired = as_json(sample_expired());
	json_t *healthy = as_json(sample_healthy());
	json_t *no_name = as_json(sample_no_name());

	cr_expect_str_eq(text_of(json_object_get(expired, "handshake"), "stage"), "certificate");
	cr_expect_str_eq(text_of(json_object_get(healthy, "handshake"), "stage"), "done");
	cr_expect_str_eq(text_of(json_object_get(no_name, "handshake"), "stage"), "dns");
	json_decref(expired);
	json_decref(healthy);
	json_decref(no_name);
}

Test(report_json, what_is_unknown_is_null)
{
	json_t *json = as_json(sample_no_name());
	json_t *handshake = json_object_get(json, "handshake");
	json_t *ms = json_object_get(handshake, "ms");

	cr_expect(json_is_null(json_object_get(handshake, "address")));
	cr_expect(json_is_null(json_object_get(handshake, "protocol")));
	cr_expect(json_is_null(json_object_get(ms, "tcp")));
	cr_expect(json_is_null(json_object_get(ms, "tls")));
	json_decref(json);
}

Test(report_json, a_healthy_server_has_no_cause)
{
	json_t *json = as_json(sample_healthy());

	cr_expect_str_eq(text_of(json, "verdict"), "pass");
	cr_expect_eq(json_array_size(json_object_get(json, "causes")), 0);
	cr_expect(json_is_array(json_object_get(json, "clients")));
	json_decref(json);
}

Test(report_json, clients_connect_or_not_or_nobody_knows)
{
	json_t *json = as_json(sample_clients());
	json_t *clients = json_object_get(json, "clients");
	json_t *refused = json_array_get(clients, 1);

	cr_assert_eq(json_array_size(clients), 3);
	has_members(refused, "id connects because");
	cr_expect(json_is_true(json_object_get(json_array_get(clients, 0), "connects")));
	cr_expect_str_eq(text_of(refused, "id"), "java-7");
	cr_expect(json_is_false(json_object_get(refused, "connects")));
	cr_expect_str_eq(json_string_value(first(refused, "because")), "client.version");
	cr_expect(json_is_null(json_object_get(json_array_get(clients, 2), "connects")));
	json_decref(json);
}

static struct session *session_that_accepts(void)
{
	struct session *session = sample_healthy();
	struct seen_matrix *matrix = &session->evidence.matrix;

	evidence_part_status(&session->evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
	matrix->complete = true;
	matrix->hellos = 41;
	matrix->offers = memory_new(2, sizeof(*matrix->offers));
	matrix->offer_count = 2;
	for (size_t i = 0; i < 2; i++)
		seen_offer_init(&matrix->offers[i]);
	matrix->offers[0].version = 0x0303;
	matrix->offers[0].spoken = 1;
	matrix->offers[0].server_order = 1;
	matrix->offers[0].suites = memory_new(2, sizeof(int));
	matrix->offers[0].suites[0] = 0x0005;
	matrix->offers[0].suites[1] = 0xc02f;
	matrix->offers[0].suite_count = 2;
	matrix->offers[1].version = 0x0302;
	matrix->offers[1].spoken = 0;
	matrix->groups = memory_new(1, sizeof(int));
	matrix->groups[0] = 0x001d;
	matrix->group_count = 1;
	return session;
}

Test(report_json, all_that_the_server_accepts_is_graded)
{
	json_t *json = as_json(session_that_accepts());
	json_t *accepts = json_object_get(json, "accepts");
	json_t *version = first(accepts, "versions");
	json_t *rc4 = first(version, "suites");

	has_members(accepts, "complete connections versions groups signatures");
	has_members(version, "version spoken order dh_bits suites");
	has_members(rc4, "name strength reasons");
	cr_expect_str_eq(text_of(version, "version"), "TLS 1.2");
	cr_expect_str_eq(text_of(version, "order"), "server");
	cr_expect_str_eq(text_of(rc4, "name"), "TLS_RSA_WITH_RC4_128_SHA");
	cr_expect_str_eq(text_of(rc4, "strength"), "insecure");
	cr_expect_eq(json_integer_value(json_object_get(accepts, "connections")), 41);
	cr_expect_str_eq(text_of(first(accepts, "groups"), "strength"), "recommended");
	cr_expect(json_is_false(json_object_get(
		json_array_get(json_object_get(accepts, "versions"), 1), "spoken")));
	json_decref(json);
}

Test(report_json, what_nobody_asked_for_is_null)
{
	json_t *json = as_json(sample_healthy());

	cr_expect(json_is_null(json_object_get(json, "accepts")));
	json_decref(json);
}

Test(report_json, several_targets_are_an_array)
{
	struct session *one = sample_expired();
	struct session *two = sample_healthy();
	const struct session *both[] = { one, two };
	struct report_options options = { .language = language_english() };
	char *text = report_format("json")->render(both, 2, &options);
	json_t *json = parse(text);

	cr_assert(json_is_array(json));
	cr_expect_eq(json_array_size(json), 2);
	cr_expect_str_eq(text_of(json_array_get(json, 0), "verdict"), "fail");
	cr_expect_str_eq(text_of(json_array_get(json, 1), "verdict"), "pass");
	json_decref(json);
	free(text);
	sample_free(one);
	sample_free(two);
}

Test(report_json, jsonl_has_a_line_for_each_target)
{
	struct session *one = sample_expired();
	struct session *two = sample_healthy();
	const struct session *both[] = { one, two };
	struct report_options options = { .language = language_english() };
	char *text = report_format("jsonl")->render(both, 2, &options);
	char *rest = text;
	int lines = 0;

	for (char *line; (line = strsep(&rest, "\n")) && line[0]; lines++)
		json_decref(parse(line));
	cr_expect_eq(lines, 2);
	free(text);
	sample_free(one);
	sample_free(two);
}

Test(report_json, it_is_the_same_in_every_language)
{
	struct session *session = sample_expired();
	char *english = sample_render(session, "json", "en", 0);
	char *japanese = sample_render(session, "json", "ja", 0);

	cr_expect_str_eq(english, japanese);
	free(english);
	free(japanese);
	sample_free(session);
}

Test(report_json, evidence_is_there_only_when_asked_for)
{
	struct session *session = sample_expired();
	const struct session *sessions[] = { session };
	struct report_options options = { .language = language_english(), .with_evidence = true };
	char *text = report_format("json")->render(sessions, 1, &options);
	json_t *json = parse(text);
	struct evidence evidence;
	char *where = NULL;

	has_members(json, "schema target verdict causes settle checks handshake clients accepts evidence");
	cr_assert_eq(evidence_from_json(json_object_get(json, "evidence"), &evidence, &where), 0,
		"%s", where);
	cr_expect_str_eq(evidence.settings.target.host, "shop.example");
	evidence_free(&evidence);
	json_decref(json);
	free(text);
	sample_free(session);
}

Test(report_json, no_escape_from_the_network_comes_through_raw)
{
	struct session *session = sample_hostile();
	const struct session *sessions[] = { session };
	struct report_options options = { .language = language_english(), .with_evidence = true };
	char *text = report_format("json")->render(sessions, 1, &options);

	for (const char *byte = text; *byte; byte++)
		cr_assert(*byte == '\n' || (unsigned char)*byte >= ' ', "byte 0x%02x", *byte);
	free(text);
	sample_free(session);
}
