/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/evidence.h"
#include "evidence/random_record.h"

#define ROUNDS 300

Test(evidence_json, reading_what_was_written_gives_the_same)
{
	uint64_t seed = 20261122;

	for (int i = 0; i < ROUNDS; i++) {
		struct evidence evidence, again;
		json_t *written, *rewritten;
		char *where;

		evidence_init(&evidence);
		random_evidence(&evidence, &seed);
		written = evidence_json(&evidence);
		cr_assert_eq(
			evidence_from_json(written, &again, &where), 0, "round %d: %s", i, where);
		cr_assert_null(where);
		rewritten = evidence_json(&again);
		cr_assert(json_equal(written, rewritten), "round %d", i);
		json_decref(written);
		json_decref(rewritten);
		evidence_free(&evidence);
		evidence_free(&again);
	}
}

Test(evidence_json, is_the_same_after_a_way_through_text)
{
	uint64_t seed = 5;
	struct evidence evidence, again;
	json_t *written, *parsed;
	char *text, *where;

	evidence_init(&evidence);
	random_evidence(&evidence, &seed);
	written = evidence_json(&evidence);
	text = json_dumps(written, JSON_INDENT(2));
	parsed = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	cr_assert(json_equal(written, parsed));
	cr_expect_eq(evidence_from_json(parsed, &again, &where), 0);
	free(text);
	json_decref(written);
	json_decref(parsed);
	evidence_free(&evidence);
	evidence_free(&again);
}

static json_t *at(const json_t *json, const char *first, const char *second)
{
	return json_object_get(json_object_get(json, first), second);
}

Test(evidence_json, times_are_iso_enums_are_names_and_unknowns_are_null)
{
	struct evidence evidence;
	json_t *json;

	evidence_init(&evidence);
	evidence.now_s = 1772539200;
	evidence.handshake.outcome = HS_ALERT;
	evidence.handshake.alert = 40;
	evidence_part_status(&evidence, PART_HTTP, PART_NOT_REACHED, WHY_EARLIER, NULL);
	json = evidence_json(&evidence);
	cr_expect_str_eq(json_string_value(json_object_get(json, "now")), "2026-03-03T12:00:00Z");
	cr_expect_str_eq(json_string_value(at(json, "handshake", "outcome")), "alert");
	cr_expect_eq(json_integer_value(at(json, "handshake", "alert")), 40);
	cr_expect(json_is_null(at(json, "handshake", "version")));
	cr_expect(json_is_null(at(json, "handshake", "cipher")));
	cr_expect(json_is_null(at(json, "http", "date")));
	cr_expect_str_eq(json_string_value(at(json_object_get(json, "parts"), "http", "state")),
		"not-reached");
	json_decref(json);
	evidence_free(&evidence);
}

Test(evidence_json, no_login_and_no_place_of_a_key_is_written)
{
	struct evidence evidence;
	json_t *json;
	char *text;

	evidence_init(&evidence);
	evidence.paste.text = memory_text("failed:\nhttps://bobby:s3cretword@host.example/x\nend");
	evidence.http.location = memory_text("https://bobby:s3cr@tword@host.example/");
	evidence.settings.cert_file = memory_text("/keys/bobby.crt");
	evidence.settings.key_file = memory_text("/keys/bobby.key");
	json = evidence_json(&evidence);
	text = json_dumps(json, JSON_COMPACT);
	cr_expect(!strstr(text, "bobby") && !strstr(text, "tword"), "%s", text);
	cr_expect(strstr(text, "https://host.example/x\\nend"), "%s", text);
	free(text);
	json_decref(json);
	evidence_free(&evidence);
}

Test(evidence_json, a_password_of_the_proxy_is_not_written)
{
	static const char *const rows[][2] = {
		{ "http://user:secret@proxy.example:3128", "http://proxy.example:3128" },
		{ "http://user:se@cret@proxy.example/", "http://proxy.example/" },
		{ "user:secret@proxy.example", "proxy.example" },
		{ "http://proxy.example/a@b", "http://proxy.example/a@b" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct evidence evidence;
		json_t *json;

		evidence_init(&evidence);
		evidence.settings.proxy = memory_text(rows[i][0]);
		json = evidence_json(&evidence);
		cr_expect_str_eq(json_string_value(at(json, "settings", "proxy")), rows[i][1]);
		json_decref(json);
		evidence_free(&evidence);
	}
}

Test(evidence_json, writing_never_fails_on_bytes_that_are_not_text)
{
	struct evidence evidence, again;
	json_t *json;
	char *where;

	evidence_init(&evidence);
	evidence.settings.ca_file = memory_text("/home/\xff/ca\n.pem");
	evidence.settings.ca_pem = memory_text("\x1b\xffPEM\nx\n");
	evidence.lookup.addresses = memory_new(1, sizeof(char *));
	evidence.lookup.addresses[0] = memory_text("\x80");
	evidence.lookup.address_count = 1;
	evidence.now_s = INT64_MAX;
	json = evidence_json(&evidence);
	cr_assert_eq(evidence_from_json(json, &again, &where), 0, "%s", where);
	cr_expect_str_eq(again.settings.ca_file, "/home/\xef\xbf\xbd/ca .pem");
	cr_expect_str_eq(again.settings.ca_pem, "\xef\xbf\xbd\xef\xbf\xbdPEM\nx\n");
	cr_expect_eq(again.now_s, -1);
	json_decref(json);
	evidence_free(&evidence);
	evidence_free(&again);
}

/* What is refused, and where. */
struct refusal {
	const char *json, *where;
};

static const struct refusal refusals[] = {
	{ "[]", "" },
	{ "{\"now\": 5}", "now" },
	{ "{\"now\": \"2026-02-30T00:00:00Z\"}", "now" },
	{ "{\"now\": \"2026-2-3T00:00:00Z\"}", "now" },
	{ "{\"now\": \"2026-02-03T00:00:00Z \"}", "now" },
	{ "{\"now\": \"2026-02-03\"}", "now" },
	{ "{\"now\": \"\"}", "now" },
	{ "{\"now\": \"+026-02-03T00:00:00Z\"}", "now" },
	{ "{\"now\": \"2026-02-03T00:00:60Z\"}", "now" },
	{ "{\"parts\": []}", "parts" },
	{ "{\"parts\": {\"http\": {\"state\": \"good\"}}}", "parts.http.state" },
	{ "{\"parts\": {\"http\": {\"state\": null}}}", "parts.http.state" },
	{ "{\"parts\": {\"http\": null}}", "parts.http" },
	{ "{\"handshake\": {\"outcome\": 1}}", "handshake.outcome" },
	{ "{\"handshake\": {\"alert\": 256}}", "handshake.alert" },
	{ "{\"handshake\": {\"alert\": -1}}", "handshake.alert" },
	{ "{\"handshake\": {\"alert\": 40.0}}", "handshake.alert" },
	{ "{\"handshake\": {\"alert\": \"40\"}}", "handshake.alert" },
	{ "{\"handshake\": {\"version\": 65536}}", "handshake.version" },
	{ "{\"handshake\": {\"dh_bits\": 4294967297}}", "handshake.dh_bits" },
	{ "{\"handshake\": {\"client_cert_asked\": 1}}", "handshake.client_cert_asked" },
	{ "{\"handshake\": {\"client_cert_asked\": null}}", "handshake.client_cert_asked" },
	{ "{\"handshake\": {\"chain\": {}}}", "handshake.chain" },
	{ "{\"handshake\": {\"chain\": [{}, 3]}}", "handshake.chain[1]" },
	{ "{\"handshake\": {\"chain\": [{\"not_after\": \"soon\"}]}}",
		"handshake.chain[0].not_after" },
	{ "{\"handshake\": {\"chain\": [{\"dns_names\": [\"a\", null]}]}}",
		"handshake.chain[0].dns_names[1]" },
	{ "{\"handshake\": {\"chain\": [{\"subject\": \"a\\u001b[31m\"}]}}",
		"handshake.chain[0].subject" },
	{ "{\"handshake\": {\"sni\": \"a\\u202eb\"}}", "handshake.sni" },
	{ "{\"handshake\": {\"sni\": \"a\\nb\"}}", "handshake.sni" },
	{ "{\"handshake\": {\"sys_errno\": null}}", "handshake.sys_errno" },
	{ "{\"connect\": {\"chosen\": 0}}", "connect.chosen" },
	{ "{\"trust\": {\"path\": [16]}}", "trust.path[0]" },
	{ "{\"trust\": {\"path\": [null]}}", "trust.path[0]" },
	{ "{\"trust\": {\"path\": [0]}}", "trust.path[0]" },
	{ "{\"trust\": {\"path\": [-1]}, \"handshake\": {\"chain\": [{}]}}", "trust.path[0]" },
	{ "{\"trust\": {\"path\": [0, 1]}, \"handshake\": {\"chain\": [{}]}}", "trust.path[1]" },
	{ "{\"trust\": {\"edges\": [{\"child\": 0, \"issuer\": 1}]}, \"handshake\": {\"chain\": "
	  "[{}]}}",
		"trust.edges[0]" },
	{ "{\"trust\": {\"missing_below\": 0}}", "trust.missing_below" },
	{ "{\"settings\": {\"target\": {\"port\": 70000}}}", "settings.target.port" },
	{ "{\"settings\": {\"ca_pem\": \"a\\u0007\"}}", "settings.ca_pem" },
	{ "{\"answers\": {\"items\": [{\"question\": \"device\"}]}}", "answers.items[0]" },
	{ "{\"sni\": {\"items\": [{\"handshake\": {\"stage\": \"\"}}]}}",
		"sni.items[0].handshake.stage" },
};

static void expect_refusal(const json_t *json, const char *expected)
{
	struct evidence evidence;
	char *where = NULL;

	memset(&evidence, 0xa5, sizeof(evidence));
	cr_assert_eq(evidence_from_json(json, &evidence, &where), -1, "accepted: %s", expected);
	cr_expect_str_eq(where, expected);
	cr_expect_eq(evidence.http.status, -1);
	cr_expect_null(evidence.handshake.chain);
	free(where);
	evidence_free(&evidence);
}

Test(evidence_json, what_is_not_as_written_is_refused_with_its_path)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		json_t *json = json_loads(refusals[i].json, 0, NULL);

		cr_assert_not_null(json, "%s", refusals[i].json);
		expect_refusal(json, refusals[i].where);
		json_decref(json);
	}
}

Test(evidence_json, a_text_with_a_nul_in_it_is_refused)
{
	json_t *json = json_loads("{\"lookup\": {\"name\": \"a\\u0000b\"}}", JSON_ALLOW_NUL, NULL);

	expect_refusal(json, "lookup.name");
	json_decref(json);
}

static json_t *nested(const char *outer, const char *inner, json_t *value)
{
	return json_pack("{s:{s:o}}", outer, inner, value);
}

Test(evidence_json, more_items_than_anybody_needs_are_refused)
{
	json_t *names = json_array();
	json_t *chain = json_array();
	json_t *json;

	for (int i = 0; i < 4097; i++)
		json_array_append_new(names, json_string("a"));
	for (int i = 0; i < CHAIN_MOST + 1; i++)
		json_array_append_new(chain, json_object());
	json = nested("lookup", "addresses", names);
	expect_refusal(json, "lookup.addresses");
	json_decref(json);
	json = nested("handshake", "chain", chain);
	expect_refusal(json, "handshake.chain");
	json_decref(json);
}

Test(evidence_json, as_many_items_and_bytes_as_allowed_are_read)
{
	json_t *names = json_array();
	struct evidence evidence;
	size_t most = 1 << 20;
	char *text = memory_new(most + 1, 1);
	char *where;
	json_t *json;

	for (int i = 0; i < 4096; i++)
		json_array_append_new(names, json_string("a"));
	memset(text, 'x', most);
	json = json_pack("{s:{s:o,s:s}}", "lookup", "addresses", names, "name", text);
	cr_expect_eq(evidence_from_json(json, &evidence, &where), 0);
	cr_expect_eq(evidence.lookup.address_count, 4096);
	cr_expect_eq(strlen(evidence.lookup.name), most);
	evidence_free(&evidence);
	json_decref(json);
	free(text);
}

Test(evidence_json, a_text_of_more_than_a_mebibyte_is_refused)
{
	size_t length = (1 << 20) + 1;
	char *text = memory_new(length + 1, 1);
	json_t *json;

	memset(text, 'x', length);
	json = nested("lookup", "name", json_string(text));
	expect_refusal(json, "lookup.name");
	json_decref(json);
	free(text);
}

Test(evidence_json, unknown_members_are_passed_over_and_missing_ones_stay_unknown)
{
	json_t *json = json_loads(
		"{\"future\": [1], \"http\": {\"status\": 525, \"teapot\": {}}}", 0, NULL);
	struct evidence evidence;
	char *where;

	cr_assert_eq(evidence_from_json(json, &evidence, &where), 0);
	cr_expect_eq(evidence.http.status, 525);
	cr_expect_eq(evidence.http.date_s, -1);
	cr_expect_eq(evidence.settings.total_timeout_ms, 0);
	evidence_free(&evidence);
	json_decref(json);
}

/* One to four bytes changed, taken away or doubled. */
static char *damaged(const char *text, uint64_t *seed)
{
	static const char bytes[] = "{}[]\",:0123456789-.eE\\untrfals \x80\xff";
	struct buffer out = { 0 };
	size_t length = strlen(text);
	size_t places[4];

	for (size_t i = 0; i < 4; i++)
		places[i] = random_next(seed) % length;
	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (i == places[0])
			c = bytes[random_next(seed) % (sizeof(bytes) - 1)];
		if (i == places[1] && places[3] % 2)
			continue;
		if (i == places[2] && places[3] % 3 == 0)
			buffer_add_char(&out, c);
		buffer_add_char(&out, c);
	}
	return buffer_take(&out);
}

static char *random_text_of_evidence(uint64_t *seed)
{
	struct evidence evidence;
	json_t *json;
	char *text;

	evidence_init(&evidence);
	random_evidence(&evidence, seed);
	json = evidence_json(&evidence);
	text = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	evidence_free(&evidence);
	return text;
}

/* 1: read, 0: refused, -1: no JSON at all. */
static int read_damaged(const char *text, uint64_t *seed)
{
	char *broken = damaged(text, seed);
	json_t *json = json_loads(broken, 0, NULL);
	struct evidence evidence;
	char *where = NULL;
	int read;

	free(broken);
	if (!json)
		return -1;
	read = evidence_from_json(json, &evidence, &where) == 0;
	cr_assert(read ? !where : where != NULL);
	free(where);
	evidence_free(&evidence);
	json_decref(json);
	return read;
}

Test(evidence_json, damaged_files_are_read_or_refused_but_always_left_valid)
{
	uint64_t seed = 4242;
	int counts[3] = { 0 };

	for (int i = 0; i < 30; i++) {
		char *text = random_text_of_evidence(&seed);

		for (int j = 0; j < 100; j++)
			counts[read_damaged(text, &seed) + 1]++;
		free(text);
	}
	cr_expect_gt(counts[2], 100);
	cr_expect_gt(counts[1], 50);
}
