/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does this line of a server's log tell of a TLS handshake that failed, when, with whom and why? nginx, Apache,
 * HAProxy, Postfix, Dovecot, stunnel, with or without what syslog puts before it. No I/O; any bytes will do.
 */
#ifndef WEBSERVER_LOG_LINE_H
#define WEBSERVER_LOG_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_NAME_MOST 128

enum log_side {
	LOG_UPSTREAM, /* our server as a client of another one */
	LOG_CLIENT, /* somebody who came to our server */
};

enum log_kind {
	LOG_REAL,
	LOG_PLAIN, /* HTTP in clear on a TLS port */
	LOG_NOISE, /* what scanners and bots leave behind, and now and then a browser */
};

struct log_line {
	const char *cause; /* static id */
	enum log_side side;
	enum log_kind kind;
	int64_t time_s; /* UTC, or -1 */
	char client[LOG_NAME_MOST]; /* numeric address, or "" */
	char upstream[LOG_NAME_MOST]; /* host:port, URL's authority, "backend/server", or "" */
};

/* What is carried from line to line. Zeroed at the start. */
struct log_clock {
	int64_t now_s; /* syslog's times bear no year: they lie before this */
	int64_t given_s; /* the time of a line whose text has none (journal), or 0 */
	char last[32]; /* private: the last time read, and what it was */
	int64_t last_s;
	/* Private: what the matcher of pasted errors said of lines that no phrase explains. It takes its time, so
	 * it is asked once for each kind of line, and not without end. */
	struct log_known {
		uint64_t hash;
		const char *cause; /* or NULL */
	} known[64];
	unsigned asked;
};

/* Reads one line of LENGTH bytes without its newline. false: nothing of the kind. Times without a zone are
 * this computer's local time. */
bool log_line_read(struct log_clock *clock, const char *text, size_t length, struct log_line *ret);

/*
 * The finding that says what CAUSE means on SIDE: "log.upstream-sni-required"; ROOM at least LOG_NAME_MOST. And
 * the findings of all phrases, some several times, some empty; false after the last.
 */
void log_finding_id(enum log_side side, const char *cause, char *ret, size_t room);
bool log_finding_at(size_t index, char *ret, size_t room);

/* The time a line begins with, or -1; for lines of any kind. */
int64_t log_line_time(struct log_clock *clock, const char *text, size_t length);

/* The network an address is in: "203.0.113.0/24", "2001:db8:1::/48"; ROOM at least LOG_NAME_MOST. The address
 * itself when it is none. */
void log_network(const char *address, char *ret, size_t room);

#endif
