/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page is asked for in the usual words, and what stands above it is read, however it comes. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "net/http_head.h"

/* ANSWER in pieces of SIZE bytes; whether more was wanted in the end. */
static bool hear(struct http_head *head, const char *answer, size_t size)
{
	bool more = true;

	http_head_init(head);
	for (size_t left = strlen(answer); left && more; answer += size) {
		size = size < left ? size : left;
		more = http_head_hear(head, answer, size);
		left -= size;
	}
	return more;
}

Test(net_http_head, all_that_is_wanted_is_read_in_pieces_of_any_size)
{
	static const char answer[] =
		"HTTP/1.1 503 Service Unavailable\r\nDate: Mon, 16 Feb 2026 09:15:01 GMT\r\n"
		"server:  front\r\nAge: 12\r\nLocation: /there\r\nCF-Ray: 1\r\n"
		"X-Served-By: cache-1\r\n\r\nDate: Tue, 17 Feb 2026 09:15:01 GMT\r\n";

	for (size_t size = 1; size < sizeof(answer); size += 7) {
		struct http_head head;

		cr_expect_not(hear(&head, answer, size));
		cr_expect_eq(head.seen.status, 503);
		cr_expect_eq(head.seen.date_s, 1771233301);
		cr_expect_eq(head.seen.age_s, 12);
		cr_expect_str_eq(head.seen.server, "front");
		cr_expect_str_eq(head.seen.location, "/there");
		cr_expect_str_eq(head.seen.mark, "X-Served-By");
		cr_expect(head.seen.cloudflare);
		http_head_free(&head);
	}
}

Test(net_http_head, announcements_are_passed_over)
{
	struct http_head head;

	cr_expect(hear(
		&head, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nServer: no\r\n\r\n", 9));
	cr_expect_eq(head.seen.status, -1);
	cr_expect_null(head.seen.server);
	cr_expect_not(http_head_hear(&head, "HTTP/1.0 200 OK\n\n", 17));
	cr_expect_eq(head.seen.status, 200);
	http_head_free(&head);
}

/* Only the page tells that the request went on without TLS, or that a certificate is wanted. */
Test(net_http_head, the_page_of_a_refusal_is_read_in_pieces_of_any_size)
{
	static const char answer[] =
		"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html><head><title>400 The plain "
		"HTTP request was sent to HTTPS port</title></head></html>";
	static const char wanted[] = "HTTP/1.1 403 Forbidden\r\n\r\nReason: Cannot perform "
				     "Post-Handshake Authentication.";
	static const char other[] = "HTTP/1.1 400 Bad Request\r\n\r\nNo such page";

	for (size_t size = 1; size < sizeof(answer); size += 7) {
		struct http_head head;

		cr_expect_not(hear(&head, answer, size));
		cr_expect_eq(head.seen.status, 400);
		cr_expect_str_eq(head.seen.server, "nginx");
		cr_expect(head.seen.sent_plain);
		http_head_free(&head);
		cr_expect_not(hear(&head, wanted, size));
		cr_expect_eq(head.seen.status, 403);
		cr_expect(head.seen.wants_certificate);
		http_head_free(&head);
		cr_expect(hear(&head, other, size));
		cr_expect_eq(head.seen.status, 400);
		cr_expect_not(head.seen.sent_plain || head.seen.wants_certificate);
		http_head_free(&head);
	}
}

Test(net_http_head, announcements_without_an_end_are_left)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	struct http_head head;
	size_t heard = 0;

	http_head_init(&head);
	while (heard < 2 * HTTP_HEAD_MOST && http_head_hear(&head, line, strlen(line)))
		heard += strlen(line);
	cr_expect_lt(heard, HTTP_HEAD_MOST + 100);
	cr_expect_eq(head.seen.status, -1);
	http_head_free(&head);
}

Test(net_http_head, what_is_no_answer_or_never_ends_is_left)
{
	static const char line[] = "X: y\r\n";
	struct http_head head;
	size_t heard = 15;

	cr_expect_not(hear(&head, "220 mail.example ESMTP\r\n\r\n", 2));
	cr_expect_eq(head.seen.status, -1);
	http_head_free(&head);
	cr_expect_not(hear(&head, "HTTP/1.1 abc\r\n\r\n", 99));
	cr_expect_eq(head.seen.status, -1);
	http_head_free(&head);
	cr_assert(hear(&head, "HTTP/1.1 200 A\n", 99));
	while (heard < 2 * HTTP_HEAD_MOST && http_head_hear(&head, line, strlen(line)))
		heard += strlen(line);
	cr_expect_lt(heard, HTTP_HEAD_MOST + 100);
	cr_expect_eq(head.seen.status, -1);
	http_head_free(&head);
}

static void expect_request(const char *path, int port, const char *wanted)
{
	struct settings settings;
	struct buffer request = { 0 };

	settings_init(&settings);
	settings.target.host = memory_text("www.site.test");
	settings.target.path = memory_text(path);
	settings.target.port = port;
	http_head_request(&settings, "192.0.2.1", &request);
	cr_expect(strstr(request.bytes, wanted) == request.bytes, "%s", request.bytes);
	cr_expect(strstr(request.bytes, "\r\nConnection: close\r\n\r\n"));
	buffer_free(&request);
	settings_free(&settings);
}

Test(net_http_head, the_question_names_path_and_host_and_nothing_slips_in)
{
	expect_request(NULL, 443, "GET / HTTP/1.1\r\nHost: www.site.test\r\n");
	expect_request("/a?b=c", 8443, "GET /a?b=c HTTP/1.1\r\nHost: www.site.test:8443\r\n");
	expect_request("/a b\r\nX: \xc3\xa9", 443,
		"GET /a%20b%0D%0AX:%20%C3%A9 HTTP/1.1\r\nHost: www.site.test\r\n");
	expect_request("/a#there", 443, "GET /a HTTP/1.1\r\n");
}
