/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence in, causes out: what every test of diagnosis/ does.
 */
#ifndef TESTS_DIAGNOSIS_RANKED_H
#define TESTS_DIAGNOSIS_RANKED_H

#include <string.h>
#include "diagnosis/diagnosis.h"
#include "make.h"

struct ranked {
	struct evidence evidence;
	struct findings findings;
	struct causes causes;
};

/* A healthy server after CHANGE (NULL: none), not ranked yet. */
static inline void ranked_begin(struct ranked *ranked, void (*change)(struct evidence *))
{
	*ranked = (struct ranked){ 0 };
	make_healthy(&ranked->evidence);
	if (change)
		change(&ranked->evidence);
}

static inline void ranked_again(struct ranked *ranked)
{
	make_judged(&ranked->evidence, &ranked->findings);
	diagnosis_rank(&ranked->evidence, &ranked->findings, &ranked->causes);
}

static inline void ranked_end(struct ranked *ranked)
{
	causes_free(&ranked->causes);
	findings_free(&ranked->findings);
	evidence_free(&ranked->evidence);
}

static inline const char *ranked_first(const struct ranked *ranked)
{
	return ranked->causes.count ? ranked->causes.items[0].rule->id : "none";
}

static inline const struct cause *ranked_find(const struct ranked *ranked, const char *id)
{
	for (size_t i = 0; i < ranked->causes.count; i++)
		if (!strcmp(ranked->causes.items[i].rule->id, id))
			return &ranked->causes.items[i];
	return NULL;
}

static inline bool ranked_lists(char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(ids[i], id))
			return true;
	return false;
}

#endif
