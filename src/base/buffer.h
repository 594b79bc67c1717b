/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do I build text or bytes of unknown length? Start from a zeroed struct buffer, add, take.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

struct buffer {
	char *bytes; /* NULL until something was added; afterwards bytes[length] is NUL */
	size_t length; /* bytes in use, without the final NUL */
	size_t room; /* bytes allocated */
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Hands the text over (never NULL; the caller frees it) and leaves BUFFER empty. */
char *buffer_take(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
