/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/bytes.h"

struct reader reader_of(const void *bytes, size_t length)
{
	return (struct reader){ .at = bytes, .left = length };
}

unsigned read_number(struct reader *reader, int width)
{
	struct reader part = read_part(reader, (size_t)width);
	unsigned number = 0;

	for (size_t i = 0; i < part.left; i++)
		number = number << 8 | part.at[i];
	return number;
}

struct reader read_part(struct reader *reader, size_t length)
{
	struct reader part = { .at = reader->at, .left = length };

	if (reader->broken || length > reader->left) {
		reader->broken = true;
		reader->left = 0;
		return (struct reader){ .at = reader->at, .broken = true };
	}
	if (length)
		reader->at += length;
	reader->left -= length;
	return part;
}

struct reader read_vector(struct reader *reader, int width)
{
	return read_part(reader, read_number(reader, width));
}

bool read_all(const struct reader *reader)
{
	return !reader->broken && !reader->left;
}

void write_number(struct buffer *buffer, unsigned number, int width)
{
	for (int i = width - 1; i >= 0; i--)
		buffer_add_char(buffer, (char)(unsigned char)(number >> (8 * i)));
}

size_t write_begin(struct buffer *buffer, int width)
{
	size_t begin = buffer->length;

	write_number(buffer, 0, width);
	return begin;
}

void write_end(struct buffer *buffer, size_t begin, int width)
{
	size_t length = buffer->length - begin - (size_t)width;

	for (int i = width - 1; i >= 0; i--) {
		buffer->bytes[begin + (size_t)i] = (char)(unsigned char)length;
		length >>= 8;
	}
}

uint64_t next_noise(uint64_t *state)
{
	uint64_t noise = *state += 0x9e3779b97f4a7c15u;

	noise = (noise ^ noise >> 30) * 0xbf58476d1ce4e5b9u;
	noise = (noise ^ noise >> 27) * 0x94d049bb133111ebu;
	return noise ^ noise >> 31;
}

void write_noise(struct buffer *buffer, uint64_t *state, size_t length)
{
	uint64_t noise = 0;

	for (size_t i = 0; i < length; i++) {
		if (i % 8 == 0)
			noise = next_noise(state);
		buffer_add_char(buffer, (char)(unsigned char)noise);
		noise >>= 8;
	}
}
