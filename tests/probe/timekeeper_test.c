/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What timedated says of network time: asked by the real libsystemd, answered by a bus that this test plays. */
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/memory.h"
#include "check/check.h"
#include "probe/probe.h"

TestSuite(probe_timekeeper, .timeout = 60);

enum { SILENT = -2, ERROR = -1 };

/* A system bus with timedated on it. */
struct bus {
	int can_ntp, ntp, synced; /* 1, 0, ERROR; can_ntp SILENT: nobody ever answers */
	char folder[64], address[128];
	int listener;
	pthread_t thread;
};

/* sd-bus.h, as much as is used. */
static struct {
	int (*new)(void **ret);
	int (*set_fd)(void *bus, int in, int out);
	int (*set_server)(void *bus, int yes, unsigned char id[16]);
	int (*start)(void *bus);
	int (*add_filter)(void *bus, void **slot, int (*callback)(void *, void *, void *), void *);
	int (*wait)(void *bus, uint64_t us);
	int (*process)(void *bus, void **ret);
	const char *(*member)(void *message);
	int (*read)(void *message, const char *types, ...);
	int (*reply)(void *message, const char *types, ...);
	int (*reply_error)(void *message, int error, const char *format, ...);
	void *(*close)(void *bus);
} sd;

static void *function(void *library, const char *name)
{
	void *found = dlsym(library, name);

	cr_assert(found, "%s", name);
	return found;
}

static void load(void)
{
	void *library = dlopen("libsystemd.so.0", RTLD_NOW);

	cr_assert(library, "is libsystemd0 installed?");
	*(void **)&sd.new = function(library, "sd_bus_new");
	*(void **)&sd.set_fd = function(library, "sd_bus_set_fd");
	*(void **)&sd.set_server = function(library, "sd_bus_set_server");
	*(void **)&sd.start = function(library, "sd_bus_start");
	*(void **)&sd.add_filter = function(library, "sd_bus_add_filter");
	*(void **)&sd.wait = function(library, "sd_bus_wait");
	*(void **)&sd.process = function(library, "sd_bus_process");
	*(void **)&sd.member = function(library, "sd_bus_message_get_member");
	*(void **)&sd.read = function(library, "sd_bus_message_read");
	*(void **)&sd.reply = function(library, "sd_bus_reply_method_return");
	*(void **)&sd.reply_error = function(library, "sd_bus_reply_method_errnof");
	*(void **)&sd.close = function(library, "sd_bus_close_unref");
}

static int on_message(void *message, void *context, void *error)
{
	const struct bus *bus = context;
	const char *member = sd.member(message), *interface = NULL, *property = NULL;
	int value;

	(void)error;
	if (member && !strcmp(member, "Hello"))
		return sd.reply(message, "s", ":1.1") < 0 ? -1 : 1;
	if (!member || strcmp(member, "Get") != 0 ||
		sd.read(message, "ss", &interface, &property) < 0 ||
		strcmp(interface, "org.freedesktop.timedate1") != 0)
		return 0;
	value = !strcmp(property, "CanNTP") ? bus->can_ntp
		: !strcmp(property, "NTP")  ? bus->ntp
					    : bus->synced;
	if (value < 0)
		return sd.reply_error(message, 13, "no") < 0 ? -1 : 1;
	return sd.reply(message, "v", "b", value) < 0 ? -1 : 1;
}

static void *serve(void *context)
{
	static unsigned char id[16] = { 1 };
	struct bus *bus = context;
	int fd = accept4(bus->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	void *side = NULL;
	char byte[512];

	if (fd < 0)
		return NULL;
	if (bus->can_ntp == SILENT) {
		struct pollfd gone = { .fd = fd, .events = POLLIN };

		while (poll(&gone, 1, 20000) > 0 && recv(fd, byte, sizeof(byte), 0) > 0)
			continue;
		close(fd);
		return NULL;
	}
	if (sd.new(&side) < 0 || sd.set_fd(side, fd, fd) < 0 || sd.set_server(side, 1, id) < 0 ||
		sd.add_filter(side, NULL, on_message, bus) < 0 || sd.start(side) < 0)
		return NULL;
	while (sd.process(side, NULL) >= 0 && sd.wait(side, 20000000) > 0)
		continue;
	sd.close(side);
	return NULL;
}

static void bus_start(struct bus *bus)
{
	struct sockaddr_un place = { .sun_family = AF_UNIX };

	load();
	strcpy(bus->folder, "/tmp/tlsdoctor-bus-XXXXXX");
	cr_assert(mkdtemp(bus->folder));
	snprintf(place.sun_path, sizeof(place.sun_path), "%s/bus", bus->folder);
	snprintf(bus->address, sizeof(bus->address), "unix:path=%s/bus", bus->folder);
	bus->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(bus->listener, (struct sockaddr *)&place, sizeof(place)), 0);
	cr_assert_eq(listen(bus->listener, 4), 0);
	cr_assert_eq(pthread_create(&bus->thread, NULL, serve, bus), 0);
	setenv("DBUS_SYSTEM_BUS_ADDRESS", bus->address, 1);
}

static void bus_end(struct bus *bus)
{
	char *file = memory_format("%s/bus", bus->folder);

	shutdown(bus->listener, SHUT_RDWR);
	pthread_join(bus->thread, NULL);
	close(bus->listener);
	unlink(file);
	rmdir(bus->folder);
	free(file);
}

/* Looks, and adds what the kernel thinks. */
static void look(struct evidence *ret, int kernel_synced)
{
	struct probe_env env = { .deadline = deadline_in_ms(20000) };
	struct cancel cancel;

	cancel_open(&cancel);
	env.cancel = &cancel;
	evidence_init(ret);
	probe_timekeeper.look(&env, ret);
	cancel_close(&cancel);
	ret->clock.kernel_synced = kernel_synced;
	evidence_part_status(ret, PART_CLOCK, PART_SEEN, NULL, NULL);
}

static bool says(const struct evidence *seen, const char *id)
{
	struct findings findings = { 0 };
	const struct finding *finding;
	bool said;

	check_all(seen, 0, &findings);
	finding = findings_find(&findings, id);
	said = finding != NULL;
	cr_expect(!finding || finding->verdict == VERDICT_NOTE);
	findings_free(&findings);
	return said;
}

Test(probe_timekeeper, says_whether_network_time_is_on)
{
	static const struct {
		int can_ntp, ntp, synced, kernel;
		bool off, unsynchronised;
	} rows[] = {
		{ 1, 0, 0, 0, true, false },
		{ 1, 0, 0, -1, true, false },
		{ 1, 0, 1, 1, false, false }, /* another program keeps it right */
		{ 0, 0, 0, 0, false, true }, /* nothing that could be turned on */
		{ 1, 1, 1, 1, false, false },
		{ 1, 1, 0, 0, false, true },
		{ ERROR, 0, 0, 0, false, true },
		{ 1, ERROR, ERROR, 0, false, true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bus bus = { rows[i].can_ntp, rows[i].ntp, rows[i].synced, "", "", -1, 0 };
		struct evidence seen;

		bus_start(&bus);
		look(&seen, rows[i].kernel);
		cr_expect_eq(seen.timekeeper.can_ntp, rows[i].can_ntp, "row %zu", i);
		cr_expect_eq(seen.timekeeper.ntp, rows[i].ntp, "row %zu", i);
		cr_expect_eq(seen.timekeeper.synced, rows[i].synced, "row %zu", i);
		cr_expect_eq(seen.parts[PART_TIMEKEEPER].state,
			rows[i].ntp < 0 ? PART_COULD_NOT : PART_SEEN);
		cr_expect_eq(says(&seen, "clock.network-time-off"), rows[i].off, "row %zu", i);
		cr_expect_eq(
			says(&seen, "clock.unsynchronised"), rows[i].unsynchronised, "row %zu", i);
		evidence_free(&seen);
		bus_end(&bus);
	}
}

Test(probe_timekeeper, a_bus_that_never_answers_is_left)
{
	struct bus bus = { SILENT, 0, 0, "", "", -1, 0 };
	int64_t began_us = timing_monotonic_us();
	struct evidence seen;

	bus_start(&bus);
	look(&seen, 1);
	cr_expect_lt(timing_monotonic_us() - began_us, INT64_C(10000000));
	cr_expect_eq(seen.parts[PART_TIMEKEEPER].state, PART_COULD_NOT);
	cr_expect_eq(seen.timekeeper.ntp, -1);
	evidence_free(&seen);
	bus_end(&bus);
}

Test(probe_timekeeper, without_a_bus_nothing_is_said)
{
	struct evidence seen;

	setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
	look(&seen, -1);
	cr_expect_eq(seen.parts[PART_TIMEKEEPER].state, PART_COULD_NOT);
	cr_expect_not(says(&seen, "clock.network-time-off"));
	evidence_free(&seen);
}

Test(probe_timekeeper, is_asked_neither_in_a_quick_look_nor_for_another_device)
{
	static const struct {
		enum depth depth;
		enum device device;
		const char *why;
	} rows[] = { { DEPTH_QUICK, DEVICE_THIS, WHY_QUICK },
		{ DEPTH_NORMAL, DEVICE_OTHER, WHY_DEVICE } };

	for (size_t i = 0; i < 2; i++) {
		struct probe_env env = { .deadline = deadline_in_ms(20000) };
		struct evidence seen;

		evidence_init(&seen);
		seen.settings.depth = rows[i].depth;
		seen.settings.device = rows[i].device;
		probe_timekeeper.look(&env, &seen);
		cr_expect_eq(seen.parts[PART_TIMEKEEPER].state, PART_SKIPPED);
		cr_expect_str_eq(seen.parts[PART_TIMEKEEPER].why, rows[i].why);
		evidence_free(&seen);
	}
}
