/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we test against servers that nobody packages any more? One on the loopback that reads ClientHellos and
 * answers by rules with a ServerHello, and with what the ladder needs of the messages behind it. No cryptography.
 */
#ifndef TESTS_PROBE_SPEAKER_H
#define TESTS_PROBE_SPEAKER_H

#include <stdbool.h>
#include <stddef.h>

enum refusal { REFUSE_ALERT, REFUSE_CLOSE, REFUSE_RESET, REFUSE_SILENCE };

struct speaker_rules {
	const int *versions; /* it speaks; ended by 0 */
	const unsigned *suites; /* in its order; ended by 0 */
	const unsigned *groups; /* the same */
	bool client_order;
	enum refusal refusal; /* when nothing is in common */
	int alert; /* for REFUSE_ALERT; 0: 40, and 70 for versions */
	size_t longest; /* a hello of more bytes is met with silence; 0: no limit */
	size_t longest_segment; /* the same for what comes at once */
	bool whole_only; /* a hello in two segments is met with silence */
	bool no_grease; /* numbers of RFC 8701 are met with alert 50 */
	bool needs_ems; /* alert 40 without the extended master secret */
	bool compresses; /* when it is asked to (RFC 3749) */
	bool encrypts_first; /* knows encrypt-then-MAC (RFC 7366) */
	bool ignores_lists; /* picks its first suite whatever is offered */
	int most_open; /* connections beyond are reset; 0: no limit */
};

struct speaker;

/* NULL when there is no port to be had. RULES must last. */
struct speaker *speaker_start(const struct speaker_rules *rules, int *ret_port);
void speaker_stop(struct speaker *speaker);

int speaker_count(const struct speaker *speaker); /* connections so far */
int speaker_peak(const struct speaker *speaker); /* open at the same time */

#endif
