/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same server without a name, with a name it can't know, and, when it was asked without or broke off, with the
 * right one. */
#include "probe/probe.h"

/* RFC 6761 reserves "invalid": no server has this name. */
#define WRONG_NAME "wrong-name.invalid"

/* What an unreliable server or line does too. */
static bool broke_off(const struct seen_handshake *handshake)
{
	return handshake->outcome == HS_ALERT || handshake->outcome == HS_CLOSED ||
	       handshake->outcome == HS_RESET;
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const char *address = probe_chosen(seen);
	int64_t began_us = timing_monotonic_us();
	struct trial_wish wishes[3];
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
		wishes[count++] = (struct trial_wish){ "none", address, NULL, 0x0301, 0x0304, false,
			false };
	else
		wishes[count++] = (struct trial_wish){ "right", address,
			settings->servername ? settings->servername : settings->target.host, 0x0301,
			0x0304, false, false };
	wishes[count++] = (struct trial_wish){ "wrong", address, WRONG_NAME, 0x0301, 0x0304, false,
		false };
	if (settings_sni(settings) && broke_off(&seen->handshake))
		wishes[count++] = (struct trial_wish){ "again", address, settings_sni(settings),
			0x0301, 0x0304, false, false };
	probe_trials(env, seen, wishes, count, &seen->sni);
	probe_done(seen, PART_SNI, began_us);
}

const struct probe probe_sni = { .part = PART_SNI, .beside = true, .look = look };
