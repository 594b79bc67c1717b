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

/* Of a thread, in bytes: small enough that the C library keeps those of many for the next (40 MiB in all). */
#define STACK (1u << 20)

struct prober {
	pthread_t thread;
	pthread_t loader;
	bool loader_runs;
	struct trust_store *store;
	pthread_mutex_t store_lock; /* guards the three above */
	struct cancel cancel;
	struct prober_sharing sharing;
	struct deadline deadline;
	struct ticket ticket;
	struct evidence seen; /* the thread's own copy */
	unsigned wanted;
	int fd;
	pthread_mutex_t lock; /* guards the list */
	struct news *first;
	struct news **last;
};

/* One probe at work: on the prober's evidence, or beside others on a copy of its own. */
struct look {
	struct prober *prober;
	const struct probe *probe;
	struct evidence *seen;
	pthread_t thread;
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
	struct prober *prober = ((struct look *)context)->prober;

	if (prober->sharing.stores)
		return trust_stores_get(prober->sharing.stores, &prober->seen.settings);
	pthread_mutex_lock(&prober->store_lock);
	if (prober->loader_runs)
		pthread_join(prober->loader, NULL);
	else if (!prober->store)
		prober->store = trust_store_load(&prober->seen.settings);
	prober->loader_runs = false;
	pthread_mutex_unlock(&prober->store_lock);
	return prober->store;
}

/* Whether somebody wants to know before the end. */
static bool is_watched(const struct prober *prober)
{
	return !prober->sharing.stores;
}

static void tell(void *context, struct news news)
{
	struct prober *prober = ((struct look *)context)->prober;

	if (is_watched(prober))
		post(prober, news);
}

static void tell_rung(void *context, enum stage stage)
{
	tell(context, (struct news){ .kind = NEWS_RUNG, .rung = stage });
}

static void tell_step(void *context, int done, int of)
{
	tell(context, (struct news){ .kind = NEWS_STEP, .done = done, .of = of });
}

static void tell_asked(void *context, int hellos)
{
	tell(context, (struct news){ .kind = NEWS_ASKED, .done = hellos });
}

/* Posts a copy of a part: the look keeps its own for the probes to come. */
static void tell_part(void *context, enum part part)
{
	const struct look *look = context;
	struct evidence *copy;

	if (!is_watched(look->prober))
		return;
	copy = memory_new(1, sizeof(*copy));
	evidence_init(copy);
	evidence_copy(copy, look->seen);
	post(look->prober, (struct news){ .kind = NEWS_PART, .part = part, .evidence = copy });
}

/* The end; with all that was seen where nobody watched. */
static void tell_end(struct prober *prober)
{
	struct evidence *all = NULL;

	if (!is_watched(prober)) {
		all = memory_new(1, sizeof(*all));
		*all = prober->seen;
		evidence_init(&prober->seen);
	}
	post(prober, (struct news){ .kind = NEWS_END, .evidence = all });
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
static void give_up(struct look *look, const char *why)
{
	evidence_part_status(look->seen, look->probe->part, PART_SKIPPED, why, NULL);
}

static void *look_once(void *context)
{
	struct look *look = context;
	struct prober *prober = look->prober;
	struct probe_env env = {
		.budget = prober->sharing.budget,
		.cancel = &prober->cancel,
		.deadline = prober->deadline,
		.ticket = prober->wanted & 1u << PART_HANDSHAKE ? &prober->ticket : NULL,
		.store = store_of,
		.rung = tell_rung,
		.step = tell_step,
		.asked = tell_asked,
		.posted = tell_part,
		.context = look,
	};

	if (cancel_asked(&prober->cancel))
		give_up(look, WHY_CANCELLED);
	else if (deadline_over(prober->deadline))
		give_up(look, WHY_TIMEOUT);
	else
		look->probe->look(&env, look->seen);
	tell_part(look, look->probe->part);
	return NULL;
}

static bool beside(const struct prober *prober, const struct probe *probe)
{
	return probe && probe->beside && (prober->wanted & parts_of(probe)) &&
	       prober->seen.settings.depth != DEPTH_QUICK; /* then they don't look at all */
}

static void begin_look(struct prober *prober, const struct probe *probe, struct look *ret)
{
	*ret = (struct look){ .prober = prober, .probe = probe };
	ret->seen = memory_new(1, sizeof(*ret->seen));
	evidence_init(ret->seen);
	evidence_copy(ret->seen, &prober->seen);
	if (pthread_create(&ret->thread, NULL, look_once, ret))
		ret->thread = pthread_self();
}

/* What the look saw is the prober's now. */
static void end_look(struct look *look)
{
	if (pthread_equal(look->thread, pthread_self()))
		look_once(look);
	else
		pthread_join(look->thread, NULL);
	evidence_take_part(&look->prober->seen, look->seen, look->probe->part);
	evidence_free(look->seen);
	free(look->seen);
}

/* Looks with the probes from *INDEX on that may look beside each other, and moves *INDEX behind them. */
static void look_beside(struct prober *prober, size_t *index, int *done, int of)
{
	struct look looks[PART_COUNT];
	size_t count = 0;

	while (count < PART_COUNT && beside(prober, probe_at(*index)))
		begin_look(prober, probe_at((*index)++), &looks[count++]);
	for (size_t i = 0; i < count; i++) {
		end_look(&looks[i]);
		tell_step(&looks[i], ++*done, of);
	}
}

static void *look(void *context)
{
	struct prober *prober = context;
	const struct probe *probe;
	int done = 0, of = 0;

	for (size_t i = 0; (probe = probe_at(i)); i++)
		of += (prober->wanted & parts_of(probe)) != 0;
	for (size_t i = 0; (probe = probe_at(i));) {
		struct look one = { .prober = prober, .probe = probe, .seen = &prober->seen };

		if (beside(prober, probe)) {
			look_beside(prober, &i, &done, of);
			continue;
		}
		i++;
		if (!(prober->wanted & parts_of(probe)))
			continue;
		look_once(&one);
		tell_step(&one, ++done, of);
	}
	tell_end(prober);
	return NULL;
}

/* Threads of ours never take signals: those belong to the main thread. */
static int start_thread(pthread_t *thread, void *(*run)(void *), void *context)
{
	sigset_t all, before;
	pthread_attr_t attributes;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	error = pthread_create(thread, &attributes, run, context);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

struct prober *prober_start(const struct evidence *seen, unsigned wanted,
	const struct prober_sharing *sharing, int *ret_errno)
{
	struct prober *prober = memory_new(1, sizeof(*prober));

	pthread_mutex_init(&prober->lock, NULL);
	pthread_mutex_init(&prober->store_lock, NULL);
	prober->deadline = deadline_in_ms(settings_total_ms(&seen->settings));
	prober->last = &prober->first;
	prober->wanted = wanted;
	prober->sharing = *sharing;
	evidence_init(&prober->seen);
	evidence_copy(&prober->seen, seen);
	cancel_open(&prober->cancel);
	prober->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	*ret_errno = prober->fd < 0 || prober->cancel.fd < 0 ? errno : 0;
	if (!*ret_errno && (wanted & 1u << PART_TRUST) && !sharing->stores)
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
	if (prober->loader_runs)
		pthread_join(prober->loader, NULL);
	while (prober->fd >= 0 && (news = prober_next(prober)))
		news_free(news);
	trust_store_free(prober->store);
	ticket_free(&prober->ticket);
	evidence_free(&prober->seen);
	cancel_close(&prober->cancel);
	if (prober->fd >= 0)
		close(prober->fd);
	pthread_mutex_destroy(&prober->store_lock);
	pthread_mutex_destroy(&prober->lock);
	free(prober);
}
