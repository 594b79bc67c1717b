/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include <string.h>
#include "report/formats.h"

static const struct report_format *const formats[] = {
	&report_text,
	&report_json,
	&report_jsonl,
	&report_html,
	&report_markdown,
};

const struct report_format *report_format_at(size_t index)
{
	return index < sizeof(formats) / sizeof(formats[0]) ? formats[index] : NULL;
}

const struct report_format *report_format(const char *id)
{
	for (size_t i = 0; report_format_at(i); i++) {
		if (!strcmp(report_format_at(i)->id, id))
			return report_format_at(i);
	}
	return NULL;
}

static bool seen(const struct evidence *evidence, enum part part)
{
	return evidence->parts[part].state == PART_SEEN;
}

/* Before the handshake: what kept it from being tried. */
static enum stage stage_before_hello(const struct evidence *evidence)
{
	enum lookup_outcome looked_up = evidence->lookup.outcome;

	if (!seen(evidence, PART_LOOKUP))
		return STAGE_COUNT;
	if (looked_up != LOOKUP_FOUND && looked_up != LOOKUP_NOT_NEEDED)
		return evidence->connect.proxy == PROXY_NOT_USED ? STAGE_DNS : STAGE_PROXY;
	if (!seen(evidence, PART_CONNECT))
		return STAGE_COUNT;
	return evidence->connect.proxy == PROXY_NOT_USED ? STAGE_TCP : STAGE_PROXY;
}

enum stage report_stage(const struct session *session)
{
	const struct evidence *evidence = &session->evidence;
	const struct causes *causes = &session->causes;

	if (causes->count && causes->items[0].severity == SEVERITY_FAIL)
		return causes->items[0].rule->stage;
	if (seen(evidence, PART_HANDSHAKE) && evidence->handshake.outcome != HS_NOT_TRIED)
		return evidence->handshake.stage;
	return stage_before_hello(evidence);
}

const char *report_address(const struct session *session)
{
	const struct seen_connect *connect = &session->evidence.connect;

	if (session->evidence.handshake.address)
		return session->evidence.handshake.address;
	if (connect->chosen >= 0 && (size_t)connect->chosen < connect->attempt_count)
		return connect->attempts[connect->chosen].address;
	return NULL;
}

void report_times(const struct evidence *evidence, int64_t ret_ms[REPORT_TIMES])
{
	const struct seen_connect *connect = &evidence->connect;
	int64_t tcp_ms = evidence->handshake.tcp_ms;

	if (tcp_ms < 0 && connect->chosen >= 0 && (size_t)connect->chosen < connect->attempt_count)
		tcp_ms = connect->attempts[connect->chosen].ms;
	ret_ms[0] = evidence->lookup.ms;
	ret_ms[1] = tcp_ms;
	ret_ms[2] = evidence->handshake.tls_ms;
}
