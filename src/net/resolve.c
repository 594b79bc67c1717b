/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/resolve.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/memory.h"
#include "net/address.h"

#define ADDRESSES_MOST 32

/* Shared by the asking thread and the look-up thread; the last of the two frees it. */
struct job {
	atomic_int holders;
	char *name;
	int family;
	int fd; /* eventfd, written when the answer is there */
	int gai_error;
	char **addresses;
	size_t count;
};

static void job_let_go(struct job *job)
{
	if (atomic_fetch_sub(&job->holders, 1) > 1)
		return;
	for (size_t i = 0; i < job->count; i++)
		free(job->addresses[i]);
	free(job->addresses);
	free(job->name);
	close(job->fd);
	free(job);
}

static bool job_has(const struct job *job, const char *address)
{
	for (size_t i = 0; i < job->count; i++)
		if (!strcmp(job->addresses[i], address))
			return true;
	return false;
}

static void *job_run(void *context)
{
	struct job *job = context;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	uint64_t one = 1;
	ssize_t written;

	hints.ai_family = job->family == 4 ? AF_INET : job->family == 6 ? AF_INET6 : AF_UNSPEC;
	job->gai_error = getaddrinfo(job->name, NULL, &hints, &found);
	job->addresses = memory_new(ADDRESSES_MOST, sizeof(*job->addresses));
	for (struct addrinfo *one_of = found; one_of && job->count < ADDRESSES_MOST;
		one_of = one_of->ai_next) {
		char *address = address_text(one_of->ai_addr);

		if (*address && !job_has(job, address))
			job->addresses[job->count++] = address;
		else
			free(address);
	}
	if (found)
		freeaddrinfo(found);
	written = write(job->fd, &one, sizeof(one));
	(void)written;
	job_let_go(job);
	return NULL;
}

static enum lookup_outcome outcome_of(int gai_error)
{
	switch (gai_error) {
	case 0:
		return LOOKUP_FOUND;
	case EAI_NONAME:
	case EAI_NODATA:
	case EAI_ADDRFAMILY:
		return LOOKUP_NO_SUCH_NAME;
	default:
		return LOOKUP_FAILED;
	}
}

/* Starts the thread with every signal blocked: signals belong to the main thread. 0 or an errno. */
static int job_start(struct job *job)
{
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all, before;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 256 * 1024);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&thread, &attributes, job_run, job);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return error;
}

/* Waits for the answer. 0 when it is there, ETIMEDOUT or ECANCELED. */
static int job_wait(const struct job *job, struct deadline deadline, const struct cancel *cancel)
{
	struct pollfd fds[] = {
		{ .fd = job->fd, .events = POLLIN },
		{ .fd = cancel->fd, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 2, deadline_left_ms(deadline)) < 0 && errno != EINTR)
			return errno;
		if (cancel_asked(cancel))
			return ECANCELED;
		if (fds[0].revents & POLLIN)
			return 0;
		if (deadline_over(deadline))
			return ETIMEDOUT;
	}
}

static void take_numeric(const char *name, int family, struct seen_lookup *ret)
{
	if (family && family != address_family(name)) {
		ret->outcome = LOOKUP_NO_SUCH_NAME;
		return;
	}
	ret->outcome = LOOKUP_NOT_NEEDED;
	ret->addresses = memory_new(1, sizeof(*ret->addresses));
	ret->addresses[0] = memory_text(name);
	ret->address_count = 1;
}

static void take_answer(struct job *job, struct seen_lookup *ret)
{
	ret->gai_error = job->gai_error;
	ret->outcome = outcome_of(job->gai_error);
	if (ret->outcome == LOOKUP_FOUND && !job->count)
		ret->outcome = LOOKUP_NO_SUCH_NAME;
	ret->addresses = job->addresses;
	ret->address_count = job->count;
	job->addresses = NULL;
	job->count = 0;
}

int resolve_name(const char *name, int family, struct deadline deadline,
	const struct cancel *cancel, struct seen_lookup *ret)
{
	int64_t began_us = timing_monotonic_us();
	struct job *job;
	int error;

	*ret = (struct seen_lookup){ .name = memory_text(name) };
	if (address_family(name)) {
		take_numeric(name, family, ret);
		return 0;
	}
	job = memory_new(1, sizeof(*job));
	atomic_init(&job->holders, 2);
	job->name = memory_text(name);
	job->family = family;
	job->fd = eventfd(0, EFD_CLOEXEC);
	error = job->fd < 0 ? errno : job_start(job);
	if (error) {
		atomic_store(&job->holders, 1);
		job_let_go(job);
		ret->outcome = LOOKUP_FAILED;
		return error;
	}
	error = job_wait(job, deadline, cancel);
	if (!error)
		take_answer(job, ret);
	else
		ret->outcome = error == ETIMEDOUT ? LOOKUP_TIMED_OUT : LOOKUP_FAILED;
	ret->ms = (timing_monotonic_us() - began_us) / 1000;
	job_let_go(job);
	return error == ETIMEDOUT ? 0 : error;
}
