/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/explain.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "guide/paste.h"
#include "report/sheet.h"

#define COLUMNS_USUAL 80
#define COLUMNS_LEAST 30
#define MESSAGES_SHOWN 4
#define CAUSES_SHOWN 5
#define FIXES_MOST 4
#define SCORE_TOO_LOW 0.35 /* below it, a further message only says that something failed */

/* ---- For people ---- */

/* "OpenSSL, line 3" for the line that says so. */
static char *place_of(
	const struct sheet *sheet, const struct paste *paste, const struct paste_message *message)
{
	char line[24];

	if (paste->lines < 2)
		return memory_format("%s:", message->producer);
	snprintf(line, sizeof(line), "%llu", (unsigned long long)message->line);
	return i18n_fill(tr(sheet->language,
				 /* xgettext:no-c-format,perl-brace-format */
				 N_("{producer}, line {line}:")),
		(struct fill[]){
			{ "producer", message->producer },
			{ "line", line },
			{ NULL, NULL },
		});
}

/* The first paragraph alone. */
static char *first_of(char *text)
{
	char *end = strstr(text, "\n\n");

	if (end)
		*end = '\0';
	return text;
}

static void add_message(struct sheet *sheet, const struct paste *paste, size_t index)
{
	const struct paste_message *message = &paste->messages[index];
	char *meaning = guide_paste_meaning(sheet->language, message->meaning);

	if (index)
		paper_gap(&sheet->paper);
	sheet_text(sheet, INDENT, INK_PLAIN, place_of(sheet, paste, message));
	paper_text(&sheet->paper, 2 * INDENT, INK_STRONG, message->excerpt);
	sheet_text(sheet, INDENT, INK_PLAIN, index ? first_of(meaning) : meaning);
}

static void add_messages(struct sheet *sheet, const struct paste *paste)
{
	sheet_heading(sheet, tr(sheet->language, N_("What the message says")));
	for (size_t i = 0; i < paste->message_count && i < MESSAGES_SHOWN; i++)
		if (!i || paste->messages[i].score >= SCORE_TOO_LOW)
			add_message(sheet, paste, i);
}

static void add_causes(struct sheet *sheet, const struct paste *paste)
{
	sheet_heading(sheet, tr(sheet->language, N_("What can be behind it, most likely first")));
	for (size_t i = 0; i < paste->cause_count && i < CAUSES_SHOWN; i++) {
		char *title = guide_paste_title(sheet->language, paste, i);
		char lead[24];
		int wide = snprintf(lead, sizeof(lead), "%zu. ", i + 1);

		paper_lead(&sheet->paper, INDENT, lead, i ? INK_PLAIN : INK_STRONG, title);
		if (!i)
			sheet_text(sheet, INDENT + wide, INK_PLAIN,
				guide_paste_text(sheet->language, paste, i));
		free(title);
	}
}

/* Who reads this may be the owner: what mends it comes before whom to tell. */
static const struct fix_row *best_fix(const struct fix_row *const *fixes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(guide_fix_id(fixes[i]), "site.", strlen("site.")) != 0)
			return fixes[i];
	return fixes[0];
}

static void add_fix(struct sheet *sheet, const struct paste *paste)
{
	const struct fix_row *fixes[FIXES_MOST], *fix;
	size_t count = guide_paste_fixes(paste, 0, NULL, fixes, FIXES_MOST);

	if (!count)
		return;
	fix = best_fix(fixes, count < FIXES_MOST ? count : FIXES_MOST);
	sheet_heading(sheet, tr(sheet->language, N_("What to do")));
	paper_text(&sheet->paper, INDENT, INK_STRONG, guide_fix_title(sheet->language, fix));
	sheet_text(sheet, INDENT, INK_PLAIN, guide_paste_fix_text(sheet->language, paste, fix));
	if (guide_fix_command(fix))
		paper_verbatim(&sheet->paper, 2 * INDENT, guide_fix_command(fix));
}

static void add_check(struct sheet *sheet, const struct paste *paste)
{
	char *address = guide_paste_address(paste);
	char *command = memory_format("tlsdoctor check %s", address ? address : "ADDRESS");

	sheet_heading(sheet, tr(sheet->language, N_("To find out which cause it is")));
	paper_verbatim(&sheet->paper, 2 * INDENT, command);
	free(command);
	free(address);
}

static char *render_text(const struct paste *paste, const struct report_options *options)
{
	int columns = options->columns > 0 ? options->columns : COLUMNS_USUAL;
	struct sheet sheet = {
		.paper = {
			.columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns,
			.color = options->color,
			.ascii = options->ascii,
		},
		.language = options->language,
	};

	if (!paste->message_count) {
		paper_text(&sheet.paper, 0, INK_STRONG,
			tr(sheet.language, N_("I don't recognize a TLS error here.")));
		paper_text(&sheet.paper, 0, INK_PLAIN,
			tr(sheet.language,
				N_("Give the whole message, with its code and the lines around it. "
				   "Errors that are not about a secure connection are not "
				   "explained here.")));
		return buffer_take(&sheet.paper.buffer);
	}
	add_messages(&sheet, paste);
	add_causes(&sheet, paste);
	add_fix(&sheet, paste);
	add_check(&sheet, paste);
	return buffer_take(&sheet.paper.buffer);
}

/* ---- For programs ---- */

static double hundredths(double share)
{
	return (double)(int)(share * 100 + 0.5) / 100;
}

static json_t *fixes_json(const struct paste *paste, size_t index)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_paste_fixes(paste, index, NULL, fixes, FIXES_MOST);
	json_t *array = json_array();

	for (size_t i = 0; i < count && i < FIXES_MOST; i++)
		json_array_append_new(array, json_string(guide_fix_id(fixes[i])));
	return array;
}

static json_t *causes_json(const struct paste *paste)
{
	json_t *array = json_array();

	for (size_t i = 0; i < paste->cause_count; i++) {
		const struct paste_cause *cause = &paste->causes[i];
		const struct cause_rule *rule = diagnosis_rule(cause->id);
		char *because = memory_format("paste.%s", cause->meaning);

		json_array_append_new(
			array, json_pack("{s:s, s:f, s:s, s:s, s:[s], s:o}", "id", cause->id,
				       "confidence", hundredths(cause->confidence), "producer",
				       cause->producer, "who", who_name(rule->who), "because",
				       because, "fixes", fixes_json(paste, i)));
		free(because);
	}
	return array;
}

static json_t *messages_json(const struct paste *paste)
{
	json_t *array = json_array();

	for (size_t i = 0; i < paste->message_count; i++) {
		const struct paste_message *message = &paste->messages[i];
		char *id = memory_format("paste.%s", message->meaning);

		json_array_append_new(array,
			json_pack("{s:s, s:s, s:I, s:I, s:s}", "id", id, "producer",
				message->producer, "line", (json_int_t)message->line, "count",
				(json_int_t)message->count, "text", message->excerpt));
		free(id);
	}
	return array;
}

static json_t *number_or_null(int number)
{
	return number >= 0 ? json_integer(number) : json_null();
}

static json_t *found_json(const struct paste_found *found)
{
	return json_pack("{s:s?, s:o, s:s?, s:s?, s:o, s:s?, s:s?}", "host", found->host, "port",
		number_or_null(found->port), "address", found->address, "time", found->time,
		"alert", number_or_null(found->alert), "library", found->library, "version",
		found->version);
}

static char *dump(const struct paste *paste, size_t flags)
{
	json_t *json = json_pack("{s:i, s:o, s:o, s:o}", "schema", 1, "causes", causes_json(paste),
		"found", found_json(&paste->found), "messages", messages_json(paste));
	struct buffer buffer = { 0 };
	char *text = json_dumps(json, flags | JSON_REAL_PRECISION(4));

	buffer_add_text(&buffer, text ? text : "null");
	buffer_add_char(&buffer, '\n');
	free(text);
	json_decref(json);
	return buffer_take(&buffer);
}

static char *render_json(const struct paste *paste, const struct report_options *options)
{
	(void)options;
	return dump(paste, JSON_INDENT(2));
}

static char *render_jsonl(const struct paste *paste, const struct report_options *options)
{
	(void)options;
	return dump(paste, JSON_COMPACT);
}

/* ---- The formats ---- */

static const struct {
	const char *id;
	char *(*render)(const struct paste *paste, const struct report_options *options);
} formats[] = {
	{ "text", render_text },
	{ "json", render_json },
	{ "jsonl", render_jsonl },
};

const char *report_explain_format_at(size_t index)
{
	return index < sizeof(formats) / sizeof(formats[0]) ? formats[index].id : NULL;
}

char *report_explain(
	const char *format, const struct paste *paste, const struct report_options *options)
{
	for (size_t i = 0; report_explain_format_at(i); i++)
		if (!strcmp(formats[i].id, format))
			return formats[i].render(paste, options);
	return NULL;
}
