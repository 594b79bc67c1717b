/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "report/upstreams.h"

#define SCHEMA 1

static json_t *text_or_null(const char *text)
{
	char *clean = text ? text_clean(text, strlen(text), TEXT_LINES, 8192) : NULL;
	json_t *json = clean ? json_string(clean) : json_null();

	free(clean);
	return json;
}

static const char *change_name(enum nginx_change change)
{
	static const char *const names[] = {
		[NGINX_CHANGE_LINE] = "replace",
		[NGINX_CHANGE_ADD] = "add",
		[NGINX_CHANGE_REMOVE] = "remove",
	};

	return names[change];
}

static json_t *fault_json(const struct nginx_fault *fault)
{
	return json_pack("{s:o, s:i, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "file",
		text_or_null(fault->file), "line", fault->line, "id", nginx_fault_id(fault),
		"finding", fault->kind->id, "verdict", verdict_name(fault->kind->verdict),
		"written", text_or_null(fault->written), "change",
		text_or_null(change_name(fault->change)), "corrected",
		fault->better && *fault->better ? text_or_null(fault->better) : json_null(),
		"facts", facts_json(&fault->facts));
}

/* The faults (or, with REMARKS, what is none or could not be seen). */
static json_t *faults_json(const struct nginx_faults *faults, bool remarks)
{
	json_t *array = json_array();

	for (size_t i = 0; i < faults->count; i++) {
		enum verdict verdict = faults->items[i].kind->verdict;

		if ((verdict == VERDICT_FAIL || verdict == VERDICT_WARN) != remarks)
			json_array_append_new(array, fault_json(&faults->items[i]));
	}
	return array;
}

static json_t *look_json(const struct nginx_look *look)
{
	const struct seen_handshake *seen = &look->evidence.handshake;
	char *name = nginx_peer_name(look->peer);
	json_t *json = json_pack("{s:o, s:i, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "file",
		text_or_null(look->pass->directive->file), "line", look->pass->directive->line,
		"upstream", text_or_null(name), "encrypted", look->pass->encrypted, "address",
		text_or_null(seen->address), "sni", text_or_null(seen->sni), "stage",
		look->looked && look->pass->encrypted
			? json_string(stage_name(nginx_look_stage(look)))
			: json_null(),
		"protocol", text_or_null(seen->version_name), "cipher", text_or_null(seen->cipher),
		"group", text_or_null(seen->group));

	free(name);
	return json;
}

static json_t *looks_json(const struct nginx_looks *looks)
{
	json_t *array = json_array();

	for (size_t i = 0; i < looks->count; i++)
		json_array_append_new(array, look_json(&looks->items[i]));
	return array;
}

static json_t *version_json(const struct nginx_version *version)
{
	char text[48];

	if (!version->major && !version->minor)
		return json_null();
	snprintf(text, sizeof(text), "%d.%d.%d", version->major, version->minor, version->patch);
	return json_string(text);
}

char *report_upstreams_json(const struct upstreams *upstreams, bool on_one_line)
{
	json_t *json = json_pack("{s:i, s:o, s:o, s:o, s:o, s:o}", "schema", SCHEMA, "file",
		text_or_null(upstreams->file), "nginx", version_json(&upstreams->version),
		"findings", faults_json(&upstreams->faults, false), "remarks",
		faults_json(&upstreams->faults, true), "upstreams", looks_json(&upstreams->looks));
	char *dump = json_dumps(json, on_one_line ? JSON_COMPACT : JSON_INDENT(2));
	char *text = memory_format("%s\n", dump ? dump : "{}");

	free(dump);
	json_decref(json);
	return text;
}
