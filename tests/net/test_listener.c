/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a listener hear everybody out, and survive those who mean harm? */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "net/listener.h"

#define MOST 1000

/* A listener in a thread, which answers "OK" once it heard a full stop. */
struct host {
	struct listener *listener;
	struct cancel cancel;
	pthread_t thread;
	pthread_mutex_t lock;
	int heard; /* visitors that said a full stop */
	int over; /* that ended without one */
	size_t longest;
	char from[64];
};

static bool hear(void *context, const char *from, const void *bytes, size_t length, bool over,
	struct buffer *reply)
{
	struct host *host = context;
	bool done = length && memchr(bytes, '.', length);

	pthread_mutex_lock(&host->lock);
	host->heard += done;
	host->over += !done && over;
	if (length > host->longest)
		host->longest = length;
	strncpy(host->from, from, sizeof(host->from) - 1);
	pthread_mutex_unlock(&host->lock);
	if (done)
		buffer_add_text(reply, "OK");
	return done || over;
}

static void *serve(void *context)
{
	struct host *host = context;
	const struct listener_visits visits = { .most = MOST, .heard = hear, .context = host };

	listener_serve(host->listener, &visits, &host->cancel, (struct deadline){ INT64_MAX });
	return NULL;
}

static void host_open(struct host *host)
{
	static const char *const addresses[] = { "127.0.0.1" };
	const struct listener_wish wish = { .addresses = addresses, .address_count = 1 };

	*host = (struct host){ 0 };
	pthread_mutex_init(&host->lock, NULL);
	cancel_open(&host->cancel);
	cr_assert_eq(listener_open(&wish, &host->listener), 0);
	cr_assert_eq(pthread_create(&host->thread, NULL, serve, host), 0);
}

static void host_close(struct host *host)
{
	cancel_ask(&host->cancel);
	pthread_join(host->thread, NULL);
	listener_close(host->listener);
	cancel_close(&host->cancel);
}

static int count(struct host *host, const int *what)
{
	int now;

	pthread_mutex_lock(&host->lock);
	now = *what;
	pthread_mutex_unlock(&host->lock);
	return now;
}

static void wait_for(struct host *host, const int *what, int wanted)
{
	struct deadline until = deadline_in_ms(20000);

	while (count(host, what) < wanted) {
		cr_assert_not(deadline_over(until), "%d of %d", count(host, what), wanted);
		poll(NULL, 0, 5);
	}
}

static int come(const struct host *host)
{
	struct sockaddr_in place = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)listener_port(host->listener)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_geq(fd, 0);
	cr_assert_eq(
		connect(fd, (struct sockaddr *)&place, sizeof(place)), 0, "%s", strerror(errno));
	return fd;
}

/* What comes until the other side closes. */
static size_t read_all(int fd, char *text, size_t room)
{
	size_t length = 0;
	ssize_t got;

	while (length < room && (got = read(fd, text + length, room - length)) > 0)
		length += (size_t)got;
	return length;
}

static void expect_ok(struct host *host)
{
	int fd = come(host);
	char text[16] = "";

	cr_assert_eq(write(fd, "hello.", 6), 6);
	cr_expect_eq(read_all(fd, text, sizeof(text)), 2);
	cr_expect_eq(memcmp(text, "OK", 2), 0);
	close(fd);
}

Test(listener, a_visitor_is_heard_and_answered, .timeout = 30)
{
	struct host host;

	host_open(&host);
	expect_ok(&host);
	wait_for(&host, &host.heard, 1);
	cr_expect_str_eq(host.from, "127.0.0.1");
	host_close(&host);
}

Test(listener, a_visitor_who_speaks_slowly_is_heard_whole, .timeout = 30)
{
	struct host host;
	char text[16];
	int fd;

	host_open(&host);
	fd = come(&host);
	for (int i = 0; i < 6; i++) {
		cr_assert_eq(write(fd, &"hello."[i], 1), 1);
		poll(NULL, 0, 10);
	}
	cr_expect_eq(read_all(fd, text, sizeof(text)), 2);
	close(fd);
	host_close(&host);
}

Test(listener, one_who_closes_without_a_word_is_told_to_be_over, .timeout = 30)
{
	struct host host;

	host_open(&host);
	close(come(&host));
	wait_for(&host, &host.over, 1);
	expect_ok(&host);
	host_close(&host);
}

Test(listener, one_who_says_too_much_is_cut_off, .timeout = 30)
{
	struct host host;
	char much[4096];
	int fd;

	host_open(&host);
	memset(much, 'x', sizeof(much));
	fd = come(&host);
	while (send(fd, much, sizeof(much), MSG_NOSIGNAL) > 0)
		;
	wait_for(&host, &host.over, 1);
	cr_expect_leq(host.longest, MOST);
	close(fd);
	expect_ok(&host);
	host_close(&host);
}

Test(listener, the_answer_arrives_though_more_was_said_than_was_read, .timeout = 30)
{
	struct host host;
	char much[20000], text[16];
	int fd;

	host_open(&host);
	memset(much, '.', sizeof(much));
	fd = come(&host);
	cr_assert_eq(write(fd, much, sizeof(much)), (ssize_t)sizeof(much));
	cr_expect_eq(read_all(fd, text, sizeof(text)), 2);
	close(fd);
	host_close(&host);
}

Test(listener, silent_visitors_give_way_to_new_ones, .timeout = 60)
{
	struct host host;
	int fds[200];

	host_open(&host);
	for (int i = 0; i < 200; i++)
		fds[i] = come(&host);
	expect_ok(&host);
	for (int i = 0; i < 200; i++)
		close(fds[i]);
	host_close(&host);
}

Test(listener, a_thousand_visitors_one_after_the_other_leave_nothing_behind, .timeout = 60)
{
	struct host host;

	host_open(&host);
	for (int i = 0; i < 1000; i++) {
		int fd = come(&host);

		if (i % 3 == 0)
			cr_assert_geq(write(fd, "x", 1), 0);
		close(fd);
	}
	expect_ok(&host);
	host_close(&host);
}

Test(listener, it_stops_at_once_when_asked, .timeout = 30)
{
	struct host host;
	struct deadline until;
	int fd;

	host_open(&host);
	fd = come(&host);
	until = deadline_in_ms(2000);
	host_close(&host);
	cr_expect_not(deadline_over(until));
	close(fd);
}

Test(listener, a_port_that_is_taken_is_refused)
{
	static const char *const addresses[] = { "127.0.0.1" };
	struct listener_wish wish = { .addresses = addresses, .address_count = 1 };
	struct listener *first, *second;

	cr_assert_eq(listener_open(&wish, &first), 0);
	wish.port = listener_port(first);
	cr_expect_eq(listener_open(&wish, &second), EADDRINUSE);
	cr_expect_null(second);
	listener_close(first);
}

Test(listener, an_address_that_is_not_ours_is_refused)
{
	static const char *const addresses[] = { "192.0.2.1" }, *const names[] = { "localhost" };
	const struct listener_wish strange = { .addresses = addresses, .address_count = 1 };
	const struct listener_wish name = { .addresses = names, .address_count = 1 };
	struct listener *listener;

	cr_expect_eq(listener_open(&strange, &listener), EADDRNOTAVAIL);
	cr_expect_eq(listener_open(&name, &listener), EINVAL);
}
