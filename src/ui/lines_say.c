/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/lines_say.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "guide/guide.h"
#include "i18n/cells.h"
#include "ui/ladder.h"

/* What is shown has been cleaned where it came in; this is the last door before the terminal. */
void lines_say(const char *text)
{
	char *clean = text_clean(text, strlen(text), TEXT_LINES, 0);

	fputs(clean, stdout);
	free(clean);
}

void lines_say_wrapped(int columns, const char *text, int indent)
{
	struct cells_line *rows;
	size_t count;

	if (!columns) {
		lines_say(text);
		putchar('\n');
		return;
	}
	count = cells_wrap(text, columns - indent > 20 ? columns - indent : 20, &rows);
	for (size_t i = 0; i < count; i++) {
		char *row = memory_text_n(text + rows[i].start, rows[i].length);

		printf("%*s", i ? indent : 0, "");
		lines_say(row);
		putchar('\n');
		free(row);
	}
	free(rows);
}

static void say_prefixed(int columns, const char *prefix, const char *text)
{
	lines_say(prefix);
	lines_say_wrapped(columns, text, cells_wide(prefix, SIZE_MAX));
}

/* Words, where the full screen has signs: a voice can't read a sign. */
static char *spoken_mark(const struct language *language, enum mark mark)
{
	static const enum verdict verdicts[MARK_COUNT] = {
		[MARK_NONE] = VERDICT_COUNT,
		[MARK_GOOD] = VERDICT_PASS,
		[MARK_BAD] = VERDICT_FAIL,
		[MARK_WARN] = VERDICT_WARN,
		[MARK_NOTE] = VERDICT_NOTE,
		[MARK_ASK] = VERDICT_UNKNOWN,
		[MARK_BUSY] = VERDICT_COUNT,
		[MARK_OFF] = VERDICT_SKIPPED,
		[MARK_FOCUS] = VERDICT_COUNT,
		[MARK_FOR] = VERDICT_COUNT,
		[MARK_AGAINST] = VERDICT_COUNT,
	};

	if (verdicts[mark] == VERDICT_COUNT)
		return memory_format("  %s ",
			mark == MARK_FOR || mark == MARK_AGAINST ? mark_text(mark, true) : " ");
	return memory_format("  %s: ", guide_verdict_word(language, verdicts[mark]));
}

static void say_item(int columns, const struct block *block)
{
	char *number = memory_format("%d. ", block->number);
	char *text = block->label && *block->label
			     ? memory_format("%s (%s)", block->text, block->label)
			     : memory_text(block->text);

	say_prefixed(columns, number, text);
	free(number);
	free(text);
}

void lines_say_block(const struct language *language, int columns, const struct block *block)
{
	char *prefix, *text;

	switch (block->kind) {
	case BLOCK_GAP:
		putchar('\n');
		break;
	case BLOCK_TEXT:
	case BLOCK_HEADING:
		printf("%*s", block->indent, "");
		lines_say_wrapped(columns, block->text, block->indent);
		break;
	case BLOCK_LITERAL:
		lines_say(block->text);
		putchar('\n');
		break;
	case BLOCK_POINT:
		prefix = spoken_mark(language, block->mark);
		say_prefixed(columns, prefix, block->text);
		free(prefix);
		break;
	case BLOCK_FIELD:
		prefix = memory_format("%s: ", block->label);
		say_prefixed(columns, prefix, block->text);
		free(prefix);
		break;
	case BLOCK_ITEM:
		say_item(columns, block);
		break;
	case BLOCK_INPUT:
		if (*block->text) {
			text = memory_format("[%s]", block->text);
			lines_say_wrapped(columns, text, 1);
			free(text);
		}
		break;
	}
}

static enum verdict spoken_rung(enum mark mark)
{
	if (mark == MARK_GOOD)
		return VERDICT_PASS;
	if (mark == MARK_BAD)
		return VERDICT_FAIL;
	return mark == MARK_ASK ? VERDICT_UNKNOWN : VERDICT_COUNT;
}

void lines_say_ladder(const struct session *session, const struct language *language, int columns)
{
	struct buffer text = { 0 };

	for (int rung = 0; rung < GUIDE_RUNGS; rung++) {
		enum verdict verdict = spoken_rung(ladder_mark(session, rung));

		if (verdict < VERDICT_COUNT)
			buffer_add_format(&text, "%s%s %s", text.length ? ", " : "",
				guide_rung_name(language, rung),
				guide_verdict_word(language, verdict));
	}
	if (text.length) {
		putchar('\n');
		lines_say_wrapped(columns, text.bytes, 0);
	}
	buffer_free(&text);
}
