/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates, spans, lists and numbers. Each pattern is a msgid, so a language orders the parts by its own
 * rule; no locale of the C library takes part.
 */
#include "i18n/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, MONTH = 30 * DAY, YEAR = 365 * DAY };

static const char *const months[] = {
	NC_("month", "January"),
	NC_("month", "February"),
	NC_("month", "March"),
	NC_("month", "April"),
	NC_("month", "May"),
	NC_("month", "June"),
	NC_("month", "July"),
	NC_("month", "August"),
	NC_("month", "September"),
	NC_("month", "October"),
	NC_("month", "November"),
	NC_("month", "December"),
};

char *i18n_date(const struct language *language, int64_t utc_s)
{
	struct civil civil = timing_civil(utc_s);
	char day[16], month[16], year[16];
	const struct fill fills[] = {
		{ "d", day },
		{ "M", month },
		{ "MMMM", tr_ctx(language, "month", months[civil.month - 1]) },
		{ "y", year },
		{ NULL, NULL },
	};

	snprintf(day, sizeof(day), "%d", civil.day);
	snprintf(month, sizeof(month), "%d", civil.month);
	snprintf(year, sizeof(year), "%d", civil.year);
	/* TRANSLATORS: {d} day, {MMMM} month as a word, {M} month as a number, {y} year: "3 March 2026".
	   The month must be a word, or marked as a month in another way: 03-04 could be misread. */
	return i18n_fill(tr_ctx(language, "date", "{d} {MMMM} {y}"), fills);
}

static char *time_of_day(const struct language *language, const struct civil *civil)
{
	char hour[16], padded[16], half[16], minute[16];
	const struct fill fills[] = {
		{ "H", hour },
		{ "HH", padded },
		{ "h", half },
		{ "mm", minute },
		{ "ampm", civil->hour < 12 ? tr_ctx(language, "time", "AM")
					   : tr_ctx(language, "time", "PM") },
		{ NULL, NULL },
	};

	snprintf(hour, sizeof(hour), "%d", civil->hour);
	snprintf(padded, sizeof(padded), "%02d", civil->hour);
	snprintf(half, sizeof(half), "%d", civil->hour % 12 ? civil->hour % 12 : 12);
	snprintf(minute, sizeof(minute), "%02d", civil->minute);
	/* TRANSLATORS: {HH} or {H} hour 0 to 23 with or without leading zero, {h} hour 1 to 12, {mm}
	   minute, {ampm} AM or PM: "14:05". */
	return i18n_fill(tr_ctx(language, "time", "{HH}:{mm}"), fills);
}

char *i18n_date_time(const struct language *language, int64_t utc_s)
{
	struct civil civil = timing_civil(utc_s);
	char *date = i18n_date(language, utc_s);
	char *clock = time_of_day(language, &civil);
	const struct fill fills[] = { { "date", date }, { "time", clock }, { NULL, NULL } };
	char *both;

	/* xgettext:no-c-format,perl-brace-format */
	both = i18n_fill(tr_ctx(language, "date", "{date}, {time} UTC"), fills);
	free(date);
	free(clock);
	return both;
}

/* ---- Lengths of time ---- */

enum unit { UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_MONTH, UNIT_YEAR };

static const char *count_pattern(const struct language *language, enum unit unit, long count)
{
	switch (unit) {
	case UNIT_SECOND:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} second", "{n} seconds", count);
	case UNIT_MINUTE:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} minute", "{n} minutes", count);
	case UNIT_HOUR:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} hour", "{n} hours", count);
	case UNIT_DAY:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} day", "{n} days", count);
	case UNIT_MONTH:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} month", "{n} months", count);
	case UNIT_YEAR:
	default:
		/* xgettext:no-c-format,perl-brace-format */
		return tr_n(language, "{n} year", "{n} years", count);
	}
}

/* "5 minutes". */
static char *count_of(const struct language *language, enum unit unit, uint64_t count)
{
	char *number = i18n_number(language, (int64_t)count);
	const struct fill fills[] = { { "n", number }, { NULL, NULL } };
	char *text = i18n_fill(count_pattern(language, unit, (long)count), fills);

	free(number);
	return text;
}

/*
 * A length of time in one unit and the next smaller one. A clock set to the wrong year is "1 year" off, so a
 * year has 365 days here, and a month 30; below 90 days (a common life of a certificate) days count.
 */
struct scale {
	enum unit unit, rest_unit;
	uint64_t seconds, rest_seconds; /* of one */
	uint64_t from_s; /* used from this length on */
};

static const struct scale scales[] = {
	{ UNIT_YEAR, UNIT_MONTH, YEAR, MONTH, YEAR },
	{ UNIT_MONTH, UNIT_DAY, MONTH, DAY, 90 * DAY },
	{ UNIT_DAY, UNIT_HOUR, DAY, HOUR, DAY },
	{ UNIT_HOUR, UNIT_MINUTE, HOUR, MINUTE, HOUR },
	{ UNIT_MINUTE, UNIT_SECOND, MINUTE, 1, MINUTE },
	{ UNIT_SECOND, UNIT_SECOND, 1, 1, 0 },
};

static const struct scale *scale_of(uint64_t seconds)
{
	const struct scale *scale = scales;

	while (seconds < scale->from_s)
		scale++;
	return scale;
}

static uint64_t magnitude(int64_t seconds)
{
	return seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
}

char *i18n_span(const struct language *language, int64_t seconds)
{
	uint64_t length = magnitude(seconds);
	const struct scale *scale = scale_of(length);
	uint64_t rest = length % scale->seconds / scale->rest_seconds;
	char *large = count_of(language, scale->unit, length / scale->seconds);
	const char *pattern;
	char *small, *both;

	if (!rest)
		return large;
	small = count_of(language, scale->rest_unit, rest);
	/* TRANSLATORS: a length of time, like "2 hours" and "5 minutes". */
	/* xgettext:no-c-format,perl-brace-format */
	pattern = tr_ctx(language, "span", "{large} {small}");
	both = i18n_fill(pattern,
		(const struct fill[]){ { "large", large }, { "small", small }, { NULL, NULL } });
	free(large);
	free(small);
	return both;
}

char *i18n_age(const struct language *language, int64_t then_s, int64_t now_s)
{
	bool past = then_s < now_s;
	uint64_t length = past ? (uint64_t)now_s - (uint64_t)then_s
			       : (uint64_t)then_s - (uint64_t)now_s;
	const struct scale *scale = scale_of(length);
	const char *pattern;
	char *span, *age;

	if (length < MINUTE)
		return memory_text(tr_ctx(language, "age", "now"));
	if (scale->unit == UNIT_YEAR && length < 2 * YEAR)
		scale++; /* "1 year ago" would hide up to a year */
	span = count_of(language, scale->unit, length / scale->seconds);
	if (past) {
		/* xgettext:no-c-format,perl-brace-format */
		pattern = tr_ctx(language, "age", "{span} ago");
	} else {
		/* xgettext:no-c-format,perl-brace-format */
		pattern = tr_ctx(language, "age", "in {span}");
	}
	age = i18n_fill(pattern, (const struct fill[]){ { "span", span }, { NULL, NULL } });
	free(span);
	return age;
}

/* ---- Lists and numbers ---- */

/* FIRST joined with SECOND by PATTERN; FIRST is freed. */
static char *joined(const char *pattern, char *first, const char *second)
{
	const struct fill fills[] = { { "first", first }, { "last", second }, { "list", first },
		{ "next", second }, { NULL, NULL } };
	char *both = i18n_fill(pattern, fills);

	free(first);
	return both;
}

char *i18n_list(const struct language *language, const char *const *items, size_t count)
{
	/* xgettext:no-c-format,perl-brace-format */
	const char *pair = tr_ctx(language, "list", "{first} and {last}");
	/* xgettext:no-c-format,perl-brace-format */
	const char *middle = tr_ctx(language, "list", "{list}, {next}");
	/* xgettext:no-c-format,perl-brace-format */
	const char *end = tr_ctx(language, "list", "{list} and {last}");
	char *list;

	if (!count)
		return memory_text(tr_ctx(language, "list", "none"));
	list = memory_text(items[0]);
	for (size_t i = 1; i < count; i++)
		list = joined(i + 1 < count ? middle : count == 2 ? pair : end, list, items[i]);
	return list;
}

char *i18n_number(const struct language *language, int64_t number)
{
	/* TRANSLATORS: between groups of three digits: 1,024. */
	const char *separator = tr_ctx(language, "thousands", ",");
	struct buffer out = { 0 };
	char digits[24];
	size_t length;

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)magnitude(number));
	length = strlen(digits);
	if (number < 0)
		buffer_add_char(&out, '-');
	for (size_t i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			buffer_add_text(&out, separator);
		buffer_add_char(&out, digits[i]);
	}
	return buffer_take(&out);
}
