/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/notice.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/thread.h"
#include "base/timing.h"

struct notice {
	struct listener *listener;
	struct cancel cancel;
	pthread_t thread;
	bool running;
	const char *type;
	pthread_mutex_t lock; /* guards the page */
	char *page;
};

/* ---- Requests ---- */

/* Where the head ends, or NULL. A line feed alone is taken for a line's end, as RFC 9112 section 2.2 allows. */
static const char *head_end(const char *bytes, size_t length)
{
	const char *crlf = memmem(bytes, length, "\r\n\r\n", 4);
	const char *lf = memmem(bytes, length, "\n\n", 2);

	return crlf ? crlf : lf;
}

/* Whether WORD stands at *AT, with END behind it; *AT then moves behind that. */
static bool take(const char **at, const char *limit, const char *word, const char *ends)
{
	size_t length = strlen(word);

	if ((size_t)(limit - *at) <= length || memcmp(*at, word, length) != 0 || !(*at)[length] ||
		!strchr(ends, (*at)[length]))
		return false;
	*at += length;
	return true;
}

static void add_answer(struct buffer *reply, const char *status, const char *type, const char *body,
	bool with_body)
{
	buffer_add_format(reply,
		"HTTP/1.1 %s\r\n"
		"Content-Type: %s\r\n"
		"Content-Length: %zu\r\n"
		"X-Content-Type-Options: nosniff\r\n"
		"Cache-Control: no-store\r\n"
		"%s"
		"Connection: close\r\n\r\n",
		status, type, strlen(body),
		status[0] == '4' && status[2] == '5' ? "Allow: GET, HEAD\r\n" : "");
	if (with_body)
		buffer_add_text(reply, body);
}

bool notice_answer(const void *bytes, size_t length, bool over, const char *type, const char *page,
	struct buffer *reply)
{
	static const char plain[] = "text/plain; charset=utf-8";
	const char *at = bytes, *limit = at + length;
	bool whole = length && head_end(at, length);
	bool get, head;

	if (!whole && !over)
		return false;
	get = whole && take(&at, limit, "GET", " ");
	head = whole && !get && take(&at, limit, "HEAD", " ");
	if (!whole || !memchr(bytes, ' ', length))
		add_answer(reply, "400 Bad Request", plain, "Bad request\n", true);
	else if (!get && !head)
		add_answer(reply, "405 Method Not Allowed", plain, "Only GET and HEAD\n", true);
	else if (take(&at, limit, " /metrics", " ?"))
		add_answer(reply, "200 OK", type, page, get);
	else
		add_answer(reply, "404 Not Found", plain, "Look at /metrics\n", get);
	return true;
}

/* ---- The thread ---- */

static bool heard(void *context, const char *from, const void *bytes, size_t length, bool over,
	struct buffer *reply)
{
	struct notice *notice = context;
	bool answered;

	(void)from;
	pthread_mutex_lock(&notice->lock);
	answered = notice_answer(bytes, length, over, notice->type, notice->page, reply);
	pthread_mutex_unlock(&notice->lock);
	return answered;
}

static void *serve(void *context)
{
	struct notice *notice = context;
	const struct listener_visits visits = {
		.most = NOTICE_REQUEST_MOST,
		.heard = heard,
		.context = notice,
	};

	listener_serve(notice->listener, &visits, &notice->cancel, (struct deadline){ INT64_MAX });
	return NULL;
}

/* ---- The main thread ---- */

static int start_thread(struct notice *notice)
{
	int error = thread_start(&notice->thread, serve, notice);

	notice->running = !error;
	return error;
}

struct notice *notice_start(const struct listener_wish *wish, const char *type, int *ret_errno)
{
	struct notice *notice = memory_new(1, sizeof(*notice));

	pthread_mutex_init(&notice->lock, NULL);
	cancel_open(&notice->cancel);
	notice->type = type;
	notice->page = memory_text("");
	*ret_errno = notice->cancel.fd < 0 ? EMFILE : listener_open(wish, &notice->listener);
	if (!*ret_errno)
		*ret_errno = start_thread(notice);
	if (!*ret_errno)
		return notice;
	notice_free(notice);
	return NULL;
}

int notice_port(const struct notice *notice)
{
	return listener_port(notice->listener);
}

void notice_set(struct notice *notice, const char *page)
{
	char *copy = memory_text(page);

	pthread_mutex_lock(&notice->lock);
	free(notice->page);
	notice->page = copy;
	pthread_mutex_unlock(&notice->lock);
}

void notice_free(struct notice *notice)
{
	if (!notice)
		return;
	if (notice->running) {
		cancel_ask(&notice->cancel);
		pthread_join(notice->thread, NULL);
	}
	listener_close(notice->listener);
	cancel_close(&notice->cancel);
	pthread_mutex_destroy(&notice->lock);
	free(notice->page);
	free(notice);
}
