/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has this file been fetched already in this run? Revocation lists are megabytes, and many targets share
 * one. Locked; kept with the budget, which all targets share.
 */
#ifndef NET_CACHE_H
#define NET_CACHE_H

#include <stdbool.h>
#include "base/buffer.h"

/* Files kept at most, and bytes of all of them; what doesn't fit is simply fetched again. */
#define CACHE_FILES_MOST 8
#define CACHE_BYTES_MOST (16u << 20)

struct cache;

struct cache *cache_new(void);
void cache_free(struct cache *cache);

/* Appends the file of URL to RET. false when it isn't kept. */
bool cache_get(struct cache *cache, const char *url, struct buffer *ret);

/* Keeps a copy of FILE, unless it is kept already or doesn't fit. */
void cache_put(struct cache *cache, const char *url, const struct buffer *file);

#endif
