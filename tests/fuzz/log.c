/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log, or an exported journal, in pieces; its failures go into a book. */
#include "fuzz/targets.h"

#include <string.h>
#include "webserver/log_book.h"
#include "webserver/log_reader.h"

struct work {
	struct log_book book;
	struct log_clock clock;
	uint64_t lines;
};

static void on_line(void *context, uint64_t number, const char *text, size_t length, int64_t time_s)
{
	struct work *work = context;
	struct log_line line;

	fuzz_promise(length <= LOG_LINE_MOST + 128, "a line is bounded");
	fuzz_promise(number >= 1, "lines are counted from 1");
	work->lines++;
	work->clock.given_s = time_s;
	log_book_access(&work->book, text, length);
	if (!log_line_read(&work->clock, text, length, &line))
		return;
	fuzz_promise(line.cause != NULL, "a failure has a cause");
	fuzz_promise(memchr(line.client, 0, LOG_NAME_MOST) != NULL, "a client's address ends");
	log_book_add(&work->book, "fuzz", number, text, length, &line);
}

static void run(const uint8_t *data, size_t size)
{
	struct work work = { .clock = { .now_s = 1795400000 } };
	struct log_reader reader = { .line = on_line, .context = &work };
	size_t piece = size ? 1 + data[0] % 64 : 1;

	for (size_t at = 0; at < size; at += piece)
		log_reader_feed(
			&reader, (const char *)data + at, size - at < piece ? size - at : piece);
	log_reader_end(&reader);
	log_book_sort(&work.book);
	for (size_t i = 0; i < work.book.group_count; i++) {
		uint64_t sum = 0;

		for (int k = 0; k < LOG_BARS; k++)
			sum += work.book.groups[i].bars[k];
		fuzz_promise(sum <= work.book.groups[i].count, "bars don't exceed their group");
	}
	log_book_free(&work.book);
	log_reader_free(&reader);
}

const struct fuzz_target fuzz_log = { .name = "log", .run = run };
