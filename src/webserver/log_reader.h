/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does one line of a log end and the next begin? Takes a log in pieces of any size: lines of text, or what
 * "journalctl -o export" prints, whose entries become lines again.
 *
 * Source: https://systemd.io/JOURNAL_EXPORT_FORMATS/ 2026-11.
 */
#ifndef WEBSERVER_LOG_READER_H
#define WEBSERVER_LOG_READER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

#define LOG_LINE_MOST 16384 /* bytes; what is longer is cut */

struct log_reader {
	/* One line, without its newline; NUMBER from 1 in the file. TIME_S is 0, or the journal's own. */
	void (*line)(
		void *context, uint64_t number, const char *text, size_t length, int64_t time_s);
	void *context;

	/* Private; zeroed at the start. */
	struct buffer text; /* of the line, or of the field, that isn't whole */
	uint64_t number;
	bool decided, journal;
	int field; /* of a journal: in which part of a field we are */
	uint64_t binary_left; /* bytes of a binary field still to come, with its newline */
	unsigned char size[8];
	unsigned size_count;
	struct buffer name; /* of the field */
	struct buffer message, identifier, pid;
	uint64_t message_number;
	int64_t time_s;
};

void log_reader_feed(struct log_reader *reader, const char *bytes, size_t length);

/* The log has ended: hands over what was begun. The reader can be used again. */
void log_reader_end(struct log_reader *reader);
void log_reader_free(struct log_reader *reader);

#endif
