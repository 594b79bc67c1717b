/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte chooses the protocol, the second how many bytes arrive at a time. */
#include "fuzz/targets.h"

#include <string.h>
#include "base/text.h"
#include "net/starttls.h"

static void look_at(const struct talk *talk)
{
	fuzz_promise(talk->outcome < STARTTLS_OUTCOME_COUNT, "an outcome is one of the list");
	fuzz_promise(talk->heard.length <= TALK_HEARD_MOST, "not more is kept than was promised");
	if (talk->reply)
		fuzz_promise(text_is_utf8(talk->reply, strlen(talk->reply)) &&
				     !strpbrk(talk->reply, "\x1b\a\b\r\n"),
			"a reply is clean");
}

static enum talk_state hear_all(
	struct talk *talk, const uint8_t *data, size_t size, size_t at_a_time)
{
	struct buffer to_send = { 0 };
	enum talk_state state = TALK_MORE;

	for (size_t at = 0; at < size && state == TALK_MORE; at += at_a_time) {
		size_t length = size - at < at_a_time ? size - at : at_a_time;

		state = talk_hear(talk, data + at, length, &to_send);
	}
	buffer_free(&to_send);
	return state;
}

static void run(const uint8_t *data, size_t size)
{
	struct buffer to_send = { 0 };
	struct talk talk;

	if (size < 2)
		return;
	talk_begin(&talk, (enum starttls)(1 + data[0] % (STARTTLS_COUNT - 1)), "example.com",
		&to_send);
	if (hear_all(&talk, data + 2, size - 2, 1 + data[1] % 64U) == TALK_MORE)
		talk_end(&talk, data[1] & 1);
	look_at(&talk);
	talk_free(&talk);
	buffer_free(&to_send);
}

const struct fuzz_target fuzz_talk = { .name = "talk", .run = run };
