/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "guide/own.h"

#define ROOM 20

static void look_at(const struct fix_row *fix, const struct evidence *evidence)
{
	for (size_t i = 0; language_at(i); i++) {
		const char *title = guide_fix_title(language_at(i), fix);
		char *text = guide_fix_text(language_at(i), fix, evidence, NULL);

		fuzz_promise(title && *title, "a fix has a title in every language");
		fuzz_promise(text && *text, "a fix says how in every language");
		fuzz_promise(!strchr(title, 27) && !strchr(text, 27), "no escape comes through");
		fuzz_promise(text_is_utf8(text, strlen(text)), "texts are UTF-8");
		free(text);
	}
}

static void run(const uint8_t *data, size_t size)
{
	struct guide_own *own = guide_own_new();
	struct guide_own_error error = { 0 };
	const struct fix_row *fixes[ROOM];
	struct evidence evidence;
	int failed = guide_own_read(own, "fuzz", (const char *)data, size, &error);
	size_t count;

	evidence_init(&evidence);
	settings_init(&evidence.settings);
	count = guide_own_fixes(own, "certificate-expired", 0, &evidence, fixes, ROOM);
	fuzz_promise(!failed || error.what, "an error says what it is");
	fuzz_promise(!failed || !count, "nothing is kept of a file that is left out");
	for (size_t i = 0; i < count; i++)
		look_at(fixes[i], &evidence);
	evidence_free(&evidence);
	guide_own_free(own);
}

const struct fuzz_target fuzz_own = { .name = "own", .run = run };
