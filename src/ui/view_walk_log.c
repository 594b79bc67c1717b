/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk's second step: which log, and what it says. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "guide/server.h"
#include "ui/view_walk.h"

#define GROUPS_SHOWN 20

enum { LOG_ANOTHER };

/* The first of the usual places that is there. */
static const char *usual_log(void)
{
	static const char *const usual[] = { "/var/log/nginx/error.log",
		"/var/log/apache2/error.log", "/var/log/httpd/error_log", "/var/log/haproxy.log" };

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (access(usual[i], F_OK) == 0)
			return usual[i];
	return usual[0];
}

static void open_field(struct ui *ui, struct frame *frame)
{
	const char *typed = ui->walk->files[WALK_LOG];

	input_set(&frame->input, typed ? typed : usual_log());
	frame->focus = 0;
}

static void fill_field(const struct ui *ui, const struct frame *frame, struct page *page)
{
	view_walk_head(ui, frame->number, ui_tr(ui, N_("Which file is the log?")), page);
	ui_add_input(ui, frame, page);
	page_text(page,
		ui_tr(ui, N_("Press Enter when the path is right. tlsdoctor reads error logs of "
			     "nginx, Apache, HAProxy, Postfix, Dovecot and stunnel, also those "
			     "that end in .gz. It tells trouble with upstreams from the noise that "
			     "robots make.")));
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
}

static unsigned enter_field(struct ui *ui, struct frame *frame, const char *text)
{
	struct errand *errand;
	int error = 0;

	(void)frame;
	if (!view_walk_may_read(ui, text))
		return UI_FILL;
	free(ui->walk->files[WALK_LOG]);
	ui->walk->files[WALK_LOG] = memory_text(text);
	errand = errand_read_log(text, &error);
	return view_walk_wait(ui, WALK_LOG, errand, error);
}

static unsigned choose_field(struct ui *ui, struct frame *frame, int action)
{
	(void)action;
	return view_walk_open(ui, frame->number + 1);
}

/* ---- What it says ---- */

static enum mark mark_of(const struct log_group *group)
{
	if (group->side == LOG_UPSTREAM)
		return MARK_BAD;
	return group->kind == LOG_REAL ? MARK_WARN : MARK_NOTE;
}

static void add_group(const struct ui *ui, const struct log_group *group, struct page *page)
{
	char id[LOG_NAME_MOST];

	log_finding_id(group->side, group->cause, id, sizeof(id));
	page_gap(page);
	page_point(page, mark_of(group),
		guide_log_meaning(ui->language, id, group->cause, group->place));
	page_field(
		page, ui_tr(ui, N_("How often")), i18n_number(ui->language, (int64_t)group->count));
	if (group->last_s >= 0)
		view_walk_detail(page, ui_tr(ui, N_("Last seen")),
			i18n_date_time(ui->language, group->last_s));
	view_walk_detail(page, ui_tr(ui, N_("For example")),
		memory_format("%s:%llu", group->file, (unsigned long long)group->line));
	if (group->sample)
		page_add(page, BLOCK_LITERAL, memory_text(group->sample))->indent = 4;
}

/* What follows from it, before the groups themselves. */
static const char *conclusion(const struct log_book *book)
{
	if (!book->group_count)
		return N_("No line tells of a TLS handshake that failed. nginx notes the failures "
			  "of visitors only when error_log has the level info.");
	if (book->groups[0].side == LOG_UPSTREAM)
		return N_("This server could not connect to another one behind it. The next steps "
			  "find the line of the configuration.");
	if (book->groups[0].kind == LOG_REAL)
		return N_("No upstream is in trouble. Visitors were turned away: the next step "
			  "looks at what this server shows them.");
	return N_("Only noise: scanners, robots and programs that gave up. It is a problem only "
		  "when visitors complain at the same time.");
}

static void fill_result(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct logs *logs;

	view_walk_head(ui, frame->number, NULL, page);
	if (!view_walk_was_read(ui, frame->number, page))
		return;
	logs = errand_logs(ui->walk->errands[frame->number]);
	if (logs->problem_count)
		page_point(page, MARK_WARN,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("The file {file} can't be read. Reason: {why}."),
				(struct fill[]){ { "file", logs->problems[0].file },
					{ "why", i18n_error(ui->language,
							 logs->problems[0].sys_errno) },
					{ 0 } }));
	page_text(page, ui_tr(ui, conclusion(&logs->book)));
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
	page_item(page, LOG_ANOTHER, ui_tr(ui, N_("Read another file, or the same once more")));
	for (size_t i = 0; i < logs->book.group_count && i < GROUPS_SHOWN; i++)
		add_group(ui, &logs->book.groups[i], page);
}

static unsigned choose_result(struct ui *ui, struct frame *frame, int action)
{
	if (action == LOG_ANOTHER)
		return ui_swap(ui, &view_walk_log, frame->number, NULL, NULL);
	return view_walk_open(ui, frame->number + 1);
}

const struct view_ops view_walk_log = {
	.name = "walk-log",
	.open = open_field,
	.fill = fill_field,
	.enter = enter_field,
	.choose = choose_field,
};

const struct view_ops view_walk_log_result = {
	.name = "walk-log-result",
	.fill = fill_result,
	.choose = choose_result,
};
