/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints how good the first cause is on the labelled cases. Usage: accuracy FOLDER */
#include <stdio.h>
#include <stdlib.h>
#include "score.h"

static double percent(size_t part, size_t whole)
{
	return whole ? 100 * (double)part / (double)whole : 100;
}

static void print(const char *title, const struct score *score)
{
	printf("%s\n", title);
	printf("  right first cause      %3zu of %3zu  %5.1f %%\n", score->named, score->faults,
		percent(score->named, score->faults));
	printf("  or an acceptable one   %3zu of %3zu  %5.1f %%\n", score->accepted, score->faults,
		percent(score->accepted, score->faults));
	printf("  alarms on healthy ones %3zu of %3zu\n", score->alarms, score->healthy);
	printf("  confidence   cases  said   right\n");
	for (size_t i = 0; i < SCORE_BINS; i++) {
		const struct score_bin *bin = &score->bins[i];

		if (bin->count)
			printf("  from %.2f   %5zu  %.3f  %.3f\n", bin->least, bin->count,
				bin->sum / (double)bin->count,
				(double)bin->right / (double)bin->count);
	}
	printf("%s\n", score->report);
}

int main(int argc, char **argv)
{
	char *why = NULL;
	struct case_set *set = argc == 2 ? cases_read(argv[1], &why) : NULL;
	struct score score;

	for (int apart = 0; set && !why && apart < 2; apart++)
		if (!score_cases(set, apart, &score, &why)) {
			print(apart ? "Kept apart" : "Tuned on", &score);
			free(score.report);
		}
	if (set)
		cases_free(set);
	if (!set || why)
		fprintf(stderr, "%s\n", why ? why : "Usage: accuracy FOLDER");
	free(why);
	return !set || why ? 1 : 0;
}
