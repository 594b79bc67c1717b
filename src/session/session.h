/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do all faces look at? One run for one target: what was seen, what it means, what is the cause.
 * The main thread owns it; a prober thread looks and posts whole parts, which session_absorb() takes in
 * and judges. Everything a face shows is read from this struct.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <jansson.h>
#include <stdbool.h>
#include "check/check.h"
#include "diagnosis/changes.h"
#include "diagnosis/clients.h"
#include "diagnosis/diagnosis.h"
#include "evidence/evidence.h"
#include "net/budget.h"

struct prober; /* private */
struct trust_stores;

enum session_state {
	SESSION_IDLE, /* nothing looked at yet */
	SESSION_LOOKING,
	SESSION_DONE,
	SESSION_STOPPED, /* by the person; what was seen stands */
};

struct session {
	struct evidence evidence;
	struct findings findings;
	struct clients clients; /* which programs can connect */
	struct causes causes;
	enum verdict verdict;
	enum session_state state;
	unsigned looking; /* PART_BITs still to come in this run */
	unsigned more; /* PART_BITs to look at once this run has ended */
	enum stage rung; /* how far the handshake has got, for the ladder while looking */
	int64_t started_us; /* monotonic */
	int64_t ended_us; /* 0 while looking */
	int done, of; /* small looks finished, and known so far */
	int asked; /* hellos sent so far by the look at all that the server accepts */
	struct budget *budget; /* shared by all sessions, owned by cli */
	struct trust_stores *stores; /* shared with others, or NULL; see session_new_shared() */
	struct prober *prober;
	struct session *earlier; /* an earlier run for the same target to compare with, or NULL */
	bool compared; /* one was asked for: without `earlier` there was none for this target */
	struct changes changes; /* since then */
	bool redacted; /* a copy without private details (session/redact.h) */
};

/* What changed; bits. */
#define SESSION_NEWS_PROGRESS 1u
#define SESSION_NEWS_PART 2u
#define SESSION_NEWS_END 4u

/* A session for SETTINGS (copied). The caller frees it with session_free (which stops the prober,
 * within 200 ms whatever it is waiting for). */
struct session *session_new(const struct settings *settings, struct budget *budget);
void session_free(struct session *session);

/* The same for one of many (session/fleet.h): it uses the anchors of STORES (borrowed), and takes in what was seen and
 * judges it only when all of it is there. */
struct session *session_new_shared(
	const struct settings *settings, struct budget *budget, struct trust_stores *stores);

/* Begins to look (again): clears what was seen except the answers. 0, or an errno when no thread or
 * pipe can be made. */
int session_start(struct session *session);

/* Looks again at the parts that CHECK needs, and all that depends on them; keeps the rest. */
int session_recheck(struct session *session, const char *check);

/* Stops looking; parts not yet seen become skipped with WHY_CANCELLED. Takes effect within 200 ms. */
void session_stop(struct session *session);

/*
 * Whether others may be asked too. A yes looks at what is still missing from them, at once or when the
 * run has ended. 0, or an errno as session_start().
 */
int session_set_reference(struct session *session, enum reference reference);

/* Whether the server can still be asked for all that it accepts, and nothing else is being looked at. */
bool session_may_look_deeper(const struct session *session);

/* Looks at all that the server accepts (many connections) beside what is known. 0, or an errno. */
int session_look_deeper(struct session *session);

/* Leaves CHECK out of the judging from now on, as --skip does (SKIP false: takes it in again). */
void session_skip(struct session *session, const char *check, bool skip);

/* To poll for reading: something may be absorbed. -1 when nothing is under way. */
int session_fd(const struct session *session);

/* Takes in what has arrived without waiting, judges and ranks anew. Returns SESSION_NEWS_* bits. */
unsigned session_absorb(struct session *session);

/* Waits until done (or CANCEL_FD, -1 for none, becomes readable: then stops). */
void session_wait(struct session *session, int cancel_fd);

/* Changes an answer and ranks anew; CHOICE NULL takes it back. */
void session_answer(struct session *session, const char *question, const char *choice);

/* Adds a client to compare the server with (copied), in front of others; no look forgets it. Judges anew. */
void session_add_hello(struct session *session, const struct seen_hello *hello);

/* TEXT is an error message that the person pasted: evidence like their answers. Ranks anew. */
void session_paste(struct session *session, const char *text);

/* Whose device the trouble is on; ranks anew. */
void session_set_device(struct session *session, enum device device);

/* A session from saved JSON, judged afresh, not looking. NULL with *RET_WHERE (caller frees; a JSON path
 * or a parser's words) when it can't be read. */
struct session *session_from_json(const json_t *json, struct budget *budget, char **ret_where);

/* Whether both are about the same server and port. A host without its name (a session without private details) may be
 * any. */
bool session_same_target(const struct session *earlier, const struct session *session);

/* Compares SESSION, which isn't looking, with EARLIER (taken over; NULL: none is known). */
void session_compare(struct session *session, struct session *earlier);

/* Verdict of a wizard step (1 to 12) from its checks: worst; VERDICT_COUNT when it has none. RET_RUNNING
 * tells whether one of them is still being looked at. */
enum verdict session_step_verdict(const struct session *session, int step, bool *ret_running);

#endif
