/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is something to keep the clock right? systemd's timedated knows (org.freedesktop.timedate1(5)); it is asked on the
 * system bus by libsystemd, where that is installed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include "probe/probe.h"

#define LIBRARY "libsystemd.so.0"
/* Where the system bus is, unless this variable of the environment says otherwise (dbus-daemon(1)). */
#define BUS_VARIABLE "DBUS_SYSTEM_BUS_ADDRESS"
#define BUS_SOCKET "/var/run/dbus/system_bus_socket"
#define ANSWER_MS 1000

/* sd-bus.h, as much as is used. */
struct functions {
	int (*open)(void **ret_bus);
	int (*call)(void *bus, void **slot, const char *destination, const char *path,
		const char *interface, const char *member,
		int (*callback)(void *message, void *context, void *error), void *context,
		const char *types, ...);
	int (*process)(void *bus, void **ret_message);
	int (*fd)(void *bus);
	int (*events)(void *bus);
	int (*failed)(void *message, const char *name);
	int (*read)(void *message, const char *types, ...);
	void *(*close)(void *bus);
};

/* One property that is asked for. */
struct question {
	const struct functions *functions;
	const char *property;
	int *ret; /* stays as it is when it isn't known */
	bool over;
};

static bool find_functions(void *library, struct functions *ret)
{
	*(void **)&ret->open = dlsym(library, "sd_bus_open_system");
	*(void **)&ret->call = dlsym(library, "sd_bus_call_method_async");
	*(void **)&ret->process = dlsym(library, "sd_bus_process");
	*(void **)&ret->fd = dlsym(library, "sd_bus_get_fd");
	*(void **)&ret->events = dlsym(library, "sd_bus_get_events");
	*(void **)&ret->failed = dlsym(library, "sd_bus_message_is_method_error");
	*(void **)&ret->read = dlsym(library, "sd_bus_message_read");
	*(void **)&ret->close = dlsym(library, "sd_bus_close_unref");
	return ret->open && ret->call && ret->process && ret->fd && ret->events && ret->failed &&
	       ret->read && ret->close;
}

static int on_answer(void *message, void *context, void *error)
{
	struct question *question = context;
	int value = 0;

	(void)error;
	question->over = true;
	if (question->functions->failed(message, NULL) <= 0 &&
		question->functions->read(message, "v", "b", &value) > 0)
		*question->ret = value != 0;
	return 0;
}

static int ask(const struct functions *functions, void *bus, struct question *question)
{
	return functions->call(bus, NULL, "org.freedesktop.timedate1", "/org/freedesktop/timedate1",
		"org.freedesktop.DBus.Properties", "Get", on_answer, question, "ss",
		"org.freedesktop.timedate1", question->property);
}

/* Until all answers are there; false when there is nothing more to wait for. */
static bool wait_on(const struct functions *functions, void *bus, const struct question *questions,
	size_t count, struct deadline deadline, const struct cancel *cancel)
{
	struct pollfd fds[] = { { .fd = functions->fd(bus) },
		{ .fd = cancel->fd, .events = POLLIN } };
	int events = functions->events(bus), went;
	bool busy = false;

	for (size_t i = 0; i < count; i++)
		busy |= !questions[i].over;
	if (!busy || fds[0].fd < 0 || events < 0 || deadline_over(deadline) || cancel_asked(cancel))
		return false;
	fds[0].events = (short)events;
	if (poll(fds, 2, deadline_left_ms(deadline)) < 0)
		return errno == EINTR;
	while ((went = functions->process(bus, NULL)) > 0)
		continue;
	return went == 0;
}

static void look_by(
	const struct functions *functions, const struct probe_env *env, struct seen_timekeeper *ret)
{
	struct question questions[] = { { functions, "CanNTP", &ret->can_ntp, false },
		{ functions, "NTP", &ret->ntp, false },
		{ functions, "NTPSynchronized", &ret->synced, false } };
	const size_t count = sizeof(questions) / sizeof(questions[0]);
	struct deadline soon = deadline_sooner(env->deadline, deadline_in_ms(ANSWER_MS));
	void *bus = NULL;

	if (functions->open(&bus) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (ask(functions, bus, &questions[i]) < 0)
			questions[i].over = true;
	while (functions->process(bus, NULL) > 0)
		continue;
	while (wait_on(functions, bus, questions, count, soon, env->cancel))
		continue;
	functions->close(bus);
}

/* Where there is no bus, loading the library and all that it needs would be for nothing. */
static bool has_bus(void)
{
	return getenv(BUS_VARIABLE) || !access(BUS_SOCKET, F_OK);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	struct functions functions;
	void *library;

	if (!probe_reads_here(seen, PART_TIMEKEEPER))
		return;
	library = has_bus() ? dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL) : NULL;
	if (library && find_functions(library, &functions))
		look_by(&functions, env, &seen->timekeeper);
	if (seen->timekeeper.ntp < 0)
		evidence_part_status(seen, PART_TIMEKEEPER, PART_COULD_NOT, WHY_LOCAL, NULL);
	else
		probe_done(seen, PART_TIMEKEEPER, began_us);
}

const struct probe probe_timekeeper = { .part = PART_TIMEKEEPER, .beside = true, .look = look };
