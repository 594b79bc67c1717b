/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/errand.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/probe.h"

#define PLACE_MOST 200

struct errand {
	void (*run)(struct errand *errand);
	char *file;
	const char *files[1]; /* the same, as a list */
	bool is_log;
	struct settings settings;
	struct budget *budget;
	struct logs logs;
	struct upstreams upstreams;
	struct cancel cancel;
	pthread_t thread;
	int fd;
	bool taken; /* the main thread knows that it is over */
	char *place; /* the main thread's */
	atomic_bool over; /* what was read is the main thread's from here on */
	pthread_mutex_t lock; /* guards what follows */
	char *told;
};

/* ---- The thread ---- */

static void ring(struct errand *errand)
{
	uint64_t one = 1;
	ssize_t written = write(errand->fd, &one, sizeof(one));

	(void)written;
}

static void tell(void *context, const char *place)
{
	struct errand *errand = context;

	pthread_mutex_lock(&errand->lock);
	free(errand->told);
	errand->told = text_clean(place, strlen(place), TEXT_ONE_LINE, PLACE_MOST);
	pthread_mutex_unlock(&errand->lock);
	ring(errand);
}

static void run_log(struct errand *errand)
{
	const struct logs_wish wish = {
		.files = errand->files,
		.file_count = 1,
		.since_s = INT64_MIN,
		.until_s = INT64_MAX,
		.stop_fd = errand->cancel.fd,
	};

	logs_run(&wish, &errand->logs);
}

static void run_configuration(struct errand *errand)
{
	struct nginx_version version = { 0 };

	upstreams_ask_version(&version);
	upstreams_run(errand->file, &version, true, &errand->settings, errand->budget,
		&errand->cancel, tell, errand, &errand->upstreams);
}

static void *run(void *context)
{
	struct errand *errand = context;

	errand->run(errand);
	atomic_store(&errand->over, true);
	ring(errand);
	return NULL;
}

/* ---- The main thread ---- */

static struct errand *prepare(const char *file, void (*work)(struct errand *errand))
{
	struct errand *errand = memory_new(1, sizeof(*errand));

	errand->run = work;
	errand->file = memory_text(file);
	errand->files[0] = errand->file;
	errand->is_log = work == run_log;
	errand->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	cancel_open(&errand->cancel);
	pthread_mutex_init(&errand->lock, NULL);
	settings_init(&errand->settings);
	return errand;
}

static void discard(struct errand *errand)
{
	cancel_close(&errand->cancel);
	if (errand->fd >= 0)
		close(errand->fd);
	pthread_mutex_destroy(&errand->lock);
	settings_free(&errand->settings);
	free(errand->place);
	free(errand->told);
	free(errand->file);
	free(errand);
}

/* Signals belong to the main thread. */
static struct errand *start(struct errand *errand, int *ret_errno)
{
	sigset_t all, before;
	int error = errand->fd < 0 ? EMFILE : 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (!error)
		error = pthread_create(&errand->thread, NULL, run, errand);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!error)
		return errand;
	*ret_errno = error;
	discard(errand);
	return NULL;
}

struct errand *errand_read_log(const char *file, int *ret_errno)
{
	return start(prepare(file, run_log), ret_errno);
}

struct errand *errand_read_configuration(const char *file, const struct settings *settings,
	struct budget *budget, bool connect, int *ret_errno)
{
	struct errand *errand = prepare(file, run_configuration);

	settings_free(&errand->settings);
	settings_copy(&errand->settings, settings);
	if (!connect)
		errand->settings.offline = true;
	errand->budget = budget;
	return start(errand, ret_errno);
}

int errand_fd(const struct errand *errand)
{
	return errand->taken ? -1 : errand->fd;
}

bool errand_absorb(struct errand *errand)
{
	bool over = atomic_load(&errand->over);
	uint64_t rung;
	ssize_t got = read(errand->fd, &rung, sizeof(rung));

	(void)got;
	pthread_mutex_lock(&errand->lock);
	if (errand->told) {
		free(errand->place);
		errand->place = errand->told;
		errand->told = NULL;
	}
	pthread_mutex_unlock(&errand->lock);
	if (!over || errand->taken)
		return false;
	errand->taken = true;
	return true;
}

bool errand_is_over(const struct errand *errand)
{
	return errand->taken;
}

const char *errand_place(const struct errand *errand)
{
	return errand->place;
}

const struct logs *errand_logs(const struct errand *errand)
{
	return errand->taken && errand->is_log ? &errand->logs : NULL;
}

const struct upstreams *errand_upstreams(const struct errand *errand)
{
	return errand->taken && !errand->is_log ? &errand->upstreams : NULL;
}

void errand_free(struct errand *errand)
{
	if (!errand)
		return;
	cancel_ask(&errand->cancel);
	pthread_join(errand->thread, NULL);
	logs_free(&errand->logs);
	if (!errand->is_log)
		upstreams_free(&errand->upstreams);
	discard(errand);
}

void errand_look_at_clock(struct evidence *ret)
{
	evidence_init(ret);
	ret->now_s = timing_wall_s();
	probe_clock.look(NULL, ret);
}
