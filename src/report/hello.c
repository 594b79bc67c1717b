/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hello.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "report/hello_json.h"
#include "report/sheet.h"

#define COLUMNS_USUAL 80
#define COLUMNS_LEAST 30

/* ---- For people ---- */

static char *render_text(const struct seen_hellos *hellos, const struct session *session,
	const struct report_options *options)
{
	int columns = options->columns > 0 ? options->columns : COLUMNS_USUAL;
	struct sheet sheet = {
		.paper = {
			.columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns,
			.color = options->color,
			.ascii = options->ascii,
		},
		.language = options->language,
		.session = session,
	};

	for (size_t i = 0; i < hellos->count; i++) {
		if (i > 0) {
			paper_gap(&sheet.paper);
			paper_rule(&sheet.paper);
		}
		sheet_hello(&sheet, &hellos->items[i], session ? &session->evidence : NULL);
	}
	return buffer_take(&sheet.paper.buffer);
}

/* ---- For programs ---- */

static json_t *object_of(const struct seen_hello *hello, const struct session *session)
{
	return json_pack("{s:o, s:o}", "hello", hello_json(hello), "common",
		session ? hello_common_json(hello, &session->evidence) : json_null());
}

static char *dump(const struct seen_hellos *hellos, const struct session *session, size_t flags)
{
	json_t *json = object_of(&hellos->items[0], session);
	json_t *others = json_array();
	struct buffer buffer = { 0 };
	char *text;

	for (size_t i = 1; i < hellos->count; i++)
		json_array_append_new(others, object_of(&hellos->items[i], session));
	json_object_set_new(json, "others", others);
	text = json_dumps(json, flags);
	buffer_add_text(&buffer, text ? text : "null");
	buffer_add_char(&buffer, '\n');
	free(text);
	json_decref(json);
	return buffer_take(&buffer);
}

static char *render_json(const struct seen_hellos *hellos, const struct session *session,
	const struct report_options *options)
{
	(void)options;
	return dump(hellos, session, JSON_INDENT(2));
}

static char *render_jsonl(const struct seen_hellos *hellos, const struct session *session,
	const struct report_options *options)
{
	(void)options;
	return dump(hellos, session, JSON_COMPACT);
}

/* ---- Which is which ---- */

static const struct {
	const char *id;
	char *(*render)(const struct seen_hellos *hellos, const struct session *session,
		const struct report_options *options);
} formats[] = {
	{ "text", render_text },
	{ "json", render_json },
	{ "jsonl", render_jsonl },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

char *report_hellos(const char *format, const struct seen_hellos *hellos,
	const struct session *session, const struct report_options *options)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (!strcmp(formats[i].id, format))
			return formats[i].render(hellos, session, options);
	return NULL;
}
