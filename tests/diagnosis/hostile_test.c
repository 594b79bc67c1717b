/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved session is a file that anybody may have written. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "ranked.h"

TestSuite(diagnosis_hostile, .timeout = 400);

struct tally {
	size_t read, refused;
};

static void judge(const json_t *whole, struct tally *tally)
{
	struct ranked ranked = { 0 };
	char *where = NULL;

	evidence_init(&ranked.evidence);
	if (evidence_from_json(whole, &ranked.evidence, &where) == 0) {
		ranked_again(&ranked);
		tally->read++;
	} else {
		tally->refused++;
	}
	free(where);
	ranked_end(&ranked);
}

static json_t *replaced(json_t *value, int64_t number)
{
	if (number == 0)
		return json_null();
	return json_is_integer(value) ? json_integer(number) : json_true();
}

/* Judges WHOLE once for each value below NODE, with that value replaced. */
static void judge_each(const json_t *whole, json_t *node, int64_t number, struct tally *tally)
{
	const char *key;
	json_t *value;
	size_t i;
	void *next;

	json_object_foreach_safe(node, next, key, value)
	{
		judge_each(whole, value, number, tally);
		json_incref(value);
		json_object_set_new(node, key, replaced(value, number));
		judge(whole, tally);
		json_object_set_new(node, key, value);
	}
	json_array_foreach(node, i, value)
	{
		judge_each(whole, value, number, tally);
		json_incref(value);
		json_array_set_new(node, i, replaced(value, number));
		judge(whole, tally);
		json_array_set_new(node, i, value);
	}
}

static void expect_no_harm(void (*change)(struct evidence *), int64_t number)
{
	struct evidence evidence;
	struct tally tally = { 0 };
	json_t *whole;

	make_healthy(&evidence);
	if (change)
		change(&evidence);
	make_free_trials(&evidence.versions);
	whole = evidence_json(&evidence);
	judge_each(whole, whole, number, &tally);
	cr_expect_gt(tally.read, 50, "only %zu could be read", tally.read);
	json_decref(whole);
	evidence_free(&evidence);
}

static void mismatched(struct evidence *evidence)
{
	make_names(evidence, "other.example.org", "*.example.com");
	make_host(evidence, "a.b.example.com");
	make_attempt(evidence, "2001:db8::1", 6, CONNECT_TIMED_OUT);
	make_attempt(evidence, "192.0.2.9", 4, CONNECT_TIMED_OUT);
	evidence->addresses.items[0].handshake.outcome = HS_CLOSED;
}

static void untrusted(struct evidence *evidence)
{
	make_untrusted(evidence, TRUST_MISSING_ISSUER, 2);
}

Test(diagnosis_hostile, a_missing_value_does_no_harm)
{
	expect_no_harm(NULL, 0);
	expect_no_harm(mismatched, 0);
	expect_no_harm(untrusted, 0);
}

Test(diagnosis_hostile, an_absurd_number_does_no_harm)
{
	static const int64_t numbers[] = { -1, 1, 99999, INT64_MAX, INT64_MIN };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		expect_no_harm(mismatched, numbers[i]);
}
