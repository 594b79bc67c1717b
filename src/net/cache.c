/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

struct cache {
	pthread_mutex_t lock;
	struct kept {
		char *url;
		struct buffer file;
	} files[CACHE_FILES_MOST];
	size_t count;
	size_t bytes;
};

struct cache *cache_new(void)
{
	struct cache *cache = memory_new(1, sizeof(*cache));

	pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->count; i++) {
		free(cache->files[i].url);
		buffer_free(&cache->files[i].file);
	}
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

static const struct kept *find(const struct cache *cache, const char *url)
{
	for (size_t i = 0; i < cache->count; i++)
		if (!strcmp(cache->files[i].url, url))
			return &cache->files[i];
	return NULL;
}

bool cache_get(struct cache *cache, const char *url, struct buffer *ret)
{
	const struct kept *kept;

	pthread_mutex_lock(&cache->lock);
	kept = find(cache, url);
	if (kept)
		buffer_add(ret, kept->file.bytes, kept->file.length);
	pthread_mutex_unlock(&cache->lock);
	return kept != NULL;
}

void cache_put(struct cache *cache, const char *url, const struct buffer *file)
{
	pthread_mutex_lock(&cache->lock);
	if (file->length && cache->count < CACHE_FILES_MOST &&
		file->length <= CACHE_BYTES_MOST - cache->bytes && !find(cache, url)) {
		struct kept *kept = &cache->files[cache->count++];

		kept->url = memory_text(url);
		buffer_add(&kept->file, file->bytes, file->length);
		cache->bytes += file->length;
	}
	pthread_mutex_unlock(&cache->lock);
}
