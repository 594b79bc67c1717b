/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <string.h>
#include "base/stanza.h"

static void look_at(const struct stanza *stanza)
{
	for (size_t i = 0; i < stanza->field_count; i++) {
		const struct stanza_field *field = &stanza->fields[i];

		fuzz_promise(field->name && *field->name, "a field has a name");
		fuzz_promise(field->paragraph_count >= 1, "a field has a paragraph");
		fuzz_promise(field->line >= stanza->line, "a field stands in its stanza");
		fuzz_promise(
			stanza_field(stanza, field->name) != NULL, "a field is found by its name");
	}
}

static void run(const uint8_t *data, size_t size)
{
	struct stanzas stanzas;
	struct stanza_error error = { 0 };

	if (stanza_read("fuzz", (const char *)data, size, &stanzas, &error)) {
		fuzz_promise(error.what != NULL, "an error says what it is");
		fuzz_promise(stanzas.count == 0, "nothing is returned beside an error");
		return;
	}
	for (size_t i = 0; i < stanzas.count; i++)
		look_at(&stanzas.items[i]);
	stanza_free(&stanzas);
}

const struct fuzz_target fuzz_stanza = { .name = "stanza", .run = run };
