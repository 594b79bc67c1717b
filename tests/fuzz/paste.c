/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/paste.h"
#include "evidence/target.h"

static void look_at_message(const struct paste_message *message)
{
	char *clean = text_clean(
		message->excerpt, strlen(message->excerpt), TEXT_ONE_LINE, PASTE_EXCERPT_MOST);

	fuzz_promise(!strcmp(clean, message->excerpt), "an excerpt is clean and short");
	fuzz_promise(paste_meaning(message->meaning) != NULL, "a meaning is one of the table");
	fuzz_promise(message->count > 0 && message->line > 0, "a message stands somewhere");
	free(clean);
}

static void look_at_found(const struct paste_found *found)
{
	struct target target = { 0 };

	fuzz_promise(found->port >= -1 && found->port < 65536, "a port is one");
	fuzz_promise(found->alert >= -1 && found->alert < 256, "an alert is one");
	if (!found->host)
		return;
	fuzz_promise(target_parse(found->host, &target) == TARGET_OK, "a host can be checked");
	target_free(&target);
}

static void run(const uint8_t *data, size_t size)
{
	struct paste_reader *reader = paste_open();
	struct paste whole, pieces;
	size_t piece = size ? data[0] % 64 + 1 : 1;

	paste_read(data, size, &whole);
	for (size_t at = 0; at < size; at += piece)
		paste_feed(reader, data + at, size - at < piece ? size - at : piece);
	paste_close(reader, &pieces);
	fuzz_promise(whole.message_count == pieces.message_count, "pieces make no difference");
	fuzz_promise(!whole.cause_count || whole.message_count, "no cause without a message");
	for (size_t i = 0; i < whole.message_count; i++)
		look_at_message(&whole.messages[i]);
	for (size_t i = 0; i < whole.cause_count; i++)
		fuzz_promise(diagnosis_rule(whole.causes[i].id) != NULL &&
				     whole.causes[i].confidence > 0 &&
				     whole.causes[i].confidence <= 1,
			"a cause is one of the rules, and somewhat sure");
	look_at_found(&whole.found);
	paste_free(&whole);
	paste_free(&pieces);
}

const struct fuzz_target fuzz_paste = { .name = "paste", .run = run };
