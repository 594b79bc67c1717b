/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/stanza.h"
#include "base/text.h"

static struct stanzas stanzas;

static void clear(void)
{
	stanza_free(&stanzas);
}

TestSuite(stanza, .fini = clear);

static void read_good(const char *text)
{
	struct stanza_error error = { 0 };

	cr_assert_eq(stanza_read("x.fix", text, strlen(text), &stanzas, &error), 0, "line %d: %s",
		error.line, error.what);
}

static void expect_wrong(const char *text, size_t length, int line)
{
	struct stanza_error error = { 0 };

	cr_expect_eq(stanza_read("x.fix", text, length, &stanzas, &error), -1, "%s", text);
	cr_expect_eq(error.line, line, "line %d of: %s", error.line, text);
	cr_expect_not_null(error.what);
	cr_expect_null(stanzas.items);
	cr_expect_eq(stanzas.count, 0);
}

static const struct stanza_field *field(size_t stanza, size_t index)
{
	cr_assert_lt(stanza, stanzas.count);
	cr_assert_lt(index, stanzas.items[stanza].field_count);
	return &stanzas.items[stanza].fields[index];
}

Test(stanza, a_name_and_a_value_make_a_field)
{
	read_good("Fix: clock.sync\n");
	cr_assert_eq(stanzas.count, 1);
	cr_assert_str_eq(stanzas.items[0].file, "x.fix");
	cr_assert_str_eq(field(0, 0)->name, "Fix");
	cr_assert_str_eq(stanza_value(&stanzas.items[0], "Fix"), "clock.sync");
	cr_assert_not(field(0, 0)->translatable);
	cr_assert_null(stanza_value(&stanzas.items[0], "Other"));
	cr_assert_null(stanza_field(&stanzas.items[0], "Other"));
}

Test(stanza, an_underscore_marks_text_for_translators)
{
	read_good("_Title: A title\n");
	cr_assert_str_eq(field(0, 0)->name, "Title");
	cr_assert(field(0, 0)->translatable);
}

Test(stanza, lines_of_a_paragraph_are_joined_by_a_blank)
{
	read_good("_Body: one\n  two  \n\tthree\n");
	cr_assert_eq(field(0, 0)->paragraph_count, 1);
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "one two three");
}

Test(stanza, a_dot_begins_a_new_paragraph)
{
	read_good("_Body: one\n two\n .\n three\n .\n four\n");
	cr_assert_eq(field(0, 0)->paragraph_count, 3);
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "one two");
	cr_assert_str_eq(field(0, 0)->paragraphs[1], "three");
	cr_assert_str_eq(field(0, 0)->paragraphs[2], "four");
}

Test(stanza, the_value_may_begin_on_the_next_line)
{
	read_good("_Body:\n one\n");
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "one");
}

Test(stanza, empty_lines_end_stanzas_however_many)
{
	read_good("\n\nFix: a\nStep: 1\n\n  \t\n\nFix: b\n");
	cr_assert_eq(stanzas.count, 2);
	cr_assert_eq(stanzas.items[0].field_count, 2);
	cr_assert_eq(stanzas.items[0].line, 3);
	cr_assert_eq(stanzas.items[1].line, 8);
}

Test(stanza, fields_know_their_lines)
{
	read_good("# comment\nFix: a\n_Body: b\n c\nStep: 1\n");
	cr_assert_eq(field(0, 0)->line, 2);
	cr_assert_eq(field(0, 1)->line, 3);
	cr_assert_eq(field(0, 2)->line, 5);
}

Test(stanza, repeated_fields_are_all_kept_in_order)
{
	read_good("Cause: a\nCause: b\nCause: c\n");
	cr_assert_eq(stanzas.items[0].field_count, 3);
	cr_assert_str_eq(field(0, 2)->paragraphs[0], "c");
	cr_assert_str_eq(stanza_value(&stanzas.items[0], "Cause"), "a");
}

Test(stanza, a_comment_for_translators_goes_to_the_next_field)
{
	read_good("# for readers\n# TRANSLATORS: first\n#   second\n_Title: t\n_Body: b\n");
	cr_assert_str_eq(field(0, 0)->comment, "first second");
	cr_assert_null(field(0, 1)->comment);
}

Test(stanza, other_comments_go_to_nobody)
{
	read_good("# about this\n_Title: t\n # not a comment: it goes on\n");
	cr_assert_null(field(0, 0)->comment);
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "t # not a comment: it goes on");
}

Test(stanza, a_value_may_contain_colons_and_hashes)
{
	read_good("Source: https://example.com/#x: y\n");
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "https://example.com/#x: y");
}

Test(stanza, files_of_other_systems_are_read)
{
	read_good("\xEF\xBB\xBF"
		  "Fix: a\r\n_Body: b\r\n c\r\n\r\nFix: d");
	cr_assert_eq(stanzas.count, 2);
	cr_assert_str_eq(field(0, 1)->paragraphs[0], "b c");
	cr_assert_str_eq(field(1, 0)->paragraphs[0], "d");
}

Test(stanza, a_language_may_stand_in_the_name)
{
	read_good("_Body[ja]: 時計を合わせる\n");
	cr_assert_str_eq(field(0, 0)->name, "Body[ja]");
	cr_assert_str_eq(field(0, 0)->paragraphs[0], "時計を合わせる");
}

Test(stanza, nothing_gives_no_stanza)
{
	read_good("");
	cr_assert_eq(stanzas.count, 0);
	read_good("\n# only a comment\n\n");
	cr_assert_eq(stanzas.count, 0);
}

Test(stanza, mistakes_are_reported_with_their_line)
{
	static const struct {
		const char *text;
		int line;
	} rows[] = {
		{ " a continuation first\n", 1 },
		{ "Fix: a\n\n continued after its end\n", 3 },
		{ "Fix: a\nno colon here\n", 2 },
		{ "Fix: a\n: no name\n", 2 },
		{ "Fix: a\n_: no name\n", 2 },
		{ "Fi x: a\n", 1 },
		{ "1x: a\n", 1 },
		{ "Fix:\n", 1 },
		{ "Fix: \nStep: 1\n", 2 },
		{ "_Body: a\n .\n", 2 },
		{ "_Body: a\n .\n .\n b\n", 3 },
		{ "_Body:\n .\n b\n", 2 },
		{ "Fix: a\nStep: \x1b[31m\n", 2 },
		{ "Fix: a\n# comment \a\n", 2 },
		{ "Fix: a\x7f\n", 1 },
		{ "Fix: \xC0\xAF\n", 1 },
		{ "Fix: a\rb\n", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_wrong(rows[i].text, strlen(rows[i].text), rows[i].line);
}

Test(stanza, a_nul_byte_is_a_mistake)
{
	expect_wrong("Fix: a\nStep: \0\n", 15, 2);
}

Test(stanza, a_huge_file_is_refused)
{
	size_t length = 8 << 20;
	char *text = memory_new(length, 1);

	memset(text, '\n', length);
	expect_wrong(text, length, 0);
	free(text);
}

Test(stanza, many_small_fields_are_read)
{
	size_t count = 20000;
	char *text = memory_new(count * 5 + 1, 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * 5, "A: b\n", 5);
	read_good(text);
	cr_assert_eq(stanzas.items[0].field_count, count);
	free(text);
}

/* What must hold of whatever was read. */
static void expect_sound(void)
{
	for (size_t i = 0; i < stanzas.count; i++) {
		cr_assert_gt(stanzas.items[i].field_count, 0);
		for (size_t k = 0; k < stanzas.items[i].field_count; k++) {
			cr_assert_gt(field(i, k)->paragraph_count, 0);
			cr_assert_str_not_empty(field(i, k)->name);
			for (size_t p = 0; p < field(i, k)->paragraph_count; p++) {
				const char *text = field(i, k)->paragraphs[p];

				cr_assert_str_not_empty(text);
				cr_assert(text_is_utf8(text, strlen(text)));
				cr_assert_null(strpbrk(text, "\n\r\t\x1b\x7f"));
			}
		}
	}
}

Test(stanza, any_bytes_are_read_or_refused)
{
	static const char *const pieces[] = { "A: b\n", "_B: c", "\n", "\n\n", " x", " .\n", "#",
		":", "# TRANSLATORS: ", "\xE6\x9B", "\xB8", "\r\n", "\t", "[ja]", "_" };
	char text[200];
	size_t length, good = 0;
	unsigned random = 7;

	for (int round = 0; round < 20000; round++) {
		struct stanza_error error = { 0 };

		for (length = 0; length < 150;) {
			const char *piece;

			random = random * 1103515245u + 12345u;
			piece = pieces[(random >> 16) % (sizeof(pieces) / sizeof(pieces[0]))];
			length += (size_t)(stpcpy(text + length, piece) - (text + length));
			if ((random >> 24) % 16 == 0)
				break;
		}
		if (!stanza_read("f", text, length, &stanzas, &error)) {
			expect_sound();
			good++;
		} else {
			cr_assert_gt(error.line, 0);
			cr_assert_null(stanzas.items);
		}
		stanza_free(&stanzas);
	}
	cr_assert_gt(good, 100, "only %zu were sound: the pieces are badly chosen", good);
}
