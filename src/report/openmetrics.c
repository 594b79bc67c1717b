/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For Prometheus and its kin: the text format of OpenMetrics 1.0. Each family stands in one piece, with its type, its
 * unit at the end of its name, and a line of help; none of it is ever translated.
 */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/monitor.h"

#define VALUE_MOST 1024 /* bytes of a label's value */

struct page {
	struct buffer text;
	const struct watched **items; /* each target once */
	size_t count;
};

/* ---- Lines ---- */

/* VALUE, cleaned, as a label's value is written. */
static void add_quoted(struct buffer *text, const char *name, const char *value)
{
	char *clean = text_clean(value, strlen(value), TEXT_ONE_LINE, VALUE_MOST);

	buffer_add_format(text, "%s=\"", name);
	for (const char *at = clean; *at; at++) {
		if (*at == '"' || *at == '\\')
			buffer_add_char(text, '\\');
		buffer_add_char(text, *at);
	}
	buffer_add_char(text, '"');
	free(clean);
}

/* Labels behind those of the target; their list ends with a NULL name, one with a NULL value is left out. */
static void add_name(struct page *page, const char *name, const struct watched *watched,
	const struct fill *labels)
{
	buffer_add_format(&page->text, "tlsdoctor_%s{", name);
	add_quoted(&page->text, "target", watched->name);
	if (watched->via) {
		buffer_add_char(&page->text, ',');
		add_quoted(&page->text, "via", watched->via);
	}
	for (; labels && labels->name; labels++) {
		if (!labels->value)
			continue;
		buffer_add_char(&page->text, ',');
		add_quoted(&page->text, labels->name, labels->value);
	}
	buffer_add_text(&page->text, "} ");
}

static void add_count(struct page *page, const char *name, const struct watched *watched,
	const struct fill *labels, int64_t value)
{
	add_name(page, name, watched, labels);
	buffer_add_format(&page->text, "%lld\n", (long long)value);
}

/* Milliseconds as seconds. */
static void add_seconds(struct page *page, const char *name, const struct watched *watched,
	const struct fill *labels, int64_t ms)
{
	add_name(page, name, watched, labels);
	buffer_add_format(
		&page->text, "%lld.%03lld\n", (long long)(ms / 1000), (long long)(ms % 1000));
}

/* ---- Families ---- */

static void add_verdict(struct page *page, const struct watched *watched)
{
	static const enum verdict verdicts[] = { VERDICT_PASS, VERDICT_WARN, VERDICT_FAIL,
		VERDICT_UNKNOWN };

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		add_count(page, "verdict", watched,
			(struct fill[]){ { "tlsdoctor_verdict", verdict_name(verdicts[i]) },
				{ NULL, NULL } },
			watched->session->verdict == verdicts[i]);
}

static void add_causes(struct page *page, const struct watched *watched)
{
	const struct causes *causes = &watched->session->causes;

	for (size_t i = 0; i < causes->count; i++)
		add_count(page, "cause", watched,
			(struct fill[]){ { "cause", causes->items[i].rule->id },
				{ "severity", severity_name(causes->items[i].severity) },
				{ "who", who_name(causes->items[i].rule->who) }, { NULL, NULL } },
			1);
}

static void add_connection(struct page *page, const struct watched *watched)
{
	const struct seen_handshake *handshake = &watched->session->evidence.handshake;

	if (handshake->outcome == HS_DONE)
		add_count(page, "connection_info", watched,
			(struct fill[]){ { "address", handshake->address },
				{ "protocol", handshake->version_name },
				{ "cipher", handshake->cipher }, { "group", handshake->group },
				{ NULL, NULL } },
			1);
}

static const struct seen_cert *leaf_of(const struct watched *watched)
{
	const struct seen_handshake *handshake = &watched->session->evidence.handshake;

	return handshake->chain_count && handshake->chain[0].not_after >= 0 ? &handshake->chain[0]
									    : NULL;
}

static void add_certificate(struct page *page, const struct watched *watched)
{
	const struct seen_cert *leaf = leaf_of(watched);

	if (leaf)
		add_count(page, "certificate_info", watched,
			(struct fill[]){ { "sha256", leaf->sha256 }, { "serial", leaf->serial },
				{ "issuer", leaf->issuer }, { NULL, NULL } },
			1);
}

static void add_not_after(struct page *page, const struct watched *watched)
{
	const struct seen_cert *leaf = leaf_of(watched);

	if (leaf)
		add_count(page, "certificate_not_after_seconds", watched, NULL, leaf->not_after);
}

static void add_handshake(struct page *page, const struct watched *watched)
{
	if (watched_time_ms(watched) >= 0)
		add_seconds(page, "handshake_seconds", watched, NULL, watched_time_ms(watched));
}

static void add_connect(struct page *page, const struct watched *watched)
{
	int64_t ms = watched->session->evidence.handshake.tcp_ms;

	if (ms >= 0)
		add_seconds(page, "connect_seconds", watched, NULL, ms);
}

static void add_looked(struct page *page, const struct watched *watched)
{
	add_count(page, "looked_seconds", watched, NULL, watched->session->evidence.now_s);
}

static void add_looks(struct page *page, const struct watched *watched)
{
	for (int i = 0; i < WATCH_RESULT_COUNT; i++)
		add_count(page, "looks_total", watched,
			(struct fill[]){ { "result", watch_result_name((enum watch_result)i) },
				{ NULL, NULL } },
			(int64_t)watched->looks[i]);
}

static void add_changes(struct page *page, const struct watched *watched)
{
	for (int i = 0; i < WATCH_CHANGE_COUNT; i++)
		add_count(page, "changes_total", watched,
			(struct fill[]){ { "change", watch_change_name((enum watch_change_kind)i) },
				{ NULL, NULL } },
			(int64_t)watched->changed[i]);
}

static void add_times(struct page *page, const struct watched *watched)
{
	struct watch_times times = watched_times(watched);
	const struct {
		const char *quantile;
		int64_t ms;
	} rows[] = {
		{ "0.0", times.min_ms },
		{ "0.5", times.median_ms },
		{ "0.95", times.p95_ms },
		{ "1.0", times.max_ms },
	};

	for (size_t i = 0; watched->time_count && i < sizeof(rows) / sizeof(rows[0]); i++)
		add_seconds(page, "handshake_time_seconds", watched,
			(struct fill[]){ { "quantile", rows[i].quantile }, { NULL, NULL } },
			rows[i].ms);
	add_count(
		page, "handshake_time_seconds_count", watched, NULL, (int64_t)watched->time_count);
	add_seconds(page, "handshake_time_seconds_sum", watched, NULL, watched->time_sum_ms);
}

static const struct family {
	const char *name, *type, *unit, *help;
	void (*add)(struct page *page, const struct watched *watched);
	bool watched; /* only many looks can tell */
} families[] = {
	{ "verdict", "stateset", NULL, "What the last look came to.", add_verdict, false },
	{ "cause", "gauge", NULL, "1 for each cause that the last look found.", add_causes, false },
	{ "connection", "info", NULL, "What the last handshake agreed on.", add_connection, false },
	{ "certificate", "info", NULL, "The server's certificate.", add_certificate, false },
	{ "certificate_not_after_seconds", "gauge", "seconds",
		"When the certificate ends, in seconds since 1970.", add_not_after, false },
	{ "connect_seconds", "gauge", "seconds", "How long the last TCP connection took.",
		add_connect, false },
	{ "handshake_seconds", "gauge", "seconds", "How long the last TLS handshake took.",
		add_handshake, false },
	{ "looked_seconds", "gauge", "seconds", "When the last look began, in seconds since 1970.",
		add_looked, false },
	{ "looks", "counter", NULL, "Looks so far, by how they ended.", add_looks, true },
	{ "changes", "counter", NULL, "What became another between two looks.", add_changes, true },
	{ "handshake_time_seconds", "summary", "seconds",
		"How long good TLS handshakes took; the quantiles are of the last 1024.", add_times,
		true },
};

/* ---- The page ---- */

/* Twice the same labels would make the whole page invalid. */
static void add_item(struct page *page, const struct watched *watched)
{
	for (size_t i = 0; i < page->count; i++)
		if (!strcmp(page->items[i]->name, watched->name) &&
			text_equal(page->items[i]->via, watched->via))
			return;
	page->items[page->count++] = watched;
}

static void add_family(struct page *page, const struct family *family)
{
	buffer_add_format(&page->text, "# TYPE tlsdoctor_%s %s\n", family->name, family->type);
	if (family->unit)
		buffer_add_format(
			&page->text, "# UNIT tlsdoctor_%s %s\n", family->name, family->unit);
	buffer_add_format(&page->text, "# HELP tlsdoctor_%s %s\n", family->name, family->help);
	for (size_t i = 0; i < page->count; i++)
		family->add(page, page->items[i]);
}

char *monitor_openmetrics(const struct watched *const *items, size_t count, bool watched)
{
	struct page page = { .items = memory_new(count + 1, sizeof(*page.items)) };

	for (size_t i = 0; i < count; i++)
		if (items[i]->session)
			add_item(&page, items[i]);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (watched || !families[i].watched)
			add_family(&page, &families[i]);
	buffer_add_text(&page.text, "# EOF\n");
	free(page.items);
	return buffer_take(&page.text);
}

static char *render(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct watched **items = monitor_of(sessions, count);
	char *text = monitor_openmetrics((const struct watched *const *)items, count, false);

	(void)options;
	monitor_free(items, count);
	return text;
}

const struct report_format report_openmetrics = {
	.id = "openmetrics",
	.render = render,
};
