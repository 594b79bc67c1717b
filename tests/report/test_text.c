/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "guide/guide.h"
#include "i18n/cells.h"
#include "report/sample.h"

static void with_utf8(void)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(report_text, .init = with_utf8);

static char *as_text(struct session *session, const char *code, int columns)
{
	char *text = sample_render(session, "text", code, columns);

	sample_free(session);
	return text;
}

static void holds(const char *text, const char *part)
{
	cr_expect(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static void follows(const char *text, const char *one, const char *other)
{
	const char *first = strstr(text, one);

	cr_assert(first, "no \"%s\" in:\n%s", one, text);
	cr_expect(strstr(first, other), "no \"%s\" after \"%s\" in:\n%s", other, one, text);
}

Test(report_text, the_answer_comes_before_the_details)
{
	char *text = as_text(sample_expired(), "en", 0);

	cr_expect(text_starts(text, "TLS report for shop.example:8443\n"), "%s", text);
	follows(text, "✗ ", "Who can fix it");
	follows(text, "Who can fix it", "What to do");
	follows(text, "What to do", "Why I think so");
	follows(text, "Why I think so", "How far the handshake got");
	follows(text, "How far the handshake got", "The twelve steps");
	follows(text, "The twelve steps", "Technical details");
	free(text);
}

Test(report_text, whose_device_it_is_stands_in_the_report)
{
	struct session *session = sample_expired();
	char *text;

	session_set_device(session, DEVICE_OTHER);
	session_answer(session, "device", "other");
	session_answer(session, "system", "ios");
	session_answer(session, "browser", "safari");
	text = as_text(session, "en", 0);
	holds(text, "What was answered");
	holds(text, "Which device has the problem? Another device");
	holds(text, "iOS or iPadOS");
	holds(text, "Safari");
	free(text);
	text = as_text(sample_expired(), "en", 0);
	cr_expect(!strstr(text, "What was answered"), "nothing was: %s", text);
	free(text);
}

Test(report_text, fixes_are_numbered)
{
	char *text = as_text(sample_expired(), "en", 0);

	follows(text, "What to do\n", "  1. ");
	follows(text, "  1. ", "  2. ");
	free(text);
}

Test(report_text, the_owner_gets_a_message_in_every_language)
{
	static const char *const subjects[][2] = { { "en", "Subject: " }, { "ja", "件名: " },
		{ "tl", "Paksa: " }, { "nl", "Onderwerp: " } };

	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		char *text = as_text(sample_expired(), subjects[i][0], 0);

		holds(text, subjects[i][1]);
		follows(text, subjects[i][1], "certificate-expired");
		follows(text, subjects[i][1], "tlsdoctor check shop.example:8443");
		free(text);
	}
}

Test(report_text, there_is_no_message_where_nobody_has_to_act)
{
	char *text = as_text(sample_healthy(), "en", 0);

	cr_expect_not(strstr(text, "Subject:"), "%s", text);
	free(text);
}

Test(report_text, reasons_for_and_against_are_told_apart)
{
	char *text = as_text(sample_expired(), "en", 0);

	follows(text, "\nWhy I think so\n", "  + ");
	follows(text, "\nWhy I think so\n", "  - ");
	free(text);
}

Test(report_text, all_twelve_steps_are_there)
{
	char *text = as_text(sample_healthy(), "en", 0);

	for (int step = 1; step <= GUIDE_STEPS; step++)
		holds(text, guide_step_title(language_english(), step));
	free(text);
}

Test(report_text, a_healthy_server_is_told_so)
{
	char *text = as_text(sample_healthy(), "en", 0);

	holds(text, "✓ No problem found. The handshake with shop.example:8443 works from here.");
	cr_expect(!strstr(text, "What to do"), "%s", text);
	cr_expect(!strstr(text, "✗"), "%s", text);
	free(text);
}

Test(report_text, the_ladder_shows_where_it_broke)
{
	char *text = as_text(sample_no_name(), "en", 0);
	const char *reach = guide_rung_name(language_english(), 0);
	char line[64];

	snprintf(line, sizeof(line), "\n  %s ✗", reach);
	holds(text, line);
	free(text);
}

Test(report_text, technical_details_name_address_version_and_cipher)
{
	char *text = as_text(sample_expired(), "en", 0);

	follows(text, "Technical details", "192.0.2.1:8443");
	follows(text, "Technical details", "TLS 1.3");
	follows(text, "Technical details", "TLS_AES_128_GCM_SHA256");
	follows(text, "Technical details", "41 ms");
	free(text);
}

/* Commands and addresses are not wrapped; everything else is. */
static void fits_into(struct session *session, const char *code, int columns)
{
	char *text = as_text(session, code, columns);
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));)
		cr_expect_leq(
			cells_wide(line, SIZE_MAX), columns, "%s at %d: %s", code, columns, line);
	free(text);
}

Test(report_text, lines_fit_into_the_columns_in_every_language)
{
	for (size_t i = 0; language_at(i); i++) {
		fits_into(sample_expired(), language_code(language_at(i)), 80);
		fits_into(sample_healthy(), language_code(language_at(i)), 60);
	}
}

Test(report_text, marks_are_ascii_when_asked)
{
	struct session *session = sample_expired();
	const struct session *sessions[] = { session, session };
	struct report_options options = { .language = language_english(), .ascii = true };
	char *text = report_format("text")->render(sessions, 2, &options);

	for (const char *byte = text; *byte; byte++)
		cr_assert(!((unsigned char)*byte & 0x80), "%s", byte);
	holds(text, "\nx ");
	free(text);
	sample_free(session);
}

Test(report_text, colors_are_used_only_when_asked)
{
	struct session *session = sample_expired();
	const struct session *sessions[] = { session };
	struct report_options options = { .language = language_english() };
	char *plain = report_format("text")->render(sessions, 1, &options);
	char *colored;

	options.color = true;
	colored = report_format("text")->render(sessions, 1, &options);
	cr_expect(!strchr(plain, '\033'));
	holds(colored, "\033[31m✗ \033[0m");
	free(plain);
	free(colored);
	sample_free(session);
}

Test(report_text, no_escape_from_the_network_comes_through)
{
	char *text = as_text(sample_hostile(), "en", 0);

	cr_expect(!strchr(text, '\033'));
	cr_expect(!strchr(text, '\007'));
	cr_expect(!strstr(text, "\xE2\x80\xAE"));
	cr_expect(text_is_utf8(text, strlen(text)));
	holds(text, "evil");
	cr_expect(!strstr(text, "two\n"), "a value broke out of its line");
	free(text);
}

Test(report_text, two_targets_are_parted_by_a_line)
{
	struct session *session = sample_healthy();
	const struct session *sessions[] = { session, session };
	struct report_options options = { .language = language_english(), .columns = 40 };
	char *text = report_format("text")->render(sessions, 2, &options);

	follows(text, "Technical details", "────");
	follows(text, "────", "TLS report for");
	free(text);
	sample_free(session);
}

Test(report_text, the_second_language_stands_below_the_first)
{
	struct session *session = sample_expired();
	const struct session *sessions[] = { session };
	struct report_options options = {
		.language = language_english(),
		.second = language_by_name("nl"),
	};
	char *text = report_format("text")->render(sessions, 1, &options);

	follows(text, "TLS report for shop.example", "Technical details");
	follows(text, "Technical details", "────");
	follows(text, "────", "TLS-rapport voor shop.example");
	follows(text, "TLS-rapport voor", "Technische details");
	free(text);
	sample_free(session);
}

Test(report_text, what_changed_stands_below_the_answer)
{
	char *text = as_text(sample_changed(), "en", 0);

	follows(text, "No problem found.", "What changed since 15 March 2026");
	follows(text, "What changed since", "✓ Was there, and is not found any more: ");
	follows(text, "What changed since", "The twelve steps");
	free(text);
}

Test(report_text, it_says_that_private_details_are_out)
{
	struct session *session = sample_expired();
	char *text;

	session->redacted = true;
	text = as_text(session, "en", 0);
	follows(text, "Checked on", "Private details were taken out.");
	free(text);
}

Test(report_text, a_stopped_check_says_that_it_is_not_all)
{
	struct session *session = sample_healthy();
	char *text;

	session->state = SESSION_STOPPED;
	text = as_text(session, "en", 0);
	holds(text, "You stopped the check. This was seen so far:");
	free(text);
}

Test(report_text, remarks_about_this_computer_stand_apart)
{
	struct session *session = sample_expired();
	char *text;

	session->findings.items[0].about_here = true;
	text = as_text(session, "en", 0);
	follows(text, "About this computer, not the one with the problem", "shop.example accepts");
	follows(text, "The twelve steps", "About this computer");
	free(text);
}

Test(report_text, formats_are_found_by_name)
{
	cr_expect(report_format("text"));
	cr_expect(report_format("json"));
	cr_expect(report_format("jsonl"));
	cr_expect_null(report_format("yaml"));
}

Test(report_text, clients_stand_by_what_they_can_do)
{
	struct session *session = sample_clients();
	char *text = sample_render(session, "text", "en", 80);

	cr_expect(strstr(text, "Which programs can connect"));
	cr_expect(strstr(text, "Can connect             Chrome\n"));
	cr_expect(strstr(text, "Can't connect           Java 7\n"));
	cr_expect(strstr(text, "Not known               IE 11 (Windows 10)\n"));
	free(text);
	sample_free(session);
}

Test(report_text, an_uncertain_answer_says_what_would_settle_it)
{
	struct session *session = sample_healthy();
	const struct question_row *q = guide_question("other-network");
	char *text;

	evidence_answer(&session->evidence, "security-software", "works");
	diagnosis_rank(&session->evidence, &session->findings, &session->causes);
	text = as_text(session, "en", 0);
	follows(text, "Why I think so", "To be more certain");
	follows(text, "To be more certain", guide_question_title(language_english(), q));
	free(text);
	text = as_text(sample_expired(), "en", 0);
	cr_expect(!strstr(text, "To be more certain"), "%s", text);
	free(text);
}
