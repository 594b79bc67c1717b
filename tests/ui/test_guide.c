/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding one's way in the guide: by words, by steps, by "why?"; and taking a command along. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/own.h"
#include "guide/search.h"
#include "ui/clipboard.h"
#include "ui/wizard.h"

#define LOOK_FOR "What do you look for in the guide?"

/* ---- Search ---- */

struct sought {
	char lang[4], words[24], title[80];
};

ParameterizedTestParameters(ui_guide, words_find_what_the_guide_says_in_every_language)
{
	static struct sought rows[] = {
		{ "en", "own clock", "Let the device set its own clock" },
		{ "ja", "時計", "Let the device set its own clock" },
		{ "tl", "orasan", "Let the device set its own clock" },
		{ "nl", "klok", "Let the device set its own clock" },
	};

	return cr_make_param_array(struct sought, rows, sizeof(rows) / sizeof(rows[0]));
}
ParameterizedTest(struct sought *sought, ui_guide, words_find_what_the_guide_says_in_every_language)
{
	const struct language *language = language_by_name(sought->lang);
	struct guide_hit hits[100];
	size_t count = guide_search(language, sought->words, NULL, NULL, hits, 100);
	bool found = false;

	for (size_t i = 0; i < count && i < 100; i++) {
		char *title = guide_hit_title(language, &hits[i], NULL);

		found = found || strcmp(title, tr(language, sought->title)) == 0;
		free(title);
	}
	cr_expect(found, "%s: \"%s\" has %zu hits", sought->lang, sought->words, count);
}

Test(ui_guide, no_word_and_unknown_words_find_nothing)
{
	struct guide_hit hits[4];

	cr_expect_eq(guide_search(language_english(), "", NULL, NULL, hits, 4), 0);
	cr_expect_eq(guide_search(language_english(), "   ", NULL, NULL, hits, 4), 0);
	cr_expect_eq(guide_search(language_english(), "xyzzy", NULL, NULL, hits, 4), 0);
	cr_expect_eq(guide_search(language_english(), "clock xyzzy", NULL, NULL, hits, 4), 0);
}

Test(ui_guide, full_width_letters_and_capitals_do_not_matter)
{
	struct guide_hit hits[4];
	size_t count = guide_search(language_by_name("ja"), "sni", NULL, NULL, hits, 4);

	cr_expect_gt(count, 0);
	cr_expect_eq(guide_search(language_by_name("ja"), "ＳＮＩ", NULL, NULL, hits, 4), count);
	cr_expect_eq(guide_search(language_by_name("ja"), "SNI", NULL, NULL, hits, 4), count);
}

Test(ui_guide, everything_that_is_found_can_be_read)
{
	struct guide_hit hits[400];
	size_t count = guide_search(language_english(), "e", NULL, NULL, hits, 400);

	cr_assert(count > 100 && count <= 400, "%zu", count);
	for (size_t i = 0; i < count; i++) {
		char *text = guide_hit_text(language_english(), &hits[i], NULL);

		cr_expect(*text != '\0' && !strchr(text, '{'), "%zu: %s", i, text);
		free(text);
	}
}

Test(ui_guide, a_slash_searches_from_anywhere_and_back_leads_there_again)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "/");
	cr_assert(terminal_until(t, LOOK_FOR));
	terminal_keys(t, "renew");
	cr_assert(terminal_until(t, "│ renew "), "every letter changes the list");
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "►  1"));
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Done: check again"));
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, LOOK_FOR));
	cr_expect(terminal_until(t, "renew"), "what was typed is still there");
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, ANSWER));
	wizard_quit(t);
}

Test(ui_guide, search_works_before_anything_was_checked)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "ja", .columns = 40, .rows = 20 },
		"A page with a number such as 525, 526, 502 or 503");

	terminal_keys(t, "/");
	cr_assert(terminal_until(t, said("ja", LOOK_FOR)));
	terminal_keys(t, "ハンドシェイク");
	cr_assert(terminal_until(t, "  1  "));
	terminal_keys(t, "\r1\r");
	cr_assert(terminal_gone(t, said("ja", LOOK_FOR)));
	wizard_quit(t);
}

Test(ui_guide, by_numbers_it_can_be_searched_too)
{
	struct wizard w = { .lang = "en", .option = "--plain", .columns = 90, .rows = 60 };
	struct terminal *t = wizard_at(&w, "Search the guide");

	terminal_keys(t, "/\n");
	cr_assert(terminal_until(t, LOOK_FOR));
	terminal_keys(t, "stapling\n");
	cr_assert(terminal_until(t, "1. "));
	cr_expect(terminal_until(t, "OCSP"));
	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

/* ---- Steps ---- */

ParameterizedTestParameters(ui_guide, a_step_lists_what_can_be_done_by_hand)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, ui_guide, a_step_lists_what_can_be_done_by_hand)
{
	struct wizard w = { .lang = code->name, .subject = EXPIRED, .rows = 60 };
	struct terminal *t = wizard_at(&w, ANSWER);
	char *crumb = memory_text(said(code->name, "What can be done here by hand"));

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, guide_step_title(language_by_name(code->name), GUIDE_STEPS)));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, crumb));
	wizard_choose(t, code->name, "Renew the certificate");
	cr_assert(terminal_until(t, said(code->name, "Done: check again")));
	terminal_keys(t, KEY_LEFT_BYTES);
	cr_assert(terminal_until(t, crumb), "back where it was");
	free(crumb);
	wizard_quit(t);
}

Test(ui_guide, a_step_names_itself_and_its_place)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);

	terminal_keys(t, "s");
	cr_assert(terminal_until(t, "Keep it working"));
	terminal_keys(t, "5");
	cr_assert(terminal_until(t, "Step 5 of 12: Certificate"));
	wizard_quit(t);
}

Test(ui_guide, fixes_are_those_of_the_chosen_device)
{
	const struct fix_row *fixes[60];
	struct evidence evidence;
	size_t count;

	evidence_init(&evidence);
	settings_init(&evidence.settings);
	evidence.settings.device = DEVICE_OTHER;
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		count = guide_fixes_of_step(step, &evidence, fixes, 60);
		for (size_t i = 0; i < count; i++)
			for (size_t k = 0; k < i; k++)
				cr_expect(strcmp(guide_fix_id(fixes[i]), guide_fix_id(fixes[k])),
					"twice in step %d: %s", step, guide_fix_id(fixes[i]));
	}
	evidence_free(&evidence);
}

ParameterizedTestParameters(ui_guide, a_question_says_why_it_is_asked)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, ui_guide, a_question_says_why_it_is_asked)
{
	struct wizard w = { .lang = code->name, .subject = "healthy", .columns = 40, .rows = 50 };
	struct terminal *t = wizard_at(&w, "What was checked");
	const struct language *language = language_by_name(code->name);

	terminal_keys(t, "1");
	cr_assert(terminal_until(t, guide_choice_text(language, guide_question("one-site"), 0)));
	terminal_keys(t, "e");
	cr_assert(terminal_until(t, said(code->name, "It stays in this program and is not sent "
						     "anywhere. You can change it at any time.")));
	terminal_keys(t, KEY_LEFT_BYTES);
	cr_assert(terminal_until(t, guide_choice_text(language, guide_question("one-site"), 0)));
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
}

/* ---- Copying ---- */

Test(ui_guide, a_text_becomes_the_terminals_clipboard)
{
	static const struct {
		const char *text, *plain;
	} rows[] = { { "", "\033]52;c;\a" }, { "M", "\033]52;c;TQ==\a" },
		{ "Ma", "\033]52;c;TWE=\a" }, { "Man", "\033]52;c;TWFu\a" },
		{ "nginx -t", "\033]52;c;bmdpbnggLXQ=\a" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *sequence = clipboard_sequence(rows[i].text, false);

		cr_expect_str_eq(sequence, rows[i].plain);
		free(sequence);
	}
}

Test(ui_guide, tmux_gets_it_wrapped)
{
	char *sequence = clipboard_sequence("M", true);

	cr_expect_str_eq(sequence, "\033Ptmux;\033\033]52;c;TQ==\a\033\\");
	free(sequence);
}

Test(ui_guide, a_key_copies_the_command)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = EXPIRED }, ANSWER);
	size_t before;

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "c copy"));
	before = t->bytes;
	terminal_keys(t, "c");
	/* "sudo certbot renew" */
	cr_assert(terminal_wrote(t, "\033]52;c;c3VkbyBjZXJ0Ym90IHJlbmV3\a", before));
	cr_expect(terminal_until(t, "Sent to the clipboard."));
	wizard_quit(t);
}

Test(ui_guide, without_a_clipboard_the_command_stands_alone)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .term = "vt100", .subject = EXPIRED }, ANSWER);
	size_t before;

	terminal_keys(t, "3");
	cr_assert(terminal_until(t, "c copy"));
	before = t->bytes;
	terminal_keys(t, "c");
	cr_assert(terminal_wrote(t, "sudo certbot renew\r\n", before));
	cr_assert(terminal_until(t, "Press Enter to come back."));
	cr_expect(!strstr(t->raw, "\033]52"));
	terminal_keys(t, "\r");
	cr_assert(terminal_until(t, "Done: check again"));
	wizard_quit(t);
}

/* ---- What the organization adds ---- */

static void write_own(const char *home, const char *text)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/tlsdoctor", home);
	cr_assert_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/tlsdoctor/guide.d", home);
	cr_assert_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/tlsdoctor/guide.d/desk", home);
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
}

static void remove_own(const char *home)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/tlsdoctor/guide.d/desk", home);
	unlink(path);
	snprintf(path, sizeof(path), "%s/tlsdoctor/guide.d", home);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/tlsdoctor", home);
	rmdir(path);
	rmdir(home);
}

Test(ui_guide, the_organizations_own_advice_stands_at_its_cause)
{
	char home[] = "/tmp/guide-XXXXXX", env[64];
	struct wizard w = {
		.lang = "nl", .program = "./tlsdoctor", .option = "practice", .env = env, .rows = 50
	};
	struct terminal *t;

	cr_assert(mkdtemp(home));
	write_own(home, "Contact: desk\n_Title: Call 1234\n_Title[nl]: Bel toestel 1234\n"
			"_Body: Ask.\n_Body[nl]: Vraag het na.\n");
	snprintf(env, sizeof(env), "XDG_CONFIG_HOME=%s", home);
	t = wizard_at(&w, "Which fault do you want to see?");
	terminal_keys(t, "2");
	cr_assert(terminal_until(t, said("nl", ANSWER)));
	wizard_settle(t);
	wizard_choose(t, "nl", "Bel toestel 1234");
	cr_expect(terminal_until(t, "Vraag het na."));
	wizard_quit(t);
	remove_own(home);
}

Test(ui_guide, the_organizations_own_advice_is_found_in_its_languages)
{
	static const char text[] =
		"Contact: desk\n_Title: Call 1234\n_Title[nl]: Bel toestel 1234\n"
		"_Body: Ask them.\n_Body[nl]: Vraag het na.\n";
	struct guide_own *own = guide_own_new();
	struct guide_own_error error;
	struct guide_hit hits[4];

	cr_assert_eq(guide_own_read(own, "desk", text, strlen(text), &error), 0);
	cr_assert_eq(guide_search(language_by_name("nl"), "toestel", NULL, own, hits, 4), 1);
	cr_expect(guide_fix_is_contact(hits[0].row));
	cr_expect_eq(guide_search(language_english(), "1234", NULL, own, hits, 4), 1);
	cr_expect_eq(guide_search(language_english(), "toestel", NULL, own, hits, 4), 0);
	cr_expect_eq(guide_search(language_english(), "1234", NULL, NULL, hits, 4), 0);
	guide_own_free(own);
}

Test(ui_guide, a_bad_file_of_the_organization_is_named_with_its_line)
{
	char home[] = "/tmp/guide-XXXXXX", env[64];
	struct wizard w = { .lang = "en", .program = "./tlsdoctor", .env = env };
	struct terminal *t;

	cr_assert(mkdtemp(home));
	write_own(home, "Contact: desk\n_Title: Call 1234\nColour: red\n");
	snprintf(env, sizeof(env), "XDG_CONFIG_HOME=%s", home);
	t = wizard_at(&w, HOME);
	cr_expect(terminal_until(t, "guide.d/desk:3: this file of your organization is left out: "
				    "an unknown field"));
	wizard_quit(t);
	remove_own(home);
}

/* ---- Two languages at once ---- */

Test(ui_guide, helpdesk_and_caller_see_the_same_page_each_in_their_language)
{
	struct wizard w = { .lang = "nl",
		.option = "--report-lang",
		.subject = "ja",
		.extra = EXPIRED,
		.columns = 120,
		.rows = 40 };
	struct terminal *t = wizard_at(&w, ANSWER);

	cr_assert(terminal_until(t, said("ja", ANSWER)));
	wizard_choose(t, "nl", "Renew the certificate");
	cr_assert(terminal_until(t, said("nl", "Done: check again")));
	cr_expect(terminal_until(t, said("ja", "Done: check again")));
	cr_expect(terminal_until(t, "3. Let op: Mislukt"), "paragraphs have numbers to read out");
	cr_expect(terminal_until(t, "3. 注意: 更新"), "the same in the other language");
	wizard_quit(t);
}

Test(ui_guide, where_there_is_no_room_a_key_turns_the_page_over)
{
	struct wizard w = {
		.lang = "en", .option = "--report-lang", .subject = "tl", .extra = EXPIRED
	};
	struct terminal *t = wizard_at(&w, ANSWER);

	cr_expect(!terminal_has(t, said("tl", ANSWER)));
	terminal_keys(t, "v");
	cr_assert(terminal_until(t, said("tl", ANSWER)));
	cr_expect(!terminal_has(t, ANSWER));
	terminal_keys(t, "v");
	cr_assert(terminal_until(t, ANSWER));
	terminal_resize(t, 130, 40);
	cr_assert(terminal_until(t, said("tl", ANSWER)));
	cr_expect(terminal_until(t, ANSWER));
	wizard_quit(t);
}

Test(ui_guide, the_second_language_is_chosen_in_the_menu_and_put_away_there)
{
	struct wizard w = { .lang = "en", .subject = EXPIRED, .columns = 120, .rows = 40 };
	struct terminal *t = wizard_at(&w, ANSWER);

	terminal_keys(t, "v");
	cr_assert(terminal_until(t, "Which second language?"));
	wizard_choose(t, "en", "Nederlands");
	cr_assert(terminal_until(t, said("nl", ANSWER)));
	cr_expect(terminal_until(t, ANSWER));
	terminal_keys(t, "?");
	wizard_choose(t, "en", "Language");
	wizard_choose(t, "en", "Two languages at once, for a helpdesk");
	wizard_choose(t, "en", "None: one language is enough");
	cr_assert(terminal_gone(t, said("nl", "Which second language?")));
	cr_expect(terminal_gone(t, said("nl", "What can be done here")));
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
}

Test(ui_guide, by_numbers_both_languages_are_said_below_each_other)
{
	struct wizard w = { .lang = "en",
		.option = "--report-lang",
		.subject = "nl",
		.extra = EXPIRED,
		.also = "--plain",
		.columns = 90,
		.rows = 90 };
	struct terminal *t = wizard_at(&w, "Your choice:");

	cr_expect(terminal_until(t, ANSWER));
	cr_expect(terminal_until(t, said("nl", ANSWER)));
	cr_expect(terminal_until(t, "--- Nederlands ---"));
	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}
