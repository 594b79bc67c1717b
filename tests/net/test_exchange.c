/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "net/exchange.h"
#include "../support/peer.h"

/* A wire that reads until the other side ends. */
struct reader {
	int fd;
	char heard[64];
	size_t length;
	bool expired, closed, started;
};

static unsigned reader_start(void *context, int fd, struct deadline *until)
{
	struct reader *reader = context;

	(void)until;
	reader->fd = fd;
	reader->started = true;
	return WIRE_READ;
}

static unsigned reader_step(void *context, bool expired)
{
	struct reader *reader = context;
	ssize_t got;

	if (expired) {
		reader->expired = true;
		return 0;
	}
	got = recv(reader->fd, reader->heard + reader->length,
		sizeof(reader->heard) - 1 - reader->length, 0);
	if (got <= 0 || reader->length + (size_t)got >= sizeof(reader->heard) - 1) {
		reader->closed = got <= 0;
		return 0;
	}
	reader->length += (size_t)got;
	return WIRE_READ;
}

struct world {
	struct budget *budget;
	struct cancel cancel;
	struct exchange_env env;
};

static void world_open(struct world *world, int ms)
{
	world->budget = budget_new();
	cancel_open(&world->cancel);
	world->env = (struct exchange_env){
		.budget = world->budget, .deadline = deadline_in_ms(ms), .cancel = &world->cancel
	};
}

static void world_close(struct world *world)
{
	cancel_close(&world->cancel);
	budget_free(world->budget);
}

static void prepare(struct exchange *exchange, struct reader *reader, const char *const *addresses,
	size_t count, int port)
{
	*exchange = (struct exchange){ 0 };
	exchange_init(exchange);
	*reader = (struct reader){ .fd = -1 };
	exchange->addresses = addresses;
	exchange->address_count = count;
	exchange->port = port;
	exchange->host = "host.example";
	exchange->host_port = 443;
	exchange->connect_timeout_ms = 2000;
	exchange->timeout_ms = 2000;
	exchange->wire = (struct wire){ reader, reader_start, reader_step };
}

static const char *const loopback[] = { "127.0.0.1" };

Test(net_exchange, a_wire_hears_what_the_peer_says)
{
	static const struct line script[] = { { PEER_SAY, "hello", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 1);
	world_open(&world, 5000);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(exchange.chosen, 0);
	cr_expect_geq(exchange.way_ms, 0);
	cr_expect_lt(exchange.way_ms, 1000);
	cr_expect_eq(exchange.attempts[0].outcome, CONNECT_OK);
	cr_expect_str_eq(reader.heard, "hello");
	cr_expect(reader.closed);
	cr_expect_eq(budget_count(world.budget, "127.0.0.1"), 1);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

Test(net_exchange, a_refused_port_is_told_from_a_dead_address)
{
	struct exchange exchange;
	struct reader reader;
	struct world world;

	world_open(&world, 5000);
	prepare(&exchange, &reader, loopback, 1, 1);
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(exchange.chosen, -1);
	cr_expect_eq(exchange.attempts[0].outcome, CONNECT_REFUSED);
	cr_expect_not(reader.started);
	exchange_free(&exchange);
	world_close(&world);
}

/* A port that nobody listens at refuses always; one that has let us in does so for the number of visits. */
Test(net_exchange, only_a_door_that_was_open_before_tells_of_a_limit_by_refusing)
{
	static const struct line script[] = { { PEER_SAY, "hello", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 1);
	world_open(&world, 5000);
	for (int i = 0; i < 3; i++) {
		prepare(&exchange, &reader, loopback, 1, 1);
		exchange_all(&world.env, &exchange, 1);
		cr_expect_eq(exchange.attempts[0].outcome, CONNECT_REFUSED);
		exchange_free(&exchange);
	}
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(exchange.chosen, 0);
	exchange_free(&exchange);
	prepare(&exchange, &reader, loopback, 1, 1);
	exchange_all(&world.env, &exchange, 1);
	exchange_free(&exchange);
	cr_expect_not(budget_was_refused(world.budget, "127.0.0.1"));
	peer_end(&peer);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(exchange.attempts[0].outcome, CONNECT_REFUSED);
	cr_expect(budget_was_refused(world.budget, "127.0.0.1"));
	exchange_free(&exchange);
	world_close(&world);
}

Test(net_exchange, the_second_address_wins_when_the_first_refuses)
{
	static const struct line script[] = { { PEER_SAY, "second", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	static const char *const addresses[] = { "127.0.0.2", "127.0.0.1" };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 1);
	world_open(&world, 5000);
	prepare(&exchange, &reader, addresses, 2, peer.port);
	exchange_all(&world.env, &exchange, 1);
	cr_assert_eq(exchange.attempt_count, 2);
	cr_expect_eq(exchange.attempts[0].outcome, CONNECT_REFUSED);
	cr_expect_eq(exchange.chosen, 1);
	cr_expect_str_eq(reader.heard, "second");
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

Test(net_exchange, a_silent_peer_ends_at_the_deadline)
{
	static const struct line script[] = { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;
	int64_t began_us = timing_monotonic_us();

	peer_start(&peer, script, 1);
	world_open(&world, 300);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange_all(&world.env, &exchange, 1);
	cr_expect(reader.expired);
	cr_expect_lt(timing_monotonic_us() - began_us, 1000000);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

Test(net_exchange, a_dripping_peer_ends_at_the_deadline)
{
	static const struct line script[] = { { PEER_DRIP, "x", 0 }, { PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 1);
	world_open(&world, 300);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange.timeout_ms = 200;
	exchange_all(&world.env, &exchange, 1);
	cr_expect(reader.expired);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

static void *ask_to_stop(void *context)
{
	cancel_ask(context);
	return NULL;
}

Test(net_exchange, cancelling_takes_effect_within_200_ms)
{
	static const struct line script[] = { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;
	pthread_t thread;
	int64_t began_us;

	peer_start(&peer, script, 1);
	world_open(&world, 10000);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	began_us = timing_monotonic_us();
	pthread_create(&thread, NULL, ask_to_stop, &world.cancel);
	exchange_all(&world.env, &exchange, 1);
	cr_expect_lt(timing_monotonic_us() - began_us, 200000);
	cr_expect(exchange.cancelled);
	pthread_join(thread, NULL);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

#define MANY 20

Test(net_exchange, many_at_once_stay_within_six)
{
	static const struct line script[] = { { PEER_SAY, "x", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	struct exchange exchanges[MANY];
	struct reader readers[MANY];
	struct world world;
	struct peer peer;

	peer_start(&peer, script, MANY);
	world_open(&world, 10000);
	for (int i = 0; i < MANY; i++)
		prepare(&exchanges[i], &readers[i], loopback, 1, peer.port);
	exchange_all(&world.env, exchanges, MANY);
	peer_end(&peer);
	for (int i = 0; i < MANY; i++) {
		cr_expect_str_eq(readers[i].heard, "x", "exchange %d", i);
		exchange_free(&exchanges[i]);
	}
	cr_expect_leq(peer.most_open, BUDGET_OPEN);
	cr_expect_eq(budget_count(world.budget, "127.0.0.1"), MANY);
	world_close(&world);
}

Test(net_exchange, a_proxy_is_passed_or_named)
{
	static const struct line good[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 OK\r\n\r\n", 0 }, { PEER_SAY, "inside", 0 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };
	static const struct line login[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 407 Login\r\n\r\n", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	const struct line *const scripts[] = { good, login };
	static const enum proxy_outcome outcomes[] = { PROXY_OK, PROXY_AUTH_REQUIRED };

	for (int i = 0; i < 2; i++) {
		struct proxy proxy = { .host = (char *)"127.0.0.1" };
		struct exchange exchange;
		struct reader reader;
		struct world world;
		struct peer peer;

		peer_start(&peer, scripts[i], 1);
		world_open(&world, 5000);
		prepare(&exchange, &reader, loopback, 1, peer.port);
		proxy.port = peer.port;
		exchange.proxy = &proxy;
		exchange_all(&world.env, &exchange, 1);
		cr_expect_eq(exchange.proxy_outcome, outcomes[i], "script %d", i);
		cr_expect_eq(reader.started, i == 0);
		exchange_free(&exchange);
		world_close(&world);
		peer_end(&peer);
	}
}

Test(net_exchange, starttls_comes_before_the_wire)
{
	static const struct line script[] = { { PEER_SAY, "220 mx ESMTP\r\n", 0 },
		{ PEER_HEAR, "EHLO", 0 }, { PEER_SAY, "250-mx\r\n250 STARTTLS\r\n", 0 },
		{ PEER_HEAR, "STARTTLS", 0 }, { PEER_SAY, "220 go\r\n", 0 }, { PEER_HOLD, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 1);
	world_open(&world, 5000);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange.starttls = STARTTLS_SMTP;
	exchange.timeout_ms = 300;
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(exchange.starttls_outcome, STARTTLS_OK);
	cr_expect(reader.started);
	cr_expect(reader.expired);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}

/* Begins anew until it has been asked three times. */
struct repeated {
	struct reader *reader;
	int times;
};

static bool once_more(void *context, struct exchange *exchange)
{
	struct repeated *repeated = context;

	cr_expect_str_eq(repeated->reader->heard, "x", "time %d", repeated->times);
	if (++repeated->times == 3)
		return false;
	exchange_free(exchange);
	*repeated->reader = (struct reader){ .fd = -1 };
	return true;
}

Test(net_exchange, an_exchange_may_begin_anew)
{
	static const struct line script[] = { { PEER_SAY, "x", 0 }, { PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 } };
	struct exchange exchange;
	struct reader reader;
	struct repeated repeated = { .reader = &reader };
	struct world world;
	struct peer peer;

	peer_start(&peer, script, 3);
	world_open(&world, 5000);
	prepare(&exchange, &reader, loopback, 1, peer.port);
	exchange.again = once_more;
	exchange.again_context = &repeated;
	exchange_all(&world.env, &exchange, 1);
	cr_expect_eq(repeated.times, 3);
	cr_expect_eq(budget_count(world.budget, "127.0.0.1"), 3);
	exchange_free(&exchange);
	world_close(&world);
	peer_end(&peer);
}
