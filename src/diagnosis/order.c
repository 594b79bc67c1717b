/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/order.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/check.h"

static const double likely = 0.5;

struct place {
	struct cause cause;
	size_t group; /* causes of one group explain the same */
	const struct cause *lead; /* the likeliest of the group */
};

static bool shares_finding(const struct cause *a, const struct cause *b)
{
	for (size_t i = 0; i < a->because_count; i++)
		for (size_t k = 0; k < b->because_count; k++)
			if (!strcmp(a->because[i], b->because[k]) &&
				!text_starts(a->because[i], "answer."))
				return true;
	return false;
}

static void join(struct place *places, size_t count, size_t from, size_t to)
{
	for (size_t i = 0; i < count; i++)
		if (places[i].group == from)
			places[i].group = to;
}

static void make_groups(struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		places[i].group = i;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (places[i].cause.severity == places[k].cause.severity &&
				shares_finding(&places[i].cause, &places[k].cause))
				join(places, count, places[i].group, places[k].group);
}

/* Below 0: A first. */
static int compare_likelihood(const struct cause *a, const struct cause *b)
{
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence ? -1 : 1;
	if (a->rule->prior != b->rule->prior)
		return a->rule->prior > b->rule->prior ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

static void find_leads(struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		places[i].lead = &places[i].cause;
		for (size_t k = 0; k < count; k++)
			if (places[k].group == places[i].group &&
				compare_likelihood(&places[k].cause, places[i].lead) < 0)
				places[i].lead = &places[k].cause;
	}
}

/* Something is wrong beyond what the person saw or said. */
static bool was_measured(const struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++) {
		const struct finding_kind *kind = check_kind(cause->because[i]);

		if (kind && kind->verdict >= VERDICT_WARN && !text_starts(kind->id, "paste."))
			return true;
	}
	return false;
}

/* The person tried without it, and the trouble was gone. */
static bool was_tried(const struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++) {
		const char *equals = strchr(cause->because[i], '=');

		if (equals && !strcmp(equals, "=works"))
			return true;
	}
	return false;
}

/* What only the person saw comes after all that was measured or tried on its rung. */
static int turn_of(const struct cause *lead)
{
	return was_measured(lead) || was_tried(lead) ? lead->rule->turn : INT_MAX;
}

static int compare_leads(const struct cause *a, const struct cause *b)
{
	bool a_likely = a->confidence >= likely;
	bool b_likely = b->confidence >= likely;

	if (a_likely != b_likely)
		return a_likely ? -1 : 1;
	if (a->beside != b->beside)
		return a->beside ? 1 : -1;
	if (a->rule->stage != b->rule->stage)
		return a->rule->stage < b->rule->stage ? -1 : 1;
	if (turn_of(a) != turn_of(b))
		return turn_of(a) < turn_of(b) ? -1 : 1;
	return compare_likelihood(a, b);
}

/* Whether LEAD explains the symptom that was named, likely so, and was seen to be there. */
static bool answers(const struct cause *lead)
{
	return !lead->beside && lead->confidence >= likely && was_measured(lead);
}

static int compare(const struct place *a, const struct place *b, bool named)
{
	int leads;

	if (named && answers(a->lead) != answers(b->lead))
		return answers(a->lead) ? -1 : 1;
	if (a->cause.severity != b->cause.severity)
		return a->cause.severity == SEVERITY_FAIL ? -1 : 1;
	leads = compare_leads(a->lead, b->lead);
	return leads ? leads : compare_likelihood(&a->cause, &b->cause);
}

/* Few causes stand at a time. Indexes are sorted: the leads point into PLACES, which must stay. */
void order_causes(struct causes *causes)
{
	struct place *places = memory_new(causes->count, sizeof(*places));
	size_t *order = memory_new(causes->count, sizeof(*order));
	bool named = false;

	for (size_t i = 0; i < causes->count; i++) {
		places[i].cause = causes->items[i];
		named = named || causes->items[i].beside;
	}
	make_groups(places, causes->count);
	find_leads(places, causes->count);
	for (size_t i = 0; i < causes->count; i++) {
		size_t k = i;

		for (; k > 0 && compare(&places[i], &places[order[k - 1]], named) < 0; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < causes->count; i++)
		causes->items[i] = places[order[i]].cause;
	free(order);
	free(places);
}
