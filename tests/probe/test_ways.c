/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies good and hostile, a link that loses connections, a port that is closed: whole runs. */
#include <criterion/criterion.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "place.h"
#include "support/peer.h"
#include "support/tunnel.h"

TestSuite(probe_ways, .timeout = 120);

static const struct names_row names[] = { { "practice.test", "127.0.0.1" }, { NULL, NULL } };

/* ---- Proxies ---- */

static void use_proxy(struct place *place, const char *scheme, int port)
{
	struct settings *settings = place_settings(place);

	free(settings->proxy);
	settings->proxy = memory_format("%s://127.0.0.1:%d", scheme, port);
}

Test(probe_ways, a_proxy_that_works)
{
	struct tunnel tunnel;
	struct place place;

	place_open(&place, "healthy", names);
	tunnel_start(&tunnel, practice_port(place.practice, 0));
	use_proxy(&place, "http", tunnel.port);
	place_look(&place);
	place_expect(&place, "none", "proxy.used");
	cr_expect_eq(place.session->evidence.parts[PART_DETOUR].state, PART_SKIPPED);
	tunnel_end(&tunnel);
	place_close(&place);
}

Test(probe_ways, a_site_that_is_faulty_behind_a_good_proxy)
{
	struct tunnel tunnel;
	struct place place;

	place_open(&place, "self-signed", names);
	place_settings(&place)->reference = REFERENCE_NEVER;
	tunnel_start(&tunnel, practice_port(place.practice, 0));
	use_proxy(&place, "http", tunnel.port);
	place_look(&place);
	place_expect(&place, "certificate-self-signed", "proxy.used");
	tunnel_end(&tunnel);
	place_close(&place);
}

Test(probe_ways, a_proxy_that_re_signs)
{
	const char *stranger = "untrusted-issuer";
	struct practice *gateway;
	struct tunnel tunnel;
	struct place place;
	char *why = NULL;

	place_open(&place, "healthy", names);
	gateway = practice_start(&stranger, 1, 0, &why);
	cr_assert(gateway, "%s", why);
	tunnel_start(&tunnel, practice_port(gateway, 0));
	use_proxy(&place, "http", tunnel.port);
	place_look(&place);
	cr_expect(place_finding(&place, "proxy.changes-certificate"));
	place_expect(&place, "interception", NULL);
	tunnel_end(&tunnel);
	practice_stop(gateway);
	place_close(&place);
}

Test(probe_ways, a_proxy_whose_scheme_is_wrong)
{
	struct tunnel tunnel;
	struct place place;

	place_open(&place, "healthy", names);
	tunnel_start(&tunnel, practice_port(place.practice, 0));
	use_proxy(&place, "https", tunnel.port);
	place_look(&place);
	place_expect(&place, "proxy-interference", "proxy.wrong-scheme");
	tunnel_end(&tunnel);
	place_close(&place);
}

#define HEAR                             \
	{                                \
		PEER_HEAR, "\r\n\r\n", 0 \
	}
#define BYE                       \
	{ PEER_CLOSE, NULL, 0 },  \
	{                         \
		PEER_END, NULL, 0 \
	}

static const struct line wants_login[] = { HEAR,
	{ PEER_SAY, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 0 }, BYE };
static const struct line forbids[] = { HEAR,
	{ PEER_SAY, "HTTP/1.1 403 Forbidden\r\n\r\n<html>no", 0 }, BYE };
static const struct line speaks_tls[] = { { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "\x15\x03\x01\x00\x02\x02\x46", 7 }, BYE };
static const struct line answers_itself[] = { HEAR, { PEER_SAY, "HTTP/1.1 200 OK\r\n\r\n", 0 },
	{ PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", 0 }, BYE };
static const struct line hangs_up[] = { HEAR, { PEER_SAY, "HTTP/1.1 200 OK\r\n\r\n", 0 },
	{ PEER_HEAR, NULL, 0 }, BYE };

static const struct {
	const struct line *script;
	const char *scheme, *finding, *cause;
} proxies[] = {
	{ wants_login, "http", "proxy.wants-login", "proxy-interference" },
	{ forbids, "http", "proxy.refused", "proxy-interference" },
	{ speaks_tls, "http", "proxy.wants-tls", "proxy-interference" },
	{ answers_itself, "http", "proxy.answers-itself", "proxy-interference" },
	{ hangs_up, "http", "proxy.direct-works", "proxy-interference" },
};

Test(probe_ways, proxies_that_stand_in_the_way)
{
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++) {
		struct peer peer;
		char target[64];

		snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST,
			practice_port(place.practice, 0));
		place_again(&place, target);
		place_settings(&place)->reference = REFERENCE_NEVER;
		peer_start(&peer, proxies[i].script, 40);
		use_proxy(&place, proxies[i].scheme, peer.port);
		place_look(&place);
		place_expect(&place, proxies[i].cause, proxies[i].finding);
		peer_end(&peer);
	}
	place_close(&place);
}

/* ---- SOCKS ---- */

/* Who is told the name, and who the address. */
static const struct {
	const char *scheme, *asked;
} socks[] = {
	{ "socks4", "127.0.0.1" },
	{ "socks4a", "practice.test" },
	{ "socks5", "127.0.0.1" },
	{ "socks5h", "practice.test" },
	{ "socks5h", "practice.test" },
};

Test(probe_ways, socks_proxies_that_work)
{
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < sizeof(socks) / sizeof(socks[0]); i++) {
		struct tunnel tunnel;
		char target[64];

		snprintf(target, sizeof(target), "practice.test:%d",
			practice_port(place.practice, 0));
		place_again(&place, target);
		place_settings(&place)->reference = REFERENCE_NEVER;
		tunnel_start(&tunnel, practice_port(place.practice, 0));
		use_proxy(&place, socks[i].scheme, tunnel.port);
		place_look(&place);
		place_expect(&place, "none", "proxy.used");
		cr_expect_eq(place.session->evidence.http.status, 200, "%s: HTTP goes through it",
			socks[i].scheme);
		tunnel_end(&tunnel);
		cr_expect_str_eq(tunnel.asked, socks[i].asked, "%s", socks[i].scheme);
	}
	place_close(&place);
}

#define METHOD(bytes)              \
	{ PEER_HEAR, NULL, 0 },    \
	{                          \
		PEER_SAY, bytes, 2 \
	}

static const struct line socks_wants_login[] = { METHOD("\5\xff"), BYE };
static const struct line socks_forbids[] = { METHOD("\5\0"), { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "\5\2\0\1\0\0\0\0\0\0", 10 }, BYE };
static const struct line socks_cannot[] = { METHOD("\5\0"), { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "\5\5\0\1\0\0\0\0\0\0", 10 }, BYE };
static const struct line socks_4_rejects[] = { { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "\0\x5b\0\0\0\0\0\0", 8 }, BYE };
static const struct line speaks_http[] = { { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "HTTP/1.1 400 Bad Request\r\n\r\n", 0 }, BYE };
static const struct line speaks_ssh[] = { { PEER_HEAR, NULL, 0 }, { PEER_SAY, "SSH-2.0-x\r\n", 0 },
	BYE };
static const struct line socks_answers_itself[] = { METHOD("\5\0"), { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "\5\0\0\1\0\0\0\0\0\0", 10 }, { PEER_HEAR, NULL, 0 },
	{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", 0 }, BYE };

static const struct {
	const struct line *script;
	const char *scheme, *finding;
} socks_in_the_way[] = {
	{ socks_wants_login, "socks5h", "proxy.wants-login" },
	{ socks_forbids, "socks5h", "proxy.refused" },
	{ socks_cannot, "socks5h", "proxy.cannot-reach" },
	{ socks_4_rejects, "socks4a", "proxy.refused" },
	{ speaks_http, "socks5h", "proxy.speaks-http" },
	{ speaks_http, "socks4a", "proxy.speaks-http" },
	{ speaks_ssh, "socks5", "proxy.not-a-proxy" },
	{ socks_answers_itself, "socks5h", "proxy.answers-itself" },
};

Test(probe_ways, socks_proxies_that_stand_in_the_way)
{
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < sizeof(socks_in_the_way) / sizeof(socks_in_the_way[0]); i++) {
		struct peer peer;
		char target[64];

		snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST,
			practice_port(place.practice, 0));
		place_again(&place, target);
		place_settings(&place)->reference = REFERENCE_NEVER;
		peer_start(&peer, socks_in_the_way[i].script, 40);
		use_proxy(&place, socks_in_the_way[i].scheme, peer.port);
		place_look(&place);
		place_expect(&place, "proxy-interference", socks_in_the_way[i].finding);
		peer_end(&peer);
	}
	place_close(&place);
}

/* ---- tinyproxy ---- */

#define CONFIGURATION                                                                 \
	"Port 3128\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nLogLevel Critical\n" \
	"Allow 127.0.0.1\n"

static bool answers(int port)
{
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = !connect(fd, (struct sockaddr *)&place, sizeof(place));

	close(fd);
	return good;
}

/* What the real tinyproxy does with this CONFIGURATION is named CAUSE, with FINDING. */
static void expect_of_tinyproxy(const char *configuration, const char *cause, const char *finding)
{
	static const struct timespec a_moment = { .tv_nsec = 20000000 };
	struct deadline deadline;
	char file[] = "/tmp/tlsdoctor-tinyproxy-XXXXXX";
	struct place place;
	pid_t pid;

	close(mkstemp(file));
	cr_assert_eq(file_write(file, configuration, strlen(configuration)), 0);
	place_open(&place, "healthy", names);
	place_settings(&place)->reference = REFERENCE_NEVER;
	pid = fork();
	if (!pid) {
		execlp("tinyproxy", "tinyproxy", "-d", "-c", file, (char *)NULL);
		_exit(127);
	}
	deadline = deadline_in_ms(10000);
	while (!answers(3128) && !deadline_over(deadline) && !waitpid(pid, NULL, WNOHANG))
		nanosleep(&a_moment, NULL);
	cr_assert(answers(3128), "tinyproxy could not be started: is the package installed?");
	use_proxy(&place, "http", 3128);
	place_look(&place);
	place_expect(&place, cause, finding);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	unlink(file);
	place_close(&place);
}

/* It lets CONNECT through to every port unless it is told which. */
Test(probe_ways, the_real_tinyproxy)
{
	expect_of_tinyproxy(CONFIGURATION, "none", "proxy.used");
}

Test(probe_ways, the_real_tinyproxy_that_wants_a_login)
{
	expect_of_tinyproxy(
		CONFIGURATION "BasicAuth anna secret\n", "proxy-interference", "proxy.wants-login");
}

Test(probe_ways, the_real_tinyproxy_that_forbids_the_port)
{
	expect_of_tinyproxy(
		CONFIGURATION "ConnectPort 443\n", "proxy-interference", "proxy.refused");
}

/* Its filter lists hosts that nobody here may visit. */
Test(probe_ways, the_real_tinyproxy_that_forbids_the_host)
{
	char file[] = "/tmp/tlsdoctor-filter-XXXXXX";
	char *configuration;

	close(mkstemp(file));
	cr_assert_eq(file_write(file, "practice\n", 9), 0);
	cr_assert_eq(chmod(file, 0644), 0);
	configuration = memory_format(CONFIGURATION "Filter \"%s\"\n", file);
	expect_of_tinyproxy(configuration, "proxy-interference", "proxy.refused");
	free(configuration);
	unlink(file);
}

/* ---- A weak link ---- */

struct link {
	int fd, port, behind;
	const char *pattern; /* "x": the connection is lost; repeated */
	atomic_int count;
	pthread_t thread;
};

struct carried {
	int front, back;
};

static void *carry(void *context)
{
	struct carried *carried = context;
	char bytes[16384];

	for (;;) {
		struct pollfd fds[] = { { .fd = carried->front, .events = POLLIN },
			{ .fd = carried->back, .events = POLLIN } };
		int from;
		ssize_t got;

		if (poll(fds, 2, 20000) <= 0)
			break;
		from = fds[0].revents ? 0 : 1;
		got = recv(fds[from].fd, bytes, sizeof(bytes), 0);
		if (got <= 0 || send(fds[!from].fd, bytes, (size_t)got, MSG_NOSIGNAL) != got)
			break;
	}
	close(carried->front);
	close(carried->back);
	free(carried);
	return NULL;
}

static void lose(int fd)
{
	const struct linger now = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

static void *serve_link(void *context)
{
	struct link *link = context;
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)link->behind),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	for (;;) {
		int front = accept4(link->fd, NULL, NULL, SOCK_CLOEXEC);
		struct carried *carried;
		pthread_t thread;

		if (front < 0)
			return NULL;
		if (link->pattern[link->count++ % (int)strlen(link->pattern)] == 'x') {
			lose(front);
			continue;
		}
		carried = memory_new(1, sizeof(*carried));
		*carried = (struct carried){ front,
			socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
		connect(carried->back, (struct sockaddr *)&place, sizeof(place));
		pthread_create(&thread, NULL, carry, carried);
		pthread_detach(thread);
	}
}

static void link_start(struct link *link, int behind, const char *pattern)
{
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(place);

	*link = (struct link){ .behind = behind, .pattern = pattern };
	link->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(link->fd, (struct sockaddr *)&place, length), 0);
	cr_assert_eq(listen(link->fd, 64), 0);
	getsockname(link->fd, (struct sockaddr *)&place, &length);
	link->port = ntohs(place.sin_port);
	pthread_create(&link->thread, NULL, serve_link, link);
}

static void link_end(struct link *link)
{
	shutdown(link->fd, SHUT_RDWR);
	pthread_join(link->thread, NULL);
	close(link->fd);
}

static void look_deep(struct place *place, int port)
{
	char target[64];

	snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST, port);
	place_again(place, target);
	place_settings(place)->depth = DEPTH_DEEP;
	place_settings(place)->reference = REFERENCE_NEVER;
	place_settings(place)->total_timeout_ms = 60000;
	place_settings(place)->rate = 0;
	place_look(place);
}

Test(probe_ways, a_link_that_loses_connections)
{
	struct place place;
	struct link link;

	place_open(&place, "healthy", names);
	link_start(&link, practice_port(place.practice, 0), "..x");
	look_deep(&place, link.port);
	place_expect(&place, "unstable-connection", "reach.unstable");
	link_end(&link);
	place_close(&place);
}

Test(probe_ways, a_good_link_looked_at_as_deeply)
{
	struct place place;
	struct link link;

	place_open(&place, "healthy", names);
	link_start(&link, practice_port(place.practice, 0), ".");
	look_deep(&place, link.port);
	cr_expect_eq(place.session->evidence.matrix.lost, 0);
	cr_expect_eq(place.session->evidence.repeats.count, 0, "all of those hellos came through");
	place_expect(&place, "none", "reach.connected");
	link_end(&link);
	place_close(&place);
}

/* ---- A port ---- */

Test(probe_ways, a_port_that_is_blocked_while_the_usual_one_works)
{
	const char *healthy = "healthy";
	struct practice *usual;
	struct full_port full;
	struct place place;
	char target[64];
	char *why = NULL;

	place_open(&place, "healthy", names);
	usual = practice_start(&healthy, 1, 443, &why);
	cr_assert(usual, "%s", why);
	full_port_open(&full);
	snprintf(target, sizeof(target), "practice.test:%d", full.port);
	place_again(&place, target);
	place_settings(&place)->connect_timeout_ms = 700;
	place_look(&place);
	place_expect(&place, "connection-timeout", "reach.usual-port-works");
	full_port_close(&full);
	practice_stop(usual);
	place_close(&place);
}
