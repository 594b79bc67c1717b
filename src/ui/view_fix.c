/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing to do: how, how to know that it worked, when to stop; and a fresh look in place. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "guide/own.h"
#include "i18n/cells.h"
#include "ui/model.h"
#include "ui/press.h"

#define MAIL_COLUMNS 76 /* what mail programs leave alone, and every terminal has */

enum {
	FIX_DONE,
	FIX_CHAIN,
	FIX_RETYPE,
	FIX_MESSAGE,
	FIX_ANSWER,
	FIX_VARIANT = 20, /* and its place */
};

/* The fixes about the chain offer the file itself, when it is known. */
static bool offers_chain(const struct ui *ui, const struct fix_row *fix)
{
	return ui->session->evidence.trust.repaired && strncmp(guide_fix_id(fix), "chain.", 6) == 0;
}

/* Where the address itself may be wrong, checking the same one again leads nowhere. */
static bool offers_address(const struct fix_row *fix)
{
	static const char *const ids[] = { "network.check-name", "network.check-port",
		"site.check-name" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!strcmp(guide_fix_id(fix), ids[i]))
			return true;
	return false;
}

static bool offers_message(const struct ui *ui, const struct fix_row *fix)
{
	const char *id = guide_fix_id(fix);

	return (strstr(id, ".tell-") || strstr(id, ".ask-")) &&
	       guide_has_message(&ui->session->causes);
}

static bool still_there(const struct ui *ui, const char *cause)
{
	for (size_t i = 0; i < ui->session->causes.count; i++)
		if (strcmp(ui->session->causes.items[i].rule->id, cause) == 0)
			return true;
	return false;
}

/* Whether only the message that the person pasted tells of CAUSE: a look can't see it, nor that it is gone. */
static bool only_pasted(const struct ui *ui, const char *cause)
{
	for (size_t i = 0; i < ui->session->causes.count; i++) {
		const struct cause *found = &ui->session->causes.items[i];
		bool seen = false;

		if (strcmp(found->rule->id, cause) != 0)
			continue;
		for (size_t b = 0; b < found->because_count; b++)
			seen = seen || !text_starts(found->because[b], "paste.");
		return !seen;
	}
	return false;
}

/* Whether the new look came as far as CAUSE, so that it would have been seen. */
static bool came_so_far(const struct ui *ui, const char *cause)
{
	const struct cause_rule *rule = diagnosis_rule(cause);

	if (ui->session->verdict == VERDICT_UNKNOWN)
		return false;
	for (size_t i = 0; rule && i < ui->session->causes.count; i++)
		if (ui->session->causes.items[i].rule->severity == SEVERITY_FAIL &&
			ui->session->causes.items[i].rule->stage < rule->stage)
			return false;
	return true;
}

/* What is to be mended; a fix chosen from its step may mend what was not found. */
static const char *cause_or_any(const struct frame *frame)
{
	return frame->about ? frame->about : "any";
}

/* What the look after the repair said. */
static void add_outcome(const struct ui *ui, const struct frame *frame, struct page *page)
{
	if (!ui->rechecked || strcmp(ui->rechecked, cause_or_any(frame)) != 0)
		return;
	if (ui_looking(ui))
		page_point(page, MARK_BUSY, memory_text(ui_tr(ui, N_("Checking..."))));
	else if (!frame->about)
		page_point(page, MARK_NOTE,
			memory_text(ui_tr(ui, N_("Checked again. The result says how things stand "
						 "now."))));
	else if (only_pasted(ui, ui->rechecked))
		page_point(page, MARK_NOTE,
			memory_text(ui_tr(ui, N_("Checked again: this problem can't be seen from "
						 "here. Do again what showed you the message. If "
						 "it doesn't come any more, the problem is "
						 "gone."))));
	else if (still_there(ui, ui->rechecked))
		page_point(page, MARK_BAD,
			memory_text(ui_tr(ui, N_("Checked again: the problem is still there."))));
	else if (!came_so_far(ui, ui->rechecked))
		page_point(page, MARK_WARN,
			memory_text(ui_tr(ui, N_("Checked again, but now something else stands in "
						 "the way. The result says what."))));
	else
		page_point(page, MARK_GOOD,
			memory_text(ui_tr(ui, N_("Checked again: this problem is gone."))));
	page_gap(page);
}

/* How it goes with another server program. */
static void add_variants(const struct ui *ui, const struct fix_row *fix, struct page *page)
{
	const struct fix_row *variant;

	if (!guide_fix_variant(fix, 0))
		return;
	page_heading(page, ui_tr(ui, N_("For another server program")));
	for (size_t i = 0; (variant = guide_fix_variant(fix, i)); i++)
		page_item(page, FIX_VARIANT + (int)i, guide_fix_server(ui->language, variant));
}

/* Paragraphs; where a helpdesk reads them out, each with its number. */
static void add_how(const struct ui *ui, const char *text, struct page *page)
{
	int number = 1;

	if (!ui_speaks_two(ui)) {
		page_text(page, text);
		return;
	}
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t length = end ? (size_t)(end - text) : strlen(text);

		page_add(page, BLOCK_TEXT, memory_format("%d. %.*s", number++, (int)length, text));
		page_gap(page);
		text += length + (end ? 2 : 0);
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct fix_row *fix = frame->subject;
	const char *command = guide_fix_command(fix);
	char *text = guide_fix_text(
		ui->language, fix, &ui->session->evidence, &ui->session->findings);

	if (frame->number)
		page->title = ui_step_title(ui, frame->number);
	add_outcome(ui, frame, page);
	page_heading(page, guide_fix_title(ui->language, fix));
	page_gap(page);
	if (guide_fix_server(ui->language, fix))
		page_field(page, ui_tr(ui, N_("Server program")),
			memory_text(guide_fix_server(ui->language, fix)));
	if (!guide_fix_is_contact(fix))
		page_field(page, ui_tr(ui, N_("Who does it")),
			memory_text(guide_doer(ui->language, guide_fix_who(fix))));
	page_gap(page);
	add_how(ui, text, page);
	free(text);
	if (command) {
		page_heading(page, ui_tr(ui, N_("Command")));
		page_add(page, BLOCK_LITERAL, memory_text(command))->indent = 4;
	}
	page_gap(page);
	if (offers_message(ui, fix))
		page_item(page, FIX_MESSAGE, ui_tr(ui, N_("Show a message to send them")));
	if (strstr(guide_fix_id(fix), ".tell-"))
		page_item(page, ACT_REPORT, ui_tr(ui, N_("See and save the report")));
	if (offers_chain(ui, fix))
		page_item(page, FIX_CHAIN, ui_tr(ui, N_("Save the repaired chain to a file")));
	if (offers_address(fix))
		page_item(page, FIX_RETYPE, ui_tr(ui, N_("Type another address")));
	if (guide_question_of(fix, &ui->session->evidence))
		page_item(page, FIX_ANSWER, ui_tr(ui, N_("Say how it went")));
	if (!guide_fix_is_contact(fix))
		page_item(page, FIX_DONE, ui_tr(ui, N_("Done: check again")));
	if (command)
		ui_offer_copy(ui, page, ui_tr(ui, N_("Show the command alone, to copy it")),
			memory_text(command));
	page_item(page, ACT_ANSWER, ui_tr(ui, N_("Back to the result")));
	add_variants(ui, fix, page);
	page->ladder = true;
	ui_command(ui, page, ACT_AGAIN);
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_WORDS);
}

/* The question whose answer proved the cause: no look of ours would tell that it is mended. Or NULL. */
static const struct question_row *proven_by(const struct ui *ui, const char *cause)
{
	const struct causes *causes = &ui->session->causes;
	const struct question_row *question = NULL;
	char *id;

	for (size_t i = 0; cause && i < causes->count; i++) {
		const char *because = causes->items[i].because[0];

		if (strcmp(causes->items[i].rule->id, cause) != 0 ||
			!text_starts(because, "answer."))
			continue;
		because += strlen("answer.");
		id = memory_text_n(because, strcspn(because, "="));
		question = guide_question(id);
		free(id);
	}
	return question;
}

static unsigned check_again(struct ui *ui, const struct frame *frame)
{
	const char *check = guide_fix_recheck(frame->subject);
	const struct question_row *question = proven_by(ui, frame->about);
	int error;

	if (ui_looking(ui))
		return UI_NOTHING;
	if (question) {
		ui->rechecked = frame->about;
		return ui_push(ui, &view_question, 0, NULL, question);
	}
	error = check ? session_recheck(ui->session, check) : session_start(ui->session);
	if (error) {
		ui_could_not_begin(ui, error);
		return UI_FILL;
	}
	ui->rechecked = cause_or_any(frame);
	ui->saved = false;
	return UI_FILL;
}

/* TEXT as mails are written: broken at words, so that it can be copied from the screen and sent. */
static char *as_mail(char *text)
{
	struct buffer mail = { 0 };
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		size_t hang = strspn(line, " ");
		struct cells_line *parts;
		size_t count;

		hang += line[hang] == '*' || line[hang] == '-' ? 2 : 0;
		count = cells_wrap(line + hang, MAIL_COLUMNS - (int)hang, &parts);
		buffer_add_format(&mail, "%.*s", (int)hang, line);
		for (size_t i = 0; i < count; i++)
			buffer_add_format(&mail, "%s%*s%.*s", i ? "\n" : "", i ? (int)hang : 0, "",
				(int)parts[i].length, line + hang + parts[i].start);
		if (rest)
			buffer_add_char(&mail, '\n');
		free(parts);
	}
	free(text);
	return buffer_take(&mail);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	if (action >= FIX_VARIANT)
		return ui_push(ui, &view_fix, frame->number, frame->about,
			guide_fix_variant(frame->subject, (size_t)(action - FIX_VARIANT)));
	if (action == FIX_MESSAGE) {
		free(ui->plain_text);
		ui->plain_text = as_mail(guide_message(ui->language, &ui->session->causes,
			&ui->session->evidence, &ui->session->findings));
		return UI_PLAIN | UI_FILL;
	}
	if (action == FIX_ANSWER)
		return ui_push(ui, &view_question, 0, NULL,
			guide_question_of(frame->subject, &ui->session->evidence));
	if (action == FIX_RETYPE) {
		ui_home(ui);
		return ui_push(ui, &view_address, 0, NULL, NULL);
	}
	if (action == FIX_CHAIN)
		return ui_push(ui, &view_save, 0, UI_SAVE_CHAIN, NULL);
	return check_again(ui, frame);
}

const struct view_ops view_fix = {
	.name = "fix",
	.fill = fill,
	.choose = choose,
};
