/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page of the text report: what is wrong, who can fix it, how, and why we think so. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/own.h"
#include "guide/settle.h"
#include "report/sheet.h"

#define FIXES_MOST 16
#define SETTLERS_SHOWN 3
#define NUMBER_CELLS 3 /* of "1. " */
#define BULLET_CELLS 2 /* of "* " */

/* ---- The answer ---- */

void sheet_head(struct sheet *sheet)
{
	const struct evidence *evidence = &sheet->session->evidence;
	char *name = target_name(&evidence->settings.target);
	char *date = i18n_date_time(sheet->language, evidence->now_s);
	char *title;

	title = sheet_fill(sheet,
		/* xgettext:no-c-format,perl-brace-format */
		N_("TLS report for {host}"), "host", name);
	paper_heading(&sheet->paper, 1, 0, title);
	sheet_text(sheet, 0, INK_PLAIN,
		i18n_fill(
			/* xgettext:no-c-format,perl-brace-format */
			tr(sheet->language, N_("Checked on {date} by {program}")),
			(struct fill[]){
				{ "date", date },
				{ "program", PACKAGE_STRING },
				{ NULL, NULL },
			}));
	if (sheet->session->redacted)
		paper_text(&sheet->paper, 0, INK_PLAIN,
			tr(sheet->language,
				N_("Private details were taken out. Words in square brackets, "
				   "such as [address 1], stand in their place.")));
	free(title);
	free(date);
	free(name);
}

static const struct cause *first_cause(const struct session *session)
{
	return session->causes.count ? &session->causes.items[0] : NULL;
}

/* The answer in one sentence when no cause gives it. The caller frees it. */
static char *plain_verdict(const struct sheet *sheet)
{
	char *name = target_name(&sheet->session->evidence.settings.target);
	char *text;

	if (sheet->session->verdict == VERDICT_PASS)
		text = sheet_fill(sheet,
			/* xgettext:no-c-format,perl-brace-format */
			N_("No problem found. The handshake with {host} works from here."), "host",
			name);
	else
		text = sheet_fill(sheet,
			/* xgettext:no-c-format,perl-brace-format */
			N_("It could not be checked what is wrong with {host}."), "host", name);
	free(name);
	return text;
}

static char *cause_title(const struct sheet *sheet, const struct cause *cause)
{
	return guide_cause_title(
		sheet->language, cause, &sheet->session->evidence, &sheet->session->findings);
}

static void add_verdict(struct sheet *sheet)
{
	const struct session *session = sheet->session;
	const struct cause *cause = first_cause(session);
	char *title;

	paper_gap(&sheet->paper);
	if (session->state == SESSION_STOPPED)
		paper_text(&sheet->paper, 0, INK_PLAIN,
			tr(sheet->language, "You stopped the check. This was seen so far:"));
	title = cause ? cause_title(sheet, cause) : plain_verdict(sheet);
	paper_verdict(&sheet->paper, 0, 0, session->verdict, title);
	free(title);
	if (!cause && session->verdict == VERDICT_UNKNOWN)
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language, "This does not mean that the site is at fault."));
}

/* ---- Causes ---- */

static void add_who(struct sheet *sheet, const struct cause *cause)
{
	const struct language *language = sheet->language;

	sheet_field(sheet, INDENT, tr(language, "How sure"),
		memory_text(guide_likelihood(language, cause->confidence)));
	sheet_field(sheet, INDENT, tr(language, "Who can fix it"),
		memory_text(guide_who_mends(language, cause->rule->id, &sheet->session->evidence)));
	if (cause->severity == SEVERITY_WARN)
		sheet_field(sheet, INDENT, tr(language, "How serious"),
			memory_text(
				tr(language, "It works from here now. It fails for some programs, "
					     "or will soon.")));
}

/* Until we know that the site is what it says it is. */
static void add_caution(struct sheet *sheet, const struct cause *cause)
{
	if (cause->severity != SEVERITY_FAIL || cause->rule->stage != STAGE_CERTIFICATE)
		return;
	paper_gap(&sheet->paper);
	paper_text(&sheet->paper, INDENT, INK_PLAIN,
		tr(sheet->language,
			"Do not enter passwords or card numbers until this is solved."));
}

/* How to do it, the command to copy beneath. */
static void add_fix_text(struct sheet *sheet, int indent, const struct fix_row *fix)
{
	const struct session *session = sheet->session;

	sheet_text(sheet, indent, INK_PLAIN,
		guide_fix_text(sheet->language, fix, &session->evidence, &session->findings));
	if (guide_fix_command(fix))
		paper_verbatim(&sheet->paper, indent + INDENT, guide_fix_command(fix));
}

static void add_fixes(struct sheet *sheet, const struct cause *cause)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_fixes_for(
		cause->rule->id, &sheet->session->evidence, fixes, FIXES_MOST);

	if (!count)
		return;
	sheet_heading(sheet, tr(sheet->language, N_("What to do")));
	for (size_t i = 0; i < count && i < FIXES_MOST; i++) {
		const struct item item = { .point = POINT_NUMBER, .number = i + 1 };

		paper_item(&sheet->paper, INDENT, item, guide_fix_title(sheet->language, fixes[i]));
		if (i == 0)
			add_fix_text(sheet, INDENT + NUMBER_CELLS, fixes[i]);
	}
}

/* What the organization adds to the guide, at length: its proxy, whom to call. */
static void add_own_fixes(struct sheet *sheet, const struct cause *cause)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_own_fixes(
		sheet->own, cause->rule->id, 0, &sheet->session->evidence, fixes, FIXES_MOST);

	if (count)
		sheet_heading(sheet, tr(sheet->language, N_("What your organization says")));
	for (size_t i = 0; i < count; i++) {
		const struct item item = { .point = POINT_BULLET };

		paper_item(&sheet->paper, INDENT, item, guide_fix_title(sheet->language, fixes[i]));
		add_fix_text(sheet, INDENT + BULLET_CELLS, fixes[i]);
	}
}

static void add_reason(struct sheet *sheet, enum point point, const char *id)
{
	const struct item item = { .point = point };
	char *text = guide_reason_for(
		sheet->language, id, &sheet->session->findings, &sheet->session->evidence);

	if (text && text[0])
		paper_item(&sheet->paper, INDENT, item, text);
	free(text);
}

static void add_reasons(struct sheet *sheet, const struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++)
		add_reason(sheet, POINT_FOR, cause->because[i]);
	for (size_t i = 0; i < cause->against_count; i++)
		add_reason(sheet, POINT_AGAINST, cause->against[i]);
}

/* The most telling first; the rest would only make the report longer. */
static void add_settlers(struct sheet *sheet)
{
	const struct session *session = sheet->session;
	struct settler settlers[SETTLERS_MOST];
	size_t count = guide_settle(
		&session->evidence, &session->findings, &session->causes, settlers);

	if (count)
		sheet_heading(sheet, tr(sheet->language, N_("To be more certain")));
	for (size_t i = 0; i < count && i < SETTLERS_SHOWN; i++) {
		const struct item item = { .point = POINT_BULLET };
		char *text = guide_settler(sheet->language, &settlers[i]);

		paper_item(&sheet->paper, INDENT, item, text);
		free(text);
	}
}

static void add_first_cause(struct sheet *sheet, const struct cause *cause)
{
	const struct session *session = sheet->session;

	add_who(sheet, cause);
	add_caution(sheet, cause);
	paper_gap(&sheet->paper);
	sheet_text(sheet, INDENT, INK_PLAIN,
		guide_cause_text(sheet->language, cause, &session->evidence, &session->findings));
	add_fixes(sheet, cause);
	add_own_fixes(sheet, cause);
	sheet_heading(sheet, tr(sheet->language, N_("Why I think so")));
	add_reasons(sheet, cause);
	add_settlers(sheet);
}

static void add_other_causes(struct sheet *sheet)
{
	const struct causes *causes = &sheet->session->causes;

	sheet_heading(sheet, tr(sheet->language, N_("Other possible causes")));
	for (size_t i = 1; i < causes->count; i++) {
		const struct cause *cause = &causes->items[i];
		enum verdict verdict = cause->severity == SEVERITY_FAIL ? VERDICT_FAIL
									: VERDICT_WARN;
		char *title;

		if (i > 1)
			paper_gap(&sheet->paper);
		title = cause_title(sheet, cause);
		paper_verdict(&sheet->paper, 3, INDENT, verdict, title);
		free(title);
		add_who(sheet, cause);
		add_reasons(sheet, cause);
	}
}

/* ---- The message to send ---- */

/* Points begin with "* ", what stands below them with "  - ". */
static void add_message_line(struct sheet *sheet, const char *line, bool more)
{
	bool below = !strncmp(line, "  - ", 4);
	const struct item item = { .point = below ? POINT_BELOW : POINT_BULLET };

	if (below || !strncmp(line, "* ", 2))
		paper_item(&sheet->paper, INDENT * (below ? 2 : 1), item, line + (below ? 4 : 2));
	else if (*line)
		paper_text(&sheet->paper, INDENT, INK_PLAIN, line);
	else if (more)
		paper_gap(&sheet->paper);
}

static void add_message(struct sheet *sheet)
{
	const struct session *session = sheet->session;
	char *text = guide_message(
		sheet->language, &session->causes, &session->evidence, &session->findings);
	char *rest = text;

	if (!text)
		return;
	sheet_heading(sheet, tr(sheet->language, N_("A message to send them")));
	for (char *line; (line = strsep(&rest, "\n"));)
		add_message_line(sheet, line, rest && *rest);
	free(text);
}

/* ---- The whole ---- */

void sheet_answer(struct sheet *sheet)
{
	const struct causes *causes = &sheet->session->causes;

	add_verdict(sheet);
	if (causes->count)
		add_first_cause(sheet, &causes->items[0]);
	if (causes->count > 1)
		add_other_causes(sheet);
	if (causes->count && causes->items[0].severity == SEVERITY_FAIL)
		add_message(sheet);
}
