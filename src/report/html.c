/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report for a browser or a printer: one file without scripts, that fetches nothing. Two languages stand
 * side by side, part by part.
 */
#include <stdlib.h>
#include "base/memory.h"
#include "report/escape.h"
#include "report/formats.h"
#include "report/html_style.h"
#include "report/paper_kinds.h"
#include "report/sheet.h"

/* ---- The document ---- */

static char *title_of(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct sheet sheet = { .language = options->language };
	char *name, *title, *escaped;

	if (count != 1)
		return memory_text("tlsdoctor");
	name = target_name(&sessions[0]->evidence.settings.target);
	title = sheet_fill(&sheet, "TLS report for {host}", "host", name);
	escaped = escape_html(title);
	free(title);
	free(name);
	return escaped;
}

/* The policy keeps a browser from fetching or running anything, whatever stands in the file. */
static void begin_document(
	struct buffer *buffer, const struct report_options *options, const char *title)
{
	buffer_add_format(buffer,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>%s</title>\n<style>\n",
		language_code(options->language), title);
	buffer_add_text(buffer, html_style);
	buffer_add_text(buffer, "</style>\n</head>\n<body>\n<main>\n");
}

/* ---- Parts ---- */

/* Whether PART has anything to say in LANGUAGE. */
static bool add_column(struct sheet *sheet, sheet_part *part, const struct language *language)
{
	struct buffer *buffer = &sheet->paper.buffer;
	size_t empty;

	buffer_add_format(buffer, "<div lang=\"%s\">\n", language_code(language));
	empty = buffer->length;
	sheet->language = language;
	sheet->paper.language = language;
	part(sheet);
	paper_end(&sheet->paper);
	if (buffer->length == empty)
		return false;
	buffer_add_text(buffer, "</div>\n");
	return true;
}

static void add_part(struct sheet *sheet, sheet_part *part, const struct report_options *options)
{
	struct buffer *buffer = &sheet->paper.buffer;
	size_t before = buffer->length;

	buffer_add_text(
		buffer, options->second ? "<div class=\"part two\">\n" : "<div class=\"part\">\n");
	sheet->paper.second = false;
	if (!add_column(sheet, part, options->language)) {
		buffer->length = before;
		buffer->bytes[before] = '\0';
		return;
	}
	sheet->paper.second = true;
	if (options->second)
		add_column(sheet, part, options->second);
	buffer_add_text(buffer, "</div>\n");
}

static char *render_html(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct sheet sheet = {
		.paper = { .kind = &paper_html, .ascii = options->ascii },
		.own = options->own,
	};
	struct buffer *buffer = &sheet.paper.buffer;
	char *title = title_of(sessions, count, options);
	sheet_part *part;

	begin_document(buffer, options, title);
	free(title);
	for (size_t i = 0; i < count; i++) {
		sheet.session = sessions[i];
		buffer_add_text(buffer, "<article>\n");
		for (size_t p = 0; (part = sheet_part_at(p)); p++)
			add_part(&sheet, part, options);
		buffer_add_text(buffer, "</article>\n");
	}
	buffer_add_text(buffer, "</main>\n</body>\n</html>\n");
	return buffer_take(buffer);
}

const struct report_format report_html = {
	.id = "html",
	.render = render_html,
};
