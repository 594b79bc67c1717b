/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same handshake again and again, one after the other: does it always go the same way? */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "probe/probe.h"

#define REPEATS 6
#define HELLOS_ENOUGH 20
/* After a long silence: so many more, so long, one after the other, and nothing will ever come. */
#define SILENCES_ENOUGH 3
#define SILENCE_MS 2000
#define ANSWER_MS 5000 /* this server has answered before */

/* So many connections for the matrix, and none of them was lost. */
static bool is_known_to_hold(const struct evidence *seen)
{
	const struct seen_matrix *matrix = &seen->matrix;

	return seen->parts[PART_MATRIX].state == PART_SEEN && matrix->complete &&
	       matrix->hellos >= HELLOS_ENOUGH && matrix->lost == 0;
}

/* It is known to be the size of the answers: the same question got one, in small packets. */
static bool is_known_to_lose_large(const struct evidence *seen)
{
	for (size_t i = 0; i < seen->versions.count; i++) {
		const struct seen_trial *trial = &seen->versions.items[i];

		if (trial->label && !strcmp(trial->label, LABEL_SMALL))
			return trial->handshake.outcome == HS_DONE ||
			       trial->handshake.outcome == HS_ALERT;
	}
	return false;
}

/* A connection that is gone for good says nothing about a weak one. */
static bool is_worth_it(const struct evidence *seen)
{
	if (is_known_to_hold(seen) || is_known_to_lose_large(seen))
		return false;
	switch (seen->handshake.outcome) {
	case HS_DONE:
	case HS_CLOSED:
	case HS_RESET:
	case HS_SILENT:
	case HS_STALLED:
		return true;
	default:
		return false;
	}
}

static bool is_silence(enum hs_outcome outcome)
{
	return outcome == HS_SILENT || outcome == HS_STALLED;
}

/* Nothing but silence so far, and often enough. */
static bool is_all_silent(const struct evidence *seen)
{
	const struct seen_trials *repeats = &seen->repeats;

	for (size_t i = 0; i < repeats->count; i++)
		if (!is_silence(repeats->items[i].handshake.outcome))
			return false;
	return is_silence(seen->handshake.outcome) && repeats->count >= SILENCES_ENOUGH;
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	static const char *const labels[REPEATS] = { "1", "2", "3", "4", "5", "6" };
	const char *address = probe_chosen(seen);
	int64_t began_us = timing_monotonic_us();
	struct seen_trials *repeats = &seen->repeats;

	if (seen->settings.depth != DEPTH_DEEP) {
		evidence_part_status(seen, PART_REPEATS, PART_SKIPPED,
			seen->settings.depth == DEPTH_QUICK ? WHY_QUICK : WHY_NOT_NEEDED, NULL);
		return;
	}
	if (!address || seen->parts[PART_HANDSHAKE].state != PART_SEEN) {
		evidence_part_status(seen, PART_REPEATS, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	if (!is_worth_it(seen)) {
		evidence_part_status(seen, PART_REPEATS, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	repeats->items = memory_new(REPEATS, sizeof(*repeats->items));
	while (repeats->count < REPEATS && !is_all_silent(seen) && !cancel_asked(env->cancel) &&
		!deadline_over(env->deadline)) {
		const struct trial_wish wish = {
			.label = labels[repeats->count],
			.address = address,
			.sni = settings_sni(&seen->settings),
			.min = 0x0301,
			.max = 0x0304,
			.most_ms = is_silence(seen->handshake.outcome) ? SILENCE_MS : ANSWER_MS,
		};
		struct seen_trials one = { 0 };

		probe_trials(env, seen, &wish, 1, &one);
		repeats->items[repeats->count++] = one.items[0];
		free(one.items);
	}
	probe_done(seen, PART_REPEATS, began_us);
}

/* Not beside others: what they do at the same time would be measured too. */
const struct probe probe_repeats = { .part = PART_REPEATS, .look = look };
