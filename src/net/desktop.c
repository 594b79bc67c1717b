/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/desktop.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/proxy.h"

enum { URL_MOST = 1000 };

/* Shared by whoever asks and the thread; the last of the two frees it. */
struct job {
	atomic_int holders;
	char *library, *url;
	int fd; /* eventfd, written when the answer is there */
	char *answer; /* what stands first, or NULL */
};

static void job_let_go(struct job *job)
{
	if (atomic_fetch_sub(&job->holders, 1) > 1)
		return;
	free(job->library);
	free(job->url);
	free(job->answer);
	close(job->fd);
	free(job);
}

/* ---- The library ---- */

/* libproxy's proxy.h. */
struct functions {
	void *(*begin)(void);
	char **(*proxies)(void *factory, const char *url);
	void (*end)(void *factory);
};

static bool find_functions(void *library, struct functions *ret)
{
	*(void **)&ret->begin = dlsym(library, "px_proxy_factory_new");
	*(void **)&ret->proxies = dlsym(library, "px_proxy_factory_get_proxies");
	*(void **)&ret->end = dlsym(library, "px_proxy_factory_free");
	return ret->begin && ret->proxies && ret->end;
}

static int add_name(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	buffer_add(context, info->dlpi_name, strlen(info->dlpi_name) + 1);
	return 0;
}

/* Everything that is loaded stays so. libproxy unloads its plugins, but what they brought (a JavaScript engine) has left
 * work for the end of this thread. */
static void keep_loaded(void)
{
	struct buffer names = { 0 };

	dl_iterate_phdr(add_name, &names);
	for (size_t at = 0; at < names.length; at += strlen(names.bytes + at) + 1)
		if (names.bytes[at])
			dlopen(names.bytes + at, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
	buffer_free(&names);
}

static void ask(struct job *job, const struct functions *functions)
{
	void *factory = functions->begin();
	char **list = factory ? functions->proxies(factory, job->url) : NULL;

	for (size_t i = 0; list && list[i]; i++) {
		if (!i)
			job->answer = memory_text_n(list[0], strnlen(list[0], URL_MOST));
		free(list[i]);
	}
	free(list);
	keep_loaded();
	if (factory)
		functions->end(factory);
}

static void *run(void *context)
{
	struct job *job = context;
	struct functions functions;
	uint64_t one = 1;
	ssize_t written;
	/* Never closed: its plugins may have threads. */
	void *library = dlopen(job->library, RTLD_NOW | RTLD_LOCAL);

	if (library && find_functions(library, &functions))
		ask(job, &functions);
	written = write(job->fd, &one, sizeof(one));
	(void)written;
	job_let_go(job);
	return NULL;
}

static int start(struct job *job)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	error = pthread_create(&thread, &attributes, run, job);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return error;
}

/* ---- The answer ---- */

/* "socks://" leaves the version open; 5 is what today's speak. */
static char *as_url(const char *answer)
{
	struct proxy proxy;
	char *url;

	if (text_starts_same(answer, "socks://"))
		url = memory_format("socks5://%s", answer + strlen("socks://"));
	else
		url = memory_text(answer);
	if (proxy_parse(url, &proxy)) {
		proxy_free(&proxy);
		return url;
	}
	free(url);
	return NULL;
}

static bool await(const struct job *job, struct deadline deadline, const struct cancel *cancel)
{
	struct pollfd fds[] = { { .fd = job->fd, .events = POLLIN },
		{ .fd = cancel->fd, .events = POLLIN } };
	int ready;

	do
		ready = poll(fds, 2, deadline_left_ms(deadline));
	while (ready < 0 && errno == EINTR);
	return ready > 0 && fds[0].revents && !fds[1].revents;
}

char *desktop_proxy(const char *library, const char *host, int port, struct deadline deadline,
	const struct cancel *cancel)
{
	struct job *job = memory_new(1, sizeof(*job));
	char *url = NULL;

	job->holders = 2;
	job->library = memory_text(library);
	job->url = memory_format(
		strchr(host, ':') ? "https://[%s]:%d/" : "https://%s:%d/", host, port);
	job->fd = eventfd(0, EFD_CLOEXEC);
	if (job->fd < 0 || start(job) != 0)
		job_let_go(job);
	else if (await(job, deadline, cancel) && job->answer)
		url = as_url(job->answer);
	job_let_go(job);
	return url;
}
