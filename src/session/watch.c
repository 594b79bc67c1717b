/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/watch.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define DAY_S 86400

const char *watch_result_name(enum watch_result result)
{
	static const char *const names[WATCH_RESULT_COUNT] = {
		[WATCH_GOOD] = "good",
		[WATCH_FAILED] = "failed",
		[WATCH_UNKNOWN] = "unknown",
	};

	return names[result];
}

const char *watch_change_name(enum watch_change_kind kind)
{
	static const char *const names[WATCH_CHANGE_COUNT] = {
		[WATCH_CERTIFICATE] = "certificate-replaced",
		[WATCH_ISSUER] = "issuer-changed",
		[WATCH_PROTOCOL] = "protocol-changed",
		[WATCH_CAUSE] = "cause-changed",
	};

	return names[kind];
}

/* ---- Life ---- */

static char *via(const struct settings *settings)
{
	const char *address = settings->connect_address;
	int port = settings->connect_port ? settings->connect_port : settings->target.port;

	if (!address)
		return NULL;
	return memory_format(strchr(address, ':') ? "[%s]:%d" : "%s:%d", address, port);
}

struct watched *watched_new(const struct settings *settings)
{
	struct watched *watched = memory_new(1, sizeof(*watched));

	watched->name = target_name(&settings->target);
	watched->via = via(settings);
	return watched;
}

static void free_change(struct watch_change *change)
{
	free(change->from);
	free(change->to);
}

void watched_free(struct watched *watched)
{
	if (!watched)
		return;
	for (size_t i = 0; i < watched->change_count; i++)
		free_change(&watched->changes[i]);
	for (size_t i = 0; i < WATCH_CHANGE_COUNT; i++)
		free(watched->seen[i]);
	free(watched->times_ms);
	free(watched->via);
	free(watched->name);
	free(watched);
}

/* ---- Changes ---- */

static void add_change(
	struct watched *watched, enum watch_change_kind kind, int64_t at_s, const char *to)
{
	if (watched->change_count == WATCH_CHANGES_KEPT) {
		free_change(&watched->changes[0]);
		watched->change_count--;
		memmove(&watched->changes[0], &watched->changes[1],
			watched->change_count * sizeof(watched->changes[0]));
	}
	watched->changes[watched->change_count++] = (struct watch_change){
		.kind = kind,
		.at_s = at_s,
		.from = memory_text(watched->seen[kind]),
		.to = memory_text(to),
	};
	watched->changed[kind]++;
}

/* NOW was seen; COMPARED: something to compare it with was seen before. How many changes that is. */
static size_t compare(struct watched *watched, enum watch_change_kind kind, int64_t at_s,
	const char *now, bool compared)
{
	bool differs = !text_equal(watched->seen[kind], now);

	if (!differs)
		return 0;
	if (compared)
		add_change(watched, kind, at_s, now);
	free(watched->seen[kind]);
	watched->seen[kind] = memory_text(now);
	return compared ? 1 : 0;
}

static size_t compare_seen(
	struct watched *watched, enum watch_change_kind kind, int64_t at_s, const char *now)
{
	return now ? compare(watched, kind, at_s, now, watched->seen[kind] != NULL) : 0;
}

static const char *cause_of(const struct session *session)
{
	return session->causes.count ? session->causes.items[0].rule->id : NULL;
}

static size_t compare_all(struct watched *watched, const struct session *session)
{
	const struct seen_handshake *handshake = &session->evidence.handshake;
	const struct seen_cert *leaf = handshake->chain_count ? &handshake->chain[0] : NULL;
	int64_t at_s = session->evidence.now_s;
	size_t count = 0;

	if (leaf) {
		count += compare_seen(watched, WATCH_CERTIFICATE, at_s, leaf->sha256);
		count += compare_seen(watched, WATCH_ISSUER, at_s, leaf->issuer);
	}
	if (handshake->outcome == HS_DONE)
		count += compare_seen(watched, WATCH_PROTOCOL, at_s, handshake->version_name);
	if (session->verdict != VERDICT_UNKNOWN) {
		count += compare(watched, WATCH_CAUSE, at_s, cause_of(session), watched->judged);
		watched->judged = true;
	}
	return count;
}

/* ---- Looks ---- */

static enum watch_result result_of(const struct session *session)
{
	if (session->verdict == VERDICT_UNKNOWN)
		return WATCH_UNKNOWN;
	return session->verdict == VERDICT_FAIL ? WATCH_FAILED : WATCH_GOOD;
}

static void add_time(struct watched *watched, int64_t ms)
{
	if (watched->time_count == watched->time_room && watched->time_room < WATCH_TIMES_KEPT) {
		watched->time_room = watched->time_room ? 4 * watched->time_room : 1;
		watched->times_ms = memory_resize(
			watched->times_ms, watched->time_room, sizeof(*watched->times_ms));
	}
	watched->times_ms[watched->time_count++ % watched->time_room] = ms;
	watched->time_sum_ms += ms;
}

size_t watched_add(struct watched *watched, const struct session *session)
{
	size_t changes;

	watched->session = session;
	changes = compare_all(watched, session);
	watched->looks[watched_result(watched)]++;
	if (watched_result(watched) == WATCH_GOOD && watched_time_ms(watched) >= 0)
		add_time(watched, watched_time_ms(watched));
	return changes;
}

enum watch_result watched_result(const struct watched *watched)
{
	return watched->session ? result_of(watched->session) : WATCH_UNKNOWN;
}

int64_t watched_time_ms(const struct watched *watched)
{
	const struct session *session = watched->session;

	return session && session->evidence.handshake.outcome == HS_DONE
		       ? session->evidence.handshake.tls_ms
		       : -1;
}

double watched_success(const struct watched *watched)
{
	size_t good = watched->looks[WATCH_GOOD];
	size_t all = good + watched->looks[WATCH_FAILED];

	return all ? 100.0 * (double)good / (double)all : -1;
}

bool watched_days(const struct watched *watched, int64_t *ret_days)
{
	const struct session *session = watched->session;
	const struct seen_handshake *handshake;
	int64_t left_s;

	if (!session || !session->evidence.handshake.chain_count)
		return false;
	handshake = &session->evidence.handshake;
	if (handshake->chain[0].malformed || handshake->chain[0].not_after < 0)
		return false;
	left_s = handshake->chain[0].not_after - session->evidence.now_s;
	*ret_days = left_s >= 0 ? left_s / DAY_S : -((-left_s + DAY_S - 1) / DAY_S);
	return true;
}

/* ---- Times ---- */

static int by_size(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

/* The value below which PERCENT of the COUNT sorted ones lie, itself included. */
static int64_t rank(const int64_t *sorted, size_t count, size_t percent)
{
	size_t place = (count * percent + 99) / 100;

	return sorted[place ? place - 1 : 0];
}

struct watch_times watched_times(const struct watched *watched)
{
	size_t count = watched->time_count < WATCH_TIMES_KEPT ? watched->time_count
							      : WATCH_TIMES_KEPT;
	int64_t sorted[WATCH_TIMES_KEPT];

	if (!count)
		return (struct watch_times){ -1, -1, -1, -1 };
	memcpy(sorted, watched->times_ms, count * sizeof(sorted[0]));
	qsort(sorted, count, sizeof(sorted[0]), by_size);
	return (struct watch_times){
		.min_ms = sorted[0],
		.median_ms = rank(sorted, count, 50),
		.p95_ms = rank(sorted, count, 95),
		.max_ms = sorted[count - 1],
	};
}
