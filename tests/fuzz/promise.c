/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"

void fuzz_promise(int kept, const char *promise)
{
	if (kept)
		return;
	fprintf(stderr, "broken promise: %s\n", promise);
	abort();
}

char *fuzz_as_text(const uint8_t *data, size_t size)
{
	char *text = memory_new(size + 1, 1);
	size_t length = 0;

	for (size_t i = 0; i < size; i++)
		if (data[i])
			text[length++] = (char)data[i];
	return text;
}
