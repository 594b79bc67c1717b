/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <string.h>
#include "net/notice.h"

static void answer(const uint8_t *data, size_t size, bool over)
{
	struct buffer reply = { 0 };
	bool answered = notice_answer(data, size, over, "text/plain", "page", &reply);

	fuzz_promise(answered || !over, "who says no more is answered");
	fuzz_promise(answered == (reply.length > 0), "an answer is no silence");
	fuzz_promise(!answered || !strncmp(reply.bytes, "HTTP/1.1 ", 9), "an answer is HTTP");
	buffer_free(&reply);
}

static void run(const uint8_t *data, size_t size)
{
	answer(data, size, false);
	answer(data, size, true);
}

const struct fuzz_target fuzz_notice = { .name = "notice", .run = run };
