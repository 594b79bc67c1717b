/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who tells the time in a test? A thread that answers SNTP on 127.0.0.1, rightly or not.
 */
#ifndef TESTS_SUPPORT_TIMESERVER_H
#define TESTS_SUPPORT_TIMESERVER_H

#include <pthread.h>
#include <stdint.h>

enum timeserver_way {
	TIMESERVER_RIGHT, /* the time of this computer, and offset_s */
	TIMESERVER_SILENT,
	TIMESERVER_STRANGER, /* first an answer to a question that nobody asked, then the right one */
	TIMESERVER_KISS, /* RATE */
	TIMESERVER_UNSYNCHRONISED,
	TIMESERVER_SHORT,
	TIMESERVER_CLIENT, /* sends our question back */
	TIMESERVER_SECOND, /* is silent to the first question */
};

struct timeserver {
	pthread_t thread;
	int fd;
	int stop_fd;
	int port;
	int asked; /* read it after timeserver_end() */
	int64_t offset_s;
	enum timeserver_way way;
};

void timeserver_start(struct timeserver *server, enum timeserver_way way, int64_t offset_s);
void timeserver_end(struct timeserver *server);

#endif
