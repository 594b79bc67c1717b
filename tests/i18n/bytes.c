/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/bytes.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"

enum { HEADER_SIZE = 28 };

void bytes_put(unsigned char *bytes, size_t at, unsigned value, bool swapped)
{
	uint32_t number = swapped ? __builtin_bswap32(value) : value;

	memcpy(bytes + at, &number, sizeof(number));
}

unsigned char *bytes_of_catalogue(
	const struct message *messages, size_t count, bool swapped, size_t *ret_size)
{
	size_t originals = HEADER_SIZE, translations = originals + count * 8;
	size_t at = translations + count * 8;
	size_t size = at;
	unsigned char *bytes;

	for (size_t i = 0; i < count; i++)
		size += messages[i].original_length + messages[i].translation_length + 2;
	bytes = memory_new(size, 1);
	bytes_put(bytes, 0, 0x950412de, swapped);
	bytes_put(bytes, 8, (unsigned)count, swapped);
	bytes_put(bytes, 12, (unsigned)originals, swapped);
	bytes_put(bytes, 16, (unsigned)translations, swapped);
	for (size_t i = 0; i < count; i++) {
		const struct message *m = &messages[i];

		bytes_put(bytes, originals + i * 8, (unsigned)m->original_length, swapped);
		bytes_put(bytes, originals + i * 8 + 4, (unsigned)at, swapped);
		memcpy(bytes + at, m->original, m->original_length);
		at += m->original_length + 1;
		bytes_put(bytes, translations + i * 8, (unsigned)m->translation_length, swapped);
		bytes_put(bytes, translations + i * 8 + 4, (unsigned)at, swapped);
		memcpy(bytes + at, m->translation, m->translation_length);
		at += m->translation_length + 1;
	}
	*ret_size = size;
	return bytes;
}

unsigned char *bytes_copy(const unsigned char *bytes, size_t size)
{
	unsigned char *copy = memory_new(size, 1);

	memcpy(copy, bytes, size);
	return copy;
}
