/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

/* Room for LENGTH more bytes and the final NUL. */
static void grow(struct buffer *buffer, size_t length)
{
	size_t needed = buffer->length + length + 1;
	size_t room = buffer->room ? buffer->room : 64;

	if (needed <= buffer->room)
		return;
	while (room < needed)
		room *= 2;
	buffer->bytes = memory_resize(buffer->bytes, room, 1);
	buffer->room = room;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
	grow(buffer, length);
	if (length)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = '\0';
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char c)
{
	buffer_add(buffer, &c, 1);
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (length < 0)
		return;
	grow(buffer, (size_t)length);
	va_start(values, format);
	vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, values);
	va_end(values);
	buffer->length += (size_t)length;
}

char *buffer_take(struct buffer *buffer)
{
	char *bytes = buffer->bytes ? buffer->bytes : memory_new(1, 1);

	*buffer = (struct buffer){ 0 };
	return bytes;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct buffer){ 0 };
}
