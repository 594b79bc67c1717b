/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who does the looking? One thread for one target. It runs the probes one after the other on its own copy
 * of the evidence and posts each part whole; the session takes them in its own thread. Probes that need
 * nothing of each other look at the same time, each in a thread and on a copy of its own. Nothing is shared
 * but the budget.
 */
#ifndef SESSION_PROBER_H
#define SESSION_PROBER_H

#include "evidence/evidence.h"
#include "net/budget.h"
#include "tls/stores.h"

struct prober;

enum news_kind {
	NEWS_PART, /* `part` of `evidence` is whole */
	NEWS_RUNG, /* the judged handshake tries `rung` now */
	NEWS_STEP, /* `done` of `of` small looks */
	NEWS_ASKED, /* `done` hellos were sent by a look that sends many */
	NEWS_END, /* nothing more will come */
};

struct news {
	enum news_kind kind;
	enum part part;
	struct evidence *
		evidence; /* for NEWS_PART, and NEWS_END of one that nobody watches; news_free() frees it */
	enum stage rung;
	int done, of;
	struct news *next;
};

/* What a prober shares with others; borrowed. */
struct prober_sharing {
	struct budget *budget;
	/* Anchors that many share, or NULL: its own. With them nobody watches: all that was seen comes with NEWS_END, and
	 * nothing before it. */
	struct trust_stores *stores;
};

/*
 * Begins to look at the parts in WANTED (bits) as SEEN's settings say; SEEN (copied) has the earlier
 * parts. NULL with *RET_ERRNO when no thread or file descriptor can be had.
 */
struct prober *prober_start(const struct evidence *seen, unsigned wanted,
	const struct prober_sharing *sharing, int *ret_errno);

/* Readable when there is news. */
int prober_fd(const struct prober *prober);

/* The next news, or NULL when there is none now. Free with news_free(). */
struct news *prober_next(struct prober *prober);
void news_free(struct news *news);

/* Asks it to stop soon; its NEWS_END still comes. */
void prober_cancel(struct prober *prober);

/* Cancels, waits for the thread (at most some ms), frees. */
void prober_free(struct prober *prober);

#endif
