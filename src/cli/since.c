/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/since.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AGO_MOST 1000000

static bool ago_read(const char *text, int64_t now_s, int64_t *ret_s)
{
	static const struct {
		const char *unit;
		int seconds;
	} units[] = { { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 604800 } };
	char *end;
	long number = strtol(text, &end, 10);

	if (end == text || number < 0 || number > AGO_MOST)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(end, units[i].unit)) {
			*ret_s = now_s - (int64_t)number * units[i].seconds;
			return true;
		}
	return false;
}

/* Whether TEXT is all read with a date alone, with minutes, or with seconds. */
static bool parts_read(const char *text, struct tm *tm, size_t *ret_used)
{
	char between = ' ';
	int date = 0, minutes = 0, seconds = 0;
	int fields = sscanf(text, "%4d-%2d-%2d%n%c%2d:%2d%n:%2d%n", &tm->tm_year, &tm->tm_mon,
		&tm->tm_mday, &date, &between, &tm->tm_hour, &tm->tm_min, &minutes, &tm->tm_sec,
		&seconds);

	*ret_used = (size_t)(seconds ? seconds : minutes ? minutes : date);
	return (fields == 3 || fields >= 6) && (between == ' ' || between == 'T') &&
	       tm->tm_mon >= 1 && tm->tm_mon <= 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31 &&
	       tm->tm_hour >= 0 && tm->tm_hour <= 23 && tm->tm_min >= 0 && tm->tm_min <= 59 &&
	       tm->tm_sec >= 0 && tm->tm_sec <= 60 && tm->tm_year >= 1970;
}

bool since_read(const char *text, int64_t now_s, int64_t *ret_s)
{
	struct tm tm = { 0 };
	size_t used;

	if (ago_read(text, now_s, ret_s))
		return true;
	if (!parts_read(text, &tm, &used))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	tm.tm_isdst = -1;
	if (!strcmp(text + used, "Z"))
		*ret_s = (int64_t)timegm(&tm);
	else if (text[used] == '\0')
		*ret_s = (int64_t)mktime(&tm);
	else
		return false;
	return true;
}
