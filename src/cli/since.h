/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which moment does the person mean?
 */
#ifndef CLI_SINCE_H
#define CLI_SINCE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "2026-11-22", "2026-11-22 06:30", "2026-11-22T06:30:00" (local time, with Z in UTC), or how long before NOW_S:
 * "90s", "30m", "2h", "3d". false when it is none of them. */
bool since_read(const char *text, int64_t now_s, int64_t *ret_s);

#endif
