/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/prober.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "probe/probe.h"

struct prober {
	pthread_t thread;
	pthread_t loader;
	bool loader_runs;
	struct trust_store *store;
	struct cancel cancel;
	struct budget *budget;
	struct evidence seen; /* the thread's own copy */
	unsigned wanted;
	int fd;
	pthread_mutex_t lock; /* guards the list */
	struct news *first;
	struct news **last;
};

/* ---- News ---- */

static void post(struct prober *prober, struct news news)
{
	struct news *copy = memory_new(1, sizeof(*copy));
	uint64_t one = 1;
	ssize_t written;

	*copy = news;
	pthread_mutex_lock(&prober->lock);
	*prober->last = copy;
	prober->last = &copy->next;
	pthread_mutex_unlock(&prober->lock);
	written = write(prober->fd, &one, sizeof(one));
	(void)written;
}

struct news *prober_next(struct prober *prober)
{
	struct news *news;
	uint64_t count;
	ssize_t got;

	pthread_mutex_lock(&prober->lock);
	news = prober->first;
	if (news) {
		prober->first = news->next;
		if (!prober->first)
			prober->last = &prober->first;
	} else {
		got = read(prober->fd, &count, sizeof(count));
		(void)got;
	}
	pthread_mutex_unlock(&prober->lock);
	return news;
}

void news_free(struct news *news)
{
	if (!news)
		return;
	if (news->evidence) {
		evidence_free(news->evidence);
		free(news->evidence);
	}
	free(news);
}

int prober_fd(const struct prober *prober)
{
	return prober->fd;
}

/* ---- What probes may ask ---- */

static struct trust_store *store_of(void *context)
{
	struct prober *prober = context;

	if (prober->loader_runs)
		pthread_join(prober->loader, NULL);
	else if (!prober->store)
		prober->store = trust_store_load(&prober->seen.settings);
	prober->loader_runs = false;
	return prober->store;
}

static void tell_rung(void *context, enum stage stage)
{
	post(context, (struct news){ .kind = NEWS_RUNG, .rung = stage });
}

static void tell_step(void *context, int done, int of)
{
	post(context, (struct news){ .kind = NEWS_STEP, .done = done, .of = of });
}

/* Posts a copy of a part: the thread keeps its own for the probes to come. */
static void tell_part(void *context, enum part part)
{
	struct prober *prober = context;
	struct evidence *copy = memory_new(1, sizeof(*copy));

	evidence_init(copy);
	evidence_copy(copy, &prober->seen);
	post(prober, (struct news){ .kind = NEWS_PART, .part = part, .evidence = copy });
}

/* ---- The threads ---- */

static void *load_store(void *context)
{
	struct prober *prober = context;

	prober->store = trust_store_load(&prober->seen.settings);
	return NULL;
}

static unsigned parts_of(const struct probe *probe)
{
	unsigned parts = 1u << probe->part;

	return probe->part == PART_HANDSHAKE ? parts | 1u << PART_CONNECT : parts;
}

/* A part that was asked for but that nobody will fill any more. */
static void give_up(struct prober *prober, enum part part, const char *why)
{
	evidence_part_status(&prober->seen, part, PART_SKIPPED, why, NULL);
	tell_part(prober, part);
}

static void *look(void *context)
{
	struct prober *prober = context;
	struct probe_env env = {
		.budget = prober->budget,
		.cancel = &prober->cancel,
		.deadline = deadline_in_ms(prober->seen.settings.total_timeout_ms),
		.store = store_of,
		.rung = tell_rung,
		.step = tell_step,
		.posted = tell_part,
		.context = prober,
	};
	const struct probe *probe;
	int done = 0, of = 0;

	for (size_t i = 0; (probe = probe_at(i)); i++)
		of += (prober->wanted & parts_of(probe)) != 0;
	for (size_t i = 0; (probe = probe_at(i)); i++) {
		if (!(prober->wanted & parts_of(probe)))
			continue;
		if (cancel_asked(&prober->cancel)) {
			give_up(prober, probe->part, WHY_CANCELLED);
		} else if (deadline_over(env.deadline)) {
			give_up(prober, probe->part, WHY_TIMEOUT);
		} else {
			probe->look(&env, &prober->seen);
			tell_part(prober, probe->part);
		}
		tell_step(prober, ++done, of);
	}
	post(prober, (struct news){ .kind = NEWS_END });
	return NULL;
}

/* Threads of ours never take signals: those belong to the main thread. */
static int start_thread(pthread_t *thread, void *(*run)(void *), void *context)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(thread, NULL, run, context);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

struct prober *prober_start(
	const struct evidence *seen, unsigned wanted, struct budget *budget, int *ret_errno)
{
	struct prober *prober = memory_new(1, sizeof(*prober));

	pthread_mutex_init(&prober->lock, NULL);
	prober->last = &prober->first;
	prober->wanted = wanted;
	prober->budget = budget;
	evidence_init(&prober->seen);
	evidence_copy(&prober->seen, seen);
	cancel_open(&prober->cancel);
	prober->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	*ret_errno = prober->fd < 0 || prober->cancel.fd < 0 ? errno : 0;
	if (!*ret_errno && (wanted & 1u << PART_TRUST))
		prober->loader_runs = !start_thread(&prober->loader, load_store, prober);
	if (!*ret_errno)
		*ret_errno = start_thread(&prober->thread, look, prober);
	if (!*ret_errno)
		return prober;
	prober->thread = pthread_self();
	prober_free(prober);
	return NULL;
}

void prober_cancel(struct prober *prober)
{
	cancel_ask(&prober->cancel);
}

void prober_free(struct prober *prober)
{
	struct news *news;

	if (!prober)
		return;
	prober_cancel(prober);
	if (!pthread_equal(prober->thread, pthread_self()))
		pthread_join(prober->thread, NULL);
	store_of(prober);
	while (prober->fd >= 0 && (news = prober_next(prober)))
		news_free(news);
	trust_store_free(prober->store);
	evidence_free(&prober->seen);
	cancel_close(&prober->cancel);
	if (prober->fd >= 0)
		close(prober->fd);
	pthread_mutex_destroy(&prober->lock);
	free(prober);
}
