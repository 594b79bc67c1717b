/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/sntp.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"

#define TRIES 2
#define WAIT_MS 1500
#define STRANGERS_MOST 8 /* datagrams read for one question */

/* Seconds between 1900 and 1970; and in an era of NTP. */
#define ERA_0_S INT64_C(2208988800)
#define ERA_LENGTH_S (INT64_C(1) << 32)
#define SECOND_US INT64_C(1000000)

/* RFC 4330 section 5: a server whose distance from its clock is so large is none. */
#define ROOT_MOST_US (16 * SECOND_US)

enum {
	AT_FLAGS,
	AT_STRATUM,
	AT_POLL,
	AT_PRECISION,
	AT_ROOT_DELAY,
	AT_ROOT_DISPERSION = 8,
	AT_REFERENCE_ID = 12,
	AT_ORIGINATE = 24,
	AT_RECEIVE = 32,
	AT_TRANSMIT = 40
};
enum { MODE_CLIENT = 3, MODE_SERVER = 4, VERSION = 4, LEAP_UNSYNCHRONISED = 3 };

static uint64_t read_64(const unsigned char *bytes)
{
	uint64_t value = 0;

	for (size_t i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* 16.16 fixed point seconds, as root delay and dispersion are. */
static int64_t read_short_us(const unsigned char *bytes)
{
	uint32_t value = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
			 (uint32_t)bytes[2] << 8 | bytes[3];

	return (int64_t)(((uint64_t)value * 1000000) >> 16);
}

/* A timestamp in microseconds since 1970: with its first bit clear it lies beyond 2036 (RFC 4330 section 3). */
static int64_t read_time_us(const unsigned char *bytes)
{
	uint64_t value = read_64(bytes);
	int64_t seconds = (int64_t)(value >> 32) - ERA_0_S;

	if (!(value >> 63))
		seconds += ERA_LENGTH_S;
	return seconds * SECOND_US + (int64_t)(((value & 0xffffffff) * 1000000) >> 32);
}

void sntp_question(unsigned char out[SNTP_BYTES], uint64_t cookie)
{
	memset(out, 0, SNTP_BYTES);
	out[AT_FLAGS] = VERSION << 3 | MODE_CLIENT;
	for (size_t i = 0; i < 8; i++)
		out[AT_TRANSMIT + i] = (unsigned char)(cookie >> (56 - 8 * i));
}

/* Whether BYTES answer our question; anybody can send us something else. */
static bool answers_us(const unsigned char *bytes, size_t length, uint64_t cookie)
{
	return length >= SNTP_BYTES && (bytes[AT_FLAGS] & 7) == MODE_SERVER &&
	       (bytes[AT_FLAGS] >> 3 & 7) >= 1 && read_64(bytes + AT_ORIGINATE) == cookie;
}

/* RFC 4330 section 5, and what no working server says of itself. */
static bool is_sound(const unsigned char *bytes)
{
	return bytes[AT_FLAGS] >> 6 != LEAP_UNSYNCHRONISED && bytes[AT_STRATUM] <= 15 &&
	       read_64(bytes + AT_TRANSMIT) && read_64(bytes + AT_RECEIVE) &&
	       read_short_us(bytes + AT_ROOT_DELAY) <= ROOT_MOST_US &&
	       read_short_us(bytes + AT_ROOT_DISPERSION) <= ROOT_MOST_US &&
	       read_time_us(bytes + AT_TRANSMIT) >= read_time_us(bytes + AT_RECEIVE);
}

void sntp_read(const unsigned char *bytes, size_t length, uint64_t cookie,
	const struct sntp_times *times, struct seen_time *ret)
{
	int64_t received, transmitted, travel;

	ret->outcome = TIME_NO_ANSWER;
	if (!answers_us(bytes, length, cookie))
		return;
	ret->stratum = bytes[AT_STRATUM];
	if (!bytes[AT_STRATUM]) {
		ret->outcome = TIME_REFUSED;
		free(ret->words);
		ret->words = text_clean(bytes + AT_REFERENCE_ID,
			strnlen((const char *)bytes + AT_REFERENCE_ID, 4), TEXT_ONE_LINE, 4);
		return;
	}
	ret->outcome = TIME_UNREADABLE;
	if (!is_sound(bytes))
		return;
	received = read_time_us(bytes + AT_RECEIVE);
	transmitted = read_time_us(bytes + AT_TRANSMIT);
	travel = times->received_us - times->sent_us - (transmitted - received);
	if (travel < 0)
		travel = 0;
	ret->outcome = TIME_ANSWERED;
	ret->offset_ms = ((received - times->sent_us) + (transmitted - times->received_us)) / 2000;
	ret->unsure_ms = (travel / 2 + read_short_us(bytes + AT_ROOT_DELAY) / 2 +
				 read_short_us(bytes + AT_ROOT_DISPERSION)) /
				 1000 +
			 1;
}

/* ---- Asking ---- */

struct asking {
	const struct sntp_server *server;
	struct seen_time *seen;
	int fd;
	int tries;
	int strangers;
	bool charged; /* to the budget */
	bool over;
	uint64_t cookie;
	int64_t sent_us; /* by this computer's clock */
	int64_t sent_monotonic_us;
	struct deadline until; /* the answer, or the next try */
};

static int64_t wall_us(const struct sntp_env *env)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (now.tv_sec + env->now_offset_s) * SECOND_US + now.tv_nsec / 1000;
}

static void end(const struct sntp_env *env, struct asking *asking)
{
	if (asking->fd >= 0)
		close(asking->fd);
	asking->fd = -1;
	if (asking->charged)
		budget_return(env->budget, asking->server->address);
	asking->charged = false;
	asking->over = true;
}

/* A connected socket: the system takes datagrams of this server alone. */
static bool open_socket(struct asking *asking)
{
	struct sockaddr_storage place;
	socklen_t length = address_socket(asking->server->address, asking->server->port, &place);

	if (!length)
		return false;
	asking->fd = socket(place.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return asking->fd >= 0 && !connect(asking->fd, (struct sockaddr *)&place, length);
}

static void ask_once(const struct sntp_env *env, struct asking *asking)
{
	unsigned char question[SNTP_BYTES];

	asking->tries++;
	asking->until = deadline_in_ms(WAIT_MS);
	if (getrandom(&asking->cookie, sizeof(asking->cookie), 0) != sizeof(asking->cookie)) {
		end(env, asking);
		return;
	}
	sntp_question(question, asking->cookie);
	asking->sent_us = wall_us(env);
	asking->sent_monotonic_us = timing_monotonic_us();
	if (send(asking->fd, question, sizeof(question), MSG_NOSIGNAL) < 0 && errno != EAGAIN)
		end(env, asking);
}

/* The first question, when the budget allows; the next one, when it is time. */
static void go_on(const struct sntp_env *env, struct asking *asking)
{
	int wait_ms;

	if (asking->over || !deadline_over(asking->until))
		return;
	if (!asking->charged) {
		wait_ms = budget_take(env->budget, asking->server->address);
		if (wait_ms) {
			asking->until = deadline_in_ms(wait_ms);
			return;
		}
		asking->charged = true;
		if (!open_socket(asking)) {
			end(env, asking);
			return;
		}
	}
	if (asking->tries == TRIES)
		end(env, asking);
	else
		ask_once(env, asking);
}

static void hear(const struct sntp_env *env, struct asking *asking)
{
	unsigned char bytes[512];
	ssize_t got = recv(asking->fd, bytes, sizeof(bytes), 0);
	struct sntp_times times = { .sent_us = asking->sent_us };

	if (got < 0) {
		if (errno != EAGAIN && errno != EINTR)
			end(env, asking);
		return;
	}
	/* By the monotonic clock: somebody may set the other one meanwhile. */
	times.received_us = asking->sent_us + timing_monotonic_us() - asking->sent_monotonic_us;
	sntp_read(bytes, (size_t)got, asking->cookie, &times, asking->seen);
	if (asking->seen->outcome != TIME_NO_ANSWER || ++asking->strangers == STRANGERS_MOST)
		end(env, asking);
}

/* Waits once for anything. false when all are over. */
static bool turn(const struct sntp_env *env, struct asking *all, size_t count, struct pollfd *fds)
{
	struct deadline soonest = env->deadline;
	bool busy = false;

	for (size_t i = 0; i < count; i++) {
		go_on(env, &all[i]);
		fds[i] = (struct pollfd){ .fd = all[i].fd, .events = POLLIN };
		if (!all[i].over)
			soonest = deadline_sooner(soonest, all[i].until);
		busy = busy || !all[i].over;
	}
	fds[count] = (struct pollfd){ .fd = env->cancel->fd, .events = POLLIN };
	if (!busy || deadline_over(env->deadline))
		return false;
	if (poll(fds, (nfds_t)count + 1, deadline_left_ms(soonest)) < 0)
		return errno == EINTR;
	for (size_t i = 0; i < count; i++)
		if (!all[i].over && fds[i].fd >= 0 && fds[i].revents)
			hear(env, &all[i]);
	return !cancel_asked(env->cancel);
}

int sntp_ask(const struct sntp_env *env, const struct sntp_server *servers, size_t count,
	struct seen_time *ret)
{
	struct asking *all = memory_new(count, sizeof(*all));
	struct pollfd *fds = memory_new(count + 1, sizeof(*fds));

	for (size_t i = 0; i < count; i++)
		all[i] = (struct asking){ .server = &servers[i],
			.seen = &ret[i],
			.fd = -1,
			.over = !servers[i].address,
			.until = deadline_in_ms(0) };
	while (turn(env, all, count, fds))
		continue;
	for (size_t i = 0; i < count; i++)
		end(env, &all[i]);
	free(fds);
	free(all);
	return cancel_asked(env->cancel) ? ECANCELED : 0;
}
