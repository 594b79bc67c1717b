/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "net/http.h"
#include "../support/peer.h"

struct world {
	struct budget *budget;
	struct cancel cancel;
	struct settings settings;
	struct http_env env;
};

static void world_open(struct world *world)
{
	world->budget = budget_new();
	cancel_open(&world->cancel);
	world->settings = (struct settings){ 0 };
	settings_init(&world->settings);
	world->env = (struct http_env){ world->budget, deadline_in_ms(5000), &world->cancel };
}

static void world_close(struct world *world)
{
	settings_free(&world->settings);
	cancel_close(&world->cancel);
	budget_free(world->budget);
}

static int fetch(const struct line *script, bool inside, size_t limit, struct buffer *ret)
{
	struct world world;
	struct peer peer;
	char *url;
	int error;

	peer_start(&peer, script, 1);
	world_open(&world);
	url = memory_format("http://127.0.0.1:%d/ca.der", peer.port);
	error = http_fetch(&world.env, &world.settings, url, inside, limit, ret);
	free(url);
	world_close(&world);
	peer_end(&peer);
	return error;
}

static const struct line page[] = { { PEER_HEAR, "\r\n\r\n", 0 },
	{ PEER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes", 0 },
	{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };

Test(net_http, a_small_file_is_fetched)
{
	struct buffer body = { 0 };

	cr_expect_eq(fetch(page, true, 65536, &body), 0);
	cr_assert_not_null(body.bytes);
	cr_expect_str_eq(body.bytes, "bytes");
	buffer_free(&body);
}

Test(net_http, a_file_over_the_limit_is_refused)
{
	struct buffer body = { 0 };

	cr_expect_eq(fetch(page, true, 3, &body), EFBIG);
	buffer_free(&body);
}

Test(net_http, a_strangers_url_never_leads_inside)
{
	struct buffer body = { 0 };

	cr_expect_eq(fetch(page, false, 65536, &body), EPERM);
	cr_expect_eq(body.length, 0);
	buffer_free(&body);
}

Test(net_http, a_missing_file_is_an_error)
{
	static const struct line missing[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno", 0 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct buffer body = { 0 };

	cr_expect_eq(fetch(missing, true, 65536, &body), EIO);
	buffer_free(&body);
}

Test(net_http, only_http_is_fetched)
{
	struct buffer body = { 0 };
	struct world world;

	world_open(&world);
	cr_expect_eq(http_fetch(&world.env, &world.settings, "file:///etc/passwd", true, 99, &body),
		EPERM);
	cr_expect_eq(http_fetch(&world.env, &world.settings, "https://127.0.0.1/", true, 99, &body),
		EPERM);
	cr_expect_eq(http_fetch(&world.env, &world.settings, "ldap://127.0.0.1/", true, 99, &body),
		EPERM);
	world_close(&world);
}

Test(net_http, a_redirect_to_a_file_is_not_followed)
{
	static const struct line script[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY,
			"HTTP/1.1 302 Go\r\nLocation: file:///etc/passwd\r\nContent-Length: "
			"0\r\n\r\n",
			0 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct buffer body = { 0 };

	cr_expect_neq(fetch(script, true, 65536, &body), 0);
	cr_expect_eq(body.length, 0);
	buffer_free(&body);
}

static int fetch_by_proxy(const char *url, bool inside, int *ret_length)
{
	struct buffer body = { 0 };
	struct world world;
	struct peer peer;
	int error;

	peer_start(&peer, page, 1);
	world_open(&world);
	world.settings.proxy = memory_format("http://127.0.0.1:%d", peer.port);
	error = http_fetch(&world.env, &world.settings, url, inside, 65536, &body);
	*ret_length = (int)body.length;
	buffer_free(&body);
	world_close(&world);
	peer_end(&peer);
	return error;
}

Test(net_http, a_proxy_inside_may_fetch_what_lies_outside)
{
	int length;

	cr_expect_eq(fetch_by_proxy("http://192.0.2.9/ca.der", false, &length), 0);
	cr_expect_eq(length, 5);
}

Test(net_http, a_proxy_is_not_sent_inside_by_a_stranger)
{
	int length;

	cr_expect_eq(fetch_by_proxy("http://10.0.0.1/ca.der", false, &length), EPERM);
	cr_expect_eq(fetch_by_proxy("http://[::1]/ca.der", false, &length), EPERM);
	cr_expect_eq(fetch_by_proxy("http://localhost/ca.der", false, &length), EPERM);
	cr_expect_eq(fetch_by_proxy("http://2130706433/ca.der", false, &length), EPERM);
	cr_expect_eq(length, 0);
}

/* Waits until ADDRESS may have one more connection, and takes none. */
static bool is_free_again(struct budget *budget, const char *address)
{
	int64_t until_us = timing_monotonic_us() + 2000000;
	int wait_ms;

	while ((wait_ms = budget_take(budget, address)) && timing_monotonic_us() < until_us)
		poll(NULL, 0, wait_ms);
	if (!wait_ms)
		budget_return(budget, address);
	return !wait_ms;
}

/* A multicast address can't be connected to, and 2001:db8::/32 (RFC 3849) is nobody's: that is told at once. */
Test(net_http, a_connection_that_fails_at_once_gives_its_place_back, .timeout = 60)
{
	static const char *const addresses[] = { "127.0.0.1", "255.255.255.255", "2001:db8::1",
		"ff02::1" };

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		bool six = strchr(addresses[i], ':') != NULL;
		char *url = memory_format(
			"http://%s%s%s:1/list.crl", six ? "[" : "", addresses[i], six ? "]" : "");
		struct world world;

		world_open(&world);
		budget_set_open(world.budget, 1);
		world.settings.connect_timeout_ms = 200;
		for (int again = 0; again < 3; again++) {
			struct buffer body = { 0 };

			world.env.deadline = deadline_in_ms(2000);
			cr_expect(http_fetch(&world.env, &world.settings, url, true, 1000, &body));
			cr_expect(is_free_again(world.budget, addresses[i]), "%s", addresses[i]);
			buffer_free(&body);
		}
		world_close(&world);
		free(url);
	}
}
