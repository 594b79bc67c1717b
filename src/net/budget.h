/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May I open another connection to this address now? One locked table for the whole program, keyed by
 * numeric address: at most 6 open, a burst of 40, then 20 a second. After a refusal one open, and each refusal
 * halves the pace, down to one a second; that is gentle's pace from the start.
 */
#ifndef NET_BUDGET_H
#define NET_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget;
struct cache;

#define BUDGET_OPEN 6
#define BUDGET_BURST 40
#define BUDGET_RATE 20
#define BUDGET_LEAVE_MS 300

struct budget *budget_new(void);
void budget_free(struct budget *budget);

/* What was fetched in this run (net/cache.h); lives as long as BUDGET. */
struct cache *budget_cache(const struct budget *budget);

/* RATE new connections a second (0: no limit on rate or burst) from now on, for every address. */
void budget_set_rate(struct budget *budget, int rate);
/* At most OPEN connections at once to an address, instead of 6: to measure and to test. */
void budget_set_open(struct budget *budget, int open);
void budget_set_gentle(struct budget *budget, bool gentle);

/*
 * Asks for one connection to ADDRESS (numeric, without port). 0: granted, count it with budget_return()
 * when it is closed. Else milliseconds after which to ask again (at least 1).
 */
int budget_take(struct budget *budget, const char *address);
void budget_return(struct budget *budget, const char *address);

/*
 * The same for a connection on FD that ends in good order: takes FD over, says goodbye, and counts it as open until
 * the peer closes too, or for BUDGET_LEAVE_MS. So no more than 6 are open on the peer's side either.
 */
void budget_leave(struct budget *budget, const char *address, int fd);

/*
 * PORT of ADDRESS has let somebody in. Only where it has, a refusal tells of a limit: a port that nobody listens at
 * refuses always.
 */
void budget_let_in(struct budget *budget, const char *address, int port);
bool budget_has_let_in(struct budget *budget, const char *address, int port);

/* ADDRESS refused or reset in the middle of several: be gentle with it from now on. */
void budget_refused(struct budget *budget, const char *address);

/* It was not for the number of connections after all: ADDRESS gets the usual pace again. */
void budget_calm(struct budget *budget, const char *address);

/* How many connections ADDRESS has had in all, and whether it was seen to refuse. */
int budget_count(struct budget *budget, const char *address);
bool budget_was_refused(struct budget *budget, const char *address);

#endif
