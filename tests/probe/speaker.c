/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "speaker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "evidence/names.h"
#include "evidence/suites.h"
#include "tls/bytes.h"
#include "tls/hello.h"

#define VISITORS 64

enum {
	SSL_2 = 0x0002,
	TLS_1_2 = 0x0303,
	TLS_1_3 = 0x0304,
	EXTENSION_ENCRYPT_THEN_MAC = 22,
	EXTENSION_EMS = 23,
	EXTENSION_VERSIONS = 43,
	EXTENSION_KEY_SHARE = 51,
};

struct visitor {
	int fd; /* -1: none */
	struct buffer heard;
	int pieces;
	bool answered; /* nothing more is said */
};

struct speaker {
	const struct speaker_rules *rules;
	pthread_t thread;
	struct cancel cancel;
	int fd;
	struct visitor visitors[VISITORS];
	atomic_int count, peak;
};

/* ---- What to answer ---- */

static bool has(struct numbers numbers, unsigned number)
{
	for (size_t i = 0; i < numbers.count; i++)
		if (numbers.at[i] == number)
			return true;
	return false;
}

/* The newest version of both, or 0. */
static int choose_version(const struct speaker_rules *rules, const struct hello *hello)
{
	int best = 0;

	for (const int *version = rules->versions; *version; version++) {
		bool offered = hello->versions.count ? has(hello->versions, (unsigned)*version)
						     : *version <= hello->version;

		if ((*version == SSL_2) != (hello->ssl2_form && hello->version == SSL_2))
			continue;
		if (offered && *version <= TLS_1_3 && *version > best)
			best = *version;
	}
	return best;
}

static bool fits(unsigned number, int version)
{
	const struct suite *suite = suite_find(number);

	return suite && suite->first_version <= version && version <= suite->last_version;
}

static unsigned choose_suite(
	const struct speaker_rules *rules, const struct hello *hello, int version)
{
	if (rules->ignores_lists)
		return rules->suites[0];
	if (!rules->client_order) {
		for (const unsigned *suite = rules->suites; *suite; suite++)
			if (fits(*suite, version) && has(hello->suites, *suite))
				return *suite;
		return 0;
	}
	for (size_t i = 0; i < hello->suites.count; i++)
		for (const unsigned *suite = rules->suites; *suite; suite++)
			if (*suite == hello->suites.at[i] && fits(*suite, version))
				return *suite;
	return 0;
}

static unsigned choose_group(const struct speaker_rules *rules, const struct hello *hello)
{
	for (const unsigned *group = rules->groups; group && *group; group++)
		if (has(hello->groups, *group))
			return *group;
	return 0;
}

/* ---- Messages ---- */

static void add_message(struct buffer *out, unsigned type, const struct buffer *body)
{
	write_number(out, 22, 1);
	write_number(out, TLS_1_2, 2);
	write_number(out, (unsigned)body->length + 4, 2);
	write_number(out, type, 1);
	write_number(out, (unsigned)body->length, 3);
	buffer_add(out, body->bytes, body->length);
}

static bool compresses(const struct speaker_rules *rules, const struct hello *hello)
{
	for (size_t i = 0; rules->compresses && i < hello->compressions.count; i++)
		if (hello->compressions.at[i] == 1) /* DEFLATE */
			return true;
	return false;
}

static void add_empty(struct buffer *body, const struct hello *hello, unsigned extension)
{
	if (!hello_has(hello, extension))
		return;
	write_number(body, extension, 2);
	write_number(body, 0, 2);
}

static bool is_cbc(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite && suite->mode == MODE_CBC;
}

/* Up to TLS 1.2; RFC 5246 section 7.4.1.3, RFC 7627 section 5.1, RFC 7366 section 2. */
static void add_hello(struct buffer *out, const struct speaker_rules *rules,
	const struct hello *hello, int version, unsigned suite)
{
	struct buffer body = { 0 };
	size_t begin;

	write_number(&body, (unsigned)version, 2);
	for (int i = 0; i < 32; i++)
		write_number(&body, 'r', 1);
	write_number(&body, 0, 1);
	write_number(&body, suite, 2);
	write_number(&body, compresses(rules, hello), 1);
	if (version > 0x0300) {
		begin = write_begin(&body, 2);
		add_empty(&body, hello, EXTENSION_EMS);
		if (rules->encrypts_first && is_cbc(suite))
			add_empty(&body, hello, EXTENSION_ENCRYPT_THEN_MAC);
		write_end(&body, begin, 2);
	}
	add_message(out, 2, &body);
	buffer_free(&body);
}

/* A named curve and a point that nobody looks at (RFC 8422 section 5.4), then ServerHelloDone. */
static void add_rest(struct buffer *out, unsigned suite, unsigned group)
{
	const struct suite *made_of = suite_find(suite);
	struct buffer body = { 0 };

	if (made_of && made_of->exchange == EXCHANGE_ECDHE && group) {
		write_number(&body, 3, 1);
		write_number(&body, group, 2);
		write_number(&body, 1, 1);
		write_number(&body, 4, 1);
		write_number(&body, 0x0804, 2);
		write_number(&body, 1, 2);
		write_number(&body, 0, 1);
		add_message(out, 12, &body);
	}
	buffer_free(&body);
	body = (struct buffer){ 0 };
	add_message(out, 14, &body);
}

/* RFC 8446 section 4.1.4: the random says that it is a HelloRetryRequest. */
static void add_retry(struct buffer *out, const struct hello *hello, unsigned suite, unsigned group)
{
	static const unsigned char random[32] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11,
		0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
		0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };
	struct buffer body = { 0 };
	size_t begin;

	(void)hello;
	write_number(&body, TLS_1_2, 2);
	buffer_add(&body, random, sizeof(random));
	write_number(&body, 0, 1);
	write_number(&body, suite, 2);
	write_number(&body, 0, 1);
	begin = write_begin(&body, 2);
	write_number(&body, EXTENSION_VERSIONS, 2);
	write_number(&body, 2, 2);
	write_number(&body, TLS_1_3, 2);
	write_number(&body, EXTENSION_KEY_SHARE, 2);
	write_number(&body, 2, 2);
	write_number(&body, group, 2);
	write_end(&body, begin, 2);
	add_message(out, 2, &body);
	buffer_free(&body);
}

/* draft-hickman-netscape-ssl-00 section 2.6: what both have stays with the client to choose. */
static void add_ssl2(
	struct buffer *out, const struct speaker_rules *rules, const struct hello *hello)
{
	struct buffer body = { 0 }, kinds = { 0 };

	for (const unsigned *suite = rules->suites; *suite; suite++)
		if (*suite > 0xffff && has(hello->suites, *suite))
			write_number(&kinds, *suite, 3);
	write_number(&body, 4, 1);
	write_number(&body, 0, 1);
	write_number(&body, 1, 1);
	write_number(&body, SSL_2, 2);
	write_number(&body, 0, 2);
	write_number(&body, (unsigned)kinds.length, 2);
	write_number(&body, 16, 2);
	buffer_add(&body, kinds.bytes, kinds.length);
	for (int i = 0; i < 16; i++)
		write_number(&body, 'c', 1);
	write_number(out, 0x8000u | (unsigned)body.length, 2);
	buffer_add(out, body.bytes, body.length);
	buffer_free(&kinds);
	buffer_free(&body);
}

static void add_alert(struct buffer *out, int alert)
{
	write_number(out, 21, 1);
	write_number(out, TLS_1_2, 2);
	write_number(out, 2, 2);
	write_number(out, 2, 1);
	write_number(out, (unsigned)alert, 1);
}

/* ---- One visitor ---- */

static void leave(struct visitor *visitor, bool reset)
{
	struct linger now = { 1, 0 };

	if (reset)
		setsockopt(visitor->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(visitor->fd);
	visitor->fd = -1;
	buffer_free(&visitor->heard);
}

static void say(struct visitor *visitor, const struct buffer *out)
{
	ssize_t sent = send(visitor->fd, out->bytes, out->length, MSG_NOSIGNAL);

	(void)sent;
	visitor->answered = true;
}

static void refuse(const struct speaker_rules *rules, struct visitor *visitor, int alert)
{
	struct buffer out = { 0 };

	visitor->answered = true;
	if (rules->refusal == REFUSE_CLOSE || rules->refusal == REFUSE_RESET) {
		leave(visitor, rules->refusal == REFUSE_RESET);
	} else if (rules->refusal == REFUSE_ALERT) {
		add_alert(&out, rules->alert ? rules->alert : alert);
		say(visitor, &out);
	}
	buffer_free(&out);
}

static bool has_grease(const struct hello *hello)
{
	for (size_t i = 0; i < hello->suites.count; i++)
		if (names_grease(hello->suites.at[i]))
			return true;
	return false;
}

static void answer(
	const struct speaker_rules *rules, struct visitor *visitor, const struct hello *hello)
{
	int version = choose_version(rules, hello);
	unsigned suite, group = choose_group(rules, hello);
	struct buffer out = { 0 };

	if (!version || (version == SSL_2 && hello->version != SSL_2)) {
		refuse(rules, visitor, 70);
		return;
	}
	suite = version == SSL_2 ? 1 : choose_suite(rules, hello, version);
	if (!suite || (version == TLS_1_3 && !group) ||
		(rules->needs_ems && version < TLS_1_3 && !hello_has(hello, EXTENSION_EMS))) {
		refuse(rules, visitor, 40);
		return;
	}
	if (version == SSL_2)
		add_ssl2(&out, rules, hello);
	else if (version == TLS_1_3)
		add_retry(&out, hello, suite, group);
	else
		add_hello(&out, rules, hello, version, suite);
	if (version > SSL_2 && version < TLS_1_3)
		add_rest(&out, suite, group);
	say(visitor, &out);
	buffer_free(&out);
}

static bool dropped(const struct speaker_rules *rules, const struct visitor *visitor, size_t last)
{
	return (rules->longest && visitor->heard.length > rules->longest) ||
	       (rules->longest_segment && last > rules->longest_segment) ||
	       (rules->whole_only && visitor->pieces > 1);
}

static void hear(const struct speaker_rules *rules, struct visitor *visitor)
{
	char bytes[16384];
	ssize_t got = recv(visitor->fd, bytes, sizeof(bytes), 0);
	struct hello hello;

	if (got <= 0) {
		leave(visitor, false);
		return;
	}
	if (visitor->answered)
		return;
	buffer_add(&visitor->heard, bytes, (size_t)got);
	visitor->pieces++;
	if (dropped(rules, visitor, (size_t)got)) {
		visitor->answered = true;
		return;
	}
	if (hello_parse(visitor->heard.bytes, visitor->heard.length, &hello) == HELLO_OK) {
		if (rules->no_grease && has_grease(&hello))
			refuse(rules, visitor, 50);
		else
			answer(rules, visitor, &hello);
	}
	hello_free(&hello);
}

/* ---- All of them ---- */

static int open_visits(const struct speaker *speaker)
{
	int count = 0;

	for (size_t i = 0; i < VISITORS; i++)
		count += speaker->visitors[i].fd >= 0;
	return count;
}

static void let_in(struct speaker *speaker)
{
	int most = speaker->rules->most_open, open = open_visits(speaker);
	struct visitor visitor = { .fd = accept4(speaker->fd, NULL, NULL, SOCK_CLOEXEC) };

	if (visitor.fd < 0)
		return;
	speaker->count++;
	if (open + 1 > speaker->peak)
		speaker->peak = open + 1;
	for (size_t i = 0; i < VISITORS && !(most && open >= most); i++)
		if (speaker->visitors[i].fd < 0) {
			speaker->visitors[i] = visitor;
			return;
		}
	leave(&visitor, true);
}

static void *run(void *context)
{
	struct speaker *speaker = context;

	while (!cancel_asked(&speaker->cancel)) {
		struct pollfd fds[VISITORS + 2] = {
			{ .fd = speaker->cancel.fd, .events = POLLIN },
			{ .fd = speaker->fd, .events = POLLIN },
		};

		for (size_t i = 0; i < VISITORS; i++)
			fds[i + 2] = (struct pollfd){ .fd = speaker->visitors[i].fd,
				.events = POLLIN };
		if (poll(fds, VISITORS + 2, -1) < 0)
			break;
		for (size_t i = 0; i < VISITORS; i++)
			if (speaker->visitors[i].fd >= 0 && fds[i + 2].revents)
				hear(speaker->rules, &speaker->visitors[i]);
		if (fds[1].revents)
			let_in(speaker);
	}
	return NULL;
}

struct speaker *speaker_start(const struct speaker_rules *rules, int *ret_port)
{
	struct speaker *speaker = memory_new(1, sizeof(*speaker));
	struct sockaddr_in place = { .sin_family = AF_INET };
	socklen_t length = sizeof(place);

	speaker->rules = rules;
	for (size_t i = 0; i < VISITORS; i++)
		speaker->visitors[i].fd = -1;
	cancel_open(&speaker->cancel);
	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	speaker->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(speaker->fd, (struct sockaddr *)&place, sizeof(place)) ||
		listen(speaker->fd, 64) ||
		getsockname(speaker->fd, (struct sockaddr *)&place, &length) ||
		pthread_create(&speaker->thread, NULL, run, speaker)) {
		close(speaker->fd);
		cancel_close(&speaker->cancel);
		free(speaker);
		return NULL;
	}
	*ret_port = ntohs(place.sin_port);
	return speaker;
}

void speaker_stop(struct speaker *speaker)
{
	cancel_ask(&speaker->cancel);
	pthread_join(speaker->thread, NULL);
	for (size_t i = 0; i < VISITORS; i++)
		if (speaker->visitors[i].fd >= 0)
			leave(&speaker->visitors[i], false);
	close(speaker->fd);
	cancel_close(&speaker->cancel);
	free(speaker);
}

int speaker_count(const struct speaker *speaker)
{
	return speaker->count;
}

int speaker_peak(const struct speaker *speaker)
{
	return speaker->peak;
}
