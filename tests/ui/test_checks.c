/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an address or a practice server to an answer, and what can be kept of it. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "guide/changes.h"
#include "guide/guide.h"
#include "practice/practice.h"
#include "ui/fake_session.h"
#include "ui/wizard.h"

/* ---- From the address to the answer, by the real prober ---- */

Test(screen, a_refusing_port_leads_to_an_answer)
{
	struct terminal *t = wizard_at_address("en");

	terminal_keys(t, "127.0.0.1:1\r");
	cr_assert(terminal_until(
		t, guide_question_title(language_english(), guide_question("device"))));
	terminal_keys(t, "1");
	cr_assert(terminal_until(
		t, guide_question_title(language_english(), guide_question("consent"))));
	cr_expect(terminal_until(t, "www.wikipedia.org"), "who would be asked is named");
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, "127.0.0.1"));
	wizard_quit(t);
}

Test(screen, the_server_behind_a_cdn_is_looked_at_from_the_answer)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "front", .rows = 40 }, ANSWER);

	cr_expect(terminal_until(t, "The CDN Cloudflare stands in front"));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "Which address has the origin server?"));
	terminal_keys(t, "nowhere:70000\r");
	cr_expect(terminal_until(t, "70000"), "a mistake can be mended");
	terminal_keys(t, "\025127.0.0.1:1\r");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, "127.0.0.1"));
	cr_expect(!terminal_has(t, "Check the origin server now"), "it was looked at");
	wizard_quit(t);
}

static const char *title_of(const char *question)
{
	return guide_question_title(language_english(), guide_question(question));
}

Test(screen, another_device_is_asked_for_its_system_and_browser)
{
	struct terminal *t = wizard_at_address("en");

	terminal_keys(t, "127.0.0.1:1\r");
	cr_assert(terminal_until(t, title_of("device")));
	terminal_keys(t, "2");
	wizard_choose(t, "en", "Android");
	cr_assert(terminal_until(t, title_of("browser")));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, title_of("consent")));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, ANSWER));
	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device-clock")));
	cr_expect(terminal_until(t, "Android"));
	cr_expect(terminal_until(t, "Firefox"));
	wizard_quit(t);
}

Test(screen, answers_can_be_changed_and_count_at_once)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "expired", .rows = 40 }, ANSWER);

	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device")));
	cr_expect(!terminal_has(t, title_of("system")), "the system of this computer is known");
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, "Another device"));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, title_of("system")));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, title_of("browser")));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, title_of("device-clock")));
	cr_expect(terminal_until(t, "Windows 10 or 11"));
	cr_expect(terminal_until(t, "Edge"));
	terminal_keys(t, "\033");
	cr_expect(terminal_until(t, "About this computer, not the one with the problem"));
	wizard_quit(t);
}

Test(screen, what_was_only_answered_is_asked_again_after_the_repair)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "elsewhere", .rows = 40 }, ANSWER);

	terminal_keys(t, "y");
	cr_assert(terminal_until(t, title_of("device-clock")));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "All of it is right"));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, "Something is wrong"));
	terminal_keys(t, "\033");
	wizard_choose(t, "en", "The date or time of the device is wrong.");
	cr_assert(terminal_until(t, "Let the device set its own clock"));
	terminal_keys(t, KEY_DOWN_BYTES KEY_UP_BYTES KEY_ENTER_BYTES);
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_assert(terminal_until(t, "All of it is right"));
	terminal_keys(t, "1");
	cr_expect(terminal_until(t, "Checked again: this problem is gone."));
	terminal_keys(t, "q"); /* the answers would be lost: it asks */
	wizard_quit(t);
}

/* What was tried elsewhere no look of ours can see: the page that says how leads to its question. */
Test(screen, what_was_tried_elsewhere_is_told_from_the_page_that_says_how)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "expired", .rows = 50 }, ANSWER);

	terminal_keys(t, "s");
	wizard_choose(t, "en", "Browser, security");
	wizard_choose(t, "en", "More that can be done here");
	wizard_choose(t, "en", "Compare the fingerprint by phone");
	wizard_choose(t, "en", "Say how it went");
	cr_assert(terminal_until(t, title_of("fingerprint")));
	cr_expect(terminal_until(t, "SHA-256"));
	cr_expect(terminal_until(t, "How to do that"));
	wizard_choose(t, "en", "The fingerprint is different");
	cr_expect(terminal_until(t, "Thank you. Your answer counts from now on."));
	cr_expect(terminal_until(t, "Say how it went"), "back where it was chosen");
	terminal_keys(t, "q"); /* the answers would be lost: it asks */
	wizard_quit(t);
}

Test(screen, check_again_comes_back_to_an_answer)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "127.0.0.1:1" }, ANSWER);
	size_t before = t->bytes;

	terminal_keys(t, "r");
	cr_assert(terminal_wrote(t, "Date and time", before), "the steps");
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

Test(screen, practice_explains_a_fault_before_it_starts)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en", .subject = "practice" },
		"Which fault do you want to see?");

	cr_expect(terminal_until(t, guide_fault_title(language_english(), "old-protocol-only")));
	terminal_keys(t, "9");
	cr_assert(terminal_until(t, "The practice server could not be started."));
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, guide_fault_title(language_english(), "expired")));
	wizard_quit(t);
}

/* ---- The program itself, with its own practice servers ---- */

struct lesson {
	char fault[24];
	char cause[32]; /* empty: none */
};

/* The cause as the answer's first line calls it; what the healthy answer says. */
static char *first_line(const char *cause_id)
{
	struct cause cause = { .rule = diagnosis_rule(cause_id) };
	struct findings none = { 0 };
	struct evidence evidence;
	char *line;

	if (!cause.rule)
		return memory_text("No problem found.");
	evidence_init(&evidence);
	cr_assert_eq(target_parse("practice.test", &evidence.settings.target), TARGET_OK);
	line = guide_cause_title(language_english(), &cause, &evidence, &none);
	evidence_free(&evidence);
	return line;
}

static int place_of(const char *fault)
{
	for (size_t i = 0; practice_fault_at(i); i++)
		if (strcmp(practice_fault_at(i), fault) == 0)
			return (int)i + 1;
	cr_assert_fail("no practice server is called %s", fault);
	return 0;
}

ParameterizedTestParameters(screen, practice_faults_are_told_for_what_they_are)
{
	static struct lesson lessons[] = {
		{ "healthy", "" },
		{ "expired", "certificate-expired" },
		{ "not-yet-valid", "certificate-not-yet-valid" },
		{ "wrong-name", "hostname-mismatch" },
		{ "self-signed", "certificate-self-signed" },
		{ "closes-at-once", "closed-during-handshake" },
		{ "old-protocol-only", "protocol-too-old" },
	};

	return cr_make_param_array(struct lesson, lessons, sizeof(lessons) / sizeof(lessons[0]));
}
ParameterizedTest(struct lesson *lesson, screen, practice_faults_are_told_for_what_they_are)
{
	struct wizard w = {
		.lang = "en", .program = "./tlsdoctor", .option = "practice", .rows = 40
	};
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");
	char number[12], *line = first_line(lesson->cause);

	snprintf(number, sizeof(number), "%d", place_of(lesson->fault));
	terminal_keys(t, number);
	if (number[1] == '\0' && number[0] == '1')
		terminal_keys(t, "\r"); /* it might have become 10, 11, 12 */
	cr_expect(terminal_until(t, line), "%s", lesson->fault);
	free(line);
	wizard_quit(t);
}

Test(screen, a_repair_is_checked_in_place)
{
	struct wizard w = { .lang = "en", .program = "./tlsdoctor", .option = "practice" };
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");

	terminal_keys(t, "2");
	cr_assert(terminal_until(t, ANSWER));
	terminal_keys(t, "1"); /* too fast to be meant for the answer */
	wizard_settle(t);
	cr_expect(terminal_until(t, ANSWER), "a key typed for the page before was taken");
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_assert(terminal_until(t, "Checked again: the problem is still there."));
	cr_expect(terminal_until(t, "Done: check again"), "the same page");
	wizard_quit(t);
}

Test(screen, a_problem_that_could_not_be_looked_for_is_not_called_gone)
{
	/* The name of the case does not exist, so a new look does not get to the certificate. */
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 40 }, ANSWER);

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "r");
	cr_expect(terminal_until(t, "now something else stands in the way"));
	wizard_quit(t);
}

Test(screen, a_command_can_be_copied_from_a_plain_terminal)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	size_t before;

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "Show the command alone, to copy it"));
	before = t->bytes;
	terminal_keys(t, "2");
	cr_assert(terminal_wrote(t, "sudo certbot renew\r\n", before), "alone on a line");
	cr_assert(terminal_until(t, "Press Enter to come back."));
	before = t->bytes;
	terminal_keys(t, "\r");
	cr_assert(terminal_wrote(t, "\033[?1049h", before), "the full screen again");
	cr_assert(terminal_until(t, "Show the command alone, to copy it"));
	wizard_quit(t);
}

Test(screen, a_message_longer_than_the_window_says_where_it_begins)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Show a message to send them"));
	terminal_resize(t, 80, 18);
	cr_assert(wizard_cursor_on(t, "Show a message to send them"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Press Enter to come back."));
	cr_expect(!terminal_has(t, "Subject: "));
	cr_expect(terminal_has(t, "The beginning is further up: scroll back to read it."));
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Show a message to send them"));
	wizard_quit(t);
}

/* The message is for a mail: its lines end at words, before any terminal would break them. */
Test(screen, the_message_to_the_owner_is_broken_at_words)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .columns = 120, .rows = 40 },
		ANSWER);
	size_t longest = 0;

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Show a message to send them"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Press Enter to come back."));
	cr_assert(terminal_has(t, "Subject: no secure connection to "));
	cr_expect(terminal_has(t, "that only its owner\n"),
		"the first sentence is one line and a bit");
	for (int y = 0; y < 40; y++) {
		char *row = terminal_row(t, y);

		longest = strlen(row) > longest ? strlen(row) : longest;
		free(row);
	}
	cr_expect_leq(longest, 76, "the longest line is %zu wide", longest);
	cr_expect_geq(longest, 60);
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Show a message to send them"));
	wizard_quit(t);
}

/* ---- Results of every kind ---- */

struct result {
	char subject[16];
	char text[80];
};

ParameterizedTestParameters(screen, every_result_has_a_page)
{
	static struct result results[] = {
		{ "healthy", "No problem found." },
		{ "refused", "Why I think so" },
		{ "no-name", "Why I think so" },
		{ "several", "Other possible causes" },
		{ "could-not", "This does not mean that the site is at fault." },
		{ "stopped", "You stopped the check." },
		{ "looking", "Checking: 3 of 6" },
	};

	return cr_make_param_array(struct result, results, sizeof(results) / sizeof(results[0]));
}
ParameterizedTest(struct result *result, screen, every_result_has_a_page)
{
	struct wizard w = { .lang = "en", .subject = result->subject, .rows = 50 };
	struct terminal *t = wizard_at(&w, result->text);

	wizard_quit(t);
}

Test(screen, hostile_names_cannot_reach_the_terminal)
{
	struct wizard w = { .lang = "en", .subject = "hostile", .rows = 60 };
	struct terminal *t = wizard_open(&w);

	cr_assert(terminal_until(t, "q quit"));
	terminal_keys(t, "d");
	cr_assert(terminal_until(t, "Technical details"));
	for (int i = 0; i < 6; i++) {
		terminal_keys(t, KEY_NPAGE_BYTES);
		while (terminal_pump(t, 30))
			;
	}
	cr_expect(!strstr(t->raw, "\033]0;owned"), "a title was set");
	cr_expect(!strstr(t->raw, "\xe2\x80\xae"), "text direction was changed");
	wizard_quit(t);
}

Test(screen, a_step_can_be_skipped_and_taken_in_again)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "looking", .columns = 120 },
		"Skip this step");
	const char *word = guide_verdict_word(language_english(), VERDICT_SKIPPED);

	cr_expect(terminal_gone(t, word));
	terminal_keys(t, "k");
	cr_expect(terminal_until(t, word));
	terminal_keys(t, "k");
	cr_expect(terminal_gone(t, word));
	wizard_quit(t);
}

Test(screen, a_check_can_be_stopped)
{
	struct wizard w = { .lang = "en", .program = "./tlsdoctor", .option = "practice" };
	struct terminal *t = wizard_at(&w, "Which fault do you want to see?");
	char number[12];

	snprintf(number, sizeof(number), "%d", place_of("silent"));
	terminal_keys(t, number);
	cr_assert(terminal_until(t, "Checking:"));
	terminal_keys(t, "x");
	cr_assert(terminal_until(t, "You stopped the check."));
	wizard_quit(t);
}

Test(screen, what_is_found_here_is_a_remark_when_the_trouble_is_elsewhere)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "elsewhere", .rows = 60 }, ANSWER);

	cr_expect(terminal_until(t, "About this computer, not the one with the problem"));
	wizard_quit(t);
}

/* ---- Saving ---- */

Test(screen, a_report_is_shown_and_saved_where_asked)
{
	char path[] = "/tmp/tlsdoctor-ui-XXXXXX", line[64] = "";
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	int fd = mkstemp(path);
	FILE *file;

	close(fd);
	unlink(path);
	terminal_keys(t, KEY_F5_BYTES);
	cr_assert(terminal_until(t, "This is the report"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Save to which file?"));
	cr_expect(terminal_until(t, "tlsdoctor-www.example.com-"), "a name is proposed");
	terminal_keys(t, "\025");
	terminal_keys(t, path);
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Saved: "));
	file = fopen(path, "r");
	cr_assert(file);
	cr_expect(fgets(line, sizeof(line), file) && strcmp(line, "Report (en, text)\n") == 0, "%s",
		line);
	fclose(file);
	terminal_keys(t, KEY_F5_BYTES "1");
	cr_assert(terminal_until(t, "Save to which file?"));
	terminal_keys(t, "\025");
	terminal_keys(t, path);
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Press Enter again to replace it."));
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Saved: "));
	unlink(path);
	wizard_quit(t);
}

Test(screen, the_report_has_its_forms_and_can_go_without_private_details)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED, .rows = 40 }, ANSWER);

	terminal_keys(t, KEY_F5_BYTES);
	cr_assert(terminal_until(t, "Private details are in it. Take them out"));
	cr_expect(terminal_until(t, "host: www.example.com"));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "Private details are taken out. Put them back"));
	cr_expect(terminal_until(t, "host: [host 1]"));
	cr_expect(terminal_until(t, "Second language: none. Change it"));
	terminal_keys(t, "6");
	cr_expect(terminal_until(t, "Report (en+ja, text)"));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "Save to which file?"));
	cr_expect(terminal_until(t, "tlsdoctor-report-"),
		"the name of a file tells the host as well");
	cr_expect(terminal_until(t, ".html"));
	terminal_keys(t, KEY_DOWN_BYTES KEY_ENTER_BYTES);
	cr_assert(terminal_until(t, "This will be in the file"));
	cr_expect(terminal_until(t, "Report (en+ja, html)"));
	wizard_quit(t);
}

/* All that is different from a healthy server stands there. */
static void expect_changes(struct terminal *t, const char *lang)
{
	struct budget *budget = budget_new();
	struct session *now = fake_session(EXPIRED, budget);
	const struct language *language = language_by_name(lang);
	char *title = guide_cause_title(
		language, &now->causes.items[0], &now->evidence, &now->findings);

	session_compare(now, fake_session("healthy", budget));
	cr_assert(now->changes.count);
	for (size_t i = 0; i < now->changes.count; i++) {
		const struct change *change = &now->changes.items[i];
		bool cause = facts_find(&change->facts, "cause") != NULL;
		char *text = guide_change(language, change, cause ? title : NULL);

		cr_expect(terminal_has(t, text), "%s: %s", lang, text);
		free(text);
	}
	free(title);
	session_free(now);
	budget_free(budget);
}

ParameterizedTestParameters(screen, what_changed_since_an_earlier_session)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, what_changed_since_an_earlier_session)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = code->name, .subject = EXPIRED }, ANSWER);

	terminal_keys(t, KEY_F5_BYTES);
	wizard_choose(t, code->name, "See what changed since an earlier session");
	cr_assert(terminal_until(t, said(code->name, "Which file holds the earlier session?")));
	terminal_keys(t, "no-such-case" KEY_ENTER_BYTES);
	cr_expect(terminal_until(t, i18n_error(language_by_name(code->name), ENOENT)));
	terminal_keys(t, "\025healthy" KEY_ENTER_BYTES);
	cr_assert(terminal_until(t, said(code->name, "Compare with another file")));
	expect_changes(t, code->name);
	wizard_choose(t, code->name, "Compare with another file");
	cr_assert(terminal_until(t, said(code->name, "Which file holds the earlier session?")));
	terminal_keys(t, EXPIRED KEY_ENTER_BYTES);
	cr_expect(terminal_until(
		t, said(code->name, "Nothing has changed of all that was seen both times.")));
	wizard_quit(t);
}

Test(screen, an_answered_question_is_not_thrown_away_silently)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "healthy", .rows = 40 },
		"No problem found.");

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Step 3 of 12"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Thank you."));
	terminal_keys(t, "q");
	cr_assert(terminal_until(t, "Quit without saving your answers?"));
	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "No problem found."));
	terminal_keys(t, "qq");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

ParameterizedTestParameters(screen, a_missing_file_is_named_in_the_persons_language)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, screen, a_missing_file_is_named_in_the_persons_language)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = code->name }, HOME);

	terminal_keys(t, "8");
	cr_assert(terminal_until(t, said(code->name, "Which file holds the saved session?")));
	terminal_keys(t, "no-such-file\r");
	cr_expect(terminal_until(t, said(code->name, "there is no such file or folder")));
	terminal_keys(t, "\033");
	wizard_quit(t);
}

Test(screen, a_saved_session_opens)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en" }, HOME);

	terminal_keys(t, "8");
	cr_assert(terminal_until(t, "Which file holds the saved session?"));
	terminal_keys(t, "no-such\r");
	cr_assert(terminal_until(t, "The file could not be opened."));
	terminal_keys(t, "\025"
			 "expired\r");
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

/* "Done: check again" alone would ask for the same wrong name for ever. */
Test(screen, a_misspelled_name_can_be_typed_anew)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "no-name" }, "spelling of the address");

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, "Type another address"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, ADDRESS));
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
}
