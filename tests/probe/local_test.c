/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a computer, and the simple formats they are written in. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "folder.h"
#include "probe/local.h"

/* ---- Reading ---- */

static void forget(struct local *local)
{
	struct seen_file *files;
	size_t count;

	local_take(local, &files, &count);
	for (size_t i = 0; i < count; i++)
		free(files[i].path);
	free(files);
}

Test(probe_local, what_was_read_is_listed_once_and_what_is_missing_is_not)
{
	struct folder folder;
	struct local local = { .root = folder.path };
	struct buffer text;

	folder_open(&folder);
	folder_file(&folder, "/etc/a", "one\n");
	cr_expect_eq(local_read(&local, "/etc/a", 100, &text), FILE_READ);
	cr_expect_str_eq(text.bytes, "one\n");
	buffer_free(&text);
	cr_expect_eq(local_read(&local, "/etc/a", 2, &text), FILE_TOO_BIG);
	cr_expect_eq(local_read(&local, "/etc/b", 100, &text), FILE_MISSING);
	cr_expect_eq(local_read(&local, "/etc/a/c", 100, &text), FILE_MISSING);
	cr_assert_eq(local.file_count, 1);
	cr_expect_eq(local.files[0].state, FILE_TOO_BIG);
	forget(&local);
	folder_close(&folder);
}

Test(probe_local, pipes_folders_and_devices_are_not_read, .timeout = 10)
{
	struct folder folder;
	struct local local = { .root = folder.path }, system = { 0 };
	struct buffer text;
	char *pipe;

	folder_open(&folder);
	folder_make(&folder, "/etc/folder");
	pipe = memory_format("%s/etc/pipe", folder.path);
	cr_assert_eq(mkfifo(pipe, 0600), 0);
	cr_expect_eq(local_read(&local, "/etc/folder", 100, &text), FILE_NOT_A_FILE);
	cr_expect_eq(local_read(&local, "/etc/pipe", 100, &text), FILE_NOT_A_FILE);
	cr_expect_eq(local_read(&system, "/dev/zero", 100, &text), FILE_NOT_A_FILE);
	free(pipe);
	forget(&local);
	forget(&system);
	folder_close(&folder);
}

Test(probe_local, somebody_elses_file_is_left_alone)
{
	struct folder folder;
	struct local local = { .root = folder.path, .owned = true, .owner = getuid() + 1 };
	struct buffer text;

	folder_open(&folder);
	folder_file(&folder, "/home/x", "secret");
	if (getuid() != 0)
		cr_expect_eq(local_read(&local, "/home/x", 100, &text), FILE_ANOTHERS);
	local.owner = getuid();
	cr_expect_eq(local_read(&local, "/home/x", 100, &text), FILE_READ);
	buffer_free(&text);
	if (!getuid()) {
		char *whole = memory_format("%s/home/x", folder.path);

		cr_assert_eq(chown(whole, 4711, 4711), 0);
		cr_expect_eq(local_read(&local, "/home/x", 100, &text), FILE_ANOTHERS);
		free(whole);
	}
	forget(&local);
	folder_close(&folder);
}

/* ---- Formats: everything visited, as "section|name|value|line;" ---- */

static void keep(void *context, const char *section, const char *name, const char *value, int line)
{
	buffer_add_format(context, "%s|%s|%s|%d;", section, name, value, line);
}

static void keep_plain(void *context, const char *name, const char *value, int line)
{
	keep(context, "", name, value, line);
}

static void expect_kept(struct buffer *kept, const char *expected)
{
	cr_expect_str_eq(kept->length ? kept->bytes : "", expected);
	buffer_free(kept);
}

Test(probe_local, ini_files_have_sections_and_comments)
{
	static const char text[] = "a = 1\n# no = 2\n; no = 3\n[ one ]\r\n  b=2 = 3 \r\nnothing\n"
				   "[two\n=x\nc =\n[three] # d\ne = f";
	struct buffer kept = { 0 };

	ini_parse(text, sizeof(text) - 1, keep, &kept);
	expect_kept(&kept, "|a|1|1;one|b|2 = 3|5;one||x|8;one|c||9;three|e|f|11;");
}

Test(probe_local, properties_go_on_after_a_backslash)
{
	static const char text[] = "# x=1 \\\na=b, \\\n   c, \\\n  d\n! y=2\n e : f\\\\\nlast=1\\";
	struct buffer kept = { 0 };

	properties_parse(text, sizeof(text) - 1, keep_plain, &kept);
	expect_kept(&kept, "|a|b, c, d|2;|e|f\\\\|6;|last|1|7;");
}

Test(probe_local, preferences_are_numbers_words_and_quoted_texts)
{
	static const char text[] =
		"// Mozilla User Preferences\nuser_pref(\"a\", 3);\r\n"
		"  user_pref( \"b\" , \"x \\\"y\\\" (z);\" );\nuser_pref(\"c\", false); // no\n"
		"pref(\"d\", 1);\nuser_pref(\"e\", 1\nuser_pref(\"f);\nuser_pref(\"g\" 1);\n";
	struct buffer kept = { 0 };

	prefs_parse(text, sizeof(text) - 1, keep_plain, &kept);
	expect_kept(&kept, "|a|3|2;|b|x \"y\" (z);|3;|c|false|4;");
}

Test(probe_local, nul_bytes_and_no_bytes_are_no_trouble)
{
	static const char text[] = "a\0b = c\0d\n";
	struct buffer kept = { 0 };

	ini_parse(text, sizeof(text) - 1, keep, &kept);
	expect_kept(&kept, "|ab|cd|1;");
	ini_parse("", 0, keep, &kept);
	properties_parse("", 0, keep_plain, &kept);
	prefs_parse("", 0, keep_plain, &kept);
	expect_kept(&kept, "");
}
