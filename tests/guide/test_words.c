/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Titles, badges, questions, causes and the glossary.
 */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/tables.h"
#include "i18n/cells.h"

enum { TITLE_CELLS = 22, BADGE_CELLS = 12 };

static void setup(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(guide_words, .init = setup);

Test(guide_words, step_titles_fit_the_left_column_in_every_language)
{
	for (size_t l = 0; language_at(l); l++) {
		for (int step = 1; step <= GUIDE_STEPS; step++) {
			const char *title = guide_step_title(language_at(l), step);
			int cells = cells_wide(title, SIZE_MAX);

			cr_expect(cells > 0 && cells <= TITLE_CELLS, "%s: %s",
				language_code(language_at(l)), title);
		}
	}
}

Test(guide_words, each_step_says_why_and_what_is_checked)
{
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		char *text = guide_step_text(language_english(), step);

		cr_expect_not_null(strstr(text, "\n\n"), "step %d", step);
		free(text);
	}
}

Test(guide_words, a_step_that_does_not_exist_is_empty)
{
	char *text = guide_step_text(language_english(), 13);

	cr_expect_str_empty(text);
	cr_expect_str_empty(guide_step_title(language_english(), 0));
	free(text);
}

Test(guide_words, badges_fit_in_every_language)
{
	for (size_t l = 0; language_at(l); l++) {
		for (int v = 0; v < VERDICT_COUNT; v++) {
			const char *word = guide_verdict_word(language_at(l), (enum verdict)v);
			int cells = cells_wide(word, SIZE_MAX);

			cr_expect(cells > 0 && cells <= BADGE_CELLS, "%s: %s",
				language_code(language_at(l)), word);
		}
	}
}

Test(guide_words, rungs_are_the_ladder_in_order)
{
	static const char *const ladder[] = { "reach", "hello", "version", "cipher", "proof",
		"keys", "data" };

	for (int rung = 0; rung < GUIDE_RUNGS; rung++)
		cr_expect_str_eq(guide_rung_name(language_english(), rung), ladder[rung]);
	cr_expect_str_empty(guide_rung_name(language_english(), GUIDE_RUNGS));
	cr_expect_str_empty(guide_rung_name(language_english(), -1));
	cr_expect_eq(guide_rung_of(STAGE_DNS), 0);
	cr_expect_eq(guide_rung_of(STAGE_STARTTLS), 0);
	cr_expect_eq(guide_rung_of(STAGE_CERTIFICATE), 4);
	cr_expect_eq(guide_rung_of(STAGE_DATA), 6);
	cr_expect_eq(guide_rung_of(STAGE_DONE), GUIDE_RUNGS);
}

static void expect_likelihood(double confidence, const char *word)
{
	cr_expect_str_eq(guide_likelihood(language_english(), confidence), word);
}

Test(guide_words, likelihood_grows_with_confidence)
{
	expect_likelihood(1, "certain");
	expect_likelihood(0.95, "certain");
	expect_likelihood(0.94, "very likely");
	expect_likelihood(0.8, "very likely");
	expect_likelihood(0.79, "likely");
	expect_likelihood(0.5, "likely");
	expect_likelihood(0.49, "possible");
	expect_likelihood(0, "possible");
}

Test(guide_words, who_can_fix_it_is_said_for_each)
{
	for (int who = 0; who < WHO_COUNT; who++)
		cr_expect_str_not_empty(guide_who(language_english(), (enum who)who));
	cr_expect_not_null(
		strstr(guide_who(language_english(), WHO_SITE), "You did nothing wrong"));
}

Test(guide_words, telling_the_owner_is_not_done_on_the_device)
{
	for (int who = 0; who < WHO_COUNT; who++)
		cr_expect_str_not_empty(guide_doer(language_english(), (enum who)who));
	cr_expect_null(strstr(guide_doer(language_english(), WHO_YOU), "device"));
	cr_expect_null(strstr(guide_doer(language_english(), WHO_SITE), "wrong"));
}

/* ---- Targets ---- */

static void expect_target_error(enum target_error error, const char *typed, const char *expected)
{
	char *text = guide_target_error(language_english(), error, typed);

	cr_expect_str_eq(text, expected);
	free(text);
}

Test(guide_words, a_wrong_address_is_answered_with_what_is_wrong)
{
	expect_target_error(
		TARGET_EMPTY, "  ", "Please type an address, for example www.example.com.");
	expect_target_error(TARGET_BAD_PORT, "example.com:70000",
		"The port must be a number from 1 to 65535: \"example.com:70000\".");
	expect_target_error(TARGET_BAD_ADDRESS, "1.2.3.400",
		"This is not a correct IP address: \"1.2.3.400\".");
	expect_target_error(TARGET_BAD_LABEL, NULL, "No site can have this name: \"\".");
}

Test(guide_words, each_kind_of_wrong_address_has_its_own_sentence)
{
	for (int error = TARGET_OK + 1; error < TARGET_ERROR_COUNT; error++) {
		char *text = guide_target_error(
			language_english(), (enum target_error)error, "typed");

		cr_expect_str_neq(text, "This is not an address that can be checked.", "%d", error);
		cr_expect_not(strchr(text, '{'));
		free(text);
	}
}

Test(guide_words, what_was_typed_is_cleaned_before_it_is_shown)
{
	char *text = guide_target_error(language_english(), TARGET_BAD_LABEL, "a\033[31mb\nc");

	cr_expect_not(strchr(text, '\033'));
	cr_expect_not(strchr(text, '\n'));
	free(text);
}

/* ---- Questions ---- */

struct expected_question {
	const char *id;
	int step;
	const char *choices; /* blank separated */
};

static const struct expected_question questions[] = {
	{ "symptom", 0, "page number program log check" },
	{ "symptom-number", 0, "525 526 502 503 504 520 521 522 523 524 other" },
	{ "device", 0, "this other" },
	{ "system", 0, "windows macos linux-gnome linux-kde linux android ios chromeos unknown" },
	{ "browser", 0, "chrome edge firefox safari brave program unknown" },
	{ "device-clock", 1, "right wrong unknown" },
	{ "wall-clock", 1, "right wrong unknown" },
	{ "one-site", 3, "one all unknown" },
	{ "other-network", 2, "works same unknown" },
	{ "other-browser", 4, "works same unknown" },
	{ "security-software", 4, "works same unknown" },
	{ "fingerprint", 4, "same different unknown" },
	{ "consent", 3, "now always no" },
	{ "wifi-cable", 2, "works same unknown" },
	{ "other-device", 3, "works same unknown" },
	{ "private-window", 4, "works same unknown" },
	{ "extensions", 4, "works same unknown" },
	{ "browser-cache", 4, "works same unknown" },
	{ "browser-update", 4, "works same unknown" },
	{ "firewall", 4, "works same unknown" },
	{ "malware", 4, "found nothing unknown" },
	{ "internet-options", 6, "on off unknown" },
	{ "firefox-tls", 6, "usual changed unknown" },
	{ "browser-policy", 6, "none rules unknown" },
	{ "new-profile", 9, "works same unknown" },
	{ "certificate-store", 9, "works same unknown" },
	{ "browser-reset", 9, "works same unknown" },
};

static void expect_choices(const struct question_row *question, const char *choices)
{
	char *ids = memory_text("");

	for (size_t i = 0; i < guide_question_choices(question); i++) {
		char *more = memory_format(
			"%s%s%s", ids, i ? " " : "", guide_choice_id(question, i));

		free(ids);
		ids = more;
		cr_expect_str_not_empty(guide_choice_text(language_english(), question, i));
	}
	cr_expect_str_eq(ids, choices);
	free(ids);
}

Test(guide_words, questions_have_the_ids_that_rules_and_screens_rely_on)
{
	size_t count = sizeof(questions) / sizeof(questions[0]);

	for (size_t i = 0; i < count; i++) {
		const struct question_row *question = guide_question(questions[i].id);

		cr_assert_not_null(question, "%s", questions[i].id);
		cr_expect_eq(guide_question_step(question), questions[i].step);
		expect_choices(question, questions[i].choices);
	}
	cr_expect_null(guide_question_at(count));
	cr_expect_null(guide_question("no-such-question"));
}

Test(guide_words, each_question_says_why_it_is_asked)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *question = guide_question_at(i);
		char *text = guide_question_text(language_english(), question);

		cr_expect_str_not_empty(text);
		cr_expect_str_not_empty(guide_question_title(language_english(), question));
		free(text);
	}
}

Test(guide_words, a_choice_that_does_not_exist_is_empty)
{
	const struct question_row *question = guide_question("device");

	cr_expect_null(guide_choice_id(question, 2));
	cr_expect_str_empty(guide_choice_text(language_english(), question, 2));
}

/* ---- Glossary and practice ---- */

Test(guide_words, the_glossary_explains_the_words_of_the_screens)
{
	static const char *const words[] = { "TLS handshake", "certificate", "certificate chain",
		"intermediate certificate", "root certificate", "cipher suite", "key exchange",
		"protocol version", "SNI", "proxy", "firewall", "DNS", "port", "alert", "STARTTLS",
		"CDN", "origin server", "reverse proxy", NULL };

	for (size_t w = 0; words[w]; w++) {
		size_t i = 0;

		while (guide_term_at(i) &&
			strcmp(guide_term_word(language_english(), guide_term_at(i)), words[w]) !=
				0)
			i++;
		cr_expect_not_null(guide_term_at(i), "%s", words[w]);
	}
}

Test(guide_words, each_practice_fault_has_a_title_and_a_text)
{
	static const char *const faults[] = { "healthy", "expired", "not-yet-valid", "wrong-name",
		"self-signed", "untrusted-issuer", "incomplete-chain", "plain-http", "silent",
		"closes-at-once", "sni-required", "old-protocol-only", NULL };

	for (size_t i = 0; faults[i]; i++) {
		char *text = guide_fault_text(language_english(), faults[i]);

		cr_expect_not_null(
			guide_fault_title(language_english(), faults[i]), "%s", faults[i]);
		cr_expect_not_null(text, "%s", faults[i]);
		free(text);
	}
	cr_expect_null(guide_fault_title(language_english(), "no-such-fault"));
	cr_expect_null(guide_fault_text(language_english(), "no-such-fault"));
}

static bool is_asked(const char *id, const struct evidence *evidence)
{
	return guide_question_fits(guide_question(id), evidence);
}

Test(guide_words, questions_are_those_of_the_persons_own_system_and_browser)
{
	struct evidence evidence;

	evidence_init(&evidence);
	evidence.settings.device = DEVICE_OTHER;
	cr_expect_not(is_asked("internet-options", &evidence), "the system isn't known");
	cr_expect_not(is_asked("firefox-tls", &evidence), "nor is the browser");
	evidence_answer(&evidence, "private-window", "works");
	evidence_answer(&evidence, "new-profile", "works");
	evidence_answer(&evidence, "other-device", "works");
	cr_expect(is_asked("extensions", &evidence));
	evidence_answer(&evidence, "system", "windows");
	evidence_answer(&evidence, "browser", "edge");
	cr_expect_not(is_asked("internet-options", &evidence), "Edge doesn't heed them");
	cr_expect(is_asked("browser-policy", &evidence));
	cr_expect_not(is_asked("certificate-store", &evidence));
	evidence_answer(&evidence, "browser", "firefox");
	cr_expect(is_asked("firefox-tls", &evidence));
	cr_expect(is_asked("certificate-store", &evidence));
	cr_expect_not(is_asked("browser-policy", &evidence));
	evidence_answer(&evidence, "browser", "program");
	cr_expect(is_asked("internet-options", &evidence));
	cr_expect_not(is_asked("extensions", &evidence));
	cr_expect(is_asked("firewall", &evidence));
	evidence_free(&evidence);
}

Test(guide_words, what_is_harder_to_try_is_asked_after_what_is_easy)
{
	struct evidence evidence;

	evidence_init(&evidence);
	cr_expect(is_asked("other-browser", &evidence));
	cr_expect_not(is_asked("private-window", &evidence));
	cr_expect_not(is_asked("browser-reset", &evidence));
	evidence_answer(&evidence, "other-browser", "same");
	cr_expect_not(is_asked("private-window", &evidence), "the browser isn't the cause");
	evidence_answer(&evidence, "other-browser", "unknown");
	cr_expect(is_asked("private-window", &evidence));
	evidence_answer(&evidence, "private-window", "works");
	cr_expect(is_asked("extensions", &evidence));
	cr_expect(is_asked("new-profile", &evidence));
	cr_expect_not(is_asked("browser-reset", &evidence), "it comes last");
	evidence_answer(&evidence, "new-profile", "works");
	cr_expect(is_asked("browser-reset", &evidence));
	evidence_free(&evidence);
}

/* Else nobody would ever be asked. */
Test(guide_words, what_a_question_waits_for_can_be_answered)
{
	for (size_t i = 0; guide_question_at(i); i++) {
		const struct question_row *q = guide_question_at(i);

		for (size_t k = 0; q->after && q->after[k]; k++) {
			char *id = memory_text_n(q->after[k], strcspn(q->after[k], "="));
			const char *choice = strchr(q->after[k], '=');
			const struct question_row *before = guide_question(id);
			bool found = false;

			cr_assert(before && choice, "%s: %s", q->id, q->after[k]);
			for (size_t c = 0; c < guide_question_choices(before); c++)
				found = found || !strcmp(guide_choice_id(before, c), choice + 1);
			cr_expect(found, "%s: %s", q->id, q->after[k]);
			free(id);
		}
	}
}

Test(guide_words, a_question_tells_how_to_try_it_in_the_persons_own_browser)
{
	const struct question_row *question = guide_question("browser-update");
	char *for_firefox, *for_edge;
	struct evidence evidence;

	evidence_init(&evidence);
	evidence.settings.device = DEVICE_OTHER;
	evidence_answer(&evidence, "browser", "firefox");
	for_firefox = guide_question_how(language_english(), question, &evidence);
	evidence_answer(&evidence, "browser", "edge");
	for_edge = guide_question_how(language_english(), question, &evidence);
	cr_assert(for_firefox && for_edge);
	cr_expect_str_neq(for_firefox, for_edge);
	cr_expect_null(
		guide_question_how(language_english(), guide_question("one-site"), &evidence));
	free(for_firefox);
	free(for_edge);
	evidence_free(&evidence);
}
