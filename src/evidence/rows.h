/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is a row of a record's table written? For the files of src/evidence that hold such tables.
 */
#ifndef EVIDENCE_ROWS_H
#define EVIDENCE_ROWS_H

#include "evidence/record.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ITEMS_MOST 4096 /* items of an array that reading accepts, where nothing else is said */
#define TRIALS_MOST 64

/* One row a member. The name in JSON is the member's, but for times, whose unit JSON shows itself. */
#define ROW(type, member, field_kind) \
	.name = #member, .kind = (field_kind), .at = offsetof(struct type, member)
#define TEXT(type, member)                    \
	{                                     \
		ROW(type, member, FIELD_TEXT) \
	}
#define LINES(type, member)                    \
	{                                      \
		ROW(type, member, FIELD_LINES) \
	}
#define URL(type, member)                    \
	{                                    \
		ROW(type, member, FIELD_URL) \
	}
#define SECRET(type, member)                    \
	{                                       \
		ROW(type, member, FIELD_SECRET) \
	}
#define BOOL(type, member)                    \
	{                                     \
		ROW(type, member, FIELD_BOOL) \
	}
#define INT(type, member, begins, from, to)                                         \
	{                                                                           \
		ROW(type, member, FIELD_INT), .initial = (begins), .least = (from), \
					      .greatest = (to)                      \
	}
#define LONG(type, member, begins, from, to)                                         \
	{                                                                            \
		ROW(type, member, FIELD_LONG), .initial = (begins), .least = (from), \
					       .greatest = (to)                      \
	}
#define COUNTED(type, member) INT(type, member, -1, 0, INT_MAX)
#define YES_NO(type, member) INT(type, member, -1, 0, 1)
#define DURATION(type, member) LONG(type, member, -1, 0, INT64_MAX)
#define TIME(type, member, json_name)                                                         \
	{                                                                                     \
		.name = (json_name), .kind = FIELD_TIME, .at = offsetof(struct type, member), \
		.initial = -1                                                                 \
	}
#define ENUM(type, member, begins, table)                                             \
	{                                                                             \
		ROW(type, member, FIELD_ENUM), .initial = (begins), .names = (table), \
					       .name_count = COUNT(table)             \
	}
#define RECORD(type, member, of)                                 \
	{                                                        \
		ROW(type, member, FIELD_RECORD), .record = &(of) \
	}
#define RECORDS(type, member, counter, of, items_most)                                        \
	{                                                                                     \
		ROW(type, member, FIELD_RECORDS), .count_at = offsetof(struct type, counter), \
						  .record = &(of), .most = (items_most)       \
	}
#define TEXTS(type, member, counter)                                                        \
	{                                                                                   \
		ROW(type, member, FIELD_TEXTS), .count_at = offsetof(struct type, counter), \
						.most = ITEMS_MOST                          \
	}
#define NUMBERS(type, member, counter, to)                                                 \
	{                                                                                  \
		ROW(type, member, FIELD_INTS), .count_at = offsetof(struct type, counter), \
					       .most = ITEMS_MOST, .greatest = (to)        \
	}
#define TABLE(type, rows)                                                                 \
	{                                                                                 \
		.size = sizeof(struct type), .fields = (rows), .field_count = COUNT(rows) \
	}
#define NAMES_FOR(table, count) _Static_assert(COUNT(table) == (count), "a name for each value")

#endif
