/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/greeting.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "base/memory.h"

struct greeting {
	struct buffer hello;
	size_t sent;
	struct greeting_pace pace; /* split_at 0: not split, or not any more */
	struct deadline *until; /* the exchange's wire keeps it */
	struct reply reply;
	int fd;
	bool heard; /* a byte came */
	bool eof, reset, expired;
};

struct greeting *greeting_new(
	const struct hello_plan *plan, enum reply_until until, const struct greeting_pace *pace)
{
	struct greeting *greeting = memory_new(1, sizeof(*greeting));

	hello_build(plan, &greeting->hello);
	reply_init(&greeting->reply, until);
	greeting->pace = *pace;
	if (greeting->pace.split_at >= greeting->hello.length)
		greeting->pace.split_at = 0;
	greeting->fd = -1;
	return greeting;
}

size_t greeting_size(const struct greeting *greeting)
{
	return greeting->hello.length;
}

void greeting_free(struct greeting *greeting)
{
	if (!greeting)
		return;
	buffer_free(&greeting->hello);
	reply_free(&greeting->reply);
	free(greeting);
}

const struct reply *greeting_reply(const struct greeting *greeting)
{
	return &greeting->reply;
}

static unsigned lost(struct greeting *greeting)
{
	greeting->reset = true;
	return 0;
}

/* How many bytes may be sent now. */
static size_t to_send(const struct greeting *greeting)
{
	size_t end = greeting->pace.split_at ? greeting->pace.split_at : greeting->hello.length;
	size_t count = end - greeting->sent;

	return greeting->pace.piece && count > greeting->pace.piece ? greeting->pace.piece : count;
}

/* Sends up to the split, or all that is left. */
static unsigned send_on(struct greeting *greeting)
{
	while (to_send(greeting)) {
		ssize_t sent = send(greeting->fd, greeting->hello.bytes + greeting->sent,
			to_send(greeting), MSG_NOSIGNAL);

		if (sent < 0 && (errno == EAGAIN || errno == EINTR))
			return WIRE_READ | WIRE_WRITE;
		if (sent < 0)
			return lost(greeting);
		greeting->sent += (size_t)sent;
	}
	if (greeting->pace.split_at)
		*greeting->until = deadline_in_ms(greeting->pace.pause_ms);
	return WIRE_READ;
}

static unsigned listen_on(struct greeting *greeting)
{
	char bytes[16384];
	ssize_t got = recv(greeting->fd, bytes, sizeof(bytes), 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return send_on(greeting);
	if (got < 0)
		return lost(greeting);
	if (!got) {
		greeting->eof = true;
		return 0;
	}
	greeting->heard = true;
	return reply_feed(&greeting->reply, bytes, (size_t)got) ? 0 : send_on(greeting);
}

static unsigned wire_start(void *context, int fd, struct deadline *until)
{
	struct greeting *greeting = context;

	greeting->fd = fd;
	greeting->until = until;
	return send_on(greeting);
}

static unsigned wire_step(void *context, bool expired)
{
	struct greeting *greeting = context;

	if (!expired)
		return listen_on(greeting);
	if (!greeting->pace.split_at) {
		greeting->expired = true;
		return 0;
	}
	greeting->pace.split_at = 0; /* the pause is over */
	return send_on(greeting);
}

struct wire greeting_wire(struct greeting *greeting)
{
	return (struct wire){ .context = greeting, .start = wire_start, .step = wire_step };
}

enum hs_outcome greeting_outcome(const struct greeting *greeting, const struct exchange *exchange)
{
	const struct reply *reply = &greeting->reply;

	if (!exchange->wire_started)
		return exchange->cancelled ? HS_CANCELLED : HS_NO_CONNECTION;
	if (exchange->cancelled)
		return HS_CANCELLED;
	if (reply->hello || reply->retry)
		return HS_DONE;
	if (reply->alert >= 0)
		return HS_ALERT;
	if (reply->state == REPLY_NOT_TLS)
		return HS_NOT_TLS;
	if (greeting->reset)
		return HS_RESET;
	if (greeting->eof)
		return HS_CLOSED;
	if (reply->state == REPLY_BROKEN)
		return HS_LOCAL;
	return greeting->heard ? HS_STALLED : HS_SILENT;
}
