/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/timing.h"

#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

int64_t timing_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t timing_wall_s(void)
{
	return (int64_t)time(NULL);
}

struct deadline deadline_in_ms(int64_t ms)
{
	return (struct deadline){ .at_us = timing_monotonic_us() + ms * 1000 };
}

struct deadline deadline_sooner(struct deadline a, struct deadline b)
{
	return a.at_us < b.at_us ? a : b;
}

bool deadline_over(struct deadline deadline)
{
	return deadline.at_us != INT64_MAX && timing_monotonic_us() >= deadline.at_us;
}

int deadline_left_ms(struct deadline deadline)
{
	int64_t left_us;

	if (deadline.at_us == INT64_MAX)
		return -1;
	left_us = deadline.at_us - timing_monotonic_us();
	if (left_us <= 0)
		return 0;
	return left_us > 3600000000LL ? 3600000 : (int)((left_us + 999) / 1000);
}

void cancel_open(struct cancel *cancel)
{
	atomic_init(&cancel->asked, 0);
	cancel->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void cancel_ask(struct cancel *cancel)
{
	uint64_t one = 1;
	ssize_t written;

	atomic_store(&cancel->asked, 1);
	if (cancel->fd < 0)
		return;
	written = write(cancel->fd, &one, sizeof(one));
	(void)written; /* a full counter is readable all the same */
}

bool cancel_asked(const struct cancel *cancel)
{
	return atomic_load(&cancel->asked) != 0;
}

void cancel_close(struct cancel *cancel)
{
	if (cancel->fd >= 0)
		close(cancel->fd);
	cancel->fd = -1;
}

/* Days since 1970-01-01 to a civil date, by eras of 400 years (146,097 days) that begin in March. */
struct civil timing_civil(int64_t utc_s)
{
	int64_t days = utc_s / 86400;
	int64_t rest = utc_s % 86400;
	int64_t era, day_of_era, year_of_era, day_of_year, month;
	struct civil civil;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	day_of_era = days - era * 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
		      365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	civil.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	civil.month = (int)(month < 10 ? month + 3 : month - 9);
	civil.year = (int)(year_of_era + era * 400 + (civil.month <= 2));
	civil.hour = (int)(rest / 3600);
	civil.minute = (int)(rest / 60 % 60);
	civil.second = (int)(rest % 60);
	return civil;
}

void timing_iso(int64_t utc_s, char *out, unsigned room)
{
	struct civil c = timing_civil(utc_s);

	snprintf(out, room, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
		c.minute, c.second);
}

static bool is_within(int value, int least, int most)
{
	return value >= least && value <= most;
}

static bool seconds_of(struct tm *parts, int64_t *ret_utc_s)
{
	int day = parts->tm_mday;
	bool leap = parts->tm_sec == 60;

	if (!is_within(parts->tm_mon, 0, 11) || !is_within(day, 1, 31) ||
		!is_within(parts->tm_hour, 0, 23) || !is_within(parts->tm_min, 0, 59) ||
		!is_within(parts->tm_sec, 0, 60))
		return false;
	*ret_utc_s = (int64_t)timegm(parts);
	return parts->tm_mday == day || leap; /* 31 June would become 1 July */
}

bool timing_from_iso(const char *text, int64_t *ret_utc_s)
{
	struct tm parts = { 0 };
	int end = 0;

	if (sscanf(text, "%5d-%2d-%2dT%2d:%2d:%2dZ%n", &parts.tm_year, &parts.tm_mon,
		    &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &end) != 6 ||
		!end || text[end])
		return false;
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	return seconds_of(&parts, ret_utc_s);
}

bool timing_from_http_date(const char *text, int64_t *ret_utc_s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm parts = { 0 };
	char month[4] = "";
	const char *found;
	int end = 0;

	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &parts.tm_mday, month,
		    &parts.tm_year, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &end) != 6 ||
		!end || strlen(month) != 3 || text[end + (int)strspn(text + end, " \t\r\n")])
		return false;
	found = strstr(months, month);
	if (!found || (found - months) % 3)
		return false;
	parts.tm_mon = (int)(found - months) / 3;
	parts.tm_year -= 1900;
	return seconds_of(&parts, ret_utc_s);
}
