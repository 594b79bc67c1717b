/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a screen show for a given result? Sessions put together by hand, without a network: always
 * the same, on any day.
 */
#ifndef TESTS_UI_FAKE_SESSION_H
#define TESTS_UI_FAKE_SESSION_H

#include "session/session.h"

/* The day that these sessions were looked at: 2026-03-15. */
#define FAKE_NOW INT64_C(1773532800)

/*
 * CASE: "healthy", "expired" (three days), "refused", "no-name" (doesn't exist), "looking" (an expired
 * certificate, nothing of it seen yet), "stopped", "could-not", "front" (a CDN with 525), "hostile" (names full of escapes, very
 * long), "several" (a wrong name, self-signed, old: more than one cause), "elsewhere" (expired, the trouble is on
 * another device, and the clock of this one is wrong). NULL for another.
 */
struct session *fake_session(const char *name, struct budget *budget);

#endif
