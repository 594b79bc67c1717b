/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk for somebody who looks after a web server: its five pages, the clock and the confirmation; and waiting for
 * what is being read. */
#include "ui/view_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "check/check.h"
#include "guide/server.h"
#include "ui/view_message.h"

enum { WALK_PASTE = 50, WALK_AGAIN, WALK_GIVE_UP };

static const struct {
	const char *title;
	const struct view_ops *field, *result;
} steps[WALK_STEPS + 1] = {
	[WALK_CLOCK] = { N_("The clock of this server"), &view_walk_clock, &view_walk_clock },
	[WALK_LOG] = { N_("What the log says"), &view_walk_log, &view_walk_log_result },
	[WALK_CONFIGURATION] = { N_("What is wrong in the configuration"), &view_walk_configuration,
		&view_walk_configuration_result },
	[WALK_HANDSHAKES] = { N_("Shake hands with each upstream, as nginx does"),
		&view_walk_handshakes, &view_walk_handshakes_result },
	[WALK_CONFIRM] = { N_("Change the line, test, reload, look again"), &view_walk_confirm,
		&view_walk_confirm },
};

/* ---- All five ---- */

/* Worst of what was found, VERDICT_COUNT when nothing was read. */
static enum verdict verdict_of_log(const struct logs *logs)
{
	for (size_t i = 0; i < logs->book.group_count; i++)
		if (logs->book.groups[i].side == LOG_UPSTREAM)
			return VERDICT_FAIL;
	return logs->book.group_count ? VERDICT_NOTE : VERDICT_PASS;
}

static enum verdict verdict_of(const struct ui *ui, int number)
{
	const struct errand *errand = ui->walk->errands[number];

	if (!errand || !errand_is_over(errand))
		return VERDICT_COUNT;
	if (errand_logs(errand))
		return verdict_of_log(errand_logs(errand));
	if (upstreams_found(errand_upstreams(errand)))
		return VERDICT_FAIL;
	return upstreams_read_all(errand_upstreams(errand)) ? VERDICT_PASS : VERDICT_UNKNOWN;
}

static void open_walk(struct ui *ui, struct frame *frame)
{
	(void)frame;
	if (!ui->walk)
		ui->walk = memory_new(1, sizeof(*ui->walk));
}

static void fill_walk(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Your web server")));
	page->state = memory_text("");
	page_heading(page, ui_tr(ui, N_("Five steps to the line that is at fault")));
	page_gap(page);
	page_text(page,
		ui_tr(ui, N_("Do this on the server itself. tlsdoctor only reads: it changes no "
			     "file. Keep a copy of the configuration and of the log before you "
			     "change anything.")));
	page_gap(page);
	for (int i = 1; i <= WALK_STEPS; i++) {
		enum verdict verdict = verdict_of(ui, i);
		struct block *block = page_add(
			page, BLOCK_ITEM, memory_text(ui_tr(ui, steps[i].title)));

		block->action = i;
		block->mark = mark_of_verdict(verdict);
		block->label = memory_text(
			verdict == VERDICT_COUNT ? "" : guide_verdict_word(ui->language, verdict));
	}
	page_gap(page);
	page_item(page, WALK_PASTE,
		ui_tr(ui, N_("I cannot do that there: paste a line of the log instead")));
}

static unsigned choose_walk(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	if (action == WALK_PASTE)
		return ui_push(ui, &view_message, 0, NULL, NULL);
	return view_walk_open(ui, action);
}

unsigned view_walk_open(struct ui *ui, int number)
{
	const struct errand *errand = ui->walk->errands[number];

	if (!errand)
		return ui_push(ui, steps[number].field, number, NULL, NULL);
	return ui_push(ui, errand_is_over(errand) ? steps[number].result : &view_walk_busy, number,
		NULL, NULL);
}

void view_walk_head(const struct ui *ui, int number, const char *heading, struct page *page)
{
	char digit[12];

	snprintf(digit, sizeof(digit), "%d", number);
	page->title = ui_fill_text(ui,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Your web server: step {n} of 5"), (struct fill[]){ { "n", digit }, { 0 } });
	page->state = memory_text("");
	page_heading(page, heading ? heading : ui_tr(ui, steps[number].title));
	page_gap(page);
}

void view_walk_add_next(const struct ui *ui, int number, struct page *page)
{
	char *text;

	if (number >= WALK_STEPS)
		return;
	text = ui_fill_text(ui,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Go on: {step}"),
		(struct fill[]){ { "step", ui_tr(ui, steps[number + 1].title) }, { 0 } });
	page_item(page, WALK_NEXT, text);
	free(text);
}

void view_walk_detail(struct page *page, const char *label, char *text)
{
	page_field(page, label, text);
	page->blocks[page->count - 1].indent = 4;
}

/* ---- Files ---- */

/* 0, or an errno; nothing but a file ends by itself. */
static int why_unreadable(const char *file)
{
	struct stat status;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;

	if (fd < 0)
		return errno;
	if (fstat(fd, &status) != 0)
		error = errno;
	else if (S_ISDIR(status.st_mode))
		error = EISDIR;
	else if (!S_ISREG(status.st_mode))
		error = EINVAL;
	close(fd);
	return error;
}

bool view_walk_may_read(struct ui *ui, const char *file)
{
	int error = *file ? why_unreadable(file) : ENOENT;
	/* xgettext:no-c-format,perl-brace-format */
	const char *plain = N_("The file {file} can't be read. Reason: {why}.");
	const char *locked =
		/* xgettext:no-c-format,perl-brace-format */
		N_("The file {file} may be read by the administrator only. Start tlsdoctor with "
		   "sudo, or copy the file to where you may read it.");

	if (!error)
		return true;
	ui_notice(ui, MARK_WARN,
		ui_fill_text(ui, error == EACCES ? locked : plain,
			(struct fill[]){ { "file", file },
				{ "why", i18n_error(ui->language, error) }, { 0 } }));
	return false;
}

/* ---- Waiting ---- */

static bool is_under_way(const struct ui *ui, int number)
{
	return ui->walk && ui->walk->errands[number] && !errand_is_over(ui->walk->errands[number]);
}

unsigned view_walk_wait(struct ui *ui, int number, struct errand *errand, int error)
{
	if (!errand) {
		ui_could_not_begin(ui, error);
		return UI_FILL;
	}
	errand_free(ui->walk->errands[number]);
	ui->walk->errands[number] = errand;
	return ui_swap(ui, &view_walk_busy, number, NULL, NULL);
}

static void fill_busy(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct errand *errand = ui->walk->errands[frame->number];
	const char *place = errand ? errand_place(errand) : NULL;

	view_walk_head(ui, frame->number, NULL, page);
	page_point(page, MARK_BUSY,
		place ? ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("Checking {host}..."),
				(struct fill[]){ { "host", place }, { 0 } })
		      : memory_text(ui_tr(ui, N_("Reading the file..."))));
	page_gap(page);
	page_item(page, WALK_GIVE_UP, ui_tr(ui, N_("Stop")));
}

bool view_walk_was_read(const struct ui *ui, int number, struct page *page)
{
	const struct errand *errand = ui->walk->errands[number];

	if (errand && errand_is_over(errand))
		return true;
	page_text(page, ui_tr(ui, N_("This is being read anew.")));
	page_gap(page);
	view_walk_add_next(ui, number, page);
	return false;
}

static unsigned choose_busy(struct ui *ui, struct frame *frame, int action)
{
	(void)action;
	errand_free(ui->walk->errands[frame->number]);
	ui->walk->errands[frame->number] = NULL;
	return ui_swap(ui, steps[frame->number].field, frame->number, NULL, NULL);
}

/* The one that somebody waits for, else any. */
int view_walk_fd(const struct ui *ui)
{
	const struct frame *top = &ui->stack[ui->depth - 1];

	if (top->view == &view_walk_busy && is_under_way(ui, top->number))
		return errand_fd(ui->walk->errands[top->number]);
	for (int i = 1; i <= WALK_STEPS; i++)
		if (is_under_way(ui, i))
			return errand_fd(ui->walk->errands[i]);
	return -1;
}

/* Also where the help stands above it. */
static void show_result(struct ui *ui, int number)
{
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i].view == &view_walk_busy && ui->stack[i].number == number)
			ui->stack[i].view = steps[number].result;
}

unsigned view_walk_absorb(struct ui *ui)
{
	unsigned redo = UI_NOTHING;

	for (int i = 1; i <= WALK_STEPS; i++) {
		if (!is_under_way(ui, i))
			continue;
		if (errand_absorb(ui->walk->errands[i]))
			show_result(ui, i);
		redo = UI_FILL;
	}
	return redo;
}

void view_walk_forget(struct ui *ui)
{
	if (!ui->walk)
		return;
	for (int i = 1; i <= WALK_STEPS; i++) {
		errand_free(ui->walk->errands[i]);
		free(ui->walk->files[i]);
	}
	free(ui->walk);
	ui->walk = NULL;
}

/* ---- The clock ---- */

static void add_clock(const struct ui *ui, struct page *page)
{
	struct evidence seen;
	struct findings findings = { 0 };

	errand_look_at_clock(&seen);
	check_all(&seen, 0, &findings);
	page_field(page, ui_tr(ui, N_("This computer says")),
		i18n_date_time(ui->language, seen.now_s));
	if (seen.clock.zone)
		page_field(page, ui_tr(ui, N_("Time zone")), memory_text(seen.clock.zone));
	page_gap(page);
	if (seen.clock.kernel_synced == 1)
		page_point(page, MARK_GOOD,
			memory_text(ui_tr(ui, N_("Something keeps this clock right by itself."))));
	for (size_t i = 0; i < findings.count; i++)
		if (strcmp(findings.items[i].check, "clock") == 0)
			page_point(page, mark_of_verdict(findings.items[i].verdict),
				guide_finding(ui->language, &findings.items[i]));
	findings_free(&findings);
	evidence_free(&seen);
}

static void fill_clock(const struct ui *ui, const struct frame *frame, struct page *page)
{
	static const char command[] = "timedatectl\nsudo timedatectl set-ntp true";

	view_walk_head(ui, frame->number, NULL, page);
	add_clock(ui, page);
	page_gap(page);
	page_text(page, ui_tr(ui, N_("With a wrong clock, good certificates look expired or not "
				     "yet valid. Compare with the clock of a phone. The first "
				     "command shows the clock, the second one lets the computer "
				     "set it by itself.")));
	page_add(page, BLOCK_LITERAL, memory_text(command))->indent = 4;
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
	ui_offer_copy(ui, page, ui_tr(ui, N_("Show the commands alone, to copy them")),
		memory_text(command));
}

static unsigned choose_clock(struct ui *ui, struct frame *frame, int action)
{
	(void)action;
	return view_walk_open(ui, frame->number + 1);
}

/* ---- The confirmation ---- */

static void fill_confirm(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const char *text, *command;
	struct buffer all = { 0 };

	view_walk_head(ui, frame->number, NULL, page);
	for (size_t i = 0; (text = guide_confirming(ui->language, i, &command)); i++) {
		page_add(page, BLOCK_TEXT, memory_format("%zu. %s", i + 1, text));
		if (!command)
			continue;
		page_add(page, BLOCK_LITERAL, memory_text(command))->indent = 4;
		buffer_add_format(&all, "%s%s", all.length ? "\n" : "", command);
	}
	page_gap(page);
	page_item(page, WALK_AGAIN, ui_tr(ui, N_("I changed it: shake hands again")));
	page_item(page, WALK_PASTE, ui_tr(ui, N_("Paste an error message")));
	ui_offer_copy(ui, page, ui_tr(ui, N_("Show the commands alone, to copy them")),
		buffer_take(&all));
}

static unsigned choose_confirm(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	if (action == WALK_PASTE)
		return ui_push(ui, &view_message, 0, NULL, NULL);
	return ui_swap(ui, &view_walk_handshakes, WALK_HANDSHAKES, NULL, NULL);
}

const struct view_ops view_walk = {
	.name = "walk",
	.open = open_walk,
	.fill = fill_walk,
	.choose = choose_walk,
};

const struct view_ops view_walk_busy = {
	.name = "walk-busy",
	.fill = fill_busy,
	.choose = choose_busy,
};

const struct view_ops view_walk_clock = {
	.name = "walk-clock",
	.fill = fill_clock,
	.choose = choose_clock,
};

const struct view_ops view_walk_confirm = {
	.name = "walk-confirm",
	.fill = fill_confirm,
	.choose = choose_confirm,
};
