/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this text safe to show? Everything that came from a network, a file or a command line goes
 * through here before anybody sees it.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum text_keep {
	TEXT_ONE_LINE = 0, /* newline and tab become a blank */
	TEXT_LINES = 1, /* newline is kept, tab becomes a blank */
};

/*
 * A copy of BYTES that is valid UTF-8 without C0, DEL, C1, bidi controls (U+200E/F, U+202A-E,
 * U+2066-9, U+061C), line/paragraph separators, zero-width characters (U+200B-D, U+2060, U+FEFF),
 * tags or private-use characters: each such character, and each bad byte, becomes U+FFFD
 * (U+FEFF at the start and trailing newlines are dropped).
 * At most MOST bytes of output (0: no limit), cut between characters. The caller frees it.
 */
char *text_clean(const void *bytes, size_t length, enum text_keep keep, size_t most);

/* Takes user:password@ out of every web address in TEXT: people paste them, servers send them. */
void text_drop_logins(char *text);

/* Whether BYTES are valid UTF-8 (RFC 3629). */
bool text_is_utf8(const void *bytes, size_t length);

/* ASCII comparison without regard to case; true when equal. */
bool text_same(const char *a, const char *b);
bool text_starts(const char *text, const char *start);
bool text_starts_same(const char *text, const char *start); /* without regard to ASCII case */

#endif
