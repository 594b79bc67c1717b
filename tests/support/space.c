/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "space.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"

static void must(int result, const char *what)
{
	cr_assert(result >= 0,
		"NOT TESTED, which counts as failed: this computer does not let the test have a "
		"network of its own (%s: %s). Run it as root.",
		what, strerror(errno));
}

/* ---- Namespaces ---- */

static void write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	must(fd, path);
	must((int)write(fd, text, strlen(text)), path);
	close(fd);
}

static void bring_up(const char *interface)
{
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
	must(ioctl(fd, SIOCGIFFLAGS, &request), "the loopback");
	request.ifr_flags |= IFF_UP | IFF_RUNNING;
	must(ioctl(fd, SIOCSIFFLAGS, &request), "the loopback");
	close(fd);
}

/*
 * Inside a chroot, the root is often no mount point of its own, and then can't be made private. What is
 * mounted inside can: there the root is bound once more, as a mount point, and becomes ours alone.
 */
static int enter_own_root(void)
{
	static const struct {
		const char *mounted, *folder;
	} places[] = { { "/proc", "/proc/tty" }, { "/dev", "/dev/shm" }, { "/sys", "/sys/fs" } };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (mount(NULL, places[i].mounted, NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
			mount("/", places[i].folder, NULL, MS_BIND | MS_REC, NULL) == 0)
			return chroot(places[i].folder) == 0 && chdir("/") == 0 ? 0 : -1;
	return -1;
}

static int make_mounts_private(void)
{
	char *folder = getcwd(NULL, 0);
	int result = mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);

	if (result < 0 && errno == EINVAL && enter_own_root() == 0)
		result = mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	if (result == 0 && folder)
		result = chdir(folder);
	free(folder);
	return result;
}

void space_enter(void)
{
	unsigned user = geteuid(), group = getegid();
	char map[64];

	if (user == 0) {
		must(unshare(CLONE_NEWNET | CLONE_NEWNS), "unshare");
	} else {
		must(unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS), "unshare");
		write_map("/proc/self/setgroups", "deny");
		snprintf(map, sizeof(map), "0 %u 1", user);
		write_map("/proc/self/uid_map", map);
		snprintf(map, sizeof(map), "0 %u 1", group);
		write_map("/proc/self/gid_map", map);
	}
	must(make_mounts_private(), "mount");
	bring_up("lo");
	space_hosts("127.0.0.1 localhost\n");
	space_resolver("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
}

void space_add_address(const char *address)
{
	static int count;
	struct ifreq request = { 0 };
	struct sockaddr_in *place = (struct sockaddr_in *)(void *)&request.ifr_addr;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "lo:%d", ++count);
	place->sin_family = AF_INET;
	cr_assert_eq(inet_pton(AF_INET, address, &place->sin_addr), 1);
	must(ioctl(fd, SIOCSIFADDR, &request), "another address");
	close(fd);
}

void space_file(const char *path, const char *text)
{
	char name[] = "/tmp/tlsdoctor-space-XXXXXX";
	int fd = mkstemp(name);

	must(fd, "a temporary file");
	close(fd);
	cr_assert_eq(file_write(name, text, strlen(text)), 0);
	must(chmod(name, 0644), name);
	umount2(path, MNT_DETACH); /* what an earlier call put there */
	must(mount(name, path, NULL, MS_BIND, NULL), path);
	unlink(name);
}

void space_hosts(const char *text)
{
	space_file("/etc/hosts", text);
}

void space_resolver(const char *text)
{
	space_file("/etc/resolv.conf", text);
}

void space_folder(const char *folder, const char *name, const char *text)
{
	char *path = memory_format("%s/%s", folder, name);

	must(mount("tmpfs", folder, "tmpfs", 0, "mode=755"), folder);
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	free(path);
}

/* ---- Names ---- */

struct names {
	const struct names_row *rows;
	pthread_t thread;
	int fd, stop_fd;
};

/* The name of the question as text; its end in the bytes, or 0. */
static size_t read_name(const unsigned char *bytes, size_t length, char *ret, size_t room)
{
	size_t at = 12, out = 0;

	while (at < length && bytes[at]) {
		size_t label = bytes[at++];

		if (label > 63 || at + label > length || out + label + 2 > room)
			return 0;
		if (out)
			ret[out++] = '.';
		memcpy(ret + out, bytes + at, label);
		out += label;
		at += label;
	}
	ret[out] = '\0';
	return at + 5 <= length ? at + 5 : 0;
}

static bool has_row(const struct names *names, const char *name)
{
	for (const struct names_row *row = names->rows; row->name; row++)
		if (!strcasecmp(row->name, name))
			return true;
	return false;
}

/* Adds a record for each row of FAMILY that speaks of NAME. */
static size_t add_records(const struct names *names, const char *name, int family,
	unsigned char *out, size_t at, int *ret_count)
{
	const char *wanted = has_row(names, name) ? name : "*";
	size_t size = family == AF_INET ? 4 : 16;

	for (const struct names_row *row = names->rows; row->name; row++) {
		unsigned char address[16];

		if (strcasecmp(row->name, wanted) != 0 ||
			inet_pton(family, row->address, address) != 1)
			continue;
		const unsigned char head[] = { 0xc0, 12, 0, family == AF_INET ? ns_t_a : ns_t_aaaa,
			0, 1, 0, 0, 0, 1, 0, (unsigned char)size };

		memcpy(out + at, head, sizeof(head));
		memcpy(out + at + sizeof(head), address, size);
		at += sizeof(head) + size;
		++*ret_count;
	}
	return at;
}

static void answer(struct names *names)
{
	struct sockaddr_storage who;
	socklen_t who_length = sizeof(who);
	unsigned char out[1024];
	char name[256];
	ssize_t got = recvfrom(names->fd, out, 512, 0, (struct sockaddr *)&who, &who_length);
	size_t at = got > 12 ? read_name(out, (size_t)got, name, sizeof(name)) : 0;
	int count = 0, type;

	if (!at)
		return;
	type = out[at - 4] << 8 | out[at - 3];
	if (type == ns_t_a || type == ns_t_aaaa)
		at = add_records(names, name, type == ns_t_a ? AF_INET : AF_INET6, out, at, &count);
	out[2] = 0x85;
	out[3] = has_row(names, name) || has_row(names, "*") ? 0x80 : 0x83;
	out[4] = 0;
	out[5] = 1;
	out[6] = 0;
	out[7] = (unsigned char)count;
	memset(out + 8, 0, 4);
	sendto(names->fd, out, at, 0, (struct sockaddr *)&who, who_length);
}

static void *serve(void *context)
{
	struct names *names = context;
	struct pollfd fds[] = { { .fd = names->fd, .events = POLLIN },
		{ .fd = names->stop_fd, .events = POLLIN } };

	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		answer(names);
	return NULL;
}

struct names *names_start(const struct names_row *rows)
{
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_port = htons(53),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct names *names = memory_new(1, sizeof(*names));

	names->rows = rows;
	names->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	names->stop_fd = eventfd(0, EFD_CLOEXEC);
	must(bind(names->fd, (struct sockaddr *)&place, sizeof(place)), "port 53");
	cr_assert_eq(pthread_create(&names->thread, NULL, serve, names), 0);
	return names;
}

void names_end(struct names *names)
{
	uint64_t one = 1;

	cr_assert_eq(write(names->stop_fd, &one, sizeof(one)), sizeof(one));
	pthread_join(names->thread, NULL);
	close(names->fd);
	close(names->stop_fd);
	free(names);
}

/* ---- A full port ---- */

void full_port_open(struct full_port *port)
{
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(place);
	struct pollfd last = { .events = POLLOUT };

	port->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(port->fd, (struct sockaddr *)&place, length), 0);
	cr_assert_eq(listen(port->fd, 0), 0);
	cr_assert_eq(getsockname(port->fd, (struct sockaddr *)&place, &length), 0);
	port->port = ntohs(place.sin_port);
	for (size_t i = 0; i < sizeof(port->filler) / sizeof(port->filler[0]); i++) {
		port->filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		connect(port->filler[i], (struct sockaddr *)&place, length);
		last.fd = port->filler[i];
	}
	cr_assert_eq(poll(&last, 1, 200), 0, "the queue isn't full");
}

void full_port_close(struct full_port *port)
{
	for (size_t i = 0; i < sizeof(port->filler) / sizeof(port->filler[0]); i++)
		close(port->filler[i]);
	close(port->fd);
}
