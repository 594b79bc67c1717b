/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same server without a name, with a name it can't know, and, when it was asked without, with the
 * right one. */
#include "probe/probe.h"

/* RFC 6761 reserves "invalid": no server has this name. */
#define WRONG_NAME "wrong-name.invalid"

static struct trial_wish wish_of(const char *label, const char *address, const char *sni)
{
	return (struct trial_wish){
		.label = label, .address = address, .sni = sni, .min = 0x0301, .max = 0x0304
	};
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const char *address = probe_chosen(seen);
	int64_t began_us = timing_monotonic_us();
	struct trial_wish wishes[2];
	size_t count = 0;

	if (settings->depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_SNI, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	if (!address || seen->parts[PART_HANDSHAKE].state != PART_SEEN) {
		evidence_part_status(seen, PART_SNI, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	if (!probe_worth_more(seen)) {
		evidence_part_status(seen, PART_SNI, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	if (settings->target.is_ip && settings->sni != SNI_NAME) {
		evidence_part_status(seen, PART_SNI, PART_SKIPPED, WHY_IP, NULL);
		return;
	}
	if (settings_sni(settings))
		wishes[count++] = wish_of("none", address, NULL);
	else
		wishes[count++] = wish_of("right", address,
			settings->servername ? settings->servername : settings->target.host);
	wishes[count++] = wish_of("wrong", address, WRONG_NAME);
	probe_trials(env, seen, wishes, count, &seen->sni);
	probe_done(seen, PART_SNI, began_us);
}

const struct probe probe_sni = { .part = PART_SNI, .beside = true, .look = look };
