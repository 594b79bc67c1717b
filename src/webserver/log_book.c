/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/log_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define SAMPLE_MOST 400
#define FIRST_BAR_S 60

/* ---- Groups ---- */

static bool same_group(const struct log_group *group, const struct log_line *line)
{
	return !strcmp(group->cause, line->cause) && group->side == line->side &&
	       group->kind == line->kind &&
	       (line->side == LOG_CLIENT || !strcmp(group->place, line->upstream));
}

/* Where there are too many places, the last group takes the rest. */
static struct log_group *group_of(struct log_book *book, const struct log_line *line)
{
	struct log_group *group;

	for (size_t i = 0; i < book->group_count; i++)
		if (same_group(&book->groups[i], line))
			return &book->groups[i];
	if (book->group_count == LOG_GROUPS_MOST)
		return &book->groups[LOG_GROUPS_MOST - 1];
	book->groups = memory_resize(book->groups, book->group_count + 1, sizeof(*book->groups));
	group = &book->groups[book->group_count++];
	*group = (struct log_group){
		.cause = line->cause,
		.side = line->side,
		.kind = line->kind,
		.first_s = -1,
		.last_s = -1,
	};
	if (line->side == LOG_UPSTREAM)
		snprintf(group->place, sizeof(group->place), "%s", line->upstream);
	return group;
}

/* ---- Times ---- */

/* Two bars become one; the first of each pair begins at a multiple of the new width. */
static void widen(struct log_group *group)
{
	uint64_t bars[LOG_BARS] = { 0 };
	int64_t wide_s = 2 * group->bar_s;
	int64_t start_s = group->start_s / wide_s * wide_s;

	for (int i = 0; i < LOG_BARS; i++) {
		int64_t at = (group->start_s + i * group->bar_s - start_s) / wide_s;

		if (at >= 0 && at < LOG_BARS)
			bars[at] += group->bars[i];
	}
	memcpy(group->bars, bars, sizeof(bars));
	group->start_s = start_s;
	group->bar_s = wide_s;
}

/* Moves the bars to the right, so that AT_S has one; false when that would push some out. */
static bool make_room_before(struct log_group *group, int64_t at_s)
{
	int64_t bars = (group->start_s - at_s + group->bar_s - 1) / group->bar_s;

	if (bars >= LOG_BARS)
		return false;
	for (int64_t i = LOG_BARS - bars; i < LOG_BARS; i++)
		if (group->bars[i])
			return false;
	memmove(group->bars + bars, group->bars,
		(size_t)(LOG_BARS - bars) * sizeof(group->bars[0]));
	memset(group->bars, 0, (size_t)bars * sizeof(group->bars[0]));
	group->start_s -= bars * group->bar_s;
	return true;
}

static void count_time(struct log_group *group, int64_t at_s)
{
	if (at_s < 0)
		return;
	if (group->first_s < 0) {
		group->bar_s = FIRST_BAR_S;
		group->start_s = at_s / FIRST_BAR_S * FIRST_BAR_S;
		group->first_s = group->last_s = at_s;
	}
	group->first_s = at_s < group->first_s ? at_s : group->first_s;
	group->last_s = at_s > group->last_s ? at_s : group->last_s;
	while (at_s < group->start_s && !make_room_before(group, at_s))
		widen(group);
	while ((at_s - group->start_s) / group->bar_s >= LOG_BARS)
		widen(group);
	group->bars[(at_s - group->start_s) / group->bar_s]++;
}

/* ---- Networks ---- */

static struct log_network *network_called(struct log_group *group, const char *name)
{
	for (size_t i = 0; i < group->network_count; i++)
		if (!strcmp(group->networks[i].name, name))
			return &group->networks[i];
	return NULL;
}

/* The busiest stay: a new one takes the place of the least busy, and inherits its count (space saving). */
static void count_network(struct log_group *group, const char *client)
{
	struct log_network *network, *least = group->networks;
	char name[LOG_NAME_MOST];

	if (!client[0])
		return;
	log_network(client, name, sizeof(name));
	name[sizeof(group->networks[0].name) - 1] = '\0';
	network = network_called(group, name);
	if (network) {
		network->count++;
		return;
	}
	if (group->network_count < LOG_NETWORKS_MOST) {
		network = &group->networks[group->network_count++];
		*network = (struct log_network){ .count = 1 };
	} else {
		for (size_t i = 1; i < group->network_count; i++)
			if (group->networks[i].count < least->count)
				least = &group->networks[i];
		network = least;
		network->count++;
	}
	memcpy(network->name, name, sizeof(network->name));
}

/* ---- Lines ---- */

static void add_finding(
	struct log_book *book, const char *file, uint64_t number, const struct log_line *line)
{
	size_t count = book->finding_count;

	if (count == LOG_FINDINGS_MOST) {
		book->findings_left_out++;
		return;
	}
	if ((count & (count - 1)) == 0)
		book->findings = memory_resize(
			book->findings, count ? 2 * count : 1, sizeof(*book->findings));
	book->findings[book->finding_count++] = (struct log_finding){
		.file = file,
		.line = number,
		.cause = line->cause,
		.noise = line->kind != LOG_REAL,
	};
}

void log_book_add(struct log_book *book, const char *file, uint64_t number, const char *text,
	size_t length, const struct log_line *line)
{
	struct log_group *group = group_of(book, line);

	if (!group->count++) {
		group->file = file;
		group->line = number;
		group->sample = text_clean(text, length, TEXT_ONE_LINE, SAMPLE_MOST);
	}
	count_time(group, line->time_s);
	count_network(group, line->client);
	add_finding(book, file, number, line);
	book->failures++;
}

/* ---- The access log ---- */

static void copy_quoted(char *to, size_t room, const char *from, size_t length)
{
	char *clean = text_clean(from, length, TEXT_ONE_LINE, room - 1);

	snprintf(to, room, "%s", clean);
	free(clean);
}

void log_book_access(struct log_book *book, const char *text, size_t length)
{
	const char *space = memchr(text, ' ', length);
	const char *status = memmem(text, length, "\" ", 2);
	const char *end = length && text[length - 1] == '"' ? text + length - 1 : NULL;
	const char *agent = end ? memrchr(text, '"', (size_t)(end - text)) : NULL;
	char address[64], name[LOG_NAME_MOST];
	bool refused;

	if (!space || !status || (size_t)(space - text) >= sizeof(address))
		return;
	memcpy(address, text, (size_t)(space - text));
	address[space - text] = '\0';
	log_network(address, name, sizeof(name));
	name[sizeof(book->groups[0].networks[0].name) - 1] = '\0';
	refused = status + 5 <= text + length && !memcmp(status + 2, "400", 3);
	for (size_t i = 0; i < book->group_count; i++) {
		struct log_network *network = network_called(&book->groups[i], name);

		if (!network)
			continue;
		network->requests++;
		network->refused += refused;
		if (agent && end - agent > 2)
			copy_quoted(network->agent, sizeof(network->agent), agent + 1,
				(size_t)(end - agent - 1));
	}
}

/* ---- Order ---- */

static int weight(const struct log_group *group)
{
	if (group->side == LOG_UPSTREAM)
		return 0;
	return group->kind == LOG_REAL ? 1 : 2;
}

static int by_weight(const void *a, const void *b)
{
	const struct log_group *x = a, *y = b;

	if (weight(x) != weight(y))
		return weight(x) - weight(y);
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->cause, y->cause);
}

static int by_count(const void *a, const void *b)
{
	const struct log_network *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : strcmp(x->name, y->name);
}

void log_book_sort(struct log_book *book)
{
	if (book->group_count)
		qsort(book->groups, book->group_count, sizeof(*book->groups), by_weight);
	for (size_t i = 0; i < book->group_count; i++)
		qsort(book->groups[i].networks, book->groups[i].network_count,
			sizeof(book->groups[i].networks[0]), by_count);
}

void log_book_free(struct log_book *book)
{
	for (size_t i = 0; i < book->group_count; i++)
		free(book->groups[i].sample);
	free(book->groups);
	free(book->findings);
	*book = (struct log_book){ 0 };
}
