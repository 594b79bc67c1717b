/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/resolve.h"

#include <arpa/nameser.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <resolv.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/memory.h"
#include "net/address.h"

#define ADDRESSES_MOST 32
#define ANSWER_MOST 4096

/* Shared by the asking thread and the look-up thread; the last of the two frees it. */
struct job {
	atomic_int holders;
	char *name;
	int family;
	bool exactly; /* by the name service alone */
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

static void job_add(struct job *job, const struct sockaddr *place)
{
	char *address = address_text(place);

	if (job->count < ADDRESSES_MOST && *address && !job_has(job, address))
		job->addresses[job->count++] = address;
	else
		free(address);
}

static void ask_system(struct job *job)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;

	hints.ai_family = job->family == 4 ? AF_INET : job->family == 6 ? AF_INET6 : AF_UNSPEC;
	job->gai_error = getaddrinfo(job->name, NULL, &hints, &found);
	for (struct addrinfo *one_of = found; one_of; one_of = one_of->ai_next)
		job_add(job, one_of->ai_addr);
	if (found)
		freeaddrinfo(found);
}

/* Adds the addresses of TYPE (A or AAAA) in the LENGTH bytes of ANSWER. */
static void take_records(struct job *job, const unsigned char *answer, int length, ns_type type)
{
	ns_msg message;
	ns_rr record;

	if (ns_initparse(answer, length, &message) < 0)
		return;
	for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
		struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
		struct sockaddr_in four = { .sin_family = AF_INET };

		if (ns_parserr(&message, ns_s_an, i, &record) < 0 || ns_rr_type(record) != type)
			continue;
		if (type == ns_t_a && ns_rr_rdlen(record) == sizeof(four.sin_addr)) {
			memcpy(&four.sin_addr, ns_rr_rdata(record), sizeof(four.sin_addr));
			job_add(job, (struct sockaddr *)&four);
		} else if (type == ns_t_aaaa && ns_rr_rdlen(record) == sizeof(six.sin6_addr)) {
			memcpy(&six.sin6_addr, ns_rr_rdata(record), sizeof(six.sin6_addr));
			job_add(job, (struct sockaddr *)&six);
		}
	}
}

/* What getaddrinfo() would say of an error of the name service. */
static int gai_of(int error)
{
	return error == HOST_NOT_FOUND || error == NO_DATA ? EAI_NONAME : EAI_AGAIN;
}

static void ask_name_service(struct job *job)
{
	static const struct {
		int other_family;
		ns_type type;
	} asked[] = { { 6, ns_t_a }, { 4, ns_t_aaaa } };
	struct __res_state state = { 0 };
	unsigned char answer[ANSWER_MOST];

	job->gai_error = EAI_AGAIN;
	if (res_ninit(&state) < 0)
		return;
	state.retrans = 1;
	state.retry = 1;
	for (size_t i = 0; i < 2; i++) {
		int length;

		if (job->family == asked[i].other_family)
			continue;
		length = res_nquery(
			&state, job->name, ns_c_in, (int)asked[i].type, answer, sizeof(answer));
		if (length > (int)sizeof(answer))
			length = sizeof(answer);
		if (length > 0)
			take_records(job, answer, length, asked[i].type);
		else if (!job->count)
			job->gai_error = gai_of(state.res_h_errno);
	}
	if (job->count)
		job->gai_error = 0;
	res_nclose(&state);
}

static void *job_run(void *context)
{
	struct job *job = context;
	uint64_t one = 1;
	ssize_t written;

	job->addresses = memory_new(ADDRESSES_MOST, sizeof(*job->addresses));
	if (job->exactly)
		ask_name_service(job);
	else
		ask_system(job);
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
	pthread_attr_setstacksize(&attributes, 512 * 1024);
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

static int resolve(const char *name, int family, bool exactly, struct deadline deadline,
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
	job->exactly = exactly;
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

int resolve_name(const char *name, int family, struct deadline deadline,
	const struct cancel *cancel, struct seen_lookup *ret)
{
	return resolve(name, family, false, deadline, cancel, ret);
}

int resolve_exactly(const char *name, int family, struct deadline deadline,
	const struct cancel *cancel, struct seen_lookup *ret)
{
	return resolve(name, family, true, deadline, cancel, ret);
}
