/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts become sentences.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/phrase.h"
#include "guide/tables.h"

/* 3 March 2026, 12:00 UTC */
#define MARCH INT64_C(1772539200)

static const struct language *english;

static void setup(void)
{
	english = language_english();
}

TestSuite(guide_phrase, .init = setup);

static void expect_text(char *text, const char *expected)
{
	cr_expect_str_eq(text, expected);
	free(text);
}

Test(guide_phrase, an_expired_certificate_is_told_with_its_date)
{
	struct finding finding = { .id = "certificate.expired", .check = "certificate" };

	facts_text(&finding.facts, "subject", "www.example.com");
	facts_number(&finding.facts, "not_after", FACT_TIME, MARCH);
	facts_number(&finding.facts, "days", FACT_NUMBER, 12);
	expect_text(guide_finding(english, &finding), "The certificate \"www.example.com\" expired "
						      "on 3 March 2026. Time since then: 12 days.");
	facts_free(&finding.facts);
}

Test(guide_phrase, one_day_and_less_than_a_day_read_well)
{
	struct finding finding = { .id = "certificate.expired", .check = "certificate" };

	facts_text(&finding.facts, "subject", "a");
	facts_number(&finding.facts, "not_after", FACT_TIME, MARCH);
	facts_number(&finding.facts, "days", FACT_NUMBER, 1);
	expect_text(guide_finding(english, &finding),
		"The certificate \"a\" expired on 3 March 2026. Time since then: 1 day.");
	facts_number(&finding.facts, "days", FACT_NUMBER, 0);
	expect_text(guide_finding(english, &finding),
		"The certificate \"a\" expired on 3 March 2026. Time since then: less than a day.");
	facts_free(&finding.facts);
}

Test(guide_phrase, an_offset_is_a_length_of_time_without_a_sign)
{
	struct finding finding = { .id = "clock.slow", .check = "clock" };
	char name[] = "example.com", *sources[] = { name };

	facts_number(&finding.facts, "offset", FACT_SPAN, -7500);
	facts_list(&finding.facts, "sources", sources, 1);
	expect_text(guide_finding(english, &finding),
		"The clock of this computer is 2 hours 5 minutes slow, compared with example.com.");
	facts_free(&finding.facts);
}

Test(guide_phrase, a_port_is_never_grouped_and_milliseconds_have_their_unit)
{
	struct finding finding = { .id = "reach.connected", .check = "reach" };

	facts_text(&finding.facts, "host", "example.com");
	facts_text(&finding.facts, "address", "192.0.2.1");
	facts_number(&finding.facts, "port", FACT_CODE, 8443);
	facts_number(&finding.facts, "time", FACT_MS, 1234);
	expect_text(guide_finding(english, &finding),
		"example.com accepts connections at 192.0.2.1, "
		"port 8443. Connecting took 1,234 ms.");
	facts_free(&finding.facts);
}

Test(guide_phrase, many_milliseconds_are_told_in_seconds)
{
	struct finding finding = { .id = "handshake.reset", .check = "handshake" };

	facts_text(&finding.facts, "host", "example.com");
	facts_number(&finding.facts, "time", FACT_MS, 12700);
	expect_text(guide_finding(english, &finding),
		"The connection to example.com was cut off (reset) during the handshake. "
		"Time until then: 12 seconds.");
	facts_free(&finding.facts);
}

Test(guide_phrase, a_time_that_was_not_measured_is_unknown)
{
	struct finding finding = { .id = "handshake.reset", .check = "handshake" };

	facts_text(&finding.facts, "host", "example.com");
	facts_number(&finding.facts, "time", FACT_MS, -1);
	expect_text(guide_finding(english, &finding),
		"The connection to example.com was cut off (reset) during the handshake. "
		"Time until then: unknown.");
	facts_free(&finding.facts);
}

static void expect_names(size_t count, const char *expected)
{
	char *names[] = { "a.example", "b.example", "c.example", "d.example", "e.example",
		"f.example" };
	struct finding finding = { .id = "certificate.name-mismatch", .check = "certificate" };
	char *sentence;
	char *wanted = memory_format("The certificate is for %s, not for x.example.", expected);

	facts_text(&finding.facts, "host", "x.example");
	facts_list(&finding.facts, "names", names, count);
	sentence = guide_finding(english, &finding);
	cr_expect_str_eq(sentence, wanted);
	free(sentence);
	free(wanted);
	facts_free(&finding.facts);
}

Test(guide_phrase, a_long_list_of_names_is_shortened)
{
	expect_names(1, "a.example");
	expect_names(2, "a.example and b.example");
	expect_names(4, "a.example, b.example, c.example and d.example");
	expect_names(5, "a.example, b.example, c.example and 2 others");
	expect_names(6, "a.example, b.example, c.example and 3 others");
}

Test(guide_phrase, a_missing_fact_reads_unknown)
{
	struct finding finding = { .id = "proxy.refused", .check = "proxy" };

	facts_text(&finding.facts, "proxy", "proxy.example:3128");
	expect_text(guide_finding(english, &finding),
		"The proxy proxy.example:3128 did not let the connection through. "
		"Its answer was the status number unknown.");
	facts_free(&finding.facts);
}

Test(guide_phrase, no_finding_without_facts_shows_a_raw_placeholder)
{
	for (size_t i = 0; i < guide_findings_count; i++) {
		struct finding finding = { .id = guide_findings[i].id, .check = "" };
		char *sentence = guide_finding(english, &finding);

		cr_expect(sentence[0], "%s", finding.id);
		cr_expect_not(strchr(sentence, '{'), "%s: %s", finding.id, sentence);
		free(sentence);
	}
}

Test(guide_phrase, braces_in_a_fact_stay_as_they_are)
{
	struct finding finding = { .id = "client-certificate.required", .check = "" };

	facts_text(&finding.facts, "host", "{host}{{x}");
	expect_text(guide_finding(english, &finding),
		"{host}{{x} lets in only visitors with a client certificate.");
	facts_free(&finding.facts);
}

Test(guide_phrase, an_unheard_of_finding_still_gives_a_sentence)
{
	struct finding finding = { .id = "future.thing", .check = "future" };

	expect_text(guide_finding(english, &finding),
		"Technical name of what was found: future.thing.");
}

Test(guide_phrase, what_is_not_known_of_the_target_reads_unknown)
{
	struct phrase phrase = { 0 };

	phrase_add_target(&phrase, NULL);
	expect_text(phrase_sentence(&phrase, english, "Ask {host} about port {port}."),
		"Ask unknown about port unknown.");
	phrase_free(&phrase);
}

Test(guide_phrase, paragraphs_are_parted_by_an_empty_line)
{
	static const char *const paragraphs[] = { "One.", "Two {a}.", NULL };
	struct phrase phrase = { 0 };

	phrase_add(&phrase, "a", memory_text("b"));
	phrase_add(&phrase, "a", memory_text("too late"));
	expect_text(phrase_paragraphs(&phrase, english, paragraphs), "One.\n\nTwo b.");
	phrase_free(&phrase);
}

Test(guide_phrase, every_language_fills_every_placeholder)
{
	for (size_t l = 0; language_at(l); l++) {
		for (size_t i = 0; i < guide_findings_count; i++) {
			struct finding finding = { .id = guide_findings[i].id, .check = "" };
			char *sentence = guide_finding(language_at(l), &finding);

			cr_expect(sentence[0] && !strchr(sentence, '{'), "%s %s: %s",
				language_code(language_at(l)), finding.id, sentence);
			free(sentence);
		}
	}
}

/* ---- Answers and reasons ---- */

Test(guide_phrase, an_answer_is_told_with_its_question)
{
	expect_text(guide_reason_for(english, "answer.one-site=all", NULL, NULL),
		"Does the problem appear on other sites too? Your answer: Other sites fail too.");
}

Test(guide_phrase, an_answer_without_a_choice_is_looked_up_in_the_evidence)
{
	struct evidence evidence;

	evidence_init(&evidence);
	evidence_answer(&evidence, "one-site", "one");
	expect_text(guide_reason_for(english, "answer.one-site", NULL, &evidence),
		"Does the problem appear on other sites too? Your answer: Only this site fails.");
	evidence_free(&evidence);
}

Test(guide_phrase, an_answer_to_no_question_gives_its_name)
{
	expect_text(guide_reason_for(english, "answer.nothing=such", NULL, NULL),
		"Technical name of what was found: answer.nothing=such.");
}

Test(guide_phrase, a_reason_that_is_no_longer_found_still_gives_a_sentence)
{
	struct findings none = { 0 };

	expect_text(guide_reason_for(english, "certificate.malformed", &none, NULL),
		"A certificate that the server sent cannot be read. It is not built by the rules.");
}

static void expect_reason(enum verdict verdict, const char *reason, const char *expected)
{
	struct check_result result = { .id = "x", .verdict = verdict, .reason = reason };

	expect_text(guide_reason(english, &result), expected);
}

Test(guide_phrase, each_way_of_not_checking_has_its_own_sentence)
{
	static const char *const whys[] = { WHY_CANCELLED, WHY_TIMEOUT, WHY_OFFLINE, WHY_QUICK,
		WHY_NOT_NEEDED, WHY_NOT_HTTP, WHY_LOCAL, WHY_NO_CHAIN, WHY_IP, WHY_OPTION,
		WHY_CA_FILE, WHY_EARLIER, WHY_NO_SOURCE };
	char *said[sizeof(whys) / sizeof(whys[0])];
	size_t count = sizeof(whys) / sizeof(whys[0]);

	for (size_t i = 0; i < count; i++) {
		struct check_result result = { "x", VERDICT_UNKNOWN, whys[i], false };

		said[i] = guide_reason(english, &result);
		cr_expect_str_neq(said[i], "This could not be checked.", "%s", whys[i]);
		for (size_t k = 0; k < i; k++)
			cr_expect_str_neq(said[i], said[k], "%s and %s", whys[i], whys[k]);
	}
	for (size_t i = 0; i < count; i++)
		free(said[i]);
}

Test(guide_phrase, each_broken_rung_has_its_own_sentence)
{
	for (int stage = 0; stage < STAGE_DONE; stage++) {
		struct check_result result = { "x", VERDICT_NOT_REACHED,
			stage_name((enum stage)stage), false };
		char *said = guide_reason(english, &result);

		cr_expect_str_neq(said, "This was not reached, because an earlier step failed.",
			"%s", result.reason);
		free(said);
	}
}

Test(guide_phrase, without_a_reason_the_verdict_decides)
{
	expect_reason(VERDICT_UNKNOWN, NULL, "This could not be checked.");
	expect_reason(VERDICT_SKIPPED, "unheard-of", "This was left out.");
	expect_reason(
		VERDICT_NOT_REACHED, NULL, "This was not reached, because an earlier step failed.");
}

Test(guide_phrase, what_is_under_way_is_not_called_failed)
{
	struct check_result result = { "x", VERDICT_UNKNOWN, WHY_TIMEOUT, true };

	expect_text(guide_reason(english, &result), "This is still being checked.");
}

/* ---- Causes ---- */

Test(guide_phrase, a_cause_names_the_site_and_the_port_that_were_asked_for)
{
	struct cause_rule rule = { .id = "connection-refused" };
	struct cause cause = { .rule = &rule };
	struct evidence evidence;

	evidence_init(&evidence);
	cr_assert_eq(target_parse("www.example.com:8443", &evidence.settings.target), TARGET_OK);
	expect_text(guide_cause_title(english, &cause, &evidence, NULL),
		"www.example.com refuses connections on port 8443.");
	evidence_free(&evidence);
}

Test(guide_phrase, the_name_that_was_asked_for_wins_over_that_of_a_finding)
{
	struct finding finding = { .id = "handshake.closed", .check = "handshake" };
	struct findings findings = { .items = &finding, .count = 1 };
	struct cause_rule rule = { .id = "closed-during-handshake" };
	char *because[] = { (char *)"handshake.closed" };
	struct cause cause = { .rule = &rule, .because = because, .because_count = 1 };
	struct evidence evidence;

	facts_text(&finding.facts, "host", "other.example");
	evidence_init(&evidence);
	expect_text(guide_cause_title(english, &cause, &evidence, &findings),
		"other.example ends the handshake before it is complete.");
	cr_assert_eq(target_parse("www.example.com", &evidence.settings.target), TARGET_OK);
	expect_text(guide_cause_title(english, &cause, &evidence, &findings),
		"www.example.com ends the handshake before it is complete.");
	evidence_free(&evidence);
	facts_free(&finding.facts);
}

Test(guide_phrase, a_cause_without_words_is_told_by_its_name)
{
	struct cause_rule rule = { .id = "future-cause" };
	struct cause cause = { .rule = &rule };

	expect_text(guide_cause_title(english, &cause, NULL, NULL), "future-cause");
	expect_text(guide_cause_text(english, &cause, NULL, NULL), "");
}
