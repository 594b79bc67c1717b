/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/budget.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "net/cache.h"

#define ONE_REFUSAL_US 500000
#define SHELVES 1024 /* a power of two: a list of hosts may have many thousand addresses */

struct place {
	char *address;
	int open;
	int count;
	int refusals; /* those at about the same time count once */
	int64_t refused_us;
	double tokens; /* connections that may be opened at once, refilled with time */
	int64_t filled_us;
	struct place *next;
};

struct budget {
	pthread_mutex_t lock;
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
	for (size_t i = 0; i < SHELVES; i++)
		while ((place = budget->shelves[i])) {
			budget->shelves[i] = place->next;
			free(place->address);
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

int budget_take(struct budget *budget, const char *address)
{
	struct place *place;
	int wait_ms;

	pthread_mutex_lock(&budget->lock);
	place = place_of(budget, address);
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
