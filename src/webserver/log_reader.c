/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/log_reader.h"

#include <stdlib.h>
#include <string.h>

enum { FIELD_LINE, FIELD_SIZE, FIELD_BINARY };

static void empty(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->bytes)
		buffer->bytes[0] = '\0';
}

/* What is longer than a line may be is dropped. */
static void add_bounded(struct buffer *buffer, const char *bytes, size_t length)
{
	size_t room = LOG_LINE_MOST - buffer->length;

	buffer_add(buffer, bytes, length < room ? length : room);
}

static const char *text_of(const struct buffer *buffer)
{
	return buffer->bytes ? buffer->bytes : "";
}

/* ---- A journal ---- */

static void set_field(struct log_reader *reader, const char *name, const char *value, size_t length)
{
	struct buffer *target = NULL;

	if (!strcmp(name, "MESSAGE")) {
		target = &reader->message;
		reader->message_number = reader->number;
	} else if (!strcmp(name, "SYSLOG_IDENTIFIER")) {
		target = &reader->identifier;
	} else if (!strcmp(name, "_PID")) {
		target = &reader->pid;
	} else if (!strcmp(name, "__REALTIME_TIMESTAMP")) {
		reader->time_s = (int64_t)(strtoull(value, NULL, 10) / 1000000);
	}
	if (!target)
		return;
	empty(target);
	add_bounded(target, value, length);
}

static void end_entry(struct log_reader *reader)
{
	struct buffer line = { 0 };

	if (reader->message.length) {
		buffer_add_format(
			&line, "%s[%s]: ", text_of(&reader->identifier), text_of(&reader->pid));
		buffer_add(&line, reader->message.bytes, reader->message.length);
		reader->line(reader->context, reader->message_number, line.bytes, line.length,
			reader->time_s);
	}
	buffer_free(&line);
	empty(&reader->message);
	empty(&reader->identifier);
	empty(&reader->pid);
	reader->time_s = 0;
}

/* "NAME=value", "NAME" before a binary value, or the empty line behind an entry. */
static void journal_line(struct log_reader *reader)
{
	char *text = reader->text.bytes;
	char *equals = text ? memchr(text, '=', reader->text.length) : NULL;

	if (!reader->text.length) {
		end_entry(reader);
	} else if (equals) {
		*equals = '\0';
		set_field(reader, text, equals + 1,
			reader->text.length - (size_t)(equals + 1 - text));
	} else {
		empty(&reader->name);
		buffer_add(&reader->name, text, reader->text.length);
		reader->field = FIELD_SIZE;
		reader->size_count = 0;
	}
	empty(&reader->text);
}

static void begin_binary(struct log_reader *reader)
{
	uint64_t size = 0;

	for (int i = 7; i >= 0; i--)
		size = size << 8 | reader->size[i];
	reader->binary_left = size + 1;
	reader->field = reader->binary_left ? FIELD_BINARY : FIELD_LINE;
}

static size_t take_binary(struct log_reader *reader, const char *bytes, size_t length)
{
	size_t taken = length < reader->binary_left ? length : (size_t)reader->binary_left;

	add_bounded(&reader->text, bytes, taken);
	for (size_t i = 0; i < taken; i++)
		reader->number += bytes[i] == '\n';
	reader->binary_left -= taken;
	if (!reader->binary_left) {
		size_t kept = reader->text.length;

		kept -= kept && reader->text.bytes[kept - 1] == '\n';
		reader->text.bytes[kept] = '\0';
		set_field(reader, text_of(&reader->name), reader->text.bytes, kept);
		empty(&reader->text);
		reader->field = FIELD_LINE;
	}
	return taken;
}

/* ---- Lines ---- */

static void whole_line(struct log_reader *reader)
{
	size_t length = reader->text.length;

	reader->number++;
	if (!reader->decided) {
		reader->decided = true;
		reader->journal = !strncmp(text_of(&reader->text), "__CURSOR=", 9);
	}
	if (reader->journal) {
		journal_line(reader);
		return;
	}
	if (length && reader->text.bytes[length - 1] == '\r')
		length--;
	reader->line(reader->context, reader->number, text_of(&reader->text), length, 0);
	empty(&reader->text);
}

static size_t take_line(struct log_reader *reader, const char *bytes, size_t length)
{
	const char *end = memchr(bytes, '\n', length);
	size_t part = end ? (size_t)(end - bytes) : length;

	/* A whole line of text needs no copy. */
	if (end && !reader->text.length && reader->decided && !reader->journal) {
		size_t shown = part < LOG_LINE_MOST ? part : LOG_LINE_MOST;

		shown -= shown && bytes[shown - 1] == '\r';
		reader->line(reader->context, ++reader->number, bytes, shown, 0);
		return part + 1;
	}
	add_bounded(&reader->text, bytes, part);
	if (!end)
		return part;
	whole_line(reader);
	return part + 1;
}

void log_reader_feed(struct log_reader *reader, const char *bytes, size_t length)
{
	while (length) {
		size_t taken = 1;

		if (reader->field == FIELD_BINARY) {
			taken = take_binary(reader, bytes, length);
		} else if (reader->field == FIELD_SIZE) {
			reader->number += *bytes == '\n';
			reader->size[reader->size_count++] = (unsigned char)*bytes;
			if (reader->size_count == 8)
				begin_binary(reader);
		} else {
			taken = take_line(reader, bytes, length);
		}
		bytes += taken;
		length -= taken;
	}
}

void log_reader_end(struct log_reader *reader)
{
	if (reader->field == FIELD_LINE && reader->text.length)
		whole_line(reader);
	if (reader->journal)
		end_entry(reader);
	empty(&reader->text);
	reader->number = 0;
	reader->decided = reader->journal = false;
	reader->field = FIELD_LINE;
	reader->binary_left = 0;
}

void log_reader_free(struct log_reader *reader)
{
	buffer_free(&reader->text);
	buffer_free(&reader->name);
	buffer_free(&reader->message);
	buffer_free(&reader->identifier);
	buffer_free(&reader->pid);
}
