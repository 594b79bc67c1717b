/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "base/timing.h"
#include "report/logs.h"

#define SCHEMA 1

static json_t *text_or_null(const char *text)
{
	char *clean = text && *text ? text_clean(text, strlen(text), TEXT_ONE_LINE, 4096) : NULL;
	json_t *json = clean ? json_string(clean) : json_null();

	free(clean);
	return json;
}

static json_t *time_or_null(int64_t time_s)
{
	char iso[24];

	if (time_s < 0)
		return json_null();
	timing_iso(time_s, iso, sizeof(iso));
	return json_string(iso);
}

static json_t *findings_json(const struct log_book *book)
{
	json_t *array = json_array();

	for (size_t i = 0; i < book->finding_count; i++) {
		const struct log_finding *finding = &book->findings[i];

		json_array_append_new(array,
			json_pack("{s:o, s:I, s:s, s:b}", "file", text_or_null(finding->file),
				"line", (json_int_t)finding->line, "id", finding->cause, "noise",
				finding->noise));
	}
	return array;
}

static json_t *histogram_json(const struct log_group *group)
{
	json_t *counts = json_array();

	if (group->first_s < 0) {
		json_decref(counts);
		return json_null();
	}
	for (int i = 0; i < LOG_BARS; i++)
		json_array_append_new(counts, json_integer((json_int_t)group->bars[i]));
	return json_pack("{s:o, s:I, s:o}", "start", time_or_null(group->start_s), "seconds",
		(json_int_t)group->bar_s, "counts", counts);
}

static json_t *clients_json(const struct log_group *group)
{
	json_t *array = json_array();

	for (size_t i = 0; i < group->network_count; i++) {
		const struct log_network *network = &group->networks[i];

		json_array_append_new(array,
			json_pack("{s:o, s:I, s:I, s:I, s:o}", "network",
				text_or_null(network->name), "count", (json_int_t)network->count,
				"requests", (json_int_t)network->requests, "refused",
				(json_int_t)network->refused, "agent",
				text_or_null(network->agent)));
	}
	return array;
}

static json_t *groups_json(const struct log_book *book)
{
	static const char *const kinds[] = {
		[LOG_REAL] = "real",
		[LOG_PLAIN] = "plain-http",
		[LOG_NOISE] = "noise",
	};
	json_t *array = json_array();

	for (size_t i = 0; i < book->group_count; i++) {
		const struct log_group *group = &book->groups[i];

		json_array_append_new(array,
			json_pack(
				"{s:s, s:s, s:s, s:b, s:o, s:I, s:o, s:o, s:o, s:I, s:o, s:o, s:o}",
				"id", group->cause, "side",
				group->side == LOG_UPSTREAM ? "upstream" : "client", "kind",
				kinds[group->kind], "noise", group->kind != LOG_REAL, "upstream",
				text_or_null(group->place), "count", (json_int_t)group->count,
				"first", time_or_null(group->first_s), "last",
				time_or_null(group->last_s), "file", text_or_null(group->file),
				"line", (json_int_t)group->line, "sample",
				text_or_null(group->sample), "histogram", histogram_json(group),
				"clients", clients_json(group)));
	}
	return array;
}

char *report_logs_json(const struct logs *logs, bool on_one_line)
{
	const struct log_book *book = &logs->book;
	json_t *json = json_pack("{s:i, s:I, s:I, s:o, s:I, s:o}", "schema", SCHEMA, "lines",
		(json_int_t)book->lines, "failures", (json_int_t)book->failures, "findings",
		findings_json(book), "findings_left_out", (json_int_t)book->findings_left_out,
		"groups", groups_json(book));
	char *dump = json_dumps(json, on_one_line ? JSON_COMPACT : JSON_INDENT(2));
	char *text = memory_format("%s\n", dump ? dump : "{}");

	free(dump);
	json_decref(json);
	return text;
}
