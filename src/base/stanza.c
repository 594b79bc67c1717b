/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stanza.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

enum { FILE_MOST = 4 << 20 }; /* bytes; a guide file has a few thousand */

static const char comment_mark[] = "TRANSLATORS:";

struct span {
	const char *at;
	size_t length;
};

struct reader {
	const char *file;
	struct span rest;
	int line; /* of the line that was read last */
	struct stanzas *stanzas;
	bool open; /* the last stanza is not ended yet */
	struct buffer paragraph; /* of the last field, as far as it was read */
	struct buffer comment; /* for the next field */
	bool comment_goes_on; /* the line before was part of a comment for translators */
	const char *wrong; /* NULL while all is well */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct span trimmed(struct span span)
{
	while (span.length && is_blank(span.at[0])) {
		span.at++;
		span.length--;
	}
	while (span.length && is_blank(span.at[span.length - 1]))
		span.length--;
	return span;
}

static bool next_line(struct reader *reader, struct span *ret)
{
	struct span *rest = &reader->rest;
	const char *end;

	if (!rest->length)
		return false;
	end = memchr(rest->at, '\n', rest->length);
	ret->at = rest->at;
	ret->length = end ? (size_t)(end - rest->at) : rest->length;
	rest->at += ret->length + (end ? 1 : 0);
	rest->length -= ret->length + (end ? 1 : 0);
	if (ret->length && ret->at[ret->length - 1] == '\r')
		ret->length--;
	reader->line++;
	return true;
}

static const char *wrong_bytes(struct span line)
{
	if (!text_is_utf8(line.at, line.length))
		return "not valid UTF-8";
	for (size_t i = 0; i < line.length; i++)
		if (((unsigned char)line.at[i] < ' ' && line.at[i] != '\t') || line.at[i] == 0x7F)
			return "a control character";
	return NULL;
}

static struct stanza *last_stanza(struct reader *reader)
{
	return reader->open ? &reader->stanzas->items[reader->stanzas->count - 1] : NULL;
}

static struct stanza_field *last_field(struct reader *reader)
{
	struct stanza *stanza = last_stanza(reader);

	return stanza ? &stanza->fields[stanza->field_count - 1] : NULL;
}

/* Moves the paragraph that was being read into its field. */
static void end_paragraph(struct reader *reader)
{
	struct stanza_field *field = last_field(reader);

	if (!field)
		return;
	if (!reader->paragraph.length) {
		reader->wrong = "a field or paragraph without text";
		return;
	}
	field->paragraphs = memory_resize(
		field->paragraphs, field->paragraph_count + 1, sizeof(field->paragraphs[0]));
	field->paragraphs[field->paragraph_count++] = buffer_take(&reader->paragraph);
}

static void end_stanza(struct reader *reader)
{
	end_paragraph(reader);
	reader->open = false;
}

/* TEXT goes on the paragraph, after a blank. */
static void add_words(struct buffer *buffer, struct span text)
{
	if (buffer->length && text.length)
		buffer_add_char(buffer, ' ');
	for (size_t i = 0; i < text.length; i++)
		buffer_add_char(buffer, text.at[i] == '\t' ? ' ' : text.at[i]);
}

static void read_comment(struct reader *reader, struct span line)
{
	struct span text;
	size_t mark = sizeof(comment_mark) - 1;

	line.at++;
	line.length--;
	text = trimmed(line);
	if (text.length >= mark && !memcmp(text.at, comment_mark, mark)) {
		text.at += mark;
		text.length -= mark;
		reader->comment_goes_on = true;
	}
	if (reader->comment_goes_on)
		add_words(&reader->comment, trimmed(text));
}

static void read_continuation(struct reader *reader, struct span line)
{
	struct span text = trimmed(line);

	if (!reader->open)
		reader->wrong = "a continuation line with no field before it";
	else if (text.length == 1 && text.at[0] == '.')
		end_paragraph(reader);
	else
		add_words(&reader->paragraph, text);
}

static bool is_name(struct span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.at[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

		if (!letter && (!i || !strchr("0123456789-_[].@", c)))
			return false;
	}
	return name.length > 0;
}

static struct stanza_field *new_field(struct reader *reader)
{
	struct stanzas *stanzas = reader->stanzas;
	struct stanza *stanza;

	if (!reader->open) {
		stanzas->items = memory_resize(
			stanzas->items, stanzas->count + 1, sizeof(stanzas->items[0]));
		stanzas->items[stanzas->count++] = (struct stanza){ .file = reader->file,
			.line = reader->line };
		reader->open = true;
	}
	stanza = last_stanza(reader);
	stanza->fields = memory_resize(
		stanza->fields, stanza->field_count + 1, sizeof(stanza->fields[0]));
	return &stanza->fields[stanza->field_count++];
}

static void read_field(struct reader *reader, struct span line)
{
	const char *colon = memchr(line.at, ':', line.length);
	bool translatable = line.at[0] == '_';
	struct stanza_field *field;
	struct span name, value;

	if (!colon) {
		reader->wrong =
			"neither \"Name: value\" nor a continuation (which begins with a blank)";
		return;
	}
	name.at = line.at + translatable;
	name.length = (size_t)(colon - name.at);
	value.at = colon + 1;
	value.length = (size_t)(line.at + line.length - value.at);
	if (!is_name(name)) {
		reader->wrong = "a field name has only letters, digits and \"-\"";
		return;
	}
	end_paragraph(reader);
	if (reader->wrong)
		return;
	field = new_field(reader);
	*field = (struct stanza_field){
		.name = memory_text_n(name.at, name.length),
		.comment = reader->comment.length ? buffer_take(&reader->comment) : NULL,
		.line = reader->line,
		.translatable = translatable,
	};
	add_words(&reader->paragraph, trimmed(value));
}

static void read_line(struct reader *reader, struct span line)
{
	reader->wrong = wrong_bytes(line);
	if (reader->wrong)
		return;
	if (line.length && line.at[0] == '#') {
		read_comment(reader, line);
		return;
	}
	reader->comment_goes_on = false;
	if (!trimmed(line).length)
		end_stanza(reader);
	else if (is_blank(line.at[0]))
		read_continuation(reader, line);
	else
		read_field(reader, line);
}

int stanza_read(const char *file, const char *text, size_t length, struct stanzas *ret,
	struct stanza_error *ret_error)
{
	struct reader reader = { .file = file, .rest = { text, length }, .stanzas = ret };
	struct span line;

	*ret = (struct stanzas){ 0 };
	if (length > FILE_MOST)
		reader.wrong = "the file is too large";
	if (length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
		reader.rest = (struct span){ text + 3, length - 3 };
	while (!reader.wrong && next_line(&reader, &line))
		read_line(&reader, line);
	if (!reader.wrong)
		end_stanza(&reader);
	buffer_free(&reader.paragraph);
	buffer_free(&reader.comment);
	if (!reader.wrong)
		return 0;
	*ret_error = (struct stanza_error){ .line = reader.line, .what = reader.wrong };
	stanza_free(ret);
	return -1;
}

static void free_field(struct stanza_field *field)
{
	for (size_t i = 0; i < field->paragraph_count; i++)
		free(field->paragraphs[i]);
	free(field->paragraphs);
	free(field->name);
	free(field->comment);
}

void stanza_free(struct stanzas *stanzas)
{
	for (size_t i = 0; i < stanzas->count; i++) {
		for (size_t k = 0; k < stanzas->items[i].field_count; k++)
			free_field(&stanzas->items[i].fields[k]);
		free(stanzas->items[i].fields);
	}
	free(stanzas->items);
	*stanzas = (struct stanzas){ 0 };
}

const struct stanza_field *stanza_field(const struct stanza *stanza, const char *name)
{
	for (size_t i = 0; i < stanza->field_count; i++)
		if (!strcmp(stanza->fields[i].name, name))
			return &stanza->fields[i];
	return NULL;
}

const char *stanza_value(const struct stanza *stanza, const char *name)
{
	const struct stanza_field *field = stanza_field(stanza, name);

	return field ? field->paragraphs[0] : NULL;
}
