/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we read and write TLS's vectors without ever leaving them (RFC 8446 section 3)?
 */
#ifndef TLS_BYTES_H
#define TLS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

/* What is left to read; borrowed. Once more was asked than there was, it is broken and all reads give 0. */
struct reader {
	const unsigned char *at;
	size_t left;
	bool broken;
};

struct reader reader_of(const void *bytes, size_t length);

/* A number of WIDTH bytes (1 to 4), the highest first. */
unsigned read_number(struct reader *reader, int width);

/* The next LENGTH bytes as a reader of their own: empty and broken when there are fewer. */
struct reader read_part(struct reader *reader, size_t length);

/* A vector: WIDTH bytes of length, then that many bytes. */
struct reader read_vector(struct reader *reader, int width);

/* Whether all was read and nothing was missing. */
bool read_all(const struct reader *reader);

void write_number(struct buffer *buffer, unsigned number, int width);

/* Begins a vector with WIDTH bytes of length; give what it returns to write_end(). */
size_t write_begin(struct buffer *buffer, int width);
void write_end(struct buffer *buffer, size_t begin, int width);

/* LENGTH bytes that look random and are always the same for one *STATE, which moves on (splitmix64). */
void write_noise(struct buffer *buffer, uint64_t *state, size_t length);
uint64_t next_noise(uint64_t *state);

#endif
