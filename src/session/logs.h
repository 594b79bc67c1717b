/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why did TLS handshakes fail, as these logs tell it? Reads log files (also .gz, and standard input) from end to end or
 * as they grow, into a book of groups.
 */
#ifndef SESSION_LOGS_H
#define SESSION_LOGS_H

#include "webserver/log_book.h"
#include "webserver/log_reader.h"

struct logs_wish {
	const char *const *files; /* "-": standard input */
	size_t file_count;
	const char *access_file; /* an access log of the same server, or NULL */
	int64_t since_s,
		until_s; /* INT64_MIN, INT64_MAX: no limit; a line without a time always counts */
	bool follow; /* go on when the end is reached, until STOP_FD is readable */
	int stop_fd; /* or -1 */
	/* Called when all that was there has been read and following begins, or NULL. */
	void (*waiting)(void *context);
	/* Called for each failure while following, or NULL. */
	void (*told)(void *context, const struct log_line *line, const char *text, size_t length);
	void *context;
};

struct logs_problem {
	const char *file; /* of the wish */
	int sys_errno;
};

struct logs {
	struct log_book book; /* sorted */
	struct logs_problem *problems; /* files that could not be read, or not to their ends */
	size_t problem_count;
};

/* RET is to be freed with logs_free() before the wish goes. */
void logs_run(const struct logs_wish *wish, struct logs *ret);
void logs_free(struct logs *logs);

#endif
