/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the files of a server say, while somebody waits in front of a screen? A log or a configuration is read by a
 * thread of its own; the main thread polls, and may give up at any time.
 */
#ifndef SESSION_ERRAND_H
#define SESSION_ERRAND_H

#include <stdbool.h>
#include "session/logs.h"
#include "session/upstreams.h"

struct errand;

/* Reads the log FILE to its end. NULL with *RET_ERRNO when no thread can be had. */
struct errand *errand_read_log(const char *file, int *ret_errno);

/* Reads the nginx configuration FILE; with CONNECT, shakes hands with its upstreams as upstreams_run() does. SETTINGS are
 * copied, BUDGET lives longer. */
struct errand *errand_read_configuration(const char *file, const struct settings *settings,
	struct budget *budget, bool connect, int *ret_errno);

/* Readable when something changed; -1 once the end has been taken in. */
int errand_fd(const struct errand *errand);

/* Takes in what changed. true when it has just ended. */
bool errand_absorb(struct errand *errand);

bool errand_is_over(const struct errand *errand);

/* Who is being asked now, "host:port", or NULL. Good until the next errand_absorb(). */
const char *errand_place(const struct errand *errand);

/* What was read; NULL before the end, and for the other kind. */
const struct logs *errand_logs(const struct errand *errand);
const struct upstreams *errand_upstreams(const struct errand *errand);

/* Gives up what is still under way, within a second, and frees. NULL is fine. */
void errand_free(struct errand *errand);

/* What this computer's own clock says of itself, without asking anybody: RET's part clock. evidence_free() is the
 * caller's. */
void errand_look_at_clock(struct evidence *ret);

#endif
