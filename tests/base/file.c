/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"

static char folder[] = "file-test-XXXXXX";

static void enter_folder(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
	unlink("a");
	unlink("link");
	unlink("target");
	cr_assert_eq(chdir(".."), 0);
	/* fails when a test left a file behind that it didn't mean to */
	cr_assert_eq(rmdir(folder), 0, "left over: %s", strerror(errno));
}

TestSuite(file, .init = enter_folder, .fini = leave_folder);

Test(file, what_was_written_is_read_back)
{
	struct buffer text;

	cr_assert_eq(file_write("a", "x\0y", 3), 0);
	cr_assert_eq(file_read("a", 3, &text), 0);
	cr_assert_eq(text.length, 3);
	cr_assert_arr_eq(text.bytes, "x\0y", 3);
	buffer_free(&text);
}

Test(file, only_its_owner_may_read_what_was_written)
{
	struct stat status;

	cr_assert_eq(file_write("a", "x", 1), 0);
	cr_assert_eq(stat("a", &status), 0);
	cr_assert_eq(status.st_mode & 0777, 0600);
}

Test(file, writing_replaces_an_older_file_whole)
{
	struct buffer text;

	cr_assert_eq(file_write("a", "a long first version", 20), 0);
	cr_assert_eq(file_write("a", "short", 5), 0);
	cr_assert_eq(file_read("a", 100, &text), 0);
	cr_assert_str_eq(text.bytes, "short");
	buffer_free(&text);
}

Test(file, writing_over_a_link_leaves_its_target_alone)
{
	struct buffer text;

	cr_assert_eq(file_write("target", "kept", 4), 0);
	cr_assert_eq(symlink("target", "link"), 0);
	cr_assert_eq(file_write("link", "new", 3), 0);
	cr_assert_eq(file_read("target", 100, &text), 0);
	cr_assert_str_eq(text.bytes, "kept");
	buffer_free(&text);
}

Test(file, a_failed_write_says_why_and_leaves_nothing)
{
	cr_assert_eq(file_write("nowhere/a", "x", 1), ENOENT);
	cr_assert_neq(file_write(".", "x", 1), 0);
}

Test(file, one_byte_too_many_is_too_large)
{
	struct buffer text;

	cr_assert_eq(file_write("a", "1234", 4), 0);
	cr_assert_eq(file_read("a", 3, &text), EFBIG);
	cr_assert_null(text.bytes);
	cr_assert_eq(file_read("a", 4, &text), 0);
	buffer_free(&text);
}

Test(file, a_folder_and_a_missing_file_are_errors)
{
	struct buffer text;

	cr_assert_eq(file_read(".", 100, &text), EISDIR);
	cr_assert_eq(file_read("missing", 100, &text), ENOENT);
}
