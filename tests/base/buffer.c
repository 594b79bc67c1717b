/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"

Test(buffer, an_unused_one_gives_an_empty_text)
{
	struct buffer buffer = { 0 };
	char *text = buffer_take(&buffer);

	cr_assert_str_empty(text);
	free(text);
}

Test(buffer, keeps_all_that_was_added_in_order)
{
	struct buffer buffer = { 0 };
	char *text;

	buffer_add_text(&buffer, "port ");
	buffer_add_format(&buffer, "%d", 443);
	buffer_add_char(&buffer, '!');
	buffer_add(&buffer, "", 0);
	text = buffer_take(&buffer);
	cr_assert_str_eq(text, "port 443!");
	cr_assert_null(buffer.bytes);
	free(text);
}

Test(buffer, grows_over_many_additions_and_stays_ended)
{
	struct buffer buffer = { 0 };

	for (int i = 0; i < 10000; i++)
		buffer_add(&buffer, "abc", 3);
	cr_assert_eq(buffer.length, 30000);
	cr_assert_eq(strlen(buffer.bytes), 30000);
	buffer_free(&buffer);
	cr_assert_eq(buffer.length, 0);
}

Test(buffer, keeps_nul_bytes)
{
	struct buffer buffer = { 0 };

	buffer_add(&buffer, "a\0b", 3);
	cr_assert_eq(buffer.length, 3);
	cr_assert_arr_eq(buffer.bytes, "a\0b", 4);
	buffer_free(&buffer);
}

Test(memory, copies_no_more_than_there_is)
{
	char *text = memory_text_n("ab", 10);

	cr_assert_str_eq(text, "ab");
	free(text);
	text = memory_text_n("abc", 2);
	cr_assert_str_eq(text, "ab");
	free(text);
	cr_assert_null(memory_text(NULL));
}

Test(memory, running_out_ends_the_program_with_status_2, .exit_code = 2)
{
	memory_resize(NULL, SIZE_MAX / 2, 4);
	cr_assert_fail("memory_resize came back");
}
