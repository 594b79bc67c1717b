/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "cli/host_lines.h"
#include "session/watch_limits.h"

static void split(const uint8_t *data, size_t size)
{
	char *line = fuzz_as_text(data, size);
	size_t length = strlen(line);
	char *words[HOST_WORDS_MOST];
	int count = host_line_split(line, words);

	fuzz_promise(
		count >= -1 && count <= HOST_WORDS_MOST, "no more words than there is room for");
	for (int i = 0; i < count; i++)
		fuzz_promise(words[i] >= line && words[i] + strlen(words[i]) <= line + length,
			"words stand in the line");
	free(line);
}

/* Limits are written as they are read. */
static void limits(const uint8_t *data, size_t size)
{
	char *text = fuzz_as_text(data, size);
	struct watch_range ranges[WATCH_MEASURE_COUNT] = { 0 };

	if (watch_limits_read(text, ranges))
		for (int i = 0; i < WATCH_MEASURE_COUNT; i++) {
			char *written = watch_range_text(&ranges[i]);

			fuzz_promise(
				ranges[i].set == (written[0] != '\0'), "what is set is written");
			fuzz_promise(!ranges[i].set || ranges[i].low <= ranges[i].high,
				"a range has its ends in order");
			free(written);
		}
	free(text);
}

static void run(const uint8_t *data, size_t size)
{
	split(data, size);
	limits(data, size);
}

const struct fuzz_target fuzz_host_line = { .name = "host_line", .run = run };
