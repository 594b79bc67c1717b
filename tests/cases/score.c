/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score.h"

#include <string.h>
#include "base/buffer.h"

static const double bounds[SCORE_BINS] = { 0, 0.5, 0.7, 0.8, 0.9, 0.95 };

static void add_to_bin(struct score *score, double confidence, bool right)
{
	size_t i = SCORE_BINS - 1;

	while (i > 0 && confidence < bounds[i])
		i--;
	score->bins[i].count++;
	score->bins[i].right += right;
	score->bins[i].sum += confidence;
}

static bool add(struct score *score, const struct labelled *labelled, const struct judged *judged)
{
	const char *first = judged_first(judged);
	bool right = case_accepts(labelled, first);
	bool exact = !strcmp(labelled->first, first);

	if (judged->causes.count)
		add_to_bin(score, judged->causes.items[0].confidence, right);
	if (!strcmp(labelled->first, CASE_HEALTHY)) {
		score->healthy++;
		score->alarms += !right;
		return right;
	}
	score->faults++;
	score->named += exact;
	score->accepted += right;
	return exact;
}

int score_cases(const struct case_set *set, bool apart, struct score *ret, char **ret_why)
{
	struct buffer report = { 0 };

	*ret = (struct score){ 0 };
	for (size_t i = 0; i < SCORE_BINS; i++)
		ret->bins[i].least = bounds[i];
	for (size_t i = 0; i < set->count; i++) {
		const struct labelled *labelled = &set->items[i];
		struct judged judged;

		if (labelled->apart != apart)
			continue;
		if (case_judge(set, labelled, &judged, ret_why)) {
			buffer_free(&report);
			return -1;
		}
		if (!add(ret, labelled, &judged))
			buffer_add_format(&report, "  %s: %s instead of %s\n", labelled->name,
				judged_first(&judged), labelled->first);
		judged_free(&judged);
	}
	ret->report = buffer_take(&report);
	return 0;
}

double score_share(const struct score *score)
{
	return score->faults ? (double)score->named / (double)score->faults : 1;
}
