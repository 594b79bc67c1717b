/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does the doorman keep what clients offer, and send everybody away? */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/timing.h"
#include "session/doorman.h"
#include "tls/hello.h"

static struct doorman *open_door(void)
{
	static const char *const addresses[] = { "127.0.0.1", "::1" };
	const struct doorman_wish wish = { .addresses = addresses,
		.address_count = 2,
		.page = "<a href=\"https://localhost:{port}/\">{port}</a>" };
	int error;
	struct doorman *doorman = doorman_start(&wish, &error);

	cr_assert(doorman, "%s", strerror(error));
	return doorman;
}

static int come(const struct doorman *doorman)
{
	struct sockaddr_in place = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)doorman_port(doorman)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(connect(fd, (struct sockaddr *)&place, sizeof(place)), 0);
	return fd;
}

/* What comes until the other side closes. */
static size_t read_all(int fd, char *text, size_t room)
{
	size_t length = 0;
	ssize_t got;

	while (length < room - 1 && (got = read(fd, text + length, room - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	return length;
}

static void say_hello(const struct doorman *doorman, const char *name)
{
	static const unsigned suites[] = { 0xc02f };
	const struct hello_plan plan = { .version = 0x0303, .suites = { suites, 1 }, .sni = name };
	struct buffer bytes = { 0 };
	int fd = come(doorman);
	char reply[32];

	hello_build(&plan, &bytes);
	cr_assert_eq(write(fd, bytes.bytes, bytes.length), (ssize_t)bytes.length);
	cr_expect_eq(read_all(fd, reply, sizeof(reply)), 7, "an alert is the answer");
	buffer_free(&bytes);
	close(fd);
}

static void await_news(const struct doorman *doorman)
{
	struct pollfd poller = { .fd = doorman_fd(doorman), .events = POLLIN };

	cr_assert_eq(poll(&poller, 1, 20000), 1);
}

Test(doorman, a_hello_is_kept_with_its_sender, .timeout = 30)
{
	struct doorman *doorman = open_door();
	struct seen_hello hello;

	say_hello(doorman, "browser.example");
	await_news(doorman);
	cr_assert(doorman_next(doorman, &hello));
	cr_expect_str_eq(hello.sni, "browser.example");
	cr_expect_str_eq(hello.from, "127.0.0.1");
	cr_expect_gt(hello.at_s, 0);
	cr_expect_eq(hello.suites[0], 0xc02f);
	seen_hello_free(&hello);
	cr_expect_not(doorman_next(doorman, &hello));
	doorman_free(doorman);
}

Test(doorman, plain_http_gets_a_page_with_the_port, .timeout = 30)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct doorman *doorman = open_door();
	char page[1024], wanted[64];
	int fd = come(doorman);

	cr_assert_eq(write(fd, request, strlen(request)), (ssize_t)strlen(request));
	read_all(fd, page, sizeof(page));
	snprintf(wanted, sizeof(wanted), "<a href=\"https://localhost:%d/\">%d</a>",
		doorman_port(doorman), doorman_port(doorman));
	cr_expect(strstr(page, wanted), "%s", page);
	cr_expect_eq(strncmp(page, "HTTP/1.1 400 ", 13), 0);
	cr_expect_eq(doorman_strangers(doorman).http, 1);
	close(fd);
	doorman_free(doorman);
}

Test(doorman, garbage_is_counted_and_nothing_said, .timeout = 30)
{
	struct doorman *doorman = open_door();
	struct deadline until = deadline_in_ms(20000);
	char reply[16];
	int fd = come(doorman);

	cr_assert_eq(write(fd, "EHLO me\r\n", 9), 9);
	cr_expect_eq(read_all(fd, reply, sizeof(reply)), 0);
	while (!doorman_strangers(doorman).other && !deadline_over(until))
		poll(NULL, 0, 5);
	cr_expect_eq(doorman_strangers(doorman).other, 1);
	close(fd);
	doorman_free(doorman);
}

Test(doorman, nobody_can_fill_its_memory, .timeout = 60)
{
	struct doorman *doorman = open_door();
	struct seen_hello hello;
	int kept = 0;

	for (int i = 0; i < 300; i++)
		say_hello(doorman, "again.example");
	while (doorman_next(doorman, &hello)) {
		seen_hello_free(&hello);
		kept++;
	}
	cr_expect_eq(kept, 256);
	doorman_free(doorman);
}

Test(doorman, it_ends_at_once_with_visitors_inside, .timeout = 30)
{
	struct doorman *doorman = open_door();
	struct deadline until;
	int fd = come(doorman);

	until = deadline_in_ms(1000);
	doorman_free(doorman);
	cr_expect_not(deadline_over(until));
	close(fd);
}
