/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on every page: the title, how far the check is, and the same page once more in a second language. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/model.h"
#include "ui/view_sides.h"

static char *head_title(const struct ui *ui)
{
	const char *fault = ui->practising, *title;

	if (!ui->session)
		return memory_text("tlsdoctor");
	if (!fault)
		return target_name(&ui->session->evidence.settings.target);
	title = guide_fault_title(ui->language, fault);
	return ui_fill_text(ui,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Practice server: {fault}"),
		(struct fill[]){ { "fault", title ? title : fault }, { 0 } });
}

/* How long the rest would take if it went on as it did for ELAPSED_US; 0 as long as that says little. */
static int64_t left_us(const struct session *s, int64_t elapsed_us)
{
	if (s->done < 2 || s->of <= s->done || elapsed_us < 2000000)
		return 0;
	return elapsed_us / s->done * (s->of - s->done);
}

static char *looking_text(const struct ui *ui)
{
	const struct session *s = ui->session;
	int64_t us = timing_monotonic_us() - s->started_us;
	char *seconds = memory_format("%lld", (long long)(us > 0 ? us / 1000000 : 0));
	char *done = memory_format("%d", s->done), *of = memory_format("%d", s->of);
	int64_t left_s = left_us(s, us) / 1000000;
	char *left = memory_format("%lld", (long long)left_s);
	/* xgettext:no-c-format,perl-brace-format */
	const char *more = N_("Checking: {done} of {of}, {seconds} s, about {left} s to go");
	/* xgettext:no-c-format,perl-brace-format */
	const char *many = N_("Checking: {done} of {of}, {seconds} s");
	/* xgettext:no-c-format,perl-brace-format */
	const char *plain = N_("Checking: {seconds} s");
	char *text = ui_fill_text(ui,
		left_s	    ? more
		: s->of > 0 ? many
			    : plain,
		(struct fill[]){ { "done", done }, { "of", of }, { "seconds", seconds },
			{ "left", left }, { 0 } });

	free(left);
	free(seconds);
	free(done);
	free(of);
	return text;
}

static void fill_state(const struct ui *ui, struct page *page)
{
	if (page->state || !ui->session || ui->session->state == SESSION_IDLE)
		return;
	if (ui_looking(ui)) {
		page->state = looking_text(ui);
		return;
	}
	if (ui->session->state == SESSION_STOPPED && ui->session->verdict != VERDICT_FAIL) {
		page->state = memory_text(ui_tr(ui, N_("Stopped")));
		page->state_mark = MARK_OFF;
		return;
	}
	page->state = memory_text(guide_verdict_word(ui->language, ui->session->verdict));
	page->state_mark = mark_of_verdict(ui->session->verdict);
}

bool ui_speaks_two(const struct ui *ui)
{
	return ui->beside && ui->second && ui->second != ui->language &&
	       ui_can_show(ui, ui->second);
}

static void fill_one(const struct ui *ui, const struct frame *top, struct page *page)
{
	top->view->fill(ui, top, page);
	if (!page->title)
		page->title = head_title(ui);
	fill_state(ui, page);
}

/* Helpdesk and caller look at the same page, each in their own language. */
static void add_twin(const struct ui *ui, const struct frame *top, struct page *page)
{
	struct ui other = *ui;

	if (!ui_speaks_two(ui) || page->side)
		return;
	other.language = ui->second;
	other.second = ui->language;
	other.is_twin = true;
	page->side = memory_new(1, sizeof(*page->side));
	page->twin = true;
	fill_one(&other, top, page->side);
}

void ui_fill(struct ui *ui, struct page *page)
{
	struct frame *top = ui_top(ui);

	view_hello_tidy(ui);
	page_free(page);
	fill_one(ui, top, page);
	add_twin(ui, top, page);
	if (ui_speaks_two(ui))
		ui_command(ui, page, ACT_SWAP);
	if (top->focus > page->items)
		top->focus = page->items;
	if (top->focus < 1 && !page_input(page) && page->items)
		top->focus = 1;
}
