/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "base/memory.h"
#include "net/cache.h"

static void put(struct cache *cache, const char *url, size_t length)
{
	struct buffer file = { 0 };
	char *bytes = memory_new(length, 1);

	buffer_add(&file, bytes, length);
	cache_put(cache, url, &file);
	buffer_free(&file);
	free(bytes);
}

static size_t got(struct cache *cache, const char *url)
{
	struct buffer file = { 0 };
	size_t length = cache_get(cache, url, &file) ? file.length : 0;

	buffer_free(&file);
	return length;
}

Test(net_cache, what_was_kept_comes_back)
{
	struct cache *cache = cache_new();

	put(cache, "http://a.test/1", 10);
	cr_expect_eq(got(cache, "http://a.test/1"), 10);
	cr_expect_eq(got(cache, "http://a.test/2"), 0);
	put(cache, "http://a.test/1", 20);
	cr_expect_eq(got(cache, "http://a.test/1"), 10, "the first stays");
	cache_free(cache);
}

Test(net_cache, more_than_its_share_of_memory_is_not_kept)
{
	struct cache *cache = cache_new();

	put(cache, "http://a.test/1", CACHE_BYTES_MOST - 5);
	put(cache, "http://a.test/2", 6);
	put(cache, "http://a.test/3", 5);
	cr_expect_eq(got(cache, "http://a.test/2"), 0);
	cr_expect_eq(got(cache, "http://a.test/3"), 5);
	cache_free(cache);
}

Test(net_cache, more_files_than_its_share_are_not_kept)
{
	struct cache *cache = cache_new();

	for (int i = 0; i < CACHE_FILES_MOST + 2; i++) {
		char *url = memory_format("http://a.test/%d", i);

		put(cache, url, 1);
		cr_expect_eq(got(cache, url), i < CACHE_FILES_MOST ? 1 : 0);
		free(url);
	}
	cache_free(cache);
}
