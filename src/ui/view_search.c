/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where does the guide speak of this? Words are typed, what has them stands below; and a page to read it on. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/search.h"
#include "ui/model.h"

#define HITS_SHOWN 30
#define FIXES_SHOWN 12
#define STEP_AT 16 /* a step's number stands above the kind of a hit */

enum { READ_FIX };

static const struct evidence *evidence_of(const struct ui *ui)
{
	return ui->session ? &ui->session->evidence : NULL;
}

/* ---- The field ---- */

static size_t hits_for(const struct ui *ui, const char *words, struct guide_hit *ret)
{
	/* A twin shows the same hits, whatever its own language would find. */
	const struct language *language = ui->is_twin ? ui->second : ui->language;
	size_t count = guide_search(
		language, words, evidence_of(ui), ui->options->own, ret, HITS_SHOWN);

	return count < HITS_SHOWN ? count : HITS_SHOWN;
}

static const char *kind_word(const struct ui *ui, enum guide_hit_kind kind)
{
	/* TRANSLATORS: The words marked "found" stand behind a line that was found in the guide and say
	 * what it is. */
	static const char *const words[] = { NC_("found", "step"), NC_("found", "word"),
		NC_("found", "cause"), NC_("found", "what to do"), NC_("found", "question"),
		NC_("found", "question") };

	return tr_ctx(ui->language, "found", words[kind]);
}

static void add_hits(
	const struct ui *ui, const struct guide_hit *hits, size_t count, struct page *page)
{
	for (size_t i = 0; i < count; i++) {
		struct block *block = page_add(
			page, BLOCK_ITEM, guide_hit_title(ui->language, &hits[i], evidence_of(ui)));

		if (!block)
			continue;
		block->action = (int)i;
		block->label = memory_text(kind_word(ui, hits[i].kind));
	}
}

static void fill_search(const struct ui *ui, const struct frame *frame, struct page *page)
{
	struct guide_hit hits[HITS_SHOWN];
	size_t count = hits_for(ui, frame->input.text, hits);

	page->title = memory_text(ui_tr(ui, N_("Search")));
	page_heading(page, ui_tr(ui, N_("What do you look for in the guide?")));
	page_gap(page);
	ui_add_input(ui, frame, page);
	if (!*frame->input.text)
		page_text(page, ui_tr(ui, N_("Type one or more words, for example: clock, proxy, "
					     "expired. English words are found too.")));
	else if (!count)
		page_text(page, ui_tr(ui, N_("Nothing was found. Try fewer or other words.")));
	add_hits(ui, hits, count, page);
}

static unsigned open_hit(struct ui *ui, const struct guide_hit *hit)
{
	if (hit->kind == HIT_TERM)
		return ui_push(ui, &view_word, 0, NULL, hit->row);
	if (hit->kind == HIT_FAQ)
		return ui_push(ui, &view_faq, 0, NULL, hit->row);
	if (hit->kind == HIT_STEP && ui->session)
		return ui_push(ui, &view_step, hit->step, NULL, NULL);
	if (hit->kind == HIT_QUESTION)
		return ui_push(ui, &view_question, 0, NULL, hit->row);
	if (hit->kind == HIT_FIX && ui->session)
		return ui_push(ui, &view_fix, guide_fix_step(hit->row), NULL, hit->row);
	return ui_push(ui, &view_read, (int)hit->kind + STEP_AT * hit->step, hit->cause, hit->row);
}

static unsigned choose_search(struct ui *ui, struct frame *frame, int action)
{
	struct guide_hit hits[HITS_SHOWN];
	size_t count = hits_for(ui, frame->input.text, hits);

	return (size_t)action < count ? open_hit(ui, &hits[action]) : UI_NOTHING;
}

/* The only one opens at once; of several one is chosen. */
static unsigned enter_search(struct ui *ui, struct frame *frame, const char *text)
{
	struct guide_hit hits[HITS_SHOWN];
	size_t count = hits_for(ui, text, hits);

	input_set(&frame->input, text);
	if (count == 1)
		return open_hit(ui, &hits[0]);
	if (count)
		frame->focus = 1;
	return UI_FILL;
}

/* ---- Reading ---- */

static void fill_read(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct guide_hit hit = {
		.kind = (enum guide_hit_kind)(frame->number % STEP_AT),
		.step = frame->number / STEP_AT,
		.row = frame->subject,
		.cause = frame->about,
	};
	char *title = guide_hit_title(ui->language, &hit, evidence_of(ui));
	char *text = guide_hit_text(ui->language, &hit, evidence_of(ui));
	const struct fix_row *fixes[FIXES_SHOWN];
	size_t count = 0;

	page->title = memory_text(ui_tr(ui, N_("Search")));
	page_heading(page, title);
	page_gap(page);
	page_text(page, text);
	free(title);
	free(text);
	if (hit.cause)
		count = guide_fixes(hit.cause, NULL, NULL, fixes, FIXES_SHOWN);
	if (count)
		page_heading(page, ui_tr(ui, N_("What to do")));
	for (size_t i = 0; i < count && i < FIXES_SHOWN; i++)
		page_item(page, READ_FIX + (int)i, guide_fix_title(ui->language, fixes[i]));
	page_gap(page);
	if (hit.kind == HIT_FIX && guide_fix_command(hit.row)) {
		page_add(page, BLOCK_LITERAL, memory_text(guide_fix_command(hit.row)))->indent = 4;
		ui_offer_copy(ui, page, ui_tr(ui, N_("Show the command alone, to copy it")),
			memory_text(guide_fix_command(hit.row)));
	}
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

static unsigned choose_read(struct ui *ui, struct frame *frame, int action)
{
	const struct fix_row *fixes[FIXES_SHOWN];
	size_t count = guide_fixes(frame->about, NULL, NULL, fixes, FIXES_SHOWN);

	if ((size_t)(action - READ_FIX) >= count)
		return UI_NOTHING;
	return open_hit(
		ui, &(struct guide_hit){ .kind = HIT_FIX, .row = fixes[action - READ_FIX] });
}

const struct view_ops view_search = {
	.name = "search",
	.open = ui_open_field,
	.fill = fill_search,
	.enter = enter_search,
	.choose = choose_search,
};

const struct view_ops view_read = {
	.name = "read",
	.fill = fill_read,
	.choose = choose_read,
};
