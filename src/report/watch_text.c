/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was watched, for people: whole sentences that read the same on a screen and in a log. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "guide/guide.h"
#include "report/monitor.h"
#include "report/paper.h"
#include "report/watch.h"

#define INDENT 2
#define CHANGES_MOST 8 /* on the page */
#define ISO_ROOM 24

static const enum verdict verdicts[WATCH_STATE_COUNT] = {
	[WATCH_OK] = VERDICT_PASS,
	[WATCH_WARNING] = VERDICT_WARN,
	[WATCH_CRITICAL] = VERDICT_FAIL,
	[WATCH_STATE_UNKNOWN] = VERDICT_UNKNOWN,
};

/* Another sentence behind what TEXT has. */
static void add_sentence(struct buffer *text, char *sentence)
{
	static const char wide_stop[] = "\u3002"; /* has its space within itself */
	size_t length = strlen(wide_stop);

	if (text->length && (text->length < length ||
				    memcmp(text->bytes + text->length - length, wide_stop, length)))
		buffer_add_char(text, ' ');
	buffer_add_text(text, sentence);
	free(sentence);
}

static char *number(const struct language *language, int64_t value)
{
	return i18n_number(language, value);
}

/* ---- Sentences ---- */

static char *success_sentence(const struct watched *watched, const struct language *language)
{
	char *good = number(language, (int64_t)watched->looks[WATCH_GOOD]);
	char *failed = number(language, (int64_t)watched->looks[WATCH_FAILED]);
	char *unknown = number(language, (int64_t)watched->looks[WATCH_UNKNOWN]);
	char *text = i18n_fill(
		/* TRANSLATORS: How many looks at a site ended well. */
		/* xgettext:no-c-format,perl-brace-format */
		tr(language, N_("Good: {good}, failed: {failed}, could not check: {unknown}.")),
		(struct fill[]){ { "good", good }, { "failed", failed }, { "unknown", unknown },
			{ NULL, NULL } });

	free(unknown);
	free(failed);
	free(good);
	return text;
}

/* The last one, and what the others were like once there are some. NULL without any. */
static char *time_sentence(
	const struct watched *watched, bool statistics, const struct language *language)
{
	struct watch_times times = watched_times(watched);
	char *now = number(language, watched_time_ms(watched));
	char *least = number(language, times.min_ms), *middle = number(language, times.median_ms);
	char *most = number(language, times.max_ms), *slow = number(language, times.p95_ms);
	const struct fill fills[] = { { "now", now }, { "least", least }, { "middle", middle },
		{ "most", most }, { "slow", slow }, { NULL, NULL } };
	char *text = NULL;

	if (statistics && times.min_ms >= 0)
		text = i18n_fill(
			/* xgettext:no-c-format,perl-brace-format */
			tr(language, N_("Handshakes: {least} to {most} ms, the middle one {middle} "
					"ms, 95 of 100 within {slow} ms.")),
			fills);
	else if (!statistics && watched_time_ms(watched) >= 0)
		text = i18n_fill(
			/* xgettext:no-c-format,perl-brace-format */
			tr(language, N_("Handshake: {now} ms.")), fills);
	free(slow);
	free(most);
	free(middle);
	free(least);
	free(now);
	return text;
}

static char *days_sentence(const struct watched *watched, const struct language *language)
{
	int64_t days;
	char *value, *text;

	if (!watched_days(watched, &days))
		return NULL;
	value = number(language, days);
	text = i18n_fill(
		/* xgettext:no-c-format,perl-brace-format */
		tr(language, N_("Days until the certificate ends: {days}.")),
		(struct fill[]){ { "days", value }, { NULL, NULL } });
	free(value);
	return text;
}

static const char *change_pattern(const struct watch_change *change)
{
	switch (change->kind) {
	case WATCH_CERTIFICATE:
		return N_("The certificate was replaced.");
	case WATCH_ISSUER:
		/* xgettext:no-c-format,perl-brace-format */
		return N_("The issuer of the certificate is now {to}, before it was {from}.");
	case WATCH_PROTOCOL:
		/* xgettext:no-c-format,perl-brace-format */
		return N_("The protocol is now {to}, before it was {from}.");
	default:
		/* TRANSLATORS: {to} and {from} are ids such as certificate-expired. */
		if (!change->to)
			/* xgettext:no-c-format,perl-brace-format */
			return N_("The problem {from} is gone.");
		if (!change->from)
			/* xgettext:no-c-format,perl-brace-format */
			return N_("There is a new problem: {to}.");
		/* xgettext:no-c-format,perl-brace-format */
		return N_("The problem is now {to}, before it was {from}.");
	}
}

static char *change_sentence(const struct watch_change *change, const struct language *language)
{
	return i18n_fill(tr(language, change_pattern(change)),
		(struct fill[]){ { "from", change->from ? change->from : "" },
			{ "to", change->to ? change->to : "" }, { NULL, NULL } });
}

/* ---- A line ---- */

static bool is_well(const struct watch_round *round, const struct watched *watched)
{
	return watched_state(watched, round->limits, NULL) == WATCH_OK;
}

/* Several sentences about the last look. */
static void add_last(struct buffer *text, const struct watch_round *round,
	const struct watched *watched, const struct language *language)
{
	char *time = time_sentence(watched, false, language);
	char *days = days_sentence(watched, language);

	if (!is_well(round, watched))
		add_sentence(text, monitor_sentence(watched, round->limits, language));
	if (time)
		add_sentence(text, time);
	if (days)
		add_sentence(text, days);
}

char *watch_line(const struct watch_round *round, const struct watched *watched, size_t changes,
	const struct report_options *options)
{
	const struct language *language = options->language;
	enum watch_state state = watched_state(watched, round->limits, NULL);
	struct buffer text = { 0 };
	char iso[ISO_ROOM];

	timing_iso(round->at_s, iso, sizeof(iso));
	buffer_add_format(&text, "%s %s %s:", iso, watched->name,
		guide_verdict_word(language, verdicts[state]));
	add_last(&text, round, watched, language);
	add_sentence(&text, success_sentence(watched, language));
	for (size_t i = watched->change_count - changes; i < watched->change_count; i++)
		add_sentence(&text, change_sentence(&watched->changes[i], language));
	buffer_add_char(&text, '\n');
	return buffer_take(&text);
}

/* ---- The page ---- */

static void add_head(
	struct paper *paper, const struct watch_round *round, const struct language *language)
{
	char *count = number(language, (int64_t)round->count);
	char *times = number(language, (int64_t)round->number);
	char *seconds = number(language, round->interval_s);
	char *date = i18n_date_time(language, round->at_s);
	const struct fill fills[] = { { "count", count }, { "number", times }, { "date", date },
		{ "seconds", seconds }, { NULL, NULL } };
	const char *pattern = round->interval_s
				      /* xgettext:no-c-format,perl-brace-format */
				      ? N_("Addresses: {count}. Round {number}, {date}; one every "
					   "{seconds} seconds. Ctrl+C ends it.")
				      /* xgettext:no-c-format,perl-brace-format */
				      : N_("Addresses: {count}. Round {number}, {date}.");
	char *text = i18n_fill(tr(language, pattern), fills);

	paper_text(paper, 0, INK_STRONG, text);
	paper_gap(paper);
	free(text);
	free(date);
	free(seconds);
	free(times);
	free(count);
}

static void add_item(struct paper *paper, const struct watch_round *round,
	const struct watched *watched, const struct language *language)
{
	enum watch_state state = watched_state(watched, round->limits, NULL);
	struct buffer text = { 0 };
	enum ink ink;
	char *lead = memory_format("%s ", paper_mark(paper, verdicts[state], &ink));
	char *title = memory_format("%s  %s%s%s", watched->name,
		guide_verdict_word(language, verdicts[state]), watched->via ? "  " : "",
		watched->via ? watched->via : "");
	char *times = time_sentence(watched, true, language);

	paper_lead(paper, 0, lead, ink, title);
	add_last(&text, round, watched, language);
	add_sentence(&text, success_sentence(watched, language));
	if (times)
		add_sentence(&text, times);
	paper_text(paper, INDENT, INK_PLAIN, text.bytes);
	buffer_free(&text);
	free(title);
	free(lead);
}

struct dated {
	const struct watched *watched;
	const struct watch_change *change;
};

static int newest_first(const void *a, const void *b)
{
	const struct dated *one = a, *other = b;

	return (one->change->at_s < other->change->at_s) -
	       (one->change->at_s > other->change->at_s);
}

static void add_change(
	struct paper *paper, const struct dated *dated, const struct language *language)
{
	char iso[ISO_ROOM];
	char *sentence = change_sentence(dated->change, language);
	char *text;

	timing_iso(dated->change->at_s, iso, sizeof(iso));
	text = memory_format("%s %s: %s", iso, dated->watched->name, sentence);
	paper_text(paper, INDENT, INK_PLAIN, text);
	free(text);
	free(sentence);
}

static void add_changes(
	struct paper *paper, const struct watch_round *round, const struct language *language)
{
	struct dated *all = memory_new(round->count * WATCH_CHANGES_KEPT + 1, sizeof(*all));
	size_t count = 0;

	for (size_t i = 0; i < round->count; i++)
		for (size_t k = 0; k < round->items[i]->change_count; k++)
			all[count++] = (struct dated){ round->items[i],
				&round->items[i]->changes[k] };
	qsort(all, count, sizeof(*all), newest_first);
	if (count) {
		paper_gap(paper);
		paper_text(paper, 0, INK_STRONG, tr(language, N_("The last changes:")));
	}
	for (size_t i = 0; i < count && i < CHANGES_MOST; i++)
		add_change(paper, &all[i], language);
	free(all);
}

static int lines_of(const struct buffer *buffer)
{
	int lines = 0;

	for (size_t i = 0; i < buffer->length; i++)
		lines += buffer->bytes[i] == '\n';
	return lines;
}

/* As many of those that are WELL (or aren't) as there is room for, a line kept for the rest. How many are shown. */
static size_t add_items(struct paper *paper, const struct watch_round *round, bool well,
	const struct language *language)
{
	size_t shown = 0;

	for (size_t i = 0; i < round->count; i++) {
		size_t before = paper->buffer.length;

		if (is_well(round, round->items[i]) != well)
			continue;
		add_item(paper, round, round->items[i], language);
		if (round->rows && lines_of(&paper->buffer) > round->rows - 2) {
			paper->buffer.length = before;
			paper->buffer.bytes[before] = '\0';
			break;
		}
		shown++;
	}
	return shown;
}

static void add_rest(struct paper *paper, size_t rest, const struct language *language)
{
	char *count = number(language, (int64_t)rest);
	char *text = i18n_fill(
		/* xgettext:no-c-format,perl-brace-format */
		tr(language, N_("Not shown for want of room: {count}.")),
		(struct fill[]){ { "count", count }, { NULL, NULL } });

	paper_text(paper, 0, INK_PLAIN, text);
	free(text);
	free(count);
}

/* In the order asked for when all have room; else those that aren't well come first. */
static size_t add_all(
	struct paper *paper, const struct watch_round *round, const struct language *language)
{
	struct paper start = *paper;
	size_t shown;

	for (size_t i = 0; i < round->count; i++)
		add_item(paper, round, round->items[i], language);
	if (!round->rows || lines_of(&paper->buffer) <= round->rows - 2)
		return round->count;
	paper->buffer.length = start.buffer.length;
	paper->buffer.bytes[paper->buffer.length] = '\0';
	shown = add_items(paper, round, false, language);
	return shown + add_items(paper, round, true, language);
}

char *watch_page(const struct watch_round *round, const struct report_options *options)
{
	struct paper paper = {
		.columns = options->columns > 0 ? options->columns : 80,
		.color = options->color,
		.ascii = options->ascii,
	};
	size_t shown, length;

	add_head(&paper, round, options->language);
	shown = add_all(&paper, round, options->language);
	if (shown < round->count)
		add_rest(&paper, round->count - shown, options->language);
	length = paper.buffer.length;
	add_changes(&paper, round, options->language);
	if (round->rows && lines_of(&paper.buffer) > round->rows - 1) {
		paper.buffer.length = length; /* the targets matter more */
		paper.buffer.bytes[length] = '\0';
	}
	return buffer_take(&paper.buffer);
}
