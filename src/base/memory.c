/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*restore_hook)(void);

void memory_set_restore(void (*restore)(void))
{
	restore_hook = restore;
}

static _Noreturn void exhausted(void)
{
	static const char words[] = "tlsdoctor: out of memory\n";
	ssize_t written;

	if (restore_hook)
		restore_hook();
	written = write(STDERR_FILENO, words, sizeof(words) - 1);
	_exit(written < 0 ? 2 : 2);
}

void *memory_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		exhausted();
	return memory;
}

void *memory_resize(void *memory, size_t count, size_t size)
{
	void *resized;

	if (size && count > SIZE_MAX / size)
		exhausted();
	resized = realloc(memory, count && size ? count * size : 1);
	if (!resized)
		exhausted();
	return resized;
}

char *memory_text_n(const char *text, size_t length)
{
	char *copy;

	if (!text)
		return NULL;
	length = strnlen(text, length);
	copy = memory_new(length + 1, 1);
	memcpy(copy, text, length);
	return copy;
}

char *memory_text(const char *text)
{
	return text ? memory_text_n(text, strlen(text)) : NULL;
}

char *memory_format(const char *format, ...)
{
	va_list values;
	char *text = NULL;
	int length;

	va_start(values, format);
	length = vasprintf(&text, format, values);
	va_end(values);
	if (length < 0)
		exhausted();
	return text;
}
