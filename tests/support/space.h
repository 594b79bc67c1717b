/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test get a network of its own? This process moves into a network namespace that has nothing but a
 * loopback, and into a mount namespace where the files of the resolver are the test's. Where that can't be
 * done, the test says so and fails: what was not tried is not proven.
 */
#ifndef TESTS_SUPPORT_SPACE_H
#define TESTS_SUPPORT_SPACE_H

/* Moves there. Before any thread is started; as root, or where unprivileged user namespaces are allowed. */
void space_enter(void);

/* Gives the loopback ADDRESS (IPv4) as well. */
void space_add_address(const char *address);

/* TEXT becomes what /etc/hosts holds; the same for /etc/resolv.conf. */
void space_hosts(const char *text);
void space_resolver(const char *text);

/* TEXT becomes what the file PATH, which exists, holds. */
void space_file(const char *path, const char *text);

/* FOLDER, which exists, is emptied; then TEXT stands in its file NAME. */
void space_folder(const char *folder, const char *name, const char *text);

/* ---- A name service on 127.0.0.1 ---- */

struct names_row {
	const char *name; /* "*": every other name */
	const char *address; /* IPv4 or IPv6 */
};

struct names;

/* Answers as the rows say (their end has a NULL name), and that a name doesn't exist otherwise. */
struct names *names_start(const struct names_row *rows);
void names_end(struct names *names);

/* ---- A port on 127.0.0.1 that lets nobody in ---- */

struct full_port {
	int port;
	int fd, filler[8];
};

/* Its queue is full: whoever knocks hears nothing, as behind a firewall that drops. */
void full_port_open(struct full_port *port);
void full_port_close(struct full_port *port);

#endif
