/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an organisation adds to the guide at run time. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/own.h"

#define DESK "Contact: desk\n_Title: Call the helpdesk\n_Body: Dial 1234.\n"
#define DESK_NL "_Title[nl]: Bel de helpdesk\n_Body[nl]: Bel 1234.\n"
#define PROXY                                                                          \
	"Fix: proxy.ours\nStep: 2\nCause: proxy-interference\n_Title: Use our proxy\n" \
	"_Body: Set it.\nCommand: one\n .\n two\n"

static struct guide_own *read_own(const char *text)
{
	struct guide_own *own = guide_own_new();
	struct guide_own_error error;

	cr_assert_eq(guide_own_read(own, "file", text, strlen(text), &error), 0, "line %d: %s",
		error.line, error.what);
	return own;
}

static size_t fixes_for(const struct guide_own *own, const char *cause, int step,
	const char *system, const struct fix_row **ret)
{
	struct evidence evidence;
	size_t count;

	evidence_init(&evidence);
	settings_init(&evidence.settings);
	evidence.settings.device = DEVICE_OTHER;
	if (system)
		evidence_answer(&evidence, "system", system);
	count = guide_own_fixes(own, cause, step, &evidence, ret, 8);
	evidence_free(&evidence);
	return count;
}

Test(guide_own, a_contact_without_a_cause_is_for_every_cause)
{
	struct guide_own *own = read_own(DESK);
	const struct fix_row *fixes[8];

	cr_assert_eq(fixes_for(own, "certificate-expired", 0, NULL, fixes), 1);
	cr_expect(guide_fix_is_own(fixes[0]) && guide_fix_is_contact(fixes[0]));
	cr_expect_str_eq(guide_fix_title(language_english(), fixes[0]), "Call the helpdesk");
	cr_expect_eq(fixes_for(own, NULL, 2, NULL, fixes), 0, "it stands at no step");
	guide_own_free(own);
}

Test(guide_own, a_fix_shows_at_its_causes_and_its_step_alone)
{
	struct guide_own *own = read_own(DESK "\n" PROXY);
	const struct fix_row *fixes[8];

	cr_assert_eq(fixes_for(own, "proxy-interference", 0, NULL, fixes), 2);
	cr_expect_str_eq(guide_fix_id(fixes[0]), "proxy.ours", "fixes come before contacts");
	cr_expect_str_eq(guide_fix_command(fixes[0]), "one\ntwo");
	cr_expect_eq(fixes_for(own, "certificate-expired", 0, NULL, fixes), 1);
	cr_expect_eq(fixes_for(own, NULL, 2, NULL, fixes), 1);
	cr_expect_eq(fixes_for(own, NULL, 3, NULL, fixes), 0);
	guide_own_free(own);
}

Test(guide_own, each_language_has_its_own_words_where_they_are_whole)
{
	struct guide_own *own = read_own(DESK DESK_NL "_Title[ja]: half\n");
	const struct fix_row *fixes[8];
	char *text;

	cr_assert_eq(fixes_for(own, "certificate-expired", 0, NULL, fixes), 1);
	cr_expect_str_eq(guide_fix_title(language_by_name("nl"), fixes[0]), "Bel de helpdesk");
	text = guide_fix_text(language_by_name("nl"), fixes[0], NULL, NULL);
	cr_expect_str_eq(text, "Bel 1234.");
	free(text);
	cr_expect_str_eq(guide_fix_title(language_by_name("ja"), fixes[0]), "Call the helpdesk");
	guide_own_free(own);
}

Test(guide_own, a_fix_for_one_system_is_for_no_other)
{
	struct guide_own *own = read_own(PROXY "System: windows\n");
	const struct fix_row *fixes[8];

	cr_expect_eq(fixes_for(own, "proxy-interference", 0, "windows", fixes), 1);
	cr_expect_eq(fixes_for(own, "proxy-interference", 0, "android", fixes), 0);
	guide_own_free(own);
}

Test(guide_own, what_cannot_be_used_is_left_out_whole_with_its_line)
{
	static const struct {
		const char *text;
		int line;
	} rows[] = {
		{ DESK "\nContact: Bad Id\n_Title: t\n_Body: b\n", 5 },
		{ "Fix: a\n_Title: t\n_Body: b\n", 1 },
		{ "Fix: a\nCause: no-such-cause\n_Title: t\n_Body: b\n", 2 },
		{ "Contact: a\n_Title: t\n", 1 },
		{ "Contact: a\n_Title: t\n_Body: b\nColour: red\n", 4 },
		{ "Contact: a\n_Title: t\n_Body: b\n_Body[xx]: c\n", 4 },
		{ "Contact: a\n_Title: t\nBody: b\n", 3 },
		{ "Contact: a\nStep: 13\n_Title: t\n_Body: b\n", 2 },
		{ "Contact: a\nWho: me\n_Title: t\n_Body: b\n", 2 },
		{ "Contact: a\nRecheck: nothing\n_Title: t\n_Body: b\n", 2 },
		{ "no colon\n", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct guide_own *own = guide_own_new();
		struct guide_own_error error = { 0 };
		const struct fix_row *fixes[8];

		cr_expect_eq(guide_own_read(own, "f", rows[i].text, strlen(rows[i].text), &error),
			-1, "%zu", i);
		cr_expect_eq(
			error.line, rows[i].line, "%zu: line %d, %s", i, error.line, error.what);
		cr_expect_eq(fixes_for(own, "certificate-expired", 0, NULL, fixes), 0, "%zu", i);
		guide_own_free(own);
	}
}

Test(guide_own, sizes_are_bounded)
{
	struct guide_own *own = guide_own_new();
	struct guide_own_error error = { 0 };
	char *large = memory_new(GUIDE_OWN_FILE_MOST + 2, 1);

	memset(large, '#', GUIDE_OWN_FILE_MOST + 1);
	cr_expect_eq(guide_own_read(own, "f", large, GUIDE_OWN_FILE_MOST + 1, &error), -1);
	free(large);
	for (int i = 0; i < GUIDE_OWN_STANZAS_MOST; i++)
		cr_assert_eq(guide_own_read(own, "f", DESK, strlen(DESK), &error), 0);
	cr_expect_eq(guide_own_read(own, "f", DESK, strlen(DESK), &error), -1, "too many");
	cr_expect_str_eq(error.what, "too many stanzas");
	guide_own_free(own);
}

Test(guide_own, what_a_stranger_wrote_is_cleaned)
{
	struct guide_own *own = read_own("Contact: a\n_Title: x\xe2\x80\xaey\n_Body: b\n");
	const struct fix_row *fixes[8];

	cr_assert_eq(fixes_for(own, "certificate-expired", 0, NULL, fixes), 1);
	cr_expect(!strstr(guide_fix_title(language_english(), fixes[0]), "\xe2\x80\xae"));
	guide_own_free(own);
}
