/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test start a real server? In a folder of its own, on a free port of the loopback, ended by
 * its pid.
 */
#ifndef TESTS_REAL_SERVER_H
#define TESTS_REAL_SERVER_H

#include <sys/types.h>
#include "../support/forge.h"

struct server {
	char folder[64]; /* made by server_prepare(), removed by server_stop() */
	int port;
	pid_t pid;
};

/* A new folder and a free port (of ::1 when SIX). */
void server_prepare(struct server *server, int six);

/* Writes FOLDER/NAME. */
void server_file(const struct server *server, const char *name, const char *text);

/* The same with the certificates of FORGE called by NAMES, one behind another; with the key of one. */
void server_pem(const struct server *server, const char *file, const struct forge *forge,
	const char *names);
void server_key(
	const struct server *server, const char *file, const struct forge *forge, const char *name);

/* FOLDER/NAME; the caller frees it. */
char *server_path(const struct server *server, const char *name);

/* Starts ARGV in the folder and waits until the port answers. 0, or -1 with its log on stderr. */
int server_start(struct server *server, char *const argv[], int six);

/* nginx in the folder with these server blocks. 0, or -1. */
int server_start_nginx(struct server *server, const char *blocks, int six);

/* Waits until another PORT of it answers; returns the same. */
int server_await(struct server *server, int port, int six);

/* The same, but waits until its log says TEXT: for those that an empty connection would stop. */
int server_start_said(struct server *server, char *const argv[], const char *text);

/* Ends the server; its folder stays, and it can be started again. */
void server_end(struct server *server);

void server_stop(struct server *server);

#endif
