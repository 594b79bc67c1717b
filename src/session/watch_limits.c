/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/watch_limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define NUMBER_MOST 1e9

static const char *const measures[WATCH_MEASURE_COUNT] = {
	[WATCH_DAYS] = "days",
	[WATCH_SUCCESS] = "success",
	[WATCH_TIME] = "time",
};

const char *watch_measure_name(enum watch_measure measure)
{
	return measures[measure];
}

/* ---- Reading ---- */

/* A plain decimal number at *AT, which moves behind it. */
static bool take_number(const char **at, double *ret)
{
	char *end;
	size_t length = strspn(*at, "-0123456789.");

	if (!length)
		return false;
	*ret = strtod(*at, &end);
	if (end != *at + length || !(fabs(*ret) <= NUMBER_MOST))
		return false;
	*at = end;
	return true;
}

/* What a number alone means. */
static struct watch_range one_sided(enum watch_measure measure, double number)
{
	bool least = measure != WATCH_TIME;

	return (struct watch_range){
		.set = true,
		.low = least ? number : 0,
		.high = least ? INFINITY : number,
	};
}

static bool take_range(const char **at, enum watch_measure measure, struct watch_range *ret)
{
	struct watch_range range = { .set = true, .low = 0, .high = INFINITY };
	double number = 0;

	if (**at == '@') {
		range.inside = true;
		++*at;
	}
	if (**at == '~') {
		range.low = -INFINITY;
		++*at;
		if (**at != ':')
			return false;
	} else if (**at != ':') {
		if (!take_number(at, &number))
			return false;
		range.low = number;
	}
	if (**at != ':') {
		/* The guidelines' own meaning of a number alone, 0 to it, where it is turned round. */
		*ret = one_sided(range.inside ? WATCH_TIME : measure, number);
		ret->inside = range.inside;
		return ret->low <= ret->high;
	}
	++*at;
	if (**at && **at != ',' && !take_number(at, &range.high))
		return false;
	*ret = range;
	return range.low <= range.high;
}

static enum watch_measure take_name(const char **at)
{
	for (int i = 0; i < WATCH_MEASURE_COUNT; i++) {
		size_t length = strlen(measures[i]);

		if (!strncmp(*at, measures[i], length) && (*at)[length] == '=') {
			*at += length + 1;
			return (enum watch_measure)i;
		}
	}
	return WATCH_DAYS;
}

bool watch_limits_read(const char *text, struct watch_range ret[WATCH_MEASURE_COUNT])
{
	for (;;) {
		enum watch_measure measure = take_name(&text);

		if (!take_range(&text, measure, &ret[measure]))
			return false;
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
}

static char *end_text(double value)
{
	return isinf(value) ? memory_text(value < 0 ? "~" : "") : memory_format("%.10g", value);
}

char *watch_range_text(const struct watch_range *range)
{
	char *low, *high, *text;

	if (!range->set)
		return memory_text("");
	low = end_text(range->low);
	high = end_text(range->high);
	if (range->low == 0 && !isinf(range->high))
		text = memory_format("%s%s", range->inside ? "@" : "", high);
	else
		text = memory_format("%s%s:%s", range->inside ? "@" : "", low, high);
	free(high);
	free(low);
	return text;
}

/* ---- States ---- */

const char *watch_state_name(enum watch_state state)
{
	static const char *const names[WATCH_STATE_COUNT] = {
		[WATCH_OK] = "OK",
		[WATCH_WARNING] = "WARNING",
		[WATCH_CRITICAL] = "CRITICAL",
		[WATCH_STATE_UNKNOWN] = "UNKNOWN",
	};

	return names[state];
}

static int weight(enum watch_state state)
{
	static const int weights[WATCH_STATE_COUNT] = {
		[WATCH_OK] = 0,
		[WATCH_STATE_UNKNOWN] = 1,
		[WATCH_WARNING] = 2,
		[WATCH_CRITICAL] = 3,
	};

	return weights[state];
}

enum watch_state watch_state_worse(enum watch_state a, enum watch_state b)
{
	return weight(a) >= weight(b) ? a : b;
}

bool watched_measure(const struct watched *watched, enum watch_measure measure, double *ret_value)
{
	int64_t days;

	switch (measure) {
	case WATCH_DAYS:
		if (!watched_days(watched, &days))
			return false;
		*ret_value = (double)days;
		return true;
	case WATCH_SUCCESS:
		*ret_value = watched_success(watched);
		return *ret_value >= 0;
	case WATCH_TIME:
		*ret_value = (double)watched_time_ms(watched);
		return *ret_value >= 0;
	default:
		return false;
	}
}

static bool breaks(const struct watch_range *range, double value)
{
	bool inside = value >= range->low && value <= range->high;

	return range->set && inside == range->inside;
}

static enum watch_state state_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_FAIL:
		return WATCH_CRITICAL;
	case VERDICT_WARN:
		return WATCH_WARNING;
	case VERDICT_UNKNOWN:
		return WATCH_STATE_UNKNOWN;
	default:
		return WATCH_OK;
	}
}

enum watch_state watched_state(const struct watched *watched, const struct watch_limits *limits,
	enum watch_measure *ret_measure)
{
	enum watch_state state = watched->session ? state_of(watched->session->verdict)
						  : WATCH_STATE_UNKNOWN;
	enum watch_measure by = WATCH_MEASURE_COUNT;

	for (int i = 0; limits && i < WATCH_MEASURE_COUNT; i++) {
		enum watch_state here = WATCH_OK;
		double value;

		if (!watched_measure(watched, (enum watch_measure)i, &value))
			continue;
		if (breaks(&limits->critical[i], value))
			here = WATCH_CRITICAL;
		else if (breaks(&limits->warn[i], value))
			here = WATCH_WARNING;
		if (weight(here) > weight(state)) {
			state = here;
			by = (enum watch_measure)i;
		}
	}
	if (ret_measure)
		*ret_measure = by;
	return state;
}
