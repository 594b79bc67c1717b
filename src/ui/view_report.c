/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report: see what will be saved, say where, save it; and open what was saved. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "ui/model.h"

/* What can be chosen on the report's page. */
enum {
	SAVE_TEXT,
	SAVE_MARKDOWN,
	SAVE_HTML,
	SAVE_JSON,
	SAVE_COUNT,
	CHANGE_DETAILS,
	CHANGE_LANGUAGE,
	COMPARE,
};

static const struct {
	const char *format;
	const char *ending; /* of the file's name */
	const char *label;
} forms[SAVE_COUNT] = {
	[SAVE_TEXT] = { "text", "txt", N_("Save this report as text") },
	[SAVE_MARKDOWN] = { "markdown", "md", N_("Save it for a ticket (Markdown)") },
	[SAVE_HTML] = { "html", "html", N_("Save it as a web page, to print or to send (HTML)") },
	[SAVE_JSON] = { "json", "json",
		N_("Save all that was seen, to open it again later (JSON)") },
};

static bool is_chain(const char *format)
{
	return strcmp(format, UI_SAVE_CHAIN) == 0;
}

static const char *ending_of(const char *format)
{
	for (size_t i = 0; i < SAVE_COUNT; i++)
		if (strcmp(forms[i].format, format) == 0)
			return forms[i].ending;
	return "pem";
}

/* The second language of reports, unless it is the one that is spoken. */
static const struct language *second_of(const struct ui *ui)
{
	return ui->second != ui->language ? ui->second : NULL;
}

/* What ends up in the file. */
static char *render(const struct ui *ui, const char *format)
{
	const struct ui_report report = {
		.format = format,
		.second = second_of(ui),
		.redact = ui->redact,
	};

	if (is_chain(format))
		return memory_text(ui->session->evidence.trust.repaired);
	return ui->options->hooks->report(
		ui->options->hooks->context, ui->session, ui->language, &report);
}

static void add_language_item(const struct ui *ui, struct page *page)
{
	const struct language *second = second_of(ui);
	char *text = ui_fill_text(ui,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Second language: {language}. Change it"),
		(struct fill[]){
			{ "language", second ? ui_language_name(ui, second)
					     : tr_ctx(ui->language, "second language", "none") },
			{ 0 },
		});

	page_item(page, CHANGE_LANGUAGE, text);
	free(text);
}

static void fill_report(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page->title = memory_text(ui_tr(ui, N_("Report")));
	for (int i = 0; i < SAVE_COUNT; i++)
		page_item(page, i, ui_tr(ui, forms[i].label));
	page_item(page, CHANGE_DETAILS,
		ui_tr(ui, ui->redact ? N_("Private details are taken out. Put them back")
				     : N_("Private details are in it. Take them out")));
	add_language_item(ui, page);
	if (!ui_looking(ui))
		page_item(
			page, COMPARE, ui_tr(ui, N_("See what changed since an earlier session")));
	page_heading(page, ui_tr(ui, N_("This is the report")));
	page_gap(page);
	page_add(page, BLOCK_LITERAL, render(ui, "text"));
}

/* None, then each that isn't spoken here. */
static const struct language *next_second(const struct ui *ui)
{
	const struct language *second = second_of(ui);
	size_t at = 0;

	while (second && language_at(at) != second)
		at++;
	at += second ? 1 : 0;
	if (language_at(at) == ui->language)
		at++;
	return language_at(at);
}

static unsigned choose_report(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	if (action == CHANGE_DETAILS) {
		ui->redact = !ui->redact;
		return UI_FILL;
	}
	if (action == CHANGE_LANGUAGE) {
		ui->second = next_second(ui);
		return UI_FILL;
	}
	if (action == COMPARE)
		return ui_push(ui, &view_compare, 0, NULL, NULL);
	return ui_push(ui, &view_save, 0, forms[action].format, NULL);
}

/* ---- Where to? ---- */

enum { SEE_FILE };

static void open_save(struct ui *ui, struct frame *frame)
{
	const struct target *target = &ui->session->evidence.settings.target;
	char day[24], *path;

	timing_iso(timing_wall_s(), day, sizeof(day));
	day[strlen("2026-01-01")] = '\0';
	path = memory_format("tlsdoctor-%s-%s.%s",
		ui->redact && !is_chain(frame->about) ? "report" : target->host, day,
		ending_of(frame->about));
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
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("Save to which file?")),
		is_chain(frame->about)
			? ui_tr(ui, N_("Press Enter to save. The file holds the certificates that "
				       "the server should send, and no private key."))
			: ui_tr(ui, N_("Press Enter to save. Only you can read the file. It holds "
				       "the address that was checked, and no passwords.")));
	page_item(page, SEE_FILE, ui_tr(ui, N_("See what will be in the file")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Don't save")));
}

static unsigned choose_save(struct ui *ui, struct frame *frame, int action)
{
	(void)action;
	return ui_push(ui, &view_preview, 0, frame->about, NULL);
}

static void fill_preview(const struct ui *ui, const struct frame *frame, struct page *page)
{
	char *text = render(ui, frame->about);

	page->title = memory_text(ui_tr(ui, N_("Report")));
	page_heading(page, ui_tr(ui, N_("This will be in the file")));
	page_gap(page);
	if (text)
		page_add(page, BLOCK_LITERAL, text);
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

static void fill_saved(const struct ui *ui, const struct frame *frame, struct page *page)
{
	page->title = memory_text("tlsdoctor");
	page->state = memory_text("");
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("Which file holds the saved session?")),
		ui_tr(ui, N_("Type the name of a JSON file that this program saved, and "
			     "press Enter. It is judged afresh; nothing is asked of the "
			     "site.")));
	page_item(page, ACT_BACK, ui_tr(ui, N_("Back")));
}

struct session *ui_open_session(struct ui *ui, const char *path)
{
	char *why = NULL;
	struct session *session;

	if (!*path || strcmp(path, "-") == 0)
		return NULL;
	session = ui->options->hooks->open(ui->options->hooks->context, ui->language, path, &why);
	if (session)
		return session;
	ui_notice(ui, MARK_BAD,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file could not be opened. Reason: {reason}"),
			(struct fill[]){ { "reason", why ? why : "?" }, { 0 } }));
	free(why);
	return NULL;
}

static unsigned enter_saved(struct ui *ui, struct frame *frame, const char *path)
{
	struct session *session = ui_open_session(ui, path);

	(void)frame;
	if (!session)
		return UI_FILL;
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
	.choose = choose_save,
	.enter = enter_save,
};

const struct view_ops view_preview = {
	.name = "preview",
	.fill = fill_preview,
};

const struct view_ops view_saved = {
	.name = "saved",
	.open = ui_open_field,
	.fill = fill_saved,
	.enter = enter_saved,
};
