/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How quickly does the full screen answer? Runs a program in a terminal of 80x24 and times its bytes.
 */
#ifndef TESTS_BENCH_SCREEN_H
#define TESTS_BENCH_SCREEN_H

#include <sys/types.h>

struct screen {
	pid_t pid;
	int fd;
};

struct screen_time {
	double first_ms; /* to the first byte */
	double last_ms; /* to the last byte before QUIET_MS of silence */
	long bytes;
};

/* Starts ARGV and waits for its first paint. -1 when nothing came within 5 seconds. */
int screen_start(struct screen *screen, char *const argv[], struct screen_time *ret);

/* Sends KEYS and waits for the repaint; all zero when nothing was painted. */
void screen_press(struct screen *screen, const char *keys, struct screen_time *ret);

/* Peak resident memory so far, KiB. */
long screen_memory_kib(const struct screen *screen);

/* Kills and reaps it. */
void screen_end(struct screen *screen);

#endif
