/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One handshake with each other address of the name. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "net/address.h"
#include "probe/probe.h"

#define OTHERS_MOST 4

static bool tried(const struct seen_connect *connect, const char *address)
{
	for (size_t i = 0; i < connect->attempt_count; i++)
		if (!strcmp(connect->attempts[i].address, address) &&
			connect->attempts[i].outcome != CONNECT_NOT_TRIED)
			return true;
	return false;
}

static void note_attempt(struct seen_connect *connect, const struct seen_handshake *handshake)
{
	struct seen_attempt *attempt = NULL;

	for (size_t i = 0; i < connect->attempt_count; i++)
		if (!strcmp(connect->attempts[i].address, handshake->address))
			attempt = &connect->attempts[i];
	if (!attempt) {
		connect->attempts = memory_resize(
			connect->attempts, connect->attempt_count + 1, sizeof(*connect->attempts));
		attempt = &connect->attempts[connect->attempt_count++];
		*attempt = (struct seen_attempt){ .address = memory_text(handshake->address) };
	}
	attempt->family = address_family(handshake->address);
	attempt->outcome = CONNECT_OK;
	attempt->sys_errno = 0;
	attempt->ms = handshake->tcp_ms;
	if (handshake->outcome == HS_NO_CONNECTION && handshake->tcp_ms < 0) {
		attempt->sys_errno = handshake->sys_errno;
		attempt->outcome = exchange_outcome(handshake->sys_errno);
	}
	if (handshake->outcome == HS_CANCELLED && handshake->tcp_ms < 0)
		attempt->outcome = CONNECT_NOT_TRIED;
}

static size_t choose(const struct evidence *seen, struct trial_wish *wishes)
{
	const struct seen_lookup *lookup = &seen->lookup;
	size_t count = 0;

	for (size_t i = 0; i < lookup->address_count && count < OTHERS_MOST; i++)
		if (!tried(&seen->connect, lookup->addresses[i]))
			wishes[count++] = (struct trial_wish){
				.label = lookup->addresses[i],
				.address = lookup->addresses[i],
				.sni = settings_sni(&seen->settings),
				.min = 0x0301,
				.max = 0x0304,
			};
	return count;
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	int64_t began_us = timing_monotonic_us();
	struct trial_wish wishes[OTHERS_MOST];
	size_t count;

	if (settings->depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_ADDRESSES, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	if (!probe_chosen(seen)) {
		evidence_part_status(seen, PART_ADDRESSES, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	count = settings->proxy ? 0 : choose(seen, wishes);
	if (count) {
		probe_trials(env, seen, wishes, count, &seen->addresses);
		for (size_t i = 0; i < count; i++) {
			struct seen_trial *trial = &seen->addresses.items[i];

			note_attempt(&seen->connect, &trial->handshake);
			trial->trusted = probe_trusted(env, seen, &trial->handshake, NULL, NULL);
		}
		env->posted(env->context, PART_CONNECT);
	}
	probe_done(seen, PART_ADDRESSES, began_us);
}

const struct probe probe_addresses = { .part = PART_ADDRESSES, .beside = true, .look = look };
