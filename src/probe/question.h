/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do we ask a server when we want to know all that it accepts, and in which words? The questions of
 * the matrix and the ClientHello for each. No I/O.
 */
#ifndef PROBE_QUESTION_H
#define PROBE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/settings.h"
#include "tls/greeting.h"

/* Suites of one ClientHello: more make some servers hang up (bugzilla.mozilla.org 917571, testssl.sh 1113). */
#define SUITES_A_HELLO 100

/* A list of numbers of a registry. All 0 is the empty one. */
struct list {
	unsigned *at;
	size_t count;
};

void list_add(struct list *list, unsigned number);
bool list_take(struct list *list, unsigned number); /* takes it out; false when it isn't in */
void list_free(struct list *list);

enum question_kind {
	ASK_SUITES, /* which of `left` do you accept? Asked again until the answer is none */
	ASK_GROUPS, /* the same for groups */
	ASK_FAVOURITE, /* which of `left` do you like best? */
	ASK_ORDER, /* `left` has your favourite at its end: do you still choose it? */
	ASK_FALLBACK, /* do you stop me when I fell back (RFC 7507)? */
	ASK_HELLO, /* how do you take today's usual hello? */
	QUESTION_KIND_COUNT
};

/* In which unusual way it is asked; see struct seen_oddity. */
enum oddity {
	ODDITY_NONE,
	ODDITY_LARGE,
	ODDITY_PIECES,
	ODDITY_SPLIT,
	ODDITY_GREASE,
	ODDITY_NO_EMS,
	ODDITY_BROWSER,
	ODDITY_EPHEMERAL, /* as a browser, without the suites that encrypt to the certificate's key */
	ODDITY_COUNT
};

const char *oddity_label(enum oddity oddity); /* as in the evidence */

struct question {
	enum question_kind kind;
	int version; /* the one that it is about: 0x0002, 0x0300 ... 0x0304 */
	struct list left; /* owned */
	enum oddity oddity; /* of the next hello */
};

/* All suites that a server may choose at VERSION, the likelier first. */
void question_suites(int version, struct list *ret);

/* All groups that a key may be agreed on in at VERSION, the likelier first. */
void question_groups(int version, struct list *ret);

/* Whether the key of the certificate is one that browsers may have no signature scheme for. */
bool question_unusual_key(const struct seen_handshake *handshake);

/*
 * Which hello would tell whether programs of today get as far as HANDSHAKE (finished, TLS 1.2 or newer) did:
 * ODDITY_BROWSER where it came to what a browser doesn't offer, the key of the certificate included, ODDITY_EPHEMERAL
 * where its suite encrypts to that key, else ODDITY_LARGE; ODDITY_NONE for any other handshake.
 */
enum oddity question_of_today(const struct seen_handshake *handshake);

/*
 * The hello that asks QUESTION as SETTINGS want it (whose name is sent). How long to listen goes to *RET_UNTIL, how the
 * bytes go out to *RET_PACE. The caller frees it.
 */
struct greeting *question_greeting(
	const struct question *question, const struct settings *settings);

#endif
