/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What time is it elsewhere? A client of the Simple Network Time Protocol (RFC 4330; the packet is that of
 * RFC 5905 section 7.3): one question, one answer, never the source that a clock is set by. The first
 * half does no I/O.
 */
#ifndef NET_SNTP_H
#define NET_SNTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/timing.h"
#include "evidence/evidence.h"
#include "net/budget.h"

#define SNTP_PORT 123
#define SNTP_BYTES 48

/*
 * Writes a question to OUT. Its transmit timestamp is COOKIE, which must be random: it tells our answer
 * from others, and our own clock is nobody's business.
 */
void sntp_question(unsigned char out[SNTP_BYTES], uint64_t cookie);

/* When the question went and the answer came, in microseconds since 1970 by this computer's clock. */
struct sntp_times {
	int64_t sent_us, received_us;
};

/*
 * Reads LENGTH BYTES that came as the answer to the question with COOKIE into RET, of which only the source
 * stays as it is. What isn't an answer to it (another originate timestamp, another mode, too short) makes
 * TIME_NO_ANSWER: the true answer may still come. A server that isn't synchronised itself, or whose
 * numbers can't be true, makes TIME_UNREADABLE; a kiss-o'-death TIME_REFUSED.
 */
void sntp_read(const unsigned char *bytes, size_t length, uint64_t cookie,
	const struct sntp_times *times, struct seen_time *ret);

struct sntp_server {
	const char *address; /* numeric; NULL: not asked */
	int port;
};

struct sntp_env {
	struct budget *budget;
	struct deadline deadline;
	const struct cancel *cancel;
	int64_t now_offset_s; /* added to this computer's clock, see struct settings */
};

/* Asks COUNT servers side by side, each at most twice, into RET[COUNT], whose sources are set already. 0, or
 * ECANCELED. */
int sntp_ask(const struct sntp_env *env, const struct sntp_server *servers, size_t count,
	struct seen_time *ret);

#endif
