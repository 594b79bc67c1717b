/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/signals.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void fill_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

int signals_catch(void)
{
	sigset_t set;
	int fd;

	fill_set(&set);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd >= 0) /* else they had better end the program as usual */
		pthread_sigmask(SIG_BLOCK, &set, NULL);
	return fd;
}

bool signals_came(int fd)
{
	struct signalfd_siginfo info;

	return fd >= 0 && read(fd, &info, sizeof(info)) == sizeof(info);
}

void signals_wait(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };

	while (!signals_came(fd))
		poll(&poller, 1, -1);
}

void signals_release(int fd)
{
	sigset_t set;

	if (fd >= 0)
		close(fd);
	fill_set(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
