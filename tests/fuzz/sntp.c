/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "net/sntp.h"

static void run(const uint8_t *data, size_t size)
{
	const struct sntp_times times = { 0, INT64_C(1000000) };
	unsigned char *copy = malloc(size ? size : 1); /* nothing lies behind it */
	struct seen_time seen = { .unsure_ms = -1, .stratum = -1 };

	memcpy(copy, data, size);
	sntp_read(copy, size, 0, &times, &seen);
	fuzz_promise(seen.outcome < TIME_OUTCOME_COUNT, "an outcome is one of the list");
	fuzz_promise(size >= SNTP_BYTES || seen.outcome == TIME_NO_ANSWER,
		"what is too short is no answer");
	fuzz_promise(seen.outcome != TIME_ANSWERED || seen.unsure_ms > 0,
		"an answer is never quite sure");
	fuzz_promise(!seen.words || strlen(seen.words) <= 12, "a code is short");
	free(seen.words);
	free(copy);
}

const struct fuzz_target fuzz_sntp = { .name = "sntp", .run = run };
