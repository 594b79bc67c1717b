/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/budget.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "net/cache.h"

#define ONE_REFUSAL_US 500000
#define LEAVING_MOST 64 /* of all addresses; who comes then sends the eldest away */
#define SHELVES 1024 /* a power of two: a list of hosts may have many thousand addresses */

struct place {
	char *address;
	int open;
	int count;
	int refusals; /* those at about the same time count once */
	int64_t refused_us;
	double tokens; /* connections that may be opened at once, refilled with time */
	int64_t filled_us;
	int *ports; /* that have let somebody in */
	size_t port_count;
	struct place *next;
};

/* A connection that we have closed and the peer, perhaps, not yet. */
struct leaving {
	int fd;
	struct place *place;
	int64_t until_us;
};

struct budget {
	pthread_mutex_t lock;
	struct leaving leaving[LEAVING_MOST]; /* the eldest first */
	size_t leaving_count;
	struct place *shelves[SHELVES];
	int rate;
	int open;
	bool gentle;
	struct cache *cache;
};

struct budget *budget_new(void)
{
	struct budget *budget = memory_new(1, sizeof(*budget));

	pthread_mutex_init(&budget->lock, NULL);
	budget->rate = BUDGET_RATE;
	budget->open = BUDGET_OPEN;
	budget->cache = cache_new();
	return budget;
}

void budget_free(struct budget *budget)
{
	struct place *place;

	if (!budget)
		return;
	for (size_t i = 0; i < budget->leaving_count; i++)
		close(budget->leaving[i].fd);
	for (size_t i = 0; i < SHELVES; i++)
		while ((place = budget->shelves[i])) {
			budget->shelves[i] = place->next;
			free(place->address);
			free(place->ports);
			free(place);
		}
	cache_free(budget->cache);
	pthread_mutex_destroy(&budget->lock);
	free(budget);
}

struct cache *budget_cache(const struct budget *budget)
{
	return budget->cache;
}

void budget_set_rate(struct budget *budget, int rate)
{
	pthread_mutex_lock(&budget->lock);
	budget->rate = rate;
	pthread_mutex_unlock(&budget->lock);
}

void budget_set_open(struct budget *budget, int open)
{
	pthread_mutex_lock(&budget->lock);
	budget->open = open;
	pthread_mutex_unlock(&budget->lock);
}

void budget_set_gentle(struct budget *budget, bool gentle)
{
	pthread_mutex_lock(&budget->lock);
	budget->gentle = gentle;
	pthread_mutex_unlock(&budget->lock);
}

/* FNV-1a. */
static struct place **shelf_of(struct budget *budget, const char *address)
{
	uint32_t hash = 2166136261u;

	for (; *address; address++)
		hash = (hash ^ (unsigned char)*address) * 16777619u;
	return &budget->shelves[hash & (SHELVES - 1)];
}

static struct place *place_of(struct budget *budget, const char *address)
{
	struct place **shelf = shelf_of(budget, address);
	struct place *place;

	for (place = *shelf; place; place = place->next)
		if (!strcmp(place->address, address))
			return place;
	place = memory_new(1, sizeof(*place));
	place->address = memory_text(address);
	place->tokens = BUDGET_BURST;
	place->filled_us = timing_monotonic_us();
	place->next = *shelf;
	*shelf = place;
	return place;
}

/* Each refusal halves the pace. */
static double careful_rate(const struct budget *budget, const struct place *place)
{
	double rate = budget->rate && budget->rate < BUDGET_RATE ? budget->rate : BUDGET_RATE;

	if (budget->gentle)
		return 1;
	for (int i = 0; i < place->refusals && rate > 1; i++)
		rate /= 2;
	return rate > 1 ? rate : 1;
}

/* Milliseconds to wait, 0 when one connection may be opened now. */
static int place_wait_ms(const struct budget *budget, struct place *place)
{
	bool careful = budget->gentle || place->refusals;
	double rate = careful ? careful_rate(budget, place) : budget->rate;
	double most = careful ? 1 : BUDGET_BURST;
	int64_t now_us = timing_monotonic_us();

	if (place->open >= (careful ? 1 : budget->open))
		return 5;
	if (!careful && !budget->rate)
		return 0;
	place->tokens += (double)(now_us - place->filled_us) * rate / 1e6;
	place->filled_us = now_us;
	if (place->tokens > most)
		place->tokens = most;
	if (place->tokens >= 1)
		return 0;
	return 1 + (int)((1 - place->tokens) * 1000 / rate);
}

static void let_go(struct budget *budget, size_t index)
{
	struct leaving *gone = &budget->leaving[index];

	close(gone->fd);
	gone->place->open--;
	budget->leaving_count--;
	memmove(gone, gone + 1, (budget->leaving_count - index) * sizeof(*gone));
}

/* Whether the peer has closed, too. What it still says is read, but not for ever. */
static bool has_closed(int fd)
{
	char rest[4096];

	for (int i = 0; i < 16; i++) {
		ssize_t got = recv(fd, rest, sizeof(rest), MSG_DONTWAIT);

		if (got <= 0)
			return !got || (errno != EAGAIN && errno != EINTR);
	}
	return false;
}

static void see_off(struct budget *budget, const struct place *place)
{
	int64_t now_us = timing_monotonic_us();

	for (size_t i = budget->leaving_count; i-- > 0;) {
		const struct leaving *leaving = &budget->leaving[i];

		if (leaving->until_us <= now_us ||
			(leaving->place == place && has_closed(leaving->fd)))
			let_go(budget, i);
	}
}

int budget_take(struct budget *budget, const char *address)
{
	struct place *place;
	int wait_ms;

	pthread_mutex_lock(&budget->lock);
	place = place_of(budget, address);
	see_off(budget, place);
	wait_ms = place_wait_ms(budget, place);
	if (!wait_ms) {
		place->open++;
		place->count++;
		place->tokens -= 1;
	}
	pthread_mutex_unlock(&budget->lock);
	return wait_ms;
}

void budget_return(struct budget *budget, const char *address)
{
	pthread_mutex_lock(&budget->lock);
	place_of(budget, address)->open--;
	pthread_mutex_unlock(&budget->lock);
}

void budget_leave(struct budget *budget, const char *address, int fd)
{
	if (shutdown(fd, SHUT_WR) < 0) {
		close(fd);
		budget_return(budget, address);
		return;
	}
	pthread_mutex_lock(&budget->lock);
	if (budget->leaving_count == LEAVING_MOST)
		let_go(budget, 0);
	budget->leaving[budget->leaving_count++] = (struct leaving){
		fd,
		place_of(budget, address),
		timing_monotonic_us() + BUDGET_LEAVE_MS * 1000,
	};
	pthread_mutex_unlock(&budget->lock);
}

static bool has_let_in(const struct place *place, int port)
{
	for (size_t i = 0; i < place->port_count; i++)
		if (place->ports[i] == port)
			return true;
	return false;
}

void budget_let_in(struct budget *budget, const char *address, int port)
{
	struct place *place;

	pthread_mutex_lock(&budget->lock);
	place = place_of(budget, address);
	if (!has_let_in(place, port)) {
		place->ports = memory_resize(
			place->ports, place->port_count + 1, sizeof(*place->ports));
		place->ports[place->port_count++] = port;
	}
	pthread_mutex_unlock(&budget->lock);
}

bool budget_has_let_in(struct budget *budget, const char *address, int port)
{
	bool let_in;

	pthread_mutex_lock(&budget->lock);
	let_in = has_let_in(place_of(budget, address), port);
	pthread_mutex_unlock(&budget->lock);
	return let_in;
}

void budget_refused(struct budget *budget, const char *address)
{
	struct place *place;
	int64_t now_us = timing_monotonic_us();

	pthread_mutex_lock(&budget->lock);
	place = place_of(budget, address);
	if (!place->refusals || now_us - place->refused_us > ONE_REFUSAL_US) {
		place->refusals++;
		place->refused_us = now_us;
	}
	pthread_mutex_unlock(&budget->lock);
}

void budget_calm(struct budget *budget, const char *address)
{
	struct place *place;

	pthread_mutex_lock(&budget->lock);
	place = place_of(budget, address);
	place->refusals = 0;
	place->tokens = BUDGET_BURST / 2.0;
	pthread_mutex_unlock(&budget->lock);
}

int budget_count(struct budget *budget, const char *address)
{
	int count;

	pthread_mutex_lock(&budget->lock);
	count = place_of(budget, address)->count;
	pthread_mutex_unlock(&budget->lock);
	return count;
}

bool budget_was_refused(struct budget *budget, const char *address)
{
	bool refused;

	pthread_mutex_lock(&budget->lock);
	refused = place_of(budget, address)->refusals > 0;
	pthread_mutex_unlock(&budget->lock);
	return refused;
}
