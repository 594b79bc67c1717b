/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/relay.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE 16384

void relay_begin(
	struct relay *relay, const struct secure *secure, void *context, const char *host, int fd)
{
	*relay = (struct relay){ .secure = secure, .outer = fd, .near = -1 };
	relay->connection = secure->open(context, host, fd);
}

int relay_open(struct relay *relay)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) < 0)
		return -1;
	relay->near = pair[0];
	return pair[1];
}

size_t relay_polls(const struct relay *relay, struct pollfd *fds)
{
	short outer = 0, near = 0;

	if (!relay->connection || relay->near < 0)
		return 0;
	if (!relay->outer_ended && !relay->in.length)
		outer |= POLLIN;
	if (!relay->outer_ended && relay->out.length)
		outer |= POLLOUT;
	if (!relay->near_ended && !relay->out.length)
		near |= POLLIN;
	if (relay->in.length)
		near |= POLLOUT;
	/* A socket without a wish would still be reported when it hangs up, again and again. */
	fds[0] = (struct pollfd){ .fd = outer ? relay->outer : -1, .events = outer };
	fds[1] = (struct pollfd){ .fd = near ? relay->near : -1, .events = near };
	return RELAY_POLLS_MOST;
}

static bool try_later(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static void drop(struct buffer *buffer, size_t length)
{
	memmove(buffer->bytes, buffer->bytes + length, buffer->length - length);
	buffer->length -= length;
}

/* Each of the four moves what it can; true when something moved. */
static bool hear_proxy(struct relay *relay)
{
	char bytes[PIECE];
	ssize_t got;

	if (relay->in.length || relay->outer_ended)
		return false;
	got = relay->secure->receive(relay->connection, bytes, sizeof(bytes));
	if (got > 0)
		buffer_add(&relay->in, bytes, (size_t)got);
	else if (got == 0 || !try_later())
		relay->outer_ended = true;
	return got > 0;
}

static bool tell_near(struct relay *relay)
{
	ssize_t sent;

	if (!relay->in.length)
		return false;
	sent = send(relay->near, relay->in.bytes, relay->in.length, MSG_NOSIGNAL);
	if (sent > 0)
		drop(&relay->in, (size_t)sent);
	else if (sent < 0 && !try_later())
		drop(&relay->in, relay->in.length); /* nobody listens any more */
	return sent > 0;
}

static bool hear_near(struct relay *relay)
{
	char bytes[PIECE];
	ssize_t got;

	if (relay->out.length || relay->near_ended)
		return false;
	got = recv(relay->near, bytes, sizeof(bytes), 0);
	if (got > 0)
		buffer_add(&relay->out, bytes, (size_t)got);
	else if (got == 0 || !try_later())
		relay->near_ended = true;
	return got > 0;
}

static bool tell_proxy(struct relay *relay)
{
	ssize_t sent;

	if (!relay->out.length || relay->outer_ended)
		return false;
	sent = relay->secure->send(relay->connection, relay->out.bytes, relay->out.length);
	if (sent > 0)
		drop(&relay->out, (size_t)sent);
	else if (sent < 0 && !try_later())
		relay->outer_ended = true;
	return sent > 0;
}

void relay_carry(struct relay *relay)
{
	bool moved;

	/* Ends by itself: nobody reads the far end or writes to it meanwhile. */
	do {
		moved = hear_proxy(relay);
		moved |= tell_near(relay);
		moved |= hear_near(relay);
		moved |= tell_proxy(relay);
	} while (moved);
	if (relay->outer_ended && !relay->in.length && !relay->in_told) {
		relay->in_told = true;
		shutdown(relay->near, SHUT_WR);
	}
}

void relay_end(struct relay *relay)
{
	if (!relay->connection)
		return;
	if (relay->near >= 0) {
		relay_carry(relay);
		close(relay->near);
	}
	relay->secure->close(relay->connection);
	buffer_free(&relay->out);
	buffer_free(&relay->in);
	*relay = (struct relay){ .near = -1 };
}
