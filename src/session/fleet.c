/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/fleet.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "base/memory.h"
#include "tls/stores.h"

#define EVENTS_MOST 64

struct member {
	struct session *session;
	size_t ticket;
};

struct fleet {
	struct budget *budget;
	struct trust_stores *stores;
	size_t jobs;
	int fd;
	struct member *members; /* places for all jobs; one without a session is free */
	size_t running; /* how many are taken, the ended ones included */
};

struct fleet *fleet_new(size_t jobs, struct budget *budget, int *ret_errno)
{
	struct fleet *fleet = memory_new(1, sizeof(*fleet));

	fleet->budget = budget;
	fleet->jobs = jobs;
	fleet->members = memory_new(jobs, sizeof(*fleet->members));
	fleet->stores = trust_stores_new();
	fleet->fd = epoll_create1(EPOLL_CLOEXEC);
	*ret_errno = fleet->fd < 0 ? errno : 0;
	if (!*ret_errno)
		return fleet;
	fleet_free(fleet);
	return NULL;
}

bool fleet_has_room(const struct fleet *fleet)
{
	return fleet->running < fleet->jobs;
}

size_t fleet_running(const struct fleet *fleet)
{
	return fleet->running;
}

static struct member *free_place(struct fleet *fleet)
{
	struct member *member = fleet->members;

	while (member->session)
		member++;
	return member;
}

/* Its descriptor leaves the set by being closed, when the session has ended. */
static int watch(struct fleet *fleet, struct member *member)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = member };

	if (epoll_ctl(fleet->fd, EPOLL_CTL_ADD, session_fd(member->session), &event) < 0)
		return errno;
	fleet->running++;
	return 0;
}

int fleet_add(struct fleet *fleet, const struct settings *settings, size_t ticket)
{
	struct member *member = free_place(fleet);
	int error;

	member->session = session_new_shared(settings, fleet->budget, fleet->stores);
	member->ticket = ticket;
	error = session_start(member->session);
	if (!error)
		error = watch(fleet, member);
	if (!error)
		return 0;
	session_free(member->session);
	member->session = NULL;
	return error;
}

int fleet_fd(const struct fleet *fleet)
{
	return fleet->fd;
}

static struct session *take(struct fleet *fleet, struct member *member, size_t *ret_ticket)
{
	struct session *session = member->session;

	*ret_ticket = member->ticket;
	member->session = NULL;
	fleet->running--;
	return session;
}

struct session *fleet_next(struct fleet *fleet, size_t *ret_ticket)
{
	struct epoll_event events[EVENTS_MOST];
	int count = epoll_wait(fleet->fd, events, EVENTS_MOST, 0);

	for (int i = 0; i < count; i++) {
		struct member *member = events[i].data.ptr;

		if (session_absorb(member->session) & SESSION_NEWS_END)
			return take(fleet, member, ret_ticket);
	}
	return NULL;
}

void fleet_stop(struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->jobs; i++)
		if (fleet->members[i].session)
			session_stop(fleet->members[i].session);
}

void fleet_free(struct fleet *fleet)
{
	if (!fleet)
		return;
	fleet_stop(fleet);
	for (size_t i = 0; i < fleet->jobs; i++)
		session_free(fleet->members[i].session);
	trust_stores_free(fleet->stores);
	if (fleet->fd >= 0)
		close(fleet->fd);
	free(fleet->members);
	free(fleet);
}
