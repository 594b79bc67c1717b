/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/doorman.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/thread.h"
#include "base/timing.h"
#include "net/listener.h"
#include "tls/capture.h"

#define WAITING_MOST 256

struct doorman {
	struct listener *listener;
	struct cancel cancel;
	pthread_t thread;
	bool running;
	char *answer; /* the whole HTTP response */
	int fd;
	pthread_mutex_t lock; /* guards what follows */
	struct seen_hello waiting[WAITING_MOST];
	size_t count;
	struct doorman_strangers strangers;
};

/* ---- The thread ---- */

static void ring(struct doorman *doorman)
{
	uint64_t one = 1;
	ssize_t written = write(doorman->fd, &one, sizeof(one));

	(void)written;
}

/* Takes HELLO over. When nobody comes for them, the first ones are worth more than the last. */
static void keep(struct doorman *doorman, struct seen_hello *hello, const char *from)
{
	hello->from = memory_text(from);
	hello->at_s = timing_wall_s();
	pthread_mutex_lock(&doorman->lock);
	if (doorman->count < WAITING_MOST)
		doorman->waiting[doorman->count++] = *hello;
	else
		seen_hello_free(hello);
	pthread_mutex_unlock(&doorman->lock);
	ring(doorman);
}

static void count_stranger(struct doorman *doorman, enum capture capture)
{
	pthread_mutex_lock(&doorman->lock);
	if (capture == CAPTURE_HTTP)
		doorman->strangers.http++;
	else
		doorman->strangers.other++;
	pthread_mutex_unlock(&doorman->lock);
	ring(doorman);
}

static bool heard(void *context, const char *from, const void *bytes, size_t length, bool over,
	struct buffer *reply)
{
	struct doorman *doorman = context;
	struct seen_hello hello;
	enum capture capture = capture_read(bytes, length, &hello);

	if (capture == CAPTURE_HELLO) {
		capture_refuse(&hello, reply);
		keep(doorman, &hello, from);
		return true;
	}
	seen_hello_free(&hello);
	if (capture == CAPTURE_MORE && !over)
		return false;
	if (capture == CAPTURE_HTTP)
		buffer_add_text(reply, doorman->answer);
	count_stranger(doorman, capture);
	return true;
}

static void *serve(void *context)
{
	struct doorman *doorman = context;
	const struct listener_visits visits = {
		.most = CAPTURE_MOST,
		.heard = heard,
		.context = doorman,
	};

	listener_serve(
		doorman->listener, &visits, &doorman->cancel, (struct deadline){ INT64_MAX });
	return NULL;
}

/* ---- The main thread ---- */

/* PAGE with the port in it, behind the head of an HTTP response. */
static char *http_answer(const char *page, int port)
{
	static const char mark[] = "{port}";
	struct buffer body = { 0 };
	char *answer;

	for (const char *at; (at = strstr(page, mark)); page = at + strlen(mark)) {
		buffer_add(&body, page, (size_t)(at - page));
		buffer_add_format(&body, "%d", port);
	}
	buffer_add_text(&body, page);
	answer = memory_format("HTTP/1.1 400 Bad Request\r\n"
			       "Content-Type: text/html; charset=utf-8\r\n"
			       "Content-Length: %zu\r\n"
			       "Content-Security-Policy: default-src 'none'\r\n"
			       "Cache-Control: no-store\r\n"
			       "Connection: close\r\n\r\n%s",
		body.length, body.bytes);
	buffer_free(&body);
	return answer;
}

static int start_thread(struct doorman *doorman)
{
	int error = thread_start(&doorman->thread, serve, doorman);

	doorman->running = !error;
	return error;
}

static int start(struct doorman *doorman, const struct doorman_wish *wish)
{
	const struct listener_wish where = {
		.addresses = wish->addresses,
		.address_count = wish->address_count,
		.port = wish->port,
	};
	int error;

	if (doorman->fd < 0 || doorman->cancel.fd < 0)
		return EMFILE;
	error = listener_open(&where, &doorman->listener);
	if (error)
		return error;
	doorman->answer = http_answer(wish->page, listener_port(doorman->listener));
	return start_thread(doorman);
}

struct doorman *doorman_start(const struct doorman_wish *wish, int *ret_errno)
{
	struct doorman *doorman = memory_new(1, sizeof(*doorman));

	pthread_mutex_init(&doorman->lock, NULL);
	cancel_open(&doorman->cancel);
	doorman->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	*ret_errno = start(doorman, wish);
	if (!*ret_errno)
		return doorman;
	doorman_free(doorman);
	return NULL;
}

int doorman_port(const struct doorman *doorman)
{
	return listener_port(doorman->listener);
}

int doorman_fd(const struct doorman *doorman)
{
	return doorman->fd;
}

bool doorman_next(struct doorman *doorman, struct seen_hello *ret)
{
	uint64_t count;
	bool some;

	pthread_mutex_lock(&doorman->lock);
	some = doorman->count > 0;
	if (some) {
		*ret = doorman->waiting[0];
		doorman->count--;
		memmove(&doorman->waiting[0], &doorman->waiting[1],
			doorman->count * sizeof(doorman->waiting[0]));
	} else {
		ssize_t got = read(doorman->fd, &count, sizeof(count));

		(void)got;
	}
	pthread_mutex_unlock(&doorman->lock);
	return some;
}

struct doorman_strangers doorman_strangers(struct doorman *doorman)
{
	struct doorman_strangers strangers;

	pthread_mutex_lock(&doorman->lock);
	strangers = doorman->strangers;
	pthread_mutex_unlock(&doorman->lock);
	return strangers;
}

void doorman_free(struct doorman *doorman)
{
	struct seen_hello hello;

	if (!doorman)
		return;
	if (doorman->running) {
		cancel_ask(&doorman->cancel);
		pthread_join(doorman->thread, NULL);
	}
	while (doorman_next(doorman, &hello))
		seen_hello_free(&hello);
	listener_close(doorman->listener);
	cancel_close(&doorman->cancel);
	if (doorman->fd >= 0)
		close(doorman->fd);
	pthread_mutex_destroy(&doorman->lock);
	free(doorman->answer);
	free(doorman);
}
