/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/stores.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

/* One set of anchors, and what was asked for to get it. */
struct shared {
	char *ca_file, *ca_pem;
	bool no_system_trust;
	struct trust_store *store;
	struct shared *next;
};

struct trust_stores {
	pthread_mutex_t lock;
	struct shared *first;
};

struct trust_stores *trust_stores_new(void)
{
	struct trust_stores *stores = memory_new(1, sizeof(*stores));

	pthread_mutex_init(&stores->lock, NULL);
	return stores;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static struct shared *find(const struct trust_stores *stores, const struct settings *settings)
{
	struct shared *shared = stores->first;

	while (shared && !(same_text(shared->ca_file, settings->ca_file) &&
				 same_text(shared->ca_pem, settings->ca_pem) &&
				 shared->no_system_trust == settings->no_system_trust))
		shared = shared->next;
	return shared;
}

static struct shared *load(struct trust_stores *stores, const struct settings *settings)
{
	struct shared *shared = memory_new(1, sizeof(*shared));

	*shared = (struct shared){
		.ca_file = memory_text(settings->ca_file),
		.ca_pem = memory_text(settings->ca_pem),
		.no_system_trust = settings->no_system_trust,
		.store = trust_store_load(settings),
		.next = stores->first,
	};
	stores->first = shared;
	return shared;
}

struct trust_store *trust_stores_get(struct trust_stores *stores, const struct settings *settings)
{
	struct shared *shared;

	pthread_mutex_lock(&stores->lock);
	shared = find(stores, settings);
	if (!shared)
		shared = load(stores, settings);
	pthread_mutex_unlock(&stores->lock);
	return shared->store;
}

void trust_stores_free(struct trust_stores *stores)
{
	struct shared *shared;

	if (!stores)
		return;
	while ((shared = stores->first)) {
		stores->first = shared->next;
		trust_store_free(shared->store);
		free(shared->ca_file);
		free(shared->ca_pem);
		free(shared);
	}
	pthread_mutex_destroy(&stores->lock);
	free(stores);
}
