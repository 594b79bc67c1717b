/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"

/* A repaint is over when nothing came for this long; a progress tick is rarer. */
#define QUIET_MS 40
#define PATIENCE_MS 5000

static void listen_to(
	struct screen *screen, int64_t began_us, int first_wait_ms, struct screen_time *ret)
{
	struct pollfd ready = { .fd = screen->fd, .events = POLLIN };
	int wait_ms = first_wait_ms;
	char bytes[16384];

	*ret = (struct screen_time){ 0 };
	while (poll(&ready, 1, wait_ms) > 0) {
		ssize_t got = read(screen->fd, bytes, sizeof(bytes));

		if (got <= 0)
			return;
		ret->last_ms = (double)(timing_monotonic_us() - began_us) / 1000;
		if (!ret->bytes)
			ret->first_ms = ret->last_ms;
		ret->bytes += got;
		wait_ms = QUIET_MS;
	}
}

int screen_start(struct screen *screen, char *const argv[], struct screen_time *ret)
{
	struct winsize size = { .ws_col = 80, .ws_row = 24 };
	int64_t began_us = timing_monotonic_us();

	screen->pid = forkpty(&screen->fd, NULL, NULL, &size);
	if (screen->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execv(argv[0], argv);
		_exit(127);
	}
	listen_to(screen, began_us, PATIENCE_MS, ret);
	return ret->bytes ? 0 : -1;
}

void screen_press(struct screen *screen, const char *keys, struct screen_time *ret)
{
	int64_t began_us = timing_monotonic_us();

	if (write(screen->fd, keys, strlen(keys)) < 0)
		return;
	listen_to(screen, began_us, 200, ret);
}

long screen_memory_kib(const struct screen *screen)
{
	char *path = memory_format("/proc/%d/status", (int)screen->pid);
	FILE *file = fopen(path, "re");
	char line[256];
	long kib = -1;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "VmHWM: %ld", &kib) == 1)
			break;
	if (file)
		fclose(file);
	free(path);
	return kib;
}

void screen_end(struct screen *screen)
{
	kill(screen->pid, SIGKILL);
	waitpid(screen->pid, NULL, 0);
	close(screen->fd);
}
