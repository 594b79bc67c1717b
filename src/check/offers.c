/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/offers.h"

#include <stddef.h>
#include <string.h>
#include "check/strength.h"

bool offers_whole(const struct evidence *evidence)
{
	return evidence->parts[PART_MATRIX].state == PART_SEEN && evidence->matrix.complete;
}

const struct seen_offer *offers_at(const struct evidence *evidence, int version)
{
	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return NULL;
	for (size_t i = 0; i < evidence->matrix.offer_count; i++)
		if (evidence->matrix.offers[i].version == version)
			return &evidence->matrix.offers[i];
	return NULL;
}

bool offers_spoken(const struct evidence *evidence, int version)
{
	const struct seen_offer *offer = offers_at(evidence, version);

	return offer && offer->spoken == 1;
}

bool offers_refused_today(const struct evidence *evidence, const char *hello)
{
	const struct seen_today *today = &evidence->today;

	return evidence->parts[PART_TODAY].state == PART_SEEN && today->hello &&
	       !strcmp(today->hello, hello) && evidence->handshake.outcome == HS_DONE &&
	       (today->reaction.outcome == HS_ALERT || today->reaction.outcome == HS_CLOSED);
}

static bool has(const unsigned *numbers, size_t count, unsigned number)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

bool offers_suite_of_today(unsigned number)
{
	static const unsigned suites[] = { 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02c, 0xc02f, 0xc030,
		0xcca8, 0xcca9, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035 };

	return has(suites, sizeof(suites) / sizeof(suites[0]), number);
}

bool offers_group_of_today(unsigned number)
{
	static const unsigned groups[] = { 0x0017, 0x0018, 0x001d };

	return has(groups, sizeof(groups) / sizeof(groups[0]), number);
}

bool offers_outdated(const struct suite *suite)
{
	struct grade grade = strength_of_suite(suite);

	return grade.strength <= STRENGTH_WEAK && strength_worst(grade) < REASON_STATIC_RSA;
}
