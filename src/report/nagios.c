/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line for Nagios, Icinga and those who understand the same: "TLS STATE - text | numbers". The text may hold no "|"
 * and no line break, a label of the numbers no quote and no "=".
 */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/monitor.h"

#define TEXT_MOST 1024 /* bytes of the text: some who carry it cut lines at 4 KiB */
#define NUMBERS_MOST 12 /* targets with numbers of their own */

/* ---- State ---- */

enum watch_state monitor_state(const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked)
{
	enum watch_state state = unchecked || !count ? WATCH_STATE_UNKNOWN : WATCH_OK;

	for (size_t i = 0; i < count; i++)
		state = watch_state_worse(state, watched_state(items[i], limits, NULL));
	return state;
}

static size_t count_state(const struct watched *const *items, size_t count,
	const struct watch_limits *limits, enum watch_state state)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += watched_state(items[i], limits, NULL) == state;
	return found;
}

/* ---- Text ---- */

/* What only separates, as a blank or a stroke that doesn't. */
static char *harmless(const char *text, size_t most)
{
	char *clean = text_clean(text, strlen(text), TEXT_ONE_LINE, most);

	for (char *at = clean; *at; at++)
		if (*at == '|')
			*at = '/';
	return clean;
}

static void add_sentence(struct buffer *text, const struct watched *watched,
	const struct watch_limits *limits, const struct language *language)
{
	char *sentence = monitor_sentence(watched, limits, language);

	buffer_add_format(text, "%s: %s", watched->name, sentence);
	free(sentence);
}

/* How many of many, and then those that aren't well. */
static void add_summary(struct buffer *text, const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked, const struct language *language)
{
	size_t good = count_state(items, count, limits, WATCH_OK);
	char *all = i18n_number(language, (int64_t)(count + unchecked));
	char *well = i18n_number(language, (int64_t)good);
	char *sentence = i18n_fill(
		/* xgettext:no-c-format,perl-brace-format */
		tr(language, N_("Addresses without a problem: {good} of {all}.")),
		(struct fill[]){ { "good", well }, { "all", all }, { NULL, NULL } });

	buffer_add_text(text, sentence);
	for (size_t i = 0; i < count && text->length < TEXT_MOST; i++) {
		if (watched_state(items[i], limits, NULL) == WATCH_OK)
			continue;
		buffer_add_char(text, ' ');
		add_sentence(text, items[i], limits, language);
	}
	free(sentence);
	free(well);
	free(all);
}

/* ---- Numbers ---- */

/* ORDINARY, or TARGET and it where there are several. */
static char *label(const char *target, const char *ordinary)
{
	char *text = target ? memory_format("%s %s", target, ordinary) : memory_text(ordinary);

	for (char *at = text; *at; at++)
		if (*at == '\'' || *at == '=' || *at == '|' || (unsigned char)*at < ' ')
			*at = '_';
	return text;
}

static void add_number(struct buffer *text, const char *target, enum watch_measure measure,
	const struct watched *watched, const struct watch_limits *limits)
{
	static const struct {
		const char *unit, *ends;
	} rows[WATCH_MEASURE_COUNT] = {
		[WATCH_DAYS] = { "", "" },
		[WATCH_SUCCESS] = { "%", ";0;100" },
		[WATCH_TIME] = { "ms", ";0" },
	};
	char *name, *warn, *critical;
	double value;

	if (!watched_measure(watched, measure, &value))
		return;
	name = label(target, watch_measure_name(measure));
	warn = limits ? watch_range_text(&limits->warn[measure]) : memory_text("");
	critical = limits ? watch_range_text(&limits->critical[measure]) : memory_text("");
	buffer_add_format(text, " '%s'=%.10g%s;%s;%s%s", name, value, rows[measure].unit, warn,
		critical, rows[measure].ends);
	free(critical);
	free(warn);
	free(name);
}

static void add_numbers(struct buffer *text, const struct watched *const *items, size_t count,
	const struct watch_limits *limits)
{
	for (size_t i = 0; i < count; i++) {
		char *target = items[i]->via ? memory_format("%s@%s", items[i]->name, items[i]->via)
					     : memory_text(items[i]->name);

		for (int measure = 0; measure < WATCH_MEASURE_COUNT; measure++)
			add_number(text, count > 1 ? target : NULL, (enum watch_measure)measure,
				items[i], limits);
		free(target);
	}
}

static void add_counts(struct buffer *text, const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked)
{
	static const char *const labels[WATCH_STATE_COUNT] = { "ok", "warning", "critical",
		"unknown" };

	for (int i = 0; i < WATCH_STATE_COUNT; i++) {
		size_t found = count_state(items, count, limits, (enum watch_state)i);

		if (i == WATCH_STATE_UNKNOWN)
			found += unchecked;
		buffer_add_format(text, " '%s'=%zu;;;0;%zu", labels[i], found, count + unchecked);
	}
}

/* ---- The line ---- */

char *monitor_nagios(const struct watched *const *items, size_t count,
	const struct watch_limits *limits, size_t unchecked, const struct language *language)
{
	bool single = count == 1 && !unchecked;
	struct buffer text = { 0 }, line = { 0 };
	char *clean;

	if (single)
		add_sentence(&text, items[0], limits, language);
	else
		add_summary(&text, items, count, limits, unchecked, language);
	clean = harmless(text.bytes, TEXT_MOST);
	buffer_add_format(&line, "TLS %s - %s |",
		watch_state_name(monitor_state(items, count, limits, unchecked)), clean);
	if (!single)
		add_counts(&line, items, count, limits, unchecked);
	if (count <= NUMBERS_MOST)
		add_numbers(&line, items, count, limits);
	buffer_add_char(&line, '\n');
	free(clean);
	buffer_free(&text);
	return buffer_take(&line);
}

static char *render(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct watched **items = monitor_of(sessions, count);
	char *text = monitor_nagios((const struct watched *const *)items, count, NULL,
		options->unchecked, options->language);

	monitor_free(items, count);
	return text;
}

const struct report_format report_nagios = {
	.id = "nagios",
	.render = render,
};
