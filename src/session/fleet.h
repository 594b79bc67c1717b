/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do many targets get looked at, a few at a time? Each has a session with a prober of its own; they share the
 * budget table and the anchors. The main thread adds, waits for the descriptor, and takes back what has ended.
 */
#ifndef SESSION_FLEET_H
#define SESSION_FLEET_H

#include <stddef.h>
#include "session/session.h"

struct fleet;

#define FLEET_JOBS_MOST 512

/* JOBS (1 to FLEET_JOBS_MOST) at a time. BUDGET stays the caller's. NULL with *RET_ERRNO without a descriptor. */
struct fleet *fleet_new(size_t jobs, struct budget *budget, int *ret_errno);

/* Whether another one may begin now. */
bool fleet_has_room(const struct fleet *fleet);

/* How many are under way. */
size_t fleet_running(const struct fleet *fleet);

/*
 * Begins to look at SETTINGS (copied); TICKET comes back with the session. What its face would show meanwhile is
 * not told. 0, or an errno when no thread or descriptor can be had (with others under way: try again when one
 * of them has ended).
 */
int fleet_add(struct fleet *fleet, const struct settings *settings, size_t ticket);

/* To poll for reading: fleet_next() may have one. */
int fleet_fd(const struct fleet *fleet);

/* One that has ended (the caller frees it) and its ticket, or NULL: none now. Doesn't wait. */
struct session *fleet_next(struct fleet *fleet, size_t *ret_ticket);

/* Stops all, within 200 ms; fleet_next() then gives them back as SESSION_STOPPED. */
void fleet_stop(struct fleet *fleet);

/* Stops and frees all that is left. NULL does nothing. */
void fleet_free(struct fleet *fleet);

#endif
