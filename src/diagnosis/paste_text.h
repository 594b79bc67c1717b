/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the person mean to paste? The same characters whatever copying, quoting, colouring and wrapping
 * made of them; and a form without any blanks or signs, in which a message is the same text however its
 * lines were broken and its words were joined. For paste.c.
 */
#ifndef DIAGNOSIS_PASTE_TEXT_H
#define DIAGNOSIS_PASTE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct paste_text {
	char *plain; /* lower-case UTF-8 with plain quotes and blanks; escapes undone, colours gone */
	size_t length;
	char *tight; /* of plain: only letters, digits and what is not ASCII; then a NUL */
	uint32_t *at; /* for each byte of tight: its place in plain */
	size_t tight_length;
	uint32_t *source; /* for each byte of plain: its place in the bytes that were given */
};

/* LENGTH is at most 1 MiB. RET is to be freed. */
void paste_text_make(const char *bytes, size_t length, struct paste_text *ret);
void paste_text_free(struct paste_text *text);

/* PATTERN in the tight form, as fresh memory. */
char *paste_text_tight(const char *pattern);

/* ---- UTF-16 ---- */

enum paste_encoding { PASTE_UNDECIDED, PASTE_UTF8, PASTE_UTF16_LE, PASTE_UTF16_BE };

/* What these first bytes are (by BOM, or by where the zeros are). */
enum paste_encoding paste_encoding_of(const unsigned char *bytes, size_t length);

/*
 * UTF-16 in pieces to UTF-8: each call appends what is complete.
 */
struct buffer;
struct paste_utf16 {
	bool big_endian;
	int half; /* the first byte of a unit that was cut, or -1 */
	uint32_t high; /* a high surrogate that waits, or 0 */
};
void paste_utf16_add(
	struct paste_utf16 *state, const unsigned char *bytes, size_t length, struct buffer *out);

#endif
