/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"

extern char **environ;

const char *command_tlsdoctor(void)
{
	const char *path = getenv("TLSDOCTOR");

	return path ? path : "./tlsdoctor";
}

char *command_record(char **argv, const char *name)
{
	const char *folder = getenv("TLSDOCTOR_RECORD");
	char *path = folder ? memory_format("%s/%s.json", folder, name) : NULL;

	for (char *c = path ? path + strlen(folder) + 1 : NULL; c && *c; c++)
		*c = *c == ' ' || *c == '/' || *c == ',' || *c == '\'' ? '-' : *c;
	while (*argv)
		argv++;
	if (path) {
		argv[0] = (char *)"--save";
		argv[1] = path;
		argv[2] = NULL;
	}
	return path;
}

static pid_t start(char *const argv[], const int out[2], const int err[2])
{
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	posix_spawn_file_actions_adddup2(&actions, err[1], 2);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ))
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

/* Reads both pipes until both are closed or the time is up. true when it is up. */
static int collect(int out, int err, struct deadline deadline, struct buffer texts[2])
{
	struct pollfd fds[2] = { { .fd = out, .events = POLLIN }, { .fd = err, .events = POLLIN } };

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, deadline_left_ms(deadline)) == 0 || deadline_over(deadline))
			return 1;
		for (int i = 0; i < 2; i++) {
			char bytes[8192];
			ssize_t got;

			if (fds[i].fd < 0 || !fds[i].revents)
				continue;
			got = read(fds[i].fd, bytes, sizeof(bytes));
			if (got > 0)
				buffer_add(&texts[i], bytes, (size_t)got);
			else if (got == 0 || errno != EINTR)
				fds[i].fd = -1;
		}
	}
	return 0;
}

static double span_ms(struct timeval span)
{
	return (double)span.tv_sec * 1e3 + (double)span.tv_usec / 1e3;
}

void command_run(char *const argv[], int limit_ms, struct command *ret)
{
	int64_t began_us = timing_monotonic_us();
	struct buffer texts[2] = { { 0 }, { 0 } };
	struct rusage used = { 0 };
	int out[2], err[2], status = 0, late = 1;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		abort();
	pid = start(argv, out, err);
	close(out[1]);
	close(err[1]);
	if (pid > 0) {
		late = collect(out[0], err[0], deadline_in_ms(limit_ms), texts);
		if (late)
			kill(pid, SIGKILL);
		wait4(pid, &status, 0, &used);
	}
	close(out[0]);
	close(err[0]);
	ret->out = buffer_take(&texts[0]);
	ret->err = buffer_take(&texts[1]);
	ret->status = late ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	ret->peak_kib = used.ru_maxrss;
	ret->cpu_ms = span_ms(used.ru_utime) + span_ms(used.ru_stime);
	ret->ms = (int)((timing_monotonic_us() - began_us) / 1000);
}

void command_free(struct command *command)
{
	free(command->out);
	free(command->err);
}
