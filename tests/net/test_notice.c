/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a notice answer whoever asks, and survive those who mean harm? */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include "base/memory.h"
#include "net/notice.h"

#define PATIENCE_S 30

static void answers(const char *request, bool over, const char *status)
{
	struct buffer reply = { 0 };
	bool answered = notice_answer(
		request, strlen(request), over, "text/x", "the page\n", &reply);

	cr_expect_eq(answered, status != NULL, "%s", request);
	if (status)
		cr_expect(!strncmp(reply.bytes, status, strlen(status)), "%s: %s", request,
			reply.bytes);
	buffer_free(&reply);
}

Test(net_notice, each_request_has_its_answer)
{
	answers("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", false, "HTTP/1.1 200 ");
	answers("GET /metrics?x=1 HTTP/1.0\r\n\r\n", false, "HTTP/1.1 200 ");
	answers("HEAD /metrics HTTP/1.1\n\n", false, "HTTP/1.1 200 ");
	answers("GET /metricsx HTTP/1.1\r\n\r\n", false, "HTTP/1.1 404 ");
	answers("GET / HTTP/1.1\r\n\r\n", false, "HTTP/1.1 404 ");
	answers("POST /metrics HTTP/1.1\r\n\r\n", false, "HTTP/1.1 405 ");
	answers("GETX /metrics HTTP/1.1\r\n\r\n", false, "HTTP/1.1 405 ");
	answers("\r\n\r\n", false, "HTTP/1.1 400 ");
	answers("GET /metrics HTTP/1.1\r\nHost: a\r\n", false, NULL);
	answers("GET /metrics HTTP/1.1\r\nHost: a\r\n", true, "HTTP/1.1 400 ");
	answers("", false, NULL);
	answers("", true, "HTTP/1.1 400 ");
}

Test(net_notice, a_head_has_no_body_but_its_length)
{
	static const char request[] = "HEAD /metrics HTTP/1.1\r\n\r\n";
	struct buffer reply = { 0 };

	cr_assert(notice_answer(request, strlen(request), false, "text/x", "the page\n", &reply));
	cr_expect(strstr(reply.bytes, "Content-Length: 9\r\n"), "%s", reply.bytes);
	cr_expect(strstr(reply.bytes, "Content-Type: text/x\r\n"), "%s", reply.bytes);
	cr_expect_str_eq(reply.bytes + reply.length - 4, "\r\n\r\n");
	buffer_free(&reply);
}

/* ---- Over the network ---- */

static int visit(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* All that comes; the caller frees it. */
static char *hear(int fd)
{
	struct buffer text = { 0 };
	char chunk[4096];
	ssize_t got;

	while ((got = recv(fd, chunk, sizeof(chunk), 0)) > 0)
		buffer_add(&text, chunk, (size_t)got);
	return buffer_take(&text);
}

static char *ask(int port)
{
	static const char request[] = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
	int fd = visit(port);
	char *text;

	cr_assert_eq(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
	text = hear(fd);
	close(fd);
	return text;
}

static struct notice *start(void)
{
	static const char *const addresses[] = { "127.0.0.1" };
	const struct listener_wish wish = { .addresses = addresses, .address_count = 1 };
	int error;
	struct notice *notice = notice_start(&wish, "text/x", &error);

	cr_assert(notice, "%s", strerror(error));
	return notice;
}

Test(net_notice, the_newest_page_is_given)
{
	struct notice *notice = start();
	char *text = ask(notice_port(notice));

	cr_expect(strstr(text, "Content-Length: 0\r\n"), "%s", text);
	free(text);
	notice_set(notice, "first\n");
	notice_set(notice, "second\n");
	text = ask(notice_port(notice));
	cr_expect(strstr(text, "\r\n\r\nsecond\n"), "%s", text);
	free(text);
	notice_free(notice);
}

/* More than the listener lets in at once, all silent: the next one is heard all the same. */
Test(net_notice, those_who_say_nothing_keep_nobody_out)
{
	struct notice *notice = start();
	int silent[2 * LISTENER_VISITS_MOST];
	char *text;

	for (size_t i = 0; i < 2 * LISTENER_VISITS_MOST; i++)
		silent[i] = visit(notice_port(notice));
	notice_set(notice, "page\n");
	text = ask(notice_port(notice));
	cr_expect(strstr(text, "page\n"), "%s", text);
	free(text);
	for (size_t i = 0; i < 2 * LISTENER_VISITS_MOST; i++)
		close(silent[i]);
	notice_free(notice);
}

Test(net_notice, an_endless_request_is_cut_off)
{
	struct notice *notice = start();
	int fd = visit(notice_port(notice));
	char *line = memory_new(NOTICE_REQUEST_MOST + 1, 1);
	char *text;

	memset(line, 'a', NOTICE_REQUEST_MOST);
	cr_assert_eq(send(fd, line, NOTICE_REQUEST_MOST, MSG_NOSIGNAL), NOTICE_REQUEST_MOST);
	text = hear(fd);
	cr_expect(!strncmp(text, "HTTP/1.1 400 ", 13), "%s", text);
	free(text);
	free(line);
	close(fd);
	notice_free(notice);
}

Test(net_notice, a_port_in_use_is_an_error)
{
	static const char *const addresses[] = { "127.0.0.1" };
	struct notice *notice = start();
	const struct listener_wish wish = {
		.addresses = addresses,
		.address_count = 1,
		.port = notice_port(notice),
	};
	int error;

	cr_expect_null(notice_start(&wish, "text/x", &error));
	cr_expect_eq(error, EADDRINUSE);
	notice_free(notice);
}
