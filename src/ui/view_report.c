/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report: see what will be saved, say where, save it; and open what was saved. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/model.h"

enum { REPORT_TEXT, REPORT_JSON };

static const char *const formats[] = { [REPORT_TEXT] = "text", [REPORT_JSON] = "json" };

static bool is_chain(const char *format)
{
	return strcmp(format, UI_SAVE_CHAIN) == 0;
}

/* What ends up in the file. */
static char *render(const struct ui *ui, const char *format)
{
	if (is_chain(format))
		return memory_text(ui->session->evidence.trust.repaired);
	return ui->options->hooks->report(
		ui->options->hooks->context, ui->session, ui->language, format);
}

static void fill_report(const struct ui *ui, const struct frame *frame, struct page *page)
{
	char *text = render(ui, "text");

	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Report")));
	page_item(page, REPORT_TEXT, ui_tr(ui, N_("Save this report as text")));
	page_item(page, REPORT_JSON,
		ui_tr(ui, N_("Save all that was seen, to open it again later (JSON)")));
	page_heading(page, ui_tr(ui, N_("This is the report")));
	page_gap(page);
	page_add(page, BLOCK_LITERAL, text);
}

static unsigned choose_report(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return ui_push(ui, &view_save, 0, formats[action], NULL);
}

/* ---- Where to? ---- */

static void open_save(struct ui *ui, struct frame *frame)
{
	const struct target *target = &ui->session->evidence.settings.target;
	char day[24], *path;

	timing_iso(timing_wall_s(), day, sizeof(day));
	day[strlen("2026-01-01")] = '\0';
	path = memory_format("tlsdoctor-%s-%s.%s", target->host, day,
		is_chain(frame->about)		    ? "pem"
		: strcmp(frame->about, "json") == 0 ? "json"
						    : "txt");
	for (char *c = path; *c; c++)
		if (*c == ':' || *c == '/')
			*c = '-';
	input_set(&frame->input, path);
	free(path);
	frame->focus = 0;
}

static void fill_save(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text(ui_tr(ui, N_("Report")));
	page_heading(page, ui_tr(ui, N_("Save to which file?")));
	page_gap(page);
	ui_add_input(ui, frame, page);
	if (is_chain(frame->about))
		page_text(page,
			ui_tr(ui, N_("Press Enter to save. The file holds the certificates that "
				     "the server should send, and no private key.")));
	else
		page_text(page,
			ui_tr(ui, N_("Press Enter to save. Only you can read the file. It holds "
				     "the address that was checked, and no passwords.")));
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Don't save")));
}

/* A file that is there already is replaced only when Enter is pressed a second time. */
static bool may_replace(struct ui *ui, const char *path)
{
	if (access(path, F_OK) != 0 || (ui->replace && strcmp(ui->replace, path) == 0))
		return true;
	free(ui->replace);
	ui->replace = memory_text(path);
	ui_notice(ui, MARK_WARN,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("{file} exists already. Press Enter again to replace it."),
			(struct fill[]){ { "file", path }, { 0 } }));
	return false;
}

static void tell_saved(struct ui *ui, const char *path, int error)
{
	if (error)
		ui_notice(ui, MARK_BAD,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("The file could not be saved. Reason: {reason}"),
				(struct fill[]){
					{ "reason", i18n_error(ui->language, error) }, { 0 } }));
	else
		ui_notice(ui, MARK_GOOD,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("Saved: {file}"), (struct fill[]){ { "file", path }, { 0 } }));
}

static unsigned enter_save(struct ui *ui, struct frame *frame, const char *path)
{
	char *text;
	int error;

	if (!*path || strcmp(path, "-") == 0 || !may_replace(ui, path))
		return UI_FILL;
	text = render(ui, frame->about);
	if (!text)
		return ui_pop(ui); /* a new look found the chain whole */
	error = ui->options->hooks->save(ui->options->hooks->context, path, text);
	free(text);
	tell_saved(ui, path, error);
	free(ui->replace);
	ui->replace = NULL;
	if (error)
		return UI_FILL;
	if (is_chain(frame->about))
		return ui_pop(ui);
	ui->saved = true;
	ui_pop(ui);
	return ui_top(ui)->view == &view_report ? ui_pop(ui) : UI_FILL;
}

/* ---- Opening one ---- */

static void open_saved(struct ui *ui, struct frame *frame)
{
	(void)ui;
	input_set(&frame->input, "");
	frame->focus = 0;
}

static void fill_saved(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	page_heading(page, ui_tr(ui, N_("Which file holds the saved session?")));
	page_gap(page);
	ui_add_input(ui, frame, page);
	page_text(page, ui_tr(ui, N_("Type the name of a JSON file that this program saved, and "
				     "press Enter. It is judged afresh; nothing is asked of the "
				     "site.")));
	page_gap(page);
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

static unsigned enter_saved(struct ui *ui, struct frame *frame, const char *path)
{
	char *why = NULL;
	struct session *session;

	(void)frame;
	if (!*path || strcmp(path, "-") == 0)
		return UI_FILL;
	session = ui->options->hooks->open(ui->options->hooks->context, ui->language, path, &why);
	if (!session) {
		ui_notice(ui, MARK_BAD,
			ui_fill_text(ui,
				/* xgettext:no-c-format,perl-brace-format */
				N_("The file could not be opened. Reason: {reason}"),
				(struct fill[]){ { "reason", why ? why : "?" }, { 0 } }));
		free(why);
		return UI_FILL;
	}
	ui_show(ui, session);
	return ui_swap(ui, &view_answer, 0, NULL, NULL);
}

const struct view_ops view_report = {
	.name = "report",
	.fill = fill_report,
	.choose = choose_report,
};

const struct view_ops view_save = {
	.name = "save",
	.open = open_save,
	.fill = fill_save,
	.enter = enter_save,
};

const struct view_ops view_saved = {
	.name = "saved",
	.open = open_saved,
	.fill = fill_saved,
	.enter = enter_saved,
};
