/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do a real nginx, its log and what tlsdoctor reads in its configuration agree? For tests that start nginx in the
 * folder of a server; the configuration as a person has it is nginx.conf there.
 */
#ifndef TESTS_REAL_NGINX_H
#define TESTS_REAL_NGINX_H

#include <stdbool.h>
#include "server.h"
#include "session/upstreams.h"

/* Marks the line at fault in a configuration. */
#define HERE "# HERE"

/* Of the nginx that is installed. */
struct nginx_version nginx_installed(void);

/* A port of 127.0.0.1 where nobody is, below those that the system gives to connections; another one each time. */
int nginx_free_port(void);

/* Whether FOLDER/log says TEXT, within five seconds. */
bool nginx_log_says(const struct server *server, const char *text);

/* Whether what "nginx -t" says of FOLDER/nginx.conf has TEXT in it; all of it becomes FOLDER/said. */
bool nginx_test_says(const struct server *server, const char *text);

/* Whether one of the groups that `tlsdoctor logs` makes of FOLDER/FILE has that cause. */
bool nginx_log_leads_to(const struct server *server, const char *file, const char *cause);

/* Whether `tlsdoctor explain` names that cause for the line with TEXT in FOLDER/FILE. */
bool nginx_line_leads_to(
	const struct server *server, const char *file, const char *text, const char *cause);

/* `tlsdoctor upstreams` on FOLDER/nginx.conf; free with upstreams_free(). */
void nginx_doctor(const struct server *server, struct upstreams *ret);

/* Expects one fault alone, called ID, at the marked line of FOLDER/FILE, or none where ID is NULL; remarks don't count.
 * NAME is that of the row. */
void nginx_expect_fault(const struct server *server, const struct upstreams *upstreams,
	const char *file, const char *name, const char *id);

/* Whether a remark of KIND ("nginx.name-variable") is at the marked line of FOLDER/FILE. */
bool nginx_remarks(const struct server *server, const struct upstreams *upstreams, const char *file,
	const char *kind);

#endif
