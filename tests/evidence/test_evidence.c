/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/evidence.h"
#include "evidence/random_record.h"

static bool same(const struct evidence *a, const struct evidence *b)
{
	json_t *left = evidence_json(a);
	json_t *right = evidence_json(b);
	bool equal = json_equal(left, right);

	json_decref(left);
	json_decref(right);
	return equal;
}

Test(evidence, begins_with_unknowns)
{
	struct evidence evidence;

	evidence_init(&evidence);
	cr_expect_eq(evidence.now_s, -1);
	cr_expect_eq(evidence.clock.kernel_synced, -1);
	cr_expect_eq(evidence.connect.chosen, -1);
	cr_expect_eq(evidence.handshake.alert, -1);
	cr_expect_eq(evidence.handshake.version, -1);
	cr_expect_eq(evidence.http.status, -1);
	cr_expect_eq(evidence.trust.missing_below, -1);
	cr_expect_null(evidence.handshake.chain);
	cr_expect_eq(evidence.parts[PART_HTTP].state, PART_NOT_LOOKED);
	cr_expect_eq(evidence.settings.rate, 20);
	evidence_free(&evidence);
}

Test(evidence, a_certificate_begins_with_unknowns)
{
	struct seen_cert cert;

	seen_cert_init(&cert);
	cr_expect_eq(cert.not_after, -1);
	cr_expect_eq(cert.is_ca, -1);
	cr_expect_eq(cert.server_auth, -1);
	cr_expect_null(cert.subject);
	cert.subject = memory_text("CN=x");
	seen_cert_free(&cert);
	cr_expect_null(cert.subject);
}

Test(evidence, a_copy_is_equal_and_shares_nothing)
{
	uint64_t seed = 20261122;

	for (int i = 0; i < 200; i++) {
		struct evidence original, copy;
		json_t *before, *after;

		evidence_init(&original);
		random_evidence(&original, &seed);
		before = evidence_json(&original);
		evidence_copy(&copy, &original);
		evidence_free(&original);
		random_evidence(&original, &seed);
		after = evidence_json(&copy);
		cr_assert(json_equal(before, after), "round %d", i);
		json_decref(before);
		json_decref(after);
		evidence_free(&original);
		evidence_free(&copy);
	}
}

Test(evidence, a_copy_outlives_its_original)
{
	struct evidence original, copy;

	evidence_init(&original);
	original.lookup.addresses = memory_new(1, sizeof(char *));
	original.lookup.addresses[0] = memory_text("192.0.2.1");
	original.lookup.address_count = 1;
	evidence_copy(&copy, &original);
	original.lookup.addresses[0][0] = 'X';
	evidence_free(&original);
	cr_expect_str_eq(copy.lookup.addresses[0], "192.0.2.1");
	evidence_free(&copy);
}

Test(evidence, free_leaves_it_ready_for_use)
{
	uint64_t seed = 7;
	struct evidence evidence, fresh;

	evidence_init(&evidence);
	evidence_init(&fresh);
	for (int i = 0; i < 50; i++) {
		random_evidence(&evidence, &seed);
		evidence_free(&evidence);
		cr_assert(same(&evidence, &fresh));
	}
}

/* Clients to compare with are no part: they stay where they are. */
static void forget_hellos(struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->hellos.count; i++)
		seen_hello_free(&evidence->hellos.items[i]);
	free(evidence->hellos.items);
	evidence->hellos = (struct seen_hellos){ 0 };
}

Test(evidence, taking_all_parts_moves_all_but_settings)
{
	uint64_t seed = 99;

	for (int i = 0; i < 100; i++) {
		struct evidence from, to, expected;

		evidence_init(&from);
		evidence_init(&to);
		random_evidence(&from, &seed);
		random_evidence(&to, &seed);
		forget_hellos(&from);
		forget_hellos(&to);
		evidence_copy(&expected, &from);
		settings_free(&expected.settings);
		settings_copy(&expected.settings, &to.settings);
		expected.now_s = to.now_s;
		for (int part = 0; part < PART_COUNT; part++)
			evidence_take_part(&to, &from, (enum part)part);
		cr_assert(same(&to, &expected), "round %d", i);
		evidence_free(&from);
		evidence_free(&to);
		evidence_free(&expected);
	}
}

Test(evidence, a_taken_part_is_initialised_where_it_was)
{
	struct evidence from, to;

	evidence_init(&from);
	evidence_init(&to);
	from.http.status = 525;
	from.http.server = memory_text("cloudflare");
	evidence_part_status(&from, PART_HTTP, PART_SEEN, NULL, NULL);
	from.clock.zone = memory_text("Asia/Tokyo");
	evidence_take_part(&to, &from, PART_HTTP);
	cr_expect_eq(to.http.status, 525);
	cr_expect_str_eq(to.http.server, "cloudflare");
	cr_expect_eq(to.parts[PART_HTTP].state, PART_SEEN);
	cr_expect_eq(from.http.status, -1);
	cr_expect_null(from.http.server);
	cr_expect_eq(from.parts[PART_HTTP].state, PART_NOT_LOOKED);
	cr_expect_null(to.clock.zone);
	cr_expect_str_eq(from.clock.zone, "Asia/Tokyo");
	evidence_free(&from);
	evidence_free(&to);
}

Test(evidence, taking_a_part_from_itself_changes_nothing)
{
	struct evidence evidence;

	evidence_init(&evidence);
	evidence.clock.zone = memory_text("UTC");
	evidence_take_part(&evidence, &evidence, PART_CLOCK);
	cr_expect_str_eq(evidence.clock.zone, "UTC");
	evidence_free(&evidence);
}

Test(evidence, a_status_replaces_the_one_before)
{
	struct evidence evidence;
	struct part_status *status = &evidence.parts[PART_CONNECT];

	evidence_init(&evidence);
	evidence_part_status(&evidence, PART_CONNECT, PART_COULD_NOT, WHY_TIMEOUT, "5000 ms");
	cr_expect_str_eq(status->why, WHY_TIMEOUT);
	evidence_part_status(&evidence, PART_CONNECT, PART_SKIPPED, status->detail, status->why);
	cr_expect_str_eq(status->why, "5000 ms");
	evidence_part_status(&evidence, PART_CONNECT, PART_SEEN, NULL, NULL);
	cr_expect_eq(status->state, PART_SEEN);
	cr_expect_null(status->why);
	cr_expect_null(status->detail);
	evidence_free(&evidence);
}

Test(evidence, an_answer_can_be_given_changed_and_taken_back)
{
	struct evidence evidence;

	evidence_init(&evidence);
	cr_expect_null(evidence_answered(&evidence, "symptom"));
	evidence_answer(&evidence, "symptom", "page");
	evidence_answer(&evidence, "device", "this");
	evidence_answer(&evidence, "one-site", "all");
	evidence_answer(&evidence, "device", "other");
	cr_expect_eq(evidence.answers.count, 3);
	cr_expect_str_eq(evidence_answered(&evidence, "device"), "other");
	evidence_answer(&evidence, "symptom", NULL);
	evidence_answer(&evidence, "never-asked", NULL);
	cr_expect_eq(evidence.answers.count, 2);
	cr_expect_null(evidence_answered(&evidence, "symptom"));
	cr_expect_str_eq(evidence_answered(&evidence, "one-site"), "all");
	evidence_free(&evidence);
}

Test(evidence, an_answer_may_be_set_from_itself)
{
	struct evidence evidence;

	evidence_init(&evidence);
	evidence_answer(&evidence, "device", "other");
	evidence_answer(&evidence, "device", evidence_answered(&evidence, "device"));
	cr_expect_str_eq(evidence_answered(&evidence, "device"), "other");
	evidence_free(&evidence);
}
