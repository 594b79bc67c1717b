/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where do the files of a configuration come from? From the disk, or from one text: what "nginx -T" printed,
 * each file behind a line "# configuration file PATH:".
 */
#ifndef WEBSERVER_NGINX_FILES_H
#define WEBSERVER_NGINX_FILES_H

#include "webserver/nginx_conf.h"

extern const struct nginx_files nginx_files_of_system;

struct nginx_section {
	char *path;
	const char *text;
	size_t length;
};

struct nginx_dump {
	struct nginx_section *sections; /* at least one, the main file first */
	size_t count;
	struct nginx_files files; /* its context is this dump: not to be moved */
};

/* Whether TEXT (borrowed) is such output; then RET is to be ended by nginx_dump_end(). */
bool nginx_dump_begin(const char *text, size_t length, struct nginx_dump *ret);
void nginx_dump_end(struct nginx_dump *dump);

#endif
