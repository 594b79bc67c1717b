/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the failures of a log have in common? Groups by cause and place, with their times, in memory that does not
 * grow with the log.
 */
#ifndef WEBSERVER_LOG_BOOK_H
#define WEBSERVER_LOG_BOOK_H

#include "webserver/log_line.h"

#define LOG_BARS 24
#define LOG_GROUPS_MOST 300
#define LOG_NETWORKS_MOST 32 /* kept of one group; of more, the busiest */
#define LOG_FINDINGS_MOST 200000

struct log_network {
	char name[64];
	uint64_t count;
	uint64_t requests; /* of that network in the access log */
	uint64_t refused; /* of them, answered with 400 */
	char agent[96]; /* the last User-Agent it gave, or "" */
};

struct log_group {
	const char *cause;
	enum log_side side;
	enum log_kind kind;
	char place[LOG_NAME_MOST]; /* the upstream; "" at clients */
	uint64_t count;
	int64_t first_s, last_s; /* -1: no line bore a time */
	const char *file; /* of the first line, not owned */
	uint64_t line;
	char *sample; /* the first line, cleaned */
	/* How many in each span of `bar_s` from `start_s` on. */
	uint64_t bars[LOG_BARS];
	int64_t start_s, bar_s;
	struct log_network networks[LOG_NETWORKS_MOST];
	size_t network_count;
};

struct log_finding {
	const char *file; /* not owned */
	uint64_t line;
	const char *cause;
	bool noise;
};

struct log_book {
	struct log_group *groups; /* in the order of their first lines until log_book_sort() */
	size_t group_count;
	struct log_finding *findings;
	size_t finding_count;
	uint64_t findings_left_out; /* beyond LOG_FINDINGS_MOST */
	uint64_t lines; /* read in all */
	uint64_t failures;
};

/* Adds what LINE, the NUMBERth of FILE, tells. TEXT is the line itself. */
void log_book_add(struct log_book *book, const char *file, uint64_t number, const char *text,
	size_t length, const struct log_line *line);

/* A line of an access log in the "combined" form: whether it belongs to a network that is in the book. */
void log_book_access(struct log_book *book, const char *text, size_t length);

/* Trouble with upstreams first, then real visitors, then noise; the more frequent first. */
void log_book_sort(struct log_book *book);

void log_book_free(struct log_book *book);

#endif
