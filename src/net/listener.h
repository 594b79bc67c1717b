/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who connects to us, and what do they say first? One poll loop over a few listening sockets and their
 * visitors, who all may mean harm: how many are let in at once, how much each may say and how long it may
 * stay is bounded, and the oldest gives way to a newcomer.
 */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "base/timing.h"

struct listener;

struct listener_wish {
	const char *const
		*addresses; /* numeric; the first must do, the others are taken where they can be */
	size_t address_count; /* at most LISTENER_ADDRESSES_MOST */
	int port; /* 0: a free one, the same for all */
};

#define LISTENER_ADDRESSES_MOST 4
#define LISTENER_VISITS_MOST 64 /* at once */
#define LISTENER_VISIT_MS 10000 /* from coming to leaving */

/* What is to be done with what visitors say; called by the thread that serves. */
struct listener_visits {
	size_t most; /* bytes that a visitor may say */
	/*
	 * LENGTH BYTES have come from FROM (numeric) so far; OVER: no more will come (it closed its side, or may
	 * not say more, or its time is up). false: wait for more (ignored when OVER). true: REPLY is sent
	 * and the visit ended.
	 */
	bool (*heard)(void *context, const char *from, const void *bytes, size_t length, bool over,
		struct buffer *reply);
	void *context;
};

/* Listens. 0, or an errno; then *RET is NULL. */
int listener_open(const struct listener_wish *wish, struct listener **ret);

int listener_port(const struct listener *listener);

/* How many of the addresses it listens on. */
size_t listener_count(const struct listener *listener);

/* Serves until CANCEL or UNTIL, then ends all visits. 0, or an errno when it can't go on. */
int listener_serve(struct listener *listener, const struct listener_visits *visits,
	const struct cancel *cancel, struct deadline until);

void listener_close(struct listener *listener);

#endif
