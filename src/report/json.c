/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report for programs. Its members, their names and their order are a promise (docs, SCHEMA): they
 * are added to, never changed, and never translated.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "guide/guide.h"
#include "guide/settle.h"
#include "report/accepts_json.h"
#include "report/formats.h"
#include "report/hello_json.h"

#define SCHEMA 1
#define FIXES_MOST 64
#define REAL_DIGITS 6

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *ms_or_null(int64_t ms)
{
	return ms >= 0 ? json_integer(ms) : json_null();
}

static json_t *texts(char *const *items, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, json_string(items[i]));
	return array;
}

static json_t *target_json(const struct target *target)
{
	return json_pack("{s:o, s:i, s:o}", "host", text_or_null(target->host), "port",
		target->port, "starttls", text_or_null(starttls_name(target->starttls)));
}

/* ---- Causes ---- */

static bool array_has(const json_t *array, const char *text)
{
	size_t index;
	json_t *item;

	json_array_foreach(array, index, item)
	{
		if (!strcmp(json_string_value(item), text))
			return true;
	}
	return false;
}

/* One fix may stand there for several systems: its id is named once. */
static json_t *fixes_json(const char *cause, const struct evidence *evidence)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_fixes_for(cause, evidence, fixes, FIXES_MOST);
	json_t *array = json_array();

	for (size_t i = 0; i < count && i < FIXES_MOST; i++) {
		if (!array_has(array, guide_fix_id(fixes[i])))
			json_array_append_new(array, json_string(guide_fix_id(fixes[i])));
	}
	return array;
}

/* Two decimals: more would pretend to know more. */
static double hundredths(double confidence)
{
	return (double)(int)(confidence * 100 + 0.5) / 100;
}

static json_t *cause_json(const struct cause *cause, const struct evidence *evidence)
{
	return json_pack("{s:s, s:s, s:f, s:s, s:o, s:o, s:o}", "id", cause->rule->id, "severity",
		severity_name(cause->severity), "confidence", hundredths(cause->confidence), "who",
		who_name(cause->rule->who), "because", texts(cause->because, cause->because_count),
		"against", texts(cause->against, cause->against_count), "fixes",
		fixes_json(cause->rule->id, evidence));
}

static json_t *causes_json(const struct causes *causes, const struct evidence *evidence)
{
	json_t *array = json_array();

	for (size_t i = 0; i < causes->count; i++)
		json_array_append_new(array, cause_json(&causes->items[i], evidence));
	return array;
}

/* What would settle it, best first: "question.other-network". */
static json_t *settle_json(const struct session *session)
{
	struct settler settlers[SETTLERS_MOST];
	size_t count = guide_settle(
		&session->evidence, &session->findings, &session->causes, settlers);
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array,
			json_sprintf("%s.%s", settle_kind_name(settlers[i].kind), settlers[i].id));
	return array;
}

/* ---- Checks ---- */

static json_t *findings_json(const struct findings *findings, const char *check)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (strcmp(finding->check, check))
			continue;
		json_array_append_new(array, json_pack("{s:s, s:s, s:o}", "id", finding->id,
						     "verdict", verdict_name(finding->verdict),
						     "facts", facts_json(&finding->facts)));
	}
	return array;
}

static json_t *checks_json(const struct findings *findings)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->check_count; i++) {
		const struct check_result *result = &findings->checks[i];

		json_array_append_new(
			array, json_pack("{s:s, s:s, s:o, s:o}", "id", result->id, "verdict",
				       verdict_name(result->verdict), "reason",
				       text_or_null(result->reason), "findings",
				       findings_json(findings, result->id)));
	}
	return array;
}

/* ---- Handshake ---- */

static json_t *times_json(const struct evidence *evidence)
{
	int64_t ms[REPORT_TIMES];

	report_times(evidence, ms);
	return json_pack("{s:o, s:o, s:o}", "dns", ms_or_null(ms[0]), "tcp", ms_or_null(ms[1]),
		"tls", ms_or_null(ms[2]));
}

static json_t *handshake_json(const struct session *session)
{
	const struct seen_handshake *handshake = &session->evidence.handshake;
	enum stage stage = report_stage(session);

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "stage",
		stage < STAGE_COUNT ? json_string(stage_name(stage)) : json_null(), "address",
		text_or_null(report_address(session)), "protocol",
		text_or_null(handshake->version_name), "cipher", text_or_null(handshake->cipher),
		"group", text_or_null(handshake->group), "alpn", text_or_null(handshake->alpn),
		"ms", times_json(&session->evidence));
}

/* ---- Clients ---- */

static json_t *connects_json(enum connects connects)
{
	return connects == CONNECTS_UNKNOWN ? json_null() : json_boolean(connects == CONNECTS_YES);
}

static json_t *clients_json(const struct clients *clients)
{
	json_t *array = json_array();

	for (size_t i = 0; i < clients->count; i++) {
		const struct client_verdict *verdict = &clients->items[i];

		json_array_append_new(array,
			json_pack("{s:s, s:o, s:o}", "id", verdict->client->id, "connects",
				connects_json(verdict->connects), "because",
				texts((char *const *)verdict->because, verdict->because_count)));
	}
	return array;
}

/* ---- Since an earlier run ---- */

static json_t *changes_json(const struct session *session)
{
	json_t *items;
	char since[32];

	if (!session->earlier)
		return json_null();
	items = json_array();
	for (size_t i = 0; i < session->changes.count; i++)
		json_array_append_new(
			items, json_pack("{s:s, s:o}", "id", session->changes.items[i].id, "facts",
				       facts_json(&session->changes.items[i].facts)));
	timing_iso(session->earlier->evidence.now_s, since, sizeof(since));
	return json_pack("{s:s, s:o}", "since", since, "items", items);
}

/* ---- The whole ---- */

static json_t *session_json(const struct session *session, const struct report_options *options)
{
	json_t *json = json_pack("{s:i, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "schema", SCHEMA,
		"target", target_json(&session->evidence.settings.target), "verdict",
		verdict_name(session->verdict), "causes",
		causes_json(&session->causes, &session->evidence), "settle", settle_json(session),
		"checks", checks_json(&session->findings), "handshake", handshake_json(session),
		"clients", clients_json(&session->clients));

	json_object_set_new(json, "accepts", accepts_json(&session->evidence));
	if (session->evidence.hellos.count)
		json_object_set_new(json, "common",
			hello_common_json(&session->evidence.hellos.items[0], &session->evidence));
	if (session->compared)
		json_object_set_new(json, "changes", changes_json(session));
	if (session->redacted)
		json_object_set_new(json, "redacted", json_true());
	if (options->with_evidence)
		json_object_set_new(json, "evidence", evidence_json(&session->evidence));
	return json;
}

/* jansson gives up (NULL) only for want of memory or on bytes that aren't UTF-8; those were cleaned. */
static void add_dump(struct buffer *buffer, const json_t *json, size_t flags)
{
	char *text = json_dumps(json, flags | JSON_REAL_PRECISION(REAL_DIGITS));

	buffer_add_text(buffer, text ? text : "null");
	buffer_add_char(buffer, '\n');
	free(text);
}

static char *render_json(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct buffer buffer = { 0 };
	json_t *json;

	if (count == 1) {
		json = session_json(sessions[0], options);
	} else {
		json = json_array();
		for (size_t i = 0; i < count; i++)
			json_array_append_new(json, session_json(sessions[i], options));
	}
	add_dump(&buffer, json, JSON_INDENT(2));
	json_decref(json);
	return buffer_take(&buffer);
}

static char *between_json(const struct report_options *options)
{
	(void)options;
	return memory_text(",\n");
}

static char *render_jsonl(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct buffer buffer = { 0 };

	for (size_t i = 0; i < count; i++) {
		json_t *json = session_json(sessions[i], options);

		add_dump(&buffer, json, JSON_COMPACT);
		json_decref(json);
	}
	return buffer_take(&buffer);
}

static char *between_jsonl(const struct report_options *options)
{
	(void)options;
	return memory_text("");
}

static const struct report_series array = {
	.open = "[\n",
	.between = between_json,
	.close = "]\n",
	.none = "[]\n",
};

static const struct report_series lines = {
	.open = "",
	.between = between_jsonl,
	.close = "",
	.none = "",
};

const struct report_format report_json = {
	.id = "json",
	.render = render_json,
	.series = &array,
};

const struct report_format report_jsonl = {
	.id = "jsonl",
	.render = render_jsonl,
	.series = &lines,
};
