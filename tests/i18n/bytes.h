/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test get the bytes of a catalogue that msgfmt would not write?
 */
#ifndef TESTS_I18N_BYTES_H
#define TESTS_I18N_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct message {
	const char *original; /* as in the file: "context\4text", "one\0many" */
	size_t original_length;
	const char *translation;
	size_t translation_length;
};

/* A message of literals, which may contain NULs. */
#define MESSAGE(original, translation)                                               \
	{                                                                            \
		original, sizeof(original) - 1, translation, sizeof(translation) - 1 \
	}

/* A .mo file of MESSAGES in the given order; SWAPPED: in the other byte order. The caller frees it; it is
 * exactly *RET_SIZE bytes long, so that a sanitizer sees every step beyond its end. */
unsigned char *bytes_of_catalogue(
	const struct message *messages, size_t count, bool swapped, size_t *ret_size);

/* Puts VALUE where a header or table of the catalogue has a number. */
void bytes_put(unsigned char *bytes, size_t at, unsigned value, bool swapped);

/* A copy of just these bytes. */
unsigned char *bytes_copy(const unsigned char *bytes, size_t size);

#endif
