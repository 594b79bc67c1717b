/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does this error message mean? Takes anything that people paste (a code, a log line, a stack trace,
 * a page of a browser in any wrapping, quoting or encoding) and says which known messages are in it, which
 * causes they point to, and what else it tells: host, port, time, alert, library. Pure: no I/O. The
 * messages stand in rules/ *.error, what they mean in rules/ *.meaning.
 */
#ifndef DIAGNOSIS_PASTE_H
#define DIAGNOSIS_PASTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "evidence/evidence.h"

enum {
	PASTE_MESSAGES_MOST = 8, /* different meanings kept */
	PASTE_CAUSES_MOST = 8,
	PASTE_EXCERPT_MOST = 200, /* bytes of the text around a message */
};

/* One meaning that the text has. */
struct paste_message {
	const char
		*meaning; /* static, as in *.meaning: "expired"; its finding is "paste.expired" */
	const char *producer; /* static: "OpenSSL", "Chrome", ... */
	char *excerpt; /* the line that says so, cleaned, at most PASTE_EXCERPT_MOST bytes */
	uint64_t line; /* of the text, from 1, where it occurs first */
	uint64_t count; /* how often */
	double score; /* how much it says: 0 to 1 */
};

struct paste_cause {
	const char *id; /* static, a cause of the rules */
	const char *producer; /* static: of the message that points to it */
	const char *meaning; /* static: of that message */
	double confidence; /* 0 to 1 */
};

/* What the text tells beside its errors. NULL or -1: nothing found. Texts are cleaned. */
struct paste_found {
	char *host; /* a name or an address that target_parse() takes */
	int port;
	char *address; /* numeric, when one stands there */
	char *time; /* of the (first) log line, as written */
	int alert; /* number of a TLS alert */
	char *library; /* "OpenSSL", "curl", ... of `version` */
	char *version; /* "3.0.2" */
};

struct paste {
	struct paste_message messages[PASTE_MESSAGES_MOST]; /* the most telling first */
	size_t message_count; /* 0: no TLS error was recognised */
	struct paste_cause causes[PASTE_CAUSES_MOST]; /* most likely first */
	size_t cause_count;
	struct paste_found found;
	uint64_t lines;
};

/*
 * Reads a text of any length in pieces of any size, in constant memory: UTF-8 or UTF-16 (with or without
 * BOM; bytes that are neither count as unknown characters).
 */
struct paste_reader;
struct paste_reader *paste_open(void);
void paste_feed(struct paste_reader *reader, const void *bytes, size_t length);
/* Ends READER (freed) and says in RET (to be freed with paste_free()) what was in the text. */
void paste_close(struct paste_reader *reader, struct paste *ret);

/* All three for a text that is in memory. */
void paste_read(const void *bytes, size_t length, struct paste *ret);
void paste_free(struct paste *paste);

/*
 * The same as evidence: fills part PART_PASTE of EVIDENCE with what is in the text, so that it is judged,
 * weighed and saved with the rest. A text without a TLS error leaves the part not looked at. The target
 * and the settings stay as they are.
 */
void paste_to_evidence(const void *bytes, size_t length, struct evidence *evidence);

/* A row of the table of meanings (rules/ *.meaning). */
struct meaning_row {
	const char *id;
	double rank; /* how much it says: of several, the highest counts */
	const char *const *causes; /* "certificate-expired 0.75", most likely first, NULL-ended */
};

const struct meaning_row *paste_meaning_at(size_t index); /* NULL after the last */
const struct meaning_row *paste_meaning(const char *id);

/* How much MEANING ("expired") points to CAUSE, 0 to 1. */
double paste_points_to(const char *meaning, const char *cause);

#endif
