/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was watched, for programs. The members are a promise like those of report/json.c. */
#include <jansson.h>
#include <stdlib.h>
#include "base/buffer.h"
#include "base/timing.h"
#include "report/watch.h"

#define SCHEMA 1
#define ISO_ROOM 24
#define REAL_DIGITS 6

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *number_or_null(int64_t number)
{
	return number >= 0 ? json_integer(number) : json_null();
}

static json_t *time_json(int64_t at_s)
{
	char iso[ISO_ROOM];

	timing_iso(at_s, iso, sizeof(iso));
	return json_string(iso);
}

static json_t *target_json(const struct watched *watched)
{
	const struct target *target = &watched->session->evidence.settings.target;

	return json_pack("{s:s, s:i, s:o, s:o}", "host", target->host, "port", target->port,
		"starttls", text_or_null(starttls_name(target->starttls)), "via",
		text_or_null(watched->via));
}

static json_t *certificate_json(const struct watched *watched)
{
	const struct seen_handshake *handshake = &watched->session->evidence.handshake;
	int64_t days;

	if (!watched_days(watched, &days))
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:I}", "sha256", text_or_null(handshake->chain[0].sha256),
		"issuer", text_or_null(handshake->chain[0].issuer), "not_after",
		time_json(handshake->chain[0].not_after), "days", (json_int_t)days);
}

static json_t *looks_json(const struct watched *watched)
{
	double success = watched_success(watched);
	json_t *json = json_object();

	for (int i = 0; i < WATCH_RESULT_COUNT; i++)
		json_object_set_new(json, watch_result_name((enum watch_result)i),
			json_integer((json_int_t)watched->looks[i]));
	json_object_set_new(json, "success", success >= 0 ? json_real(success) : json_null());
	return json;
}

static json_t *times_json(const struct watched *watched)
{
	struct watch_times times = watched_times(watched);

	return json_pack("{s:o, s:o, s:o, s:o}", "min", number_or_null(times.min_ms), "median",
		number_or_null(times.median_ms), "p95", number_or_null(times.p95_ms), "max",
		number_or_null(times.max_ms));
}

static json_t *changes_json(const struct watched *watched)
{
	json_t *array = json_array();

	for (size_t i = 0; i < watched->change_count; i++) {
		const struct watch_change *change = &watched->changes[i];

		json_array_append_new(array,
			json_pack("{s:s, s:o, s:o, s:o}", "id", watch_change_name(change->kind),
				"at", time_json(change->at_s), "from", text_or_null(change->from),
				"to", text_or_null(change->to)));
	}
	return array;
}

static json_t *watched_json(const struct watch_round *round, const struct watched *watched)
{
	const struct session *session = watched->session;
	const struct seen_handshake *handshake = &session->evidence.handshake;
	const struct causes *causes = &session->causes;
	enum watch_measure by;
	enum watch_state state = watched_state(watched, round->limits, &by);

	return json_pack("{s:i, s:o, s:I, s:o, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"schema", SCHEMA, "target", target_json(watched), "round",
		(json_int_t)round->number, "at", time_json(session->evidence.now_s), "state",
		watch_state_name(state), "limit",
		by < WATCH_MEASURE_COUNT ? json_string(watch_measure_name(by)) : json_null(),
		"verdict", verdict_name(session->verdict), "cause",
		text_or_null(causes->count ? causes->items[0].rule->id : NULL), "protocol",
		text_or_null(handshake->version_name), "ms",
		number_or_null(watched_time_ms(watched)), "certificate", certificate_json(watched),
		"looks", looks_json(watched), "times", times_json(watched), "changes",
		changes_json(watched));
}

static void add_dump(struct buffer *text, json_t *json, size_t flags)
{
	char *dump = json_dumps(json, flags | JSON_REAL_PRECISION(REAL_DIGITS));

	buffer_add_text(text, dump ? dump : "null");
	buffer_add_char(text, '\n');
	free(dump);
	json_decref(json);
}

static json_t *all_json(const struct watch_round *round)
{
	json_t *array = json_array();

	for (size_t i = 0; i < round->count; i++)
		if (round->items[i]->session)
			json_array_append_new(array, watched_json(round, round->items[i]));
	return array;
}

char *watch_json(const struct watch_round *round, bool on_lines)
{
	struct buffer text = { 0 };

	if (!on_lines && round->count == 1 && round->items[0]->session) {
		add_dump(&text, watched_json(round, round->items[0]), JSON_INDENT(2));
	} else if (!on_lines) {
		add_dump(&text, all_json(round), JSON_INDENT(2));
	} else {
		for (size_t i = 0; i < round->count; i++)
			if (round->items[i]->session)
				add_dump(&text, watched_json(round, round->items[i]), JSON_COMPACT);
	}
	return buffer_take(&text);
}
