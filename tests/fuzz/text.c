/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* No C0, DEL or C1, and of the bidi controls none of the ranges that text.h names. */
static int is_harmless(const char *text, enum text_keep keep)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if ((*at < 0x20 && !(keep == TEXT_LINES && *at == '\n')) || *at == 0x7f)
			return 0;
		if (*at == 0xc2 && at[1] < 0xa0)
			return 0;
		if (*at == 0xe2 && at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae)
			return 0;
	}
	return 1;
}

static void clean_one(const uint8_t *data, size_t size, enum text_keep keep, size_t most)
{
	char *once = text_clean(data, size, keep, most);
	char *twice = text_clean(once, strlen(once), keep, most);

	fuzz_promise(text_is_utf8(once, strlen(once)), "cleaned text is UTF-8");
	fuzz_promise(is_harmless(once, keep), "cleaned text has no control characters");
	fuzz_promise(!most || strlen(once) <= most, "cleaned text isn't longer than asked for");
	/* A cut may leave a newline at the end, which the second time drops. */
	fuzz_promise(most || strcmp(once, twice) == 0, "cleaning twice changes nothing");
	free(once);
	free(twice);
}

static void run(const uint8_t *data, size_t size)
{
	clean_one(data, size, TEXT_ONE_LINE, 0);
	clean_one(data, size, TEXT_LINES, size / 2);
}

const struct fuzz_target fuzz_text = { .name = "text", .run = run };
