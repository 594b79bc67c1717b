/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/page.h"

#include <stdlib.h>
#include "base/memory.h"

struct block *page_add(struct page *page, enum block_kind kind, char *text)
{
	struct block *block;

	if (!text && kind != BLOCK_GAP)
		return NULL;
	page->blocks = memory_resize(page->blocks, page->count + 1, sizeof(*page->blocks));
	block = &page->blocks[page->count++];
	*block = (struct block){ .kind = kind, .text = text };
	if (kind == BLOCK_ITEM)
		block->number = ++page->items;
	if (kind == BLOCK_HEADING)
		block->tone = TONE_STRONG;
	return block;
}

void page_gap(struct page *page)
{
	if (page->count && page->blocks[page->count - 1].kind != BLOCK_GAP)
		page_add(page, BLOCK_GAP, NULL);
}

void page_text(struct page *page, const char *text)
{
	page_add(page, BLOCK_TEXT, memory_text(text));
}

void page_heading(struct page *page, const char *text)
{
	page_gap(page);
	page_add(page, BLOCK_HEADING, memory_text(text));
}

void page_point(struct page *page, enum mark mark, char *text)
{
	struct block *block = page_add(page, BLOCK_POINT, text);

	if (block)
		block->mark = mark;
}

void page_field(struct page *page, const char *label, char *text)
{
	struct block *block = page_add(page, BLOCK_FIELD, text);

	if (block)
		block->label = memory_text(label);
}

void page_item(struct page *page, int action, const char *text)
{
	page_add(page, BLOCK_ITEM, memory_text(text))->action = action;
}

void page_command(struct page *page, int action, int key, const char *text, const char *brief)
{
	page->commands = memory_resize(
		page->commands, page->command_count + 1, sizeof(*page->commands));
	page->commands[page->command_count++] = (struct command){
		.action = action, .key = key, .text = memory_text(text), .brief = memory_text(brief)
	};
}

const struct block *page_item_at(const struct page *page, int number)
{
	for (size_t i = 0; i < page->count; i++)
		if (page->blocks[i].kind == BLOCK_ITEM && page->blocks[i].number == number)
			return &page->blocks[i];
	return NULL;
}

const struct block *page_input(const struct page *page)
{
	for (size_t i = 0; i < page->count; i++)
		if (page->blocks[i].kind == BLOCK_INPUT)
			return &page->blocks[i];
	return NULL;
}

void page_free(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		free(page->blocks[i].text);
		free(page->blocks[i].label);
	}
	for (size_t i = 0; i < page->command_count; i++) {
		free(page->commands[i].text);
		free(page->commands[i].brief);
	}
	free(page->blocks);
	free(page->commands);
	free(page->title);
	free(page->state);
	free(page->copy);
	if (page->side)
		page_free(page->side);
	free(page->side);
	*page = (struct page){ 0 };
}
